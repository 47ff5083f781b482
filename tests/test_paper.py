"""The report as a PDF: printed by a browser that reaches nothing, tagged, of that report and no other; or why there is none."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.printed_pages import read_pages
from tests.programs import find_chromium
from tests.test_same_figures_everywhere import briefing_of
from walktalk_data.__main__ import run
from walktalk_data.briefing import Briefing
from walktalk_data.outputs import paper, report
from walktalk_data.outputs.paper import SETTING, CannotPrint, can_print, title_in, write_paper

INSTEAD = "Open the one-file report and print it"


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return briefing_of(("--borough", "Redbridge"))


@pytest.fixture
def left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files are made during the test, other than `tmp_path`. Its name is short, as a browser needs it."""
    assert tmp_path.exists()
    with tempfile.TemporaryDirectory(prefix="wt") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)
        monkeypatch.undo()


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch, left_behind: Path) -> Path:
    monkeypatch.setenv(SETTING, str(find_chromium()))
    return left_behind


Pretend = Callable[[str], Path]


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left_behind: Path) -> Pretend:
    """A browser that does what is written, in Python; `asked` holds its arguments, `settings` what it was told. Gives a note."""

    def write(body: str) -> Path:
        note = tmp_path / "note"
        file = tmp_path / "browser"
        file.write_text(
            f"#!{sys.executable}\nimport os, subprocess, sys, time\nasked, settings = sys.argv[1:], dict(os.environ)\n"
            f"where = next(one.partition('=')[2] for one in asked if one.startswith('--print-to-pdf='))\n"
            f"note = open({str(note)!r}, 'w')\n{body}\n"
        )
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv(SETTING, str(file))
        return note

    return write


def test_it_is_the_printed_report_tagged_with_its_title_and_its_language(briefing: Briefing, real: Path) -> None:
    printed = write_paper(briefing)
    pages = read_pages(printed)
    assert 2 <= len(pages) <= 4
    for number, words in enumerate(pages, start=1):
        assert "OFFICIAL·Policeonly" in words
        assert f"Page{number}of{len(pages)}" in words
    assert title_in(printed) == report.title_of(briefing)
    assert b"/StructTreeRoot" in printed
    assert b"/Marked true" in printed
    assert b"/Lang (en-GB)" in printed
    assert b"/Outlines" in printed
    assert list(real.iterdir()) == []


def test_it_is_made_where_temporary_files_have_long_names_too(
    briefing: Briefing, real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "a folder for temporary files" / ("with a long name " * 4)
    deep.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    assert write_paper(briefing).startswith(b"%PDF-")


def test_the_browser_reaches_nothing_whatever_is_in_the_file(
    briefing: Briefing, real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    Thread(target=server.serve_forever, daemon=True).start()
    here = f"//127.0.0.1:{server.server_port}"
    reaching = (
        f'<link rel="stylesheet" href="http:{here}/look"><img src="http:{here}/image"><script src="http:{here}/run"></script>'
    )
    page = f"<!doctype html><meta charset=utf-8><title>{report.title_of(briefing)}</title>{reaching}<p>Words"
    monkeypatch.setattr(report, "write_report", lambda _: page.encode())
    try:
        assert read_pages(write_paper(briefing)) == ["Words"]
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []


@pytest.mark.skipif(sys.platform == "win32", reason="the pretended browser is a script with a #! line")
@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("", "printed nothing that is the report"),
        ("open(where, 'wb').write(b'%PDF-1.4 /Title (File not found)')", "printed nothing that is the report"),
        ("open(where, 'w').write('not a PDF')", "printed nothing that is the report"),
        ("sys.stderr.write('FATAL: No usable sandbox!'); sys.exit(1)", "cannot set up its sandbox"),
    ],
    ids=["nothing", "a page of an error", "something else", "no sandbox"],
)
def test_what_is_not_this_report_is_not_given_and_the_reason_is(
    pretend: Pretend, briefing: Briefing, left_behind: Path, does: str, told: str
) -> None:
    pretend(does)
    with pytest.raises(CannotPrint, match=told) as raised:
        write_paper(briefing)
    assert INSTEAD in str(raised.value)
    assert str(left_behind) not in str(raised.value)
    assert list(left_behind.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the pretended browser is a script with a #! line")
def test_a_browser_that_does_not_end_is_ended_with_all_that_it_started(
    pretend: Pretend, briefing: Briefing, left_behind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "PRINT_SECONDS", 3)
    note = pretend(
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)'])\n"
        "note.write(f'{os.getpid()} {other.pid}'); note.close(); time.sleep(99)"
    )
    with pytest.raises(CannotPrint, match="took longer than 3 seconds"):
        write_paper(briefing)
    for number in map(int, note.read_text().split()):
        assert is_gone(number), number
    assert list(left_behind.iterdir()) == []


def is_gone(process: int) -> bool:
    """Whether it ended, within a few seconds; one that ended and that nobody has asked after counts as gone."""
    for _ in range(100):
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="the pretended browser is a script with a #! line")
@pytest.mark.parametrize(("user", "wanted"), [(0, True), (1000, False)], ids=["root", "another user"])
def test_it_leaves_its_sandbox_for_root_alone_and_learns_nothing_of_the_servers_settings(
    pretend: Pretend, briefing: Briefing, monkeypatch: pytest.MonkeyPatch, user: int, wanted: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setenv("WALKTALK_DATABASE", "postgresql://someone:secret@host/name")
    note = pretend("note.write(' '.join([*asked, *settings, *settings.values()]))")
    with pytest.raises(CannotPrint):
        write_paper(briefing)
    told = note.read_text()
    assert ("--no-sandbox" in told) == wanted
    assert "WALKTALK" not in told
    assert "secret" not in told


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setattr(paper, "NAMES", ())
    monkeypatch.setattr(paper, "PLACES", ())


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_the_command_keeps_the_other_files_and_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not can_print()
    assert run(["briefing", "--borough", "Redbridge", "--out", str(tmp_path), "--pdf"]) == 1
    told = capsys.readouterr()
    assert "no Chromium, Chrome or Edge was found on this machine. Open the one-file report and print it" in told.err
    assert {file.suffix for file in tmp_path.iterdir()} - {".pptx"} == {".html", ".xlsx"}


def test_the_command_writes_the_paper_beside_the_other_files(tmp_path: Path, real: Path, briefing: Briefing) -> None:
    assert run(["briefing", "--borough", "Redbridge", "--out", str(tmp_path / "out"), "--pdf"]) == 0
    files = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert paper.file_name(briefing) in files
    beside = {Path(name).suffix for name in files if Path(name).stem == Path(paper.file_name(briefing)).stem}
    assert {".html", ".pdf", ".xlsx"} <= beside


@pytest.mark.parametrize(("named", "told"), [("none", False), ("/no/such/browser", False), (sys.executable, True)])
def test_the_setting_names_the_browser_or_says_that_there_is_none(
    monkeypatch: pytest.MonkeyPatch, named: str, told: bool
) -> None:
    monkeypatch.setenv(SETTING, named)
    assert can_print() == told


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (b"<< /Title <FEFF00570061006C006B> >>", "Walk"),
        (rb"<< /Title (Walk \(and\) talk) >>", "Walk (and) talk"),
        (b"<< /Author (Someone) >>", ""),
    ],
)
def test_the_title_of_a_pdf_is_read_however_it_is_written(written: bytes, title: str) -> None:
    assert title_in(written) == title
