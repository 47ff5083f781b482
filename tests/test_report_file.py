"""The one-file report as a file: it needs nothing outside itself, is sound HTML for everyone, and is the same file each time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.report_reading import Element, Report
from tests.test_same_figures_everywhere import briefing_of
from tests.workbook_examples import small_briefing
from walktalk_data.briefing import Briefing
from walktalk_data.outputs.report import file_name, write_report
from walktalk_data.outputs.report_parts import PARTS

FETCHES = ("script", "link", "iframe", "object", "embed", "img", "image", "audio", "video", "source", "form", "base", "use")
HOSTILE = '</style><script>alert(1)</script>"\\'


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return briefing_of(())


@pytest.fixture(scope="module")
def report(briefing: Briefing) -> Report:
    return Report(write_report(briefing).decode("utf-8"))


def test_the_file_name_says_scope_dates_and_audience() -> None:
    wanted = "walk-and-talk-redbridge-2022-01-01-to-2022-03-31-as-at-2022-03-31-police-only.html"
    assert file_name(small_briefing()) == wanted


def test_nothing_runs_and_nothing_is_fetched(report: Report) -> None:
    assert [one.tag for one in report.elements if one.tag in FETCHES] == []
    for one in report.elements:
        assert not [name for name in one.attributes if name.startswith("on") or name in ("src", "srcset", "action", "data")]
        assert one.attributes.get("href", "#").startswith("#")
    (policy,) = (one for one in report.find("meta") if one.attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy.attributes["content"].startswith("default-src 'none'")
    looks = "".join(one.text for one in report.find("style"))
    assert not re.search(r"url\((?!\"data:font/woff2;)|@import|https?:", looks)


def test_every_link_leads_to_a_place_in_the_file_and_no_place_is_named_twice(report: Report) -> None:
    places = [one.attributes["id"] for one in report.elements if "id" in one.attributes]
    assert len(places) == len(set(places))
    named = {one.attributes["href"].removeprefix("#") for one in report.find("a")}
    named |= {one.attributes[name] for one in report.elements for name in one.attributes if name.startswith("aria-labelledby")}
    assert named <= set(places)


def test_its_parts_stand_in_the_order_of_the_pages_and_headings_skip_no_level(report: Report) -> None:
    assert [one.attributes["id"] for one in report.find("section", "report-part")] == list(PARTS)
    levels = [int(one.tag[1]) for one in report.elements if re.fullmatch(r"h\d", one.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(level <= before + 1 for before, level in pairwise(levels))


def test_it_has_a_language_a_title_landmarks_and_a_way_past_the_links(report: Report) -> None:
    assert report.find("html")[0].attributes["lang"] == "en-GB"
    title = next(one.text for one in report.find("title"))
    assert title.startswith("Walk and Talk: East Area, 26 July 2021")
    assert [len(report.find(tag)) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    first = report.find("a")[0]
    assert "skip" in first.classes
    assert first.attributes["href"] == "#overview"


def test_every_table_has_a_caption_and_headings_that_say_what_they_head(report: Report) -> None:
    for table in report.find("table"):
        assert [one.tag for one in table if one.tag == "caption"] == ["caption"]
        assert all(one.attributes.get("scope") in ("col", "row") for one in table if one.tag == "th")


def test_every_chart_has_its_table_beneath(report: Report) -> None:
    cards = [card for card in report.find("div", "card") if any(one.tag == "svg" for one in card)]
    assert len(cards) > 10
    for card in cards:
        assert any(one.tag == "details" or "again" in one.classes for one in card), card.text[:80]


def test_every_folded_table_is_printed_once_more_at_the_end(report: Report) -> None:
    (annex,) = report.find("section", "annex")
    printed = [one.text for one in annex if one.tag == "table"]
    folded = [table.text for one in report.find("details") for table in one if table.tag == "table"]
    assert sorted(printed) == sorted(folded)
    assert len(printed) == len(set(printed))


def test_the_marking_stands_at_the_top_and_at_the_foot_of_every_printed_page(report: Report) -> None:
    (header,) = report.find("header")
    words = [one.text for one in header.inside if isinstance(one, Element)]
    assert words[0] == "OFFICIAL · Police only"
    assert words[-1] == "Invented sample data"
    (foot,) = re.findall(r'@bottom-left \{ content: "([^"]*)"', report.root.text)
    told = re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), foot)
    assert told == "OFFICIAL · Police only · Invented sample data"


def test_records_that_are_not_invented_are_not_called_so(briefing: Briefing) -> None:
    told = Report(write_report(replace(briefing, is_sample=False)).decode("utf-8")).root.text
    assert "nvented" not in told
    assert "made up" not in told


@pytest.mark.parametrize(
    "put",
    [
        lambda briefing: replace(briefing, marking=HOSTILE),
        lambda briefing: replace(briefing, area=HOSTILE),
        lambda briefing: replace(briefing, organisation=HOSTILE),
    ],
    ids=["marking", "area", "organisation"],
)
def test_words_from_outside_cannot_become_markup_or_a_style(briefing: Briefing, put: Callable[[Briefing], Briefing]) -> None:
    written = write_report(put(briefing)).decode("utf-8")
    assert "<script" not in written
    assert len(Report(written).find("style")) == 1


def test_the_same_briefing_is_the_same_file_and_is_written_at_once(briefing: Briefing) -> None:
    # The processor's time, not the clock's: other tests run beside this one.
    began = time.process_time()
    first = write_report(briefing)
    assert time.process_time() - began < 1
    assert write_report(briefing) == first
    assert len(first) < 1_500_000
