"""Tables into sentences. Every number is a figure of a table; a sentence says what was counted and claims no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.outputs.sentence import NOTHING, Part, Sentence, join, say
from walktalk_data.vocabulary import FACTORS, IDEAS, LIGHT_WORDS, NONE, NOT_AVAILABLE

FACTOR_WORDS = {factor.code: factor.short for factor in FACTORS}
IDEA_WORDS = {idea.code: idea.short for idea in IDEAS}
BOTH_LIGHTS: Final = ("dark", "daylight")
_WHEN: Final = {"dark": "after dark", "daylight": "by day", "twilight": "in twilight"}
UNROUNDED: Final = "Differences are worked out from unrounded shares, so they may be a point off what the percentages shown give."
LEFT_OF_FEW: Final = "what was said is told for longer periods"
NAMED_LEFT: Final = "What was named is told for longer periods"


def day(when: date) -> str:
    """A day as people write it: 6 December 2021."""
    return f"{when.day} {when:%B %Y}"


def period(first: date, last: date) -> str:
    """Two days as people write them, leaving out what the second says again: 1 January to 31 March 2022."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def scope(briefing: Briefing) -> str:
    """What the figures are about: East Area, 26 July 2021 to 30 November 2022, as at 30 November 2022."""
    return f"{briefing.area}, {scope_days(briefing)}"


def scope_days(briefing: Briefing) -> str:
    """The days that figures are about: 26 July 2021 to 30 November 2022, as at 30 November 2022."""
    return f"{period(briefing.first_day, briefing.last_day)}, as at {day(briefing.as_at)}"


def never_shared(briefing: Briefing) -> tuple[str, ...]:
    """What the readers of an edition are never told, as it stands in no table of theirs."""
    # The police are told all of it, and no table need be made to know that.
    tables = (*briefing.tables, *briefing.of_single_places) if briefing.edition else ()
    titles = (table.title.removesuffix(f", {briefing.area}") for table in tables if table.is_never_shared)
    return (*titles, "women’s own words")


def notes_of(table: Table) -> tuple[str, ...]:
    """The notes under a table: its own, and where differences stand beside the shares, how they were rounded."""
    told = {figure.number for figure in table.figures() if figure.value is not None}
    return (*table.notes, UNROUNDED) if {"points", "share"} <= told else table.notes


def many(figure: Figure, one: str, several: str) -> str:
    """The word that goes with a count: 1 answer, 0 answers, 2 answers."""
    return one if figure.value == 1 else several


def headline(briefing: Briefing) -> Sentence:
    """The one thing to say first: how many answers said unsafe after dark and by day, else how far the scheme has come.

    An edition may bear the name of one borough's panel, and is of all of them: its headline says so.
    """
    told = _headline(briefing)
    if briefing.edition:
        return headline_of_area(briefing)
    return told if briefing.borough == "all" else of_area(briefing.area, told)


def headline_of_area(briefing: Briefing) -> Sentence:
    """The same where it stands above boroughs side by side: it says that it is of all of them, or of which."""
    return of_area(f"All of {briefing.area}" if briefing.borough == "all" else briefing.area, _headline(briefing))


def of_area(area: str, told: Sentence) -> Sentence:
    """A finding with the area before it, where nothing else on the page says whose it is: "Redbridge: after dark, ..."."""
    if not told:
        return told
    first, *rest = told.parts
    lower = replace(first, words=first.words[0].lower() + first.words[1:])
    return Sentence((Part(f"{area}: "), lower, *rest))


def _headline(briefing: Briefing) -> Sentence:
    borough = briefing.borough
    told = _unsafe_by_light(briefing.feelings_by_borough_and_light, borough)
    if told:
        return told
    walks = briefing.walks_by_borough_and_light.find("walks", borough=borough, light="all")
    if not briefing.feelings_by_borough_and_light.tells(borough=borough):
        return say(f"{{walks}} {many(walks, 'walk', 'walks')} took place; {LEFT_OF_FEW}", walks=walks)
    if walks.value or walks.is_hidden:
        return say(f"{{walks}} {many(walks, 'walk', 'walks')} took place; no answers yet in daylight or after dark", walks=walks)
    requests = briefing.requests_by_borough_and_status.find("requests", borough=borough, status="all")
    if requests.value or requests.is_hidden:
        return say(f"{{requests}} {many(requests, 'request', 'requests')} received; no walks yet", requests=requests)
    return say("Nothing was recorded here in this period")


