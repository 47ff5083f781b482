"""The months' summaries say what the records say, for any period and day, whatever was loaded, undone or removed."""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select, text, update

from tests import checked_records
from tests.checked_records import answer, answers_table, load, new_database, request, requests_table, status, walk, walks_table
from tests.databases import long_on_postgresql, on_both_databases
from tests.made_records import DAYS, UNIT, Records, made_records, replace_records
from walktalk_data import vocabulary
from walktalk_data.records import cells, remembered, summaries, tables
from walktalk_data.records.cells import Cells, Days, put_together
from walktalk_data.records.clusters import group_of
from walktalk_data.records.columns import Columns
from walktalk_data.records.database import Database
from walktalk_data.records.groups import by_month, with_clusters
from walktalk_data.records.packed import pack, unpack
from walktalk_data.records.remembered import Asked, Remembered, plan_of, remember, remember_summaries
from walktalk_data.records.removal import erase, remove_older
from walktalk_data.records.summaries import find_drift, keep_all_summaries
from walktalk_data.records.undo import NoSuchLoad, RecordsDepend, undo_load
from walktalk_data.records.upgrade import upgrade

FIRST, LAST = date(2021, 12, 6), date(2022, 3, 28)


@pytest.fixture(autouse=True)
def _months_of_few_walks_are_summed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summaries, "MOST_WALKS", -1)


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    with new_database(database_address) as made:
        yield made


def in_words(columns: Columns) -> Counter[tuple[Any, ...]]:
    """The counts by words, whatever the order of rows and codes. Counts of nothing are left out."""
    told: Counter[tuple[Any, ...]] = Counter()
    names = sorted(columns.codes)
    words = {name: columns.words[name] for name in names}
    for row in range(len(columns)):
        said = [words[name][columns.codes[name][row]] if words[name] else int(columns.codes[name][row]) for name in names]
        for measure, counts in columns.counts.items():
            assert counts[row] >= 0
            told[(measure, *said)] += int(counts[row])
    return +told


def by_the_rows(database: Database, asked: Asked) -> dict[str, Columns]:
    """The same question answered by reading every record by its day, and then put into groups."""
    with database.reading() as reading:
        every = put_together(remembered._read_all(reading.connection, UNIT))
    found = {}
    for kind, columns in every.items():
        if kind in remembered._BY_DAYS:
            found[kind] = remembered._of_requests(kind, columns, asked)
            continue
        own = by_month({kind: columns.pick(remembered._mask(columns, asked))})[kind]
        own = with_clusters(own) if "group" in own.codes else own
        found[kind] = remembered._not_by(own, "known")
    return found


def assert_same(database: Database, known: Remembered, asked: Asked) -> None:
    with database.reading() as reading:
        told = known.count(reading.connection, asked)
    right = by_the_rows(database, asked)
    assert told.keys() == right.keys()
    for kind, columns in right.items():
        assert in_words(told[kind]) == in_words(columns), (kind, asked)


def summaries_of(database: Database, before: Remembered | None = None) -> Remembered:
    with database.reading() as reading:
        return remember_summaries(reading.connection, UNIT, before)


periods = st.tuples(DAYS, DAYS).map(sorted)
whole_months = st.sampled_from([date(2021, 11, 1), date(2021, 12, 1), date(2022, 1, 1)]).map(
    lambda first: [first, date(2022, 1, 31) if first.year == 2022 else date(2022, 2, 28)]
)


@long_on_postgresql
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(records=made_records(), data=st.data())
def test_any_period_as_known_on_any_day_is_what_the_rows_say(database: Database, records: Records, data: st.DataObject) -> None:
    replace_records(database, records)
    with database.writing() as writing:
        keep_all_summaries(writing.connection)
    known = summaries_of(database)
    for _ in range(6):
        first, last = data.draw(st.one_of(periods, whole_months), label="period")
        as_at = data.draw(st.one_of(DAYS, st.just(date(2022, 5, 1)), st.just(date(2022, 1, 31))), label="as at")
        assert_same(database, known, Asked(first, min(last, as_at), as_at))


