"""The process that reads one file for another, so that a hostile file harms this one only: with little memory and little time.

Asked on standard input by one line of JSON; answers with messages on standard output, each its length and a pickle.
"""

from __future__ import annotations

import gc
import json
import pickle
import struct
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from walktalk_data.intake import guard
from walktalk_data.intake.grid import FileFault

Message = tuple[Any, ...]
"""Begins with what it is:

- `("notice", sheet, words)`
- `("sheet", name, epoch, merged)`: what follows is of that sheet; the name of a CSV file's one table is empty. `merged` are the
  cells known to be merged: first and last row, first and last column, columns counted from 0
- `("rows", numbers, rows, share)`: cells, blank rows left out; `share` (0 to 1) of the file is read
- `("texts", first, numbers, widths, joined, special, share)`: rows of text, see `readers_texts.pack`
- `("sheet fault", fault, remedy, row)`: the rest of the sheet cannot be read
- `("fault", fault, remedy, row)`: the rest of the file cannot be read
- `("choose", first_rows)`: which separator the file has; answered by one line of JSON
- `("end",)`
"""

MOST_MEMORY: Final = 2**30
OUT_OF_MEMORY: Final = 81
DAMAGED: Final = 82
"""How this process ends where it cannot say so in a message."""

_LENGTH = struct.Struct(">I")


def read_messages(path: Path, kind: guard.FileKind, choose: Any) -> Iterator[Message]:
    """Everything in the file, as messages. `choose` is given the first rows by separator, and answers with the separator.

    Each reader is loaded when it is needed: a CSV file must not wait for openpyxl.
    """
    if kind == "text":
        from walktalk_data.intake.readers_texts import read_text

        yield from read_text(path, choose)
    elif kind == "xlsx":
        guard.check_inside(path)
        from walktalk_data.intake.readers_excel import read_excel

        yield from read_excel(path)
    else:
        if kind != "xls":
            guard.check_inside(path)
        from walktalk_data.intake.readers_other_workbooks import read_other_workbook

        yield from read_other_workbook(path, kind)
    yield ("end",)


def write_message(file: BinaryIO, message: Message) -> None:
    content = pickle.dumps(message, protocol=5)
    file.write(_LENGTH.pack(len(content)))
    file.write(content)
    file.flush()


def read_length(content: bytes) -> int:
    (length,) = _LENGTH.unpack(content)
    return int(length)


def limit_this_process(seconds: int) -> None:
    """No more memory and time than a file may cost, no files written, and no image of the memory left behind."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent still minds the time.
        return
    limits = (
        (resource.RLIMIT_AS, MOST_MEMORY, MOST_MEMORY),
        # At the first it is told that its time is over, at the second it is ended without a word.
        (resource.RLIMIT_CPU, seconds, seconds + 2),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    )
    for limit, soft, hard in limits:
        with suppress(ValueError, OSError):  # macOS does not take every limit
            resource.setrlimit(limit, (soft, hard))


def main() -> int:
    request = json.loads(sys.stdin.readline())
    limit_this_process(request["seconds"])
    # What is made here lasts for one message: there are no circles to be looked for, and looking costs a quarter of the time.
    gc.disable()
    output = sys.stdout.buffer

    def choose(first_rows: dict[str, Sequence[Sequence[str]]]) -> str:
        write_message(output, ("choose", first_rows))
        return str(json.loads(sys.stdin.readline()))

    try:
        for message in read_messages(Path(request["path"]), request["kind"], choose):
            write_message(output, message)
    except FileFault as fault:
        write_message(output, ("fault", fault.fault, fault.remedy, fault.row))
    except MemoryError:
        return OUT_OF_MEMORY
    except BrokenPipeError:
        return 0
    except Exception:  # noqa: BLE001  whatever a damaged file makes a library raise, and with words from the file in it
        return DAMAGED
    return 0


if __name__ == "__main__":
    code = main()
    try:
        sys.stdout.flush()
    finally:
        # Nothing is left to be put away, and a damaged heap must not be walked through.
        import os

        os._exit(code)
