"""The command line: check, load and undo, tell a record's history, remove, upgrade, grant, and give the figures of a scope."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import Final

from walktalk_data import acts, desk
from walktalk_data.briefing import WrongScope
from walktalk_data.commands import granting, keeping, loading, publishing, running
from walktalk_data.commands.telling import Act, tell_error
from walktalk_data.outputs import paper
from walktalk_data.vocabulary import DEFAULT_UNIT

ACTS: Final[tuple[Act, ...]] = (*loading.ACTS, *keeping.ACTS, *granting.ACTS, *publishing.ACTS, *running.ACTS)
AT_PARTNER_INSTANCE: Final = ("editions", "figures", "briefing", "doctor")
"""The acts there are at a partner instance: of published editions, and of the installation itself."""


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say. 0 where it was done, 1 where something is to be mended, which was printed."""
    try:
        asked = make_parser().parse_args(arguments)
        done: int = asked.act(asked)
    except desk.FaultsFound as found:
        return loading.tell_faults(found.checked, "Nothing was stored.")
    except (desk.RecordsError, desk.NotAnAnswer, WrongScope, acts.WrongGrant, acts.WrongSettings, paper.CannotPrint) as error:
        tell_error(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        tell_error(f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror or error}.")
    else:
        return done
    return 1


def make_parser() -> argparse.ArgumentParser:
    """What reads the arguments: a parser for each act that there is here."""
    everywhere = argparse.ArgumentParser(add_help=False)
    everywhere.add_argument(
        "--database",
        metavar="ADDRESS",
        help=f"sqlite:///walks.sqlite or postgresql://user@host/name; else {desk.ADDRESS_VARIABLE}, else the invented sample",
    )
    everywhere.add_argument("--unit", default=DEFAULT_UNIT, help="the Basic Command Unit (default: %(default)s)")
    files, scope = argparse.ArgumentParser(add_help=False), argparse.ArgumentParser(add_help=False)
    loading.ask_for_files(files)
    publishing.ask_for_scope(scope)
    shared = {"everywhere": everywhere, "files": files, "scope": scope}
    only_published = acts.is_partner_instance()
    parser = argparse.ArgumentParser(prog="python -m walktalk_data", description="The records and figures of Walk and Talk.")
    commands = parser.add_subparsers(required=True, metavar="ACT")
    for act in ACTS:
        if only_published and act.name not in AT_PARTNER_INSTANCE:
            continue
        own = commands.add_parser(act.name, parents=[shared[name] for name in act.parents], help=act.words, description=act.words)
        own.set_defaults(act=act.do)
        act.ask(own)
    return parser


TIDIED_UP_AFTER: Final = (100_000, 50, 20)
"""So many objects that were made. Python does so after some hundreds: an eighth of a load's time, which frees next to nothing."""


def _run_as_program() -> int:
    gc.freeze()
    gc.set_threshold(*TIDIED_UP_AFTER)
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
        tell_error("Stopped. Nothing was stored by what was not finished.")
        return 130
    return done


if __name__ == "__main__":
    sys.exit(_run_as_program())
