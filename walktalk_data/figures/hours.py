"""When walks took place, in four bands of the day, beside the hours when a hub is open; and what those who ask worry about.

Counts alone: officers' shifts and the season decide when a walk is, so its hour is not the hour of fear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from walktalk_data.figure import Cell, ExactTable
from walktalk_data.figures.context import ALL, Context, counts, words
from walktalk_data.figures.queries_of_hours import StartCount, WorryCount
from walktalk_data.hours import Opening, is_open
from walktalk_data.records.official_records import Engagement, Hub
from walktalk_data.vocabulary import ENGAGEMENT_KINDS, HUB_KINDS, NOT_APPLICABLE, WORRIED_ABOUT

HALF_HOURS_A_WEEK: Final = 7 * 48
ALL_BOROUGHS: Final = "All boroughs"
MONDAY: Final = datetime(2024, 1, 1)
"""A Monday at midnight, of a week in which no clock is changed."""


@dataclass(frozen=True, slots=True)
class Band:
    """A quarter of the day, by the half hours in it."""

    name: str
    words: str
    first: int
    """Its first half hour, 0 to 47."""

    def holds(self, half_hour: int) -> bool:
        """Whether that half hour of the day lies in it."""
        return self.first <= half_hour % 48 < self.first + 12


BANDS: Final = (
    Band("morning", "Morning, six to noon", 12),
    Band("afternoon", "Afternoon, noon to six", 24),
    Band("evening", "Evening, six to midnight", 36),
    Band("night", "Night, midnight to six", 0),
)
TITLES: Final = {
    "walks_by_borough_and_band": "Walks by the hour they began, and while a hub was open",
    "hub_hours_by_borough_and_band": "Hours of the week when a hub is open",
    "requests_by_borough_and_worry": "What those who asked for a walk are worried about",
    "hubs_that_stand": "Hubs where officers can be found",
    "engagements_held": "Panels, meetings and the like",
}
"""Tables for the police alone, as yet."""


def walks_by_borough_and_band(context: Context, starts: Sequence[StartCount], hubs: Sequence[Hub]) -> ExactTable:
    """One row a borough, then all: walks that began in each quarter of the day, and how many while a hub there was open."""
    name = "walks_by_borough_and_band"
    open_in = {borough: open_half_hours(hubs, borough) for borough in context.boroughs}
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs_and_all:
        here = [row for row in starts if borough in (ALL, row.borough)]
        by_band = {band.name: sum(row.walks for row in here if band.holds(row.half_hour)) for band in BANDS}
        by_band[ALL] = sum(row.walks for row in here)
        met = sum(row.walks for row in here if row.weekday * 48 + row.half_hour in open_in.get(row.borough, frozenset()))
        about = {"borough": borough, "group": "began"}
        rows.append(
            (
                context.name_of(borough),
                *(context.count(name, "walks", "activity", walks, group_value=band, **about) for band, walks in by_band.items()),
                context.count(
                    *(name, "walks", "activity", met), borough=borough, group="a hub of the borough", group_value="was open"
                ),
            )
        )
    return ExactTable(
        name,
        TITLES[name],
        "one borough, and all of them together in the last row",
        (
            words("Borough"),
            *(counts(band.words) for band in BANDS),
            counts("All walks"),
            counts("Of them while a hub of the borough was open"),
        ),
        tuple(rows) if starts else (),
        (
            "By the local time at which they began. Shifts and the season decide that too: it is not when fear is felt.",
            "A hub counts as open by its weekly hours as at the last day; closed days and holidays are not known.",
        ),
    )


def open_half_hours(hubs: Sequence[Hub], borough: str) -> frozenset[int]:
    """The half hours of the week, 0 from midnight on Monday to 335, in which some hub of the borough is open; `all`: of any."""
    return frozenset[int]().union(*(_half_hours_of(hub.openings) for hub in hubs if borough in (ALL, hub.borough)))


# Hubs keep their hours, whatever the period and the borough.
@lru_cache(maxsize=1024)
def _half_hours_of(openings: tuple[Opening, ...]) -> frozenset[int]:
    return frozenset(number for number in range(HALF_HOURS_A_WEEK) if is_open(openings, MONDAY + timedelta(minutes=30 * number)))


def hub_hours_by_borough_and_band(context: Context, hubs: Sequence[Hub]) -> ExactTable:
    """One row a borough, then all: of the 42 hours a week of each quarter of the day, in how many some hub is open."""
    name = "hub_hours_by_borough_and_band"
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs_and_all:
        is_open_at = open_half_hours(hubs, borough)
        by_band = {band.name: sum(1 for number in is_open_at if band.holds(number)) for band in BANDS}
        rows.append(
            (
                context.name_of(borough),
                *(
                    context.count(name, "hub_hours", "activity", half_hours // 2, borough=borough, group="band", group_value=band)
                    for band, half_hours in (*by_band.items(), (ALL, len(is_open_at)))
                ),
            )
        )
    return ExactTable(
        name,
        TITLES[name],
        "one borough, and all of them together in the last row",
        (words("Borough"), *(counts(band.words) for band in BANDS), counts("All week")),
        tuple(rows) if hubs else (),
        (
            "Whole hours a week in which at least one hub is open, as at the last day; in the last row, somewhere in the unit. "
            "Each quarter of the day has 42 hours a week, the whole 168.",
        ),
        when_empty="No hub is on record",
    )


def requests_by_borough_and_worry(context: Context, worries: Sequence[WorryCount]) -> ExactTable:
    """One row a borough, then all: requests by whether they worry about the day, the dark, or both."""
    name = "requests_by_borough_and_worry"
    rows: list[tuple[Cell, ...]] = []
    for borough in context.boroughs_and_all:
        by_worry = Counter[str]()
        for row in worries:
            if borough in (ALL, row.borough):
                by_worry[row.worried_about or "not said"] += row.requests
        rows.append(
            (
                context.name_of(borough),
                *(
                    context.count(
                        *(name, "requests", "activity", by_worry[worry]),
                        borough=borough,
                        group="worried about",
                        group_value=worry,
                    )
                    for worry in (*WORRIED_ABOUT, "not said")
                ),
            )
        )
    return ExactTable(
        name,
        TITLES[name],
        "one borough, and all of them together in the last row",
        (words("Borough"), counts("The day"), counts("After dark"), counts("Both"), counts("Not said")),
        tuple(rows) if worries else (),
        ("As they said when they asked, of requests received in the period.",),
    )


def hubs_that_stand(context: Context, hubs: Sequence[Hub]) -> ExactTable:
    """One row a hub of the scope's area that stood on the last day: its hours, where it is, and who is there. No figures."""
    who = {word.code: word.short for word in HUB_KINDS}
    rows = tuple(
        (hub.hub_name, hub.hours or "not known", hub.borough, hub.ward or "", who[hub.kind])
        for hub in hubs
        if context.covers(hub.borough)
    )
    return ExactTable(
        "hubs_that_stand",
        TITLES["hubs_that_stand"],
        "one hub",
        (words("Hub"), words("Hours"), words("Borough"), words("Ward"), words("Who")),
        rows,
        when_empty="No hub is on record",
    )


