"""A real database with records, editions and grants in it, and the roles of partner instances beside it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pg8000.native
import pytest
from sqlalchemy import insert, make_url

from tests.databases import PostgresqlServer
from walktalk_data import acts, desk
from walktalk_data.records import tables
from walktalk_data.records.database import Database, connect_database
from walktalk_data.records.partner_role import open_for_partners, partner_role_sql
from walktalk_data.sharing.content import canonical, sha256_of

UNIT = "East Area"
ISSUER = "https://login.example"
SAMPLE = [Path(__file__).parent.parent / "sample_data"]
WINTER = desk.EditionScope(UNIT, "partner", date(2022, 1, 1), date(2022, 3, 31))
ELSEWHERE = 901
"""The number of an edition about boroughs of another unit."""
_numbers = count(1)


@dataclass
class PartnerDatabase:
    """The database, as its owner and as roles of partner instances see it."""

    server: PostgresqlServer
    owner: str
    """The address by which its owner opens it."""
    roles: list[str]

    @property
    def name(self) -> str:
        return str(make_url(self.owner).database)

    def as_owner(self, statements: str) -> list[Any]:
        return self.run("walktalk", statements)

    def run(self, role: str, statements: str) -> list[Any]:
        """What the database answers somebody who holds the role's password. Raises its `DatabaseError`."""
        connection = pg8000.native.Connection(role, host="127.0.0.1", port=self.server.port, database=self.name)
        with contextlib.closing(connection):
            return [list(row) for row in connection.run(statements) or []]

    def refusal(self, role: str, statements: str) -> str:
        """The code of the error that the database answers; empty where it does as it was told."""
        try:
            self.run(role, statements)
        except pg8000.native.DatabaseError as error:
            return str(error.args[0]["C"])
        return ""

    def make_role(self, *boroughs: str) -> str:
        """A new role for these boroughs, made as an administrator makes it."""
        role = f"partner_{next(_numbers)}"
        self.as_owner(partner_role_sql(role, boroughs))
        self.roles.append(role)
        return role

    def address(self, role: str) -> str:
        return make_url(self.owner).set(username=role).render_as_string(hide_password=False)

    @contextlib.contextmanager
    def opened(self, role: str) -> Iterator[Database]:
        """The database as a partner instance opens it."""
        database = open_for_partners(connect_database(self.address(role)))
        try:
            yield database
        finally:
            database.close()


@contextlib.contextmanager
def run_partner_database(server: PostgresqlServer) -> Iterator[PartnerDatabase]:
    """The sample's records; edition 1 for partners, and one of another unit's boroughs; grants of every role."""
    with server.new_database() as address:
        shared = PartnerDatabase(server, address, [])
        records = connect_database(address)
        at = acts.Desk(acts.COMMAND_LINE, records, acts.open_access(records, {}))
        at.load(SAMPLE, UNIT, desk.Confirmed(free_text="keep"))
        at.publish(WINTER, "Redbridge panel, 14 April 2022")
        keep_by_hand(records, ELSEWHERE, ["Newham"])
        for name in ("superintendent", "coordinator", "administrator", "public"):
            at.grant(ISSUER, "subject", name, name)
        at.grant(ISSUER, "subject", "redbridge", "partner", ["Redbridge"])
        at.grant(ISSUER, "subject", "havering", "partner", ["Havering"])
        at.grant(ISSUER, "subject", "both", "partner", ["Havering", "Redbridge"])
        records.close()
        yield shared
    with contextlib.closing(server.connect()) as connection:
        for role in shared.roles:
            connection.run(f"DROP ROLE {role}")


def keep_by_hand(records: Database, number: int, boroughs: list[str], unit: str = "Another Area") -> None:
    """An edition of little content, as another unit's would stand beside ours."""
    content = canonical({"format": 1, "number": number, "name": "x", "unit": unit, "boroughs": boroughs, "secret": "newham"})
    row: dict[str, Any] = {"number": number, "unit": unit, "audience": "partner", "name": "Elsewhere", "data_version": 1}
    row |= {"first_day": WINTER.first_day, "last_day": WINTER.last_day, "as_at": WINTER.last_day, "content": content}
    row |= {"sha256": sha256_of(content), "published_at": datetime(2022, 1, 13, 9), "published_by": "officer@police.example"}
    assert json.loads(content)["boroughs"] == boroughs
    with records.writing() as writing:
        writing.connection.execute(insert(tables.editions).values(row))


@pytest.fixture(scope="module")
def shared(postgresql_server: PostgresqlServer) -> Iterator[PartnerDatabase]:
    with run_partner_database(postgresql_server) as database:
        yield database


@pytest.fixture(scope="module")
def redbridge(shared: PartnerDatabase) -> str:
    return shared.make_role("Redbridge")
