"""How the dashboard is served: ready before the first visitor, guarded, with security headers. Run: python serve.py"""

from __future__ import annotations

import base64
import gc
import hashlib
import os
import re
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Lock, Thread, get_native_id
from typing import TYPE_CHECKING, Final

# Before Streamlit's server is made: it would believe what any program on this machine says of where a request came from. The
# guard reads those headers itself, and believes the proxies that are named.
os.environ["FORWARDED_ALLOW_IPS"] = ""
# Nothing that a start makes is garbage. The warm-up collects once, and from then on Python does as it sees fit.
gc.disable()

from walktalk_data.serving.heaps import hold_memory_sparingly

hold_memory_sparingly()

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from walktalk_data.outputs.page_look import write_look
from walktalk_data.serving.before_page import BEFORE, BeforePage, answer_script_with
from walktalk_data.serving.early_files import write_link_header
from walktalk_data.serving.guard import Guard
from walktalk_data.serving.health import Readiness, answer_health
from walktalk_data.serving.kept_files import keep_files
from walktalk_data.serving.log import begin_log
from walktalk_data.serving.page_scripts import answer_page_script
from walktalk_data.serving.presentation import Presented, answer_with
from walktalk_data.serving.sessions import answer_session
from walktalk_data.serving.start import METRICS_VARIABLE, CannotServe, Serving, read_serving
from walktalk_data.serving.static_files import StaticFiles
from walktalk_data.serving.watch import Numbers, Watch

if TYPE_CHECKING:
    from walktalk_data.acts import Door

PROJECT: Final = Path(__file__).resolve().parent
STATIC: Final = Path(st.__file__).parent / "static"
SHEETS: Final = tuple(PROJECT / "walktalk_data" / sheet for sheet in ("outputs/look.css", "outputs/map.css", "screen/look.css"))
WARM_UP_NICENESS: Final = 10
TURN_SECONDS: Final = 0.0005
"""How long one thread may go on while another waits. Python's 5 ms are a pause for each of a hundred files or parts of a page,
since the thread that sends them lets go of Python with each."""

# Without this, a folder named pages/ beside dashboard.py is discovered by itself until some session has called st.navigation: any
# page's own address would then run that page without dashboard.py (seen on Streamlit 1.67).
PagesManager.uses_pages_directory = False
keep_files()


