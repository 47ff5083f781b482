"""Whether the server lives, and whether it is ready to serve figures: for a proxy, systemd, or whoever looks after it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from threading import Event, Lock
from typing import Final

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse

KEPT_SECONDS: Final = 2.0
"""A database is asked no oftener than this, however many ask."""
STARTING: Final = "starting"


class Readiness:
    """Ready once it is warm and its databases answer. Anyone may ask, so no more is told than which part is not."""

    def __init__(self, find_fault: Callable[[], str], tell_more: Callable[[], Mapping[str, object]] = dict) -> None:
        """`find_fault`: a word for what does not answer now; empty where all does. `tell_more`: what else may be told of it."""
        self._find_fault, self._tell_more = find_fault, tell_more
        self._more: Mapping[str, object] = {}
        self._is_warm = Event()
        self._lock = Lock()
        self._asked_at = float("-inf")
        self._fault = STARTING

    def warm(self) -> None:
        """It has warmed up."""
        self._is_warm.set()

    def fault(self) -> str:
        """What is not ready: `starting`, `records`, `grants`; empty where all is."""
        if not self._is_warm.is_set():
            return STARTING
        with self._lock:
            if time.monotonic() - self._asked_at > KEPT_SECONDS:
                self._fault, self._more = self._find_fault(), self._tell_more()
                self._asked_at = time.monotonic()
            return self._fault

    async def answer(self, _: Request) -> JSONResponse:
        """200 where it is ready, else 503."""
        fault = await anyio.to_thread.run_sync(self.fault)
        told = {"ready": not fault, **({"not_ready": fault} if fault else {}), **self._more}
        return JSONResponse(told, 503 if fault else 200)


async def answer_health(_: Request) -> JSONResponse:
    """It lives."""
    return JSONResponse({"ok": True})
