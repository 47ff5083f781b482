"""The database role of a partner instance: what somebody who steals its password can reach, tried on a real PostgreSQL."""
# ruff: noqa: S608  the statements are written here

from __future__ import annotations

import pytest

from tests.databases import PostgresqlServer
from tests.partner_database import ELSEWHERE, PartnerDatabase, keep_by_hand, redbridge, shared
from walktalk_data import desk
from walktalk_data.access import tables as access_tables
from walktalk_data.briefing import open_edition
from walktalk_data.records import tables
from walktalk_data.records.database import connect_database
from walktalk_data.records.partner_role import WrongRole, open_for_partners, partner_role_sql

__all__ = ["redbridge", "shared"]

REFUSED = "42501"  # insufficient_privilege
READ = {"about", "alembic_version", "editions", "access_about", "access_grants", "access_grant_boroughs"}
MAY = {
    **{f"partner.{name}": {"SELECT"} for name in READ},
    "partner.access_sign_ins": {"SELECT", "INSERT", "UPDATE", "DELETE"},
    "partner.access_audit": {"INSERT"},
}
"""All that the role may do, with what."""


def every_relation(shared: PartnerDatabase) -> list[tuple[str, str, str]]:
    """Every table, view and sequence that is not PostgreSQL's own: its name, its kind, and its first column."""
    rows = shared.as_owner(
        "SELECT nspname || '.' || relname, relkind, (SELECT attname FROM pg_attribute WHERE attrelid = pg_class.oid "
        "AND attnum > 0 ORDER BY attnum LIMIT 1) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
        "WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"
    )
    return [(name, kind, column) for name, kind, column in rows]


def statements(name: str, column: str) -> dict[str, str]:
    return {
        "SELECT": f"SELECT {column} FROM {name} LIMIT 0",
        "INSERT": f"INSERT INTO {name} ({column}) SELECT {column} FROM {name} WHERE false",
        "UPDATE": f"UPDATE {name} SET {column} = NULL WHERE false",
        "DELETE": f"DELETE FROM {name} WHERE false",
        "TRUNCATE": f"TRUNCATE {name}",
        "LOCK": f"BEGIN; LOCK {name}",
        "CHANGE": f"ALTER TABLE {name} RENAME TO mine",
        "DROP": f"DROP TABLE {name}",
        "TRIGGER": f"CREATE TRIGGER t BEFORE INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    }


@pytest.mark.long
def test_the_role_is_refused_everything_but_what_is_named(shared: PartnerDatabase, redbridge: str) -> None:
    relations = every_relation(shared)
    names = {name for name, _, _ in relations}
    assert names >= {"public.answers", "public.edition_proofs", "public.closed_months", "access.access_audit", *MAY}
    for name, kind, column in relations:
        if kind == "S":
            for sequence in (f"SELECT last_value FROM {name}", f"SELECT nextval('{name}')"):
                assert shared.refusal(redbridge, sequence) == REFUSED, sequence
            continue
        for act, statement in statements(name, column).items():
            if act in MAY.get(name, ()) or (act == "LOCK" and name in MAY):
                continue
            # Of a view PostgreSQL may say first that it is no table, or that nothing can be put into it.
            assert shared.refusal(redbridge, statement) in ((REFUSED,) if kind == "r" else (REFUSED, "42809", "55000")), statement
            if act in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"):
                given = f"SELECT has_table_privilege('{redbridge}', '{name}', '{act}')"
                assert shared.as_owner(given) == [[False]], (name, act)


def test_the_role_does_what_is_named(shared: PartnerDatabase, redbridge: str) -> None:
    for name, acts in MAY.items():
        for act in acts - {"INSERT", "UPDATE"}:
            assert shared.refusal(redbridge, statements(name, "*" if act == "SELECT" else "")[act]) == "", (name, act)
    # Of a sign-in nothing changes but when it was seen, and when it ended.
    for column in access_tables.sign_ins.columns:
        changed = shared.refusal(redbridge, f"UPDATE partner.access_sign_ins SET {column.name} = NULL WHERE false")
        assert changed == ("" if column.name in ("last_seen_at", "ended_at") else REFUSED)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (x int)",
        "CREATE TABLE partner.mine (x int)",
        "CREATE TABLE access.mine (x int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
        "CREATE EXTENSION dblink",
        "SET ROLE walktalk",
        "ALTER ROLE walktalk RENAME TO mine",
        "SELECT rolpassword FROM pg_authid",
        "SELECT pg_read_file('postgresql.conf')",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "SELECT lo_import('/etc/hostname')",
        "SELECT access.refuse_change()",
        "SELECT partner.write_entry()",
        "CREATE OR REPLACE FUNCTION partner.write_entry() RETURNS trigger LANGUAGE sql AS ''",
        "ALTER TABLE partner.access_sign_ins DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_sign_ins ON partner.access_sign_ins",
        "INSERT INTO partner.role_boroughs SELECT current_user, 'Newham'",
    ],
)
def test_the_role_makes_nothing_and_becomes_nobody_else(shared: PartnerDatabase, redbridge: str, statement: str) -> None:
    assert shared.refusal(redbridge, statement) in (REFUSED, "0A000"), statement


