"""Every address as everybody: a real provider signs in five viewers, and each gets exactly what the table of roles allows."""

from __future__ import annotations

import hashlib
import http.client
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.published import KINDS, own_records, publish_every_kind
from tests.signing_in import PEOPLE, Dashboard, SignedIn, grant_everyone, open_signed_out, serve_with_sign_in
from tests.streamlit_client import StreamlitClient
from walktalk_data import desk
from walktalk_data.access.roles import FIGURES, OPENED_FROM_ANOTHER, PAGES, ROLES, SHARED_FIGURES

# In a working day the table is held by test_access_roles.py, and who is let in by test_signing_in.py and test_serve.py.
pytestmark = pytest.mark.long

MARKS = {
    "figures": (b"Police only", b"Records to ", b"Back to police figures"),
    "shared figures": (b"data-figure", b"chart_"),
    "load": ("Load the week’s files".encode(), b"Drop the week"),
    "loads": (b"Every load, the latest first", b"The history of one record"),
    "places": (b"Waiting to be cleared", b"Places appear here once"),
    "editions": (b"Published briefings, the latest first",),
    "publish": (b"For whom, and which months", b"Look at what its readers would see"),
    "grants": (b"Who may see and do what", b"Grant a role", b"grants that stand"),
    "audit_log": (b"Who did what, and when", b"All of it as CSV"),
    "glossary": (b"One word, one meaning: on every page",),
    "welcome": (b"Three things to try",),
}
"""What shows that a page, or any of it, has come over: words that stand on it and on no other."""
QUERIES = ("", "?borough=Redbridge&from=2022-01-01", "?embed=true&audience=police&role=superintendent")
PREVIEW = "edition=partner-preview&from=2022-01-01&to=2022-03-31"
ASKED_OF_EDITIONS = (*(f"edition={kind.number}" for kind in KINDS), "edition=99", "edition=²", "edition=1&edition=2", "", PREVIEW)
"""What an address may ask for: every edition there is, what is none, nothing, and a preview."""
ROUTES = (
    "/media/0123456789abcdef.xlsx",
    "/media/../dashboard.py",
    "/_stcore/metrics",
    "/_stcore/agent/openapi.json",
    "/_stcore/upload_file/session/file",
    "/app/static/sample.sqlite",
    "/sample_data/requests.csv",
    "/pages/overview.py",
    "/walks.access.sqlite",
)


LEAST_FIRST = ["stranger", "resident", "partner", "administrator", "coordinator", "superintendent"]
ROLE_OF = {"resident": "public"}
PLACE = hashlib.sha256(b"Havering\nEmerson Park\nlarkmead market place").hexdigest()[:16]
"""A place that waits to be cleared, as its boxes are named."""
PRESSED = (
    *("store_records", "confirm_or_change", "undo_surely_1", "grant", "revoke_surely_1"),
    *("preview", "publish", "publish_surely", "withdraw_1", "withdraw_surely_1"),
    *(f"place_{act}_{part}_{PLACE}" for part in ("waits", "passed") for act in ("open", "clear", "back", "surely")),
)
"""Buttons that are on no page of whoever presses them, or not yet."""


def allowed_marks(name: str) -> set[str]:
    name = ROLE_OF.get(name, name)
    pages = ROLES[name].pages if name in ROLES else ()  # type: ignore[index]  # looked up beside
    marks = {page for page in pages if page not in FIGURES}
    if {*FIGURES} & {*pages}:
        marks |= {"shared figures"} | ({"figures"} if ROLES[name].audience == "police" else set())  # type: ignore[index]  # it has pages
    return marks


def marks_in(*contents: bytes) -> set[str]:
    """Whose marks are there."""
    return {name for name, marks in MARKS.items() if any(mark in content for mark in marks for content in contents)}


@pytest.fixture(params=["a fresh server, those with least first", "a warm server, those with most first"])
def dashboard(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Dashboard, list[str]]]:
    with closing(own_records(tmp_path)) as records:
        publish_every_kind(records)
    with serve_with_sign_in(tmp_path, f"sqlite:///{tmp_path / 'walks.sqlite'}") as served:
        grant_everyone(served)
        yield served, LEAST_FIRST if "fresh" in request.param else LEAST_FIRST[::-1]


def fetch(dashboard: Dashboard, path: str, cookies: dict[str, str] | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(dashboard.address).netloc, timeout=30)
    headers = {"Accept": "text/html,*/*"}
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_everyone_gets_what_the_table_allows_and_nothing_more(browser: Browser, dashboard: tuple[Dashboard, list[str]]) -> None:
    served, names = dashboard
    _nobody_gets_anything(served)
    signed_in: dict[str, SignedIn] = {}
    with ExitStack() as stack:
        for name in names:
            viewer = signed_in[name] = stack.enter_context(open_signed_out(browser, served))
            viewer.sign_in(name, "/boroughs?borough=Redbridge")
            # A second for each page: of those who come to a warm server, those who may see least.
            if names == LEAST_FIRST or name in ("partner", "stranger"):
                _opens_its_pages(viewer, name)
            else:
                _is_sent_its_pages(served, viewer, name)
            for path in ROUTES:
                status, body = fetch(served, path, viewer.cookies())
                assert status in (200, 400, 403, 404), (name, path, status)
                assert marks_in(body) == set(), (name, path)
                assert b"<!doctype html>" in body.lower() or status != 200, (name, path)
            _asks_by_hand(served, viewer, name)
            _opens_editions(served, viewer, name)
        _nobody_gets_anything(served)
        _files_are_for_whoever_asked(served, signed_in)
    with closing(desk.open_database(served.records)) as database:
        assert len(desk.tell_editions(database, "East Area")) == len(KINDS)  # no button that was not shown did anything
        assert not any(place.cleared for place in desk.list_places(database, "East Area"))


