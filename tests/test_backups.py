"""A backup holds everything, whoever writes meanwhile; its restore is all of it or nothing, on either database."""

from __future__ import annotations

import json
import shutil
import stat
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, update

from tests.databases import long_on_postgresql
from tests.published import SAMPLE, WINTER, own_records, publish_every_kind
from walktalk_data import acts, backups, desk
from walktalk_data.__main__ import run
from walktalk_data.access.database import AccessDatabase
from walktalk_data.briefing import EditionScope, Scope, make_briefing, open_edition
from walktalk_data.outputs.long_form import long_form_csv
from walktalk_data.records import tables
from walktalk_data.records.database import Database, connect_database
from walktalk_data.records.dump import dump_sha256
from walktalk_data.records.transfer import read_lines, write_lines
from walktalk_data.vocabulary import DEFAULT_UNIT

ISSUER = "https://provider.example"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[tuple[Database, AccessDatabase]]:
    """Records with editions, an undone load, grants and a log."""
    (tmp_path / "source").mkdir()
    database = own_records(tmp_path / "source")
    publish_every_kind(database)
    access = acts.open_access(database)
    at = acts.Desk(acts.COMMAND_LINE, database, access)
    at.grant(ISSUER, "email", "leader@example.org", "partner", ("Redbridge",), DEFAULT_UNIT)
    at.revoke(at.grant(ISSUER, "email", "gone@example.org", "superintendent", (), DEFAULT_UNIT).grant_id)
    with closing(database):
        yield database, access
        access.close()


def open_empty(address: str) -> tuple[Database, AccessDatabase]:
    database = connect_database(address)
    return database, acts.open_access(database)


def test_what_is_restored_is_all_that_was_kept(
    kept: tuple[Database, AccessDatabase], database_address: str, tmp_path: Path
) -> None:
    database, access = kept
    backup = backups.write_backup(database, access, tmp_path / "all.zip")
    other, other_access = open_empty(database_address)
    with closing(other):
        restored = backups.restore_backup(tmp_path / "all.zip", other, other_access)
        assert restored.backup == backup
        assert restored.editions.keys() == {edition.number for edition in desk.tell_editions(database, DEFAULT_UNIT)}
        assert restored.faults == []
        with database.reading() as mine, other.reading() as theirs:
            assert mine.data_version == theirs.data_version
            assert dump_sha256(mine.connection) == dump_sha256(theirs.connection)
        assert long_form_csv(make_briefing(database, Scope())) == long_form_csv(make_briefing(other, Scope()))
        for number in restored.editions:
            assert long_form_csv(open_edition(database, number)) == long_form_csv(open_edition(other, number))
        mine_at, theirs_at = (acts.Desk(acts.COMMAND_LINE, one, at) for one, at in ((database, access), (other, other_access)))
        assert mine_at.list_grants(with_revoked=True) == theirs_at.list_grants(with_revoked=True)
        assert mine_at.log_csv() == theirs_at.log_csv()
        # Numbers go on where they were: what comes next takes none that is taken.
        before = max(load.load_id for load in desk.list_loads(other))
        changed = tmp_path / "walks.csv"
        lines = (SAMPLE[0] / "walks.csv").read_text(encoding="utf-8").splitlines()
        changed.write_text("\n".join([lines[0], lines[1].replace("W-", "N-", 1)]), encoding="utf-8")
        assert desk.load_files(other, [changed], DEFAULT_UNIT).receipt.load_id == before + 1
        granted = theirs_at.grant(ISSUER, "email", "new@example.org", "coordinator", (), DEFAULT_UNIT)
        assert granted.grant_id == max(grant.grant_id for grant in mine_at.list_grants(with_revoked=True)) + 1
        other_access.close()


@long_on_postgresql
def test_it_goes_back_from_where_it_came_too(database_address: str, tmp_path: Path) -> None:
    """From this database into SQLite, and from there the same backup once more, byte for byte but for its day."""
    database, access = open_empty(database_address)
    with closing(database):
        desk.load_files(database, SAMPLE, DEFAULT_UNIT, desk.Confirmed(free_text="keep"))
        backups.write_backup(database, access, tmp_path / "one.zip")
        other, other_access = open_empty(f"sqlite:///{tmp_path / 'other.sqlite'}")
        backups.restore_backup(tmp_path / "one.zip", other, other_access)
        backups.write_backup(other, other_access, tmp_path / "two.zip")
        other.close()
        other_access.close()
        access.close()
    assert parts_of(tmp_path / "one.zip") == parts_of(tmp_path / "two.zip")


