"""Pages of figures are drawn a few at a time, whoever asked first first: all at once each would take as long as all of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Event, Lock
from typing import Final

from walktalk_data.screen.asked import is_of_preview
from walktalk_data.screen.shown import asked_scope

AT_ONCE: Final = 2
"""Python draws one at a time whatever is done; a second goes on while the first waits for the database."""
LONGEST_WAIT: Final = 2.0
"""Seconds after which a page is drawn in any case: where one hangs, no other hangs with it."""


class Turns:
    """So many at once, and the others in the order in which they came."""

    def __init__(self, at_once: int, longest_wait: float) -> None:
        self._free = at_once
        self._longest_wait = longest_wait
        self._lock = Lock()
        self._waiting: deque[Event] = deque()

    @contextmanager
    def take(self) -> Iterator[bool]:
        """Wait for a turn, and have it until the end. False where none came in time: then it is done without one."""
        has_turn = self._wait()
        try:
            yield has_turn
        finally:
            if has_turn:
                self._pass_on()

    def _wait(self) -> bool:
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            mine = Event()
            self._waiting.append(mine)
        if mine.wait(self._longest_wait):
            return True
        with self._lock:
            if mine.is_set():
                return True
            self._waiting.remove(mine)
            return False

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1


_turns: Final = Turns(AT_ONCE, LONGEST_WAIT)


def in_turn() -> AbstractContextManager[bool | None]:
    """The drawing of a page of figures, when it is its turn. A preview takes none: it is worked out beside the page, for long."""
    return nullcontext() if is_of_preview(asked_scope()) else _turns.take()
