"""The database roles of the dashboard: each does all that it must, and is refused everything else, table by table."""
# ruff: noqa: S608  the statements are written here

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import text

from tests.browser import open_viewer, serve
from tests.databases import PostgresqlServer
from tests.made_files import make_files
from tests.partner_database import ISSUER, UNIT, WINTER, PartnerDatabase, run_partner_database
from walktalk_data import acts, desk, doctor
from walktalk_data.__main__ import run
from walktalk_data.access import tables as access_tables
from walktalk_data.access.door import Door
from walktalk_data.access.settings import SignIn
from walktalk_data.briefing import Scope, forget_briefings, make_briefing, open_edition, preview_edition
from walktalk_data.outputs.long_form import long_form_csv
from walktalk_data.records import tables
from walktalk_data.records.database import SCHEMA_VERSION, Database, connect_database
from walktalk_data.records.database_role import KINDS, RIGHTS, SEQUENCES, Kind, database_role_sql
from walktalk_data.records.partner_role import WrongRole

REFUSED = "42501"  # insufficient_privilege
RIGHTS_OF_TABLES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
RIGHTS_OF_COLUMNS = ("SELECT", "INSERT", "UPDATE", "REFERENCES")
SETTINGS = SignIn(Path("secrets.toml"), "https://walks.example", {"police": ISSUER})
ROLES: dict[Kind, str] = {kind: f"walktalk_{kind}_tried" for kind in KINDS}


@pytest.fixture(scope="module")
def shared(postgresql_server: PostgresqlServer) -> Iterator[PartnerDatabase]:
    with run_partner_database(postgresql_server) as database:
        database.make_role("Redbridge")
        for kind, role in ROLES.items():
            database.as_owner(database_role_sql(kind, role))
            database.roles.append(role)
        yield database


@contextlib.contextmanager
def opened(shared: PartnerDatabase, kind: Kind) -> Iterator[Database]:
    database = connect_database(shared.address(ROLES[kind]))
    try:
        yield database
    finally:
        database.close()


def what_it_may(shared: PartnerDatabase, role: str) -> set[str]:
    """Every right of the role on every table, view and sequence that is not PostgreSQL's own, from the catalogue."""
    rights = ", ".join(f"('{right}')" for right in RIGHTS_OF_TABLES)
    columns = ", ".join(f"('{right}')" for right in RIGHTS_OF_COLUMNS)
    ours = "nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"
    joined = "pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    found = shared.as_owner(
        f"SELECT nspname || '.' || relname || ' ' || it FROM {joined}, (VALUES {rights}) AS each (it) "
        f"WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND {ours} AND has_table_privilege('{role}', pg_class.oid, it) "
        f"UNION ALL SELECT nspname || '.' || relname || '.' || attname || ' ' || it "
        f"FROM {joined} JOIN pg_attribute ON attrelid = pg_class.oid, (VALUES {columns}) AS each (it) "
        f"WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND {ours} AND attnum > 0 AND NOT attisdropped "
        f"AND has_column_privilege('{role}', attrelid, attnum, it) AND NOT has_table_privilege('{role}', attrelid, it) "
        f"UNION ALL SELECT nspname || '.' || relname || ' ' || it FROM {joined}, (VALUES ('USAGE'), ('SELECT'), ('UPDATE')) "
        f"AS each (it) WHERE relkind = 'S' AND {ours} AND has_sequence_privilege('{role}', pg_class.oid, it)"
    )
    return {one for (one,) in found}


def what_is_written(kind: Kind) -> set[str]:
    told = {f"{sequence} USAGE" for sequence in SEQUENCES[kind]}
    for table, rights in RIGHTS[kind].items():
        for right in rights.replace(", ", ",").split("),"):
            plain, _, columns = right.partition(" (")
            *whole, last = plain.split(",")
            told |= {f"{table} {one}" for one in whole}
            told |= {f"{table}.{column} {last}" for column in columns.rstrip(")").split(",")} if columns else {f"{table} {last}"}
    return told


