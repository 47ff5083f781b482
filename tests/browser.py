"""A real browser on a real server: starts serve.py, opens its pages, and watches what they do."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, WebError, WebSocket, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.programs import find_chromium

PROJECT = Path(__file__).resolve().parent.parent

DESK: ViewportSize = {"width": 1440, "height": 900}
PROJECTOR: ViewportSize = {"width": 1920, "height": 1080}
PHONE: ViewportSize = {"width": 400, "height": 800}

START_SECONDS = 60
SETTLE_MILLISECONDS = 120_000
"""What never ends is found by it, and how quick a page is is no test's business: where five programs shared each processor, the
first page of a server that had just been started took 34 s."""
# A click is sent a moment before the page says that it is running: "settled" must hold for this long.
QUIET_MILLISECONDS = 150
UNFINISHED = "[data-stale='true'], [data-testid='stSkeleton']"
"""What is of the run before, and what is to be drawn as soon as its script has come."""
# A page drawn while programs are being installed beside the tests was seen to take more than Playwright's own 5 s.
expect.set_options(timeout=30_000)

KEPT_OF_SOMEBODY = "cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage"
"""Of what a browser keeps of a site, all that differs from one viewer to another."""
WCAG_LEVEL_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


# Below the ports that a system gives to connections of its own, which could take one between its choice and its use.
PORTS_OF_EACH = 1_000
_FIRST_PORT = 12_000 + PORTS_OF_EACH * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 20)
_ports = (_FIRST_PORT + number % PORTS_OF_EACH for number in itertools.count(os.getpid()))


def find_free_port() -> int:
    """A free port of this machine, which this process gave to nobody lately and no other process of these tests gives."""
    return find_free_ports(1)


def find_free_ports(number: int) -> int:
    """The first of so many ports in a row that are free."""
    for _ in range(PORTS_OF_EACH):
        ports = [next(_ports) for _ in range(number)]
        if ports[0] + number - 1 == ports[-1] and all(_is_free(port) for port in ports):
            return ports[0]
    raise RuntimeError(f"no {number} free ports from {_FIRST_PORT} on")


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        # As servers do: what ended a moment ago there is no hindrance.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@contextlib.contextmanager
def serve(log: Path, program: Sequence[str] = ("serve.py",), **environment: str) -> Iterator[str]:
    """Run serve.py on a free port of this machine, ready when it says so itself. Gives its address, without a slash at the end.

    What the server prints goes to `log`. `environment` is added to this process's own (WALKTALK_DATABASE="sqlite:///...");
    without it the server shows the sample database, whatever the developer's own shell has set.
    """
    port = int(environment.get("WALKTALK_PORT") or find_free_port())
    own = {name: value for name, value in os.environ.items() if not name.startswith("WALKTALK_")}
    own["WALKTALK_BROWSER"] = str(find_chromium())
    with log.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, *program],
            cwd=PROJECT,
            env={**own, "TZ": "UTC", "PYTHONUNBUFFERED": "1", "WALKTALK_PORT": str(port), **environment},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_healthy(server, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        end(server)


def end(running: subprocess.Popen[bytes], seconds: float = 10) -> None:
    """Ask a program to end, and end it where it has not done so in that time."""
    running.terminate()
    try:
        running.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def _wait_until_healthy(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    given_up = time.monotonic() + START_SECONDS
    while time.monotonic() < given_up:
        if server.poll() is not None:
            raise RuntimeError(f"serve.py ended with {server.returncode} before it served a page:\n{log.read_text()}")
        if is_healthy(port):
            return
        time.sleep(0.05)
    raise RuntimeError(f"serve.py was not ready after {START_SECONDS} s:\n{log.read_text()}")


def is_healthy(port: int) -> bool:
    """Whether a server at that port of this machine answers."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as connection:
        try:
            connection.request("GET", "/_stcore/health")
            return connection.getresponse().read() == b"ok"
        except (OSError, http.client.HTTPException):
            return False


