"""Writes the invented records as the files of the intake, the same bytes each time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from sample_data.answers import Answer
from sample_data.official import ACTIONS, ENGAGEMENTS, HUBS, action_rows, engagement_rows, hub_rows
from sample_data.records import Request, Walk

REQUESTS = "request_id received_on channel borough ward place worried_about status status_on"
STATUS_CHANGES = "request_id status status_on"
WALKS = "walk_id request_id kind started_at minutes borough ward place route_id latitude longitude women"
QUESTIONNAIRES = (
    "answer_id walk_id answered_on respondent feeling factors factor_other ideas idea_text trust_before trust_after pass_on"
)


def write_files(made_requests: Sequence[Request], made_walks: Sequence[Walk], folder: Path) -> None:
    """Give ids in the order given and write the files, with those of what was agreed, held and opened."""
    request_ids = {id(request): f"R-{number:04}" for number, request in enumerate(made_requests, 1)}
    walk_ids = {id(walk): f"W-{number:04}" for number, walk in enumerate(made_walks, 1)}
    route_ids: dict[int, str] = {}
    for walk in made_walks:
        if walk.route:
            route_ids.setdefault(id(walk.route), f"RT-{len(route_ids) + 1:03}")
    requests: list[tuple[object, ...]] = []
    changes: list[tuple[object, ...]] = []
    for number, request in enumerate(made_requests, 1):
        # The mailbox's list has the latest status of most, the first of some, and none of a few: the rest came by itself.
        stands = {0: None, 3: 0, 7: 0}.get(number % 11, len(request.changes) - 1)
        own = request.changes[stands] if stands is not None and request.changes else ("", "")
        ward = request.place.ward_on(request.received_on) if number % 37 else ""
        requests.append(
            (request_ids[id(request)], request.received_on, request.channel if number % 41 else "", request.borough, ward,
             request.place.name, request.worried_about if number % 29 else "", *own)
        )  # fmt: skip
        changes += [(request_ids[id(request)], *change) for change in request.changes if change != own]
    walks: list[tuple[object, ...]] = []
    answers: list[tuple[object, ...]] = []
    for walk in made_walks:
        point = (walk.place.latitude, walk.place.longitude) if walk.has_own_point else ("", "")
        walks.append(
            (walk_ids[id(walk)], request_ids[id(walk.request)] if walk.request else "", walk.kind,
             f"{walk.start:%Y-%m-%d %H:%M}",
             walk.minutes, walk.borough, walk.place.ward_on(walk.day), walk.place.name,
             route_ids[id(walk.route)] if walk.route else "", *point, walk.women)
        )  # fmt: skip
        answers += [
            _answer_row(f"A-{len(answers) + index:04}", walk_ids[id(walk)], row) for index, row in enumerate(walk.answers, 1)
        ]
    _write(folder / "requests.csv", "request_id received_on channel borough ward place worried_about status status_on", requests)
    _write(folder / "status_changes.csv", STATUS_CHANGES, changes)
    _write(folder / "walks.csv", WALKS, walks)
    _write(folder / "questionnaires.csv", QUESTIONNAIRES, answers)
    places = {route_ids[id(walk.route)]: walk.place for walk in made_walks if walk.route}
    _write(folder / "actions.csv", ACTIONS, action_rows(places))
    _write(folder / "engagements.csv", ENGAGEMENTS, engagement_rows())
    _write(folder / "hubs.csv", HUBS, hub_rows())


def _answer_row(answer_id: str, walk_id: str, answer: Answer) -> tuple[object, ...]:
    return (
        answer_id, walk_id, answer.answered_on, answer.respondent, answer.feeling, ";".join(answer.factors), answer.factor_other,
        ";".join(answer.ideas), answer.idea_text, answer.trust_before, answer.trust_after, answer.pass_on,
    )  # fmt: skip


def _write(path: Path, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split())
        writer.writerows(rows)
