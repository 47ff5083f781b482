"""Runs one harness in forks of this process, led by atheris. What it finds goes into a folder.

python-calamine panics over some damage, and aborts the process that it is in where it wants more memory than there is. A load
reads in a process that may end so. The input is given to such a process: where the load tells its end in the words that it has
for it, the input is noted, and fuzzing goes on, after an abort in another fork. Anything else is a find.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import re
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any, Final

MOST_MEMORY: Final = 2**30 + 2**29
"""Bytes: half as much again as the process that reads a file for a load may have."""
LONGEST_WAIT: Final = 120
"""Seconds of the clock after which one input hangs. On a busy machine what takes 3 s of the processor may wait for most of it."""
GRACE: Final = 180
"""Seconds beyond its time after which a process is ended that does not end by itself."""
LONGEST: Final = {"xlsx": 16_384, "ods": 16_384, "xls": 16_384}
LONGEST_TEXT: Final = 4_096


class Told:
    """What is known of one harness so far: in a file, so that it outlives the processes that add to it."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name = name
        self._folder = folder
        self._file = folder / f"{name}.json"
        self.state: dict[str, Any] = {"runs": 0, "finds": {}, "ended": {}}
        if self._file.exists():
            self.state = json.loads(self._file.read_text())

    def write(self) -> None:
        self._file.write_text(json.dumps(self.state))

    def keep_find(self, content: bytes, error: BaseException) -> None:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
        self._keep("finds", kind, content, sha256(content).hexdigest()[:12], str(error)[:200])

    def keep_ended(self, content: bytes, how: str) -> Path:
        """The whole file is kept, as it would be given for a load. Returns where the first of this kind lies."""
        named, whole = importlib.import_module("tests.fuzz.harnesses").as_file(self._name, content)
        kind = re.sub(r"\d+", "N", how)[:200]
        return self._keep("ended", kind, whole, sha256(whole).hexdigest()[:12] + Path(named).suffix, "")

    def hold_ended_to_words(self) -> None:
        """What a load does not tell as it ought to is a find."""
        is_told = importlib.import_module("tests.fuzz.ended").is_told
        for how, each in list(self.state["ended"].items()):
            if not is_told(Path(each["input"]), how):
                self.state["finds"][how] = self.state["ended"].pop(how) | {"said": "a load does not tell it so"}
        self.write()

    def _keep(self, what: str, kind: str, content: bytes, file_name: str, said: str) -> Path:
        if kind not in self.state[what]:
            file = self._folder / f"{self._name}-{what}" / file_name
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content)
            self.state[what][kind] = {"times": 0, "input": str(file), "said": said}
            self.write()
        self.state[what][kind]["times"] += 1
        return Path(self.state[what][kind]["input"])


def instrument() -> ModuleType:
    """The harnesses, so imported that atheris sees which ways the readers take. Once: it takes as long as thousands of runs."""
    with _atheris().instrument_imports(
        include=["walktalk_data.intake", "openpyxl", "csv", "zipfile", "xml"], enable_loader_override=False
    ):
        return importlib.import_module("tests.fuzz.harnesses")


def fuzz(harnesses: ModuleType, name: str, seconds: int, folder: Path) -> int:
    """Try inputs for so many seconds. A find does not end it: the first input of each kind is kept in the folder.

    Returns 0, or how the process ended in which something unforeseen ended it.
    """
    corpus = folder / f"{name}-corpus"
    corpus.mkdir(parents=True)
    for number, content in enumerate(harnesses.sound_inputs(name)):
        (corpus / f"sound-{number}").write_bytes(content)
    code = 0
    until = time.monotonic() + seconds
    while (left := math.ceil(until - time.monotonic())) > 0:
        code = _in_a_fork(partial(_lead, harnesses, name, left, folder), folder / f"{name}.log", left + GRACE)
        if code == 0 or not _is_an_abort_that_is_told(harnesses, name, folder):
            break
        code = 0
    Told(name, folder).hold_ended_to_words()
    return code


def _is_an_abort_that_is_told(harnesses: ModuleType, name: str, folder: Path) -> bool:
    """Notes the input that ended the process, and puts it away, where a load ends over it as it ought to."""
    ended = importlib.import_module("tests.fuzz.ended")
    inputs = list(folder.glob(f"{name}-crash-*"))
    if name not in ended.READ_BY_CALAMINE or len(inputs) != 1:
        return False
    content = inputs[0].read_bytes()
    named, whole = harnesses.as_file(name, content)
    with tempfile.TemporaryDirectory() as private:
        file = Path(private) / named
        file.write_bytes(whole)
        if not ended.is_told(file, ended.ABORTED):
            return False
    told = Told(name, folder)
    told.keep_ended(content, ended.ABORTED)
    told.write()
    inputs[0].unlink()
    return True


def _lead(harnesses: ModuleType, name: str, seconds: int, folder: Path) -> None:
    """Does not return: the process ends when the time is over."""
    _limit_memory()
    atheris = _atheris()
    corpus = folder / f"{name}-corpus"
    told = Told(name, folder)
    until = time.monotonic() + seconds

    def try_one(content: bytes) -> None:
        told.state["runs"] += 1
        try:
            harnesses.try_input(name, content)
        except harnesses.LibraryGaveUp as panic:
            told.keep_ended(content, str(panic))
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            told.keep_find(content, error)
        if told.state["runs"] % 50 == 0 or time.monotonic() > until:
            told.write()

    longest = LONGEST.get(name, LONGEST_TEXT)
    options = [f"-max_total_time={seconds}", f"-timeout={LONGEST_WAIT}", f"-max_len={longest}", "-rss_limit_mb=1500"]
    kept = Path(__file__).parent / "inputs" / name
    atheris.Setup(
        [sys.argv[0], *options, f"-artifact_prefix={folder}/{name}-", str(corpus), *([str(kept)] if kept.is_dir() else [])],
        try_one,
    )
    atheris.Fuzz()


def _in_a_fork(act: Callable[[], None], log: Path, seconds: int) -> int:
    """How a fork ended that did it and wrote into the log: its exit code, or less than 0 where a signal ended it."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        try:
            written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.dup2(written, 1)
            os.dup2(written, 2)
            act()
        finally:
            os._exit(1)
    until = time.monotonic() + seconds
    while (ended := os.waitpid(child, os.WNOHANG))[0] == 0:
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.1)
    return os.waitstatus_to_exitcode(ended[1])


def _atheris() -> Any:
    """It has wheels for some systems only, and what this module is checked with need not know it."""
    return importlib.import_module("atheris")


def _limit_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
