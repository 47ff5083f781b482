"""A load for which there is no room, in staging, in the log or in the file, ends in words and leaves the records as they were."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made_files import make_files
from tests.test_loads_killed import LOADED, STORED, check_sqlite, copy_database, hash_at, load_here
from walktalk_data.records.database import connect_database

PROJECT = Path(__file__).parent.parent

pytestmark = pytest.mark.long

LIMITED = """
import resource, runpy, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.argv = ["walktalk_data", *sys.argv[2:]]
runpy.run_module("walktalk_data", run_name="__main__")
"""
"""Runs the command line where no file may grow beyond some bytes: a quota that needs no rights, with the words of a full disk."""

MOUNTED = """
import os, subprocess, sys
folder, size, copied, *command = sys.argv[1:]
subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
if copied:
    subprocess.run(["cp", copied, os.path.join(folder, "records.sqlite")], check=True)
done = subprocess.run([sys.executable, "-m", "walktalk_data", *command])
if copied:
    for beside in ("", "-wal"):
        if os.path.exists(os.path.join(folder, "records.sqlite" + beside)):
            subprocess.run(["cp", os.path.join(folder, "records.sqlite" + beside), copied + ".after" + beside], check=True)
sys.exit(done.returncode)
"""
"""Runs the command line beside a small disk of its own, which nobody else sees and which is gone at the end."""


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A database with a first load."""
    file = tmp_path / "before.sqlite"
    load_here(f"sqlite:///{file}", make_files(tmp_path / "first", STORED))
    connect_database(f"sqlite:///{file}").empty_log()
    return file


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return make_files(tmp_path / "second", LOADED, women=7)


def arguments(address: str, files: list[Path]) -> list[str]:
    return ["load", *map(str, files), "--free-text", "keep", "--database", address]


def run_limited(limit: int, address: str, files: list[Path], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(limit), *arguments(address, files)],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def check_words(done: subprocess.CompletedProcess[str]) -> None:
    """It ended 1, with one line of plain words."""
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    for never in ("Traceback", "SQL:", "INSERT", "UPDATE", "sqlalchemy", "sqlite3.", "more lights"):
        assert never not in done.stderr + done.stdout


def test_a_file_that_may_not_grow_fails_at_every_size_until_there_is_room(
    stored: Path, files: list[Path], tmp_path: Path
) -> None:
    file = tmp_path / "records.sqlite"
    address = f"sqlite:///{file}"
    before = hash_at(f"sqlite:///{stored}")
    size = stored.stat().st_size
    said = set()
    failed = 0
    for limit in (4_096, size // 2, size, size + 100_000, size * 2, size * 3, size * 5, size * 50):
        copy_database(stored, file)
        done = run_limited(limit, address, files)
        check_sqlite(file)
        if done.returncode == 0:
            break
        check_words(done)
        said.add(done.stderr.split(":")[0].split(" sqlite")[0])
        failed += 1
        assert hash_at(address) == before
    assert done.returncode == 0, "there was room at the end"
    assert failed >= 4
    assert hash_at(address) != before
    copy_database(stored, file)
    run_limited(size, address, files)
    assert hash_at(address) == before
    after = load_here(address, files)
    assert after != before


def may_mount() -> bool:
    """Whether this user may have a small disk: root may, and others in a namespace of their own, where the system lets them."""
    tried = ["unshare", "--mount", "--map-root-user", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return shutil.which("unshare") is not None and subprocess.run(tried, capture_output=True, check=False).returncode == 0


def run_on_small_disk(
    folder: Path, size: int, copied: str, command: list[str], **environment: str
) -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        ["unshare", "--mount", "--map-root-user", sys.executable, "-c", MOUNTED, str(folder), str(size), copied, *command],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_full_disk_under_the_database_leaves_the_records_as_they_were(stored: Path, files: list[Path], tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    before, size = hash_at(f"sqlite:///{stored}"), stored.stat().st_size
    copy = Path(f"{stored}.after")
    outcomes = []
    for room in (32_768, 200_000, 800_000, 1_600_000, 40_000_000):
        copy_database(stored, copy)
        if may_mount():
            command = arguments(f"sqlite:///{disk / 'records.sqlite'}", files)
            done = run_on_small_disk(disk, size + room, str(stored), command)
        else:
            done = run_limited(size + room // 2, f"sqlite:///{copy}", files)
        outcomes.append(done.returncode)
        check_sqlite(copy)
        if done.returncode:
            check_words(done)
            assert hash_at(f"sqlite:///{copy}") == before
            assert load_here(f"sqlite:///{copy}", files) != before
        else:
            assert hash_at(f"sqlite:///{copy}") != before
    assert outcomes[0] == 1
    assert outcomes[-1] == 0
    assert outcomes == sorted(outcomes, reverse=True)


def test_a_full_disk_under_the_temporary_files_leaves_the_records_as_they_were(stored: Path, tmp_path: Path) -> None:
    # Staging keeps 64 MiB in memory, and writes what is more into its temporary file.
    files = make_files(tmp_path / "large", range(26_000), words="more lights along the path and by the bus stop, please. " * 60)
    disk, file = tmp_path / "disk", tmp_path / "records.sqlite"
    address, before = f"sqlite:///{file}", hash_at(f"sqlite:///{stored}")
    copy_database(stored, file)
    if may_mount():
        done = run_on_small_disk(disk, 65_536, "", arguments(address, files), TMPDIR=str(disk), SQLITE_TMPDIR=str(disk))
    else:
        done = run_limited(4_194_304, address, files)
    check_words(done)
    check_sqlite(file)
    assert hash_at(address) == before
    assert load_here(address, make_files(tmp_path / "second", LOADED, women=7)) != before