@long_on_postgresql
def test_days_at_an_edge_and_answers_that_came_later_are_read_once_for_every_borough(database: Database) -> None:
    numbers = range(1, 9)
    days = [FIRST + timedelta(days=11 * number) for number in numbers]
    load(
        database,
        requests_table(*map(request, numbers)),
        walks_table(*(walk(n, started_on=day) for n, day in zip(numbers, days, strict=True))),
        answers_table(*(answer(n, answered_on=day + timedelta(days=20)) for n, day in zip(numbers, days, strict=True))),
    )
    with database.writing() as writing:
        keep_all_summaries(writing.connection)
    known = summaries_of(database)
    asked = Asked(date(2021, 12, 10), date(2022, 2, 20), date(2022, 2, 20))
    with database.reading() as reading:
        told = known.count(reading.connection, asked)
    assert len(known.read) == 3
    nobody_to_ask: Any = None
    again = known.count(nobody_to_ask, asked)
    assert {kind: in_words(columns) for kind, columns in again.items()} == {kind: in_words(own) for kind, own in told.items()}
    assert_same(database, known, asked)


def draw_load(chance: random.Random, known: dict[str, set[Any]]) -> list[checked_records.SoundTable]:
    """A few records whose dates, boroughs, wards and routes change from load to load; answers may come late."""
    numbers = range(1, 6)

    def some(most: int, among: Any = numbers) -> list[int]:
        return sorted(chance.sample(sorted(among), min(len(among), chance.randint(0, most))))

    def day() -> date:
        return FIRST + timedelta(days=chance.randint(0, (LAST - FIRST).days))

    requests = [
        request(
            number,
            received_on=day(),
            borough=chance.choice(("Havering", "Redbridge")),
            worried_about=chance.choice((None, "day")),
        )
        for number in some(2)
    ]
    known["requests"] |= {row.number - 1 for row in requests}
    statuses = [status(number, chance.choice(vocabulary.STATUSES), day()) for number in some(2, known["requests"])]
    fresh = {(row.values["request_id"], row.values["status_on"]) for row in statuses} - known["statuses"]
    statuses = [row for row in statuses if (row.values["request_id"], row.values["status_on"]) in fresh]
    known["statuses"] |= fresh
    walked = []
    for number in some(3):
        started_on = day()
        asked = chance.choice([None, *sorted(known["requests"])])
        walked.append(
            walk(
                number,
                request_id=asked and f"R{asked}",
                started_at=datetime.combine(started_on, time(chance.randint(8, 22), 10)),
                started_on=started_on,
                borough=chance.choice(("Havering", "Redbridge")),
                ward=chance.choice((None, "Gooshays", "Clementswood")),
                route_id=chance.choice((None, "RT1", "RT2")),
                light=chance.choice(vocabulary.LIGHTS),
            )
        )
    known["walks"] |= {row.number - 1 for row in walked}
    answered = [
        answer(
            number,
            walk_id=f"W{chance.choice(sorted(known['walks']))}",
            answered_on=chance.choice((None, day())),
            respondent=chance.choice(("participant", "participant", "officer")),
            feeling=chance.choice((None, *vocabulary.FEELINGS)),
            factors=tuple(chance.sample(vocabulary.FACTOR_CODES, chance.randint(0, 2))),
            trust_before=chance.choice((None, 1, 4)),
        )
        for number in (some(4) if known["walks"] else [])
    ]
    return [requests_table(*requests, statuses=tuple(statuses)), walks_table(*walked), answers_table(*answered)]


