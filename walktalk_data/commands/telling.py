"""What the acts of the command line have in common: how they print, how they read a day, and in whose name they act."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from walktalk_data import acts, desk

Asked = argparse.Namespace
"""What was asked for, by the names of the arguments."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its name, what does it (0 where it was done), what it is for in one line, and what it asks for."""

    name: str
    do: Callable[[Asked], int]
    words: str
    parents: Sequence[str] = ("everywhere",)
    """By name, what it asks for that others ask for too: `everywhere`, `files`, `scope`."""
    ask: Callable[[argparse.ArgumentParser], None] = field(default=lambda _: None)
    """Adds its own arguments."""


def tell_error(words: str) -> None:
    """Print what went wrong, apart from what was asked for."""
    print(words, file=sys.stderr)


def tell_upgrade(upgraded: desk.Upgrade) -> None:
    """Print that the database was brought up to date, and where its copy is."""
    if upgraded.changed and upgraded.before is not None:
        print(f"The database was brought from version {upgraded.before} to {upgraded.after}.")
        if upgraded.copy:
            print(f"A copy of it as it was before: {upgraded.copy}")


def file_lines(files: Iterable[desk.FileReceipt]) -> Iterable[str]:
    """One line a table that a load brought."""
    for file in files:
        counts = f"{file.new:,} new, {file.changed:,} changed, {file.same:,} the same as before"
        yield f"{name_table(file.file_name, file.sheet)}: {count(file.rows, 'row')}: {counts}"


def name_table(file_name: str, sheet: str) -> str:
    """A file, with its sheet where it has several."""
    return f"{file_name}, sheet {sheet}" if sheet else file_name


def count(number: int, thing: str) -> str:
    """So many of a thing."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def print_lines(lines: Iterable[str]) -> None:
    """One line each."""
    sys.stdout.writelines(f"{line}\n" for line in lines)


def read_day(words: str) -> date:
    """A day as it is written in an argument."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", words, re.ASCII):
            raise ValueError
        return date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{words}" is not a date. Write it as 2021-12-16.') from None


def desk_of(database: desk.Database) -> acts.Desk:
    """Acts of the command line: allowed to whoever may run it, and written to the audit log as its own."""
    return acts.Desk(acts.COMMAND_LINE, database, acts.open_access(database))
