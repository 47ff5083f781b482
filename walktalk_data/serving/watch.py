"""Counts and times what is asked of the server: for its log, and for Prometheus where somebody wants it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from walktalk_data.serving.log import requests

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
KINDS: Final = (
    ("/_stcore/stream", "viewer"),
    ("/_stcore/upload_file", "upload"),
    ("/_stcore/", "streamlit"),
    ("/static/", "static"),
    ("/media/", "file"),
    ("/present", "presentation"),
    ("/api/", "health"),
    ("/auth/", "sign-in"),
    ("/sign-in", "sign-in"),
    ("/oauth2callback", "sign-in"),
)
"""What a path is about, by how it begins. A path itself may name a file that someone made."""


def kind_of(path: str) -> str:
    """What a request is about, in one of a few words: everything else is a page."""
    return next((kind for begins, kind in KINDS if path.startswith(begins)), "page")


class Numbers:
    """The numbers about one process, for Prometheus."""

    def __init__(self, tell_briefings: Callable[[], Iterable[tuple[str, float]]]) -> None:
        """`tell_briefings`: how often briefings were worked out, and how often they were there already."""
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector
        from prometheus_client.core import CounterMetricFamily

        self.registry: CollectorRegistry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.requests = Counter("walktalk_requests", "Requests answered.", ["kind", "status"], registry=self.registry)
        self.seconds = Histogram(
            "walktalk_request_seconds",
            "How long a request took; a viewer's connection is not in it.",
            ["kind"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.viewers = Gauge("walktalk_viewers", "Screens that are open now.", registry=self.registry)

        class Briefings:
            """Read when somebody asks."""

            def collect(self) -> Iterable[CounterMetricFamily]:
                family = CounterMetricFamily("walktalk_briefings", "Briefings asked for, by how they were had.", labels=["how"])
                for how, times in tell_briefings():
                    family.add_metric([how], times)
                yield family

        self.registry.register(Briefings())

    def serve(self, address: str, port: int) -> None:
        """Answer Prometheus at an address of its own, apart from what viewers reach."""
        from prometheus_client import start_http_server

        start_http_server(port, address, self.registry)


class Watch:
    """Stands before everything. One line a request, without its address: what it is about, how it ended, how long it took."""

    def __init__(self, app: ASGIApp, numbers: Numbers | None) -> None:
        self._app = app
        self._numbers = numbers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        kind, is_viewer = kind_of(scope["path"]), scope["type"] == "websocket"
        status = 0

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "websocket.accept":
                status = 101
            await send(message)

        began = time.perf_counter()
        if is_viewer and self._numbers:
            self._numbers.viewers.inc()
        try:
            await self._app(scope, receive, send_noting)
        except BaseException:
            status = status or 500
            raise
        finally:
            self._note(kind, status, time.perf_counter() - began, is_viewer)

    def _note(self, kind: str, status: int, seconds: float, is_viewer: bool) -> None:
        told = {"kind": kind, "status": status, "milliseconds": round(seconds * 1000, 1)}
        requests.info("request", extra={"told": told})
        if self._numbers:
            self._numbers.requests.labels(kind, str(status)).inc()
            if is_viewer:
                self._numbers.viewers.dec()
            else:
                self._numbers.seconds.labels(kind).observe(seconds)
