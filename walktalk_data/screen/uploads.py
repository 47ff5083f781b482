"""Files that a viewer drops: kept in a private folder for as long as they are worked on, and worked on beside the page."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import count
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

    def getbuffer(self) -> memoryview: ...


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One dropped file as it is kept."""

    sha256: str
    """Of its content: the same file is the same whatever it is called."""
    name: str
    """Its own, with a number behind it where another file has that name already: "walks (2).csv"."""
    dropped_as: str
    path: Path


class KeptFiles:
    """Dropped files in a folder that nobody else may open. It goes with the last who holds this, or when it is told to."""

    def __init__(self, files: Iterable[Dropped] = ()) -> None:
        self.files: list[KeptFile] = []
        self._numbers = count(1)
        self._folder: Path | None = None
        self._remove: Callable[[], object] = lambda: None
        _all_kept.add(self)
        self.add(files)

    @property
    def paths(self) -> list[Path]:
        """Where they are, in the order in which they were dropped."""
        return [file.path for file in self.files]

    def add(self, files: Iterable[Dropped]) -> list[tuple[str, KeptFile]]:
        """Keep these files too. A file that is here already is taken once: gives the names of such, and what they are."""
        again = []
        for file in files:
            content = file.getbuffer()
            sha256 = hashlib.sha256(content).hexdigest()
            if known := next((kept for kept in self.files if kept.sha256 == sha256), None):
                again.append((safe_name(file.name), known))
                continue
            # Each lies in a folder of its own, so that its name can be hers whatever else is there.
            own = self._open_folder() / str(next(self._numbers))
            own.mkdir(mode=0o700)
            name = self._name_apart(safe_name(file.name))
            path = own / name
            path.write_bytes(content)
            self.files.append(KeptFile(sha256, name, safe_name(file.name), path))
        return again

    def take_out(self, sha256s: Collection[str]) -> None:
        """Remove these files."""
        for file in self.files:
            if file.sha256 in sha256s:
                shutil.rmtree(file.path.parent, ignore_errors=True)
        self.files = [file for file in self.files if file.sha256 not in sha256s]

    def remove(self) -> None:
        """Remove all of them now."""
        self._remove()
        self.files = []
        self._folder = None

    def _open_folder(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="walktalk-load-"))
            self._remove = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def _name_apart(self, name: str) -> str:
        taken = {file.name.casefold() for file in self.files}
        stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
        numbered = (f"{stem} ({number}){dot}{ending}" for number in count(2))
        return name if name.casefold() not in taken else next(other for other in numbered if other.casefold() not in taken)


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
