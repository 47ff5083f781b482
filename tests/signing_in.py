"""The dashboard served with sign-in, and people who sign in to it with a real provider in a real browser."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Request, expect

from tests.browser import DESK, Viewer, find_free_port, find_free_ports, serve
from tests.https_relay import relay_https
from tests.openid_provider import Provider, run_provider
from tests.published import own_records
from walktalk_data import acts, desk

PEOPLE: dict[str, dict[str, Any]] = {
    "administrator": {"email": "administrator@example.police.uk", "email_verified": True},
    "superintendent": {"email": "superintendent@example.police.uk", "email_verified": True},
    "coordinator": {"email": "coordinator@example.police.uk", "email_verified": True},
    "partner": {"email": "partner@redbridge.example.gov.uk", "email_verified": True},
    "resident": {"email": "resident@example.org", "email_verified": True},
    "stranger": {"email": "stranger@example.org", "email_verified": True},
}
SECRET = "only-for-tests-" * 3


class SignedIn(Viewer):
    """Someone at the dashboard who may go to the provider, and to no other machine."""

    def __init__(self, context: BrowserContext, address: str, providers: Sequence[Provider]) -> None:
        super().__init__(context, address)
        self._providers = {urlsplit(provider.issuer).netloc for provider in providers}
        self.frames: list[bytes] = []
        """What came over every websocket, as it came."""
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._note_frame))

    def _note_frame(self, payload: str | bytes) -> None:
        self.frames.append(payload if isinstance(payload, bytes) else payload.encode())

    def _note_request(self, request: Request) -> None:
        # The provider's own page is what its makers made it.
        if request.url not in ("", "about:blank") and not self._is_of_provider(request):
            super()._note_request(request)

    def _is_of_provider(self, request: Request) -> bool:
        sent_by = request.headers.get("referer", request.url)
        return bool({urlsplit(request.url).netloc, urlsplit(sent_by).netloc} & self._providers)

    def sign_in(self, name: str, path: str = "/", way: str = "Sign in") -> SignedIn:
        """Go to a page, be asked to sign in, do so at the provider, and come back to that page."""
        self.page.goto(self.address + path)
        self.page.get_by_role("link", name=way, exact=True).click()
        self.page.locator("input[name=login]").fill(name)
        self.page.locator("input[name=password]").fill("any will do")
        self.page.get_by_role("button", name="Sign-in").click()
        expect(self.page.get_by_test_id("stApp")).to_be_visible()
        self.settled()
        return self

    def cookies(self) -> dict[str, str]:
        """What the browser would send to the dashboard, whatever its flags."""
        host = urlsplit(self.address).hostname
        return {cookie["name"]: cookie["value"] for cookie in self.context.cookies() if cookie["domain"] == host}


@dataclass
class Dashboard:
    """The dashboard, served with sign-in."""

    address: str
    providers: list[Provider]
    records: str
    log: Path
    settings: Path

    def desk(self) -> acts.Desk:
        """The desk of the command line, for what a test grants or looks up."""
        database = desk.open_database(self.records or None)
        return acts.Desk(acts.COMMAND_LINE, database, acts.open_access(database, self.environment))

    @property
    def environment(self) -> dict[str, str]:
        return {"WALKTALK_ACCESS_DATABASE": f"sqlite:///{self.settings.parent / 'access.sqlite'}"}


@contextlib.contextmanager
def serve_with_sign_in(
    folder: Path, records: str = "", others: int = 0, is_https: bool = False, processes: int = 1, **environment: str
) -> Iterator[Dashboard]:
    """The dashboard with sign-in at one provider, or at `others` more. Without `records`, on the sample database.

    `is_https`: behind a proxy that ends https, which is how people reach it. `processes`: more than one stand behind nginx.
    """
    with contextlib.ExitStack() as stack:
        port = find_free_port()
        origin = stack.enter_context(relay_https(folder, port)) if is_https else f"http://127.0.0.1:{port}"
        back = f"{origin}/oauth2callback"
        providers = [stack.enter_context(run_provider(folder / f"provider{n}", back, PEOPLE)) for n in range(1 + others)]
        settings = folder / "secrets.toml"
        names = ("one", "two", "three")
        settings.write_text(
            f'[auth]\nredirect_uri = "{back}"\ncookie_secret = "{SECRET}"\n'
            + "\n".join(provider.section(name) for provider, name in zip(providers, names, strict=False))
        )
        dashboard = Dashboard("", providers, records, folder / "server.log", settings)
        asked = {**dashboard.environment, "WALKTALK_SIGN_IN": str(settings), "WALKTALK_PORT": str(port), **environment}
        if records:
            asked["WALKTALK_DATABASE"] = records
        program = ["serve.py"]
        if processes > 1:
            first = str(find_free_ports(processes))
            program = ["deploy/several.py", "--processes", str(processes), "--port", str(port), "--first-port", first]
        served = stack.enter_context(serve(dashboard.log, program, **asked))
        dashboard.address = origin if is_https else served
        yield dashboard


def grant_everyone(dashboard: Dashboard) -> None:
    """Their roles for those of `PEOPLE` who are no strangers, by verified email."""
    at = dashboard.desk()
    issuer = dashboard.providers[0].issuer
    for role in ("administrator", "superintendent", "coordinator"):
        at.grant(issuer, "email", PEOPLE[role]["email"], role)
    at.grant(issuer, "email", PEOPLE["partner"]["email"], "partner", ["Redbridge"])
    at.grant(issuer, "email", PEOPLE["resident"]["email"], "public")


@contextlib.contextmanager
def serve_own_records(folder: Path) -> Iterator[Dashboard]:
    """The dashboard on the sample's records in a database of their own, with everyone granted what they are."""
    with contextlib.closing(own_records(folder)):
        pass
    with serve_with_sign_in(folder, f"sqlite:///{folder / 'walks.sqlite'}") as served:
        grant_everyone(served)
        yield served


@contextlib.contextmanager
def open_signed_out(browser: Browser, dashboard: Dashboard, **options: Any) -> Iterator[SignedIn]:
    """Someone at the sign-in page. Their behaviour is checked at the end."""
    context = browser.new_context(
        **{"viewport": DESK, "locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce", **options}
    )
    try:
        viewer = SignedIn(context, dashboard.address, dashboard.providers)
        yield viewer
        viewer.check_behaviour()
    finally:
        context.close()
