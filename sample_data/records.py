"""The invented requests and walks before they have ids and are written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sample_data.answers import Answer
from sample_data.chance import Chance
from sample_data.places import UNIT, Place
from walktalk_data.daylight import light_at, middle_of_walk
from walktalk_data.vocabulary import Light


@dataclass
class Request:
    received_on: date
    channel: str
    borough: str
    worried_about: str
    place: Place
    changes: list[tuple[str, date]] = field(default_factory=list)
    """Every dated status, oldest first."""


@dataclass
class Route:
    """One way that is walked; `effect` is how much less safe it feels than others (log odds)."""

    place: Place
    effect: float


@dataclass
class Walk:
    day: date
    borough: str
    place: Place
    kind: str = "walk and talk"
    request: Request | None = None
    target: Light | None = None
    """The light it should be walked in; None where `started_at` is given."""
    started_at: datetime | None = None
    minutes: int | None = 30
    women: int | None = 1
    has_own_point: bool = False
    keeps_its_place: bool = False
    """Is a case of its own, and on no shared route."""
    route: Route | None = None
    effect: float = 0.0
    answers: list[Answer] = field(default_factory=list)

    @property
    def start(self) -> datetime:
        if self.started_at is None:
            raise ValueError("a start has to be chosen first")
        return self.started_at

    def light(self, started_at: datetime) -> Light:
        """The light if it started then, at the record's own point, else its ward's, else its borough's."""
        middle = middle_of_walk(started_at, self.minutes)
        if self.has_own_point:
            return light_at(self.place.latitude, self.place.longitude, middle)
        point = UNIT.point_of(self.borough, self.place.ward_on(self.day) or None)
        return light_at(point.latitude, point.longitude, middle)

    def choose_start(self, chance: Chance) -> None:
        """A start between 6:15 and 22:45 in the light that was asked for, most often in the evening or early morning."""
        midnight = datetime(self.day.year, self.day.month, self.day.day)
        starts = [midnight + timedelta(minutes=minutes) for minutes in range(6 * 60 + 15, 22 * 60 + 46, 5)]
        fitting = [start for start in starts if self.light(start) == self.target]
        self.started_at = chance.one_of(fitting, [_liked(start, self.kind) for start in fitting])


def _liked(start: datetime, kind: str) -> float:
    if kind == "group walk" and not 9 <= start.hour < 21:
        return 0.001
    if start.hour >= 22:
        return 0.4
    return 3.0 if 17 <= start.hour < 21 else 1.5 if start.hour < 9 else 1.0
