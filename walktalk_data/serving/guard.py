"""The guard before everything that is served: refuses what is foreign, and lets nobody in who is not signed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, quote, urlsplit

import anyio
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import encode_provider_token

from walktalk_data.access.cookie import hash_cookie
from walktalk_data.access.identity import NotBelieved
from walktalk_data.access.viewer import Viewer
from walktalk_data.serving import cookies as sign_in_cookies
from walktalk_data.serving.messages import only_needed
from walktalk_data.serving.origin import FROM_ANOTHER_SITE, find_fault, is_cross_site, without_forwarded
from walktalk_data.serving.sessions import MEDIA, UPLOADS, may_fetch, may_fill
from walktalk_data.serving.sign_in_page import draw_refused, draw_sign_in

if TYPE_CHECKING:
    # Opening a database loads much; where no sign-in is set up the server need not wait for it.
    from walktalk_data.access.door import Door

SIGN_IN, SIGN_OUT, TO_PROVIDER, RETURN = "/sign-in", "/auth/logout", "/auth/login", "/oauth2callback"
COME_BACK_TO: Final = "walktalk_come_back_to"
COME_BACK_SECONDS: Final = 600
HEALTH: Final = ("/api/health", "/api/ready", "/_stcore/health")
NOBODYS: Final = ("/_stcore/metrics", "/_stcore/agent")
"""What Streamlit answers to anyone, and nobody here needs."""
STATIC: Final = ("/static/", "/favicon.png")
"""Streamlit's own scripts and fonts: the same for everybody, and nothing of the dashboard in them."""
LONGEST_PATH: Final = 2000