def parts_of(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {
            name: b"\n".join(sorted(archive.read(name).splitlines())) for name in archive.namelist() if name != backups.MANIFEST
        }


def test_a_load_beside_a_backup_is_in_it_whole_or_not_at_all(kept: tuple[Database, AccessDatabase], tmp_path: Path) -> None:
    database, access = kept
    with database.reading() as reading:
        before = dump_sha256(reading.connection)
    read = read_lines
    beside = threading.Thread(target=lambda: desk.undo_load(database, 1))

    def load_meanwhile(*of: object) -> Iterator[bytes]:
        if not beside.ident:
            beside.start()
            beside.join()
        return read(*of)  # type: ignore[arg-type]  # passed on as it came

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backups, "read_lines", load_meanwhile)
        backups.write_backup(database, access, tmp_path / "all.zip")
    other, other_access = open_empty(f"sqlite:///{tmp_path / 'other.sqlite'}")
    with closing(other):
        backups.restore_backup(tmp_path / "all.zip", other, other_access)
        with other.reading() as reading:
            assert dump_sha256(reading.connection) == before
        other_access.close()
    with database.reading() as reading:
        assert dump_sha256(reading.connection) != before


def test_sign_ins_are_not_in_it_and_it_is_for_its_owner_alone(kept: tuple[Database, AccessDatabase], tmp_path: Path) -> None:
    database, access = kept
    file = tmp_path / "all.zip"
    backups.write_backup(database, access, file)
    assert not any("sign_in" in name for name in zipfile.ZipFile(file).namelist())
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(backups.NotEmpty, match="is there already"):
        backups.write_backup(database, access, file)
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def change_a_line(archive: dict[str, bytes]) -> None:
    archive["records/walks.jsonl"] = archive["records/walks.jsonl"].replace(b"Havering", b"Redbridge", 1)


def lose_a_part(archive: dict[str, bytes]) -> None:
    del archive["records/answers.jsonl"]


def lose_the_manifest(archive: dict[str, bytes]) -> None:
    del archive[backups.MANIFEST]


def unsound_manifest(archive: dict[str, bytes]) -> None:
    archive[backups.MANIFEST] = b"[]"


