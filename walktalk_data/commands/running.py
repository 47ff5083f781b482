"""Keeping an installation going: what is wrong with it, a backup of everything in one file, and its restore."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from walktalk_data import acts, backups, desk, doctor
from walktalk_data.clock import london_time
from walktalk_data.commands.telling import Act, count, print_lines, tell_error


def _backup(asked: argparse.Namespace) -> int:
    database = desk.open_database(asked.database)
    backup = backups.write_backup(database, acts.open_access(database), asked.file)
    print(
        f"Written to {asked.file}: {count(backup.rows, 'row')} of records and editions, {backup.access_rows:,} of grants and log."
    )
    print("It holds all that the records hold, women's own words too: keep it as safe as the database itself.")
    print("Not in it: the file of sign-in settings, and mailbox.key. Keep those apart.")
    return 0


def _restore(asked: argparse.Namespace) -> int:
    database = desk.find_database(asked.database)
    if database is None:
        tell_error(f"Say where to: --database, or {desk.ADDRESS_VARIABLE}. It has to be empty.")
        return 1
    restored = backups.restore_backup(asked.file, database, acts.open_access(database))
    backup = restored.backup
    print(
        f"Restored into {database.address}: {count(backup.rows, 'row')} of records and editions, {backup.access_rows:,} of grants"
    )
    print(f"and log, as they were on {london_time(backup.made_at)} (data version {backup.data_version}).")
    if restored.faults:
        print_lines(restored.faults)
        tell_error(f"{count(len(restored.faults), 'fault')} in the proofs of editions. Ask whoever keeps this program.")
        return 1
    if restored.editions:
        print(f"{count(len(restored.editions), 'edition')}: opened, and the proof of each holds.")
    return 0


def _doctor(asked: argparse.Namespace) -> int:
    wrong = 0
    for found in doctor.examine(asked.database):
        wrong += not found.is_right
        print(f"{'ok   ' if found.is_right else 'WRONG'}  {found.what}: {found.words}", flush=True)
    if wrong:
        tell_error(f"{count(wrong, 'thing')} to be mended.")
        return 1
    print("All is well.")
    return 0


def _database_role(asked: argparse.Namespace) -> int:
    sys.stdout.write(desk.database_role_sql(asked.kind, asked.role))
    return 0


def _ask_for_kind(parser: argparse.ArgumentParser) -> None:
    told = "; ".join(f"{kind}: {words.rstrip('.')}" for kind, words in desk.DATABASE_ROLES.items())
    parser.add_argument("kind", choices=tuple(desk.DATABASE_ROLES), help=told)
    parser.add_argument("role", metavar="NAME", help="the role's name, as walktalk_loader")


def _ask_for_new_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write, a new one: walks-2022-04-14.zip")


def _ask_for_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="what backup wrote")


ACTS: Final = (
    Act("doctor", _doctor, "look at the installation, and say what is wrong and what to do about it"),
    Act(
        "database-role",
        _database_role,
        "print the SQL of a database role that may do what the dashboard does, and no more",
        (),
        _ask_for_kind,
    ),
    Act(
        "backup",
        _backup,
        "write all that is kept into one file, while everyone goes on: records, editions, grants, log",
        ask=_ask_for_new_file,
    ),
    Act(
        "restore",
        _restore,
        "put a backup back into an empty database, SQLite or PostgreSQL, and prove its editions",
        ask=_ask_for_backup,
    ),
)
