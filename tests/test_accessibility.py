"""The accessibility statement: the parts that the law asks for, whom to tell, and reached from the foot of every page."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser import PHONE, Viewer, assert_accessible
from tests.report_reading import Report
from tests.test_same_figures_everywhere import briefing_of
from walktalk_data.outputs.accessibility import LAW, NO_CONTACT, SETTING, contact, part_of_report, parts
from walktalk_data.outputs.report import write_report

WANTED = (
    "partially compliant with the Web Content Accessibility Guidelines version 2.2, level AA",
    "committed to making it accessible, in accordance with",
    "disproportionate burden",
    "This statement was prepared on",
    "Equality and Human Rights Commission (EHRC)",
    "Equality Advisory and Support Service (EASS)",
    LAW,
)
"""What the model statement has in these or other words."""


def told(organisation: str = "Metropolitan Police") -> str:
    return " ".join(paragraph for part in parts(organisation) for paragraph in part.paragraphs)


@pytest.mark.parametrize("words", WANTED)
def test_it_says_what_the_law_asks_for(words: str) -> None:
    assert words in told()


def test_it_names_who_runs_it_and_whom_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, " access@example.police.uk ")
    assert contact() == "access@example.police.uk"
    assert "run by A Force" in told("A Force")
    for paragraphs in ([told("A Force")], part_of_report("A Force").paragraphs):
        assert any("access@example.police.uk" in paragraph for paragraph in paragraphs)


@pytest.mark.parametrize("written", [None, "", "  "])
def test_where_nobody_has_said_whom_to_tell_it_looks_unfinished(monkeypatch: pytest.MonkeyPatch, written: str | None) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    if written is not None:
        monkeypatch.setenv(SETTING, written)
    assert NO_CONTACT in told()
    assert NO_CONTACT.startswith("[")


def test_the_report_says_whom_to_tell_who_cannot_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "<b>us</b> & others")
    report = Report(write_report(briefing_of(())).decode("utf-8"))
    (part,) = (one for one in report.find("section", "prose") if one.attributes.get("id") == "accessibility")
    assert "<b>us</b> & others" in part.text
    assert not [one for one in part if one.tag == "b"]


@pytest.mark.parametrize("path", ["/", "/day_and_dark?borough=Redbridge", "/load", "/editions"])
def test_the_foot_of_a_page_leads_to_it(viewer: Viewer, path: str) -> None:
    viewer.open(path)
    viewer.page.get_by_role("link", name="Accessibility", exact=True).click()
    viewer.settled().no_errors()
    expect(viewer.page.get_by_role("heading", level=1)).to_have_text("Accessibility")
    expect(viewer.page.get_by_text(NO_CONTACT)).to_be_visible()


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_anyone_can_use_it(viewer: Viewer, size: ViewportSize | None) -> None:
    if size:
        viewer.page.set_viewport_size(size)
    viewer.open("/accessibility").no_errors()
    assert_accessible(viewer)
    wide = viewer.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
    assert wide <= 0
