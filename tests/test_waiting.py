"""What waits on the disk while the log cannot be written: nothing of it is lost, and nobody but its owner reads it."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from walktalk_data import desk
from walktalk_data.access import audit, noting, waiting
from walktalk_data.access.database import AccessDatabase
from walktalk_data.access.viewer import COMMAND_LINE
from walktalk_data.access.waiting import Line, Waiting, folder_of
from walktalk_data.records.database import CannotOpen, CannotWrite, connect_database

PROJECT = Path(__file__).resolve().parent.parent
HERE = "postgresql://walktalk@host/walktalk"


def line(number: int) -> Line:
    return {"at": f"2022-01-03T09:00:{number:02}", "who": "ada", "act": "opened", "what": f"edition {number}"}


def taken(kept: Waiting) -> list[Line]:
    lines: list[Line] = []
    kept.deliver(lines.extend)
    return lines


def test_what_waits_is_handed_over_once_in_its_order(tmp_path: Path) -> None:
    kept = Waiting(tmp_path / "state", HERE)
    assert kept.is_empty()
    kept.add(line(1))
    kept.add(line(2), line(3))
    assert not kept.is_empty()
    # Another process, or this one started again.
    assert taken(Waiting(tmp_path / "state", HERE)) == [line(1), line(2), line(3)]
    assert taken(kept) == []


def test_what_could_not_be_written_still_waits(tmp_path: Path) -> None:
    kept = Waiting(tmp_path, HERE)
    kept.add(line(1))

    def fail(_: Sequence[Line]) -> None:
        raise CannotWrite("The database went away.")

    with pytest.raises(CannotWrite, match="went away"):
        kept.deliver(fail)
    assert taken(kept) == [line(1)]


def test_another_database_has_another_file(tmp_path: Path) -> None:
    Waiting(tmp_path, HERE).add(line(1))
    assert Waiting(tmp_path, "postgresql://partner@host/walktalk").is_empty()


def test_half_a_line_that_a_power_cut_left_takes_no_other_with_it(tmp_path: Path) -> None:
    kept = Waiting(tmp_path, HERE)
    kept.add(line(1))
    with kept.file.open("ab") as file:
        file.write(b'{"at": "2022-01')
    kept.add(line(2))
    assert taken(kept) == [line(1), line(2)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps files apart by other means")
def test_its_owner_alone_reads_it(tmp_path: Path) -> None:
    kept = Waiting(tmp_path / "state" / "walktalk", HERE)
    kept.add(line(1))
    assert stat.S_IMODE(kept.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.file.parent.stat().st_mode) == 0o700


def test_it_is_bounded_and_then_nothing_is_shown_that_is_not_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST_BYTES", 5000)
    kept = Waiting(tmp_path, HERE)
    kept.check()
    for number in range(20):
        kept.add(line(number))
    with pytest.raises(CannotWrite, match="Too much waits"):
        kept.check()
    while kept.file.stat().st_size < 4900:
        kept.add(line(1))
    with pytest.raises(CannotWrite, match="Too much waits"):
        kept.add(line(2), line(3))
    taken(kept)
    kept.check()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(CannotWrite, match=r"cannot be kept in .*name another folder in WALKTALK_WAITING"):
        Waiting(tmp_path / "state", HERE).add(line(1))


def test_who_signed_out_is_known_at_once_and_to_every_process_here(tmp_path: Path) -> None:
    kept, another = Waiting(tmp_path, HERE), Waiting(tmp_path, HERE)
    assert not another.has_ended("a")
    kept.add({"ended": "a", "at": "2022-01-03T09:00:00"})
    assert another.has_ended("a")
    assert not another.has_ended("b")
    kept.add({"ended": "b", "at": "2022-01-03T09:00:01"})
    assert another.has_ended("b")
    taken(kept)
    assert not another.has_ended("a")


def test_what_was_written_after_all_is_not_written_twice(tmp_path: Path) -> None:
    """The answer to a commit can be lost: then the line is there, and waits as well."""
    access = AccessDatabase(connect_database(f"sqlite:///{tmp_path / 'access.sqlite'}"))
    access.waiting = Waiting(tmp_path, HERE)
    first, second = (audit.write_line(COMMAND_LINE, "opened", what) for what in ("edition 1", "edition 2"))
    with access.writing() as connection:
        audit.keep_line(connection, first)
    access.waiting.add(first, second)
    assert noting.deliver(access) == 2
    access.waiting.add(second)
    # What comes new hands over what waits, and stands behind it.
    noting.note(access, COMMAND_LINE, "opened", "edition 3")
    with access.reading() as connection:
        assert [entry.what for entry in audit.read_entries(connection)] == ["edition 3", "edition 2", "edition 1"]
    access.close()


ADD = """
import sys
from pathlib import Path
from walktalk_data.access.waiting import Waiting
kept = Waiting(Path(sys.argv[1]), sys.argv[2])
for number in range(50):
    kept.add({"what": f"{sys.argv[3]} {number}"})
"""


def test_processes_that_write_and_one_that_hands_over_lose_nothing(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", ADD, str(tmp_path), HERE, str(n)], cwd=PROJECT) for n in range(3)]
    kept, found = Waiting(tmp_path, HERE), list[Line]()
    while any(writer.poll() is None for writer in writers):
        found += taken(kept)
    found += taken(kept)
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert sorted(str(one["what"]) for one in found) == sorted(f"{n} {number}" for n in range(3) for number in range(50))


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"WALKTALK_WAITING": "/srv/waits", "STATE_DIRECTORY": "/var/lib/walktalk"}, Path("/srv/waits")),
        ({"STATE_DIRECTORY": "/var/lib/walktalk:/var/lib/other"}, Path("/var/lib/walktalk/waiting")),
        ({"XDG_STATE_HOME": "/srv/state"}, Path("/srv/state/walktalk")),
        ({}, Path.home() / ".local" / "state" / "walktalk"),
    ],
)
def test_where_it_waits(environment: dict[str, str], folder: Path) -> None:
    assert folder_of(environment) == folder


@pytest.mark.parametrize(
    ("records", "standby", "said"),
    [
        (None, "postgresql://host/walktalk", "names a standby, and WALKTALK_DATABASE no database"),
        ("sqlite:///walks.sqlite", "postgresql://host/walktalk", "is PostgreSQL"),
        ("postgresql://host/walktalk", "sqlite:///walks.sqlite", "is PostgreSQL"),
        ("postgresql://host/walktalk", "oracle://host/walktalk", "begins with oracle"),
    ],
)
def test_a_standby_goes_with_postgresql(records: str | None, standby: str, said: str) -> None:
    with pytest.raises(CannotOpen, match=said):
        desk.open_to_view(records, {"WALKTALK_READ_DATABASE": standby})