@on_both_databases("seed", range(5), quick_on_postgresql=range(1))
def test_whatever_is_loaded_undone_erased_or_grown_old_no_summary_drifts(database: Database, seed: int) -> None:
    chance = random.Random(seed)
    known: dict[str, set[Any]] = {"requests": set(), "walks": set(), "statuses": set()}
    before: Remembered | None = None
    loads = 0
    for _ in range(12):
        act = chance.choice(("load", "load", "load", "undo", "erase", "old"))
        if act == "load" or not loads:
            loads += load(database, *draw_load(chance, known)).load_id is not None
        else:
            with database.writing() as writing, contextlib.suppress(RecordsDepend, NoSuchLoad):
                if act == "undo":
                    undo_load(writing.connection, chance.randint(1, loads))
                    # A request or walk that is gone is referred to no more.
                    known = standing(writing.connection)
                elif act == "erase":
                    kind: Any = chance.choice(("answer", "walk", "request"))
                    erase(writing.connection, kind, UNIT, f"{kind[0].upper()}{chance.randint(1, 5)}")
                else:
                    remove_older(writing.connection, FIRST + timedelta(days=chance.randint(0, 40)))
        with database.reading() as reading:
            assert find_drift(reading.connection) == [], act
        before = summaries_of(database, before)
        with database.reading() as reading:
            assert before.days == remembered.record_days(reading.connection, UNIT)
        days = sorted(FIRST + timedelta(days=chance.randint(0, 110)) for _ in range(2))
        as_at = chance.choice((date(2022, 6, 1), FIRST + timedelta(days=chance.randint(0, 110))))
        assert_same(database, before, Asked(days[0], min(days[1], as_at), as_at))


def standing(connection: Connection) -> dict[str, set[Any]]:
    """What later loads can refer to."""
    requests = connection.execute(select(tables.requests.c.request_id)).scalars()
    walks = connection.execute(select(tables.walks.c.walk_id)).scalars()
    changes = connection.execute(select(tables.status_changes.c.request_id, tables.status_changes.c.status_on))
    return {
        "requests": {int(one[1:]) for one in requests},
        "walks": {int(one[1:]) for one in walks},
        "statuses": {tuple(row) for row in changes},
    }


def some_months(database: Database) -> None:
    load(
        database,
        requests_table(request(1, received_on=date(2021, 12, 3)), request(2, received_on=date(2022, 1, 3))),
        walks_table(
            walk(1, started_at=datetime(2021, 12, 10, 18), started_on=date(2021, 12, 10)),
            walk(2, started_at=datetime(2022, 1, 10, 18), started_on=date(2022, 1, 10)),
        ),
        answers_table(answer(1), answer(2)),
    )


def test_a_record_that_was_changed_past_the_summaries_is_found_out(database: Database) -> None:
    some_months(database)
    with database.writing() as writing:
        assert find_drift(writing.connection) == []
        writing.connection.execute(update(tables.walks).where(tables.walks.c.walk_id == "W2").values(light="twilight"))
        assert find_drift(writing.connection) == [(UNIT, "walks", 2022 * 12)]
        keep_all_summaries(writing.connection)
        assert find_drift(writing.connection) == []


def test_a_summary_by_day_that_is_not_what_the_records_say_is_found_out(database: Database) -> None:
    some_months(database)
    # What was dated to a month before its walk is known with it.
    later, before = date(2022, 1, 5), date(2021, 12, 30)
    load(database, answers_table(answer(3, walk_id="W1", answered_on=later), answer(4, walk_id="W2", answered_on=before)))
    own = tables.day_summaries.c
    with database.writing() as writing:
        kept = writing.connection.execute(select(own.month, own.known)).all()
        assert sorted(map(tuple, kept)) == [(DECEMBER, DECEMBER), (DECEMBER, JANUARY), (JANUARY, JANUARY)]
        assert find_drift(writing.connection) == []
        writing.connection.execute(delete(tables.day_summaries).where(own.known > own.month))
        assert find_drift(writing.connection) == [(UNIT, "walks", DECEMBER)]


