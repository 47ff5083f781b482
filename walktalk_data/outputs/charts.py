"""Every chart as data: which table, which figures, the finding as its title, and the same in words. Drawn elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.outputs import findings, words
from walktalk_data.outputs.chart import FEW, NOTHING_TO_DRAW, Chart, ChartRow, Series, Tone, is_uncertain
from walktalk_data.outputs.events import find_events, tell_events
from walktalk_data.outputs.sentence import NOTHING, Sentence, join, say
from walktalk_data.vocabulary import FEELINGS, NONE, SMALLEST_BASE_FOR_A_SHARE, STATUSES

DARK: Final = Series("After dark", "dark")
BY_DAY: Final = Series("By day", "daylight")
TWILIGHT: Final = Series("Twilight", "twilight")
TONES: Final[dict[str, Tone]] = {"dark": "dark", "daylight": "daylight", "twilight": "twilight", "all": "ink"}
TOO_FEW_WALKS: Final = "Too few walks in this period."
REASONS_FOOT: Final = say("Reasons given, not causes.")


def all_charts(briefing: Briefing) -> tuple[Chart, ...]:
    """Every chart that has something to draw, in reading order, each saying its scope."""
    charts = (
        requests_by_status(briefing),
        day_and_dark(briefing),
        *(_of_borough(briefing, borough_day_and_dark(briefing, borough), borough) for borough in briefing.boroughs),
        trend(briefing),
        walks_by_month(briefing),
        matched_routes(briefing),
        environmental_factors(briefing),
        behavioural_factors(briefing),
        reasons_when_unsafe(briefing),
        *(_of_borough(briefing, borough_factors(briefing, borough), borough) for borough in briefing.boroughs),
        ideas(briefing),
    )
    return tuple(replace(chart, scope=chart.scope or words.scope(briefing)) for chart in charts if chart.rows)


def _of_borough(briefing: Briefing, chart: Chart, borough: str) -> Chart:
    """The chart with its borough in its title, for where it does not stand under the borough's name. Its subtitle names it, so
    that its scope is the days alone: the briefing may be of another."""
    return replace(chart, title=words.of_area(borough, chart.title), scope=words.scope_days(briefing))


def requests_by_status(briefing: Briefing) -> Chart:
    """Requests of the scope's area by status, as bars."""
    table = briefing.requests_by_borough_and_status
    figures = {status: table.find("requests", borough=briefing.borough, status=status) for status in STATUSES}
    rows = [ChartRow(status.capitalize(), NOTHING, (figure,)) for status, figure in figures.items()]
    return Chart(
        "requests_by_status",
        "bars",
        table.name,
        words.open_requests(briefing),
        "Requests by status",
        (Series("Requests", "ink"),),
        tuple(rows) if any(figure.value or figure.is_hidden for figure in figures.values()) else (),
        words.alternative([(row.label, [("requests", row.figures[0])]) for row in rows if row.figures[0]]),
    )


def day_and_dark(briefing: Briefing, twilight: bool = False) -> Chart:
    """The share that said unsafe after dark and by day, one dot each; with twilight between them where that is asked for."""
    lights = ("dark", "twilight", "daylight") if twilight else ("dark", "daylight")
    table = briefing.feelings_by_borough_and_light
    base = table.look_up("answers", borough=briefing.borough, light="twilight", feeling="all")
    foot = NOTHING
    if base and not twilight and (base.value or base.is_hidden):
        foot = say(f"{{base}} {words.many(base, 'answer', 'answers')} in twilight not shown here.", base=base)
    return _dots(
        "day_and_dark_and_twilight" if twilight else "day_and_dark",
        briefing,
        briefing.borough,
        lights,
        _day_and_dark_title(briefing, briefing.borough),
        "Share of answers that said fairly or very unsafe on the walk, with 95 % intervals",
        join(foot, _national_foot(briefing) if twilight else NOTHING),
    )


