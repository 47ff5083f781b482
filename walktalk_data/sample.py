"""The sample database: invented records, made from the files of sample_data whenever they, or the tables, have changed."""

from __future__ import annotations

import getpass
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from walktalk_data.intake.checked import Confirmed
from walktalk_data.intake.read import check_files
from walktalk_data.records import loads
from walktalk_data.records.database import (
    SCHEMA_VERSION,
    CannotOpen,
    Database,
    RecordsError,
    connect_file,
    run_outside_transaction,
)
from walktalk_data.records.staging import open_staging
from walktalk_data.records.upgrade import upgrade
from walktalk_data.vocabulary import DEFAULT_UNIT

FOLDER: Final = Path(__file__).parent.parent / "sample_data"
NAME: Final = "sample.sqlite"


def open_sample(folder: Path = FOLDER) -> Database:
    """The sample database, in its folder, or in the user's own temporary one where that folder cannot be written.

    It is made beside and moved into place whole, so that several processes may start at once.
    """
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise CannotOpen(f"There is no sample database: {folder} has no CSV files. Name a database with --database.")
    sha256 = _hash_files(files)
    for place in (folder, _own_temporary_folder()):
        database = connect_file(place / NAME)
        version = _current_version(database, sha256)
        if version is None:
            return database
        try:
            with _folder_beside(place) as beside:
                _make(beside / NAME, files, sha256, version + 1)
                (beside / NAME).replace(place / NAME)
        except OSError:
            # Not writable, or (on Windows) open in another process, which may just have made the same.
            if _current_version(database, sha256) is not None:
                continue
        return database
    raise CannotOpen(f"The sample database can be written neither in {folder} nor in {place}. Name one with --database.")


def _current_version(database: Database, sha256: str) -> int | None:
    """None where the database is made from these files; else the data version that it had (0: there was none)."""
    try:
        about = database.about()
    except RecordsError:
        return 0
    finally:
        # Another file may come to stand under this name.
        database.close()
    if about is None:
        return 0
    is_current = about.is_sample and about.schema_version == SCHEMA_VERSION and about.sample_sha256 == sha256
    return None if is_current else about.data_version


def _make(file: Path, files: Sequence[Path], sha256: str, data_version: int) -> None:
    database = connect_file(file)
    upgrade(database)
    with open_staging(database) as staged:
        # Its texts are invented, like all of it.
        checked = check_files(files, DEFAULT_UNIT, staged, date.today(), Confirmed(free_text="keep"))
        if checked.problems or checked.questions:
            first = [*checked.problems, *checked.questions][0]
            raise CannotOpen(f"The sample's files have {len(checked.problems)} faults. The first: {first}")
        with staged.writing() as writing:
            loads.store(staged, checked, DEFAULT_UNIT)
            writing.set_about("sample", "yes")
            writing.set_about("sample_sha256", sha256)
            # Above the one it replaces, since figures are kept by data version.
            writing.set_about("data_version", str(data_version))
    with database.connect() as connection:
        # One file and nothing beside it: it is moved, later replaced under readers, and may lie where nothing can be written.
        run_outside_transaction(connection, "PRAGMA journal_mode = DELETE")
    database.close()
    # Invented, so that anyone on this machine may read it.
    file.chmod(0o644)


def _hash_files(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


@contextmanager
def _folder_beside(place: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=place, prefix=".sample-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _own_temporary_folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"walktalk-{getpass.getuser()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
