"""Her own files back, with every fault marked in them; and the personal details that were found, shown to her."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from walktalk_data.desk.loading import list_files
from walktalk_data.intake.checked import Checked, FoundDetails
from walktalk_data.intake.found_details import read_details
from walktalk_data.intake.problem_report import DetailMark, NoReport
from walktalk_data.intake.problem_report_child import ToReport, report_in_child


@dataclass(frozen=True, slots=True)
class Report:
    """One file given back with what is wrong in it."""

    of_file: str
    file_name: str
    content: bytes
    is_marked: bool
    """Whether it is her file with marks in it; else a text that lists them."""
    has_faults: bool
    has_details: bool


def problem_report(paths: Sequence[Path], checked: Checked) -> list[Report]:
    """One report for each file that has problems, questions or found details: the file with what is wrong marked in it.

    Where a file cannot be given back with its faults marked, its report is a text that says so and lists them.
    """
    files = list_files(paths)[0]
    names = Counter(path.name for path in files)
    reports: list[Report] = []
    for path in files:
        name = path.name if names[path.name] == 1 else f"{path.parent.name}/{path.name}"
        problems = [problem for problem in checked.problems if problem.file_name == name]
        questions = [question.in_words() for question in checked.questions if question.file_name == name]
        details = [found for found in checked.details if found.file_name == name]
        if not (problems or questions or details):
            continue
        tables = [table for table in checked.tables if table.file_name == name]
        marks = [DetailMark(found.sheet, found.row, found.position, found.column, _say_found(found)) for found in details]
        try:
            made = report_in_child(ToReport(path, name, tables, problems, questions, marks))
            reports.append(Report(name, *made, True, bool(problems), bool(details)))
        except NoReport as refused:
            # The reason may be the fault itself: a photograph is no table, and it is enough to say so once.
            why = [] if any(problem.fault == refused.words for problem in problems) else [f"{name} {refused.words}", ""]
            lines = [*why, *map(str, problems), *(f"To confirm: {words}" for words in questions)]
            lines += [f"{name} row {mark.row}, {mark.column}: {mark.words}" for mark in marks]
            content = "\r\n".join(lines).encode("utf-8-sig", "replace")
            made = (f"{path.stem} - what is wrong.txt", content)
            reports.append(Report(name, *made, False, bool(problems), bool(details)))
    return reports


def _say_found(found: FoundDetails) -> str:
    kinds = ", ".join(found.kinds)
    return f"has what looks like personal details: {kinds}. Take them out, or say on the Load page what becomes of free text."


def show_details(paths: Sequence[Path], checked: Checked, at_most: int) -> list[tuple[str, ...]]:
    """Of each of the first found details, the words that were found, for her to judge. Kept in nothing, logged nowhere.

    Empty where a cell cannot be found again.
    """
    first = checked.details[:at_most]
    files = list_files(paths)[0]
    names = Counter(path.name for path in files)
    told: dict[FoundDetails, tuple[str, ...]] = {}
    for path in files:
        name = path.name if names[path.name] == 1 else f"{path.parent.name}/{path.name}"
        if found := [one for one in first if one.file_name == name]:
            told |= read_details(path, found)
    return [told.get(one, ()) for one in first]