def borough_day_and_dark(briefing: Briefing, borough: str) -> Chart:
    """The same for one borough, for boroughs side by side."""
    return _dots(
        f"day_and_dark_{borough.casefold().replace(' ', '_')}",
        briefing,
        borough,
        ("dark", "daylight"),
        words.borough_headline(briefing, borough),
        f"Share that said unsafe, {borough}",
        NOTHING,
    )


def _day_and_dark_title(briefing: Briefing, borough: str) -> Sentence:
    table = briefing.feelings_by_borough_and_light
    dark, by_day = (table.look_up("unsafe_share", borough=borough, light=light) for light in ("dark", "daylight"))
    if dark and by_day and dark.value is not None and by_day.value is not None:
        return say("<dark>{dark} said unsafe after dark</dark>, <day>{by_day} by day</day>", dark=dark, by_day=by_day)
    return words.borough_headline(briefing, borough)


def _dots(
    name: str, briefing: Briefing, borough: str, lights: Sequence[str], title: Sentence, subtitle: str, foot: Sentence
) -> Chart:
    table = briefing.feelings_by_borough_and_light
    rows = []
    told = []
    for light in (light for light in lights if table.tells(borough=borough, light=light)):
        share, answers, unsafe = (
            table.find(measure, borough=borough, light=light, **about)
            for measure, about in (("unsafe_share", {}), ("answers", {"feeling": "all"}), ("unsafe_answers", {}))
        )
        noun = words.many(answers, "answer", "answers")
        uncertain = ", uncertain" if is_uncertain(share) else ""
        counted = say(f"{{unsafe}} of {{answers}} {noun}{uncertain}", unsafe=unsafe, answers=answers)
        counted = counted if answers.value or answers.is_hidden else say("no answers")
        reference = _national(briefing, light) if name.startswith("day_and_dark") and len(lights) > 2 else None
        rows.append(ChartRow(words.light_words(light), counted, (share,), TONES[light], reference))
        said = ", hidden" if share.is_hidden else "" if share.value is None else f", {share.shown}"
        told.append(f"{words.light_words(light)}: {counted.text}{said}.")
    has_answers = any(figure and (figure.base or figure.is_hidden) for row in rows for figure in row.figures)
    series = (Series("Said unsafe", "ink"),)
    return Chart(
        *(name, "dots", table.name, title, subtitle, series),
        tuple(rows) if has_answers else (),
        " ".join(told),
        foot,
        empty=NOTHING_TO_DRAW if rows else TOO_FEW_WALKS,
    )


def _national(briefing: Briefing, light: str) -> Figure | None:
    """The national figure that the reference file wants drawn beside ours in this light, where there is one."""
    figures = briefing.national_figures.figures()
    return next((figure for figure in figures if figure.group == "drawn beside ours" and figure.light == light), None)


def _national_foot(briefing: Briefing) -> Sentence:
    """What the thin marks are: asked what, of whom, where, when, by whom."""
    for row in briefing.national_figures.rows:
        if _national(briefing, "dark") in row:
            _, who, area, _, when, asked, _, source = row
            told = f"“{asked}”, {str(who).lower()}, {area}, {when} ({source})"
            return say(f"Thin upright marks, for context and not like for like: {told}.")
    return NOTHING