def _unsafe_by_light(table: Table, borough: str) -> Sentence:
    lights = [light for light in BOTH_LIGHTS if table.tells(borough=borough, light=light)]
    if len(lights) < len(BOTH_LIGHTS):
        return _unsafe_of_some(table, borough, lights)
    dark = _unsafe_of(table, borough, "dark", "dark", "After dark", " said unsafe")
    by_day = _unsafe_of(table, borough, "daylight", "day", "by day", "")
    if dark and by_day and all(table.find("unsafe_answers", borough=borough, light=light).is_hidden for light in BOTH_LIGHTS):
        answers, others = (table.find("answers", borough=borough, light=light, feeling="all") for light in BOTH_LIGHTS)
        told = f"<dark>{{answers}} {many(answers, 'answer', 'answers')} after dark</dark> and <day>{{others}} by day</day>"
        return say(f"{told}: what they said is hidden", answers=answers, others=others)
    if dark and by_day:
        return join(dark, by_day, between="; ")
    if dark:
        return join(dark, say("no answers by day yet"), between="; ")
    only_day = _unsafe_of(table, borough, "daylight", "day", "By day", " said unsafe")
    return join(only_day, say("no answers after dark yet"), between="; ") if only_day else Sentence(())


def _unsafe_of_some(table: Table, borough: str, lights: Sequence[str]) -> Sentence:
    """Where an edition leaves a light to longer periods, or both: then it may tell of all lights together."""
    if lights == ["dark"]:
        dark = _unsafe_of(table, borough, "dark", "dark", "After dark", " said unsafe")
        return join(dark, say("what was said by day is told for longer periods"), between="; ")
    if lights == ["daylight"]:
        by_day = _unsafe_of(table, borough, "daylight", "day", "By day", " said unsafe")
        return join(by_day, say("what was said after dark is told for longer periods"), between="; ")
    answers = table.look_up("answers", borough=borough, light="all", feeling="all")
    if answers is None or not (answers.value or answers.is_hidden):
        return NOTHING
    unsafe = table.find("unsafe_answers", borough=borough, light="all")
    template = part_of(unsafe, answers)
    noun = many(answers, "answer", "answers")
    return say(
        f"{template[0].upper()}{template[1:]} {noun} said unsafe, by day and after dark together", part=unsafe, whole=answers
    )


def _unsafe_of(table: Table, borough: str, light: str, tone: str, when: str, said: str) -> Sentence:
    """`After dark, 24 of 34 answers said unsafe`, the light's phrase in its colour; nothing where nobody answered."""
    answers = table.find("answers", borough=borough, light=light, feeling="all")
    if not answers.value and not answers.is_hidden:
        return Sentence(())
    unsafe = table.find("unsafe_answers", borough=borough, light=light)
    noun = f" {many(answers, 'answer', 'answers')}" if said else ""
    return say(f"<{tone}>{when}, {part_of(unsafe, answers)}</{tone}>{noun}{said}", part=unsafe, whole=answers)


def part_of(part: Figure, whole: Figure) -> str:
    """How English says a part of a whole, as a template: 24 of 34; none of 34; all 34. One alone: 1 of 1."""
    # What is hidden is not none of them, and not all.
    if whole.value == 1 or part.value is None or whole.value is None:
        return "{part} of {whole}"
    if not part.value:
        return "none of {whole}"
    return "all {whole}" if part.value == whole.value else "{part} of {whole}"


def named_most(table: Table, light: str, borough: str = "") -> tuple[Figure, ...]:
    """The figures of what was named most often in that light: several where they are equal, none where nothing was named.

    `borough`: of that one's rows, in a table that has several.
    """
    named = [
        figure
        for figure in table.figures()
        if (figure.measure, figure.light) == ("named", light) and borough in ("", figure.borough) and _code(figure) != NONE
    ]
    most = max((figure.value or 0 for figure in named), default=0)
    return tuple(figure for figure in named if most and figure.value == most)


def _hides_some(table: Table, light: str, borough: str = "") -> bool:
    """Whether how often something was named is hidden, so that it may have been named more often than all that are shown."""
    named = (figure for figure in table.figures() if (figure.measure, figure.light) == ("named", light))
    return any(figure.is_hidden and borough in ("", figure.borough) for figure in named)


def _code(figure: Figure) -> str:
    return figure.factor or figure.group_value


