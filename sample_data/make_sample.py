"""Makes the invented sample files again, byte for byte: python -m sample_data.make_sample"""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from pathlib import Path

from sample_data.answers import ROUTES_DIFFER_BY, answer_after, leave_blanks
from sample_data.chance import Chance
from sample_data.files import write_files
from sample_data.places import Place, invented_names, place_in, wards_of
from sample_data.records import Request, Route, Walk
from walktalk_data.vocabulary import Light

SEED = 102
BOROUGHS = ("Havering", "Redbridge", "Barking and Dagenham")
SHARES = (0.365, 0.405, 0.23)
LAST_DAY = date(2022, 11, 30)
LAST_WALK = date(2022, 11, 28)
WALKS, ANSWERS = 240, 330

# Requests received from the day after the public figures (16 December 2021) on: the scheme grows through 2022.
RECEIVED = {
    (2021, 12): 6, (2022, 1): 14, (2022, 2): 18, (2022, 3): 23, (2022, 4): 22, (2022, 5): 27, (2022, 6): 28, (2022, 7): 24,
    (2022, 8): 20, (2022, 9): 32, (2022, 10): 39, (2022, 11): 34,
}  # fmt: skip
DARK_SHARE = {1: 0.66, 2: 0.60, 3: 0.50, 4: 0.43, 5: 0.37, 6: 0.32, 7: 0.32, 8: 0.42, 9: 0.52, 10: 0.60, 11: 0.64, 12: 0.66}
TWILIGHT_SHARE = 0.12
# Routes walked in both lights, beside York Road: how often each was walked. Then routes walked twice in the same light.
BOTH_LIGHTS = {"Redbridge": (5, 4, 3, 2), "Havering": (6, 4, 3, 2), "Barking and Dagenham": (4, 3, 2)}
SAME_LIGHT = {"Redbridge": 3, "Havering": 3, "Barking and Dagenham": 2}
ROUTES_WALKED_ONCE = 104


