"""The paper: the one-file report as a PDF, printed by a browser of this machine that shows that one file and reaches nothing."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.outputs import report
from walktalk_data.outputs.file_names import name_file

SETTING: Final = "WALKTALK_BROWSER"
"""Names the browser; `none`: that there shall be no PDF on this machine."""
NAMES: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "microsoft-edge-stable", "msedge",
)  # fmt: skip
PLACES: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
)
INSTEAD: Final = "Open the one-file report and print it: the paper is the same."
PRINT_SECONDS: Final = 60
WAIT_SECONDS: Final = 30
"""How long somebody waits for the papers of others: each takes a processor and a few hundred megabytes for a second or two."""
AT_ONCE: Final = 2
LONGEST_FOLDER: Final = 38
"""A browser makes a socket under where its files are, and systems take no more than 103 letters for the name of one."""
FLAGS: Final = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-crash-reporter",
    # The file asks for nothing and says itself that it may not; this holds whatever is in it.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)
HANDED_ON: Final = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "PROGRAMFILES", "PROGRAMFILES(X86)")
"""What a browser needs of the server's settings; the others are none of its business."""

_turns = BoundedSemaphore(AT_ONCE)


class CannotPrint(Exception):
    """No PDF was made. The message says why, and what to do instead."""


def file_name(briefing: Briefing) -> str:
    """The name of the PDF, which says scope, dates and audience."""
    return name_file(briefing, "pdf")


def can_print() -> bool:
    """Whether a browser is found on this machine."""
    return _find_browser(os.environ) is not None


def write_paper(briefing: Briefing) -> bytes:
    """The report on paper: tagged for screen readers, with its title. Raises `CannotPrint`; nothing is left behind."""
    browser = _find_browser(os.environ)
    if browser is None:
        named = os.environ.get(SETTING, "")
        where = f"{SETTING} names none that is there" if named else "no Chromium, Chrome or Edge was found on this machine"
        raise CannotPrint(f"No PDF was made: {where}. {INSTEAD}")
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise CannotPrint(f"No PDF was made: others are being made. Try again in a minute. {INSTEAD}")
    try:
        return _print(browser, report.write_report(briefing), report.title_of(briefing))
    finally:
        _turns.release()


def _find_browser(settings: Mapping[str, str]) -> Path | None:
    named = settings.get(SETTING, "")
    if named:
        return Path(named) if named != "none" and Path(named).is_file() else None
    found = next(filter(None, map(shutil.which, NAMES)), None) or next((place for place in PLACES if Path(place).is_file()), None)
    return Path(found) if found else None


def _print(browser: Path, page: bytes, title: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="walktalk-", dir=_short_folder(), ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "report.html").write_bytes(page)
        told = _run([str(browser), *FLAGS, *_outside_its_sandbox(), *_where(folder)], folder)
        try:
            printed = (folder / "report.pdf").read_bytes()
        except FileNotFoundError:
            printed = b""
    if not printed.startswith(b"%PDF-") or title_in(printed) != title:
        # A browser that may not read the file prints its own page of an error, under another title.
        no_sandbox = b"sandbox" in told.lower()
        why = "the browser cannot set up its sandbox here" if no_sandbox else "the browser printed nothing that is the report"
        raise CannotPrint(f"No PDF was made: {why}. {INSTEAD}")
    return printed


def _short_folder() -> str | None:
    """Where temporary files are made, unless its name is so long that a browser cannot start in it."""
    is_long = len(tempfile.gettempdir()) > LONGEST_FOLDER
    return "/tmp" if is_long and os.access("/tmp", os.W_OK) else None  # noqa: S108  a folder of one's own is made in it


def _where(folder: Path) -> tuple[str, ...]:
    return (
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={folder / 'report.pdf'}",
        (folder / "report.html").as_uri(),
    )


def _outside_its_sandbox() -> tuple[str, ...]:
    """Root alone, for whom Chromium has no sandbox: as in most containers. What it shows is the report, which runs nothing."""
    is_root = sys.platform != "win32" and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()


def _run(command: list[str], folder: Path) -> bytes:
    """Run it for as long as a paper may take, and end it with all that it started. What it says of faults."""
    own = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    own |= {name: str(folder) for name in ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")}
    # Into a file: what the browser started may hold a pipe open when it has ended itself.
    said = folder / "said"
    with said.open("wb") as written:
        quiet = subprocess.DEVNULL
        try:
            running = subprocess.Popen(  # noqa: S603  the browser that was found, with flags and paths of ours
                command, env=own, cwd=folder, stdin=quiet, stdout=quiet, stderr=written, start_new_session=True
            )
        except OSError as error:
            raise CannotPrint(f"No PDF was made: the browser does not start ({error.strerror}). {INSTEAD}") from None
        try:
            running.wait(timeout=PRINT_SECONDS)
        except subprocess.TimeoutExpired:
            raise CannotPrint(f"No PDF was made: it took longer than {PRINT_SECONDS} seconds. {INSTEAD}") from None
        finally:
            _end(running)
    return said.read_bytes()


def _end(running: subprocess.Popen[bytes]) -> None:
    """The browser and what it started: it is alone in its session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            running.kill()
        else:
            os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def title_in(printed: bytes) -> str:
    """The title that a PDF says of itself; empty where it has none that can be read."""
    found = re.search(rb"/Title\s*(?:<([0-9A-Fa-f]+)>|\(((?:\\.|[^\\)])*)\))", printed, re.DOTALL)
    if not found:
        return ""
    written = bytes.fromhex(found[1].decode()) if found[1] else re.sub(rb"\\(.)", rb"\1", found[2])
    return written.decode("utf-16") if written.startswith((b"\xfe\xff", b"\xff\xfe")) else written.decode("latin-1")
