"""Two processes that load into one database at once: what is stored is what one after the other would have stored."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.made_files import make_files
from tests.test_loads_killed import load_here
from walktalk_data import desk
from walktalk_data.intake.checked import Confirmed, Progress
from walktalk_data.records import tables
from walktalk_data.records.database import Database, connect_database

PROJECT = Path(__file__).parent.parent
UNIT = "East Area"

pytestmark = pytest.mark.long

Walks = dict[str, int | None]


def start(address: str, *command: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "walktalk_data", *command, "--database", address],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def at_once(address: str, *commands: Sequence[str | Path]) -> list[tuple[int, str]]:
    """Run these together: how each ended, and what it said was wrong."""
    started = [start(address, *command) for command in commands]
    told = [process.communicate(timeout=60)[1] for process in started]
    return [(process.returncode, said) for process, said in zip(started, told, strict=True)]


def load_of(files: Sequence[Path]) -> list[str | Path]:
    return ["load", *files, "--free-text", "keep"]


def stored_walks(address: str) -> Walks:
    """How many women walked, by walk; every walk has its request and its answer."""
    database = connect_database(address)
    with database.reading() as reading:
        walks = {row.walk_id: row.women for row in reading.connection.execute(select(tables.walks))}
        requests = set(reading.connection.execute(select(tables.requests.c.request_id)).scalars())
        answers = set(reading.connection.execute(select(tables.answers.c.walk_id)).scalars())
    database.close()
    assert requests == {f"R{walk[1:]}" for walk in walks}
    assert answers == set(walks)
    return walks


def walks(numbers: range, women: int) -> Walks:
    return {f"W{number}": women for number in numbers}


def test_two_loads_of_different_files_at_once_store_both(database_address: str, tmp_path: Path) -> None:
    load_here(database_address, make_files(tmp_path / "first", range(50)))
    one, other = range(20, 900), range(40, 1_000)
    ended = at_once(
        database_address,
        load_of(make_files(tmp_path / "one", one, women=3)),
        load_of(make_files(tmp_path / "other", other, women=9)),
    )
    assert ended == [(0, ""), (0, "")]
    first, both = walks(range(50), 1), (walks(one, 3), walks(other, 9))
    orders = [first | both[0] | both[1], first | both[1] | both[0]]
    assert orders[0] != orders[1]
    assert stored_walks(database_address) in orders


def test_two_first_loads_at_once_make_the_tables_once_and_store_both(database_address: str, tmp_path: Path) -> None:
    ended = at_once(
        database_address,
        load_of(make_files(tmp_path / "one", range(300), women=3)),
        load_of(make_files(tmp_path / "other", range(300, 700), women=9)),
    )
    assert ended == [(0, ""), (0, "")]
    assert stored_walks(database_address) == walks(range(300), 3) | walks(range(300, 700), 9)


def test_the_same_file_loaded_twice_at_once_is_one_load(database_address: str, tmp_path: Path) -> None:
    load_here(database_address, make_files(tmp_path / "first", range(50)))
    files = make_files(tmp_path / "same", range(20, 700), women=3)
    assert at_once(database_address, load_of(files), load_of(files)) == [(0, ""), (0, "")]
    assert stored_walks(database_address) == walks(range(20), 1) | walks(range(20, 700), 3)
    database = connect_database(database_address)
    assert [load.load_id for load in desk.list_loads(database)] == [2, 1]
    database.close()


def test_a_load_beside_an_undo_is_one_of_the_two_orders(database_address: str, tmp_path: Path) -> None:
    load_here(database_address, make_files(tmp_path / "first", range(50)))
    load_here(database_address, make_files(tmp_path / "second", range(25, 400), women=3))
    third = make_files(tmp_path / "third", range(380, 700), women=9)
    ended = at_once(database_address, load_of(third), ["undo", "2"])
    assert ended == [(0, ""), (0, "")]
    # The walks that the third load brings too stay with it, whichever came first.
    assert stored_walks(database_address) == walks(range(50), 1) | walks(range(380, 700), 9)


def test_a_load_overtaken_by_one_that_contradicts_it_is_refused_with_words(database_address: str, tmp_path: Path) -> None:
    load_here(database_address, make_files(tmp_path / "first", range(50)))
    slow, quick = connect_database(database_address), make_files(tmp_path / "quick", range(50, 60), status="not possible")
    overtaken: list[str] = []

    def overtake(progress: Progress) -> None:
        # Once only, when the files are being checked: before the lock that storing takes.
        if not overtaken:
            overtaken.append(progress.step)
            assert at_once(database_address, load_of(quick[:1])) == [(0, "")]

    with pytest.raises(desk.FaultsFound) as refused:
        desk.load_files(slow, make_files(tmp_path / "slow", range(50, 70)), UNIT, Confirmed(free_text="keep"), overtake)
    said = [str(problem) for problem in refused.value.checked.problems]
    assert len(said) == 10
    assert all("requests.csv" in words and "not possible" in words and "completed" in words for words in said)
    assert count_loads(slow) == 2
    slow.close()


def count_loads(database: Database) -> int:
    return len(desk.list_loads(database))