class Sample:
    """The invented records, made in one order from one seed."""

    def __init__(self) -> None:
        self.chance = Chance(SEED)
        self.names = invented_names(self.chance)
        self.requests: list[Request] = []
        self.walks: list[Walk] = []
        self.routes: list[Route] = []
        self.add_what_is_public()
        self.add_awkward_walks()
        self.add_requests_of_2022()
        self.add_walks_that_nobody_requested()
        self.lay_routes()
        self.choose_starts()
        self.answer_questionnaires()

    # Places, requests and walks

    def new_place(self, borough: str, ward: str | None = None, name: str = "") -> Place:
        ward = self.chance.one_of(wards_of(borough)) if ward is None else ward
        return place_in(borough, ward, name or self.names.pop(), self.chance)

    def add_request(self, received_on: date, borough: str, place: Place | None = None, channel: str = "") -> Request:
        request = Request(
            received_on,
            channel or self.chance.one_of(("email", "web form", "phone", "in person", "event"), (0.62, 0.16, 0.10, 0.07, 0.05)),
            borough,
            self.chance.one_of(("dark", "both", "day"), (0.55, 0.35, 0.10)),
            place or self.new_place(borough),
        )
        self.requests.append(request)
        return request

    def add_walk_of(self, request: Request, walked_on: date, completed_on: date | None = None) -> Walk:
        """A walk with its request's way to `completed`: arranged between, completed on the day or up to three days later."""
        wait = (walked_on - request.received_on).days
        if wait >= 3:
            request.changes.append(
                ("being arranged", request.received_on + timedelta(days=self.chance.between(0, min(2, wait - 3))))
            )
        if wait >= 2:
            first = request.changes[-1][1] + timedelta(days=1) if request.changes else request.received_on
            day_before = walked_on - timedelta(days=1)
            request.changes.append(
                ("arranged", first + timedelta(days=self.chance.between(0, min(6, (day_before - first).days))))
            )
        later = self.chance.one_of((0, 1, 2, 3), (0.55, 0.22, 0.13, 0.10))
        request.changes.append(("completed", completed_on or min(walked_on + timedelta(days=later), LAST_DAY)))
        return self.add_walk(walked_on, request.place, request=request)

    def add_walk(self, walked_on: date, place: Place, kind: str = "walk and talk", request: Request | None = None) -> Walk:
        women = self.chance.one_of((1, 2, 3), (0.80, 0.15, 0.05)) if kind == "walk and talk" else self.chance.between(3, 6)
        walk = Walk(walked_on, place.borough, place, kind, request, women=women)
        walk.minutes = self.chance.one_of((20, 25, 30, 35, 40, 45, 50, 60), (0.08, 0.10, 0.30, 0.14, 0.14, 0.12, 0.06, 0.06))
        walk.has_own_point = self.chance.happens(0.6)
        walk.effect = self.chance.within(ROUTES_DIFFER_BY)
        if self.chance.happens(0.05):
            walk.minutes = None
        if self.chance.happens(0.03):
            walk.women = None
        dark = DARK_SHARE[walked_on.month]
        walk.target = self.chance.one_of(("daylight", "twilight", "dark"), (1 - dark - TWILIGHT_SHARE, TWILIGHT_SHARE, dark))
        self.walks.append(walk)
        return walk

    def add_what_is_public(self) -> None:
        """York Road by day and after dark; three walks completed for Havering and four being arranged in Redbridge."""
        road = Route(self.new_place("Redbridge", "Ilford Town", "York Road"), 0.0)
        self.routes.append(road)
        for started_at, women in ((datetime(2021, 7, 26, 18, 30), 6), (datetime(2021, 12, 6, 17, 45), 7)):
            walk = self.add_walk(started_at.date(), road.place, "safety walk")
            walk.started_at, walk.minutes, walk.women, walk.route, walk.has_own_point = started_at, 45, women, road, False
        for received_on, walked_on, light in (
            (date(2021, 11, 15), date(2021, 11, 27), "daylight"),
            (date(2021, 11, 22), date(2021, 12, 4), "dark"),
            (date(2021, 11, 29), date(2021, 12, 11), "dark"),
        ):
            request = self.add_request(received_on, "Havering", channel="email")
            walk = self.add_walk_of(request, walked_on, walked_on + timedelta(days=2))
            walk.target = "dark" if light == "dark" else "daylight"
        for received_on, arranging_on, walked_on in (
            (date(2021, 12, 3), date(2021, 12, 6), date(2022, 1, 5)),
            (date(2021, 12, 7), date(2021, 12, 9), date(2022, 1, 11)),
            (date(2021, 12, 9), date(2021, 12, 13), date(2022, 1, 20)),
        ):
            request = self.add_request(received_on, "Redbridge", channel="email")
            request.changes = [("being arranged", arranging_on), ("arranged", date(2021, 12, 20)), ("completed", walked_on)]
            self.add_walk(walked_on, request.place, request=request)
        fourth = self.add_request(date(2021, 12, 14), "Redbridge", channel="email")
        fourth.changes = [("being arranged", date(2021, 12, 16)), ("withdrawn", date(2022, 1, 14))]

    def add_awkward_walks(self) -> None:
        """The cases that a loader and a figure can stumble over, each listed in README.md."""
        before = len(self.walks)
        students = self.add_request(
            date(2022, 2, 21),
            "Havering",
            self.new_place("Havering", "St Edward's", "College gates to the station approach"),
            "event",
        )
        walk = self.add_walk_of(students, date(2022, 3, 8))
        walk.kind, walk.women, walk.minutes, walk.started_at = "group walk", 20, 50, datetime(2022, 3, 8, 18, 40)
        at_the_station = self.new_place("Redbridge", "Seven Kings", "Larkmead station forecourt")
        walk = self.add_walk(date(2022, 10, 6), at_the_station, "group walk")
        walk.women, walk.minutes, walk.started_at = 8, 40, datetime(2022, 10, 6, 19, 15)
        repeated_hour = self.new_place("Havering", "St Alban's", "Late-night taxi rank")
        walk = self.add_walk(date(2022, 10, 30), repeated_hour, "safety walk")
        walk.minutes, walk.started_at = 40, datetime(2022, 10, 30, 1, 20)
        sunset = self.add_request(date(2022, 9, 30), "Barking and Dagenham", self.new_place("Barking and Dagenham", "Longbridge"))
        walk = self.add_walk_of(sunset, date(2022, 10, 14))
        walk.minutes, walk.started_at = 40, datetime(2022, 10, 14, 17, 55)
        renamed = self.add_request(date(2022, 3, 28), "Havering", self.new_place("Havering", "Squirrels Heath"))
        self.add_walk_of(renamed, date(2022, 4, 7))
        for ward, borough in (("Chadwell", "Redbridge"), ("Chadwell Heath", "Barking and Dagenham")):
            request = self.add_request(date(2022, 5, 16), borough, self.new_place(borough, ward))
            self.add_walk_of(request, date(2022, 5, 30))
        twice = self.add_request(date(2022, 9, 5), "Redbridge", self.new_place("Redbridge", "Hainault"))
        by_day = self.add_walk_of(twice, date(2022, 9, 15), date(2022, 9, 18))
        after_dark = self.add_walk(date(2022, 9, 17), twice.place, request=twice)
        by_day.target, after_dark.target = "daylight", "dark"
        for walk in self.walks[before:]:
            walk.keeps_its_place = True

    def add_requests_of_2022(self) -> None:
        havering = 0
        for (year, month), how_many in RECEIVED.items():
            first = 17 if (year, month) == (2021, 12) else 1
            days = sorted(self.chance.between(first, 30 if month != 2 else 28) for _ in range(how_many))
            for index, day in enumerate(days):
                received_on = date(year, month, day)
                if received_on < date(2022, 1, 10):
                    borough = ("Havering", "Redbridge", "Havering")[index % 3]
                else:
                    borough = self.chance.one_of(BOROUGHS, SHARES)
                havering += borough == "Havering"
                # Early 2022: seven completed in Havering, and public on 31 January. The next are walked in February.
                self.follow(self.add_request(received_on, borough), borough == "Havering" and havering <= 4)

    def follow(self, request: Request, has_to_be_walked: bool) -> None:
        """What became of a request."""
        received_on = request.received_on
        fate = self.chance.one_of(("walked", "withdrawn", "not possible"), (0.80, 0.12, 0.08))
        wait = self.chance.between(5, 25) if self.chance.happens(0.86) else self.chance.one_of((2, 3, 4, 27, 30, 34, 41))
        stays_open = self.chance.happens(0.14) and received_on >= date(2022, 8, 25)
        if has_to_be_walked:
            walked_on = received_on + timedelta(days=10 + wait % 3)
            self.add_walk_of(request, walked_on, walked_on + timedelta(days=1))
            return
        if fate != "walked":
            given_up = received_on + timedelta(days=self.chance.between(3, 20))
            if self.chance.happens(0.6):
                request.changes.append(("being arranged", received_on + timedelta(days=1)))
            if given_up <= LAST_DAY:
                request.changes.append((fate, given_up))
            return
        walked_on = received_on + timedelta(days=wait)
        if request.borough == "Havering" and received_on < date(2022, 1, 31):
            walked_on = max(walked_on, date(2022, 2, 2) + timedelta(days=wait % 7))
        if request.borough == "Barking and Dagenham" and walked_on.year == 2022 and walked_on.month == 8:
            walked_on += timedelta(days=31 - walked_on.day + 1 + wait % 6)
        if walked_on <= LAST_WALK and not stays_open:
            self.add_walk_of(request, walked_on)
        else:
            self.leave_open(request)

    def leave_open(self, request: Request) -> None:
        received_on = request.received_on
        reached = self.chance.one_of(("nothing known", "received", "being arranged", "arranged"), (0.10, 0.28, 0.38, 0.24))
        if reached == "received":
            request.changes.append(("received", received_on))
        arranging_on = received_on + timedelta(days=self.chance.between(1, 4))
        if reached in ("being arranged", "arranged") and arranging_on <= LAST_DAY:
            request.changes.append(("being arranged", arranging_on))
        if reached == "arranged" and arranging_on + timedelta(days=3) <= LAST_DAY:
            request.changes.append(("arranged", arranging_on + timedelta(days=3)))

    def add_walks_that_nobody_requested(self) -> None:
        """Officers go back to a place, and safety walks are led, until there are as many walks as the sample has."""
        for index in range(WALKS - len(self.walks)):
            borough = self.chance.one_of(BOROUGHS, SHARES)
            walked_on = date(2022, 2, 1) + timedelta(days=self.chance.between(0, 299))
            if borough == "Barking and Dagenham" and walked_on.month == 8:
                walked_on += timedelta(days=35)
            kind = ("walk and talk", "safety walk", "walk and talk", "walk and talk", "group walk")[index % 5]
            self.add_walk(walked_on, self.new_place(borough), kind)

    # Routes, starts and answers

    def lay_routes(self) -> None:
        free = [walk for walk in self.walks if not walk.keeps_its_place and walk.day > date(2021, 12, 16)]
        for light_rule, sizes in (("both", BOTH_LIGHTS), ("same", {borough: (2,) * n for borough, n in SAME_LIGHT.items()})):
            for borough, how_often in sizes.items():
                for size in how_often:
                    chosen = self.chance.some_of([walk for walk in free if walk.borough == borough], size)
                    self.share_route(chosen)
                    self.set_lights(chosen, light_rule)
                    free = [walk for walk in free if walk not in chosen]
        for walk in self.chance.some_of(free, ROUTES_WALKED_ONCE):
            self.share_route([walk])

    def share_route(self, walks: list[Walk]) -> None:
        route = Route(walks[0].place, self.chance.within(ROUTES_DIFFER_BY))
        self.routes.append(route)
        for walk in walks:
            walk.route, walk.place, walk.effect = route, route.place, route.effect
            if walk.request:
                walk.request.place = route.place

    def set_lights(self, walks: list[Walk], rule: str) -> None:
        by_darkness = sorted(walks, key=lambda walk: -DARK_SHARE[walk.day.month])
        lights: tuple[Light, Light] = ("dark", "daylight") if rule == "both" else ("daylight", "daylight")
        for index, walk in enumerate(by_darkness):
            walk.target = lights[index >= len(walks) / 2]

    def choose_starts(self) -> None:
        for walk in self.walks:
            if walk.started_at is None:
                walk.choose_start(self.chance)
        self.requests.sort(key=lambda request: (request.received_on, request.borough, request.place.name))
        self.walks.sort(key=lambda walk: (walk.start, walk.borough, walk.place.name))
        # A ward that was not written down is the borough's point; only where no start hangs on it.
        own_points = [walk for walk in self.walks if walk.has_own_point and not (walk.route or walk.keeps_its_place)]
        for walk in self.chance.some_of(own_points, 5):
            walk.place = Place(walk.borough, "", walk.place.name, walk.place.latitude, walk.place.longitude)

    def answer(self, walk: Walk, respondent: str = "participant", feeling: str = "") -> None:
        light = walk.light(walk.start)
        walk.answers.append(answer_after(walk.day, light, walk.effect, respondent, self.chance, LAST_DAY, feeling))

    def answer_questionnaires(self) -> None:
        york_road = [walk for walk in self.walks if walk.route is self.routes[0]]
        summer = ("very safe", "fairly safe", "fairly safe", "fairly unsafe")
        winter = ("fairly safe", "fairly unsafe", "fairly unsafe", "fairly unsafe", "very unsafe")
        for walk, felt, official, officer in zip(
            york_road, (summer, winter), ("very safe", "fairly unsafe"), ("very safe", "fairly safe"), strict=True
        ):
            for feeling in felt:
                self.answer(walk, feeling=feeling)
            self.answer(walk, "official", official)
            self.answer(walk, "officer", officer)
        shared = {id(route) for route in self.routes if sum(walk.route is route for walk in self.walks) > 1}
        for walk in self.walks:
            if walk in york_road:
                continue
            if walk.women == 20:
                how_many = 9
            elif walk.kind != "walk and talk":
                how_many = self.chance.between(1, min(5, walk.women or 2))
            else:
                how_many = sum(self.chance.happens(0.93 if index == 0 else 0.65) for index in range(walk.women or 1))
            for index in range(max(how_many, 1 if id(walk.route) in shared else 0)):
                self.answer(walk)
                if index or id(walk.route) not in shared:
                    leave_blanks(walk.answers[-1], self.chance)
        at_the_station = next(walk for walk in self.walks if walk.women == 8 and walk.kind == "group walk")
        self.answer(at_the_station, "official")
        missing = ANSWERS - sum(len(walk.answers) for walk in self.walks)
        for walk in self.chance.some_of([walk for walk in self.walks if walk not in york_road], missing):
            self.answer(walk, "officer")


if __name__ == "__main__":
    sample = Sample()
    write_files(sample.requests, sample.walks, Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
