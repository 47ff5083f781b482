"""A backup of everything that is kept, in one file that any database of this program can be made of again, and its restore.

The file is a ZIP: `manifest.json` says what is in it and the SHA-256 of each part, the parts are tables as lines of JSON. It
holds all that the records hold, women's own words too, so it is for its owner alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import Connection, Table

from walktalk_data import areas, desk
from walktalk_data.access.database import AccessDatabase
from walktalk_data.access.tables import audit, grant_boroughs, grants
from walktalk_data.records import tables as records_tables
from walktalk_data.records.database import Database, NewerDatabase, RecordsError
from walktalk_data.records.transfer import count_rows, find_tables, read_lines, write_lines
from walktalk_data.records.upgrade import known_versions, make_tables, upgrade

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
RECORDS: Final = frozenset(records_tables.metadata.tables)
ACCESS: Final = frozenset(table.name for table in (grants, grant_boroughs, audit))
"""Whoever is signed in signs in again; and what an access database says of itself is made with it."""


class NoBackup(RecordsError):
    """The file is no backup of ours, or not as it was written."""


class NotEmpty(RecordsError):
    """There is something already where a backup was to be restored."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written: when, of which version, how many rows of records and of grants and log."""

    made_at: datetime
    data_version: int
    schema_version: str
    rows: int
    access_rows: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and of each edition what is wrong with its proof (nothing where it holds)."""

    backup: Backup
    editions: dict[int, list[str]]

    @property
    def faults(self) -> list[str]:
        """Everything that is wrong, in words."""
        return [f"Edition {number}: {fault}" for number, faults in self.editions.items() for fault in faults]


def write_backup(database: Database, access: AccessDatabase, file: Path) -> Backup:
    """Everything as it is at one moment, in a new file. Loads and readers go on meanwhile.

    Raises `NotEmpty` where the file is there already, and `RecordsError`s; then no file is left.
    """
    database.refuse_partners()
    if file.exists():
        raise NotEmpty(f"{file} is there already, and was not written over. Name another file.")
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        # For its owner alone, from the first byte on.
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            backup = _write(database, access, written)
            written.flush()
            os.fsync(written.fileno())
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return backup


def _write(database: Database, access: AccessDatabase, written: IO[bytes]) -> Backup:
    now = datetime.now(UTC).replace(tzinfo=None)
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        with database.looking() as (connection, about):
            records = [_write_table(archive, "records", connection, table) for table in find_tables(connection, RECORDS)]
        with access.reading() as connection:
            tables = find_tables(connection, ACCESS, access.schema)
            kept = [_write_table(archive, "access", connection, table) for table in tables]
        manifest = {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "schema_version": about.schema_version,
            "data_version": about.data_version,
            "access_version": access.version,
            "parts": [*records, *kept],
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return _of_manifest(manifest)


def _write_table(archive: zipfile.ZipFile, of: str, connection: Connection, table: Table) -> dict[str, Any]:
    name, digest, rows = f"{of}/{table.name}.jsonl", hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as part:
        for line in read_lines(connection, table):
            part.write(line)
            digest.update(line)
            rows += 1
    return {
        "part": name,
        "table": table.name,
        "columns": table.columns.keys(),
        "rows": rows,
        "sha256": digest.hexdigest(),
    }


def _of_manifest(manifest: dict[str, Any]) -> Backup:
    rows = {
        of: sum(part["rows"] for part in manifest["parts"] if part["part"].startswith(f"{of}/")) for of in ("records", "access")
    }
    return Backup(
        datetime.fromisoformat(manifest["made_at"]),
        manifest["data_version"],
        manifest["schema_version"],
        rows["records"],
        rows["access"],
    )


def restore_backup(file: Path, database: Database, access: AccessDatabase) -> Restored:
    """Put everything back into databases that are empty, bring them up to date, and prove every edition once more.

    All of it or nothing. Raises `NoBackup`, `NotEmpty`, `NewerDatabase`, and other `RecordsError`s.
    """
    database.refuse_partners()
    if database.about() is not None:
        raise NotEmpty(f"There are records in {database.address} already. A backup is restored into an empty database.")
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _check(archive, access)
            _restore(archive, manifest, database, access)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise NoBackup(
            f"{file.name} is not a backup that this program wrote, or is not as it was written. Nothing was restored."
        ) from error
    upgrade(database)
    numbers = [edition.number for unit in areas.units() for edition in desk.tell_editions(database, unit)]
    return Restored(_of_manifest(manifest), {number: _prove(database, number) for number in sorted(numbers)})


def _prove(database: Database, number: int) -> list[str]:
    """What is wrong with an edition; where it cannot be read at all, that."""
    try:
        return desk.prove(database, number)
    except RecordsError as fault:
        return [str(fault)]


def _check(archive: zipfile.ZipFile, access: AccessDatabase) -> dict[str, Any]:
    """The manifest, once every part was found to be as it was written: before anything is restored."""
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if manifest["format"] > FORMAT or manifest["access_version"] > access.version or _is_newer(manifest["schema_version"]):
        raise NewerDatabase("The backup was written by a later version of this program. Use that one, or a newer one.")
    for part in manifest["parts"]:
        digest = hashlib.sha256()
        for line in _lines(archive, part):
            digest.update(line)
        if digest.hexdigest() != part["sha256"]:
            raise ValueError(part["part"])
    return manifest


def _is_newer(version: str) -> bool:
    return version not in known_versions()


def _lines(archive: zipfile.ZipFile, part: dict[str, Any]) -> Iterator[bytes]:
    with archive.open(part["part"]) as lines:
        yield from lines


def _restore(archive: zipfile.ZipFile, manifest: dict[str, Any], database: Database, access: AccessDatabase) -> None:
    """Both in one go: where either cannot be filled, neither is."""
    parts = {part["part"]: part for part in manifest["parts"]}
    made = [*database.make_folder()]
    made_file = database.file if database.file and not database.file.exists() else None
    try:
        with access.writing() as at_access, database.connect() as at_records, database.alone(at_records):
            if any(count_rows(at_access, table) for table in (grants, audit)):
                raise NotEmpty(f"There are grants or a log in {access.address} already. A backup is restored into an empty one.")
            make_tables(at_records, manifest["schema_version"])
            for of, connection, found in (
                ("records", at_records, find_tables(at_records, RECORDS)),
                ("access", at_access, find_tables(at_access, ACCESS, access.schema)),
            ):
                for table in found:
                    if (part := parts.pop(f"{of}/{table.name}.jsonl", None)) is None:
                        continue
                    if write_lines(connection, table, part["columns"], _lines(archive, part)) != part["rows"]:
                        raise ValueError(part["part"])
            if parts:
                raise ValueError(", ".join(parts))
    except BaseException:
        if made_file:
            database.close()
            for ending in ("", "-wal", "-shm"):
                made_file.with_name(f"{made_file.name}{ending}").unlink(missing_ok=True)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise
