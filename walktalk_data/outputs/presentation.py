"""A briefing as a sequence of full screens for a meeting: each says one finding and shows one thing. Present mode and slides
draw the same sequence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.outputs import actions, charts, charts_of_boroughs, charts_of_meetings, charts_of_reasons, findings, words
from walktalk_data.outputs.chart import Chart
from walktalk_data.outputs.chart_marks import has_value
from walktalk_data.outputs.html_parts import figures_of, unexplained_figures
from walktalk_data.outputs.place_map import PlaceMap, map_of
from walktalk_data.outputs.sentence import NOTHING, Sentence, join, say
from walktalk_data.outputs.what_changed import Change, changes, compared_with, had_just_begun
from walktalk_data.vocabulary import HIDDEN, MARKERS, REVISED

MOST_ROWS: Final = 8
"""More rows than this cannot be read from the back of a room."""
PLACES_A_SCREEN: Final = 12
EVENTS_A_SCREEN: Final = 4
ACTIONS_A_SCREEN: Final = 4
WHAT_CHANGED, CLOSING = "what_changed", "what_it_is"


@dataclass(frozen=True, slots=True)
class Place:
    """A public place that is passed on, in its borough, with what was named of it."""

    borough: str
    ward: str
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen. Its title is the finding; of chart, numbers, map, points and places it has one."""

    name: str
    """By which links know it: a chart's own name where it shows one."""
    short: str
    """What it is about in a few words, for the presenter who wants to know what comes next."""
    title: Sentence
    below: Sentence = NOTHING
    """How sure that is, or what it is compared with."""
    chart: Chart | None = None
    numbers: tuple[tuple[Figure, Sentence], ...] = ()
    map: PlaceMap | None = None
    points: tuple[Change | Sentence, ...] = ()
    places: tuple[Place, ...] = ()
    foot: Sentence = NOTHING
    """What was asked of whom, and how to read what is drawn."""
    tables: tuple[Table, ...] = ()
    """The tables that its figures stand in."""

    @property
    def figures(self) -> Iterator[Figure]:
        """Every figure that it tells."""
        yield from (*self.title.figures, *self.below.figures, *self.foot.figures)
        yield from figures_of(self.chart) if self.chart else ()
        yield from _figures_of(self.map) if self.map else ()
        for figure, sentence in self.numbers:
            yield from (figure, *sentence.figures)
        for point in self.points:
            yield from (point.told if isinstance(point, Change) else point).figures


def make_screens(briefing: Briefing) -> tuple[Screen, ...]:
    """The screens in the order in which a meeting wants them. What has nothing to show has none; the last says which."""
    told = [screen for screen in _tell(briefing) if screen]
    return (*told, _closing(briefing, {screen.name for screen in told}))


def _tell(briefing: Briefing) -> Iterator[Screen | None]:
    yield _opening(briefing)
    yield _changes(briefing)
    by_light = charts.day_and_dark(briefing)
    yield _of_chart(
        by_light,
        "By day and after dark",
        findings.day_and_dark(briefing, briefing.borough),
        briefing.feelings_by_borough_and_light,
        briefing.feelings_dark_less_day_by_borough,
    )
    if briefing.borough == "all":
        yield _of_chart(
            charts_of_boroughs.boroughs_by_light(briefing),
            "Borough by borough",
            findings.boroughs_within(briefing, "daylight"),
            briefing.feelings_by_borough_and_light,
            briefing.boroughs_within_a_light,
        )
    yield _of_chart(charts.trend(briefing), "Feelings over time", NOTHING, briefing.feelings_by_stretch_and_light)
    for chart, short, compared, told in (
        (
            charts_of_reasons.environmental_factors(briefing, MOST_ROWS),
            "Why: the place",
            briefing.environmental_factors_dark_less_day,
            briefing.environmental_factors_by_light,
        ),
        (
            charts_of_reasons.behavioural_factors(briefing),
            "Why: what people did",
            briefing.behavioural_factors_dark_less_day,
            briefing.behavioural_factors_by_light,
        ),
        (charts_of_reasons.ideas(briefing, MOST_ROWS), "What would help", briefing.ideas_dark_less_day, briefing.ideas_by_light),
    ):
        yield _of_chart(chart, short, findings.factors(compared), told, compared)
    yield _on_the_map(briefing)
    yield from _places(briefing)
    yield _actions(briefing)
    yield _of_chart(charts.requests_by_status(briefing), "Where requests stand", NOTHING, briefing.requests_by_borough_and_status)
    yield _of_chart(charts.walks_by_month(briefing), "Walks by month", NOTHING, briefing.walks_by_month_and_light)
    yield _of_chart(
        charts_of_meetings.walks_by_band(briefing),
        "When walks are",
        NOTHING,
        briefing.walks_by_borough_and_band,
        briefing.hub_hours_by_borough_and_band,
    )
    yield _of_chart(charts_of_meetings.trust_moved(briefing), "Trust", NOTHING, briefing.trust_paired_by_borough)


