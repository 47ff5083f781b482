"""Bringing a database to the newest schema version: all of the way or not at all, with a copy of the file kept first."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, text

from walktalk_data.records.database import CannotWrite, Database, newer_database, run_outside_transaction

if TYPE_CHECKING:
    from alembic.config import Config

VERSIONS: Final = Path(__file__).parent / "versions"

_one_at_a_time = Lock()
"""Alembic keeps its migration context in the module, one for the process."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What was done: the schema version before (None: there were no tables) and after, and where the copy is."""

    before: str | None
    after: str
    copy: Path | None = None

    @property
    def changed(self) -> bool:
        """Whether there was anything to do."""
        return self.before != self.after


def upgrade(database: Database, versions: Path = VERSIONS) -> Upgrade:
    """Bring the tables to the newest version, making them where there are none. Doing it twice changes nothing.

    `versions` is the folder of migrations. Raises `NewerDatabase` where the database is ahead of them.
    """
    known = known_versions(versions)
    newest = known[0]
    database.make_folder()
    with _one_at_a_time, database.connect() as connection, _foreign_keys_off(database, connection), database.alone(connection):
        before = database.schema_version(connection)
        if before == newest:
            return Upgrade(before, newest)
        if before is not None and before not in known:
            raise newer_database(database, before)
        _refuse_who_does_not_own(database, connection, before)
        copy = _copy_file(database, before) if before is not None and database.file else None
        _migrate(connection, versions, newest)
        if database.is_sqlite:
            _check_soundness(connection)
    return Upgrade(before, newest, copy)


def _refuse_who_does_not_own(database: Database, connection: Connection, before: str | None) -> None:
    """A role that may load, and change no table, is told so before PostgreSQL says what it must not."""
    if database.is_sqlite or before is None:
        return
    owner = "SELECT pg_has_role(relowner, 'USAGE'), pg_get_userbyid(relowner) FROM pg_class WHERE oid = "
    may, named = connection.execute(text(f"{owner} to_regclass('alembic_version')")).one()
    if not may:
        raise CannotWrite(
            f"The tables in {database.address} are of version {before}, and are brought up to date by their owner, {named}: "
            "python -m walktalk_data upgrade --database with that name in the address. Then make the other roles again."
        )


def known_versions(versions: Path = VERSIONS) -> list[str]:
    """The versions that this program knows, the newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory.from_config(_config(versions)).walk_revisions()]


def make_tables(connection: Connection, version: str) -> None:
    """Make the tables as they were in that version, in the transaction that goes on: for what was kept then."""
    with _one_at_a_time:
        _migrate(connection, VERSIONS, version)


def _migrate(connection: Connection, versions: Path, version: str) -> None:
    from alembic import command

    config = _config(versions)
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def _config(versions: Path) -> Config:
    # Here and not above: importing alembic takes as long as working out a briefing four times, and a start seldom needs it.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _escape(VERSIONS.parent))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", _escape(versions))
    return config


def _escape(folder: Path) -> str:
    return str(folder).replace("%", "%%")


@contextmanager
def _foreign_keys_off(database: Database, connection: Connection) -> Iterator[None]:
    """A migration that rebuilds a table drops the old one, and with foreign keys on that would take other rows with it."""
    if not database.is_sqlite:
        yield
        return
    run_outside_transaction(connection, "PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        run_outside_transaction(connection, "PRAGMA foreign_keys = ON")


def _copy_file(database: Database, version: str) -> Path:
    """A whole copy beside the file. Read by a second connection while the first keeps every writer out."""
    file = database.file
    if file is None:
        raise CannotWrite("There is no file to copy.")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    copy = file.with_name(f"{file.stem}.before-upgrade-from-{version}.{now}{file.suffix}")
    # There before it holds anything, so that nobody else can read it for a moment.
    copy.touch(mode=0o600)
    with database.connect() as reader:
        run_outside_transaction(reader, "VACUUM INTO ?", str(copy))
    shutil.copymode(file, copy)
    return copy


def _check_soundness(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    faults = [row[0] for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
    if broken or faults:
        raise CannotWrite(
            f"The upgrade was taken back: afterwards {len(broken)} rows would have pointed nowhere and "
            f"{len(faults)} faults were found in the file. Nothing was changed; ask the maintainers of this program."
        )
