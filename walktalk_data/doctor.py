"""What is wrong with an installation, and what to do about it: looked at from outside, changing nothing."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

from walktalk_data import acts, areas, desk
from walktalk_data.outputs import paper

OLDEST_PYTHON: Final = (3, 11)
PINS: Final = Path(__file__).resolve().parent.parent / "requirements.txt"
LEAST_FREE: Final = 1 << 30
"""Bytes: under this a load of a large file may find no room."""
CLOCK_MAY_DIFFER: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what, whether it is as it should be, and what was found or is to be done."""

    what: str
    is_right: bool
    words: str


def examine(address: str | None = None, environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Look at everything, one after the other. What cannot be looked at since something before it is wrong is left out."""
    yield from _look("Python", _check_python)
    yield from _look("packages", _check_packages)
    yield from _look("signing in", lambda: _check_sign_in(environment))
    try:
        database = desk.find_database(address) or desk.open_database()
    except desk.RecordsError as fault:
        yield Finding("records", False, str(fault))
        return
    sound = True
    for what, check in (
        ("records", _check_records),
        ("records, whole", _check_whole),
        ("summaries", _check_summaries),
        ("editions", _check_editions),
        ("clock", _check_clock),
    ):
        if sound:
            (found,) = _look(what, partial(check, database))
            sound = found.is_right
            yield found
    if standby := environment.get(desk.READ_VARIABLE):
        yield from _look("standby", lambda: _check_standby(database, standby))
        yield from _look("waiting", lambda: _check_waiting(database, standby))
    if not database.is_sqlite or (database.file and database.file.exists()):
        yield from _look("grants", lambda: _check_grants(database, environment))
    if database.file and database.file.exists():
        file = database.file
        yield from _look("disk", lambda: _check_disk(file))
        yield from _look("files", lambda: _check_files(database, file))
    yield from _look("paper", _check_paper)


def _look(what: str, check: Callable[[], str]) -> Iterator[Finding]:
    """`check` gives what was found where all is well, and raises `_Wrong` or what the part itself raises where it is not."""
    try:
        yield Finding(what, True, check())
    except (_Wrong, desk.RecordsError, acts.WrongSettings, OSError) as fault:
        yield Finding(what, False, str(fault))


class _Wrong(Exception):
    """Something is to be mended, in words for whoever can."""


def _check_python() -> str:
    if sys.version_info < OLDEST_PYTHON:
        raise _Wrong(f"Python {sys.version.split()[0]} is too old: install {'.'.join(map(str, OLDEST_PYTHON))} or newer.")
    return f"{sys.version.split()[0]}"


def _check_packages() -> str:
    if not PINS.is_file():
        raise _Wrong(f"{PINS} is missing: this is not a whole copy of the program.")
    lines = (line.partition("#")[0].strip() for line in PINS.read_text(encoding="utf-8").splitlines())
    pinned = [Requirement(line) for line in lines if line]
    wrong = [
        f"{one.name} {found or 'is missing,'} in place of {one.specifier}"
        for one in pinned
        if (one.marker is None or one.marker.evaluate()) and (found := _find_version(one.name)) not in one.specifier
    ]
    if wrong:
        raise _Wrong(f"{'; '.join(wrong)}. Install what is pinned: python -m pip install -r requirements.txt")
    return f"as pinned in {PINS.name}"


def _find_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _check_sign_in(environment: Mapping[str, str]) -> str:
    settings = acts.read_sign_in(environment)
    if settings is None:
        return "not set up: the dashboard answers this machine alone"
    if _is_open_to_others(settings.file):
        raise _Wrong(f"{settings.file} can be read by other users of this machine, and holds secrets: chmod 600 {settings.file}")
    return f"set up at {settings.origin}, by {', '.join(settings.issuers.values())}"


def _check_records(database: desk.Database) -> str:
    about = database.about()
    if about is None:
        raise database.no_records()
    if database.is_partner:
        return f"{database.address}: published editions alone"
    with database.reading() as reading:
        what = "the invented sample" if reading.is_sample else f"data version {reading.data_version}"
    return f"{database.address}: {what}, tables of version {about.schema_version}"


def _check_whole(database: desk.Database) -> str:
    if database.is_partner:
        return "looked after where the records are kept"
    if faults := desk.find_damage(database):
        raise _Wrong(f"{'; '.join(faults)}. Restore the last backup into a new database, and load what came since again.")
    return "every part is there, and points to what is there"


def _check_summaries(database: desk.Database) -> str:
    if database.is_partner:
        return "made where the records are kept"
    if drifted := desk.count_drifted_months(database):
        months = "1 month" if drifted == 1 else f"{drifted:,} months"
        raise _Wrong(
            f"Of {months} the summary is not what the records say: something else than this program changed them. "
            "Sum up anew: python -m walktalk_data upgrade --anew"
        )
    return "every month is as its records say"


def _check_editions(database: desk.Database) -> str:
    if database.is_partner:
        return "proven where the records are kept"
    editions = [edition for unit in areas.units() for edition in desk.tell_editions(database, unit)]
    faults = [f"edition {edition.number}: {fault}" for edition in editions for fault in _prove(database, edition.number)]
    if faults:
        raise _Wrong(f"{'; '.join(faults[:5])}. Do not publish; ask whoever keeps this program.")
    return f"{len(editions)} published, each opens and its proof holds" if editions else "none published"


def _prove(database: desk.Database, number: int) -> list[str]:
    try:
        return desk.prove(database, number)
    except desk.RecordsError as fault:
        return [str(fault)]


def _check_clock(database: desk.Database) -> str:
    now = datetime.now(UTC).replace(tzinfo=None)
    loads = [] if database.is_partner else desk.list_loads(database)
    latest = max((load.loaded_at for load in loads), default=now)
    if latest > now + CLOCK_MAY_DIFFER:
        raise _Wrong(
            f"The last load was made at {latest:%Y-%m-%d %H:%M} UTC, and by this machine's clock it is {now:%Y-%m-%d %H:%M}. "
            "Set the clock: what is over, and who is signed in for how long, is told by it."
        )
    return f"{now:%Y-%m-%d %H:%M} UTC"


def _check_standby(database: desk.Database, address: str) -> str:
    with closing(desk.with_replica(database, address)) as viewed:
        told = desk.tell_standby(viewed)
    if told.fault:
        raise _Wrong(f"{desk.READ_VARIABLE}: {told.fault}")
    return told.words


def _check_waiting(database: desk.Database, address: str) -> str:
    with closing(desk.with_replica(database, address)) as viewed:
        access = acts.open_access(viewed, {})
    if access.waiting is None:
        return "nothing waits"
    access.waiting.check()
    waits = "nothing waits" if access.waiting.is_empty() else "lines wait that are written once the primary answers"
    return f"{access.waiting.file.parent}: {waits}"


def _check_grants(database: desk.Database, environment: Mapping[str, str]) -> str:
    at = acts.Desk(acts.COMMAND_LINE, database, acts.open_access(database, environment))
    try:
        if database.is_partner:
            return f"{at.access.address}: partners' own"
        grants = at.list_grants()
    finally:
        at.access.close()
    if acts.read_sign_in(environment) and not any(grant.role == "administrator" for grant in grants):
        raise _Wrong(
            "Nobody is an administrator, so nobody can let others in: python -m walktalk_data grant administrator --email …"
        )
    return f"{at.access.address}: {len(grants)} stand"


def _check_disk(file: Path) -> str:
    free = shutil.disk_usage(file.parent).free
    if free < max(LEAST_FREE, 2 * file.stat().st_size):
        raise _Wrong(f"{free / (1 << 30):.1f} GiB are free beside {file}: an upgrade keeps a copy there first. Make room.")
    return f"{free / (1 << 30):.1f} GiB free beside {file.name}"


def _check_files(database: desk.Database, file: Path) -> str:
    if (about := database.about()) and about.is_sample:
        return "the invented sample, which anyone may read"
    there = [one for one in file.parent.glob(f"{file.stem}*") if one.is_file() and one.suffix in (file.suffix, ".key")]
    open_ones = [one.name for one in (*there, file.with_name("mailbox.key")) if one.exists() and _is_open_to_others(one)]
    if open_ones:
        raise _Wrong(f"Other users of this machine can read {', '.join(open_ones)}: chmod 600 them, in {file.parent}.")
    return "for their owner alone"


def _check_paper() -> str:
    return (
        "a browser prints the PDF"
        if paper.can_print()
        else "no browser here: no PDF is offered, the one-file report prints the same"
    )


def _is_open_to_others(file: Path) -> bool:
    return sys.platform != "win32" and bool(stat.S_IMODE(file.stat().st_mode) & 0o077)