def engagements_held(context: Context, engagements: Sequence[Engagement]) -> ExactTable:
    """One row a panel, meeting or the like held in the period, the latest first, with how many came."""
    name = "engagements_held"
    kinds = {word.code: word.short for word in ENGAGEMENT_KINDS}
    rows: list[tuple[Cell, ...]] = []
    for held in engagements:
        if held.borough is not None and not context.covers(held.borough):
            continue
        about = {
            "borough": held.borough or ALL,
            "period": str(held.held_on),
            "group": "engagement",
            "group_value": held.engagement_id,
        }
        came = (
            context.without(name, "people", "activity", NOT_APPLICABLE, **about)
            if held.people is None
            else context.count(name, "people", "activity", held.people, **about)
        )
        rows.append(
            (f"{held.held_on.day} {held.held_on:%B %Y}", kinds[held.kind], held.borough or ALL_BOROUGHS, held.title, came)
        )
    return ExactTable(
        name,
        TITLES[name],
        "one engagement",
        (words("Day"), words("What"), words("Borough"), words("About"), counts("People who came")),
        tuple(rows),
        ("[z]: nobody counted who came.",) if any(row[-1].marker for row in rows if hasattr(row[-1], "marker")) else (),
        when_empty="No panel or meeting is on record in this period",
    )