OF_0007 = (
    "DROP TABLE day_summaries",
    "UPDATE month_summaries SET sha256 = 'of another' WHERE month = 24264",
    "UPDATE alembic_version SET version_num = '0007'",
)
OF_0006 = (
    *("DROP TABLE day_summaries", "DROP TABLE month_summaries", "DROP INDEX ix_answers_answered_on"),
    "UPDATE alembic_version SET version_num = '0006'",
)


@pytest.mark.parametrize(("version", "back"), [("0006", OF_0006), ("0007", OF_0007)])
def test_an_upgrade_sums_up_what_is_there(database: Database, version: str, back: tuple[str, ...]) -> None:
    some_months(database)
    with database.writing() as writing:
        for statement in back:
            writing.connection.execute(text(statement))
    assert upgrade(database).before == version
    with database.reading() as reading:
        assert find_drift(reading.connection) == []
        assert len(reading.connection.execute(select(tables.month_summaries)).all()) == 4
        assert len(reading.connection.execute(select(tables.day_summaries)).all()) == 2


@long_on_postgresql
def test_however_many_months_are_read_at_once_they_are_summed_up_alike(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = range(1, 17)
    # Two walks of each month, which are alike but in who walked.
    days = [FIRST + timedelta(days=31 * (number // 2)) for number in range(16)]
    load(
        database,
        requests_table(*map(request, numbers)),
        walks_table(*(walk(n, started_on=day) for n, day in zip(numbers, days, strict=True))),
        answers_table(*(answer(n, answered_on=day + timedelta(days=n)) for n, day in zip(numbers, days, strict=True))),
    )
    read: list[Days | None] = []
    read_cells = summaries.read_cells

    def note(connection: Connection, unit: str, what: Any, days: Days | None) -> Iterator[Cells]:
        if what == "walks":
            read.append(days)
        return read_cells(connection, unit, what, days)

    monkeypatch.setattr(summaries, "read_cells", note)
    for months, rows, times in ((8, 100, 1), (3, 100, 3), (1, 100, 8), (8, 1, 1)):
        monkeypatch.setattr(summaries, "SUMMED_UP_AT_ONCE", 2 * months)
        monkeypatch.setattr(cells, "AT_ONCE", rows)
        with database.reading() as reading:
            assert find_drift(reading.connection) == []
        assert (len(read), None in read) == (times, times == 1)
        read.clear()
    # A month between that was not touched is not read with the others.
    monkeypatch.setattr(summaries, "SUMMED_UP_AT_ONCE", 10)
    with database.reading() as reading:
        touched = set(range(DECEMBER, DECEMBER + 8)) - {DECEMBER + 2}
        made = [summary.month for summary in summaries._make_summaries(reading.connection, UNIT, "walks", touched)]
    assert made == sorted(touched)
    assert read == [(date(2021, 12, 1), date(2022, 1, 31)), (date(2022, 3, 1), date(2022, 7, 31))]


def test_after_a_load_only_the_months_that_it_touched_are_read_again(database: Database) -> None:
    some_months(database)
    before = summaries_of(database)
    load(database, answers_table(answer(3, walk_id="W2", feeling="very safe")))
    after = summaries_of(database, before)
    assert after.kept["walks", 2021 * 12 + 11] is before.kept["walks", 2021 * 12 + 11]
    assert after.kept["walks", 2022 * 12] is not before.kept["walks", 2022 * 12]
    assert after.kept["requests", 2022 * 12] is before.kept["requests", 2022 * 12]


def test_what_is_remembered_after_a_load_is_what_would_be_read_afresh(database: Database) -> None:
    some_months(database)
    remembered_before = summaries_of(database)
    for number, (walk_id, feeling) in enumerate((("W2", "very safe"), ("W1", "very unsafe"), ("W2", None)), start=3):
        load(database, answers_table(answer(number, walk_id=walk_id, feeling=feeling)))
        remembered_before = summaries_of(database, remembered_before)
        afresh = summaries_of(database)
        assert remembered_before.kept == afresh.kept
        for kind, columns in afresh.cells.items():
            assert in_words(remembered_before.cells[kind]) == in_words(columns), kind


def test_a_month_is_packed_into_the_same_bytes_whatever_the_order_of_its_rows(database: Database) -> None:
    some_months(database)
    with database.reading() as reading:
        month = by_month(put_together(remembered._read_all(reading.connection, UNIT)))
    turned = {kind: columns.pick(slice(None, None, -1)) for kind, columns in month.items()}
    assert pack(month) == pack(turned) == pack(unpack(pack(month)))
    for kind, columns in unpack(pack(month)).items():
        assert in_words(columns) == in_words(month[kind])


@pytest.mark.parametrize(
    ("cluster", "group"),
    [("route RT1", 6), ("route RT2", 12), ("walk W1", 3), ("walk W2", 9), ("route Straße 1", 13)],
)
def test_a_cluster_is_in_the_same_group_for_ever(cluster: str, group: int) -> None:
    """CRC-32 of its name in UTF-8, modulo 16: if this fails, every summary that is kept is wrong."""
    assert group_of(cluster) == group


RECORDED = (date(2021, 12, 6), date(2022, 3, 20))
DECEMBER, JANUARY, FEBRUARY, MARCH = 2021 * 12 + 11, 2022 * 12, 2022 * 12 + 1, 2022 * 12 + 2


@pytest.mark.parametrize(
    ("first", "last", "as_at", "months", "edges"),
    [
        # All that is recorded is in whole months, though the first and the last day are not of a month.
        (date(2021, 12, 6), date(2022, 3, 20), date(2022, 3, 20), range(DECEMBER, MARCH + 1), (None, None)),
        (date(2020, 1, 1), date(2023, 1, 1), date(2023, 1, 1), range(DECEMBER, MARCH + 1), (None, None)),
        (date(2022, 1, 1), date(2022, 2, 28), date(2022, 5, 1), range(JANUARY, FEBRUARY + 1), (None, None)),
        (
            *(date(2021, 12, 7), date(2022, 2, 3), date(2022, 5, 1), range(JANUARY, FEBRUARY)),
            ((date(2021, 12, 7), date(2021, 12, 31)), (date(2022, 2, 1), date(2022, 2, 3))),
        ),
        (date(2022, 1, 5), date(2022, 1, 9), date(2022, 5, 1), range(0), ((date(2022, 1, 5), date(2022, 1, 9)), None)),
        (date(2023, 1, 1), date(2023, 2, 1), date(2023, 5, 1), range(0), (None, None)),
        (date(2022, 3, 1), date(2022, 2, 1), date(2022, 2, 1), range(0), (None, None)),
    ],
)
def test_whole_months_come_from_summaries_and_edge_days_are_read_by_day(
    first: date, last: date, as_at: date, months: range, edges: tuple[Any, Any]
) -> None:
    plan = plan_of(Asked(first, last, as_at), RECORDED)
    assert (plan.months, plan.edges) == (months, edges)
    assert (plan.known, plan.late) == (None, None)


@pytest.mark.parametrize(
    ("as_at", "known", "late"),
    [
        (date(2022, 3, 20), None, None),
        (date(2022, 2, 28), FEBRUARY, None),
        (date(2022, 2, 27), JANUARY, date(2022, 2, 27)),
        (date(2022, 2, 1), JANUARY, date(2022, 2, 1)),
    ],
)
def test_answers_that_became_known_within_the_month_of_the_as_at_day_are_read_by_day(
    as_at: date, known: int | None, late: Any
) -> None:
    plan = plan_of(Asked(date(2021, 12, 1), date(2022, 1, 31), as_at), RECORDED)
    assert (plan.months, plan.known, plan.late) == (range(DECEMBER, JANUARY + 1), known, late)


def test_of_more_routes_than_are_told_apart_answers_are_alike_by_groups(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_months(database)

    def is_grouped(clusters: int, walks: int = 10) -> bool:
        monkeypatch.setattr(remembered, "MOST_CLUSTERS", clusters)
        monkeypatch.setattr(summaries, "MOST_WALKS", walks)
        with database.reading() as reading:
            return remember(reading.connection, UNIT).is_grouped

    assert remembered.MOST_CLUSTERS == 2000
    assert not is_grouped(2)
    assert is_grouped(1)
    assert is_grouped(2, walks=1)
    assert not is_grouped(2, walks=2)


@on_both_databases("most", (0, 1, 2, 3), quick_on_postgresql=(1,))
def test_months_are_summed_up_from_the_load_on_that_brings_many_walks(
    database: Database, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two walks in two months, then a third, then it is undone."""
    monkeypatch.setattr(summaries, "MOST_WALKS", most)

    def kept() -> set[int]:
        with database.reading() as reading:
            assert find_drift(reading.connection) == []
            months = select(tables.month_summaries.c.month).where(tables.month_summaries.c.what == "walks")
            return set(reading.connection.execute(months).scalars())

    some_months(database)
    assert kept() == ({DECEMBER, JANUARY} if most < 2 else set())
    third = walk(3, request_id=None, started_at=datetime(2022, 3, 1, 9), started_on=date(2022, 3, 1))
    load(database, walks_table(third))
    assert kept() == ({DECEMBER, JANUARY, MARCH} if most < 3 else set())
    with database.writing() as writing:
        undo_load(writing.connection, 2)
    assert kept() == ({DECEMBER, JANUARY} if most < 2 else set())


def test_the_measures_of_every_kind_are_told_of_no_month_at_all(database: Database) -> None:
    """Where nothing is recorded there are cells of each kind all the same, with no row."""
    nothing = summaries_of(database)
    some_months(database)
    something = summaries_of(database)

    def shape(known: Remembered) -> Mapping[str, Any]:
        return {kind: (sorted(columns.codes), sorted(columns.counts)) for kind, columns in known.cells.items()}

    assert shape(nothing) == shape(something)


@long_on_postgresql
@pytest.mark.parametrize(
    ("last", "as_at", "read"),
    [
        # Of December and of February what was known in each, and in the month after.
        (date(2022, 2, 3), date(2022, 5, 1), [2, 2]),
        # Most of two months and no whole one.
        (date(2022, 1, 25), date(2022, 5, 1), [4]),
        (date(2021, 12, 9), date(2022, 5, 1), [2]),
        # As known on a day of January: the edges as far as they were known then, and nothing later of a whole month.
        (date(2022, 1, 20), date(2022, 1, 20), [3]),
        # Of January, which is whole, what came in February too.
        (date(2022, 2, 10), date(2022, 2, 10), [2, 1, 1]),
    ],
)
def test_of_summaries_by_day_no_more_are_read_than_are_needed(
    database: Database, monkeypatch: pytest.MonkeyPatch, last: date, as_at: date, read: list[int]
) -> None:
    days = [date(2021, 12, 1), *(date(2021, 12, 3) + timedelta(days=9 * number) for number in range(12))]
    load(
        database,
        requests_table(*(request(n, received_on=date(2021, 11, 20)) for n in range(1, len(days) + 1))),
        walks_table(*(walk(n, started_on=day) for n, day in enumerate(days, 1))),
        answers_table(*(answer(n, answered_on=day + timedelta(days=9)) for n, day in enumerate(days, 1))),
    )
    with database.writing() as writing:
        keep_all_summaries(writing.connection)
    known = summaries_of(database)
    unpacked: list[int] = []
    read_by_day = remembered._read_by_day

    def note(*asked: Any) -> Cells:
        unpacked.append(0)
        return read_by_day(*asked)

    def note_one(packed: bytes) -> dict[str, Columns]:
        unpacked[-1] += 1
        return unpack(packed)

    monkeypatch.setattr(remembered, "_read_by_day", note)
    monkeypatch.setattr(remembered, "unpack", note_one)
    assert_same(database, known, Asked(date(2021, 12, 7), last, as_at))
    assert unpacked == read
