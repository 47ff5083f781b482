"""What is kept in memory for whoever asks for the same next: bounded, and worked out once when several ask at once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Kept(Generic[_Key, _Value]):
    """Values by key; those that nobody asked for longest go first. `most`: how many there may be."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._values: OrderedDict[_Key, Future[_Value]] = OrderedDict()
        self.worked_out = 0
        """How often a value was worked out."""
        self.had = 0
        """How often it was there, or on its way, when somebody asked."""

    def get(self, key: _Key, work_out: Callable[[], _Value]) -> _Value:
        """The value of that key; whoever asks first works it out, the others wait for it. A failure is not kept."""
        with self._lock:
            kept = self._values.get(key)
            mine = kept is None
            self.worked_out += mine
            self.had += not mine
            if kept is None:
                kept = self._values[key] = Future()
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        if mine:
            try:
                kept.set_result(work_out())
            except BaseException as error:
                with self._lock:
                    self._values.pop(key, None)
                kept.set_exception(error)
                raise
        return kept.result()

    def __len__(self) -> int:
        return len(self._values)

    def drop(self, key: _Key) -> None:
        """Keep this one no longer."""
        with self._lock:
            self._values.pop(key, None)

    def drop_all(self, is_past: Callable[[_Key], bool]) -> None:
        """Keep none of those any longer that nobody will ask for again."""
        with self._lock:
            for key in [key for key in self._values if is_past(key)]:
                del self._values[key]

    def forget(self) -> None:
        """Keep nothing, so that the next one is worked out anew."""
        with self._lock:
            self._values.clear()
