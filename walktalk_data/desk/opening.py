"""Opening the records, or the sample in their place; bringing their tables up to date; what may be done with which."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Final

from walktalk_data import areas
from walktalk_data.access.instance import is_partner_instance
from walktalk_data.records.database import CannotOpen, Database, RecordsError, connect_database, with_replica
from walktalk_data.records.loads import raise_data_version
from walktalk_data.records.partner_role import WrongRole, open_for_partners
from walktalk_data.records.partner_role import partner_role_sql as make_partner_role
from walktalk_data.records.soundness import find_broken
from walktalk_data.records.summaries import find_drift, keep_all_summaries
from walktalk_data.records.upgrade import Upgrade, upgrade
from walktalk_data.sample import open_sample

ADDRESS_VARIABLE: Final = "WALKTALK_DATABASE"
READ_VARIABLE: Final = "WALKTALK_READ_DATABASE"


class SampleIsReadOnly(RecordsError):
    """The sample database is invented, and nothing real may be mixed into it."""


class UnknownUnit(RecordsError):
    """The reference files know no unit of that name."""


def find_database(address: str | None = None) -> Database | None:
    """The database at the address, else at WALKTALK_DATABASE; None where neither names one.

    In a partner instance it is opened for what is published alone; where its role can read more, `WrongRole`.
    """
    named = address or os.environ.get(ADDRESS_VARIABLE)
    database = connect_database(named) if named else None
    return open_for_partners(database) if is_partner_instance() else database


def open_database(address: str | None = None) -> Database:
    """The database that is named, else the sample database, which is made where it is missing or its files have changed."""
    return find_database(address) or open_sample()


def open_to_view(address: str | None = None, environment: Mapping[str, str] = os.environ) -> Database:
    """The same for viewers: where WALKTALK_READ_DATABASE names a standby, they read that. What is changed is changed here."""
    standby = environment.get(READ_VARIABLE)
    if not standby:
        return open_database(address)
    named = address or environment.get(ADDRESS_VARIABLE)
    if not named:
        raise CannotOpen(f"{READ_VARIABLE} names a standby, and {ADDRESS_VARIABLE} no database that it follows. Name both.")
    database = with_replica(connect_database(named), standby)
    return open_for_partners(database) if is_partner_instance(environment) else database


def upgrade_database(database: Database) -> Upgrade:
    """Bring the tables to this program's version. Raises `NoRecords` where there are none: only a load makes them."""
    if database.about() is None:
        raise database.no_records()
    return upgrade(database)


def read_data_version(database: Database) -> int:
    """A number that every change of the records raises: 0 where there are none yet."""
    about = database.about()
    return about.data_version if about else 0


def find_damage(database: Database) -> list[str]:
    """What of the records is damaged, in words; nothing where all is well."""
    with database.reading() as reading:
        return find_broken(reading.connection)


def count_drifted_months(database: Database) -> int:
    """Of how many months the summary is not what their records say: none, unless records were changed past this program."""
    with database.reading() as reading:
        return len(find_drift(reading.connection))


def sum_up_anew(database: Database) -> None:
    """Make every month's summary anew of its records."""
    with database.writing() as writing:
        keep_all_summaries(writing.connection)
        raise_data_version(writing.connection)


def partner_role_sql(role: str, boroughs: Sequence[str], unit: str) -> str:
    """The SQL that makes the database role of a partner instance. Raises `WrongRole`, for an unknown borough too."""
    check_unit(unit)
    known = areas.unit(unit)
    found = [known.find_borough(borough) for borough in boroughs]
    named = [borough for borough in found if borough is not None]
    if len(named) < len(found):
        raise WrongRole(f"{unit} has no borough of that name. It has: {', '.join(known.boroughs)}.")
    return make_partner_role(role, named)


def check_unit(unit: str) -> None:
    if unit not in areas.units():
        raise UnknownUnit(f'There is no unit "{unit}". The reference files have: {", ".join(areas.units())}.')


def refuse_sample(database: Database, so: str) -> None:
    about = database.about()
    if about and about.is_sample:
        raise SampleIsReadOnly(
            f"This is the sample database, whose records are invented; {so}. Name a database of your "
            f"own: --database sqlite:///walks.sqlite, or the same address in {ADDRESS_VARIABLE}. The first load makes it."
        )
