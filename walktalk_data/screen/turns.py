"""Pages of figures are drawn a few at a time, whoever asked first first: all at once each would take as long as all of them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Event, Lock
from typing import Final

from walktalk_data.screen.asked import is_of_preview
from walktalk_data.screen.shown import asked_scope

AT_ONCE: Final = 2
"""Python draws one at a time whatever is done; a second goes on while the first waits for the database."""
LONGEST_TURN: Final = 2.0
"""Seconds after which a turn is another's, though the page is not drawn yet: where one hangs, no other hangs with it. However
many wait and for how long, that gives none a turn: all at once they would be slower still, and more would wait."""


class Turns:
    """So many at once, and the others in the order in which they came."""

    def __init__(self, at_once: int, longest_turn: float) -> None:
        self._at_once = at_once
        self._longest_turn = longest_turn
        self._lock = Lock()
        self._begun: dict[Event, float] = {}
        """The turns that are had, and since when: the oldest first."""
        self._waiting: deque[Event] = deque()

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for a turn, and have it until the end, or until it has been had for too long."""
        mine = Event()
        with self._lock:
            self._waiting.append(mine)
            self._give_out()
        try:
            while not mine.wait(self._longest_turn):
                with self._lock:
                    self._give_out()
            yield
        finally:
            with self._lock:
                self._begun.pop(mine, None)
                if mine in self._waiting:
                    self._waiting.remove(mine)
                self._give_out()

    def _give_out(self) -> None:
        now = time.monotonic()
        while self._waiting and (len(self._begun) < self._at_once or self._end_longest(now)):
            following = self._waiting.popleft()
            self._begun[following] = now
            following.set()

    def _end_longest(self, now: float) -> bool:
        """End the oldest turn if it has been had for too long."""
        oldest = next(iter(self._begun))
        if now - self._begun[oldest] < self._longest_turn:
            return False
        del self._begun[oldest]
        return True


_turns: Final = Turns(AT_ONCE, LONGEST_TURN)


def in_turn() -> AbstractContextManager[None]:
    """The drawing of a page of figures, when it is its turn. A preview takes none: it is worked out beside the page, for long."""
    return nullcontext() if is_of_preview(asked_scope()) else _turns.take()
