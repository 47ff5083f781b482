"""Loading with sign-in: the coordinator drops, stores and undoes; nobody else can, and the log says who did."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.browser import PROJECT
from tests.signing_in import PEOPLE, Dashboard, SignedIn, grant_everyone, open_signed_out, serve_with_sign_in


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    folder = tmp_path_factory.mktemp("loading")
    with serve_with_sign_in(folder, records=f"sqlite:///{folder / 'walks.sqlite'}") as served:
        grant_everyone(served)
        yield served


def send_file(dashboard: Dashboard, path: str, cookies: dict[str, str]) -> int:
    """An upload by hand, with everything that a browser would send along."""
    connection = http.client.HTTPConnection(urlsplit(dashboard.address).netloc, timeout=30)
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na\r\n--x--\r\n'
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Origin": dashboard.address,
        "X-Xsrftoken": cookies.get("_streamlit_xsrf", ""),
        "Content-Type": "multipart/form-data; boundary=x",
    }
    connection.request("PUT", path, body, headers)
    return connection.getresponse().status


def test_the_coordinator_loads_and_undoes_and_the_log_says_so(browser: Browser, dashboard: Dashboard) -> None:
    uploads: list[str] = []

    def note(request: Request) -> None:
        if request.method == "PUT":
            uploads.append(urlsplit(request.url).path)

    with open_signed_out(browser, dashboard) as coordinator, open_signed_out(browser, dashboard) as superintendent:
        page = coordinator.sign_in("coordinator", "/load").page
        page.on("request", note)
        page.locator("input[type=file]").set_input_files([PROJECT / "sample_data" / "requests.csv"])
        expect(page.locator(".st-key-card_found")).to_be_visible()
        coordinator.settled().no_errors()

        assert uploads
        superintendent.sign_in("superintendent", "/loads")
        for path in uploads:
            assert send_file(dashboard, path, superintendent.cookies()) == 403
            assert send_file(dashboard, path, {}) == 403
            assert send_file(dashboard, path, coordinator.cookies()) in (200, 204)
            assert send_file(dashboard, "/_stcore/upload_file/made-up/one", coordinator.cookies()) == 403

        page.get_by_role("button", name=re.compile("^Store .* records$")).click()
        expect(page.get_by_role("heading", name="Stored as load 1")).to_be_visible()
        coordinator.settled().no_errors()
        _sees_loads_and_no_undo(superintendent)
        page.get_by_role("button", name="Undo load 1").click()
        coordinator.settled()
        page.get_by_role("button", name="Yes, undo load 1").click()
        coordinator.settled().no_errors()
    told = [(entry.who, entry.act, entry.what) for entry in dashboard.desk().read_log()[0]]
    email = PEOPLE["coordinator"]["email"]
    assert (email, "load files", "load 1: 300 rows") in told
    assert (email, "undo a load", "load 1") in told


def _sees_loads_and_no_undo(superintendent: SignedIn) -> None:
    superintendent.open("/loads").no_errors()
    expect(superintendent.page.get_by_role("heading", name="Load 1")).to_be_visible()
    expect(superintendent.page.locator(".st-key-card_load_1")).to_contain_text(f"by {PEOPLE['coordinator']['email']}. Stands")
    expect(superintendent.page.get_by_role("button", name=re.compile("Undo"))).to_have_count(0)


def test_a_load_by_command_is_in_the_log_as_the_command_lines(dashboard: Dashboard) -> None:
    at = dashboard.desk()
    at.load([Path(PROJECT / "sample_data" / "requests.csv")], "East Area")
    entry = at.read_log(1)[0][0]
    assert (entry.who, entry.issuer, entry.act) == ("command line", "", "load files")