def test_the_role_hands_nothing_on(shared: PartnerDatabase, redbridge: str) -> None:
    # PostgreSQL warns, and does nothing.
    shared.run(redbridge, "GRANT SELECT ON partner.editions TO PUBLIC; GRANT USAGE ON SCHEMA partner TO PUBLIC")
    shared.as_owner("CREATE ROLE partner_of_nothing_at_all LOGIN")
    shared.roles.append("partner_of_nothing_at_all")
    assert shared.refusal("partner_of_nothing_at_all", "SELECT number FROM partner.editions") == REFUSED


def test_whatever_path_it_sets_the_tables_of_the_police_stay_shut(shared: PartnerDatabase, redbridge: str) -> None:
    """Its own search path is a habit and no lock: the lock is that it was given nothing there."""
    for schema in ("public", "access"):
        for table in ("answers", "editions", "edition_proofs", "access_audit", "access_sign_ins"):
            assert shared.refusal(redbridge, f"SET search_path = {schema}; SELECT * FROM {table}") in (REFUSED, "42P01")


def test_a_role_reads_the_editions_of_its_boroughs_alone(shared: PartnerDatabase, redbridge: str) -> None:
    newham = shared.make_role("Newham")
    assert shared.run(redbridge, "SELECT number FROM editions") == [[1]]
    assert shared.run(newham, "SELECT number FROM editions") == [[ELSEWHERE]]
    assert shared.run(redbridge, f"SELECT content FROM editions WHERE number = {ELSEWHERE}") == []
    # Nor by a condition that would tell of rows which it may not see, were it asked before the view's own.
    shared.run(
        redbridge,
        "CREATE FUNCTION pg_temp.tell(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS "
        "$$ BEGIN IF $1 LIKE '%newham%' THEN RAISE EXCEPTION 'told'; END IF; RETURN true; END $$; "
        "SELECT number FROM editions WHERE pg_temp.tell(content)",
    )


def test_an_edition_published_later_is_seen_by_whom_it_tells_of(shared: PartnerDatabase) -> None:
    barking, havering = shared.make_role("Barking and Dagenham"), shared.make_role("Havering")
    records = connect_database(shared.owner)
    keep_by_hand(records, 902, ["Havering", "Redbridge"])
    records.close()
    assert shared.run(havering, "SELECT number FROM editions ORDER BY number") == [[1], [902]]
    assert shared.run(barking, "SELECT number FROM editions ORDER BY number") == [[1]]
    shared.as_owner("DELETE FROM editions WHERE number = 902")


