"""Dates as people write them: understood where they can only mean one day, asked about where they could mean two."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, to_excel

from walktalk_data.intake.column_map import DateStyle
from walktalk_data.intake.dates_as_written import ALL_STYLES, needs_style, possible_styles, read_date, read_moment

STYLES: tuple[DateStyle, ...] = get_args(DateStyle)
EITHER = {"day first", "month first"}
SERIALS = {"days since 1900", "days since 1904"}
THE_DAY = date(2022, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "2022-02-28", "2022/02/28", "2022.02.28", "2022 02 28", "2022-2-28", "20220228",
        "28-Feb-2022", "28-Feb-22", "28 February 2022", "28 feb 22", "28 FEB. 2022", "28Feb2022", "28/Feb/2022", "28 Feb '22",
        "Feb 28 2022", "February 28, 2022", "Feb 28th, 2022", "28th Feb 22", "28th of February 2022", "28th February, 2022",
        "Mon 28 Feb 2022", "Monday, 28 February 2022", "Mon. 28th Feb 22", "Monday the 28th of February 2022", "2022-Feb-28",
        "28\N{NO-BREAK SPACE}Feb\N{NO-BREAK SPACE}2022", "  28  Feb   2022 ", "28\N{NARROW NO-BREAK SPACE}Feb 2022",
    ],
)  # fmt: skip
def test_a_date_that_can_only_be_one_day_fits_every_style_and_needs_none(text: str) -> None:
    assert possible_styles([text]) == ALL_STYLES
    assert not needs_style(text)
    assert {read_date(text, style) for style in (None, *STYLES)} == {THE_DAY}
    assert read_moment(text, None) is None


@pytest.mark.parametrize("text", ["28/02/2022", "28-02-2022", "28.02.2022", "28.2.22", "28 02 2022", "28/2/22", "28/02/'22"])
def test_a_date_with_a_day_over_twelve_decides_its_column(text: str) -> None:
    assert possible_styles([text]) == {"day first"}
    assert needs_style(text)
    assert read_date(text, "day first") == THE_DAY
    assert [read_date(text, style) for style in (None, *STYLES) if style != "day first"] == [None] * 5


@pytest.mark.parametrize("text", ["03/04/2022", "3/4/22", "3.4.2022", "03-04-2022", "03/04/2022 19:00", "3/4/2022 at 7pm"])
def test_a_date_that_could_be_either_way_round_is_never_read_without_a_style(text: str) -> None:
    assert possible_styles([text]) == EITHER
    assert needs_style(text)
    assert read_date(text, None) is None
    assert read_date(text, "year first") is None
    assert read_date(text, "day first") == date(2022, 4, 3)
    assert read_date(text, "month first") == date(2022, 3, 4)


def test_one_date_over_twelve_decides_for_all_the_others() -> None:
    assert possible_styles(["03/04/2022", "2022-01-01", "5 May 2022", "01/01/2022"]) == EITHER
    assert possible_styles(["03/04/2022", "13/04/2022"]) == {"day first"}
    assert possible_styles(["03/04/2022", "04/13/2022"]) == {"month first"}
    assert possible_styles(["13/04/2022", "04/13/2022"]) == set()
    assert possible_styles(["13/04/2022", "44562"]) == set()
    assert possible_styles([]) == ALL_STYLES


def test_the_day_of_the_week_tells_the_two_ways_apart_and_a_wrong_one_fits_neither() -> None:
    assert possible_styles(["Fri 04/03/2022"]) == {"day first"}
    assert possible_styles(["Sun 04/03/2022"]) == {"month first"}
    assert possible_styles(["Wed 04/03/2022"]) == set()
    assert read_date("Tue 28 Feb 2022", None) is None


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("19:00", (19, 0)), ("19.00", (19, 0)), ("7pm", (19, 0)), ("7 PM", (19, 0)), ("7:30 PM", (19, 30)), ("7.30pm", (19, 30)),
        ("1900hrs", (19, 0)), ("1900 hrs", (19, 0)), ("1900", (19, 0)), ("19:00:00", (19, 0)), ("19:00:05", (19, 0, 5)),
        ("07:05", (7, 5)), ("7:05", (7, 5)), ("7am", (7, 0)), ("7 a.m.", (7, 0)), ("7 p.m.", (19, 0)), ("12pm", (12, 0)),
        ("12am", (0, 0)), ("12:15 am", (0, 15)), ("00:00", (0, 0)), ("0:30 am", (0, 30)), ("19:00 pm", (19, 0)), ("19h", (19, 0)),
        ("19:00hrs", (19, 0)), ("0730", (7, 30)), ("19:00:00.000", (19, 0)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("day", ["28/02/2022", "2022-02-28", "28 Feb 22", "Mon 28 Feb 2022", "Feb 28 2022"])
@pytest.mark.parametrize("between", [" ", " at ", ", ", " @ ", " - ", "\N{NO-BREAK SPACE}"])
def test_a_time_of_day_is_read_after_any_date(day: str, between: str, written: str, at: tuple[int, ...]) -> None:
    text = f"{day}{between}{written}"
    assert read_moment(text, "day first") == datetime(2022, 2, 28, *at)  # type: ignore[arg-type] # hour, minute, second
    assert read_date(text, "day first") == THE_DAY
    assert possible_styles([text]) == possible_styles([day])


@pytest.mark.parametrize("text", ["2022-02-28T19:00", "2022-02-28T19:00:00", "20220228T1900", "28/02/2022T19:00"])
def test_a_t_may_stand_between(text: str) -> None:
    assert read_moment(text, "day first") == datetime(2022, 2, 28, 19)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "soon", "28/02", "Feb 2022", "28 Feb", "31/02/2022", "30 Feb 2022", "2022-02-30", "20220230", "00/01/2022",
        "13/13/2022", "28/02-2022", "28/02/022", "28/02/20222", "28/02/2022 25:00", "28/02/2022 24:00", "28/02/2022 19",
        "28/02/2022 19:60", "28/02/2022 1960", "28/02/2022 19:00 am", "28/02/2022 0:30 pm", "28/02/2022 7pm-8pm", "7pm",
        "28/02/2022 or 01/03/2022", "w/c 28/02/2022", "2022-28-02", "28 Fbr 2022", "29 Feb 2022", "29/02/2021", "4456", "445621",
        "-44562", "35063", "1e5", "44,562", "07700 900123", "٢٨/٠٢/٢٠٢٢", "2022-02-28T19:00Z", "28/02/2022 19:00 +01:00",
        "0000-01-01", "Mond 28 Feb 2022", "1" * 400,
    ],
)  # fmt: skip
def test_what_is_no_date_fits_no_style(text: str) -> None:
    assert possible_styles([text]) == set()
    assert {read_date(text, style) for style in (None, *STYLES)} == {None}
    assert {read_moment(text, style) for style in (None, *STYLES)} == {None}


def test_a_count_of_days_is_a_day_under_either_epoch_and_no_other_style() -> None:
    assert needs_style("44562")
    assert possible_styles(["44562"]) == SERIALS
    assert read_date("44562", "days since 1900") == date(2022, 1, 1)
    assert read_date("44562", "days since 1904") == date(2026, 1, 2)
    assert [read_date("44562", style) for style in (None, "year first", "day first", "month first")] == [None] * 4
    assert read_moment("44562", "days since 1900") is None
    assert read_moment("44562.0", "days since 1900") == datetime(2022, 1, 1)
    assert read_moment("44562.79166666667", "days since 1900") == datetime(2022, 1, 1, 19)
    assert possible_styles(["36526"]) == SERIALS
    assert possible_styles(["36525"]) == {"days since 1904"}
    assert possible_styles(["55152"]) == {"days since 1900"}
    assert read_date("55152", "days since 1900") == date(2050, 12, 30)
    assert possible_styles(["55154"]) == set()


@given(st.datetimes(datetime(2000, 1, 1), datetime(2050, 12, 31, 23, 59, 59)).map(lambda moment: moment.replace(microsecond=0)))
def test_counts_of_days_are_read_as_the_spreadsheet_library_reads_them(moment: datetime) -> None:
    epochs: tuple[tuple[DateStyle, datetime], ...] = (("days since 1900", WINDOWS_EPOCH), ("days since 1904", MAC_EPOCH))
    for style, epoch in epochs:
        serial = float(to_excel(moment, epoch))  # type: ignore[no-untyped-call] # the stubs leave it untyped
        said = from_excel(serial, epoch)
        assert isinstance(said, datetime)
        assert read_moment(f"{serial:.10f}", style) == moment
        assert abs(said - moment) < timedelta(seconds=1)
        assert read_date(f"{serial:.10f}", style) == moment.date()


def test_every_day_of_ten_years_is_read_back_from_each_way_of_writing_it() -> None:
    first = date(2019, 1, 1)
    for day in (first + timedelta(days=number) for number in range(3653)):
        for form in ("%d/%m/%Y", "%d.%m.%y", "%d-%m-%Y"):
            assert read_date(day.strftime(form), "day first") == day
        for form in ("%m/%d/%Y", "%m-%d-%y"):
            assert read_date(day.strftime(form), "month first") == day
        for form in ("%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%d-%b-%y", "%b %d %Y", "%a %d %b %Y", "%A, %B %d, %Y"):
            assert read_date(day.strftime(form), None) == day


def test_every_minute_of_a_day_is_read_back_from_each_way_of_writing_it() -> None:
    for hour, minute in product(range(24), range(60)):
        moment = datetime(2022, 2, 28, hour, minute)
        for form in ("%H:%M", "%H.%M", "%H%M", "%H%Mhrs", "%I:%M %p", "%I.%M%p", "%H:%M:%S"):
            assert read_moment(f"28/02/2022 {moment.strftime(form)}", "day first") == moment


@given(st.text(max_size=60) | st.from_regex(r"[0-9 /.\-:adehmnprstz]{1,30}", fullmatch=True))
def test_no_text_raises_and_reading_agrees_with_what_is_possible(text: str) -> None:
    styles = possible_styles([text])
    assert styles == {style for style in STYLES if read_date(text, style)}
    if read_date(text, None):
        assert styles == ALL_STYLES
        assert not needs_style(text)
    for style in (None, *STYLES):
        moment = read_moment(text, style)
        assert moment is None or moment.date() == read_date(text, style)


@given(st.lists(st.sampled_from(["03/04/2022", "13/04/2022", "04/13/2022", "5 May 22", "2022-01-01", "44562", "no"]), max_size=4))
def test_what_is_possible_for_a_column_is_possible_for_each_of_its_dates(texts: list[str]) -> None:
    expected = set(STYLES)
    for text in texts:
        expected &= possible_styles([text])
    assert possible_styles(texts) == expected
