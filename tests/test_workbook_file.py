"""The workbook as a file: its name, its words, what other programs make of it."""

from __future__ import annotations

import io
import subprocess
import time
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.programs import find_libreoffice
from tests.workbook_examples import HOSTILE, small_briefing, small_charts
from tests.workbook_rules import cells_of
from walktalk_data import desk
from walktalk_data.briefing import Scope, make_briefing
from walktalk_data.outputs import findings, words
from walktalk_data.outputs.workbook import file_name, write_workbook
from walktalk_data.outputs.workbook_contents import assemble
from walktalk_data.outputs.workbook_sheets import SHORTER, sheet_names, telling_names
from walktalk_data.outputs.workbook_style import split_statement


def test_the_file_name_says_scope_dates_and_audience() -> None:
    wanted = "walk-and-talk-redbridge-2022-01-01-to-2022-03-31-as-at-2022-03-31-police-only.xlsx"
    assert file_name(small_briefing()) == wanted


def test_the_file_name_is_plain_whatever_the_area_is_called() -> None:
    assert file_name(small_briefing(area="../Barking & Dagenham")).startswith("walk-and-talk-barking-dagenham-2022-01-01-to-")


def test_invented_records_are_named_in_the_file_name_and_on_every_sheet() -> None:
    briefing = replace(small_briefing(), is_sample=True)
    assert file_name(briefing).endswith("-police-only-invented-sample.xlsx")
    book = load_workbook(io.BytesIO(assemble(briefing, (), "A finding")))
    for sheet in book.worksheets:
        assert any(cell.value == "OFFICIAL · Police only · Invented sample data" for cell in cells_of(sheet)), sheet.title


def test_real_records_are_never_called_invented() -> None:
    briefing = small_briefing()
    content = assemble(briefing, (), "A finding")
    assert not any("nvented" in str(cell.value) for sheet in load_workbook(io.BytesIO(content)) for cell in cells_of(sheet))


def test_text_that_looks_like_a_formula_stays_text() -> None:
    book = load_workbook(io.BytesIO(assemble(small_briefing(), (), "=A finding")))
    cells = [cell for cell in cells_of(book["Odd_dates"]) if cell.value in HOSTILE]
    assert len(cells) == len(HOSTILE) - 1  # one holds a control character, which becomes a space
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_the_cover_tells_the_finding_and_the_day_of_the_records() -> None:
    book = load_workbook(io.BytesIO(assemble(small_briefing(), (), "29 % said unsafe after dark")))
    told = [str(cell.value) for cell in cells_of(book["Cover"])]
    assert "29 % said unsafe after dark" in told
    assert any(said.startswith("31 March 2022") for said in told)


@pytest.mark.parametrize("borough", [None, "Redbridge"])
def test_the_cover_has_the_finding_how_sure_it_is_and_the_numbers_of_the_overview(borough: str | None) -> None:
    database = desk.open_database()
    try:
        briefing = make_briefing(database, Scope(borough))
    finally:
        database.close()
    told = [str(cell.value) for cell in cells_of(load_workbook(io.BytesIO(write_workbook(briefing)))["Cover"])]
    assert words.headline(briefing).text in told
    assert told[told.index("How sure that is") + 1] == findings.below_headline(briefing).text
    numbers = told[told.index("The numbers") + 1]
    assert numbers == " ".join(f"{figure.shown} {sentence.text}." for figure, sentence in words.four_numbers(briefing))


def test_a_number_that_does_not_apply_is_told_by_its_words_alone_on_the_cover() -> None:
    database = desk.open_database()
    try:
        briefing = make_briefing(database, Scope(last_day=date(2021, 10, 31)))
    finally:
        database.close()
    told = [str(cell.value) for cell in cells_of(load_workbook(io.BytesIO(write_workbook(briefing)))["Cover"])]
    assert told[told.index("The numbers") + 1].endswith("by day. No request has led to a walk yet.")


def test_a_sheet_is_named_so_that_it_says_what_it_holds() -> None:
    named = telling_names(("environmental_factors_by_light", *SHORTER))
    assert [*named.values()] == [
        "Environmental_factors_by_light",
        "Factors_of_place_by_borough",
        "Factors_of_place_dark_less_day",
        "Behavioural_dark_less_day",
    ]


def test_the_same_briefing_is_the_same_file() -> None:
    briefing = small_briefing()
    first = assemble(briefing, small_charts(briefing), "A finding")
    time.sleep(2.1)  # zip files keep time in steps of two seconds
    assert assemble(briefing, small_charts(briefing), "A finding") == first


def test_no_chart_has_error_bars_in_the_wrong_order() -> None:
    briefing = small_briefing()
    with zipfile.ZipFile(io.BytesIO(assemble(briefing, small_charts(briefing), "A finding"))) as archive:
        drawn = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    bars = [part for part in drawn if "errBars" in part]
    assert bars
    assert all(part.index("<plus>") < part.index("<minus>") for part in bars)


def test_sheet_names_are_cut_between_words_and_stay_unique() -> None:
    same = "environmental_factors_by_borough_and_light"
    names = sheet_names([same, same + "_and_month", "loads"])
    assert list(names.values()) == ["Environmental_factors", "Environmental_factors__2", "Loads"]


def test_a_long_statement_keeps_its_sentences_whole_where_they_fit() -> None:
    assert split_statement("One sentence. Another one. A third sentence.", 28) == [
        "One sentence. Another one.",
        "A third sentence.",
    ]
    assert split_statement("abcdefgh" * 3, 10) == ["abcdefghab", "cdefghabcd", "efgh"]


@pytest.mark.long
def test_libreoffice_opens_it_and_finds_every_number(tmp_path: Path) -> None:
    office = str(find_libreoffice())
    briefing = make_briefing(desk.open_database(), Scope())
    original = tmp_path / "original.xlsx"
    original.write_bytes(write_workbook(briefing))
    outcome = tmp_path / "outcome"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(outcome), str(original)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    converted: Any = load_workbook(outcome / "original.xlsx")
    book = load_workbook(original)
    assert converted.sheetnames == book.sheetnames
    for sheet in book.worksheets:
        found, written = values_of(converted[sheet.title]), values_of(sheet)
        assert found.keys() == written.keys()
        for place, value in written.items():
            assert found[place] == (pytest.approx(value, rel=1e-11) if isinstance(value, float) else value), place
    assert len(converted["Charts"]._charts) == len(book["Charts"]._charts)  # type: ignore[attr-defined] # no public list


def values_of(sheet: Worksheet) -> dict[str, object]:
    """Every value by its cell."""
    return {cell.coordinate: cell.value for cell in cells_of(sheet)}
