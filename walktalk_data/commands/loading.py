"""Check and load files, make drafts of mails, and what is remembered of headings and words."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from walktalk_data import desk
from walktalk_data.clock import london_time
from walktalk_data.commands.telling import Act, count, desk_of, file_lines, name_table, print_lines, tell_error, tell_upgrade
from walktalk_data.vocabulary import DEFAULT_UNIT


def _check(asked: argparse.Namespace) -> int:
    database = desk.find_database(asked.database)
    checked, _ = _check_and_confirm(database, asked)
    if asked.report:
        _write_reports(asked, checked)
    if database is None:
        checked.notices.append(
            "Checked by themselves: no database is named, so what is stored is not known. Name it with --database."
        )
    if checked.problems or checked.questions:
        return tell_faults(checked, "Nothing was stored.")
    print_lines(checked.notices)
    for table in checked.tables:
        became = ", ".join(f"{number:,} {outcome}" for outcome, number in table.outcomes.items())
        print(f"{name_table(table.file_name, table.sheet)}: {count(table.rows, 'row')}, no faults: {became}")
    if asked.free_text == "ask" and checked.must_ask_about_text("ask"):
        _tell_texts(checked)
    print("Nothing was stored: this was a check.")
    return 0


def _write_reports(asked: argparse.Namespace, checked: desk.Checked) -> None:
    """Her own files back with what is wrong marked in them. One that is there already is not written over."""
    asked.report.mkdir(parents=True, exist_ok=True)
    for marked in desk.problem_report(asked.files, checked):
        file = asked.report / marked.file_name
        if file.exists():
            print(f"{file} is there already, and was not written over.")
        else:
            file.write_bytes(marked.content)
            print(f"What is wrong, in a copy: {file}")


def _check_and_confirm(database: desk.Database | None, asked: argparse.Namespace) -> tuple[desk.Checked, desk.Confirmed]:
    """The files as they are checked and, where that was asked for, confirmed as proposed."""
    confirmed = desk.Confirmed(free_text=asked.free_text)
    checked = desk.check_files(database, asked.files, asked.unit, confirmed)
    asked_before: Sequence[desk.Question] = ()
    if asked.answer and not asked.as_proposed:
        raise desk.NotAnAnswer("An --answer goes with --as-proposed: everything else is taken as it is proposed.")
    # What a heading is told to be brings words of its own to ask about.
    while asked.as_proposed and checked.questions and checked.questions != asked_before:
        asked_before = checked.questions
        maps = desk.confirm(checked, asked.dates, asked.free_text, dict(asked.answer)).maps
        confirmed = desk.Confirmed({**confirmed.maps, **maps}, asked.free_text)
        checked = desk.check_files(database, asked.files, asked.unit, confirmed)
    return checked, confirmed


def _load(asked: argparse.Namespace) -> int:
    database = desk.open_database(asked.database)
    confirmed = desk.Confirmed(free_text=asked.free_text)
    if asked.as_proposed:
        confirmed = _check_and_confirm(database, asked)[1]
    loaded = desk_of(database).load(asked.files, asked.unit, confirmed)
    tell_upgrade(loaded.upgraded)
    receipt = loaded.receipt
    print_lines(receipt.notices)
    print_lines(file_lines(receipt.files))
    if receipt.load_id is None:
        print(f"Nothing new: all of it was in {database.address} already.")
    else:
        print(f"Stored in {database.address} as load {receipt.load_id}.")
    return 0


def _mailbox(asked: argparse.Namespace) -> int:
    if asked.out.exists():
        tell_error(f"{asked.out} is there already, perhaps with what was filled in. Name another file.")
        return 1
    named = os.environ.get(desk.KEY_VARIABLE)
    key_file = asked.key or (Path(named) if named else asked.out.with_name("mailbox.key"))
    key, is_new = desk.open_mailbox_key(key_file)
    if is_new:
        print(f"Made the key {key_file}. Keep it: with another key the same mails would become other requests.")
    drafts = desk.draft_requests(asked.files, key, asked.unit)
    print_lines(drafts.in_words())
    if drafts.faults:
        tell_error("Nothing was written.")
        return 1
    # A byte order mark: without it Excel takes the letters for Windows-1252.
    with asked.out.open("x", encoding="utf-8-sig", newline="") as file:
        file.write(drafts.as_csv())
    print(f"Written to {asked.out}: complete it, then load it.")
    return 0


def _maps(asked: argparse.Namespace) -> int:
    for known in desk.list_maps(desk.open_database(asked.database), asked.unit):
        said = known.column_map
        meant = [f"{heading} is {column}" for heading, column in said.columns.items()]
        meant += [f"{heading} is {code} ({column})" for heading, (column, code) in said.codes.items()]
        words = sum(map(len, said.words.values()))
        kind = "no records, left out" if said.are_records is False else said.kind.replace("_", " ")
        print(f"{known.number}  a file of {kind}, confirmed {london_time(known.confirmed_at)}")
        print(f"    {count(len(meant), 'heading')}, {count(words, 'word')}: {', '.join(meant) or 'headings of our own'}")
    return 0


def _forget(asked: argparse.Namespace) -> int:
    known = desk_of(desk.open_database(asked.database)).forget_map(asked.unit, asked.number)
    print(
        f"Forgotten: {known.number}. The next file of that shape asks what its headings and words mean. Records stay as they are."
    )
    return 0


def tell_faults(checked: desk.Checked, so: str) -> int:
    """Print every fault and every question, and what they mean for what was asked; gives 1."""
    print_lines(str(problem) for problem in checked.problems)
    print_lines(f"To confirm: {question}" for question in checked.questions)
    print_lines(str(read) for read in checked.read_as)
    print_lines(checked.notices)
    if checked.must_ask_about_text("ask"):
        _tell_texts(checked)
    sys.stdout.flush()
    if checked.problems or not checked.questions:
        found = count(len(checked.problems), "fault") if checked.problems else "Free text waits for a decision"
        tell_error(f"{found}. {so}")
    if checked.questions:
        ambiguous = any(question.about == "dates" for question in checked.questions)
        dates = ' and --dates "day first" or --dates "month first"' if ambiguous else ""
        open_ones = [question for question in checked.questions if not question.proposal and question.about != "dates"]
        answers = f" and an --answer for {_name_open(open_ones)}" if open_ones else ""
        tell_error(f"{count(len(checked.questions), 'thing')} to confirm: with --as-proposed{dates}{answers}. {so}")
    return 1


def _name_open(questions: Sequence[desk.Question]) -> str:
    """What she has to say for herself, with an example of how."""
    named = [*dict.fromkeys(desk.asked_as(question) for question in questions)]
    first = questions[0]
    example = f'--answer "{named[0]}={first.options[0]}"'
    if first.about == "table":
        example += f' or --answer "{named[0]}=no records"'
    elif first.about in ("heading", "codes"):
        example += f' or --answer "{named[0]}=leave out"'
    quoted = '", "'.join(named)
    return f'"{quoted}" ({example})'


def _tell_texts(checked: desk.Checked) -> None:
    """What there is of free text, where, and what may become of it."""
    print_lines(
        f"{name_table(found.file_name, found.sheet)} row {found.row}, {found.column_in_words}: has what looks like personal "
        f"details: {', '.join(found.kinds)}."
        for found in checked.details
    )
    print(
        f"{count(checked.free_texts, 'free text')} in women's own words. Read them: names cannot be found for certain. "
        "Then load with --free-text keep (emails, telephone numbers and addresses are struck out in any case), "
        '"strike out" (all that was found) or "leave out".'
    )


def _answer(words: str) -> tuple[str, str]:
    asked, equals, answer = words.rpartition("=")
    if not (asked.strip() and equals and answer.strip()):
        raise argparse.ArgumentTypeError(f'"{words}" is not an answer. Write it as "Stage date=status_on".')
    return asked.strip(), answer.strip()


def _ask_for_mails(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILES", help=".eml, .mbox, .msg, Outlook's .csv, or a folder of mails"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the CSV file to write, a new one")
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help=f"its key (default: {desk.KEY_VARIABLE}, else mailbox.key beside --out)"
    )
    parser.add_argument("--unit", default=DEFAULT_UNIT, help="the Basic Command Unit (default: %(default)s)")


def _ask_for_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--report",
        type=Path,
        metavar="DIR",
        help="write each faulty file there once more, with what is wrong marked in it",
    )


def _ask_for_map(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="as maps lists it, or its beginning")


def ask_for_files(parser: argparse.ArgumentParser) -> None:
    """Files, and how what is asked about them is answered."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILES", help="CSV files, workbooks, or a folder of them")
    parser.add_argument(
        "--as-proposed", action="store_true", help="confirm every heading and word as proposed, and remember it for such files"
    )
    parser.add_argument(
        "--answer",
        type=_answer,
        action="append",
        default=[],
        metavar="ASKED=ANSWER",
        help="with --as-proposed: what a heading or a word is, where that is not as proposed or nothing is proposed",
    )
    parser.add_argument(
        "--dates", choices=("day first", "month first"), help="how dates are read whose day and month could change places"
    )
    parser.add_argument(
        "--free-text",
        choices=("ask", "keep", "strike out", "leave out"),
        default="ask",
        help="what becomes of women's own words (default: nothing is stored until that is said)",
    )


_FILES = ("files", "everywhere")
ACTS: Final = (
    Act("check", _check, "print every fault of the files; store nothing", _FILES, _ask_for_report),
    Act("load", _load, "store the files: all of them, or nothing where there is a fault", _FILES),
    Act("mailbox", _mailbox, "make draft requests of request emails, without names, addresses or text", (), _ask_for_mails),
    Act("maps", _maps, "list what is remembered of the headings and words of files, by their shape"),
    Act("forget", _forget, "forget what is remembered of files of one shape; they are asked about anew", ask=_ask_for_map),
)
