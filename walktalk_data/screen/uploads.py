"""Files that a viewer drops: kept in a private folder for as long as they are worked on, and worked on beside the page."""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar

from walktalk_data.desk import Progress

LONGEST_NAME: Final = 120
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]')

_all_kept: weakref.WeakSet[KeptFiles] = weakref.WeakSet()

Result = TypeVar("Result")


class Dropped(Protocol):
    """One file as the browser sent it."""

    name: str
    file_id: str

    def getbuffer(self) -> memoryview: ...


class KeptFiles:
    """Dropped files in a folder that nobody else may open. It goes with the last who holds this, or when it is told to."""

    def __init__(self, files: Sequence[Dropped]) -> None:
        folder = Path(tempfile.mkdtemp(prefix="walktalk-load-"))
        self._remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        _all_kept.add(self)
        self.paths: list[Path] = []
        for number, file in enumerate(files, start=1):
            # Two files of one name are told apart by the folder that they are in: "file 2/walks.csv".
            own = folder / f"file {number}"
            own.mkdir(mode=0o700)
            path = own / safe_name(file.name)
            path.write_bytes(file.getbuffer())
            self.paths.append(path)

    def remove(self) -> None:
        """Remove the files now."""
        self._remove()


def remove_dropped_files() -> None:
    """Remove what all sessions have dropped: the server ends, and a signal leaves no time for anything of its own accord."""
    for kept in list(_all_kept):
        kept.remove()


def safe_name(name: str) -> str:
    """The file's own name without any folder, and without what no system takes in a name."""
    last = _NOT_IN_A_NAME.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    if not last.strip("."):
        return "file"
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > 10:
        return last.lstrip(".")[:LONGEST_NAME] or "file"
    return f"{stem.lstrip('.')[: LONGEST_NAME - len(ending) - 1] or 'file'}.{ending}"


class Stopped(Exception):
    """Nobody waits for this work any more."""


class Work(Generic[Result]):
    """Something that takes its time, done beside the page: the page may be drawn again meanwhile, and it is done once.

    `do` is given a function to show its progress with. A check can be stopped; what stores runs to its end.
    """

    def __init__(self, do: Callable[[Callable[[Progress], None]], Result]) -> None:
        self.progress = Progress("Starting", 0)
        self._do = do
        self._stop = False
        self._result: list[Result] = []
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True, name="walktalk-load")
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result.append(self._do(self._show))
        except BaseException as failure:  # noqa: BLE001  raised again where the page asks for the result
            self._failure = failure

    def _show(self, progress: Progress) -> None:
        if self._stop:
            raise Stopped
        self.progress = progress

    def stop(self) -> None:
        """Let it end at its next step."""
        self._stop = True

    def is_done(self, seconds: float = 0) -> bool:
        """Whether it has ended; waits so long for it at most."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def result(self) -> Result:
        """What was done. Raises what went wrong."""
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        return self._result[0]
