"""Actions are entered, changed and read on their page, in a real browser, by whom the roles say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import PHONE, Viewer, assert_accessible, open_viewer, serve
from tests.published import own_records
from tests.signing_in import Dashboard, SignedIn, open_signed_out, serve_own_records
from walktalk_data import desk

WHAT = "Paint the subway white and light it"


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    with serve_own_records(tmp_path_factory.mktemp("actions")) as served:
        yield served


def press(viewer: Viewer, name: str) -> None:
    viewer.page.get_by_role("button", name=name, exact=True).first.click()
    viewer.settled().no_errors()


def write(viewer: Viewer, label: str, text: str) -> None:
    box = viewer.page.get_by_role("textbox", name=label, exact=True)
    box.fill(text)
    box.press("Enter")
    viewer.settled().no_errors()


def test_an_action_is_entered_with_its_faults_told_then_done_and_read(browser: Browser, dashboard: Dashboard) -> None:
    with (
        open_signed_out(browser, dashboard) as coordinator,
        open_signed_out(browser, dashboard) as superintendent,
        open_signed_out(browser, dashboard) as partner,
    ):
        coordinator.sign_in("coordinator", "/actions")
        _enters_it(coordinator)
        superintendent.sign_in("superintendent", "/actions")
        _finishes_it(superintendent)
        partner.sign_in("partner", "/actions")
        assert not any(WHAT.encode() in frame for frame in partner.frames)
        expect(partner.page.get_by_text(WHAT)).to_have_count(0)
    log = [(entry.act, entry.what) for entry in reversed(dashboard.desk().read_log()[0])]
    kept = [line for line in log if "action" in line[0] and "not done" not in line[0]]
    assert [act for act, _ in kept] == ["add an action", "change an action"]
    assert not any("subway" in what for _, what in log)


def _enters_it(viewer: SignedIn) -> None:
    assert_accessible(viewer)
    press(viewer, "Enter an action")
    assert_accessible(viewer)
    write(viewer, "What is to be done", WHAT)
    write(viewer, "Agreed on", "31 February 2022")
    press(viewer, "Keep it")
    expect(viewer.page.get_by_role("alert")).to_contain_text("Agreed on")
    assert_accessible(viewer)
    write(viewer, "Agreed on", "1 March 2022")
    write(viewer, "Due on", "1 May 2022")
    press(viewer, "Keep it")
    expect(viewer.page.get_by_role("status").filter(has_text="Kept: ")).to_contain_text(f"Kept: {WHAT}.")
    expect(viewer.page.locator(".st-key-card_actions_late .action", has_text=WHAT)).to_contain_text("213 days overdue")


def _finishes_it(viewer: SignedIn) -> None:
    row = viewer.page.locator("[class*='st-key-action_row_']", has_text=WHAT)
    row.get_by_role("button", name="Change", exact=True).click()
    viewer.settled().no_errors()
    expect(viewer.page.get_by_role("textbox", name="What is to be done", exact=True)).to_have_value(WHAT)
    write(viewer, "Done on", "3 June 2022")
    press(viewer, "Keep it")
    done = viewer.page.locator(".st-key-card_actions_done .action", has_text=WHAT)
    expect(done).to_contain_text("Agreed on 1 March 2022, done on 3 June 2022: 94 days later.")
    viewer.open("/actions?as_at=2022-06-01").no_errors()
    expect(viewer.page.locator(".st-key-card_actions_late .action", has_text=WHAT)).to_contain_text("31 days overdue")


@pytest.mark.parametrize("scope", ["", "?borough=Redbridge"])
def test_the_samples_actions_are_read_and_not_entered(browser: Browser, tmp_path: Path, scope: str) -> None:
    with serve(tmp_path / "server.log") as address, open_viewer(browser, address, PHONE) as viewer:
        viewer.open(f"/actions{scope}").no_errors()
        expect(viewer.page.locator(".action").first).to_be_visible()
        expect(viewer.page.get_by_text("These actions are invented, as all of the sample.")).to_be_visible()
        for button in ("Enter an action", "Change"):
            expect(viewer.page.get_by_role("button", name=button, exact=True)).to_have_count(0)
        if scope:
            expect(viewer.page.locator(".action .where").filter(has_text="Havering")).to_have_count(0)
        assert_accessible(viewer)


def test_without_actions_the_page_says_so_and_offers_to_enter_one(browser: Browser, tmp_path: Path) -> None:
    with closing(own_records(tmp_path)) as database:
        for action in desk.list_actions(database, "East Area"):
            desk.erase_record(database, "action", "East Area", action.action_id)
    records = f"sqlite:///{tmp_path / 'walks.sqlite'}"
    with serve(tmp_path / "server.log", WALKTALK_DATABASE=records) as address, open_viewer(browser, address) as viewer:
        viewer.open("/actions").no_errors()
        expect(viewer.page.get_by_role("heading", level=1)).to_have_text("No action is recorded here")
        expect(viewer.page.get_by_role("button", name="Enter an action", exact=True)).to_be_visible()
        assert_accessible(viewer)
