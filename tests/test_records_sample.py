"""Without an address there is the sample database: invented, made when it is missing, made anew when its files change."""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from tests.checked_records import hash_of, load, new_database, request, requests_table
from walktalk_data import desk, sample
from walktalk_data.records import tables
from walktalk_data.records.database import CannotOpen, Database
from walktalk_data.sample import open_sample


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample's files, and a temporary folder of the test's own."""
    made = tmp_path / "sample_data"
    made.mkdir()
    for file in sample.FOLDER.glob("*.csv"):
        shutil.copy(file, made)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    return made


def add_request(folder: Path) -> None:
    file = folder / "requests.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    first = lines[1].split(",")
    file.write_text("\n".join([*lines, ",".join(["R-added", *first[1:]])]) + "\n", encoding="utf-8")


def count_requests(database: Database) -> int:
    with database.reading() as reading:
        return reading.connection.execute(select(func.count()).select_from(tables.requests)).scalar_one()


def inode(folder: Path) -> int:
    return (folder / "sample.sqlite").stat().st_ino


@pytest.fixture
def opened(folder: Path) -> Iterator[Database]:
    database = open_sample(folder)
    yield database
    database.close()


def test_the_sample_says_that_it_is_one_and_has_the_records_of_its_files(opened: Database, folder: Path) -> None:
    with opened.reading() as reading:
        assert reading.is_sample
        assert reading.data_version == 1
    assert count_requests(opened) == len((folder / "requests.csv").read_text(encoding="utf-8").splitlines()) - 1


def test_the_sample_is_one_file_in_its_folder_with_nothing_left_beside_it(opened: Database, folder: Path) -> None:
    assert count_requests(opened) > 0
    assert [path.name for path in folder.iterdir() if path.suffix != ".csv"] == ["sample.sqlite"]
    assert opened.file == folder / "sample.sqlite"


def test_the_sample_is_kept_while_its_files_stay_the_same(opened: Database, folder: Path) -> None:
    before = inode(folder)
    (folder / "requests.csv").touch()
    open_sample(folder).close()
    assert inode(folder) == before


def test_the_sample_is_made_anew_when_a_file_changes_and_its_data_version_rises(opened: Database, folder: Path) -> None:
    requests = count_requests(opened)
    add_request(folder)
    anew = open_sample(folder)
    assert count_requests(anew) == requests + 1
    with anew.reading() as reading:
        assert reading.data_version == 2
    anew.close()


def test_who_reads_the_sample_while_it_is_made_anew_reads_on_undisturbed(opened: Database, folder: Path) -> None:
    with opened.reading() as reading:
        add_request(folder)
        open_sample(folder).close()
        found = reading.connection.execute(select(func.count()).select_from(tables.requests)).scalar_one()
        assert reading.connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    assert found == count_requests(opened)


def test_a_sample_that_is_broken_is_made_anew(folder: Path) -> None:
    (folder / "sample.sqlite").write_text("not a database " * 100)
    database = open_sample(folder)
    assert count_requests(database) > 0
    database.close()


def test_where_the_folder_cannot_be_written_the_sample_is_in_the_temporary_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_folder = tempfile.mkdtemp

    def refuse(*, dir: Path, prefix: str) -> str:
        if dir == folder:
            raise PermissionError(13, "Permission denied")
        return make_folder(dir=dir, prefix=prefix)

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    database = open_sample(folder)
    assert count_requests(database) > 0
    assert database.file is not None
    assert (tmp_path / "temporary") in database.file.parents
    assert not (folder / "sample.sqlite").exists()
    before = database.file.stat().st_ino
    open_sample(folder).close()
    assert database.file.stat().st_ino == before
    database.close()


def test_where_nothing_can_be_written_the_sample_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: Any) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(CannotOpen, match="neither in"):
        open_sample(folder)


def test_without_its_files_there_is_no_sample(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match="no CSV files"):
        open_sample(tmp_path)


def open_in_another_process(folder: Path, ready: Any, answers: Any) -> None:
    ready.wait()
    database = open_sample(folder)
    answers.put(count_requests(database))
    database.close()


def test_two_processes_may_make_the_sample_at_once(folder: Path) -> None:
    processes = multiprocessing.get_context("spawn")
    ready, answers = processes.Barrier(2), processes.Queue()
    started = [processes.Process(target=open_in_another_process, args=(folder, ready, answers)) for _ in range(2)]
    for process in started:
        process.start()
    counted = [answers.get(timeout=60) for _ in started]
    for process in started:
        process.join()
    assert counted[0] == counted[1] > 0
    assert [path.name for path in folder.iterdir() if path.suffix != ".csv"] == ["sample.sqlite"]


def test_nothing_is_loaded_into_the_sample(opened: Database, folder: Path) -> None:
    before = hash_of(opened)
    with pytest.raises(desk.SampleIsReadOnly, match=r"--database sqlite:///walks\.sqlite.*WALKTALK_DATABASE"):
        desk.load_files(opened, [folder], "East Area")
    assert hash_of(opened) == before
    assert [path.name for path in folder.iterdir() if path.suffix != ".csv"] == ["sample.sqlite"]


def test_the_address_given_goes_before_the_variable_and_the_variable_before_the_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, named = (f"sqlite:///{tmp_path / name}" for name in ("given.sqlite", "named.sqlite"))
    monkeypatch.setenv("WALKTALK_DATABASE", named)
    assert desk.open_database(given).address == given
    assert desk.open_database(None).address == named
    monkeypatch.delenv("WALKTALK_DATABASE")
    assert desk.find_database(None) is None


def test_a_database_of_ones_own_is_no_sample(database_address: str) -> None:
    with new_database(database_address) as database:
        load(database, requests_table(request(1)))
        with database.reading() as reading:
            assert not reading.is_sample