def _opening(briefing: Briefing) -> Screen:
    """What is said first, and the four numbers that a meeting asks for."""
    return Screen(
        "opening",
        "First of all",
        words.headline(briefing),
        say(f"{words.scope(briefing)}."),
        numbers=words.four_numbers(briefing),
        foot=say("Said unsafe: fairly or very unsafe on the walk, as participants answered."),
        tables=(
            briefing.requests_by_borough_and_status,
            briefing.walks_by_borough_and_light,
            briefing.feelings_by_borough_and_light,
            briefing.days_to_walk_by_borough,
        ),
    )


def _changes(briefing: Briefing) -> Screen | None:
    """What changed: what is most important is the title, and the others stand under it."""
    changed = changes(briefing)
    if not changed:
        return None
    first = next((change for change in changed if change.is_claimed), None)
    first = first or next((change for change in changed if change.told.figures), changed[0])
    return Screen(
        WHAT_CHANGED,
        "What changed",
        without_stop(first.told),
        say(f"{compared_with(briefing)} {had_just_begun(briefing)}".strip()),
        points=tuple(change for change in changed if change is not first),
        foot=say("What moved beyond chance stands first. Counts are what was recorded: facts, not tested."),
        tables=(briefing.changes_in_numbers, briefing.changes_in_shares),
    )


def without_stop(told: Sentence) -> Sentence:
    """A sentence as a title, which ends without a full stop."""
    if not told or not told.parts[-1].words.endswith("."):
        return told
    *parts, last = told.parts
    words_alone = last.words.removesuffix(".")
    return Sentence((*parts, *((replace(last, words=words_alone),) if words_alone else ())))


def _of_chart(chart: Chart, short: str, below: Sentence, *tables: Table) -> Screen | None:
    """A chart's screen; none where nothing of it is known."""
    if not has_value(chart):
        return None
    measure = say(f"{chart.subtitle.removesuffix('.')}.")
    foot = join(measure, chart.foot, say(chart.read) if chart.read else NOTHING, _tell_meanwhile(chart))
    return Screen(chart.name, short, without_stop(chart.title), below, chart=chart, foot=foot, tables=tables)


def _tell_meanwhile(chart: Chart) -> Sentence:
    """What was held meanwhile, by the numbers under the lines: so many of the latest as there is room for."""
    latest = chart.events[-EVENTS_A_SCREEN:]
    return join(*(join(say(f"{event.number}:"), event.told) for event in latest))


def _on_the_map(briefing: Briefing) -> Screen | None:
    """Where walks took place; none where nobody walked."""
    drawn = map_of(briefing)
    if not drawn.spots:
        return None
    key = [say(f"{words}.") for _, words in drawn.key]
    foot = join(say(f"{drawn.subtitle.removesuffix('.')}."), say(drawn.read), *key, drawn.foot, say(drawn.attribution))
    tables = (briefing.feelings_by_ward_and_light, briefing.walks_and_answers_by_ward, briefing.walks_by_borough_and_light)
    table = next((table for table in tables if table.name == drawn.table), tables[-1])
    return Screen(drawn.name, "Where", without_stop(drawn.title), map=drawn, foot=foot, tables=(table,))


def _figures_of(drawn: PlaceMap) -> Iterator[Figure]:
    for spot in drawn.spots:
        yield from (
            spot.walks,
            *((spot.share,) if spot.share else ()),
            *(figure for line in spot.label for figure in line.figures),
        )