def test_of_a_withdrawn_edition_the_reason_is_left_and_of_officers_nothing(shared: PartnerDatabase) -> None:
    newham = shared.make_role("Newham")
    told = "SELECT content IS NULL, published_by, withdrawn_by, withdrawn_because FROM editions"
    assert shared.run(newham, told) == [[False, None, None, None]]
    records = connect_database(shared.owner)
    desk.withdraw(records, ELSEWHERE, "The wrong months", replaced_by=1)
    records.close()
    assert shared.run(newham, told) == [[True, None, None, "The wrong months"]]
    with (
        shared.opened(newham) as partner,
        pytest.raises(desk.NoSuchEdition, match=r"withdrawn: The wrong months\. Read edition 1"),
    ):
        open_edition(partner, ELSEWHERE)
    shared.as_owner(f"UPDATE editions SET withdrawn_at = NULL, withdrawn_because = NULL WHERE number = {ELSEWHERE}")


def test_the_log_is_added_to_and_says_by_itself_when_and_where_it_was(shared: PartnerDatabase, redbridge: str) -> None:
    values = "'1999-01-01', 'the superintendent', '', '', 'x', ''"
    add = f"INSERT INTO access_audit (at, who, issuer, subject, act, what) VALUES ({values})"
    shared.run(redbridge, add)
    (line,) = shared.as_owner(
        "SELECT who, what, at > now() AT TIME ZONE 'UTC' - interval '1 hour' FROM access.access_audit WHERE act = 'x'"
    )
    assert line == ["the superintendent", f"(partner instance {redbridge})", True]
    assert shared.refusal(redbridge, "SELECT * FROM access_audit") == REFUSED
    assert shared.refusal(redbridge, f"{add} RETURNING act") == REFUSED


def test_the_role_reads_the_grants_of_its_partners_and_of_the_public(shared: PartnerDatabase, redbridge: str) -> None:
    read = (
        "SELECT value, role, granted_by, borough FROM access_grants LEFT JOIN access_grant_boroughs USING (grant_id) ORDER BY 1"
    )
    assert shared.run(redbridge, read) == [
        ["both", "partner", "", "Redbridge"],
        ["public", "public", "", None],
        ["redbridge", "partner", "", "Redbridge"],
    ]


def test_no_role_sees_or_forges_a_sign_in_of_another_or_of_the_police(shared: PartnerDatabase, redbridge: str) -> None:
    havering = shared.make_role("Havering")
    columns = "cookie_sha256, provider, issuer, subject, groups, signed_in_at, last_seen_at"
    values = "'abc', 'one', 'https://login.example', 'superintendent', '[]', now(), now()"
    shared.run(redbridge, f"INSERT INTO access_sign_ins ({columns}) VALUES ({values})")
    assert shared.run(redbridge, "SELECT subject FROM access_sign_ins") == [["superintendent"]]
    assert shared.run(havering, "SELECT subject FROM access_sign_ins") == []
    forged = f"INSERT INTO access_sign_ins (role_name, {columns}) VALUES ('{redbridge}', {values.replace('abc', 'def')})"
    assert shared.refusal(havering, forged) == REFUSED
    shared.run(havering, "DELETE FROM access_sign_ins")
    assert shared.run(redbridge, "SELECT subject FROM access_sign_ins") == [["superintendent"]]
    assert shared.as_owner("SELECT * FROM access.access_sign_ins") == []


def test_what_is_shared_has_the_columns_that_the_program_reads(shared: PartnerDatabase, redbridge: str) -> None:
    """A new column is decided on here, too: shown to partners, or empty for them."""
    for table in (tables.about, tables.editions, *access_tables.metadata.tables.values()):
        here = shared.as_owner(
            f"SELECT column_name FROM information_schema.columns WHERE table_schema = 'partner' AND table_name = '{table.name}'"
        )
        own = {"role_name"} if table is access_tables.sign_ins else set()
        assert {name for (name,) in here} - own == {column.name for column in table.columns}, table.name


