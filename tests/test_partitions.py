"""Beyond one unit: records in partitions, and on servers of their own read together, give the same figures as they do alone."""
# ruff: noqa: S608  the statements are written here

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.databases import PostgresqlServer, run_mortal_postgresql
from tests.made_files import make_files
from tests.partitioned import EAST, OF_ONE_UNIT, UNITS, WEST, make_federated, make_partitioned, second_unit
from tests.published import SAMPLE, WINTER
from walktalk_data import desk
from walktalk_data.briefing import EditionScope, Scope, forget_briefings, make_briefing, open_edition
from walktalk_data.outputs.long_form import long_form_csv
from walktalk_data.records.database import Database, connect_database
from walktalk_data.records.summaries import find_drift

KEEP = desk.Confirmed(free_text="keep")
FOUND_BY = ("Havering", None)


@pytest.fixture(autouse=True)
def two_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with second_unit(tmp_path, monkeypatch):
        yield


@pytest.fixture
def plain(postgresql_server: PostgresqlServer) -> Iterator[Database]:
    with postgresql_server.new_database() as address, closing(connect_database(address)) as database:
        yield database


def load_both(database: Database, folder: Path) -> None:
    """The sample for either unit, and for the second a little more, so that the two are not the same."""
    for unit in UNITS:
        desk.load_files(database, SAMPLE, unit, KEEP)
    load_more(database, folder / "more")


def load_more(database: Database, folder: Path, first: int = 500) -> None:
    desk.load_files(database, make_files(folder, range(first, first + 15), women=3), WEST, KEEP)


def figures(database: Database, unit: str) -> str:
    forget_briefings()
    scopes = [Scope(borough, unit=unit) for borough in FOUND_BY]
    # Every table: those that are read when they are looked at, too.
    briefings = [make_briefing(database, scope) for scope in scopes]
    looked_at = [[*table.figures()] for briefing in briefings for table in briefing.of_single_places]
    return "".join(map(long_form_csv, briefings)) + repr(looked_at)


def test_partitions_by_unit_give_the_same_figures_through_loads_undo_and_publishing(
    postgresql_server: PostgresqlServer, plain: Database, tmp_path: Path
) -> None:
    with postgresql_server.new_database() as address:
        make_partitioned(address)
        with closing(connect_database(address)) as parted:
            for database in (plain, parted):
                load_both(database, tmp_path / str(database.engine.url.database))
            before = {unit: figures(plain, unit) for unit in UNITS}
            assert {unit: figures(parted, unit) for unit in UNITS} == before
            assert before[EAST] != before[WEST]
            for database in (plain, parted):
                desk.undo_load(database, 3)
                desk.publish(database, EditionScope(WEST, "partner", *WINTER), "Panel of the west")
                desk.erase_record(database, "walk", EAST, "W-0002")
                with database.reading() as reading:
                    assert find_drift(reading.connection) == []
            after = {unit: figures(plain, unit) for unit in UNITS}
            assert {unit: figures(parted, unit) for unit in UNITS} == after
            assert after[WEST] != before[WEST]
            assert after[EAST] != before[EAST]
            assert long_form_csv(open_edition(parted, 1)) == long_form_csv(open_edition(plain, 1))
            assert desk.find_damage(parted) == []


def test_a_question_about_one_unit_looks_at_no_other_units_partition(postgresql_server: PostgresqlServer) -> None:
    with postgresql_server.new_database() as address:
        make_partitioned(address)
        with closing(connect_database(address)) as parted, parted.connect() as connection:
            for table in OF_ONE_UNIT:
                asked = f"EXPLAIN (VERBOSE) SELECT * FROM {table.name} WHERE unit = '{EAST}'"
                plan = "\n".join(connection.execute(text(asked)).scalars())
                assert "unit_0." in plan, plan
                assert "unit_1." not in plan, plan


@pytest.mark.long
def test_units_on_servers_of_their_own_are_read_together_with_the_same_figures(plain: Database, tmp_path: Path) -> None:
    with ExitStack() as stack:
        servers = [stack.enter_context(run_mortal_postgresql(is_durable=True)) for _ in range(3)]
        at_east, at_west, nation = (stack.enter_context(server.new_database()) for server in servers)
        east, west = (stack.enter_context(closing(connect_database(address))) for address in (at_east, at_west))
        load_both(plain, tmp_path / "plain")
        desk.load_files(east, SAMPLE, EAST, KEEP)
        desk.load_files(west, SAMPLE, WEST, KEEP)
        load_more(west, tmp_path / "west")
        desk.publish(west, EditionScope(WEST, "partner", *WINTER), "Panel of the west")
        make_federated(nation, {EAST: at_east, WEST: at_west})
        together = stack.enter_context(closing(connect_database(nation)))
        assert figures(together, EAST) == figures(east, EAST)
        assert without_loads(figures(together, WEST)) == without_loads(figures(west, WEST))
        # And as they are where all is in one database, but for the numbers of the loads.
        for unit in UNITS:
            assert without_loads(figures(together, unit)) == without_loads(figures(plain, unit))
        assert [one.edition.number for one in desk.list_briefings(together, WEST)] == [1_000_001]
        # What one of them loads is seen at once: the data version is the sum of theirs.
        version = desk.read_data_version(together)
        load_more(west, tmp_path / "later", 900)
        assert desk.read_data_version(together) == version + 1
        assert without_loads(figures(together, WEST)) == without_loads(figures(west, WEST))
        # Nothing is changed from here.
        with pytest.raises(desk.RecordsError):
            load_more(together, tmp_path / "no", 950)
        assert without_loads(figures(together, WEST)) == without_loads(figures(west, WEST))
        # And nothing of anybody is read where one of them is gone: the price of reading them together.
        servers[1].kill()
        try:
            with pytest.raises(desk.RecordsError, match=r"could not connect to server|cannot be read|went away"):
                figures(together, EAST)
        finally:
            servers[1].start()
        assert figures(together, EAST) == figures(east, EAST)


def without_loads(figures: str) -> list[str]:
    return [line for line in figures.splitlines() if ",loads," not in line]