def _content_security_policy() -> str:
    """Nothing from any other host, and no inline script but Streamlit's own few lines, which are known by their hash."""
    index = (STATIC / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", index, re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in inline)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


CONTENT_SECURITY_POLICY: Final = b"content-security-policy"
SECURITY_HEADERS: Final = (
    (CONTENT_SECURITY_POLICY, _content_security_policy().encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


HTTPS_ONLY: Final = (b"strict-transport-security", b"max-age=31536000")
EARLY_FILES: Final = (b"link", write_link_header(STATIC))


class SecurityHeaders:
    """Adds the security headers to every answer, and to a page what it will need; websockets pass untouched."""

    def __init__(self, app: ASGIApp, is_https: bool) -> None:
        self._app = app
        self._headers = (*SECURITY_HEADERS, HTTPS_ONLY) if is_https else SECURITY_HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower(): value for name, value in message["headers"]}
                # A page that stands alone has a policy of its own, which is stricter, and needs none of Streamlit's files.
                stands_alone = CONTENT_SECURITY_POLICY in own
                others = [header for header in self._headers if not (stands_alone and header[0] == CONTENT_SECURITY_POLICY)]
                is_page = own.get(b"content-type", b"").startswith(b"text/html") and not stands_alone
                message["headers"] = [*message["headers"], *others, *((EARLY_FILES,) if is_page else ())]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


@asynccontextmanager
async def _ready(_: st.App) -> AsyncIterator[None]:
    """Serve at once, and warm up meanwhile: a browser takes longer to load the page than this takes to be ready for it."""
    sys.setswitchinterval(TURN_SECONDS)
    # A thread of its own, for it keeps its low priority.
    warming = Thread(target=_warm_up, name="warm-up")
    warming.start()
    sys.stdout.write(f"The dashboard is at {serving.public_address}\n")
    sys.stdout.flush()
    yield
    # What it writes (the sample database) is finished, however soon the server is stopped.
    warming.join()
    from walktalk_data import screen

    screen.remove_dropped_files()


def _warm_up() -> None:
    """Import everything, make the sample database where it is needed, work out and draw the screen that opens first."""
    if sys.platform == "linux":
        # This thread alone: the browser on the same machine has as much to do, and all of it is waited for.
        os.setpriority(os.PRIO_PROCESS, get_native_id(), WARM_UP_NICENESS)
    try:
        from walktalk_data import screen

        screen.warm_up()
    finally:
        # What is loaded by now stays for good and need not be looked at again.
        gc.collect()
        gc.freeze()
        gc.enable()
        readiness.warm()


def _find_fault() -> str:
    from walktalk_data import screen

    return screen.find_fault()


def _tell_standby() -> Mapping[str, object]:
    from walktalk_data import screen

    return screen.tell_standby()


def _tell_briefings() -> Iterable[tuple[str, float]]:
    from walktalk_data import briefing

    return briefing.count_asked().items()


def _make_presentation(seal: str | None, is_this_machine: bool, address: Mapping[str, str]) -> Presented:
    # Imported when it is asked for: the server listens before it is.
    from walktalk_data import screen

    return screen.answer_presentation(seal, is_this_machine, address)


async def _to_first_page(request: Request) -> RedirectResponse:
    """The first page has no name in its address. Streamlit would draw it under "overview" too, and say that there is none."""
    return RedirectResponse(f"/?{request.url.query}" if request.url.query else "/", 302)


def _read_serving() -> Serving:
    try:
        return read_serving()
    except CannotServe as fault:
        sys.exit(str(fault))


def _check_database() -> None:
    """A partner instance serves nothing where its database role can read more than what is published."""
    from walktalk_data import desk

    try:
        desk.open_to_view().close()
    except desk.RecordsError as fault:
        sys.exit(str(fault))


def _find_door() -> Door:
    """The door, opened with the first request: the access database may be a server that starts at the same time as this one."""
    from walktalk_data import acts, screen

    with _opening:
        if not _doors and serving.sign_in is not None:
            _doors.append(acts.Door(serving.sign_in, screen.find_access()))
            screen.keep_door(_doors[0])
        return _doors[0]


_opening = Lock()
_doors: list[Door] = []
serving = _read_serving()
begin_log(as_json=serving.log == "json")
readiness = Readiness(_find_fault, _tell_standby)
numbers = Numbers(_tell_briefings) if serving.metrics else None
if serving.is_partner:
    _check_database()
app = st.App(
    PROJECT / "dashboard.py",
    lifespan=_ready,
    routes=[
        Route("/api/health", answer_health),
        Route("/api/ready", readiness.answer),
        Route("/api/session/{session}", answer_session),
        Route("/page.js", answer_page_script),
        Route(BEFORE, answer_script_with(_find_door if serving.sign_in else None)),
        Route("/present", answer_with(_make_presentation, has_sign_in=serving.sign_in is not None)),
        Route("/overview", _to_first_page),
    ],
    middleware=[
        Middleware(Watch, numbers=numbers),
        Middleware(SecurityHeaders, is_https=serving.is_https),
        Middleware(Guard, find_door=_find_door if serving.sign_in else None, proxies=serving.proxies),
        Middleware(StaticFiles, folder=STATIC / "static"),
        Middleware(BeforePage, index=(STATIC / "index.html").read_text(encoding="utf-8"), look=write_look(*SHEETS)),
    ],
)


def _has_someone_watching() -> bool:
    """Whether opening a browser makes sense: a person's own desktop, and no build machine."""
    has_display = sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return has_display and not os.environ.get("CI")


def _answer_prometheus() -> None:
    """Before anything else: an address that is taken is said, and nothing is half served."""
    if not numbers or not serving.metrics:
        return
    try:
        numbers.serve(*serving.metrics)
    except OSError as fault:
        address, port = serving.metrics
        sys.exit(f"{METRICS_VARIABLE} is {address}:{port}, which cannot be had: {fault.strerror}. Choose another port there.")


if __name__ == "__main__":
    _answer_prometheus()
    app.run(
        config={
            "server.address": serving.address,
            "server.port": serving.port,
            "server.headless": serving.sign_in is not None or not _has_someone_watching(),
            # Python collects garbage when there is reason to. Streamlit would make it look at everything after every run,
            # at the kept briefings too, while the browser waits for its figures.
            "runner.postScriptGC": False,
            # The one file that was checked, and no other that Streamlit would find by itself.
            "secrets.files": [str(serving.sign_in_file)],
        }
    )