def _nobody_gets_anything(served: Dashboard) -> None:
    for page in ("", *PAGES, "not_granted"):
        for query in QUERIES:
            status, body = fetch(served, f"/{page}{query}")
            assert status == 403
            assert b"Sign in" in body
            assert marks_in(body) == set()
    for path in ROUTES:
        status, body = fetch(served, path)
        assert status in (403, 404), path
        assert marks_in(body) == set()
    with pytest.raises(ConnectionError), StreamlitClient(served.address, {}):
        pass


def _opens_its_pages(viewer: SignedIn, name: str) -> None:
    """By their addresses, with and without a query; over all the frames, the marks of just those pages that the table names."""
    pages = ROLES[ROLE_OF.get(name, name)].pages if name != "stranger" else ()  # type: ignore[index]  # a role
    menu = [PAGES[page] for page in PAGES if page in pages and page not in OPENED_FROM_ANOTHER]
    for number, (page, title) in enumerate(PAGES.items()):
        viewer.open(f"/{page}{QUERIES[number % len(QUERIES)]}").no_errors()
        link = viewer.page.get_by_role("link", name=title, exact=True)
        if title not in menu:
            expect(link).to_have_count(0)
        elif len(menu) > 1:
            expect(link).to_have_attribute("aria-current", "page")
    assert marks_in(*viewer.frames) == allowed_marks(name), name
    if name == "stranger":
        expect(viewer.page.locator(".notice")).to_contain_text("nothing has been granted to you yet")
        expect(viewer.page.locator(".known-as")).to_contain_text(PEOPLE[name]["email"])
        expect(viewer.page.locator(".known-as")).to_contain_text("stranger")


def _is_sent_its_pages(served: Dashboard, viewer: SignedIn, name: str) -> None:
    """The same addresses asked for without a browser, which takes a second for each: what is sent has the same marks."""
    with StreamlitClient(served.address, viewer.cookies()) as client:
        for number, page in enumerate(PAGES):
            client.run(page, query=QUERIES[number % len(QUERIES)].removeprefix("?"))
        assert marks_in(*client.frames, *viewer.frames) == allowed_marks(name), name


def _asks_by_hand(served: Dashboard, viewer: SignedIn, name: str) -> None:
    """Past the browser: the server is asked for every page by its hash, its name and its file, and to press buttons not shown."""
    with StreamlitClient(served.address, viewer.cookies()) as client:
        for page in (*PAGES, "not_granted", "dashboard"):
            client.run(page)
            client.run(page, pressed=PRESSED)
        client.run("overview", fragment="anything")
        assert marks_in(*client.frames) <= allowed_marks(name), name


def _opens_editions(served: Dashboard, viewer: SignedIn, name: str) -> None:
    """Every edition, and what is none, on every page of figures: what comes over names only those that are theirs to open.

    A list may name one that was withdrawn, so it is not asked here.
    """
    theirs = {kind.name for kind in KINDS if name in kind.opened_by}
    others = {kind.name for kind in KINDS} - theirs
    shown: set[str] = set()
    for number, asked in enumerate(ASKED_OF_EDITIONS):
        page = SHARED_FIGURES[number % len(SHARED_FIGURES)]
        with StreamlitClient(served.address, viewer.cookies()) as client:
            client.run(page, query=asked)
            shown |= {kind.name for kind in KINDS if any(kind.name.encode() in frame for frame in client.frames)}
            assert marks_in(*client.frames) <= allowed_marks(name), (name, asked)
    assert not shown & others, (name, shown)
    # The police were asked for each; others see theirs when nothing of theirs was asked for.
    assert shown >= theirs if name in ("superintendent", "coordinator") else bool(shown) == bool(theirs)


def _files_are_for_whoever_asked(served: Dashboard, signed_in: dict[str, SignedIn]) -> None:
    offered = (
        ("superintendent", "Police only: Excel summary", "/boroughs"),
        ("superintendent", "Police only: Slides", "/boroughs"),
        ("superintendent", "Police only: One-file report", "/boroughs"),
        ("superintendent", "Excel summary", f"/boroughs?{PREVIEW}"),
        ("partner", "Excel summary", "/boroughs?edition=1"),
        ("resident", "One-file report", "/editions"),
        ("administrator", "All of it as CSV", "/audit_log"),
    )
    for maker, button, page in offered:
        viewer = signed_in[maker].open(page)
        if button.startswith("Police only"):
            viewer.page.get_by_role("button", name="Take away").click()
        with viewer.page.expect_response(lambda answer: "/media/" in answer.url) as answer, viewer.page.expect_download():
            viewer.page.get_by_role("button", name=button, exact=True).click()
        path = urlsplit(answer.value.url).path
        assert answer.value.status == 200
        assert answer.value.headers["cache-control"] == "no-store"
        for name, other in signed_in.items():
            status, body = fetch(served, path, other.cookies())
            assert status == (200 if name == maker else 403), (maker, name)
            assert name == maker or b"made for someone else" in body
        assert fetch(served, path)[0] == 403
        assert fetch(served, path, {"_streamlit_user": "made.up.here"})[0] == 403