@pytest.mark.parametrize("kind", KINDS)
def test_a_role_has_the_rights_that_are_written_and_no_other(shared: PartnerDatabase, kind: Kind) -> None:
    assert what_it_may(shared, ROLES[kind]) == what_is_written(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_is_decided_on(kind: Kind) -> None:
    ours = {f"public.{table.name}" for table in tables.metadata.tables.values()} | {"public.alembic_version"}
    ours |= {f"access.{table.name}" for table in access_tables.metadata.tables.values()}
    assert ours == RIGHTS[kind].keys()


def test_the_police_role_changes_no_record() -> None:
    changed = {table for table, rights in RIGHTS["police"].items() if rights != "SELECT"}
    assert changed == {"access.access_sign_ins", "access.access_audit"}


def test_no_role_changes_what_was_published_or_what_the_log_says() -> None:
    for kind in KINDS:
        for table in ("public.editions", "access.access_audit", "public.removals", "public.load_files"):
            rights = RIGHTS[kind][table]
            assert "DELETE" not in rights
            assert "UPDATE" not in rights or table == "public.editions"
        assert "content" not in RIGHTS[kind]["public.editions"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (x int)",
        "CREATE TABLE access.mine (x int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "CREATE EXTENSION dblink",
        "ALTER TABLE public.answers ADD COLUMN mine int",
        "DROP TABLE public.answers",
        "TRUNCATE public.answers",
        "ALTER TABLE access.access_audit DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "SET ROLE walktalk",
        "UPDATE alembic_version SET version_num = '0001'",
        "UPDATE editions SET content = ''",
        "DELETE FROM editions",
        "DELETE FROM access.access_audit",
        "SELECT rolpassword FROM pg_authid",
        "SELECT pg_read_file('postgresql.conf')",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "SELECT * FROM partner.role_boroughs",
    ],
)
def test_a_role_makes_alters_and_becomes_nothing(shared: PartnerDatabase, kind: Kind, statement: str) -> None:
    assert shared.refusal(ROLES[kind], statement) == REFUSED, statement


def test_the_police_role_makes_every_figure_opens_editions_and_keeps_the_door(shared: PartnerDatabase) -> None:
    owner = connect_database(shared.owner)
    with opened(shared, "police") as police:
        forget_briefings()
        theirs = long_form_csv(make_briefing(police, Scope()))
        assert theirs == long_form_csv(make_briefing(owner, Scope()))
        assert long_form_csv(open_edition(police, 1)) == long_form_csv(open_edition(owner, 1))
        # A preview reads closed months, proofs and clearings too.
        assert preview_edition(police, WINTER, date(2022, 5, 1)).edition
        assert desk.prove(police, 1) == []
        assert desk.find_damage(police) == []
        assert desk.list_loads(police)
        assert desk.foresee_undo(police, 1)
        access = acts.open_access(police, {})
        door = Door(SETTINGS, access)
        viewer = door.let_in("police", {"iss": ISSUER, "sub": "superintendent"}, "a" * 64)
        at = acts.Desk(viewer, police, access)
        at.note_opened("overview")
        assert at.list_places(UNIT) is not None
        assert door.find("a" * 64) == viewer
        door.let_out("a" * 64)
        assert door.find("a" * 64) is None
        wrong = [found for found in doctor.examine(shared.address(ROLES["police"]), {}) if not found.is_right]
        assert [found.what for found in wrong if found.what not in ("packages", "paper")] == []
        # And changes nothing, in words.
        command = acts.Desk(acts.COMMAND_LINE, police, access)
        for change in (
            lambda: command.undo(1),
            lambda: command.withdraw(1, "no"),
            lambda: command.grant(ISSUER, "subject", "eve", "superintendent"),
            lambda: command.sum_up_anew(),
        ):
            with pytest.raises(desk.RecordsError, match="permission denied"):
                change()
    owner.close()


