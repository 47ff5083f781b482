"""Random small records for property tests: a few requests, walks and answers with every kind of blank."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import delete, insert

from walktalk_data import areas, vocabulary
from walktalk_data.figure import Figure, Table
from walktalk_data.records import tables
from walktalk_data.records.database import Database

UNIT = "East Area"
FIRST_DAY, LAST_DAY = date(2021, 11, 1), date(2022, 3, 31)
BOROUGHS = areas.unit(UNIT).boroughs
DAYS = st.dates(FIRST_DAY, LAST_DAY)


@dataclass(frozen=True)
class Records:
    """Rows of each table, by its name."""

    requests: tuple[dict[str, Any], ...]
    status_changes: tuple[dict[str, Any], ...]
    walks: tuple[dict[str, Any], ...]
    answers: tuple[dict[str, Any], ...]
    answer_factors: tuple[dict[str, Any], ...]
    answer_ideas: tuple[dict[str, Any], ...]

    def known_on(self, day: date) -> Records:
        """Only what is dated to that day."""
        walks = tuple(row for row in self.walks if row["started_on"] <= day)
        walked = {row["walk_id"] for row in walks}
        answers = tuple(row for row in self.answers if row["walk_id"] in walked and (row["answered_on"] or FIRST_DAY) <= day)
        answered = {row["answer_id"] for row in answers}
        return Records(
            tuple(row for row in self.requests if row["received_on"] <= day),
            tuple(row for row in self.status_changes if row["status_on"] <= day and self._received(row["request_id"]) <= day),
            walks,
            answers,
            tuple(row for row in self.answer_factors if row["answer_id"] in answered),
            tuple(row for row in self.answer_ideas if row["answer_id"] in answered),
        )

    def _received(self, request_id: str) -> date:
        received: date = next(row["received_on"] for row in self.requests if row["request_id"] == request_id)
        return received

    def turned_round(self) -> Records:
        """The same rows in the opposite order."""
        return replace(self, **{name: tuple(reversed(rows)) for name, rows in vars(self).items()})


@st.composite
def made_records(draw: st.DrawFn, most_walks: int = 12) -> Records:
    """Records in an order of dates that can be: a walk follows its request, an answer its walk."""
    requests = [
        {
            "unit": UNIT,
            "request_id": f"R{number}",
            "received_on": draw(DAYS),
            "borough": draw(st.sampled_from(BOROUGHS)),
            "channel": draw(st.sampled_from((None, "email"))),
        }
        for number in range(draw(st.integers(0, 6)))
    ]
    changes = {
        (request["request_id"], day): draw(st.sampled_from(vocabulary.STATUSES))
        for request in requests
        for day in draw(st.lists(DAYS, max_size=3))
    }
    walks = [_walk(draw, number, requests) for number in range(draw(st.integers(0, most_walks)))]
    answers = [_answer(draw, f"A{walk['walk_id']}-{number}", walk) for walk in walks for number in range(draw(st.integers(0, 3)))]
    return Records(
        tuple(requests),
        tuple({"unit": UNIT, "request_id": key[0], "status_on": key[1], "status": status} for key, status in changes.items()),
        tuple(walks),
        tuple(answers),
        tuple(_named(draw, answers, "factor", vocabulary.FACTOR_CODES)),
        tuple(_named(draw, answers, "idea", vocabulary.IDEA_CODES)),
    )


def _walk(draw: st.DrawFn, number: int, requests: list[dict[str, Any]]) -> dict[str, Any]:
    request = draw(st.sampled_from([None, *requests]))
    day = draw(DAYS) if request is None else draw(st.dates(request["received_on"], LAST_DAY))
    borough = draw(st.sampled_from(BOROUGHS))
    wards = [ward.name for (place, _), ward in areas.unit(UNIT).wards.items() if place == borough][:2]
    return {
        "unit": UNIT,
        "walk_id": f"W{number}",
        "request_id": request["request_id"] if request else None,
        "kind": draw(st.sampled_from(vocabulary.WALK_KINDS)),
        "started_at": datetime.combine(day, time(draw(st.integers(6, 22)))),
        "started_on": day,
        "light": draw(st.sampled_from(vocabulary.LIGHTS)),
        "borough": borough,
        "ward": draw(st.sampled_from([None, *wards])),
        "ward_retired": False,
        "route_id": draw(st.sampled_from((None, "RT1", "RT2"))),
        "women": draw(st.sampled_from((None, 1, 20))),
    }


def _answer(draw: st.DrawFn, answer_id: str, walk: dict[str, Any]) -> dict[str, Any]:
    # Mostly soon; months later, or dated to before the walk by mistake.
    days = draw(st.sampled_from((None, 0, 9, 9, 40, 70, -9)))
    return {
        "unit": UNIT,
        "answer_id": answer_id,
        "walk_id": walk["walk_id"],
        "answered_on": None if days is None else walk["started_on"] + timedelta(days=days),
        "respondent": draw(st.sampled_from(("participant", "participant", "participant", "officer", "official"))),
        "feeling": draw(st.sampled_from((None, *vocabulary.FEELINGS))),
    }


def _named(draw: st.DrawFn, answers: list[dict[str, Any]], column: str, codes: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {"unit": UNIT, "answer_id": answer["answer_id"], column: code}
        for answer in answers
        for code in draw(st.sets(st.sampled_from(codes), max_size=3))
    ]


def replace_records(database: Database, records: Records) -> None:
    """Make these the only records of the database."""
    with database.writing() as writing:
        for table in reversed(tables.metadata.sorted_tables):
            if table.name != "about":
                writing.connection.execute(delete(table))
        writing.connection.execute(insert(tables.loads).values(load_id=1, unit=UNIT, loaded_at=datetime(2022, 12, 1)))
        for name, rows in vars(records).items():
            loaded = {} if name in ("answer_factors", "answer_ideas") else {"load_id": 1}
            if rows:
                writing.connection.execute(insert(tables.metadata.tables[name]), [row | loaded for row in rows])
        writing.set_about("data_version", str(writing.data_version + 1))


def told(table: Table) -> dict[str, tuple[float | None, str, int | None]]:
    """What a table says, by figure."""
    return {figure.figure_id: _said(figure) for figure in table.figures()}


def _said(figure: Figure) -> tuple[float | None, str, int | None]:
    return figure.value, figure.marker, figure.base
