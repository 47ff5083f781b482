"""The command line prints the figures of a scope in long form and writes the workbook, on any database."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.databases import on_both_databases
from walktalk_data import desk, sample
from walktalk_data.__main__ import run
from walktalk_data.briefing import Scope, make_briefing
from walktalk_data.figure import LONG_FORM_COLUMNS, Heading
from walktalk_data.outputs.long_form import long_form_csv

PROJECT = Path(__file__).parent.parent
Figures = Callable[..., list[dict[str, str]]]


@pytest.fixture
def own_records(database_address: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The address of a database of one's own, with the sample's files loaded into it."""
    assert run(["load", str(sample.FOLDER), "--free-text", "keep", "--database", database_address]) == 0
    capsys.readouterr()
    return database_address


@pytest.fixture
def figures(own_records: str, capsys: pytest.CaptureFixture[str]) -> Figures:
    """The printed figures of a scope, one row a figure."""

    def print_figures(*scope: str) -> list[dict[str, str]]:
        assert run(["figures", *scope, "--database", own_records]) == 0
        return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))

    return print_figures


def value(rows: list[dict[str, str]], measure: str, borough: str, status: str) -> str:
    return next(row["value"] for row in rows if (row["measure"], row["borough"], row["status"]) == (measure, borough, status))


def run_program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    program = [sys.executable, "-m", "walktalk_data", *arguments]
    return subprocess.run(program, cwd=PROJECT, capture_output=True, check=False, env={**os.environ, **environment})


def test_the_figures_as_at_16_december_2021_are_those_that_were_made_public(figures: Figures) -> None:
    rows = figures("--as-at", "2021-12-16")
    assert {borough: value(rows, "requests", borough, "completed") for borough in ("Havering", "Redbridge", "all")} == {
        "Havering": "3",
        "Redbridge": "0",
        "all": "3",
    }
    assert value(rows, "requests", "Redbridge", "being arranged") == "4"
    assert value(rows, "requests", "all", "being arranged") == "4"


def test_the_long_form_has_its_columns_and_one_row_a_figure(figures: Figures) -> None:
    rows = figures()
    assert tuple(rows[0]) == LONG_FORM_COLUMNS
    ids = [row["figure_id"] for row in rows]
    assert len(ids) == len(set(ids)) > 100
    assert {row["marker"] for row in rows} <= {"", "[u]", "[x]", "[z]"}
    assert all((row["value"] == "") == (row["marker"] != "") for row in rows)


def test_the_long_form_says_what_the_briefing_says_to_the_last_digit(own_records: str, figures: Figures) -> None:
    database = desk.open_database(own_records)
    briefing = make_briefing(database, Scope(borough="Redbridge"))
    database.close()
    exact = {figure.figure_id: figure for table in briefing.tables for figure in table.figures()}
    printed = figures("--borough", "Redbridge")
    assert {row["figure_id"] for row in printed} == set(exact)
    for row in printed:
        figure = exact[row["figure_id"]]
        assert (float(row["value"]) if row["value"] else None) == figure.value
        assert (float(row["low"]) if row["low"] else None) == figure.low
        assert (int(row["base"]) if row["base"] else None) == figure.base


def test_counts_have_no_decimal_point(figures: Figures) -> None:
    counts = [row["value"] for row in figures() if row["measure"] in ("requests", "walks", "answers") and row["value"]]
    assert counts
    assert all(count.isdigit() for count in counts)


def test_a_period_leaves_out_what_is_outside_it(figures: Figures) -> None:
    december = figures("--from", "2021-12-01", "--to", "2021-12-31")
    # What was said before and after an action, and a meeting, have days of their own.
    others = ("national_figures", "before_and_after_by_action", "engagements_held")
    periods = {row["period"] for row in december if row["period"] and row["table"] not in others}
    # The period, its one month (a stretch of time too), and the period before, which the changes are told against.
    assert periods == {"2021-12-01 to 2021-12-31", "2021-12", "2021-11-01 to 2021-11-30"}
    everything = figures()
    assert walks(december) < walks(everything)


def walks(rows: list[dict[str, str]]) -> int:
    return next(int(row["value"]) for row in rows if (row["measure"], row["borough"], row["light"]) == ("walks", "all", "all"))


def compared(rows: list[dict[str, str]]) -> set[str]:
    """The earlier periods that the figures are compared with."""
    return {row["compare_period"] for row in rows if row["compare_period"]}


def test_a_period_is_compared_with_what_is_asked_for(figures: Figures) -> None:
    summer = ("--from", "2022-07-01", "--to", "2022-09-30")
    autumn = ("--from", "2022-09-01", "--to", "2022-09-30")
    assert compared(figures(*autumn)) == compared(figures(*autumn, "--compare", "year-before")) == {"2021-09-01 to 2021-09-30"}
    assert compared(figures(*autumn, "--compare", "period-before")) == {"2022-08-01 to 2022-08-31"}
    assert compared(figures(*summer, "--compare", "2022-08-30")) == {"2022-07-31 to 2022-08-30"}


