"""Files that come and go on the Load page, and what was answered of them, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, assert_accessible
from tests.coordinator import Desk

HERS = {
    "A.csv": "Ref,Date,Boro,E-mail\nX-1,14/03/2022,LB Redbridge,phone\nX-2,15/03/2022,Hav,email\n",
    "B.csv": "Ref,Date,Borough name,Channel\nY-1,14/03/2022,B&D,E-mail\nY-2,15/03/2022,LBBD,Tel\nY-3,16/03/2022,Hav,Event\n",
}
ONE_FAULT = "Ref,Date,Boro,Progress,Updated\nR-1,31/02/2022,Hav,booked,28/03/2022\nR-2,14/03/2022,B&D,cancelled,29/03/2022\n"


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.long
def test_each_question_keeps_its_own_answer_whatever_files_come_and_go(coordinator: Desk) -> None:
    first, second = (write(coordinator.folder, name, text) for name, text in HERS.items())
    coordinator.viewer.open("/load")
    coordinator.drop(first)
    coordinator.drop(second)
    both = coordinator.meanings()
    assert both["In borough, “LB Redbridge” means"] == "Redbridge"
    coordinator.remove("A.csv")
    alone = coordinator.meanings()
    assert alone == {name: both[name] for name in alone}
    assert alone["In borough, “B&D” means"] == "Barking and Dagenham"
    assert alone["In channel, “E-mail” means"] == "email"
    assert alone["In channel, “Tel” means"] == "phone"
    assert "In borough, “LB Redbridge” means" not in alone
    coordinator.drop(first)
    assert coordinator.meanings() == both


@pytest.mark.long
def test_the_same_file_is_taken_once_and_a_mended_copy_in_place_of_the_original(coordinator: Desk) -> None:
    page = coordinator.viewer.page
    faulty = write(coordinator.folder, "June.csv", ONE_FAULT)
    coordinator.viewer.open("/load")
    coordinator.drop(faulty)
    coordinator.drop(write(coordinator.folder, "June (again).csv", ONE_FAULT), waits_for="June.csv")
    expect(coordinator.names()).to_have_text(["June.csv"])
    expect(page.locator(".st-key-card_drop")).to_contain_text("is the same file as “June.csv”")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download your file with every fault marked").click()
    report = coordinator.folder / download.value.suggested_filename
    download.value.save_as(report)
    assert report.name == "June - what is wrong.csv"
    coordinator.drop(report)
    expect(coordinator.names()).to_have_text(["June.csv", "June - what is wrong.csv"])
    expect(page.get_by_role("button", name=re.compile("^Download “June"))).to_have_count(2)
    expect(page.locator(".st-key-card_drop")).to_contain_text("is the marked copy of “June.csv”")
    assert_accessible(coordinator.viewer)
    coordinator.press("Take “June - what is wrong.csv” only")
    expect(coordinator.names()).to_have_text(["June - what is wrong.csv"])
    coordinator.remove("June - what is wrong.csv")

    mended = write(coordinator.folder / "kept", "June.csv", ONE_FAULT.replace("31/02", "28/02"))
    coordinator.drop(faulty)
    coordinator.drop(mended, waits_for="June (2).csv")
    coordinator.press("Take “June (2).csv” only")
    expect(page.locator(".st-key-card_faults")).to_have_count(0)
    mended.unlink()


@pytest.mark.long
def test_what_is_confirmed_can_be_taken_back_survives_other_pages_and_is_not_asked_of_the_mended_file(coordinator: Desk) -> None:
    page, viewer = coordinator.viewer.page, coordinator.viewer
    viewer.open("/load")
    coordinator.drop(write(coordinator.folder, "June.csv", ONE_FAULT))
    asked = len(coordinator.meanings())
    coordinator.answer("In status, “booked” means", "being arranged")
    coordinator.go("Loads")
    coordinator.go("Load")
    expect(coordinator.names()).to_have_text(["June.csv"])
    assert coordinator.meanings()["In status, “booked” means"] == "being arranged"
    coordinator.press("These are right")
    title = page.locator(".st-key-card_confirm h2")
    expect(title).to_have_text(f"{asked} confirmed")
    assert page.evaluate("document.activeElement.innerText") == "Change", "the keyboard has lost its place"
    assert_accessible(viewer)

    coordinator.go("Overview")
    coordinator.go("Load")
    expect(title).to_have_text(f"{asked} confirmed")
    coordinator.remove("June.csv")
    coordinator.drop(write(coordinator.folder, "June mended.csv", ONE_FAULT.replace("31/02", "28/02")))
    expect(title).to_have_text(f"{asked} confirmed")
    expect(page.get_by_role("button", name="These are right")).to_have_count(0)
    coordinator.press("Change")
    assert coordinator.meanings()["In status, “booked” means"] == "being arranged"
    coordinator.answer("In status, “booked” means", "completed")
    coordinator.press("These are right")
    page.get_by_text("See all").click()
    expect(page.locator(".st-key-card_confirm")).to_contain_text("In status, “booked” is completed")
    coordinator.press("Store 2 new records")
    expect(page.locator(".st-key-card_receipt")).to_contain_text("Stored as load 1")
    viewer.settled()

    coordinator.drop(write(coordinator.folder, "July.csv", ONE_FAULT.replace("31/02", "27/02").replace("R-1", "R-3")))
    expect(title).to_have_text("Confirmed before")
    coordinator.go("Loads")
    remembered = page.locator(".st-key-card_remembered")
    expect(remembered).to_contain_text("A file of requests")
    assert_accessible(viewer)
    coordinator.press("Forget what is known of requests")
    coordinator.press("Yes, forget it")
    expect(remembered).to_contain_text("Forgotten.")
    coordinator.go("Load")
    expect(page.get_by_role("button", name="These are right")).to_be_visible()

    viewer.open("/load")
    expect(page.locator("input[type=file]")).to_be_attached()
    viewer.settled()
    expect(coordinator.names()).to_have_count(0)


@pytest.mark.long
def test_on_a_narrow_screen_the_numbers_of_each_file_are_in_sight(coordinator: Desk) -> None:
    page, viewer = coordinator.viewer.page, coordinator.viewer
    page.set_viewport_size(PHONE)
    viewer.open("/load")
    coordinator.drop(write(coordinator.folder, "June 2022 walk and talk log of the whole of East Area.csv", ONE_FAULT))
    for cell in page.locator(".st-key-card_found :is(td, thead th.number)").all():
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= PHONE["width"]
    assert_accessible(viewer)
