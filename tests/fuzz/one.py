"""Runs one harness in this process, led by atheris: python -m tests.fuzz.one NAME SECONDS FOLDER. Finds go into the folder."""

from __future__ import annotations

import importlib
import json
import sys
import time
import traceback
from hashlib import sha256
from pathlib import Path
from typing import Any

MOST_MEMORY = 2**30 + 2**29
"""Bytes: half as much again as the process that reads a file for a load may have."""
LONGEST = {"xlsx": 16_384, "ods": 16_384, "xls": 16_384}
LONGEST_TEXT = 4_096


def fuzz(name: str, seconds: int, folder: Path) -> None:
    """Try inputs for so many seconds. A find does not end it: the first input of each kind of find is kept in the folder."""
    _limit_memory()
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(
        include=["walktalk_data.intake", "openpyxl", "csv", "zipfile", "xml"], enable_loader_override=False
    ):
        harnesses = importlib.import_module("tests.fuzz.harnesses")
    corpus = folder / f"{name}-corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(harnesses.sound_inputs(name)):
        (corpus / f"sound-{number}").write_bytes(content)
    state: dict[str, Any] = {"runs": 0, "finds": {}}
    told = folder / f"{name}.json"
    until = time.monotonic() + seconds

    def try_one(content: bytes) -> None:
        state["runs"] += 1
        try:
            harnesses.try_input(name, content)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            _keep(state, folder / f"{name}-finds", content, error)
        if state["runs"] % 50 == 0 or time.monotonic() > until:
            told.write_text(json.dumps(state))

    longest = LONGEST.get(name, LONGEST_TEXT)
    options = [f"-max_total_time={seconds}", "-timeout=30", f"-max_len={longest}", "-rss_limit_mb=1500", "-print_final_stats=1"]
    kept = Path(__file__).parent / "inputs" / name
    atheris.Setup(
        [sys.argv[0], *options, f"-artifact_prefix={folder}/{name}-", str(corpus), *([str(kept)] if kept.is_dir() else [])],
        try_one,
    )
    atheris.Fuzz()


def _keep(state: dict[str, Any], finds: Path, content: bytes, error: BaseException) -> None:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    kind = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
    if kind not in state["finds"]:
        finds.mkdir(exist_ok=True)
        file = finds / sha256(content).hexdigest()[:12]
        file.write_bytes(content)
        state["finds"][kind] = {"times": 0, "input": str(file), "said": str(error)[:200]}
    state["finds"][kind]["times"] += 1


def _limit_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    fuzz(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