def test_the_loader_role_does_every_act(shared: PartnerDatabase, tmp_path: Path) -> None:
    with opened(shared, "loader") as loader:
        at = acts.Desk(acts.COMMAND_LINE, loader, acts.open_access(loader, {}))
        here = acts.Desk(acts.THIS_MACHINE, loader, at.access)
        keep = desk.Confirmed(free_text="keep")
        first = at.load(make_files(tmp_path / "a", range(3), women=2), UNIT, keep).receipt.load_id
        second = at.load(make_files(tmp_path / "b", range(3), women=3, words="less"), UNIT, keep).receipt.load_id
        assert second
        assert first
        at.undo(second)
        kept = at.add_action(
            UNIT,
            {
                "kind": "infrastructure",
                "owner": "council lighting",
                "source": "walk",
                "borough": "Havering",
                "what": "New lamps",
                "agreed_on": date(2022, 1, 1),
            },
        )
        at.change_action(UNIT, kept.action.action_id, {"what": "New lights"})
        at.drop_action(UNIT, kept.action.action_id, date(2022, 3, 1), "too dear")
        place = next(place for place in here.list_places(UNIT) if place.waiting)
        here.clear_place(UNIT, place.place, list(place.waiting)[:1], "The park", is_surely_public=True)
        here.clear_place(UNIT, place.place, (), "The park")
        with loader.reading() as reading:
            assert reading.connection.execute(text("SELECT current_user")).scalar() == ROLES["loader"]
        edition = at.publish(desk.EditionScope(UNIT, "public", WINTER.first_day, WINTER.last_day), "For everyone")
        at.withdraw(edition.number, "The wrong months", 1)
        granted = at.grant(ISSUER, "subject", "eve", "partner", ["Havering"])
        at.revoke(granted.grant_id)
        door = Door(SETTINGS, at.access)
        door.let_in("police", {"iss": ISSUER, "sub": "coordinator"}, "b" * 64)
        door.let_out("b" * 64)
        at.sum_up_anew()
        assert not at.upgrade().changed
        at.erase("walk", UNIT, "W-0002")
        at.remove_older(1)
        # The partner's view was told of the edition, by a trigger that the loader does not own.
        assert shared.as_owner(f"SELECT count(*) FROM partner.edition_boroughs WHERE number = {edition.number}") == [[3]]


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_opens_by_either_role(shared: PartnerDatabase, browser: Browser, tmp_path: Path, kind: Kind) -> None:
    with (
        serve(tmp_path / "server.log", WALKTALK_DATABASE=shared.address(ROLES[kind])) as served,
        open_viewer(browser, served) as viewer,
    ):
        for page in acts.THIS_MACHINE.pages:
            viewer.open("/" if page == "overview" else f"/{page}").no_errors()
            told = viewer.page.locator("main").inner_text()
            assert "permission denied" not in told, (page, told)
            assert "cannot be" not in told.partition("\n\n")[0], (page, told)
        viewer.open("/?edition=1").no_errors()
        viewer.open("/?preview=partner&from=2022-01-01&to=2022-03-31").no_errors()
        assert "permission denied" not in viewer.page.locator("main").inner_text()


def test_an_upgrade_is_for_the_owner_and_others_are_told_so(shared: PartnerDatabase, tmp_path: Path) -> None:
    shared.as_owner("UPDATE alembic_version SET version_num = '0006'")
    try:
        with opened(shared, "loader") as loader:
            files = make_files(tmp_path, range(900, 902))
            with pytest.raises(desk.RecordsError, match="brought up to date by their owner, walktalk: python -m walktalk_data"):
                desk.load_files(loader, files, UNIT, desk.Confirmed(free_text="keep"))
            with pytest.raises(desk.RecordsError, match="brought up to date by their owner"):
                desk.upgrade_database(loader)
    finally:
        shared.as_owner(f"UPDATE alembic_version SET version_num = '{SCHEMA_VERSION}'")


@pytest.mark.parametrize("kind", KINDS)
def test_the_sql_may_be_run_again_and_then_holds_exactly_what_it_says(shared: PartnerDatabase, kind: Kind) -> None:
    role = ROLES[kind]
    shared.as_owner(f"GRANT ALL ON public.editions, access.access_audit, partner.role_boroughs TO {role}")
    shared.as_owner(f"GRANT UPDATE (content) ON public.editions TO {role}")
    shared.as_owner(f"GRANT CREATE ON SCHEMA public TO {role}")
    shared.as_owner(database_role_sql(kind, role))
    assert what_it_may(shared, role) == what_is_written(kind)
    assert shared.as_owner(f"SELECT has_schema_privilege('{role}', 'public', 'CREATE')") == [[False]]


def test_a_role_that_is_more_is_left_as_it_is(shared: PartnerDatabase) -> None:
    shared.as_owner("CREATE ROLE too_much_already LOGIN CREATEDB")
    shared.roles.append("too_much_already")
    assert shared.refusal("walktalk", database_role_sql("police", "too_much_already")) == "P0001"
    assert shared.refusal("walktalk", database_role_sql("loader", "walktalk")) == "P0001"


def test_the_command_prints_the_sql(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["database-role", "loader", "walktalk_loader"]) == 0
    told = capsys.readouterr().out
    assert told == database_role_sql("loader", "walktalk_loader")
    assert "@" not in told
    assert run(["database-role", "police", "A;b"]) == 1
    assert "no name for a role" in capsys.readouterr().err
    with pytest.raises(WrongRole):
        database_role_sql("police", "pg_police")