@pytest.mark.parametrize("harm", [change_a_line, lose_a_part, lose_the_manifest, unsound_manifest])
def test_what_is_not_as_it_was_written_is_not_restored(
    kept: tuple[Database, AccessDatabase], tmp_path: Path, harm: Callable[[dict[str, bytes]], None]
) -> None:
    database, access = kept
    backups.write_backup(database, access, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    harm(content)
    with zipfile.ZipFile(tmp_path / "harmed.zip", "w") as archive:
        for name, written in content.items():
            archive.writestr(name, written)
    assert_nothing_restored(tmp_path, tmp_path / "harmed.zip")


@pytest.mark.parametrize("kept_bytes", [0, 10, 1000])
def test_a_file_that_is_cut_short_or_none_is_not_restored(
    kept: tuple[Database, AccessDatabase], tmp_path: Path, kept_bytes: int
) -> None:
    database, access = kept
    backups.write_backup(database, access, tmp_path / "all.zip")
    (tmp_path / "cut.zip").write_bytes((tmp_path / "all.zip").read_bytes()[:kept_bytes])
    assert_nothing_restored(tmp_path, tmp_path / "cut.zip")


def assert_nothing_restored(folder: Path, file: Path) -> None:
    other, other_access = open_empty(f"sqlite:///{folder / 'new' / 'other.sqlite'}")
    with closing(other), pytest.raises(backups.NoBackup, match="Nothing was restored"):
        backups.restore_backup(file, other, other_access)
    assert not (folder / "new" / "other.sqlite").exists()
    other_access.close()


def test_a_fault_in_the_middle_leaves_nothing(
    kept: tuple[Database, AccessDatabase], database_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, access = kept
    backups.write_backup(database, access, tmp_path / "all.zip")
    write = write_lines

    def fail_at_the_log(connection: object, table: object, *of: object) -> int:
        if getattr(table, "name", "") == "access_audit":
            raise OSError(28, "No space left on device")
        return write(connection, table, *of)  # type: ignore[arg-type]  # passed on as it came

    other, other_access = open_empty(database_address)
    with closing(other):
        monkeypatch.setattr(backups, "write_lines", fail_at_the_log)
        with pytest.raises(OSError, match="No space"):
            backups.restore_backup(tmp_path / "all.zip", other, other_access)
        assert other.about() is None
        assert acts.Desk(acts.COMMAND_LINE, other, other_access).list_grants(with_revoked=True) == []
        monkeypatch.undo()
        assert backups.restore_backup(tmp_path / "all.zip", other, other_access).faults == []
        other_access.close()


def test_nothing_is_restored_over_records_or_grants(kept: tuple[Database, AccessDatabase], tmp_path: Path) -> None:
    database, access = kept
    backups.write_backup(database, access, tmp_path / "all.zip")
    with pytest.raises(backups.NotEmpty, match="There are records"):
        backups.restore_backup(tmp_path / "all.zip", database, access)
    shutil.copy(tmp_path / "source" / "walks.access.sqlite", tmp_path / "other.access.sqlite")
    other, other_access = open_empty(f"sqlite:///{tmp_path / 'other.sqlite'}")
    with closing(other), pytest.raises(backups.NotEmpty, match="grants or a log"):
        backups.restore_backup(tmp_path / "all.zip", other, other_access)
    assert not (tmp_path / "other.sqlite").exists()
    other_access.close()


def test_a_backup_of_a_later_program_is_refused(kept: tuple[Database, AccessDatabase], tmp_path: Path) -> None:
    database, access = kept
    backups.write_backup(database, access, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(content[backups.MANIFEST])
    for later in ({"format": 2}, {"schema_version": "9999"}, {"access_version": 99}):
        with zipfile.ZipFile(tmp_path / "later.zip", "w") as archive:
            for name, written in {**content, backups.MANIFEST: json.dumps(manifest | later).encode()}.items():
                archive.writestr(name, written)
        other, other_access = open_empty(f"sqlite:///{tmp_path / 'other.sqlite'}")
        with closing(other), pytest.raises(desk.RecordsError, match="later version"):
            backups.restore_backup(tmp_path / "later.zip", other, other_access)
        other_access.close()


def test_a_proof_that_does_not_hold_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "source").mkdir()
    with closing(own_records(tmp_path / "source")) as database:
        desk.publish(database, EditionScope(DEFAULT_UNIT, "partner", *WINTER), "Panel")
        with database.writing() as writing:
            proofs = writing.connection.execute(select(tables.edition_proofs.c.proof)).scalar_one()
            told = json.loads(proofs)
            (audience,) = told
            told[audience]["changes"] = []
            writing.connection.execute(update(tables.edition_proofs).values(proof=json.dumps(told)))
        address = database.address
    assert run(["backup", str(tmp_path / "all.zip"), "--database", address]) == 0
    assert "free text" not in capsys.readouterr().out
    assert run(["restore", str(tmp_path / "all.zip"), "--database", f"sqlite:///{tmp_path / 'other.sqlite'}"]) == 1
    assert "Edition 1:" in capsys.readouterr().out


def test_the_commands_say_what_was_done(
    kept: tuple[Database, AccessDatabase], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, other = kept[0].address, f"sqlite:///{tmp_path / 'other.sqlite'}"
    assert run(["backup", str(tmp_path / "all.zip"), "--database", address]) == 0
    assert "of records and editions" in capsys.readouterr().out
    assert run(["restore", str(tmp_path / "all.zip"), "--database", other]) == 0
    assert "the proof of each holds" in capsys.readouterr().out
    assert run(["restore", str(tmp_path / "all.zip"), "--database", other]) == 1
    assert "There are records" in capsys.readouterr().err
    monkeypatch.delenv(desk.ADDRESS_VARIABLE, raising=False)
    assert run(["restore", str(tmp_path / "all.zip")]) == 1
    assert "Say where to" in capsys.readouterr().err
