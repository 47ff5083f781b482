"""What a check found and what a load did, as tables and lists for the coordinator's own screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from walktalk_data.desk import ChangedRecord, Checked, FileReceipt, FoundDetails, Problem
from walktalk_data.outputs import words
from walktalk_data.screen.load_answers import plain

FAULTS_SHOWN: Final = 20
CHANGES_SHOWN: Final = 20
DETAILS_SHOWN: Final = 20
LONDON: Final = ZoneInfo("Europe/London")
_ONE_OF: Final = {"requests": "request", "walks": "walk", "questionnaires": "answer", "status_changes": "status change"}


def count(number: int, one: str, several: str = "") -> str:
    """A number with its thing: 1 fault, 1,204 faults."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def in_london(moment: datetime) -> str:
    """A moment of UTC as the clock in London showed it: 6 December 2021, 18:05."""
    local = moment.replace(tzinfo=UTC).astimezone(LONDON)
    return f"{words.day(local.date())}, {local:%H:%M}"


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
    rows = (
        (
            table.file_name,
            table.sheet,
            plain(table.kind),
            table.rows,
            table.outcomes.get("new", 0),
            table.outcomes.get("changed", 0),
            table.outcomes.get("same", 0),
            table.faulty,
        )
        for table in checked.tables
    )
    headings = ("File", "Sheet", "Taken for", "Rows", "New", "Changed", "The same", "Faulty")
    return draw_rows("What was found in each file", headings, rows)


def draw_receipt(files: Sequence[FileReceipt], caption: str) -> str:
    """What became of the rows of each file."""
    headings = ("File", "Sheet", "Taken for", "Rows", "New", "Changed", "The same")
    rows = ((file.file_name, file.sheet, plain(file.kind), file.rows, file.new, file.changed, file.same) for file in files)
    return draw_rows(caption, headings, rows)


def draw_folded(summary: str, lines: Sequence[str]) -> str:
    """Lines behind their number."""
    told = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="card-foot"><details><summary>{escape(summary)}</summary><ul>{told}</ul></details></div>'


def draw_problems(problems: Sequence[Problem]) -> str:
    """The first faults in words, file by file."""
    told = ""
    for file_name, of_file in groupby(problems[:FAULTS_SHOWN], key=lambda problem: problem.file_name):
        lines = "".join(f"<li>{_say_problem(problem)}</li>" for problem in of_file)
        told += f'<h3>{escape(file_name)}</h3><ul class="faults">{lines}</ul>'
    left = len(problems) - FAULTS_SHOWN
    return told + (f'<p class="empty">And {left:,} more. All of them are marked in your file.</p>' if left > 0 else "")


def _say_problem(problem: Problem) -> str:
    where = ", ".join(
        filter(
            None,
            (
                f"sheet {problem.sheet}" if problem.sheet else "",
                f"row {problem.row:,}" if problem.row else "",
                f"“{problem.heading}” ({plain(problem.column)})" if problem.heading else plain(problem.column),
            ),
        )
    )
    place = f"<b>{escape(where[:1].upper() + where[1:])}</b> " if where else ""
    return f"{place}{escape(problem.fault)} <span>{escape(problem.remedy)}</span>"


def draw_details(details: Sequence[FoundDetails]) -> str:
    """Where personal details look to be; what they are is in her file alone."""
    rows = (
        (
            found.file_name,
            found.sheet,
            f"{found.row:,}",
            f"“{found.heading}” ({plain(found.column)})" if found.heading else plain(found.column),
            ", ".join(found.kinds),
        )
        for found in details[:DETAILS_SHOWN]
    )
    left = len(details) - DETAILS_SHOWN
    more = f'<p class="empty">And {left:,} more.</p>' if left > 0 else ""
    headings = ("File", "Sheet", "Row", "Column", "Looks like")
    return draw_rows("Where personal details look to be", headings, rows) + more


def draw_changes(changes: Sequence[ChangedRecord]) -> str:
    """The first records that would change, column by column."""
    rows = [
        (f"{_ONE_OF.get(record.kind, record.kind)} {record.record_id}", plain(column), *_before_and_after(before, after))
        for record in changes[:CHANGES_SHOWN]
        for column, before, after in record.changes
    ]
    headings = ("Record", "Column", "As stored", "As in your file")
    return draw_rows("The first records that would change", headings, rows)


def _before_and_after(before: str | None, after: str | None) -> tuple[str, str]:
    return (before, after) if before is not None and after is not None else ("free text", "changed")
