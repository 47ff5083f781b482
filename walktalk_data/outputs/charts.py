"""Every chart as data: which table, which figures, the finding as its title, and the same in words. Drawn elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure
from walktalk_data.outputs import charts_of_reasons, findings, words
from walktalk_data.outputs.chart import (
    BY_DAY,
    DARK,
    NOTHING_TO_DRAW,
    TOO_FEW_WALKS,
    TWILIGHT,
    Chart,
    ChartRow,
    Series,
    Tone,
    answered,
    is_uncertain,
)
from walktalk_data.outputs.events import find_events, tell_events
from walktalk_data.outputs.sentence import NOTHING, Sentence, join, say
from walktalk_data.vocabulary import FEELINGS, STATUSES

TONES: Final[dict[str, Tone]] = {"dark": "dark", "daylight": "daylight", "twilight": "twilight", "all": "ink"}


def all_charts(briefing: Briefing) -> tuple[Chart, ...]:
    """Every chart that has something to draw, in reading order, each saying its scope."""
    charts = (
        requests_by_status(briefing),
        day_and_dark(briefing),
        *(_of_borough(briefing, borough_day_and_dark(briefing, borough), borough) for borough in briefing.boroughs),
        trend(briefing),
        walks_by_month(briefing),
        matched_routes(briefing),
        charts_of_reasons.environmental_factors(briefing),
        charts_of_reasons.behavioural_factors(briefing),
        charts_of_reasons.reasons_when_unsafe(briefing),
        *(_of_borough(briefing, charts_of_reasons.borough_factors(briefing, borough), borough) for borough in briefing.boroughs),
        charts_of_reasons.ideas(briefing),
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
        (Series("Requests", "soft"),),
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
        rows.append(ChartRow(f"{row[0]}, {row[1]}", based, answered(*steps), TONES[steps[0].light]))
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
