"""The command line: check, load and undo, tell a record's history, remove, upgrade, grant, and give the figures of a scope."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from walktalk_data import acts, areas, desk
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
from walktalk_data.outputs import paper, present, report, slides, workbook
from walktalk_data.outputs.long_form import long_form_csv
from walktalk_data.vocabulary import DEFAULT_UNIT, Audience

AT_PARTNER_INSTANCE: Final = ("editions", "figures", "briefing")
"""The commands there are at a partner instance: of published editions, and of nothing else."""


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say. 0 where it was done, 1 where something is to be mended, which was printed."""
    try:
        asked = _parser().parse_args(arguments)
        done: int = asked.act(asked)
    except desk.FaultsFound as found:
        return _tell_faults(found.checked, "Nothing was stored.")
    except (desk.RecordsError, desk.NotAnAnswer, WrongScope, acts.WrongGrant, acts.WrongSettings, paper.CannotPrint) as error:
        _tell_error(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        _tell_error(f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror or error}.")
    else:
        return done
    return 1


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
        return _tell_faults(checked, "Nothing was stored.")
    _print_lines(checked.notices)
    for table in checked.tables:
        became = ", ".join(f"{number:,} {outcome}" for outcome, number in table.outcomes.items())
        print(f"{_name(table.file_name, table.sheet)}: {_count(table.rows, 'row')}, no faults: {became}")
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
    loaded = _desk(database).load(asked.files, asked.unit, confirmed)
    _tell_upgrade(loaded.upgraded)
    receipt = loaded.receipt
    _print_lines(receipt.notices)
    _print_lines(_file_lines(receipt.files))
    if receipt.load_id is None:
        print(f"Nothing new: all of it was in {database.address} already.")
    else:
        print(f"Stored in {database.address} as load {receipt.load_id}.")
    return 0


def _mailbox(asked: argparse.Namespace) -> int:
    if asked.out.exists():
        _tell_error(f"{asked.out} is there already, perhaps with what was filled in. Name another file.")
        return 1
    named = os.environ.get(desk.KEY_VARIABLE)
    key_file = asked.key or (Path(named) if named else asked.out.with_name("mailbox.key"))
    key, is_new = desk.open_mailbox_key(key_file)
    if is_new:
        print(f"Made the key {key_file}. Keep it: with another key the same mails would become other requests.")
    drafts = desk.draft_requests(asked.files, key, asked.unit)
    _print_lines(drafts.in_words())
    if drafts.faults:
        _tell_error("Nothing was written.")
        return 1
    # A byte order mark: without it Excel takes the letters for Windows-1252.
    with asked.out.open("x", encoding="utf-8-sig", newline="") as file:
        file.write(drafts.as_csv())
    print(f"Written to {asked.out}: complete it, then load it.")
    return 0


def _loads(asked: argparse.Namespace) -> int:
    for load in desk.list_loads(desk.open_database(asked.database)):
        by, undone_by = (f" by {who}" if who else "" for who in (load.loaded_by, load.undone_by))
        undone = f", undone {london_time(load.undone_at)}{undone_by}" if load.undone_at else ""
        print(f"Load {load.load_id}, {london_time(load.loaded_at)}{by}, {load.unit}{undone}")
        _print_lines(f"    {line}" for line in _file_lines(load.files))
    return 0


def _undo(asked: argparse.Namespace) -> int:
    for undone in _desk(desk.open_database(asked.database)).undo(asked.load_id):
        if undone.gone or undone.restored:
            kind = undone.table.replace("_", " ")
            print(f"{kind}: {undone.gone:,} gone, {undone.restored:,} as another load has them")
    print(f"Load {asked.load_id} is undone. To have it back, load its files again.")
    return 0


def _maps(asked: argparse.Namespace) -> int:
    for known in desk.list_maps(desk.open_database(asked.database), asked.unit):
        said = known.column_map
        meant = [f"{heading} is {column}" for heading, column in said.columns.items()]
        meant += [f"{heading} is {code} ({column})" for heading, (column, code) in said.codes.items()]
        words = sum(map(len, said.words.values()))
        kind = "no records, left out" if said.are_records is False else said.kind.replace("_", " ")
        print(f"{known.number}  a file of {kind}, confirmed {london_time(known.confirmed_at)}")
        print(f"    {_count(len(meant), 'heading')}, {_count(words, 'word')}: {', '.join(meant) or 'headings of our own'}")
    return 0


def _forget(asked: argparse.Namespace) -> int:
    known = _desk(desk.open_database(asked.database)).forget_map(asked.unit, asked.number)
    print(
        f"Forgotten: {known.number}. The next file of that shape asks what its headings and words mean. Records stay as they are."
    )
    return 0


def _history(asked: argparse.Namespace) -> int:
    for touch in desk.tell_history(desk.open_database(asked.database), asked.kind, asked.unit, asked.record_id):
        undone = ", undone since" if touch.undone_at else ""
        outcome = touch.outcome if touch.brought_record else "a status only"
        print(f"Load {touch.load_id}, {london_time(touch.loaded_at)}{undone}: {outcome}")
        for change in touch.changes:
            # A terminal's text may be kept anywhere; on the page about loads the coordinator sees her places.
            is_text = change.before is None or change.column == "place"
            how = "changed (free text is not repeated)" if is_text else f"{change.before} → {change.after}"
            print(f"    {change.column}: {how}")
        _print_lines(f"    status: {words}" for words in touch.statuses)
    return 0


def _retain(asked: argparse.Namespace) -> int:
    return _tell_removed(_desk(desk.open_database(asked.database)).remove_older(asked.months))


def _erase(asked: argparse.Namespace) -> int:
    at = _desk(desk.open_database(asked.database))
    return _tell_removed(at.erase(asked.kind, asked.unit, asked.record_id))


def _tell_removed(removed: desk.Removed) -> int:
    removal = removed.removal
    if not removal.anything:
        print("Nothing to remove: no such record, or it was removed before.")
        return 0
    print(f"Removed for good: {_count(removal.answers, 'answer')}.")
    print(f"Place, route, point and minutes taken off {_count(removal.walks, 'walk')}.")
    print(f"Place taken off {_count(removal.requests, 'request')}.")
    if removal.others:
        print(f"Of actions, engagements and hubs, removed or left without their place: {removal.others:,}.")
    if removal.months or removal.proofs:
        told = f"{_count(removal.months, 'month')} that editions told of, and the proofs of {_count(removal.proofs, 'edition')}"
        print(f"Removed with them: what was kept of {told}. The editions stay as they were published.")
    if removal.clearings:
        told = _count(removal.clearings, "reason")
        print(f"Removed with them: {told} that had been cleared to be passed on at a place, which no answer names any more.")
    print("Take it out of the unit's own files as well: loading them again would bring it back.")
    _print_lines(f"This copy, made before an upgrade, holds it still; delete it: {copy}" for copy in removed.copies)
    return 0


def _upgrade(asked: argparse.Namespace) -> int:
    database = desk.open_database(asked.database)
    upgraded = _desk(database).upgrade()
    _tell_upgrade(upgraded)
    if not upgraded.changed:
        print(f"{database.address} is at version {upgraded.after} already: nothing to do.")
    return 0


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
    edition = _desk(database).publish(scope, asked.name)
    print(
        f"Edition {edition.number}, {edition.name}: published for {edition.audience}, {edition.first_day} to {edition.last_day}."
    )
    print(f"Its content is known by its SHA-256: {edition.sha256}")
    if waiting := desk.count_waiting_answers(database, scope):
        print(
            f"{_count(waiting, 'answer')} of its months came or changed since they were told of first. A later edition can tell"
        )
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
    _print_lines(faults)
    if faults:
        _tell_error(f"The proof of edition {asked.number} does not hold: {_count(len(faults), 'fault')}.")
        return 1
    print(f"The proof of edition {asked.number} holds: of every protected number two values stay possible, its width apart.")
    return 0


def _withdraw(asked: argparse.Namespace) -> int:
    _desk(desk.open_database(asked.database)).withdraw(asked.number, asked.because, asked.replaced_by)
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
    _desk(database).note_download("download figures", f"{what} of {of}")
    return briefing


def _partner_role(asked: argparse.Namespace) -> int:
    sys.stdout.write(desk.partner_role_sql(asked.role, asked.borough, asked.unit))
    return 0


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


def _desk(database: desk.Database) -> acts.Desk:
    """Acts of the command line: allowed to whoever may run it, and written to the audit log as its own."""
    return acts.Desk(acts.COMMAND_LINE, database, acts.open_access(database))


def _grant(asked: argparse.Namespace) -> int:
    at = _desk(desk.open_database(asked.database))
    kind, value = next((kind, getattr(asked, kind)) for kind in acts.KINDS if getattr(asked, kind) is not None)
    granted = at.grant(_issuer(asked.issuer), kind, value, asked.role, asked.borough or (), asked.unit)
    print(f"Granted as grant {granted.grant_id}: {acts.say_grant(granted)}, signed in by {granted.issuer}.")
    print(f"Kept in {at.access.address}. It counts from the next click on.")
    return 0


def _issuer(named: str | None) -> str:
    """The issuer that was named, else the only one that the settings of signing in name."""
    settings = acts.read_sign_in()
    known = sorted(set(settings.issuers.values())) if settings else []
    if named is None and len(known) == 1:
        return known[0]
    if named is None:
        which = f"The settings name {', '.join(known)}." if known else "No sign-in is set up yet (README, “Signing in”)."
        raise acts.WrongGrant(f"Say with --issuer which provider must have signed them in. {which}")
    if known and named not in known:
        raise acts.WrongGrant(f"The settings of signing in name no issuer {named}. They name {', '.join(known)}.")
    return named


def _grants(asked: argparse.Namespace) -> int:
    for grant in _desk(desk.open_database(asked.database)).list_grants(with_revoked=asked.all):
        revoked = f", revoked {london_time(grant.revoked_at)} by {grant.revoked_by}" if grant.revoked_at else ""
        since = f"granted {london_time(grant.granted_at)} by {grant.granted_by}"
        print(f"Grant {grant.grant_id}: {acts.say_grant(grant)}, signed in by {grant.issuer}; {since}{revoked}")
    return 0


def _revoke(asked: argparse.Namespace) -> int:
    revoked = _desk(desk.open_database(asked.database)).revoke(asked.grant_id)
    print(f"Revoked: {acts.say_grant(revoked)}. It counts from the next click on.")
    return 0


def _audit(asked: argparse.Namespace) -> int:
    log = _desk(desk.open_database(asked.database)).log_csv()
    sys.stdout.write(log.decode("utf-8-sig").replace("\r\n", "\n"))
    return 0


def _tell_faults(checked: desk.Checked, so: str) -> int:
    _print_lines(str(problem) for problem in checked.problems)
    _print_lines(f"To confirm: {question}" for question in checked.questions)
    _print_lines(str(read) for read in checked.read_as)
    _print_lines(checked.notices)
    if checked.must_ask_about_text("ask"):
        _tell_texts(checked)
    sys.stdout.flush()
    if checked.problems or not checked.questions:
        found = _count(len(checked.problems), "fault") if checked.problems else "Free text waits for a decision"
        _tell_error(f"{found}. {so}")
    if checked.questions:
        ambiguous = any(question.about == "dates" for question in checked.questions)
        dates = ' and --dates "day first" or --dates "month first"' if ambiguous else ""
        open_ones = [question for question in checked.questions if not question.proposal and question.about != "dates"]
        answers = f" and an --answer for {_name_open(open_ones)}" if open_ones else ""
        _tell_error(f"{_count(len(checked.questions), 'thing')} to confirm: with --as-proposed{dates}{answers}. {so}")
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
    _print_lines(
        f"{_name(found.file_name, found.sheet)} row {found.row}, {found.column_in_words}: has what looks like personal details: "
        f"{', '.join(found.kinds)}."
        for found in checked.details
    )
    print(
        f"{_count(checked.free_texts, 'free text')} in women's own words. Read them: names cannot be found for certain. "
        "Then load with --free-text keep (emails, telephone numbers and addresses are struck out in any case), "
        '"strike out" (all that was found) or "leave out".'
    )


def _tell_error(words: str) -> None:
    print(words, file=sys.stderr)


def _tell_upgrade(upgraded: desk.Upgrade) -> None:
    if upgraded.changed and upgraded.before is not None:
        print(f"The database was brought from version {upgraded.before} to {upgraded.after}.")
        if upgraded.copy:
            print(f"A copy of it as it was before: {upgraded.copy}")


def _file_lines(files: Iterable[desk.FileReceipt]) -> Iterable[str]:
    for file in files:
        counts = f"{file.new:,} new, {file.changed:,} changed, {file.same:,} the same as before"
        yield f"{_name(file.file_name, file.sheet)}: {_count(file.rows, 'row')}: {counts}"


def _name(file_name: str, sheet: str) -> str:
    return f"{file_name}, sheet {sheet}" if sheet else file_name


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _print_lines(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _day(words: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", words, re.ASCII):
            raise ValueError
        return date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{words}" is not a date. Write it as 2021-12-16.') from None


def _answer(words: str) -> tuple[str, str]:
    asked, equals, answer = words.rpartition("=")
    if not (asked.strip() and equals and answer.strip()):
        raise argparse.ArgumentTypeError(f'"{words}" is not an answer. Write it as "Stage date=status_on".')
    return asked.strip(), answer.strip()


def _comparison(words: str) -> Comparison:
    if words in COMPARISONS:
        return COMPARISONS[words]
    try:
        return _day(words)
    except argparse.ArgumentTypeError as fault:
        raise argparse.ArgumentTypeError(f"{fault} Or write {' or '.join(COMPARISONS)}.") from None


def _parser() -> argparse.ArgumentParser:
    everywhere = argparse.ArgumentParser(add_help=False)
    everywhere.add_argument(
        "--database",
        metavar="ADDRESS",
        help=f"sqlite:///walks.sqlite or postgresql://user@host/name; else {desk.ADDRESS_VARIABLE}, else the invented sample",
    )
    everywhere.add_argument("--unit", default=DEFAULT_UNIT, help="the Basic Command Unit (default: %(default)s)")
    files = argparse.ArgumentParser(add_help=False)
    files.add_argument("files", nargs="+", type=Path, metavar="FILES", help="CSV files, workbooks, or a folder of them")
    files.add_argument(
        "--as-proposed", action="store_true", help="confirm every heading and word as proposed, and remember it for such files"
    )
    files.add_argument(
        "--answer",
        type=_answer,
        action="append",
        default=[],
        metavar="ASKED=ANSWER",
        help="with --as-proposed: what a heading or a word is, where that is not as proposed or nothing is proposed",
    )
    files.add_argument(
        "--dates", choices=("day first", "month first"), help="how dates are read whose day and month could change places"
    )
    files.add_argument(
        "--free-text",
        choices=("ask", "keep", "strike out", "leave out"),
        default="ask",
        help="what becomes of women's own words (default: nothing is stored until that is said)",
    )
    scope = argparse.ArgumentParser(add_help=False)
    scope.add_argument("--borough", help="one borough (default: all of the unit's)")
    scope.add_argument("--from", type=_day, dest="first_day", metavar="DAY", help="first day, as 2021-12-16")
    scope.add_argument("--to", type=_day, dest="last_day", metavar="DAY", help="last day, included")
    scope.add_argument("--as-at", type=_day, metavar="DAY", help="as things stood on that day, by the dates of events")
    scope.add_argument(
        "--compare",
        type=_comparison,
        default="year-before",
        metavar="WITH",
        help="year-before (the same months a year before; default), period-before, or a day: what came after it",
    )

    only_published = acts.is_partner_instance()
    parser = argparse.ArgumentParser(prog="python -m walktalk_data", description="The records and figures of Walk and Talk.")
    commands = parser.add_subparsers(required=True, metavar="ACT")
    for name, act, parents, words in (
        ("check", _check, [files, everywhere], "print every fault of the files; store nothing"),
        ("load", _load, [files, everywhere], "store the files: all of them, or nothing where there is a fault"),
        ("mailbox", _mailbox, [], "make draft requests of request emails, without names, addresses or text"),
        ("loads", _loads, [everywhere], "list what was loaded, the latest first"),
        ("undo", _undo, [everywhere], "take one load back: its records go, or stand as other loads have them"),
        ("maps", _maps, [everywhere], "list what is remembered of the headings and words of files, by their shape"),
        ("forget", _forget, [everywhere], "forget what is remembered of files of one shape; they are asked about anew"),
        ("history", _history, [everywhere], "tell which loads touched a record and what each changed (police)"),
        (
            "retain",
            _retain,
            [everywhere],
            "remove for good what is older than the policy: answers, free text, places, exact times",
        ),
        ("erase", _erase, [everywhere], "remove one answer for good; or a walk's, or a request's, details and answers"),
        ("grant", _grant, [everywhere], "give someone who signs in a role: what they may see and do"),
        ("grants", _grants, [everywhere], "list who has which role"),
        ("revoke", _revoke, [everywhere], "take one grant back"),
        ("audit", _audit, [everywhere], "print the audit log as CSV, the latest line first"),
        ("upgrade", _upgrade, [everywhere], "bring a database of an earlier version of this program up to date"),
        ("publish", _publish, [scope, everywhere], "publish an edition of whole months to partners or the public, for ever"),
        ("editions", _editions, [everywhere], "list what was published, the latest first"),
        ("prove", _prove, [everywhere], "check again that nothing protected follows from an edition and those before it"),
        ("withdraw", _withdraw, [everywhere], "withdraw an edition: its number, its reason and its replacement stay listed"),
        ("partner-role", _partner_role, [], "print the SQL of a database role that reads published editions alone"),
        ("figures", _figures, [scope, everywhere], "print the figures of a scope as CSV, one row a figure (police)"),
        (
            "briefing",
            _briefing,
            [scope, everywhere],
            "write the Excel summary, the slides, the one-file report and the presentation of a scope (police)",
        ),
    ):
        if only_published and name not in AT_PARTNER_INSTANCE:
            continue
        act_parser = commands.add_parser(name, parents=parents, help=words, description=words)
        act_parser.set_defaults(act=act)
        if name == "mailbox":
            act_parser.add_argument(
                "files", nargs="+", type=Path, metavar="FILES", help=".eml, .mbox, .msg, Outlook's .csv, or a folder of mails"
            )
            act_parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the CSV file to write, a new one")
            act_parser.add_argument(
                "--key", type=Path, metavar="FILE", help=f"its key (default: {desk.KEY_VARIABLE}, else mailbox.key beside --out)"
            )
            act_parser.add_argument("--unit", default=DEFAULT_UNIT, help="the Basic Command Unit (default: %(default)s)")
        if name == "check":
            act_parser.add_argument(
                "--report",
                type=Path,
                metavar="DIR",
                help="write each faulty file there once more, with what is wrong marked in it",
            )
        if name == "undo":
            act_parser.add_argument("load_id", type=int, metavar="N", help="the load's number, as loads lists it")
        if name == "forget":
            act_parser.add_argument("number", metavar="NUMBER", help="as maps lists it, or its beginning")
        _add_access_arguments(name, act_parser)
        if name == "retain":
            act_parser.add_argument("--months", type=int, required=True, metavar="N", help="how many months are kept")
        if name in ("history", "erase"):
            act_parser.add_argument("kind", choices=desk.RECORD_KINDS, help="what it is")
            act_parser.add_argument("record_id", metavar="ID", help="its id in the unit's files")
        if name == "publish":
            act_parser.add_argument(
                "--audience", choices=("partner", "public"), default="partner", help="for whom (default: partner)"
            )
            act_parser.add_argument(
                "--name", required=True, help="what people will call it, as: Redbridge panel, 13 December 2021"
            )
        if name in ("publish", "figures", "briefing"):
            act_parser.add_argument(
                "--revise",
                action="store_true",
                help="tell months anew that an earlier edition told of, with all that came since (for figures: with --preview)",
            )
        if name in ("prove", "withdraw"):
            act_parser.add_argument("number", type=int, metavar="N", help="the edition's number, as editions lists it")
        if name == "withdraw":
            act_parser.add_argument("--because", required=True, metavar="WHY", help="the reason, which readers are told")
            act_parser.add_argument("--replaced-by", type=int, metavar="N", help="the edition to read instead")
        if name == "partner-role":
            act_parser.add_argument("role", metavar="NAME", help="the role's name, as walktalk_redbridge")
            act_parser.add_argument(
                "--borough", action="append", required=True, help="whose editions it reads; give it once for each"
            )
            act_parser.add_argument("--unit", default=DEFAULT_UNIT, help="the Basic Command Unit (default: %(default)s)")
        if name in ("figures", "briefing"):
            act_parser.add_argument("--edition", type=int, metavar="N", help="the figures of a published edition")
            act_parser.add_argument(
                "--audience",
                choices=("police", "partner", "public"),
                default="police",
                help="with --preview: as they would see it",
            )
            act_parser.add_argument("--preview", action="store_true", help="as an edition that is not published, and marked so")
        if name == "briefing":
            act_parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write it in")
            act_parser.add_argument("--pdf", action="store_true", help="the report on paper too: needs Chromium, Chrome or Edge")
    return parser


def _add_access_arguments(name: str, parser: argparse.ArgumentParser) -> None:
    if name == "grant":
        roles = "; ".join(f"{role}: {acts.ROLES[role].words}" for role in acts.ROLES)
        parser.add_argument("role", choices=tuple(acts.ROLES), help=roles)
        whom = parser.add_mutually_exclusive_group(required=True)
        whom.add_argument("--email", help="whoever the provider says has this email, and has verified it")
        whom.add_argument("--subject", help="one person, by the subject that they are shown when they sign in")
        whom.add_argument("--group", help="everyone of whom the provider says that they are in this group")
        parser.add_argument("--issuer", help="the provider that must have signed them in (default: the one that is set up)")
        parser.add_argument("--borough", action="append", help="for a partner: a borough of theirs; give it once for each")
    if name == "grants":
        parser.add_argument("--all", action="store_true", help="those that were revoked too")
    if name == "revoke":
        parser.add_argument("grant_id", type=int, metavar="N", help="the grant's number, as grants lists it")


def _run_as_program() -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # The same bytes on every machine: Windows would write its own letters, and lines that a CSV reader takes for two.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        done = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has read enough (| head). Python would complain once more on closing it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        _tell_error("Stopped. Nothing was stored by what was not finished.")
        return 130
    return done


if __name__ == "__main__":
    sys.exit(_run_as_program())
