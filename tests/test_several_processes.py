"""Several processes behind nginx: viewers stay with theirs, and go on where one is gone."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import Viewer, find_free_port, is_healthy, open_viewer, serve
from tests.published import own_records
from tests.signing_in import Dashboard, grant_everyone, open_signed_out, serve_with_sign_in

VIEWERS = 4
NOTICED_MILLISECONDS = 4_000
"""After so long a page whose process was killed is connected to another, and drawn anew."""


@pytest.fixture
def dashboard(tmp_path: Path) -> Iterator[Dashboard]:
    with closing(own_records(tmp_path)):
        pass
    with serve_with_sign_in(tmp_path, f"sqlite:///{tmp_path / 'walks.sqlite'}", processes=2) as served:
        grant_everyone(served)
        yield served


def pids(dashboard: Dashboard) -> dict[int, int]:
    """The latest process at each port."""
    told = re.findall(r"The process at (\d+) runs as (\d+)", dashboard.log.read_text())
    return {int(port): int(pid) for port, pid in told}


def wait_until_replaced(dashboard: Dashboard, port: int, pid: int) -> None:
    """Until another process than this one answers at its port."""
    until = time.monotonic() + 60
    while pids(dashboard)[port] == pid or not is_healthy(port):
        assert time.monotonic() < until, dashboard.log.read_text()
        time.sleep(0.2)


def choose(viewer: Viewer, borough: str) -> None:
    viewer.settled()
    viewer.page.get_by_role("combobox", name="Borough").click()
    viewer.page.get_by_role("option", name=borough).click()
    expect(viewer.page.get_by_role("heading", level=1)).to_contain_text(f"{borough}:")


@pytest.mark.long
def test_a_process_may_be_killed_and_its_viewers_go_on(browser: Browser, dashboard: Dashboard) -> None:
    with ExitStack() as stack:
        viewers = [stack.enter_context(open_signed_out(browser, dashboard)) for _ in range(VIEWERS)]
        for viewer in viewers:
            viewer.sign_in("superintendent")
            choose(viewer, "Redbridge")
        ways = {viewer.cookies()["walktalk_way"] for viewer in viewers}
        assert len(ways) == VIEWERS
        for port, pid in sorted(pids(dashboard).items()):
            os.kill(pid, signal.SIGKILL)
            viewers[0].page.wait_for_timeout(NOTICED_MILLISECONDS)
            for viewer in viewers:
                # Whoever was there is drawn anew from the address, which has what they had chosen; nobody signs in again.
                choose(viewer, "Havering")
                choose(viewer, "Redbridge")
            wait_until_replaced(dashboard, port, pid)
        assert dashboard.log.read_text().count("is started again") == 2


@pytest.mark.long
def test_a_file_comes_from_the_process_that_made_it(browser: Browser, dashboard: Dashboard) -> None:
    with ExitStack() as stack:
        for _ in range(VIEWERS):
            viewer = stack.enter_context(open_signed_out(browser, dashboard)).sign_in("superintendent")
            viewer.page.get_by_role("button", name="Take away").click()
            with viewer.page.expect_download() as download:
                viewer.page.get_by_role("button", name="Police only: Excel summary").click()
            assert download.value.failure() is None, dashboard.log.read_text()
            assert download.value.path().stat().st_size > 10_000


@pytest.mark.long
def test_a_page_goes_on_where_its_server_was_started_again(browser: Browser, tmp_path: Path) -> None:
    port = str(find_free_port())
    with serve(tmp_path / "first.log", WALKTALK_PORT=port) as address, ExitStack() as stack:
        viewer = stack.enter_context(open_viewer(browser, address))
        viewer.open("/factors?from=2022-01-01&to=2022-06-30")
        choose_borough(viewer, "Redbridge")
        stack = stack.pop_all()
    with stack, serve(tmp_path / "second.log", WALKTALK_PORT=port):
        viewer.page.wait_for_timeout(NOTICED_MILLISECONDS)
        viewer.settled()
        # The very first choice counts, and what was asked for before stands.
        choose_borough(viewer, "Havering")
        expect(viewer.page).to_have_url(re.compile("borough=Havering"))
        expect(viewer.page).to_have_url(re.compile("from=2022-01-01"))


def choose_borough(viewer: Viewer, borough: str) -> None:
    viewer.page.get_by_role("combobox", name="Borough").click()
    viewer.page.get_by_role("option", name=borough).click()
    expect(viewer.page).to_have_url(re.compile(f"borough={borough}"))
    expect(viewer.page.get_by_role("combobox", name="Borough")).to_have_value(borough)
    viewer.settled()