def _actions(briefing: Briefing) -> Screen | None:
    """What was agreed and how it stands, what is overdue first; none where nothing is on record, or it is not told."""
    if briefing.actions_by_kind_and_state.is_empty:
        return None
    told = actions.in_short(briefing)
    every = briefing.actions_by_kind_and_state.find("actions", status="all", group_value="all")
    left_out = say("Not all of the {every} have room here. ", every=every) if len(told) > ACTIONS_A_SCREEN else NOTHING
    as_at = f"As they stand on {words.day(briefing.as_at)}, whatever the period: overdue first, then open, then done. "
    return Screen(
        "actions",
        actions.TITLE,
        without_stop(actions.title(briefing)),
        actions.below_title(briefing),
        points=told[:ACTIONS_A_SCREEN],
        foot=join(say(as_at), left_out, say(f"All are on the page “{actions.TITLE}” and in the files."), between=""),
        tables=(briefing.actions_by_kind_and_state, briefing.actions, briefing.before_and_after_by_action),
    )


def _places(briefing: Briefing) -> Iterator[Screen]:
    """The public places that women want put right, a dozen a screen; none where none is told."""
    table = briefing.places_passed_on
    reasons: dict[tuple[str, str, str], list[str]] = {}
    for borough, ward, name, reason in (map(str, row) for row in table.rows):
        if briefing.borough in ("all", borough):
            reasons.setdefault((borough, ward, name), []).append(reason)
    places = [Place(*place, tuple(named)) for place, named in reasons.items()]
    pages = [tuple(places[start : start + PLACES_A_SCREEN]) for start in range(0, len(places), PLACES_A_SCREEN)]
    noun = "public place" if len(places) == 1 else "public places"
    for number, page in enumerate(pages, start=1):
        of_several = f", {number} of {len(pages)}" if len(pages) > 1 else ""
        yield Screen(
            f"places_{number}",
            "Places to put right",
            say(f"{len(places)} {noun} that women want put right{of_several}"),
            places=page,
            foot=say(
                "Women agreed that these are passed on, and each was cleared. Neither how many named them nor when is told."
            ),
            tables=(table,),
        )


def _closing(briefing: Briefing, shown: set[str]) -> Screen:
    """What all this can and cannot tell, and what was left out since too little is known of it."""
    points = [
        say("Women asked for each walk and talk, and joined group and safety walks: not all women, and not all places."),
        say("Reasons are reasons given, not causes."),
        say("Lines through dots are 95 % intervals: the shorter, the surer. Under ten answers there is no percentage."),
    ]
    if briefing.edition:
        points.append(
            say(
                "Where {marker} stands a number is hidden, so that no one’s answer can be worked out. It does not mean nought.",
                marker=HIDDEN,
            )
        )
    missing = [short.lower() for name, short in _EXPECTED.items() if name not in shown]
    if missing:
        points.append(say(f"Too few answers to show: {', '.join(missing)}."))
    return Screen(
        CLOSING,
        "What it can tell",
        say("What these figures can and cannot tell"),
        points=tuple(points),
        foot=say("More under “About the data”, on the dashboard and in the report."),
    )


_EXPECTED: Final = {
    "day_and_dark": "By day and after dark",
    "trend": "Feelings over time",
    "environmental_factors": "Reasons that lie in the place",
    "behavioural_factors": "What other people did",
    "ideas": "What would help",
}


def markers_of(screen: Screen) -> set[str]:
    """The markers that stand on a screen without a word about them."""
    figures: Iterable[Figure] = (*unexplained_figures(screen.chart),) if screen.chart else ()
    figures = (*figures, *screen.title.figures, *screen.below.figures)
    for figure, sentence in screen.numbers:
        figures = (*figures, figure, *sentence.figures)
    for point in screen.points:
        figures = (*figures, *(point.told if isinstance(point, Change) else point).figures)
    return {figure.marker for figure in figures if figure.value is None}


def is_revised(screen: Screen) -> bool:
    """Whether some of what it tells was told otherwise before."""
    return any(figure.is_revised for figure in screen.figures)


def explain_markers(screen: Screen) -> str:
    """What the markers mean that stand on a screen without a word about them; empty where there is none."""
    found = markers_of(screen)
    told = [f"{marker} {meaning}" for marker, meaning in MARKERS.items() if marker in found]
    if is_revised(screen):
        told.append(f"some numbers were revised since they were first published (tables mark them {REVISED})")
    return f"{'; '.join(told)}." if told else ""