def factor_words(figure: Figure) -> str:
    """What a factor's or an idea's figure is about, as charts and tables say it."""
    return FACTOR_WORDS[figure.factor] if figure.factor else IDEA_WORDS[figure.group_value]


def first_named(table: Table, nothing: str, lights: Sequence[str] = ("dark", "all", "daylight"), borough: str = "") -> Sentence:
    """Which one was named most, in the first of these lights in which anything was; else that nothing was, or is not told."""
    for light in lights:
        if told := most_named(table, light, borough=borough):
            return told
    nothing = NAMED_LEFT if table.is_left_to_longer else nothing
    return say(nothing) if nothing else NOTHING


def most_named(table: Table, light: str, end: str = "", borough: str = "") -> Sentence:
    """Which one was named most in a light, and by how many: equals are all told, up to three."""
    top = named_most(table, light, borough)
    when = {"dark": "After dark", "daylight": "By day", "all": "Overall"}[light]
    if not top:
        if not _hides_some(table, light, borough):
            return Sentence(())
        named = [figure for figure in table.figures() if (figure.measure, figure.light) == ("named", light)]
        what = "what was named" if all(figure.is_hidden for figure in named) else "how often some were named"
        return say(f"{when} {what} is hidden{end}")
    first = top[0]
    about = {"factor": first.factor, "group_value": first.group_value, "borough": first.borough}
    answers = table.find("answers", light=light, **about)
    twilight = table.look_up("answers", light="twilight", **about)
    if light == "all" and twilight and twilight.value:
        # It stands above what is drawn by day and after dark alone, which add up to less.
        when = "Overall, twilight included,"
    names = [f"“{factor_words(figure)}”" for figure in top]
    if len(names) > 3:
        return say(f"{when} no one reason was named more often than all others{end}")
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    verb, each = ("was", "") if len(names) == 1 else ("were", " each")
    when = f"{when.removesuffix(',')}, of what may be shown," if _hides_some(table, light, borough) else when
    noun = many(answers, "answer", "answers")
    return say(f"{when} {listed} {verb} named most: {{named}} of {{answers}} {noun}{each}{end}", named=first, answers=answers)


WHY_THEY_DIFFER: Final = (
    "Requests completed and walks are counted apart: requests by the day they came, walks by the day they were walked, and a "
    "safety walk or a group walk needs no request."
)
"""Beside the four numbers, where somebody may expect the two to be the same."""


def four_numbers(briefing: Briefing, borough: str | None = None) -> tuple[tuple[Figure, Sentence], ...]:
    """The four numbers a meeting asks for first, each with the words that go under it: of the scope, or of one borough."""
    borough = borough or briefing.borough
    received = briefing.requests_by_borough_and_status.find("requests", borough=borough, status="all")
    completed = briefing.requests_by_borough_and_status.find("requests", borough=borough, status="completed")
    walks = briefing.walks_by_borough_and_light.find("walks", borough=borough, light="all")
    dark_walks = briefing.walks_by_borough_and_light.find("walks", borough=borough, light="dark")
    wait = briefing.days_to_walk_by_borough.find("median_days_to_walk", borough=borough)
    return (
        (
            received,
            say(f"{many(received, 'request', 'requests')} received, {{completed}} of them completed", completed=completed),
        ),
        (walks, say(f"{many(walks, 'walk', 'walks')} took place, {{dark}} of them after dark", dark=dark_walks)),
        *_answers(briefing.feelings_by_borough_and_light, borough),
        (
            wait,
            say(f"{many(wait, 'day', 'days')} or less from request to walk, for half of those walked")
            if wait.value is not None or wait.is_hidden
            else say("no request has led to a walk yet"),
        ),
    )


def _answers(table: Table, borough: str) -> Iterator[tuple[Figure, Sentence]]:
    """How many answered, in all and by light; nothing where an edition leaves it to longer periods."""
    lights = {
        light: figure
        for light in ("dark", "daylight", "twilight")
        if (figure := table.look_up("answers", borough=borough, light=light, feeling="all"))
        and (light != "twilight" or figure.value or figure.is_hidden)
    }
    every = table.look_up("answers", borough=borough, light="all", feeling="all")
    told = dict(lights)
    if every is None and lights:
        light, every = next(iter(lights.items()))
        noun = f"{many(every, 'answer', 'answers')} {_WHEN[light]}"
        told.pop(light)
    elif every is not None:
        noun = many(every, "answer", "answers")
    else:
        return
    each = [f"{{{light}}} {_WHEN[light]}" for light in told]
    listed = f", {' and '.join([', '.join(each[:-1]), each[-1]]) if len(each) > 1 else each[0]}" if each else ""
    yield every, say(f"participants’ {noun} said how safe it felt{listed}", **told)


