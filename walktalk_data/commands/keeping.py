"""What was loaded: list and undo loads, tell a record's history, remove for good, bring a database up to date."""

from __future__ import annotations

import argparse
from typing import Final

from walktalk_data import desk
from walktalk_data.clock import london_time
from walktalk_data.commands.telling import Act, count, desk_of, file_lines, print_lines, tell_upgrade


def _loads(asked: argparse.Namespace) -> int:
    for load in desk.list_loads(desk.open_database(asked.database)):
        by, undone_by = (f" by {who}" if who else "" for who in (load.loaded_by, load.undone_by))
        undone = f", undone {london_time(load.undone_at)}{undone_by}" if load.undone_at else ""
        print(f"Load {load.load_id}, {london_time(load.loaded_at)}{by}, {load.unit}{undone}")
        print_lines(f"    {line}" for line in file_lines(load.files))
    return 0


def _undo(asked: argparse.Namespace) -> int:
    for undone in desk_of(desk.open_database(asked.database)).undo(asked.load_id):
        if undone.gone or undone.restored:
            kind = undone.table.replace("_", " ")
            print(f"{kind}: {undone.gone:,} gone, {undone.restored:,} as another load has them")
    print(f"Load {asked.load_id} is undone. To have it back, load its files again.")
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
        print_lines(f"    status: {words}" for words in touch.statuses)
    return 0


def _retain(asked: argparse.Namespace) -> int:
    return _tell_removed(desk_of(desk.open_database(asked.database)).remove_older(asked.months))


def _erase(asked: argparse.Namespace) -> int:
    at = desk_of(desk.open_database(asked.database))
    return _tell_removed(at.erase(asked.kind, asked.unit, asked.record_id))


def _tell_removed(removed: desk.Removed) -> int:
    removal = removed.removal
    if not removal.anything:
        print("Nothing to remove: no such record, or it was removed before.")
        return 0
    print(f"Removed for good: {count(removal.answers, 'answer')}.")
    print(f"Place, route, point and minutes taken off {count(removal.walks, 'walk')}.")
    print(f"Place taken off {count(removal.requests, 'request')}.")
    if removal.others:
        print(f"Of actions, engagements and hubs, removed or left without their place: {removal.others:,}.")
    if removal.months or removal.proofs:
        told = f"{count(removal.months, 'month')} that editions told of, and the proofs of {count(removal.proofs, 'edition')}"
        print(f"Removed with them: what was kept of {told}. The editions stay as they were published.")
    if removal.clearings:
        told = count(removal.clearings, "reason")
        print(f"Removed with them: {told} that had been cleared to be passed on at a place, which no answer names any more.")
    print("Take it out of the unit's own files as well: loading them again would bring it back.")
    print_lines(f"This copy, made before an upgrade, holds it still; delete it: {copy}" for copy in removed.copies)
    return 0


def _upgrade(asked: argparse.Namespace) -> int:
    database = desk.open_database(asked.database)
    upgraded = desk_of(database).upgrade()
    tell_upgrade(upgraded)
    if asked.anew:
        desk_of(database).sum_up_anew()
        print("Every month was summed up anew of its records.")
    elif not upgraded.changed:
        print(f"{database.address} is at version {upgraded.after} already: nothing to do.")
    return 0


def _ask_for_load(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("load_id", type=int, metavar="N", help="the load's number, as loads lists it")


def _ask_for_record(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=desk.RECORD_KINDS, help="what it is")
    parser.add_argument("record_id", metavar="ID", help="its id in the unit's files")


def _ask_for_months(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--months", type=int, required=True, metavar="N", help="how many months are kept")


def _ask_for_anew(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--anew", action="store_true", help="sum up every month anew of its records, as the doctor may ask")


ACTS: Final = (
    Act("loads", _loads, "list what was loaded, the latest first"),
    Act("undo", _undo, "take one load back: its records go, or stand as other loads have them", ask=_ask_for_load),
    Act("history", _history, "tell which loads touched a record and what each changed (police)", ask=_ask_for_record),
    Act(
        "retain",
        _retain,
        "remove for good what is older than the policy: answers, free text, places, exact times",
        ask=_ask_for_months,
    ),
    Act("erase", _erase, "remove one answer for good; or a walk's, or a request's, details and answers", ask=_ask_for_record),
    Act("upgrade", _upgrade, "bring a database of an earlier version of this program up to date", ask=_ask_for_anew),
)