def test_a_comparison_that_is_none_is_answered_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["figures", "--compare", "last-year"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert '"last-year" is not a date. Write it as 2021-12-16. Or write year-before or period-before.' in said


def test_a_borough_is_found_whatever_its_capitals(figures: Figures) -> None:
    assert figures("--borough", "havering") == figures("--borough", "Havering")


def test_an_unknown_borough_is_answered_with_those_there_are(own_records: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["figures", "--borough", "Hackney", "--database", own_records]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert all(borough in printed.err for borough in ("Havering", "Redbridge", "Barking and Dagenham"))


def test_a_period_that_ends_before_it_begins_is_said_in_words(own_records: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["figures", "--from", "2022-02-01", "--to", "2022-01-01", "--database", own_records]) == 1
    assert "2022-02-01" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--from", "--to", "--as-at"])
@pytest.mark.parametrize("words", ["16/12/2021", "2021-2-1", "20211216", "2021-02-30", "yesterday", ""])
def test_a_date_that_is_none_is_answered_with_how_to_write_one(
    capsys: pytest.CaptureFixture[str], option: str, words: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["figures", option, words])
    assert ended.value.code == 2
    assert "is not a date. Write it as 2021-12-16." in capsys.readouterr().err


@on_both_databases("start", ["=", "+", "-", "@", "\t", "\r"], quick_on_postgresql=["="])
def test_words_that_a_spreadsheet_would_run_are_printed_as_words(start: str, own_records: str) -> None:
    database = desk.open_database(own_records)
    briefing = make_briefing(database, Scope())
    database.close()
    table = briefing.walks_and_answers_by_ward
    figure = replace(next(table.figures()), place=f"{start}SUM(1)", value=-1.5)
    risky = replace(table, headings=(Heading("Walks", "count"),), rows=((figure,),))
    printed = long_form_csv(replace(briefing, walks_and_answers_by_ward=risky))
    row = next(row for row in csv.DictReader(io.StringIO(printed, newline="")) if row["value"] == "-1.5")
    assert row["place"] == f"'{start}SUM(1)".replace("\r", "\n")


def test_the_briefing_is_written_to_the_folder_and_the_paths_of_its_files_are_printed(
    own_records: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out" / "panel"
    assert run(["briefing", "--borough", "Havering", "--out", str(out), "--database", own_records]) == 0
    workbook, slides, report, presentation = map(Path, capsys.readouterr().out.splitlines())
    assert set(out.iterdir()) == {workbook, slides, report, presentation}
    assert [file.suffix for file in (workbook, slides, report, presentation)] == [".xlsx", ".pptx", ".html", ".html"]
    assert workbook.stem == slides.stem == report.stem == presentation.stem.replace("-present", "")
    assert b'class="screen"' in presentation.read_bytes()
    assert workbook.read_bytes().startswith(b"PK")
    assert b"ppt/slides/slide1.xml" in slides.read_bytes()
    assert report.read_bytes().startswith(b"<!doctype html>")


def test_a_folder_that_cannot_be_written_is_said_in_words(
    own_records: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a file").write_text("Not a folder.")
    assert run(["briefing", "--out", str(tmp_path / "a file" / "out"), "--database", own_records]) == 1
    assert "a file" in capsys.readouterr().err


def test_the_program_ends_1_and_prints_no_traceback_for_what_a_user_can_mend(tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path / 'none.sqlite'}"
    for arguments in (("figures",), ("load", "missing.csv"), ("check", "missing.csv"), ("upgrade",), ("loads",)):
        ended = run_program(*arguments, WALKTALK_DATABASE=nowhere)
        assert ended.returncode == 1
        assert b"Traceback" not in ended.stdout + ended.stderr
        assert ended.stderr
    assert not (tmp_path / "none.sqlite").exists()


def test_the_program_prints_utf_8_whatever_the_machine_is_set_to(tmp_path: Path) -> None:
    file = tmp_path / "requests.csv"
    file.write_text("request_id,received_on,borough,très\nR1,2021-12-01,Havering,x\n", encoding="utf-8")
    ended = run_program("check", str(file), PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert "très" in ended.stdout.decode("utf-8")
    assert b"Traceback" not in ended.stderr


def test_the_program_may_be_cut_short_by_who_reads_it(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'records.sqlite'}"
    assert run_program("load", str(sample.FOLDER), "--free-text", "keep", "--database", address).returncode == 0
    program = [sys.executable, "-m", "walktalk_data", "figures", "--database", address]
    with subprocess.Popen(program, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.readline()
        started.stdout.close()
        said = started.stderr.read()
    assert said == b""
