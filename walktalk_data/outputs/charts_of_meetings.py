"""When walks took place beside the hours of hubs, what was held, and how trust moved: as charts, each with its finding."""

from __future__ import annotations

from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure
from walktalk_data.outputs import findings, words
from walktalk_data.outputs.chart import FEW, Chart, ChartRow, Series, is_uncertain
from walktalk_data.outputs.sentence import NOTHING, Sentence, join, say

BANDS: Final = {
    "morning": "Morning, six to noon",
    "afternoon": "Afternoon, noon to six",
    "evening": "Evening, six to midnight",
    "night": "Night, midnight to six",
}
NOT_OF_FEAR: Final = (
    "Counts, by the hour at which a walk began. Officers' shifts and the season decide that too: it is not when fear is felt."
)
"""What hours of walks are not."""


def walks_by_band(briefing: Briefing) -> Chart:
    """Walks by the quarter of the day in which they began, and in how many of its hours a hub is open."""
    table, open_hours = briefing.walks_by_borough_and_band, briefing.hub_hours_by_borough_and_band
    borough = briefing.borough
    rows = []
    for band, name in BANDS.items():
        walks = table.look_up("walks", borough=borough, group="began", group_value=band)
        hours = open_hours.look_up("hub_hours", borough=borough, group_value=band)
        where = "somewhere " if borough == "all" else ""
        sublabel = say(f"a hub is open {where}{{hours}} hours a week", hours=hours) if hours else NOTHING
        rows.append(ChartRow(name, sublabel, (walks,)))
    told = [
        (
            row.label,
            [("walks", figure) for figure in row.figures if figure] + [("hours of hubs", one) for one in row.sublabel.figures],
        )
        for row in rows
    ]
    return Chart(
        "walks_by_band",
        "bars",
        table.name,
        when_walks_took_place(briefing),
        "Walks by the quarter of the day in which they began",
        (Series("Walks", "soft"),),
        () if table.is_empty else tuple(rows),
        words.alternative(told),
        say(f"Each quarter of the day has 42 hours a week. {NOT_OF_FEAR}"),
    )


def when_walks_took_place(briefing: Briefing) -> Sentence:
    """How many walks began in the evening or at night, and how many of all while a hub there was open. Counts, no claim."""
    table, borough = briefing.walks_by_borough_and_band, briefing.borough
    if table.is_empty:
        return say("No walk took place in this period")
    walks, evening = (table.find("walks", borough=borough, group="began", group_value=band) for band in ("all", "evening"))
    told = say(
        f"{{evening}} of {{walks}} {words.many(walks, 'walk', 'walks')} began between six and midnight",
        evening=evening,
        walks=walks,
    )
    if briefing.hub_hours_by_borough_and_band.is_empty:
        return told
    met = table.find("walks", borough=borough, group_value="was open")
    meanwhile = say("; {met} of the {walks} began while a hub of their borough was open", met=met, walks=walks)
    return join(told, meanwhile, between="")


def worries(briefing: Briefing) -> Sentence:
    """What those who asked for a walk are worried about: the day, the dark, or both."""
    table = briefing.requests_by_borough_and_worry
    if table.is_empty:
        return say("No request was received in this period")
    day, dark, both = (table.find("requests", borough=briefing.borough, group_value=worry) for worry in ("day", "dark", "both"))
    received = briefing.requests_by_borough_and_status.find("requests", borough=briefing.borough, status="all")
    return say(
        f"Of {{received}} {words.many(received, 'request', 'requests')} <dark>{{dark}} worried about the dark</dark>, "
        "<day>{day} about the day</day>, {both} about both",
        received=received,
        dark=dark,
        day=day,
        both=both,
    )


def trust_moved(briefing: Briefing) -> Chart:
    """Of the answers that gave trust before and after the walk, how many were higher, the same or lower: shares, else counts."""
    table, borough = briefing.trust_paired_by_borough, briefing.borough
    found = {
        measure: [table.look_up(measure, borough=borough, group_value=direction) for direction in ("higher", "the same", "lower")]
        for measure in ("trust_answers_share", "trust_answers")
    }
    shares = found["trust_answers_share"]
    drawn: list[Figure | None] = shares if all(share and share.value is not None for share in shares) else found["trust_answers"]
    rows = [
        ChartRow(label, NOTHING, (figure,))
        for label, figure in zip(("Higher after the walk", "The same", "Lower after the walk"), drawn, strict=True)
    ]
    base = table.look_up("answers", borough=borough, group_value="higher")
    noun = words.many(base, "answer", "answers") if base else ""
    return Chart(
        "trust_moved",
        "bars",
        table.name,
        findings.trust(briefing),
        "Trust in the police after the walk against before it, both asked after the walk, in each answer that gave both",
        (Series("Answers", "soft"),),
        tuple(rows) if base and base.value else (),
        words.alternative([(row.label, [("of answers", figure) for figure in row.figures if figure]) for row in rows]),
        join(
            say(f"{{base}} {noun} gave both, each the same woman’s own.", base=base) if base else NOTHING,
            say(FEW) if any(figure and is_uncertain(figure) for figure in drawn) else NOTHING,
        ),
    )
