"""The charts of reasons and of what would help, as data: how often each was named, after dark against by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.outputs import findings, words
from walktalk_data.outputs.chart import (
    BY_DAY,
    DARK,
    FEW,
    NOTHING_TO_DRAW,
    TOO_FEW_WALKS,
    Chart,
    ChartRow,
    Series,
    answered,
    is_uncertain,
)
from walktalk_data.outputs.sentence import NOTHING, Sentence, join, say
from walktalk_data.vocabulary import NONE, SMALLEST_BASE_FOR_A_SHARE

REASONS_FOOT: Final = say("Reasons given, not causes.")


def top_factors(briefing: Briefing, most: int = 6) -> Chart:
    """The reasons named most, the place's and people's together, by day and after dark."""
    return _dumbbell(
        "top_factors",
        briefing,
        (briefing.environmental_factors_by_light, briefing.behavioural_factors_by_light),
        words.first_named(briefing.environmental_factors_by_light, ""),
        f"How often each reason was given. The {_number_word(most)} given most.",
        REASONS_FOOT,
        most,
    )


def environmental_factors(briefing: Briefing, most: int | None = None) -> Chart:
    """Every reason that lies in the place, or so many of those given most."""
    table = briefing.environmental_factors_by_light
    title = words.first_named(table, "Nothing about the place was named")
    subtitle = "What it is about the place"
    return _dumbbell("environmental_factors", briefing, (table,), title, subtitle, REASONS_FOOT, most)


def behavioural_factors(briefing: Briefing) -> Chart:
    """Every reason that lies in how others behaved."""
    table = briefing.behavioural_factors_by_light
    title = words.first_named(table, "Nothing that people did was named")
    subtitle = "What other people did"
    return _dumbbell("behavioural_factors", briefing, (table,), title, subtitle, REASONS_FOOT)


def reasons_when_unsafe(briefing: Briefing, most: int = 6) -> Chart:
    """The reasons given most in answers that said unsafe, as bars: shares where there are enough answers, else counts."""
    table = briefing.reasons_when_unsafe
    named = [figure for figure in table.figures() if figure.measure == "named" and (figure.value or figure.is_hidden)]
    top = _by_size(named)[:most]
    shares = [table.find("named_share", factor=figure.factor) for figure in top]
    drawn = shares if all(share.value is not None or share.is_hidden for share in shares) else top
    rows = tuple(ChartRow(words.factor_words(figure), NOTHING, (figure,)) for figure in drawn)
    unit = NOTHING if drawn is shares else say("Counts of answers: too few for percentages.")
    return Chart(
        "reasons_when_unsafe",
        "bars",
        table.name,
        findings.reasons_when_unsafe(briefing)
        or say(words.NAMED_LEFT if table.is_left_to_longer else "No reason was given in answers that said unsafe"),
        f"Of answers that said unsafe, how many gave each reason. The {_number_word(most)} given most.",
        (Series("Said unsafe", "soft"),),
        rows,
        words.alternative([(row.label, [("of answers that said unsafe", row.figures[0])]) for row in rows if row.figures[0]]),
        join(REASONS_FOOT, unit, _who_answered_why(briefing), say(FEW) if any(map(is_uncertain, drawn)) else NOTHING),
        "An answer may name several, so the shares add up to more than all answers.",
    )


def _who_answered_why(briefing: Briefing) -> Sentence:
    """What the reasons rest on, where some who said unsafe left the question for them blank."""
    answered = next((figure for figure in briefing.reasons_when_unsafe.figures() if figure.measure == "answers"), None)
    unsafe = briefing.feelings_by_borough_and_light.look_up("unsafe_answers", borough=briefing.borough, light="all")
    if answered is None or answered.value is None:
        return NOTHING
    if unsafe is None or unsafe.value is None or unsafe.value == answered.value:
        return say(f"{{answered}} {words.many(answered, 'answer', 'answers')} said why.", answered=answered)
    return say("Of {unsafe} that said unsafe {answered} said why.", unsafe=unsafe, answered=answered)


def ideas(briefing: Briefing, most: int | None = None) -> Chart:
    """What would help, by day and after dark: every idea, or so many of those given most."""
    table = briefing.ideas_by_light
    title = words.first_named(table, "No idea of what would help was given", ("all", "dark", "daylight"))
    return _dumbbell("ideas", briefing, (table,), title, "What would help", NOTHING, most)


def borough_factors(briefing: Briefing, borough: str, most: int = 4) -> Chart:
    """The reasons in the place for one borough: the same ones, in the same order and on the same scale, as for the others.

    They are those named most in all boroughs together.
    """
    table = briefing.environmental_factors_by_borough_and_light
    in_all = Counter[str]()
    hidden = []
    for named in (named for each in briefing.boroughs for named in _named(table, each)):
        in_all[named.figure.factor] += round(named.times)
        hidden += [named.figure.factor] if named.is_hidden else []
    title = words.first_named(table, "Nothing about the place was named", borough=borough)
    chart = _dumbbell(
        f"factors_{borough.casefold().replace(' ', '_')}",
        briefing,
        (table,),
        title,
        f"Reasons that lie in the place, {borough}",
        REASONS_FOOT,
        None,
        borough,
        [factor for factor, times in in_all.most_common(most) if times or factor in hidden],
    )
    return replace(chart, to_whole=chart.is_share)


def _number_word(number: int) -> str:
    return ("none", "one", "two", "three", "four", "five", "six", "seven", "eight")[number]


@dataclass(frozen=True, slots=True)
class _Named:
    """A reason or an idea: how often it was named, in all lights together or in those that an edition tells."""

    table: Table
    figure: Figure
    times: float
    is_hidden: bool


def _named(table: Table, borough: str) -> list[_Named]:
    """How often each was named; nothing named is no reason."""
    by_code: dict[str, list[Figure]] = {}
    for figure in table.figures():
        if (figure.measure, figure.borough) == ("named", borough) and NONE not in (figure.factor, figure.group_value):
            by_code.setdefault(figure.factor or figure.group_value, []).append(figure)
    found = []
    for figures in by_code.values():
        counted = [figure for figure in figures if figure.light == "all"] or figures
        times = sum(figure.value or 0 for figure in counted)
        found.append(_Named(table, counted[0], times, any(figure.is_hidden for figure in counted)))
    return found


def _by_size(named: Sequence[Figure]) -> list[Figure]:
    return sorted(named, key=lambda figure: -(figure.value or 0))


def _dumbbell(
    name: str,
    briefing: Briefing,
    tables: Sequence[Table],
    title: Sentence,
    subtitle: str,
    foot: Sentence,
    most: int | None = None,
    borough: str | None = None,
    only: Sequence[str] | None = None,
) -> Chart:
    """After dark against by day, a row a reason, most named first: shares where both have enough answers, else counts.

    `only`: these factors, in this order.
    """
    where = borough or briefing.borough
    found = [named for table in tables for named in _named(table, where)]
    drawn = sorted((named for named in found if named.times or named.is_hidden), key=lambda named: -named.times)[:most]
    if only is not None and drawn:
        by_factor = {named.figure.factor: named for named in found}
        drawn = [by_factor[factor] for factor in only]
    lights = [light for light in words.BOTH_LIGHTS if tables[0].tells(measure="named", borough=where, light=light)]
    measure = "named_share" if _enough(tables[0], where) else "named"
    rows = []
    told = []
    for table, figure in ((named.table, named.figure) for named in drawn if lights):
        about = {"borough": where, "factor": figure.factor, "group_value": figure.group_value}
        pair = [table.look_up(measure, light=light, **about) for light in words.BOTH_LIGHTS]
        rows.append(ChartRow(words.factor_words(figure), NOTHING, answered(*pair)))
        told.append(
            (rows[-1].label, [(when, shown) for when, shown in zip(("after dark", "by day"), pair, strict=True) if shown])
        )
    bases = {light: _base(tables[0], where, light) for light in lights}
    noun = words.many(next(iter(bases.values())), "answer", "answers") if bases else ""
    when = {"dark": "after dark", "daylight": "by day"}
    counted = [f"{{{light}}} {noun if place == 0 else ''} {when[light]}".replace("  ", " ") for place, light in enumerate(lights)]
    based = say(f"{', '.join(counted)}.", **bases) if rows else NOTHING
    unit = NOTHING if measure == "named_share" else say(_why_counts(bases))
    uncertain = any(figure and is_uncertain(figure) for row in rows for figure in row.figures)
    hollow = say(FEW) if uncertain else NOTHING
    foot = join(foot, unit, based, hollow)
    return Chart(
        *(name, "dumbbell", tables[0].name, title, subtitle, (DARK, BY_DAY), tuple(rows), words.alternative(told), foot),
        empty=NOTHING_TO_DRAW if lights else TOO_FEW_WALKS,
    )


def _why_counts(bases: Mapping[str, Figure]) -> str:
    """Why counts are drawn: of which light there are too few answers for a percentage."""
    when = {"dark": "after dark", "daylight": "by day"}
    few = [when[light] for light, base in bases.items() if base.value is not None and base.value < SMALLEST_BASE_FOR_A_SHARE]
    return f"Counts of answers: too few {' and '.join(few)} for percentages.".replace("  ", " ")


def _base(table: Table, borough: str, light: str) -> Figure:
    return next(
        figure for figure in table.figures() if (figure.measure, figure.light, figure.borough) == ("answers", light, borough)
    )


def _enough(table: Table, borough: str) -> bool:
    return all(
        figure.value is not None or figure.is_hidden
        for figure in table.figures()
        if figure.measure == "named_share" and figure.borough == borough and figure.light in ("dark", "daylight")
    )
