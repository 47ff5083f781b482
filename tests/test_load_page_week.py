"""What the Load page says before and after a week is stored, in a real browser: changes, mails, other hands, other files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import assert_accessible, open_viewer
from tests.coordinator import Desk
from tests.made_mails import made_mail, mbox_of

HEADINGS = "request_id,received_on,borough,place,status,status_on\n"
FIRST = "EA/22/01,2022-03-01,Havering,York Road,being arranged,2022-03-02\nEA/22/02,2022-03-02,Redbridge,,received,2022-03-02\n"
SECOND = (
    "EA/22/01,2022-03-01,Havering,York Road by the steps,completed,2022-05-04\n"
    "EA/22/02,2022-03-02,Redbridge,,received,2022-03-02\n"
    "EA/22/03,2022-03-03,Havering,,received,2022-03-03\n"
)


def write(folder: Path, name: str, rows: str) -> Path:
    file = folder / name
    file.write_text(HEADINGS + rows, encoding="utf-8")
    return file


@pytest.mark.long
def test_what_would_change_and_what_a_load_changed_is_told_status_and_place_too(coordinator: Desk) -> None:
    page, viewer = coordinator.viewer.page, coordinator.viewer
    viewer.open("/load")
    coordinator.drop(write(coordinator.folder, "week 1.csv", FIRST))
    coordinator.press("Store 2 new records")
    coordinator.drop(write(coordinator.folder, "week 2.csv", SECOND))
    told = page.locator(".st-key-card_changes tbody tr")
    expect(told).to_have_text(
        [
            re.compile("EA/22/01.*place.*York Road.*York Road by the steps"),
            re.compile("EA/22/01.*status.*being arranged.*completed on 2022-05-04"),
        ]
    )
    coordinator.press("Store 1 new and 1 changed records")
    expect(page.locator(".st-key-card_receipt")).to_contain_text("Stored as load 2")

    coordinator.go("Loads")
    expect(page.locator(".finding")).to_contain_text("times in London")
    second = page.locator(".st-key-card_load_2")
    expect(second).to_contain_text("by this machine")
    expect(second).to_contain_text("Requests: 1 new, 1 changed.")
    coordinator.press("See what load 2 changed")
    expect(second.locator("tbody tr").last).to_contain_text(
        "place: York Road → York Road by the steps; status completed on 2022-05-04"
    )
    expect(second.locator("tbody tr")).to_have_count(2)
    coordinator.press("Undo load 1")
    first = page.locator(".st-key-card_load_1")
    expect(first).to_contain_text(
        "Requests: 1 stays as another load has it. Status changes: 1 goes, 1 stays as another load has it."
    )
    assert_accessible(viewer)
    coordinator.press("Yes, undo load 1")
    expect(first).to_contain_text(re.compile("Undone .* by this machine"))


@pytest.mark.long
def test_what_somebody_else_changed_meanwhile_is_looked_at_again_before_anything_is_stored(coordinator: Desk) -> None:
    page, viewer = coordinator.viewer.page, coordinator.viewer
    viewer.open("/load")
    coordinator.drop(write(coordinator.folder, "week 1.csv", FIRST))
    expect(coordinator.store_button()).to_have_text("Store 2 new records")
    browser = viewer.context.browser
    assert browser is not None
    with open_viewer(browser, viewer.address) as other:
        beside = Desk(other, coordinator.folder, coordinator.log)
        other.open("/load")
        beside.drop(write(coordinator.folder, "other.csv", FIRST.splitlines(keepends=True)[0]))
        beside.press("Store 1 new record")
        expect(other.page.locator(".st-key-card_receipt")).to_contain_text("Stored as load 1")
    coordinator.press("Store 2 new records")
    expect(page.locator(".notice")).to_contain_text("Nothing was stored: the records changed meanwhile")
    coordinator.press("Store 1 new record")
    expect(page.locator(".st-key-card_receipt")).to_contain_text("Stored as load 2")


def test_mails_become_drafts_to_complete_once_and_a_photograph_is_no_table(coordinator: Desk) -> None:
    page, viewer = coordinator.viewer.page, coordinator.viewer
    box, photo = coordinator.folder / "box.mbox", coordinator.folder / "photo.jpg"
    box.write_bytes(mbox_of(made_mail(), made_mail("Please help. In Cranham ward.", message_id="<2@x>")))
    photo.write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)) * 9)
    viewer.open("/load")
    coordinator.drop(photo)
    faults = page.locator(".st-key-card_faults")
    expect(faults.locator("li")).to_have_count(1)
    expect(faults).not_to_contain_text("copy below")
    expect(faults.get_by_role("button")).to_have_count(0)
    coordinator.remove("photo.jpg")

    page.locator("input[type=file]").set_input_files(box)
    mails = page.locator(".st-key-card_mails")
    expect(mails.locator("h2")).to_have_text("2 draft requests from 1 file of mails")
    viewer.settled().no_errors()
    expect(page.locator(".st-key-card_found")).to_have_count(0)
    assert_accessible(viewer)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the drafts to complete").click()
    drafts = coordinator.folder / download.value.suggested_filename
    download.value.save_as(drafts)
    rows = list(csv.DictReader(io.StringIO(drafts.read_text("utf-8-sig"))))
    assert {row["ward"] for row in rows} == {"Goodmayes", "Cranham"}
    assert (coordinator.folder / "mailbox.key").stat().st_mode & 0o777 == 0o600

    coordinator.drop(drafts)
    coordinator.press("Store 2 new records")
    expect(page.locator(".st-key-card_receipt")).to_contain_text("Stored as load 1")
    viewer.settled()
    page.locator("input[type=file]").set_input_files(box)
    expect(mails).to_contain_text("Left out: 2 mails whose requests are stored.")
    assert "Jane" not in coordinator.log.read_text()
