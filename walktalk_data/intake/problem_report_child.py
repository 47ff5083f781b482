"""Makes the problem report of one file in a process of its own: it opens her file, and a hostile file harms that process only."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from walktalk_data.intake import guard
from walktalk_data.intake.checked import CheckedTable, Problem
from walktalk_data.intake.child import seconds_for
from walktalk_data.intake.grid import FileFault
from walktalk_data.intake.problem_report import DetailMark, NoReport, write_report, write_report_of_values
from walktalk_data.intake.readers import read_messages

MOST_MEMORY: Final = 2 * 2**30
"""Writing a workbook back needs all of its cells at once, which reading it does not."""
LARGEST_FILE: Final = 2**30
TIMES_AS_LONG_AS_READING: Final = 4
_MADE, _REFUSED = b"made\n", b"refused\n"
_NO_REPORT: Final = "cannot be given back with its faults marked. Mend it by the list."


@dataclass(frozen=True, slots=True)
class ToReport:
    """One file and everything that is said of it."""

    path: Path
    file_name: str
    tables: Sequence[CheckedTable]
    problems: Sequence[Problem]
    questions: Sequence[str]
    details: Sequence[DetailMark]


def report_in_child(asked: ToReport) -> tuple[str, bytes]:
    """The report's file name and its content, as `write_report` makes them. Raises `NoReport`."""
    try:
        seconds = TIMES_AS_LONG_AS_READING * seconds_for(guard.look_at(asked.path))
    except FileFault as fault:
        raise NoReport(fault.fault) from None
    # openpyxl writes each sheet to a file of its own first; what is left of them goes with the folder.
    with tempfile.TemporaryDirectory(prefix="walktalk-report-") as folder:
        return _ask_process(asked, seconds, folder)


def _ask_process(asked: ToReport, seconds: int, folder: str) -> tuple[str, bytes]:
    process = _start(folder)
    try:
        # What goes there is our own; what comes back was made beside a hostile file, and is taken as bytes alone.
        output, _ = process.communicate(pickle.dumps((asked, seconds)), timeout=2 * seconds)
    except subprocess.TimeoutExpired:
        raise NoReport(_NO_REPORT) from None
    finally:
        _end(process)
    how, separator, rest = output.partition(b"\n")
    if how + separator == _REFUSED:
        raise NoReport(rest.decode("utf-8", "replace")[:500])
    name, separator, content = rest.partition(b"\n")
    if process.returncode != 0 or how + b"\n" != _MADE or not separator:
        raise NoReport(_NO_REPORT)
    return name.decode("utf-8", "replace"), content


def _start(folder: str) -> subprocess.Popen[bytes]:
    """The process knows where modules are found, and nothing else of this one's environment."""
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TZ")}
    root = str(Path(__file__).resolve().parents[2])
    environment["PYTHONPATH"] = os.pathsep.join([root, *(path for path in sys.path if path)])
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
    return subprocess.Popen(
        [sys.executable, "-P", "-B", "-X", "utf8", "-m", "walktalk_data.intake.problem_report_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()


def _make(asked: ToReport) -> tuple[str, bytes]:
    looked = guard.look_at(asked.path)
    if looked.kind in ("text", "xlsx"):
        if looked.kind == "xlsx":
            guard.check_inside(asked.path)
        content = asked.path.read_bytes()
        return write_report(content, asked.file_name, asked.tables, asked.problems, asked.questions, asked.details)
    sheets = _read_values(asked.path, looked.kind)
    return write_report_of_values(asked.file_name, sheets, asked.tables, asked.problems, asked.questions, asked.details)


def _read_values(path: Path, kind: guard.FileKind) -> list[tuple[str, list[Sequence[object]]]]:
    """Every sheet with its rows, blank ones among them, so that each stands where it stood."""
    sheets: list[tuple[str, list[Sequence[object]]]] = []
    for message in read_messages(path, kind, None):
        if message[0] == "sheet":
            sheets.append((message[1], []))
        elif message[0] == "rows":
            rows = sheets[-1][1]
            for number, row in zip(message[1], message[2], strict=True):
                rows.extend(() for _ in range(number - 1 - len(rows)))
                rows.append(row)
    return sheets


def _limit_this_process(seconds: int) -> None:
    """No more memory and time than a report may cost, and no image of the memory left behind."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent still minds the time.
        return
    for limit, soft, hard in (
        (resource.RLIMIT_AS, MOST_MEMORY, MOST_MEMORY),
        (resource.RLIMIT_CPU, seconds, seconds + 2),
        # openpyxl writes each sheet to a file of its own before it packs them.
        (resource.RLIMIT_FSIZE, MOST_MEMORY, MOST_MEMORY),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS does not take every limit
            resource.setrlimit(limit, (soft, hard))


def main() -> int:
    asked, seconds = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  from the process that started this one
    _limit_this_process(seconds)
    output = sys.stdout.buffer
    try:
        name, content = _make(asked)
    except NoReport as refused:
        output.write(_REFUSED + refused.words.encode())
        return 0
    except FileFault as fault:
        output.write(_REFUSED + f"{fault.fault} {fault.remedy}".encode())
        return 0
    except Exception:  # noqa: BLE001  whatever a damaged file makes a library raise, and with words from the file in it
        output.write(_REFUSED + _NO_REPORT.encode())
        return 0
    output.write(_MADE + name.encode() + b"\n" + content)
    return 0


if __name__ == "__main__":
    # By its full name: what is unpacked here names its classes so.
    from walktalk_data.intake import problem_report_child

    sys.exit(problem_report_child.main())
