"""What a check found and what a load did, as tables and lists for the coordinator's own screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from typing import Final

from walktalk_data.clock import to_london
from walktalk_data.desk import ChangedRecord, Checked, FileReceipt, FoundDetails, Outcome, Problem, Undone
from walktalk_data.outputs import words
from walktalk_data.screen.load_answers import plain

FAULTS_SHOWN: Final = 20
CHANGES_SHOWN: Final = 20
DETAILS_SHOWN: Final = 20
ROWS_NAMED: Final = 8
"""So many rows are named of faults that are alike."""
_A_VALUE: Final = re.compile(r'"[^"]*"|\d[\d,]*')
MOST_CHANGES: Final = 200
"""So many are told of a check; there may be more."""
_OUTCOMES: Final[tuple[Outcome, ...]] = ("new", "changed", "same")
_BECAME: Final = ("Rows", "New", "Changed", "The same")
_WORTH_A_LOOK: Final = ("New", "Changed", "Faulty")
_ONE_OF: Final = {
    "requests": "request",
    "walks": "walk",
    "questionnaires": "answer",
    "status_changes": "status change",
    "actions": "action",
    "engagements": "engagement",
    "hubs": "hub",
}


def count(number: int, one: str, several: str = "") -> str:
    """A number with its thing: 1 fault, 1,204 faults."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def in_london(moment: datetime) -> str:
    """A moment of UTC as the clock in London showed it: 6 December 2021, 18:05."""
    local = to_london(moment)
    return f"{words.day(local.date())}, {local:%H:%M}"


def day_in_london(moment: datetime) -> str:
    """The day of a moment of UTC in London: 6 December 2021."""
    return words.day(to_london(moment).date())


