"""One ward or place, looked at: its walks by light, what was felt there, the reasons given, its places and routes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.outputs import words
from walktalk_data.outputs.chart import Chart, ChartRow, Series
from walktalk_data.outputs.charts_of_reasons import REASONS_FOOT
from walktalk_data.outputs.place_map import NOT_RECORDED, ward_code, wards_walked
from walktalk_data.outputs.sentence import NOTHING, Sentence, join, say
from walktalk_data.vocabulary import NONE

NO_WARD: Final = "Ward not recorded"
NO_PLACE: Final = "Place not recorded"
_WHEN: Final = {"daylight": "by day", "twilight": "in twilight", "dark": "after dark"}
_TONES: Final = {"daylight": "day", "dark": "dark"}


@dataclass(frozen=True, slots=True)
class Where:
    """A ward, or a place in it, by the words that figures have for them; `place` is empty for the whole ward."""

    code: str
    """How the address of the screen calls it: a place by a number of its own, so that its name is in no address and no log."""
    borough: str
    ward: str
    place: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        ward = NO_WARD if self.ward == NOT_RECORDED else self.ward
        place = NO_PLACE if self.place == NOT_RECORDED else self.place
        return place or ward

    @property
    def name_and_area(self) -> str:
        """The same with the areas round it."""
        ward = NO_WARD if self.ward == NOT_RECORDED else self.ward
        return f"{self.name}, {ward}, {self.borough}" if self.place else f"{self.name}, {self.borough}"

    @property
    def about(self) -> dict[str, str]:
        """The dimensions of its figures."""
        return {"borough": self.borough, "ward": self.ward, "place": self.place}


def wards_in(briefing: Briefing) -> tuple[Where, ...]:
    """Every ward in which somebody walked, borough by borough."""
    return tuple(
        Where(ward_code(walks.borough, walks.ward), walks.borough, walks.ward)
        for walks in wards_walked(briefing.feelings_by_ward_and_light)
    )


def places_in(briefing: Briefing, ward: Where) -> tuple[Where, ...]:
    """Every place of a ward in which somebody walked."""
    return tuple(
        Where(_place_code(walks), walks.borough, walks.ward, walks.place)
        for walks in wards_walked(briefing.walks_and_answers_by_place)
        if (walks.borough, walks.ward) == (ward.borough, ward.ward)
    )


def _place_code(walks: Figure) -> str:
    return hashlib.sha256(walks.figure_id.encode()).hexdigest()[:10]


def walks_and_feelings(briefing: Briefing, where: Where) -> Sentence:
    """How often it was walked in which light, and how many answers said unsafe."""
    return join(_walks(briefing, where), _felt(briefing, where))


def _walks(briefing: Briefing, where: Where) -> Sentence:
    table = briefing.walks_and_answers_by_place if where.place else briefing.feelings_by_ward_and_light
    walked = table.find("walks", light="all", **where.about)
    by_light = ((light, table.look_up("walks", light=light, **where.about)) for light in ("daylight", "twilight", "dark"))
    told = [_in_light(light, "{walks}", walks=figure) for light, figure in by_light if figure and figure.value]
    lead = say(f"{{walks}} {words.many(walked, 'walk', 'walks')}: ", walks=walked)
    return join(lead, join(*told, between=", "), say("."), between="")


def _in_light(light: str, template: str, **figures: Figure) -> Sentence:
    tone = _TONES.get(light)
    told = f"{template} {_WHEN[light]}"
    return say(f"<{tone}>{told}</{tone}>" if tone else told, **figures)


def _felt(briefing: Briefing, where: Where) -> Sentence:
    """How many said unsafe: of a ward in each light, of a place in all of them together."""
    if where.place:
        answers = briefing.walks_and_answers_by_place.find("answers", light="all", feeling="all", **where.about)
        unsafe = briefing.walks_and_answers_by_place.find("unsafe_answers", light="all", **where.about)
        return _said(unsafe, answers) if answers.value or answers.is_hidden else say("Nobody has answered.")
    table = briefing.feelings_by_ward_and_light
    told: list[Sentence] = []
    for light in ("dark", "daylight", "twilight"):
        answers_then = table.look_up("answers", light=light, feeling="all", **where.about)
        unsafe_then = table.look_up("unsafe_answers", light=light, **where.about)
        if answers_then and unsafe_then and (answers_then.value or answers_then.is_hidden):
            told.append(_of(unsafe_then, answers_then, light, first=not told))
    share = table.find("unsafe_share", light="all", **where.about)
    of_all = say("In all, {share}.", share=share) if share.value is not None else NOTHING
    return join(join(join(*told, between="; "), say("."), between=""), of_all) if told else say("Nobody has answered.")


def _of(unsafe: Figure, answers: Figure, light: str, *, first: bool) -> Sentence:
    noun = f" {words.many(answers, 'answer', 'answers')} said unsafe" if first else ""
    told = f"{words.part_of(unsafe, answers)}{noun} {_WHEN[light]}"
    told = f"{told[0].upper()}{told[1:]}" if first else told
    tone = _TONES.get(light)
    return say(f"<{tone}>{told}</{tone}>" if tone else told, part=unsafe, whole=answers)


def _said(unsafe: Figure, answers: Figure) -> Sentence:
    told = f"{words.part_of(unsafe, answers)} {words.many(answers, 'answer', 'answers')} said unsafe."
    return say(f"{told[0].upper()}{told[1:]}", part=unsafe, whole=answers)


def reasons(briefing: Briefing, where: Where) -> Chart:
    """The reasons given there, most given first, as counts: one ward has seldom enough answers for shares."""
    table = briefing.factors_by_place if where.place else briefing.factors_by_ward
    own = [figure for figure in table.figures() if _is_of(figure, where)]
    named = sorted(
        (figure for figure in own if figure.measure == "named" and figure.factor != NONE), key=lambda figure: -(figure.value or 0)
    )
    answered = next((figure for figure in own if figure.measure == "answers"), None)
    rows = tuple(ChartRow(words.factor_words(figure), NOTHING, (figure,)) for figure in named)
    return Chart(
        "reasons_here",
        "bars",
        table.name,
        _most_given(named, answered),
        "Reasons given here: how many answers named each. An answer may name several.",
        (Series("Answers that named it", "ink"),),
        rows,
        words.alternative([(row.label, [("answers", figure)]) for row, figure in zip(rows, named, strict=True)]),
        REASONS_FOOT,
        empty="No reason was given here.",
    )


def _is_of(figure: Figure, where: Where) -> bool:
    return (figure.borough, figure.ward, figure.place) == (where.borough, where.ward, where.place)


def _most_given(named: Sequence[Figure], answered: Figure | None) -> Sentence:
    """Which reason was given most, of how many answers; of several that are equal none by itself."""
    if answered is None or not answered.value:
        return say("Nobody has said why")
    noun = words.many(answered, "answer", "answers")
    if not named:
        return say(f"Nothing was named in {{answers}} {noun}", answers=answered)
    top = [figure for figure in named if figure.value == named[0].value]
    if len(top) > 2:
        return say(f"Of {{answers}} {noun}, no one reason was given more often than others", answers=answered)
    told = " and ".join(f"“{words.factor_words(figure)}”" for figure in top)
    template = words.part_of(top[0], answered).replace("{part}", "{named}").replace("{whole}", "{answers}")
    each = " each" if len(top) > 1 else ""
    return say(f"{told}: named most, by {template} {noun}{each}", named=top[0], answers=answered)


def places_of(briefing: Briefing, where: Where) -> Table:
    """The places of a ward, one a row."""
    return _only(briefing.walks_and_answers_by_place, where, f"Places in {where.name}", 2)


def routes_of(briefing: Briefing, where: Where) -> Table:
    """The routes of a ward or place, one a row."""
    return _only(briefing.walks_and_answers_by_route, where, f"Routes in {where.name}", 3 if where.place else 2)


def _only(table: Table, where: Where, title: str, known: int) -> Table:
    """The rows of one ward or place, without the first columns, which say where it is."""
    rows = tuple(row[known:] for row in table.rows if any(_is_in(figure, where) for figure in _figures(row)))
    return replace(table, title=title, headings=table.headings[known:], rows=rows)


def _figures(row: Sequence[object]) -> Iterator[Figure]:
    return (cell for cell in row if isinstance(cell, Figure))


def _is_in(figure: Figure, where: Where) -> bool:
    return (figure.borough, figure.ward) == (where.borough, where.ward) and where.place in ("", figure.place)
