"""From where a request comes: the host it asked for, the page that sent it, what a proxy says. None of it is taken on trust."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from starlette.types import Scope

from walktalk_data.access.settings import SignIn, is_loopback

FORWARDED: Final = frozenset(
    (
        b"forwarded",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-port",
        b"x-forwarded-prefix",
        b"x-forwarded-proto",
        b"x-forwarded-scheme",
        b"x-forwarded-server",
        b"x-forwarded-ssl",
        b"x-real-ip",
    )
)
FROM_ANOTHER_SITE: Final = "It was sent by a page of another site."
HARMLESS_METHODS: Final = ("GET", "HEAD", "OPTIONS")


def find_fault(scope: Scope, settings: SignIn | None) -> str | None:
    """Why this request is refused, in words for whoever set up the server; None where it may go on."""
    headers = _headers(scope)
    if settings is None and FORWARDED & headers.keys():
        return "It came through a proxy, and no sign-in is set up: then only this machine itself is answered."
    host = headers.get(b"host", b"").decode("latin-1")
    if not _is_own_host(host, settings):
        own = settings.host if settings else "this machine (127.0.0.1 or localhost)"
        return f"It asked for another host than {own}. A proxy must hand the Host header on as the browser sent it."
    origin = headers.get(b"origin")
    sends = scope["type"] == "websocket" or scope["method"] not in HARMLESS_METHODS
    if not sends:
        return None
    if origin is None:
        return "A browser would have said from which page it was sent (Origin)."
    own_origin = settings.origin if settings else f"http://{host}"
    return None if origin.decode("latin-1") == own_origin else FROM_ANOTHER_SITE


def is_cross_site(scope: Scope) -> bool:
    """Whether the browser says that another site led to this: what no other site may do for someone asks it."""
    return _headers(scope).get(b"sec-fetch-site") == b"cross-site"


def without_forwarded(scope: Scope, proxies: Sequence[str]) -> Scope:
    """The same request without forwarded headers. The client's address is believed of a named proxy alone, and only the last:
    what stands before it was written by the client itself."""
    peer = scope.get("client")
    told = _headers(scope).get(b"x-forwarded-for", b"").decode("latin-1").rpartition(",")[2].strip()
    client = (told, 0) if peer and peer[0] in proxies and told else peer
    return {**scope, "client": client, "headers": [pair for pair in scope["headers"] if pair[0] not in FORWARDED]}


def _headers(scope: Scope) -> dict[bytes, bytes]:
    return dict(scope["headers"])


def _is_own_host(host: str, settings: SignIn | None) -> bool:
    """Without sign-in any name of this machine will do; another could be a foreign site that points its name here."""
    if settings is not None:
        return host.lower() == settings.host.lower()
    return is_loopback(urlsplit(f"//{host}").hostname or "")
