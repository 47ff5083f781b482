"""Figures and files of a scope; publish editions, list, prove and withdraw them; the role of a partner instance."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from walktalk_data import areas, desk
from walktalk_data.briefing import (
    COMPARISONS,
    Briefing,
    Comparison,
    EditionScope,
    Scope,
    WrongScope,
    make_briefing,
    open_edition,
    preview_edition,
)
from walktalk_data.clock import london_time, to_london
from walktalk_data.commands.telling import Act, count, desk_of, print_lines, read_day, tell_error
from walktalk_data.outputs import paper, present, report, slides, workbook
from walktalk_data.outputs.long_form import long_form_csv
from walktalk_data.vocabulary import DEFAULT_UNIT, Audience


def _figures(asked: argparse.Namespace) -> int:
    sys.stdout.write(long_form_csv(_briefing_of(asked, "figures")))
    return 0


def _briefing(asked: argparse.Namespace) -> int:
    briefing = _briefing_of(asked, f"Excel summary, slides, one-file report{', paper' if asked.pdf else ''} and presentation")
    asked.out.mkdir(parents=True, exist_ok=True)
    for name, write in (
        (workbook.file_name(briefing), workbook.write_workbook),
        (slides.file_name(briefing), slides.write_slides),
        (report.file_name(briefing), report.write_report),
        (present.file_name(briefing), present.write_presentation),
        *([(paper.file_name(briefing), paper.write_paper)] if asked.pdf else []),
    ):
        file = asked.out / name
        unfinished = file.with_name(f".{name}.{os.getpid()}")
        try:
            unfinished.write_bytes(write(briefing))
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
        print(file)
    return 0


def _publish(asked: argparse.Namespace) -> int:
    database = desk.open_database(asked.database)
    scope = replace(_edition_scope(asked, asked.audience), revise=asked.revise)
    edition = desk_of(database).publish(scope, asked.name)
    print(
        f"Edition {edition.number}, {edition.name}: published for {edition.audience}, {edition.first_day} to {edition.last_day}."
    )
    print(f"Its content is known by its SHA-256: {edition.sha256}")
    if waiting := desk.count_waiting_answers(database, scope):
        print(f"{count(waiting, 'answer')} of its months came or changed since they were told of first. A later edition can tell")
        print("these months anew, with publish --revise. How many wait is for the police alone.")
    return 0


def _editions(asked: argparse.Namespace) -> int:
    for edition in desk.tell_editions(desk.open_database(asked.database), asked.unit):
        period = f"{edition.first_day} to {edition.last_day}"
        print(f"Edition {edition.number}, {london_time(edition.published_at)}, {edition.audience}, {period}: {edition.name}")
        if edition.withdrawn_at:
            instead = f" Read edition {edition.replaced_by} instead." if edition.replaced_by else ""
            by = f" by {edition.withdrawn_by}" if edition.withdrawn_by else ""
            print(f"    withdrawn {to_london(edition.withdrawn_at):%Y-%m-%d}{by}: {edition.withdrawn_because}.{instead}")
    return 0


def _prove(asked: argparse.Namespace) -> int:
    faults = desk.prove(desk.open_database(asked.database), asked.number)
    print_lines(faults)
    if faults:
        tell_error(f"The proof of edition {asked.number} does not hold: {count(len(faults), 'fault')}.")
        return 1
    print(f"The proof of edition {asked.number} holds: of every protected number two values stay possible, its width apart.")
    return 0


def _withdraw(asked: argparse.Namespace) -> int:
    desk_of(desk.open_database(asked.database)).withdraw(asked.number, asked.because, asked.replaced_by)
    print(f"Edition {asked.number} is withdrawn. Its number and its reason stay listed.")
    return 0


def _edition_scope(asked: argparse.Namespace, audience: Audience) -> EditionScope:
    if asked.borough is not None:
        raise WrongScope("An edition tells of all boroughs of the unit: leave --borough out.")
    if asked.first_day is None or asked.last_day is None:
        raise WrongScope("Say which months: --from with the first day of one, --to with the last day of one.")
    return EditionScope(asked.unit, audience, asked.first_day, asked.last_day, asked.as_at, asked.compare)


def _briefing_of(asked: argparse.Namespace, what: str) -> Briefing:
    """The briefing that is asked for. The log says what was taken, and of what."""
    database = desk.open_database(asked.database)
    briefing = _make_briefing(database, asked)
    of = f"{briefing.area}, {briefing.first_day} to {briefing.last_day}"
    if asked.edition is not None:
        of = f"edition {asked.edition}"
    elif asked.preview:
        of += f", a preview for {asked.audience}"
    desk_of(database).note_download("download figures", f"{what} of {of}")
    return briefing


def _make_briefing(database: desk.Database, asked: argparse.Namespace) -> Briefing:
    if asked.edition is not None:
        return open_edition(database, asked.edition)
    if asked.audience != "police":
        if not asked.preview:
            raise WrongScope("Figures for a shared audience are those of an edition: --edition N; or add --preview.")
        return preview_edition(database, replace(_edition_scope(asked, asked.audience), revise=asked.revise), date.today())
    borough = asked.borough
    if borough is not None and asked.unit in areas.units():
        borough = areas.unit(asked.unit).find_borough(borough) or borough
    scope = Scope(borough, asked.first_day, asked.last_day, asked.as_at, asked.unit, compare=asked.compare)
    return make_briefing(database, scope)


def _comparison(words: str) -> Comparison:
    if words in COMPARISONS:
        return COMPARISONS[words]
    try:
        return read_day(words)
    except argparse.ArgumentTypeError as fault:
        raise argparse.ArgumentTypeError(f"{fault} Or write {' or '.join(COMPARISONS)}.") from None


def _partner_role(asked: argparse.Namespace) -> int:
    sys.stdout.write(desk.partner_role_sql(asked.role, asked.borough, asked.unit))
    return 0


def ask_for_scope(parser: argparse.ArgumentParser) -> None:
    """Which figures: the area, the period, the day that they stand at, and what they are compared with."""
    parser.add_argument("--borough", help="one borough (default: all of the unit's)")
    parser.add_argument("--from", type=read_day, dest="first_day", metavar="DAY", help="first day, as 2021-12-16")
    parser.add_argument("--to", type=read_day, dest="last_day", metavar="DAY", help="last day, included")
    parser.add_argument("--as-at", type=read_day, metavar="DAY", help="as things stood on that day, by the dates of events")
    parser.add_argument(
        "--compare",
        type=_comparison,
        default="year-before",
        metavar="WITH",
        help="year-before (the same months a year before; default), period-before, or a day: what came after it",
    )


def _ask_to_publish(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--audience", choices=("partner", "public"), default="partner", help="for whom (default: partner)")
    parser.add_argument("--name", required=True, help="what people will call it, as: Redbridge panel, 13 December 2021")
    _ask_to_revise(parser)


def _ask_to_revise(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--revise",
        action="store_true",
        help="tell months anew that an earlier edition told of, with all that came since (for figures: with --preview)",
    )


def _ask_for_number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", type=int, metavar="N", help="the edition's number, as editions lists it")


def _ask_to_withdraw(parser: argparse.ArgumentParser) -> None:
    _ask_for_number(parser)
    parser.add_argument("--because", required=True, metavar="WHY", help="the reason, which readers are told")
    parser.add_argument("--replaced-by", type=int, metavar="N", help="the edition to read instead")


def _ask_for_role(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("role", metavar="NAME", help="the role's name, as walktalk_redbridge")
    parser.add_argument("--borough", action="append", required=True, help="whose editions it reads; give it once for each")
    parser.add_argument("--unit", default=DEFAULT_UNIT, help="the Basic Command Unit (default: %(default)s)")


def _ask_for_figures(parser: argparse.ArgumentParser) -> None:
    _ask_to_revise(parser)
    parser.add_argument("--edition", type=int, metavar="N", help="the figures of a published edition")
    parser.add_argument(
        "--audience",
        choices=("police", "partner", "public"),
        default="police",
        help="with --preview: as they would see it",
    )
    parser.add_argument("--preview", action="store_true", help="as an edition that is not published, and marked so")


def _ask_for_briefing(parser: argparse.ArgumentParser) -> None:
    _ask_for_figures(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write it in")
    parser.add_argument("--pdf", action="store_true", help="the report on paper too: needs Chromium, Chrome or Edge")


_SCOPE = ("scope", "everywhere")
ACTS: Final = (
    Act("publish", _publish, "publish an edition of whole months to partners or the public, for ever", _SCOPE, _ask_to_publish),
    Act("editions", _editions, "list what was published, the latest first"),
    Act(
        "prove",
        _prove,
        "check again that nothing protected follows from an edition and those before it",
        ask=_ask_for_number,
    ),
    Act(
        "withdraw",
        _withdraw,
        "withdraw an edition: its number, its reason and its replacement stay listed",
        ask=_ask_to_withdraw,
    ),
    Act("partner-role", _partner_role, "print the SQL of a database role that reads published editions alone", (), _ask_for_role),
    Act("figures", _figures, "print the figures of a scope as CSV, one row a figure (police)", _SCOPE, _ask_for_figures),
    Act(
        "briefing",
        _briefing,
        "write the Excel summary, the slides, the one-file report and the presentation of a scope (police)",
        _SCOPE,
        _ask_for_briefing,
    ),
)