@contextlib.contextmanager
def open_browser(program: Path | None = None) -> Iterator[Browser]:
    """Chromium (or that program, of its kind) without a window, cut off from every machine but this one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program or find_chromium(),
            args=["--disable-gpu", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        yield browser
        _left.pop(browser, None)
        browser.close()


class Viewer:
    """Someone at the dashboard: one page of the browser, with all that it asked for and all that went wrong in it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.context = context
        self.requests: list[str] = []
        self.page_errors: list[str] = []
        self._asked: set[WebSocket] = set()
        self._noted: dict[str, Callable[..., None]] = {
            "request": self._note_request,
            "weberror": self._note_error,
            "page": self._watch_websockets,
        }
        for event, note in self._noted.items():
            context.on(event, note)  # type: ignore[call-overload]  # one of the three
        self.page = context.new_page()

    def leave(self) -> None:
        """Close every page, and leave nothing behind in the browser but the files of the server."""
        for event, note in self._noted.items():
            self.context.remove_listener(event, note)
        blank = self.context.new_page()
        for page in self.context.pages:
            if page != blank:
                page.close()
        # Now, when no page is there any more that writes down what was looked at last.
        self.context.new_cdp_session(blank).send(
            "Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": KEPT_OF_SOMEBODY}
        )
        blank.close()
        self.context.clear_cookies()
        self.context.clear_permissions()
        self.context.unroute_all()

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _note_error(self, error: WebError) -> None:
        self.page_errors.append(str(error.error))

    def _note_websocket(self, websocket: WebSocket) -> None:
        self.requests.append(websocket.url)
        websocket.on("framesent", lambda _: self._asked.add(websocket))
        websocket.on("framereceived", lambda _: self._asked.discard(websocket))
        websocket.on("close", lambda _: self._asked.discard(websocket))

    def _watch_websockets(self, page: Page) -> None:
        page.on("websocket", self._note_websocket)

    def open(self, path: str = "/") -> Viewer:
        """Go to a page by its address, filters included ("/boroughs?borough=Havering"), and wait until it is drawn."""
        self.page.goto(self.address + path)
        return self.settled()

    def settled(self) -> Viewer:
        """Wait until what was asked of the server is answered, the script has ended, and all of the page is drawn and nothing on
        it is of the run before. Call it after every click."""
        idle = self.page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")
        unfinished = self.page.locator(UNFINISHED)
        given_up = time.monotonic() + SETTLE_MILLISECONDS / 1000
        while True:
            with contextlib.suppress(PlaywrightTimeoutError):
                idle.wait_for(state="attached", timeout=SETTLE_MILLISECONDS)
            self.page.wait_for_timeout(QUIET_MILLISECONDS)
            if not self._asked and idle.count() == 1 and not unfinished.count():
                return self
            if time.monotonic() > given_up:
                raise AssertionError(self._say_unsettled(unfinished.count()))

    def _say_unsettled(self, unfinished: int) -> str:
        """Where a page stood that did not come to an end: what has to be known where it cannot be looked at."""
        states = self.page.locator("[data-testid='stApp']").evaluate_all(
            "apps => apps.map(app => app.getAttribute('data-test-script-state'))"
        )
        return (
            f"{self.page.url} was not settled after {SETTLE_MILLISECONDS / 1000:.0f} s: its script is {states or 'not there'}, "
            f"{len(self._asked)} of its connections wait for an answer, {unfinished} parts are of the run before or to be drawn; "
            f"{len(self.requests)} requests, the last of them {self.requests[-1:]}"
        )

    def no_errors(self) -> Viewer:
        """The page shows no failure of the code behind it."""
        shown = self.page.locator("[data-testid='stException'], .notice.fault")
        assert shown.count() == 0, f"{self.page.url} shows an error:\n{shown.first.inner_text()}"
        return self

    def outside_requests(self) -> list[str]:
        """What was asked of any machine but the server, refused or not."""
        home = urlsplit(self.address).netloc
        return [url for url in self.requests if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != home]

    def check_behaviour(self) -> None:
        """Fails where the page called out to another machine, or a script in it failed."""
        outside = self.outside_requests()
        assert not outside, f"The page called out to: {outside[:5]}"
        assert not self.page_errors, f"A script in the page failed: {self.page_errors[:5]}"


_left: dict[Browser, dict[tuple[int, int], list[BrowserContext]]] = {}
"""Of each browser, by the size of the window, what viewers have left: with nothing of theirs, but with the programs of the pages,
made ready to run, which is a third of what opening one costs."""


@contextlib.contextmanager
def open_viewer(browser: Browser, address: str, viewport: ViewportSize = DESK, is_first: bool = False) -> Iterator[Viewer]:
    """A viewer with nothing remembered from another, whose behaviour is checked at the end.

    What is to run before a page's own scripts is given to the page (`viewer.page.add_init_script`): a context keeps it for ever.
    `is_first`: this browser was never there, and has none of the server's files.
    """
    left = _left.setdefault(browser, {}).setdefault((viewport["width"], viewport["height"]), [])
    context = left.pop() if left and not is_first else _new_context(browser, viewport)
    try:
        viewer = Viewer(context, address)
        yield viewer
        viewer.check_behaviour()
        viewer.leave()
    except BaseException:
        context.close()
        raise
    left.append(context)


def _new_context(browser: Browser, viewport: ViewportSize) -> BrowserContext:
    return browser.new_context(
        viewport=viewport, locale="en-GB", timezone_id="Europe/London", color_scheme="light", reduced_motion="reduce"
    )


def assert_accessible(viewer: Viewer) -> None:
    """The page as it stands breaks no rule of WCAG 2.2, levels A and AA, that axe-core can judge."""
    options = {"runOnly": {"type": "tag", "values": list(WCAG_LEVEL_AA)}, "resultTypes": ["violations"]}
    violations = Axe().run(viewer.page, options=options).response["violations"]
    lines = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(f"    {' '.join(map(str, node['target']))}\n        {node['html'][:200]}" for node in violation["nodes"])
        for violation in violations
    ]
    assert not lines, f"{viewer.page.url} breaks WCAG A or AA:\n" + "\n".join(lines)