class Guard:
    """Stands before the whole app. `find_door` gives the door, and may take its time; None where no sign-in is set up."""

    def __init__(self, app: ASGIApp, find_door: Callable[[], Door] | None, proxies: Sequence[str]) -> None:
        self._app = app
        self._find_door = find_door
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        door = await anyio.to_thread.run_sync(self._find_door) if self._find_door else None
        path: str = scope["path"]
        if door and door.settings.is_https:
            send = _rewriting(send, sign_in_cookies.keep_off_plain_http)
        if path.startswith(NOBODYS):
            await _refuse(scope, receive, send, "There is nothing here.", 404)
        elif path in HEALTH:
            await self._app(scope, receive, send)
        elif fault := find_fault(scope, door.settings if door else None):
            await _refuse(scope, receive, send, f"This request is not answered. {fault}")
        else:
            scope = without_forwarded(scope, self._proxies)
            receive = only_needed(receive) if scope["type"] == "websocket" else receive
            if door is None:
                await self._app(scope, receive, send)
            else:
                await self._answer(door, path, scope, receive, send)

    async def _answer(self, door: Door, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        cookies = sign_in_cookies.read_cookies(scope["headers"])
        cookie_sha256 = hash_cookie(cookies)
        is_http = scope["type"] == "http"
        if path == SIGN_IN and is_http:
            await _to_provider(door, scope)(scope, receive, send)
        elif path == TO_PROVIDER or path.startswith(STATIC):
            await self._app(scope, receive, send)
        elif path == RETURN and is_http:
            await self._come_back(door, cookies, scope, receive, send)
        elif path == SIGN_OUT and is_http:
            if is_cross_site(scope):
                await _refuse(scope, receive, send, f"Nobody was signed out. {FROM_ANOTHER_SITE}")
                return
            await anyio.to_thread.run_sync(door.let_out, cookie_sha256)
            await self._app(scope, receive, send)
        else:
            viewer = await anyio.to_thread.run_sync(door.find, cookie_sha256)
            if viewer is None:
                await _ask_to_sign_in(door, scope, receive, send)
            elif fault := await anyio.to_thread.run_sync(_find_closed, path, viewer, cookie_sha256 or ""):
                await _refuse(scope, receive, send, fault)
            else:
                await self._app(scope, receive, _rewriting(send, _keep_nowhere) if path.startswith(MEDIA) else send)

    async def _come_back(self, door: Door, cookies: dict[str, str], scope: Scope, receive: Receive, send: Send) -> None:
        """Record whom the provider sent back, before the browser holds the cookie; or take the cookie away again."""

        async def record(message: Message) -> None:
            if message["type"] == "http.response.start" and (written := sign_in_cookies.read_sign_in_cookies(message["headers"])):
                claims = sign_in_cookies.read_claims(written)
                cookie_sha256 = hash_cookie(written)
                try:
                    if cookie_sha256 is None:
                        raise NotBelieved("The sign-in left no cookie.")
                    address = scope["client"][0] if scope.get("client") else ""
                    let_in = partial(door.let_in, str(claims.get("provider", "")), claims, cookie_sha256, address)
                    await anyio.to_thread.run_sync(let_in)
                    message["headers"] = _go_to(message["headers"], _safe_path(cookies.get(COME_BACK_TO, "")))
                except NotBelieved:
                    message["headers"] = sign_in_cookies.take_back_sign_in(message["headers"], cookies)
            await send(message)

        await self._app(scope, receive, record)


def _find_closed(path: str, viewer: Viewer, cookie_sha256: str) -> str | None:
    """Why someone who is signed in may not have this path; None where they may."""
    if path.startswith(MEDIA) and not (viewer.roles and may_fetch(path, cookie_sha256)):
        return "This file was made for someone else, or is no longer there. Open the page and ask for it again."
    if path.startswith(UPLOADS) and not (viewer.may("load") and may_fill(path, cookie_sha256)):
        return "Files are dropped on the Load page, by those who may load."
    return None


async def _ask_to_sign_in(door: Door, scope: Scope, receive: Receive, send: Send) -> None:
    """The page that asks to sign in, for whoever opens a page; a plain refusal for everything else."""
    accept = dict(scope["headers"]).get(b"accept", b"")
    if scope["type"] == "http" and scope["method"] == "GET" and b"text/html" in accept:
        query = scope["query_string"].decode("latin-1")
        wanted = _safe_path(scope["path"] + (f"?{query}" if query else ""))
        ways = {name: f"{SIGN_IN}?{_query(provider=name, to=wanted)}" for name in door.settings.issuers}
        page = draw_sign_in(ways, await anyio.to_thread.run_sync(lambda: door.closed))
        await HTMLResponse(page, 403, {"cache-control": "no-store"})(scope, receive, send)
        return
    await _refuse(scope, receive, send, "Sign in first.")


def _to_provider(door: Door, scope: Scope) -> Response:
    """What st.login does, without a Streamlit session for someone who is not known: on to the provider that was chosen."""
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    provider = asked.get("provider", [""])[0]
    if provider not in door.settings.issuers:
        return HTMLResponse(draw_refused("There is no such way to sign in."), 403, {"cache-control": "no-store"})
    chosen = f"{TO_PROVIDER}?{_query(provider=encode_provider_token(provider))}"
    answer = RedirectResponse(chosen, 302, {"cache-control": "no-store"})
    wanted = quote(_safe_path(asked.get("to", [""])[0]), safe="/?=&")
    answer.set_cookie(COME_BACK_TO, wanted, max_age=COME_BACK_SECONDS, httponly=True, samesite="lax")
    return answer


def _safe_path(wanted: str) -> str:
    """A path of this dashboard and of no other host, else its first page."""
    parts = urlsplit(wanted)
    is_own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
    is_page = not wanted.startswith(("/_stcore", "/media", "/auth", "/oauth2callback", SIGN_IN))
    is_plain = wanted.isascii() and wanted.isprintable() and "\\" not in wanted and len(wanted) <= LONGEST_PATH
    return wanted if is_own and is_page and is_plain else "/"


def _go_to(headers: Sequence[tuple[bytes, bytes]], path: str) -> list[tuple[bytes, bytes]]:
    others = [(name, value) for name, value in headers if name != b"location"]
    spent = f"{COME_BACK_TO}=; Max-Age=0; Path=/; HttpOnly; SameSite=lax"
    return [*others, (b"location", path.encode("latin-1")), (b"set-cookie", spent.encode("latin-1"))]


def _query(**parts: str) -> str:
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in parts.items())


def _keep_nowhere(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """A file made for one viewer stays in no cache."""
    return [*((name, value) for name, value in headers if name != b"cache-control"), (b"cache-control", b"no-store")]


def _rewriting(send: Send, rewrite: Callable[[Sequence[tuple[bytes, bytes]]], list[tuple[bytes, bytes]]]) -> Send:
    async def send_rewritten(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.accept"):
            message["headers"] = rewrite(list(message.get("headers", ())))
        await send(message)

    return send_rewritten


async def _refuse(scope: Scope, receive: Receive, send: Send, words: str, status: int = 403) -> None:
    if scope["type"] == "websocket":
        # Before it is accepted, so that the browser is answered with 403 and no frame is ever sent.
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    await PlainTextResponse(words, status, {"cache-control": "no-store"})(scope, receive, send)
