"""The invented sample agrees with what is public, holds its awkward cases, and comes out the same each time it is made."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from sample_data.files import write_files
from sample_data.make_sample import Sample
from walktalk_data import areas, vocabulary
from walktalk_data.daylight import light_at, middle_of_walk
from walktalk_data.hours import read_hours

FOLDER = Path(__file__).parent.parent / "sample_data"
OFFICIAL = ("actions.csv", "engagements.csv", "hubs.csv")
FILES = ("requests.csv", "status_changes.csv", "walks.csv", "questionnaires.csv", *OFFICIAL)
UNIT = areas.unit(vocabulary.DEFAULT_UNIT)
Row = dict[str, str]


@cache
def read(name: str) -> tuple[Row, ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


REQUESTS, CHANGES, WALKS, ANSWERS = (read(name.removesuffix(".csv")) for name in FILES[:4])
ACTIONS, ENGAGEMENTS, HUBS = (read(name.removesuffix(".csv")) for name in OFFICIAL)
REQUEST = {row["request_id"]: row for row in REQUESTS}
WALK = {row["walk_id"]: row for row in WALKS}
STATUSES: dict[str, list[tuple[str, str]]] = {
    request_id: sorted(
        {(row["status_on"], row["status"]) for row in (*REQUESTS, *CHANGES) if row["request_id"] == request_id and row["status"]}
    )
    for request_id in REQUEST
}


def status_as_at(request_id: str, day: str) -> str:
    return next((status for on, status in reversed(STATUSES[request_id]) if on <= day), "received")


def requests_as_at(day: str) -> Counter[tuple[str, str]]:
    return Counter((row["borough"], status_as_at(row["request_id"], day)) for row in REQUESTS if row["received_on"] <= day)


def light_of(walk: Row) -> str:
    if walk["latitude"]:
        place = (float(walk["latitude"]), float(walk["longitude"]))
    else:
        point = UNIT.point_of(walk["borough"], walk["ward"] or None)
        place = (point.latitude, point.longitude)
    minutes = int(walk["minutes"]) if walk["minutes"] else None
    return light_at(*place, middle_of_walk(datetime.fromisoformat(walk["started_at"]), minutes))


LIGHT = {walk_id: light_of(walk) for walk_id, walk in WALK.items()}


def days_between(earlier: str, later: str) -> int:
    return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days


def answers_of(walk_id: str, respondent: str) -> list[Row]:
    return [row for row in ANSWERS if row["walk_id"] == walk_id and row["respondent"] == respondent]


PARTICIPANTS = [row for row in ANSWERS if row["respondent"] == "participant"]


def unsafe_share(light: str) -> float:
    felt = [row["feeling"] for row in PARTICIPANTS if row["feeling"] and LIGHT[row["walk_id"]] == light]
    return sum(feeling in vocabulary.UNSAFE for feeling in felt) / len(felt)


def named_share(factor: str, light: str) -> float:
    named = [row["factors"].split(";") for row in PARTICIPANTS if row["factors"] and LIGHT[row["walk_id"]] == light]
    return sum(factor in factors for factors in named) / len(named)


# The files


def test_making_the_sample_again_gives_the_same_bytes(tmp_path: Path) -> None:
    sample = Sample()
    write_files(sample.requests, sample.walks, tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_the_script_writes_the_files_where_it_is_told(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "sample_data.make_sample", str(tmp_path)], check=True, cwd=FOLDER.parent)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    assert (tmp_path / "walks.csv").read_bytes() == (FOLDER / "walks.csv").read_bytes()


def test_there_are_about_300_requests_240_walks_and_330_answers() -> None:
    assert (len(REQUESTS), len(WALKS), len(ANSWERS)) == (300, 240, 330)
    assert (len(ACTIONS), len(ENGAGEMENTS), len(HUBS)) == (13, 7, 3)


def test_ids_are_unique_and_everything_refers_to_something() -> None:
    own_ids = ((REQUESTS, "request_id"), (WALKS, "walk_id"), (ANSWERS, "answer_id"))
    for rows, column in (*own_ids, (ACTIONS, "action_id"), (ENGAGEMENTS, "engagement_id"), (HUBS, "hub_id")):
        assert len({row[column] for row in rows}) == len(rows)
    assert {row["request_id"] for row in CHANGES} <= set(REQUEST)
    assert {row["request_id"] for row in WALKS} - {""} <= set(REQUEST)
    assert {row["walk_id"] for row in ANSWERS} <= set(WALK)


def test_every_code_is_one_of_the_vocabulary() -> None:
    def codes(rows: Iterable[Row], column: str) -> set[str]:
        return {code for row in rows for code in row[column].split(";")} - {""}

    assert codes(REQUESTS, "channel") == set(vocabulary.CHANNELS)
    assert codes(REQUESTS, "worried_about") == set(vocabulary.WORRIED_ABOUT)
    assert codes((*REQUESTS, *CHANGES), "status") == set(vocabulary.STATUSES)
    assert codes(WALKS, "kind") == set(vocabulary.WALK_KINDS)
    assert codes(ANSWERS, "respondent") == set(vocabulary.RESPONDENTS)
    assert codes(ANSWERS, "feeling") == set(vocabulary.FEELINGS)
    assert codes(ANSWERS, "factors") == set(vocabulary.FACTOR_CODES)
    assert codes(ANSWERS, "ideas") == set(vocabulary.IDEA_CODES)


def test_every_ward_is_one_of_its_borough() -> None:
    for row in (*REQUESTS, *WALKS):
        assert row["borough"] in UNIT.boroughs
        assert not row["ward"] or UNIT.find_ward(row["borough"], row["ward"]), row


def test_wards_bear_the_names_of_their_time() -> None:
    def is_former(row: Row) -> bool:
        ward = UNIT.find_ward(row["borough"], row["ward"])
        return ward is not None and (ward.retired or ward.name != row["ward"])

    former = [row.get("received_on") or row["started_at"][:10] for row in (*REQUESTS, *WALKS) if row["ward"] and is_former(row)]
    assert max(former) < "2022-05-05"


# What is public


def test_as_at_16_december_2021_three_are_completed_in_havering_and_four_being_arranged_in_redbridge() -> None:
    assert requests_as_at("2021-12-16") == {("Havering", "completed"): 3, ("Redbridge", "being arranged"): 4}


def test_by_16_december_2021_there_were_three_walks_in_havering_and_two_on_york_road() -> None:
    walked = Counter((row["borough"], row["kind"]) for row in WALKS if row["started_at"][:10] <= "2021-12-16")
    assert walked == {("Havering", "walk and talk"): 3, ("Redbridge", "safety walk"): 2}


def test_early_in_2022_seven_are_completed_in_havering() -> None:
    assert requests_as_at("2022-01-31")["Havering", "completed"] == 7


def test_york_road_was_walked_on_one_route_by_day_in_summer_and_after_dark_in_winter() -> None:
    york_road = [row for row in WALKS if row["place"] == "York Road"]
    assert [(row["started_at"][:10], row["borough"], LIGHT[row["walk_id"]], row["request_id"]) for row in york_road] == [
        ("2021-07-26", "Redbridge", "daylight", ""),
        ("2021-12-06", "Redbridge", "dark", ""),
    ]
    assert len({row["route_id"] for row in york_road} - {""}) == 1
    assert [row["walk_id"] for row in WALKS if row["route_id"] == york_road[0]["route_id"]] == [
        row["walk_id"] for row in york_road
    ]
    for row, participants, unsafe in zip(york_road, (4, 5), (1, 4), strict=True):
        felt = [answer["feeling"] for answer in answers_of(row["walk_id"], "participant")]
        assert (len(felt), sum(feeling in vocabulary.UNSAFE for feeling in felt)) == (participants, unsafe)
        assert len(answers_of(row["walk_id"], "official")) == len(answers_of(row["walk_id"], "officer")) == 1


# Order in time


def test_no_request_walk_status_or_answer_is_out_of_order_or_out_of_the_period() -> None:
    for row in REQUESTS:
        statuses = STATUSES[row["request_id"]]
        days = [row["received_on"], *(on for on, _ in statuses)]
        assert days == sorted(days)
        assert len({on for on, _ in statuses}) == len(statuses), row
        assert max(days) <= "2022-11-30"
    for row in WALKS:
        assert "2021-07-26" <= row["started_at"][:10] <= "2022-11-30"
    for row in ANSWERS:
        assert not row["answered_on"] or WALK[row["walk_id"]]["started_at"][:10] <= row["answered_on"] <= "2022-11-30"


def test_no_status_goes_back_or_follows_an_end() -> None:
    rank = {status: index for index, status in enumerate(vocabulary.STATUSES)}
    for statuses in STATUSES.values():
        given = [status for _, status in statuses]
        assert given == sorted(given, key=rank.__getitem__)
        assert sum(status not in vocabulary.OPEN_STATUSES for status in given) <= 1


def test_a_walk_that_was_requested_comes_after_its_request_and_completes_it_within_days() -> None:
    for row in WALKS:
        if row["request_id"]:
            assert row["started_at"][:10] >= REQUEST[row["request_id"]]["received_on"]
            completed_on = [on for on, status in STATUSES[row["request_id"]] if status == "completed"]
            assert 0 <= days_between(row["started_at"], completed_on[0]) <= 5, row


def test_every_completed_request_has_its_walk() -> None:
    walked = {row["request_id"] for row in WALKS}
    assert {row["request_id"] for row in REQUESTS if status_as_at(row["request_id"], "2022-11-30") == "completed"} == walked - {
        ""
    }


def test_most_walks_come_5_to_25_days_after_their_request() -> None:
    waits = [days_between(REQUEST[row["request_id"]]["received_on"], row["started_at"]) for row in WALKS if row["request_id"]]
    assert sum(5 <= wait <= 25 for wait in waits) / len(waits) > 0.75


# What was agreed, held and opened


def test_an_action_at_a_place_is_where_its_route_was_walked_and_follows_the_first_walk() -> None:
    for row in ACTIONS:
        walked = [walk for walk in WALKS if walk["route_id"] == row["route_id"]] if row["route_id"] else []
        assert bool(walked) == bool(row["place"]) == bool(row["ward"])
        assert {(walk["borough"], walk["place"]) for walk in walked} <= {(row["borough"], row["place"])}
        assert not walked or min(walk["started_at"][:10] for walk in walked) < row["agreed_on"]
        ends = [row["done_on"], row["dropped_on"]]
        assert all(row["agreed_on"] <= end <= "2022-11-30" for end in ends if end)


def walked_before_and_after(row: Row) -> bool:
    days = [walk["started_at"][:10] for walk in WALKS if walk["route_id"] == row["route_id"]] if row["route_id"] else []
    return bool(days and row["done_on"]) and min(days) < row["done_on"] < max(days)


def test_some_actions_were_done_in_the_middle_of_the_record_at_places_walked_before_and_after() -> None:
    assert sum(map(walked_before_and_after, ACTIONS)) >= 5


def test_every_kind_of_action_engagement_and_hub_is_there() -> None:
    assert {row["kind"] for row in ACTIONS} == {*vocabulary.ACTION_KIND_CODES}
    assert {row["source"] for row in ACTIONS} | {"other"} == {*vocabulary.ACTION_SOURCE_CODES}
    assert {row["kind"] for row in ENGAGEMENTS} | {"other"} == {*vocabulary.ENGAGEMENT_KIND_CODES}
    assert {row["kind"] for row in HUBS} == {*vocabulary.HUB_KIND_CODES}


# What is to be found in it


def test_walks_are_split_between_daylight_twilight_and_dark() -> None:
    shares = {light: count / len(WALKS) for light, count in Counter(LIGHT.values()).items()}
    assert shares["dark"] == pytest.approx(0.45, abs=0.06)
    assert shares["twilight"] == pytest.approx(0.10, abs=0.04)
    assert shares["daylight"] == pytest.approx(0.45, abs=0.06)


def test_women_felt_less_safe_after_dark_than_by_day() -> None:
    assert 0.58 <= unsafe_share("dark") <= 0.67
    assert 0.23 <= unsafe_share("daylight") <= 0.32


def test_lighting_is_named_after_dark_sightlines_by_day_and_cctv_in_both() -> None:
    assert named_share("lighting", "dark") > named_share("lighting", "daylight") + 0.3
    assert named_share("sightlines", "daylight") > named_share("sightlines", "dark") + 0.08
    assert named_share("cctv", "dark") == pytest.approx(named_share("cctv", "daylight"), abs=0.1)


def test_behavioural_factors_are_named_less_often_than_environmental_ones() -> None:
    named = Counter(code for row in PARTICIPANTS for code in row["factors"].split(";"))
    behavioural, environmental = (
        sum(named[factor.code] for factor in kind) for kind in (vocabulary.BEHAVIOURAL, vocabulary.ENVIRONMENTAL)
    )
    assert 0 < behavioural * 3 < environmental


def test_redbridge_walked_somewhat_more_than_havering_and_barking_and_dagenham_least() -> None:
    walked = Counter(row["borough"] for row in WALKS)
    assert walked["Barking and Dagenham"] < walked["Havering"] < walked["Redbridge"] < 1.4 * walked["Havering"]


def test_twelve_routes_were_walked_in_both_lights_and_many_more_once() -> None:
    lights = defaultdict(list)
    for row in WALKS:
        if row["route_id"]:
            lights[row["route_id"]].append(LIGHT[row["walk_id"]])
    assert sum({"daylight", "dark"} <= set(walked) for walked in lights.values()) == 12
    assert sum(len(walked) == 1 for walked in lights.values()) > 90
    assert sum(not row["route_id"] for row in WALKS) == pytest.approx(80, abs=4)
    for route_id in lights:
        assert len({(row["borough"], row["place"]) for row in WALKS if row["route_id"] == route_id}) == 1


def test_every_matched_route_has_a_feeling_in_each_light() -> None:
    for route_id in {row["route_id"] for row in WALKS} - {""}:
        walked = [row["walk_id"] for row in WALKS if row["route_id"] == route_id]
        if {"daylight", "dark"} <= {LIGHT[walk_id] for walk_id in walked}:
            felt = {LIGHT[walk_id] for walk_id in walked for answer in answers_of(walk_id, "participant") if answer["feeling"]}
            assert {"daylight", "dark"} <= felt, route_id


# The awkward cases, as the README lists them


def former_ward(row: Row, retired: bool) -> bool:
    ward = UNIT.find_ward(row["borough"], row["ward"])
    return ward is not None and ward.retired == retired and (retired or ward.name != row["ward"])


def through_sunset(walk: Row) -> bool:
    start, point = datetime.fromisoformat(walk["started_at"]), UNIT.point_of(walk["borough"], walk["ward"])
    ends = [light_at(point.latitude, point.longitude, middle_of_walk(start, part)) for part in (0, 2 * int(walk["minutes"]))]
    return ends[0] == "daylight" and ends[1] != "daylight"


def is_status(*ends: str) -> Callable[[Row], bool]:
    return lambda row: [status for _, status in STATUSES[row["request_id"]]][-1:] == list(ends)


CASES: dict[str, Callable[[Row], bool]] = {
    "a group walk of 20": lambda row: (
        (row["kind"], row["women"]) == ("group walk", "20") and len(answers_of(row["walk_id"], "participant")) > 5
    ),
    "a retired ward": lambda row: former_ward(row, retired=True),
    "a renamed ward": lambda row: former_ward(row, retired=False),
    "a walk through sunset": through_sunset,
    "a walk in the repeated hour": lambda row: row["started_at"].startswith("2022-10-30 01"),
    "a walk nobody requested": lambda row: not row["request_id"],
    "two walks of one request": lambda row: sum(walk["request_id"] == row["request_id"] for walk in WALKS) == 2,
    "minutes left blank": lambda row: not row["minutes"],
    "women left blank": lambda row: not row["women"],
    "a walk with its own point": lambda row: bool(row["latitude"] and row["longitude"]),
    "a walk without a point": lambda row: not row["latitude"] and not row["longitude"],
    "a walk without a ward": lambda row: not row["ward"],
    "a walk with no answer": lambda row: not any(answer["walk_id"] == row["walk_id"] for answer in ANSWERS),
    "Chadwell": lambda row: (row["borough"], row["ward"]) == ("Redbridge", "Chadwell"),
    "Chadwell Heath": lambda row: (row["borough"], row["ward"]) == ("Barking and Dagenham", "Chadwell Heath"),
    "a withdrawn request": is_status("withdrawn"),
    "a request not possible": is_status("not possible"),
    "a request never given a status": is_status(),
    "its statuses in the requests file and the other": lambda row: (
        bool(row["status"]) and any(change["request_id"] == row["request_id"] for change in CHANGES)
    ),
    "all its statuses in the other file": lambda row: not row["status"] and len(STATUSES[row["request_id"]]) > 1,
    "a request without a ward": lambda row: not row["ward"],
    "an officer's answer": lambda row: row["respondent"] == "officer",
    "an official's answer": lambda row: row["respondent"] == "official",
    "feeling left blank": lambda row: not row["feeling"],
    "factors left blank": lambda row: not row["factors"],
    "ideas left blank": lambda row: not row["ideas"],
    "trust before left blank": lambda row: row["respondent"] == "participant" and not row["trust_before"],
    "trust after left blank": lambda row: row["respondent"] == "participant" and not row["trust_after"],
    "passing on left blank": lambda row: row["respondent"] == "participant" and not row["pass_on"],
    "its date left blank": lambda row: not row["answered_on"],
    "factors none": lambda row: row["factors"] == "none",
    "ideas none": lambda row: row["ideas"] == "none",
    "answered days later": lambda row: (
        bool(row["answered_on"]) and days_between(WALK[row["walk_id"]]["started_at"], row["answered_on"]) >= 5
    ),
    "free text": lambda row: bool(row["factor_other"] and row["idea_text"]),
    "an action at a place walked before and after it was done": walked_before_and_after,
    "an action of a whole borough": lambda row: not (row["ward"] or row["place"] or row["route_id"]),
    "an action that is late": lambda row: row["due_on"] < "2022-11-30" and not (row["done_on"] or row["dropped_on"]),
    "an action that was dropped": lambda row: bool(row["dropped_on"] and row["decision"]),
    "an engagement of all boroughs": lambda row: not row["borough"],
    "a hub open past midnight": lambda row: any(opening.goes_past_midnight for opening in read_hours(row["hours"])),
    "a hub that was closed": lambda row: bool(row["until_on"]),
}


@cache
def listed_cases() -> dict[str, list[str]]:
    lines = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    cells = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|"))
    return {cell[0]: cell[1].split(", ") for cell in cells if re.match(r"(R|W|A|AC|EN|HB)-\d", cell[1])}


@pytest.mark.parametrize("case", CASES)
def test_the_readme_says_where_the_case_is_and_there_it_is(case: str) -> None:
    rows = {**REQUEST, **WALK, **{row["answer_id"]: row for row in ANSWERS}}
    for table, own_id in ((ACTIONS, "action_id"), (ENGAGEMENTS, "engagement_id"), (HUBS, "hub_id")):
        rows |= {row[own_id]: row for row in table}
    for record_id in listed_cases()[case]:
        assert CASES[case](rows[record_id]), record_id


def test_the_readme_lists_no_case_that_is_not_tested() -> None:
    assert set(listed_cases()) == set(CASES)


def test_in_august_2022_barking_and_dagenham_walked_nothing_between_months_with_walks() -> None:
    months = Counter(row["started_at"][:7] for row in WALKS if row["borough"] == "Barking and Dagenham")
    assert (months["2022-08"], months["2022-07"] > 0, months["2022-09"] > 0) == (0, True, True)


def test_minutes_are_between_20_and_60() -> None:
    assert {20 <= int(row["minutes"]) <= 60 for row in WALKS if row["minutes"]} == {True}


def test_the_readme_says_that_the_sample_is_invented_and_how_to_make_it_again() -> None:
    words = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "invented" in words.splitlines()[0].lower()
    assert "python -m sample_data.make_sample" in words
