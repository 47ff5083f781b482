# ruff: noqa: T201  it tells whoever runs it
"""Fuzzes every reader, one after another: python -m tests.fuzz MINUTES [NAMES]. Ends 1 where anything was found."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.fuzz.harnesses import HARNESSES

GRACE = 60
"""Seconds beyond its time after which a process is ended that does not end by itself."""


def run(minutes: float, names: list[str]) -> int:
    """Give each harness its share of the minutes, in a process of its own with little memory. Prints runs and finds."""
    folder = Path(tempfile.mkdtemp(prefix="walktalk-fuzz-finds-"))
    seconds = max(int(minutes * 60 / len(names)), 5)
    found = 0
    for name in names:
        found += _run_one(name, seconds, folder)
    print(f"{found} kinds of finds. Inputs and logs: {folder}")
    return 1 if found else 0


def _run_one(name: str, seconds: int, folder: Path) -> int:
    log = folder / f"{name}.log"
    with log.open("wb") as written:
        command = [sys.executable, "-m", "tests.fuzz.one", name, str(seconds), str(folder)]
        try:
            code = subprocess.run(command, stdout=written, stderr=written, check=False, timeout=seconds + GRACE).returncode
        except subprocess.TimeoutExpired:
            code = -1
    told = folder / f"{name}.json"
    state: dict[str, Any] = json.loads(told.read_text()) if told.exists() else {"runs": 0, "finds": {}}
    print(f"{name}: {state['runs']:,} runs in {seconds} s, {len(state['finds'])} kinds of finds", flush=True)
    for kind, find in state["finds"].items():
        print(f"    {kind}, {find['times']:,} times: {find['said']}\n        {find['input']}")
    if code:
        print(f"    ended by itself with {code}: see {log}")
    return len(state["finds"]) + (code != 0)


if __name__ == "__main__":
    sys.exit(run(float(sys.argv[1]), sys.argv[2:] or list(HARNESSES)))