def trend(briefing: Briefing) -> Chart:
    """The share that said unsafe after dark and by day over time, and beside it the share of walks after dark.

    A stretch without enough answers is a gap.
    """
    table = briefing.feelings_by_stretch_and_light
    series = (DARK, BY_DAY, Series("Walks after dark, of all walks", "soft"))
    rows = []
    periods = []
    for row in table.rows:
        figures = [cell for cell in row if isinstance(cell, Figure)]
        periods.append(figures[0].period)
        by_light = {figure.light: figure for figure in figures if figure.measure == "unsafe_share"}
        walked = next(figure for figure in figures if figure.measure == "dark_walks_share")
        rows.append(ChartRow(str(row[0]), NOTHING, (by_light["dark"], by_light["daylight"], walked)))
    drawn = any(figure and (figure.value is not None or figure.is_hidden) for row in rows for figure in row.figures[:2])
    is_hidden = any(figure and figure.is_hidden for row in rows for figure in row.figures[:2])
    events = find_events(briefing, periods)
    why = f"has too few answers for a percentage{', or is hidden' if is_hidden else ''}"
    return Chart(
        "trend",
        "lines",
        table.name,
        findings.trend(briefing),
        "Share of answers that said unsafe",
        series,
        tuple(rows) if drawn and len(rows) > 1 else (),
        words.alternative(
            [
                (row.label, [(each.words.lower(), figure) for each, figure in zip(series, row.figures, strict=True) if figure])
                for row in rows
            ]
        )
        + tell_events(events),
        say(
            f"A gap {why}; a hollow mark rests on under thirty and is uncertain. "
            "The dotted line is the share of walks that were after dark, which alone would move the total."
        ),
        events=events,
        empty=TOO_FEW_WALKS if table.is_left_to_longer else "Too few answers to follow from month to month.",
    )


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
        rows.append(ChartRow(words.factor_words(figure), NOTHING, _answered(*pair)))
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


def _answered(*figures: Figure | None) -> tuple[Figure | None, ...]:
    """Those that somebody's answer stands behind; None for the others, so that none of 0 is not drawn as none of many."""
    return tuple(None if figure is None or figure.is_unanswered else figure for figure in figures)


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


def walks_by_month(briefing: Briefing) -> Chart:
    """Walks a month, one line a light."""
    table = briefing.walks_by_month_and_light
    lights = (("dark", DARK), ("daylight", BY_DAY), ("twilight", TWILIGHT))
    rows = []
    periods = []
    for row in table.rows:
        by_light = {cell.light: cell for cell in row if isinstance(cell, Figure)}
        periods.append(by_light["dark"].period)
        rows.append(ChartRow(str(row[0]), NOTHING, tuple(by_light[light] for light, _ in lights)))
    events = find_events(briefing, periods)
    told = words.alternative(
        [
            (
                row.label,
                [(series.words.lower(), figure) for (_, series), figure in zip(lights, row.figures, strict=True) if figure],
            )
            for row in rows
        ]
    )
    return Chart(
        "walks_by_month",
        "lines",
        table.name,
        words.walks_after_dark(briefing),
        "Walks that took place each month",
        tuple(series for _, series in lights),
        tuple(rows),
        told + tell_events(events),
        events=events,
    )


def matched_routes(briefing: Briefing) -> Chart:
    """Each route walked in both lights: its answers as counts on the four steps, day beside dark."""
    table = briefing.feelings_by_matched_route_and_light
    rows = []
    told = []
    for row in table.rows:
        figures = [cell for cell in row if isinstance(cell, Figure)]
        steps = tuple(next(figure for figure in figures if figure.feeling == feeling) for feeling in FEELINGS)
        base = next(figure for figure in figures if figure.feeling == "all")
        light = words.light_words(steps[0].light)
        noun = words.many(base, "answer", "answers")
        based = say(f"{{light}} · {{walked_on}} · {{base}} {noun}", light=light, walked_on=str(row[4]), base=base)
        rows.append(ChartRow(f"{row[0]}, {row[1]}", based, _answered(*steps), TONES[steps[0].light]))
        told.append((f"{row[0]}, {row[1]}, {light.lower()}", [(step.feeling, step) for step in steps]))
    return Chart(
        "matched_routes",
        "scale",
        table.name,
        words.matched_routes(briefing),
        "Answers on the four steps of feeling safe, each route in daylight and after dark",
        tuple(Series(feeling.capitalize(), "ink") for feeling in FEELINGS),
        tuple(rows),
        words.alternative(told),
        read="Each disc is how many answers chose that step. One route alone has too few for a percentage.",
        # Of single routes an edition tells nothing, whatever there is.
        empty=f"{table.when_empty}." if briefing.edition else NOTHING_TO_DRAW,
    )
