"""The Load page and the page of loads in a real browser, as the coordinator uses them week by week."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, FilePayload, expect

from tests.browser import DESK, PHONE, Viewer, assert_accessible, open_viewer, serve
from tests.coordinator import Desk, files_kept

REQUEST_HEADINGS = ("Ref", "Date rec'd", "Name", "Boro", "Ward", "Location of concern", "Progress", "Updated")
FIRST_REQUESTS = (
    ("R-001", "03/12/2021", "Jane Smith", "Hav", "Cranham", "York Road", "booked", "05/12/2021"),
    ("R-002", "04/12/2021", "Ann Brown", "B&D", "Abbey", "the station", "cancelled", "06/12/2021"),
    ("R-003", "no idea", "Ann Brown", "B&D", "Abbey", "the station", "cancelled", "06/12/2021"),
)
SECOND_REQUESTS = (("R-010", "07/01/2022", "Jane Smith", "Hav", "Cranham", "York Road", "booked", "08/01/2022"),)
WALK_HEADINGS = ("Walk ref", "Request ref", "Type", "Date and time of walk", "Borough")
WALKS = (("W-01", "R-001", "W&T", "09/01/2022 19:00", "Havering"),)
ANSWER_HEADINGS = ("No.", "Walk no", "Completed by", "How safe did you feel?", "Poor lighting", "Any other comments")
ANSWERS = (
    ("A1", "W-01", "woman", "V unsafe", "Y", "please ring me on 07700 900123"),
    ("A2", "W-01", "woman", "V unsafe", "N", "very dark by the steps"),
)
PHONE_NUMBER = "07700 900123"


def write_week(path: Path, requests: Sequence[Sequence[str]], **others: Sequence[Sequence[str]]) -> Path:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheets = {"Requests log": (REQUEST_HEADINGS, *requests)} | {name.replace("_", " "): rows for name, rows in others.items()}
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def first_week(folder: Path) -> Path:
    return write_week(
        folder / "week 12.xlsx", FIRST_REQUESTS, Walks=(WALK_HEADINGS, *WALKS), Walk_feedback=(ANSWER_HEADINGS, *ANSWERS)
    )


def mend(report: Path) -> None:
    """Put right what the report marks, in the report itself."""
    workbook = load_workbook(report)
    cell = next(cell for row in workbook["Requests log"].iter_rows() for cell in row if cell.value == "no idea")
    cell.value = "05/12/2021"
    workbook.save(report)


def requests_shown(viewer: Viewer) -> str:
    figure = '.numbers [data-figure="requests_by_borough_and_status/requests/all/all"]'
    return viewer.page.locator(figure).inner_text()


def test_a_faulty_workbook_is_mended_confirmed_stored_seen_and_undone(coordinator: Desk) -> None:
    page, viewer = coordinator.viewer.page, coordinator.viewer
    viewer.open("/").no_errors()
    expect(page.locator(".notice")).to_contain_text("No records yet")
    expect(page.locator(".st-key-welcome")).to_have_count(0)  # It speaks of walks and answers, of which there are none.
    page.get_by_role("link", name="Load the first files").click()
    viewer.settled()
    coordinator.drop(first_week(coordinator.folder))
    expect(coordinator.store_button()).to_be_disabled()
    faults = page.locator(".st-key-card_faults")
    expect(faults).to_contain_text("1 fault to mend")
    expect(faults).to_contain_text("is not a date")
    assert files_kept(coordinator) == ["week 12.xlsx"]

    with page.expect_download() as download:
        page.get_by_role("button", name="Download your file with every fault marked").click()
    report = coordinator.folder / download.value.suggested_filename
    assert report.name == "week 12 - what is wrong.xlsx"
    download.value.save_as(report)
    assert load_workbook(io.BytesIO(report.read_bytes())).sheetnames[0] == "What is wrong"
    mend(report)

    coordinator.remove("week 12.xlsx")
    expect(page.locator(".st-key-card_found")).to_have_count(0)
    viewer.settled()
    assert files_kept(coordinator) == []
    coordinator.drop(report)
    expect(page.locator(".st-key-card_faults")).to_have_count(0)
    expect(page.locator(".st-key-card_confirm")).to_contain_text("Progress")

    coordinator.press("These are right")
    expect(page.locator(".st-key-card_confirm .waits")).to_contain_text("Choose how the dates of")
    coordinator.choose("Day first")
    coordinator.press("These are right")
    expect(page.locator(".st-key-card_confirm h2")).to_have_text(re.compile(r"^\d+ confirmed$"))
    expect(coordinator.store_button()).to_be_disabled()
    expect(page.locator(".st-key-store")).to_contain_text("say what becomes of free text")
    expect(page.locator(".st-key-card_text h2")).to_have_text("2 free texts in women’s own words")
    expect(page.locator(".st-key-card_text")).to_contain_text("In 1 of them something looks like a personal detail.")
    expect(page.locator(".st-key-card_text tbody tr")).to_have_text(re.compile(f"{PHONE_NUMBER}.*telephone number"))
    assert PHONE_NUMBER not in coordinator.log.read_text()
    assert_accessible(viewer)
    coordinator.choose("Strike out whatever looks")
    expect(coordinator.store_button()).to_have_text("Store 6 new records")
    expect(coordinator.store_button()).to_be_enabled()

    coordinator.store_button().dblclick()
    expect(page.locator(".st-key-card_receipt")).to_contain_text("Stored as load 1")
    viewer.settled().no_errors()
    assert files_kept(coordinator) == []
    assert_accessible(viewer)
    page.get_by_role("link", name="See the figures on the Overview").click()
    expect(page.locator(".numbers")).to_be_visible()
    viewer.settled()
    assert requests_shown(viewer) == "3"

    coordinator.go("Loads")
    expect(page.locator("[class*=st-key-card_load_]")).to_have_count(1)
    expect(page.locator(".st-key-card_load_1")).to_contain_text("Stands")
    coordinator.go("Load")
    second = write_week(coordinator.folder / "week 13.xlsx", SECOND_REQUESTS)
    coordinator.drop(second)
    expect(coordinator.store_button()).to_have_text("Store 1 new record")
    expect(page.locator(".st-key-card_confirm")).to_contain_text("as you confirmed them on")


@pytest.mark.long
def test_a_second_week_of_the_same_shape_asks_nothing_and_its_undo_takes_its_figures_back(coordinator: Desk) -> None:
    page, viewer = coordinator.viewer.page, coordinator.viewer
    viewer.open("/load")
    coordinator.drop(write_week(coordinator.folder / "week 1.xlsx", FIRST_REQUESTS[:2]))
    coordinator.choose("Day first")
    coordinator.press("These are right")
    coordinator.press("Store 2 new records")
    expect(page.locator(".st-key-card_receipt")).to_contain_text("Stored as load 1")
    viewer.settled()

    changed = [*FIRST_REQUESTS[0][:4], "Upminster", *FIRST_REQUESTS[0][5:]]
    coordinator.drop(write_week(coordinator.folder / "week 2.xlsx", [changed, *SECOND_REQUESTS]))
    expect(page.get_by_role("button", name="These are right")).to_have_count(0)
    row = page.locator(".st-key-card_changes tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("request R-001")
    expect(row).to_contain_text("Upminster")
    coordinator.press("Store 1 new and 1 changed records")
    expect(page.locator(".st-key-card_receipt")).to_contain_text("Stored as load 2")
    coordinator.go("Overview")
    assert requests_shown(viewer) == "3"

    coordinator.go("Loads")
    expect(page.locator("[class*=st-key-card_load_] h2")).to_have_text(["Load 2", "Load 1"])
    page.get_by_role("textbox", name="Its id").fill("R-001")
    coordinator.press("Show its history")
    history = page.locator(".st-key-card_history tbody tr")
    expect(history).to_have_count(2)
    expect(history.nth(1)).to_contain_text("ward: Cranham → Upminster")
    assert_accessible(viewer)
    page.locator(".st-key-undo_2 button").click()
    viewer.settled()
    expect(page.locator(".st-key-card_load_2")).to_contain_text("Undo load 2?")
    coordinator.press("Yes, undo load 2")
    expect(page.locator(".st-key-card_load_2")).to_contain_text("Undone")
    coordinator.go("Overview")
    assert requests_shown(viewer) == "2"

    coordinator.go("Loads")
    page.locator(".st-key-undo_1 button").click()
    viewer.settled()
    coordinator.press("Yes, undo load 1")
    coordinator.go("Overview")
    expect(page.locator(".notice")).to_contain_text("No records yet")
    page.get_by_role("link", name="Load the first files").click()
    expect(page.locator("input[type=file]")).to_be_attached()
    assert "Jane" not in coordinator.log.read_text()


def test_an_undo_that_would_leave_others_pointing_nowhere_is_refused_in_words(coordinator: Desk) -> None:
    page, viewer = coordinator.viewer.page, coordinator.viewer
    requests, walks = coordinator.folder / "requests.csv", coordinator.folder / "walks.csv"
    requests.write_text("request_id,received_on,borough\nR-1,2022-01-03,Havering\n")
    walks.write_text("walk_id,request_id,kind,started_at,borough\nW-1,R-1,walk and talk,2022-01-09 17:30,Havering\n")
    viewer.open("/load")
    for number, file in enumerate((requests, walks), start=1):
        coordinator.drop(file)
        coordinator.press("Store 1 new record")
        expect(page.locator(".st-key-card_receipt")).to_contain_text(f"Stored as load {number}")
        viewer.settled()
    coordinator.go("Loads")
    page.locator(".st-key-undo_1 button").click()
    viewer.settled()
    expect(page.locator(".st-key-card_load_1")).to_contain_text("walk W-1 (load 2)")
    expect(page.get_by_role("button", name="Yes, undo load 1")).to_have_count(0)
    expect(page.locator(".st-key-card_load_1")).to_contain_text("Stands")


def test_a_hostile_file_gives_words_and_the_server_stays(coordinator: Desk) -> None:
    page, viewer = coordinator.viewer.page, coordinator.viewer
    bad = coordinator.folder / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 40)
    script = coordinator.folder / "a<img src=x onerror=alert(1)>.csv"
    script.write_text("request_id,received_on,borough\nR-1,<script>alert(1)</script>,Havering\n")
    viewer.open("/load")
    coordinator.drop(bad, script)
    faults = page.locator(".st-key-card_faults")
    expect(faults).to_contain_text("the workbook is damaged")
    expect(faults).to_contain_text("is not a date")
    expect(faults.locator("img")).to_have_count(0)
    expect(coordinator.store_button()).to_be_disabled()
    viewer.open("/load").no_errors()
    expect(page.get_by_role("heading", level=1)).to_have_text("Load the week’s files")
    assert "Traceback" not in coordinator.log.read_text()


def test_two_files_of_one_name_are_kept_apart(coordinator: Desk) -> None:
    files = []
    for number in (1, 2):
        folder = coordinator.folder / f"from {number}"
        folder.mkdir()
        files.append(folder / "requests.csv")
        files[-1].write_text(f"request_id,received_on,borough\nR-{number},2022-01-0{number},Havering\n")
    coordinator.viewer.open("/load")
    page = coordinator.viewer.page
    page.locator("input[type=file]").set_input_files(
        [FilePayload(name="requests.csv", mimeType="text/csv", buffer=file.read_bytes()) for file in files]
    )
    expect(coordinator.store_button()).to_have_text("Store 2 new records")
    expect(page.locator(".st-key-card_found tbody th")).to_have_text(
        [re.compile(r"^requests\.csv "), re.compile(r"^requests \(2\)\.csv ")]
    )
    kept = coordinator.folder / "kept"
    assert [path.stat().st_mode & 0o777 for path in kept.glob("walktalk-load-*")] == [0o700]


def test_a_check_shows_how_far_it_has_come(coordinator: Desk) -> None:
    rows = "\n".join(f"R-{number},2022-01-03,Havering" for number in range(60_000))
    file = coordinator.folder / "requests.csv"
    file.write_text(f"request_id,received_on,borough\n{rows}\n")
    coordinator.viewer.open("/load")
    page = coordinator.viewer.page
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("progressbar").first).to_be_visible()
    expect(page.get_by_test_id("stProgress")).to_contain_text(re.compile("Reading requests.csv|Checking rows"))
    expect(coordinator.store_button()).to_have_text("Store 60,000 new records")
    expect(page.get_by_test_id("stProgress")).to_have_count(0)


def test_the_sample_is_checked_against_and_never_loaded_into(viewer: Viewer, tmp_path: Path) -> None:
    file = tmp_path / "requests.csv"
    file.write_text("request_id,received_on,borough\nX-1,2022-01-03,Havering\n")
    viewer.open("/load").no_errors()
    viewer.page.locator("input[type=file]").set_input_files(file)
    expect(viewer.page.locator(".sample-notice")).to_contain_text("WALKTALK_DATABASE=sqlite:///walks.sqlite make run")
    viewer.settled().no_errors()
    expect(viewer.page.locator(".st-key-card_found tbody tr")).to_contain_text("requests")
    expect(viewer.page.locator(".st-key-store_records")).to_have_count(0)
    viewer.open("/loads").no_errors()
    expect(viewer.page.get_by_role("button", name=re.compile("^Undo"))).to_have_count(0)


@pytest.mark.parametrize("path", ["/load", "/loads"])
@pytest.mark.long
def test_a_page_about_loads_opens_by_its_address_without_a_scope(browser: Browser, tmp_path: Path, path: str) -> None:
    with serve(tmp_path / "log") as address:
        for viewport in (DESK, PHONE):
            with open_viewer(browser, address, viewport) as viewer:
                viewer.open(path).no_errors()
                expect(viewer.page.locator(".marking")).to_contain_text("OFFICIAL · Police only")
                expect(viewer.page.get_by_role("heading", level=1)).to_have_count(1)
                expect(viewer.page.locator(".st-key-scope")).to_have_count(0)
                assert_accessible(viewer)
                sideways = viewer.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
                assert sideways <= 0