def open_requests(briefing: Briefing) -> Sentence:
    """How many requests are still open, and how long the oldest has waited."""
    table, borough = briefing.requests_by_borough_and_status, briefing.borough
    still_open = table.find("open_requests", borough=borough)
    oldest = table.find("oldest_open_days", borough=borough)
    if still_open.is_hidden:
        return say("How many requests are still open is hidden")
    if not still_open.value:
        return say("No request is still open")
    verb = many(still_open, "request is", "requests are")
    waited = many(oldest, "day", "days")
    return say(
        f"{{still_open}} {verb} still open; the oldest has waited {{oldest}} {waited}", still_open=still_open, oldest=oldest
    )


def walks_after_dark(briefing: Briefing) -> Sentence:
    """How many walks there were, and how many of them after dark."""
    table = briefing.walks_by_borough_and_light
    walks, dark = (table.find("walks", borough=briefing.borough, light=light) for light in ("all", "dark"))
    if not walks.value and not walks.is_hidden:
        return say("No walk took place in this period")
    return say(f"{{walks}} {many(walks, 'walk', 'walks')}, {{dark}} of them after dark", walks=walks, dark=dark)


def borough_headline(briefing: Briefing, borough: str) -> Sentence:
    """The headline of one borough, for boroughs side by side."""
    if not briefing.feelings_by_borough_and_light.tells(borough=borough):
        return say("What was said here is told for longer periods")
    return _unsafe_by_light(briefing.feelings_by_borough_and_light, borough) or say("No answers yet in daylight or after dark")


def matched_routes(briefing: Briefing) -> Sentence:
    """How many routes were walked in both lights, and how many in one only."""
    matched, by_day, dark = (
        briefing.routes_by_light.find("routes", group_value=kind) for kind in ("matched", "daylight", "dark")
    )
    if matched.marker == NOT_AVAILABLE:
        return say("There are more routes than are compared one by one")
    if not matched.value and not matched.is_hidden:
        return say("No route was walked both in daylight and after dark")
    verb = many(matched, "route was", "routes were")
    return say(
        f"{{matched}} {verb} walked both in daylight and after dark; {{by_day}} by day only, {{dark}} after dark only",
        matched=matched,
        by_day=by_day,
        dark=dark,
    )


def officers(briefing: Briefing) -> Sentence:
    """What officers and officials said, told apart from participants."""
    table = briefing.officers_feelings_by_light
    if not table.tells(light="all"):
        how = "for longer periods" if table.is_empty else "by light"
        return say(f"What officers and officials said is told {how}")
    told: list[Sentence] = []
    for respondent, one, several in (("officer", "officer’s", "officers’"), ("official", "official’s", "officials’")):
        answers = table.find("answers", group_value=respondent, light="all", feeling="all")
        unsafe = table.find("unsafe_answers", group_value=respondent, light="all")
        if answers.value or answers.is_hidden:
            noun = f"{many(answers, one, several)} {many(answers, 'answer', 'answers')}"
            if unsafe.is_hidden:
                template = f"what {several.replace('’', '')} said is hidden"
            elif answers.is_hidden:
                template = f"{{part}} of the {several} answers said unsafe, of how many is hidden"
            else:
                template = f"{part_of(unsafe, answers)} {noun} said unsafe"
            told.append(say(template if told else f"{template[0].upper()}{template[1:]}", part=unsafe, whole=answers))
    return join(*told, between="; ") if told else say("No officer or official has answered")


def alternative(rows: Sequence[tuple[str, Sequence[tuple[str, Figure]]]]) -> str:
    """What a chart draws, in words: each row's label, then each figure with what it is."""
    return " ".join(f"{label}: {', '.join(f'{words} {_told(figure)}' for words, figure in figures)}." for label, figures in rows)


def _told(figure: Figure) -> str:
    if figure.is_hidden:
        return "hidden"
    if figure.is_unanswered:
        return "no answers"
    if figure.value is None:
        return "too few for a percentage" if figure.base else "no answers"
    return figure.shown


def light_words(light: str) -> str:
    """A light as charts label it: After dark, Daylight, Twilight."""
    return LIGHT_WORDS[light]