def escape_signs(text: str) -> str:
    """Words for a place where Streamlit takes some signs for formatting: a file's name may hold any."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]<>#+-!|$:~" else letter for letter in text)


def name_for_no_eyes(text: str) -> str:
    """Words for the label of a box that nobody sees: they are read out as they are written, a backslash too.

    Where they are drawn all the same, no link and no picture can come of them.
    """
    return text.translate(str.maketrans("[]<>", "()()"))


def draw_rows(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str | int]], label: str = "") -> str:
    """A table as HTML. Whole numbers stand right; the first cell of a row names it."""
    body = ""
    numbers: set[int] = set()
    for row in rows:
        cells = ""
        for at, cell in enumerate(row):
            if isinstance(cell, int):
                numbers.add(at)
                cells += f'<td class="number">{cell:,}</td>'
            elif at == 0:
                cells += f'<th scope="row">{escape(cell)}</th>'
            else:
                cells += f"<td>{escape(cell)}</td>"
        body += f"<tr>{cells}</tr>"
    heads = "".join(
        f'<th scope="col"{" class=number" if at in numbers else ""}>{escape(heading)}</th>' for at, heading in enumerate(headings)
    )
    return (
        f'<div class="sideways" tabindex="0" role="region" aria-label="{escape(label or caption)}"><table>'
        f'<caption class="unseen">{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def draw_found(checked: Checked) -> str:
    """Per file and sheet: what it was taken for, and what would become of its rows."""
    rows = []
    for table in checked.tables:
        outcomes = [table.outcomes.get(outcome, 0) for outcome in _OUTCOMES]
        rows.append((table.file_name, table.sheet, table.kind, (table.rows, *outcomes, table.faulty)))
    return _draw_by_file("What was found in each file", (*_BECAME, "Faulty"), rows)


def draw_receipt(files: Sequence[FileReceipt], caption: str) -> str:
    """What became of the rows of each file."""
    rows = [(file.file_name, file.sheet, file.kind, (file.rows, file.new, file.changed, file.same)) for file in files]
    return _draw_by_file(caption, _BECAME, rows)


def _draw_by_file(caption: str, headings: Sequence[str], rows: Iterable[tuple[str, str, str, Sequence[int]]]) -> str:
    """A table of what became of each file's rows. On a narrow screen the name stands above its numbers; so each part says
    what it is, which a browser forgets of a table that is laid out otherwise."""
    drawn = ""
    for file_name, sheet, kind, numbers in rows:
        cells = "".join(
            f'<td role="cell" class="number{" some" if number and heading in _WORTH_A_LOOK else ""}">{number:,}</td>'
            for heading, number in zip(headings, numbers, strict=True)
        )
        of = f"sheet {escape(sheet)}, " if sheet else ""
        name = f"{escape(file_name)} <small>{of}taken for {escape(plain(kind))}</small>"
        drawn += f'<tr role="row"><th scope="row" role="rowheader">{name}</th>{cells}</tr>'
    heads = "".join(f'<th scope="col" role="columnheader" class="number">{heading}</th>' for heading in headings)
    return (
        f'<table class="by-file" role="table"><caption class="unseen">{escape(caption)}</caption><thead role="rowgroup">'
        f'<tr role="row"><th scope="col" role="columnheader">File</th>{heads}</tr></thead>'
        f'<tbody role="rowgroup">{drawn}</tbody></table>'
    )


def draw_folded(summary: str, lines: Sequence[str]) -> str:
    """Lines behind their number."""
    told = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="card-foot"><details><summary>{escape(summary)}</summary><ul>{told}</ul></details></div>'


def draw_problems(problems: Sequence[Problem], all_marked: bool = True) -> str:
    """The faults in words, file by file, those alike in one line. `all_marked`: a copy marks those that are not told here."""
    kinds: dict[tuple[str, ...], list[Problem]] = {}
    for number, problem in enumerate(problems):
        # What is about a whole table stands alone.
        alike = _without_values(problem.fault) if problem.row else str(number)
        key = (problem.file_name, problem.sheet, problem.column, problem.heading, alike)
        kinds.setdefault(key, []).append(problem)
    shown = [*kinds.values()][:FAULTS_SHOWN]
    told = ""
    for file_name, of_file in groupby(shown, key=lambda kind: kind[0].file_name):
        lines = "".join(f"<li>{_say_problem(kind)}</li>" for kind in of_file)
        told += f'<h3>{escape(file_name)}</h3><ul class="faults">{lines}</ul>'
    left = len(problems) - sum(map(len, shown))
    marked = " All of them are marked in the copy." if all_marked else ""
    return told + (f'<p class="empty">And {left:,} more.{marked}</p>' if left > 0 else "")


def _without_values(fault: str) -> str:
    return _A_VALUE.sub("", fault)


def _say_rows(rows: Sequence[int]) -> str:
    """Where a fault is: row 3; rows 3, 4, 7; the first of many, and how many more."""
    named = ", ".join(f"{row:,}" for row in rows[:ROWS_NAMED])
    more = f" and {len(rows) - ROWS_NAMED:,} more" if len(rows) > ROWS_NAMED else ""
    return f"row{'s' if len(rows) > 1 else ''} {named}{more}"


def _say_problem(alike: Sequence[Problem]) -> str:
    """Faults of one kind, by the words of the first."""
    problem = alike[0]
    rows = [*dict.fromkeys(one.row for one in alike if one.row)]
    where = ", ".join(
        filter(
            None,
            (
                f"sheet {problem.sheet}" if problem.sheet else "",
                _say_rows(rows) if rows else "",
                f"“{problem.heading}” ({plain(problem.column)})" if problem.heading else plain(problem.column),
            ),
        )
    )
    place = f"<b>{escape(where[:1].upper() + where[1:])}</b> " if where else ""
    others = len({one.fault for one in alike}) - 1
    like_it = f" ({_say_others(others)})" if others else ""
    return f"{place}{escape(problem.fault + like_it)} <span>{escape(problem.remedy)}</span>"


def _say_others(others: int) -> str:
    """That other cells have the same fault with other values."""
    return f"and {count(others, 'other value', 'other values')} like it"


def draw_details(details: Sequence[FoundDetails], shown: Sequence[tuple[str, ...]]) -> str:
    """Where personal details look to be, and what was found: she has to see it to judge. `shown`: the words, of the first."""
    words_of = dict(zip(details[:DETAILS_SHOWN], shown, strict=False))
    told = ""
    for of_table, found in groupby(details[:DETAILS_SHOWN], key=lambda one: (one.file_name, one.sheet)):
        name = of_table[0] + (f", sheet {of_table[1]}" if of_table[1] else "")
        rows = (
            (
                f"Row {one.row:,}, “{one.heading}” ({plain(one.column)})"
                if one.heading
                else f"Row {one.row:,}, {plain(one.column)}",
                "; ".join(words_of.get(one, ())) or "see your file",
                ", ".join(dict.fromkeys(one.kinds)),
            )
            for one in found
        )
        drawn = draw_rows(f"Where personal details look to be in {name}", ("Where", "What was found", "Looks like"), rows)
        told += f'<h3 class="of-table">{escape(name)}</h3>{drawn}'
    left = len(details) - DETAILS_SHOWN
    return told + (f'<p class="empty">And {left:,} more, all marked in the copy of your file.</p>' if left > 0 else "")


def draw_changes(changes: Sequence[ChangedRecord]) -> str:
    """The first records that would change, column by column. A record that several rows are about is told in each."""
    rows = [
        (f"{_ONE_OF.get(record.kind, record.kind)} {record.record_id}, {plain(column)}", *_before_and_after(before, after))
        for record in changes[:CHANGES_SHOWN]
        for column, before, after in record.changes
    ]
    left = len(changes) - CHANGES_SHOWN
    more = f'<p class="empty">And {left:,} more{" or above" if len(changes) >= MOST_CHANGES else ""}.</p>' if left > 0 else ""
    headings = ("Record", "As stored", "As in your file")
    return draw_rows("The first records that would change", headings, rows) + more


def _before_and_after(before: str | None, after: str | None) -> tuple[str, str]:
    """Women's own words are not repeated, not even here."""
    return (before, after) if before is not None and after is not None else ("her words", "other words")


def say_undone(undone: Iterable[Undone]) -> str:
    """What an undo does to the records of each kind: "Requests: 3 go, 12 stay as another load has them." """
    told = []
    for of_table in undone:
        parts = [f"{of_table.gone:,} {'goes' if of_table.gone == 1 else 'go'}"] if of_table.gone else []
        if of_table.restored:
            stay = "stays" if of_table.restored == 1 else "stay"
            parts.append(f"{of_table.restored:,} {stay} as another load has {'it' if of_table.restored == 1 else 'them'}")
        if parts:
            kind = plain(of_table.table)
            told.append(f"{kind[:1].upper()}{kind[1:]}: {', '.join(parts)}.")
    return " ".join(told) or "Nothing goes: other loads have all of it."


def say_brought(files: Iterable[FileReceipt]) -> str:
    """What a load did to the records of each kind: "Requests: 3 new, 1 changed. Walks: 9 new." """
    counted: dict[str, list[int]] = {}
    for file in files:
        of_kind = counted.setdefault(file.kind, [0, 0])
        of_kind[0] += file.new
        of_kind[1] += file.changed
    told = []
    for kind, (new, changed) in counted.items():
        parts = [f"{number:,} {word}" for number, word in ((new, "new"), (changed, "changed")) if number]
        named = plain(kind)
        told.append(f"{named[:1].upper()}{named[1:]}: {', '.join(parts) or 'all the same'}.")
    return " ".join(told)