def test_the_sql_may_be_run_again_and_then_holds_exactly_what_it_says(shared: PartnerDatabase) -> None:
    role = shared.make_role("Newham", "Redbridge")
    assert len(shared.run(role, "SELECT number FROM editions")) == 2
    again = partner_role_sql(role, ["Redbridge"])
    for _ in range(2):
        shared.as_owner(again)
        assert shared.run(role, "SELECT number FROM editions") == [[1]]
    shared.as_owner(f"GRANT SELECT ON public.answers TO {role}")
    shared.as_owner(again)
    assert shared.refusal(role, "SELECT * FROM public.answers") == REFUSED


@pytest.mark.parametrize("name", ["Redbridge", "pg_partner", 'a"b', "a;b", "1a", "", "a" * 64])
def test_a_name_that_would_have_to_be_quoted_is_refused(name: str) -> None:
    with pytest.raises(WrongRole, match="no name for a role"):
        partner_role_sql(name, ["Redbridge"])


def test_a_borough_is_written_as_text_whatever_is_in_it() -> None:
    assert "('a', 'King''s Lynn')" in partner_role_sql("a", ["King's Lynn", "King's Lynn"])
    with pytest.raises(WrongRole, match="for which boroughs"):
        partner_role_sql("a", [])
    with pytest.raises(WrongRole, match="no borough of that name"):
        desk.partner_role_sql("a", ["Redbrige"], "East Area")
    assert "('a', 'Redbridge')" in desk.partner_role_sql("a", ["redbridge"], "East Area")


def test_a_database_without_the_tables_says_what_to_do_first(postgresql_server: PostgresqlServer) -> None:
    with postgresql_server.new_database() as address:
        empty = PartnerDatabase(postgresql_server, address, [])
        assert empty.refusal("walktalk", partner_role_sql("partner_of_nothing", ["Redbridge"])) == "P0001"


def test_a_role_that_may_more_is_refused_by_the_sql_and_by_the_program(shared: PartnerDatabase) -> None:
    role = shared.make_role("Redbridge")
    with shared.opened(role) as partner:
        assert partner.is_partner
    for more, less in (
        (f"GRANT SELECT ON public.answers TO {role}", f"REVOKE SELECT ON public.answers FROM {role}"),
        (f"GRANT SELECT (content) ON public.editions TO {role}", f"REVOKE SELECT (content) ON public.editions FROM {role}"),
        (f"GRANT pg_read_all_data TO {role}", f"REVOKE pg_read_all_data FROM {role}"),
        (f"ALTER ROLE {role} SUPERUSER", f"ALTER ROLE {role} NOSUPERUSER"),
        (f"ALTER ROLE {role} CREATEROLE", f"ALTER ROLE {role} NOCREATEROLE"),
        (f"ALTER ROLE {role} BYPASSRLS", f"ALTER ROLE {role} NOBYPASSRLS"),
    ):
        shared.as_owner(more)
        with pytest.raises(WrongRole, match="can read the records"), shared.opened(role):
            pass
        shared.as_owner(less)
    with shared.opened(role):
        pass
    with pytest.raises(WrongRole, match="role walktalk can read the records") as owner:
        open_for_partners(connect_database(shared.owner))
    assert "a partner instance needs one that cannot" in str(owner.value)
    shared.as_owner(f"REVOKE SELECT ON partner.editions FROM {role}")
    with pytest.raises(WrongRole, match="does not find the published editions"), shared.opened(role):
        pass


def test_a_role_of_more_rights_is_not_made_a_partners(shared: PartnerDatabase) -> None:
    shared.as_owner("CREATE ROLE partner_with_more CREATEDB")
    shared.roles.append("partner_with_more")
    assert shared.refusal("walktalk", partner_role_sql("partner_with_more", ["Redbridge"])) == "P0001"
