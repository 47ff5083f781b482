# ruff: noqa: T201  it tells whoever runs it
"""Fuzzes every reader, one after another: python -m tests.fuzz MINUTES [NAMES]. Ends 1 where anything was found."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from types import ModuleType

from tests.fuzz.one import Told, fuzz, instrument


def run(minutes: float, names: list[str]) -> int:
    """Give each harness its share of the minutes, in processes of its own with little memory. Prints runs and finds."""
    folder = Path(tempfile.mkdtemp(prefix="walktalk-fuzz-finds-"))
    harnesses = instrument()
    names = names or list(harnesses.HARNESSES)
    seconds = max(int(minutes * 60 / len(names)), 5)
    found = sum(_run_one(harnesses, name, seconds, folder) for name in names)
    print(f"{found} kinds of finds. Inputs and logs: {folder}")
    return 1 if found else 0


def _run_one(harnesses: ModuleType, name: str, seconds: int, folder: Path) -> int:
    code = fuzz(harnesses, name, seconds, folder)
    state = Told(name, folder).state
    print(f"{name}: {state['runs']:,} runs in {seconds} s, {len(state['finds'])} kinds of finds", flush=True)
    for how, each in state["ended"].items():
        print(f"    no find, a load says that it cannot be read, {each['times']:,} times: {how}\n        {each['input']}")
    for kind, find in state["finds"].items():
        print(f"    {kind}, {find['times']:,} times: {find['said']}\n        {find['input']}")
    if code:
        print(f"    ended by itself with {code}: see {folder / name}.log")
    return len(state["finds"]) + (code != 0)


if __name__ == "__main__":
    sys.exit(run(float(sys.argv[1]), sys.argv[2:]))
