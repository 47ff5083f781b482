"""Reads a cell of days and times of day: as the spreadsheet holds them, as ISO 8601 writes them, and as people do."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from walktalk_data.intake import dates_as_written
from walktalk_data.intake.cell import CellFault, Context, Noted
from walktalk_data.intake.column_map import DateStyle
from walktalk_data.intake.columns import Column
from walktalk_data.intake.dates_as_written import clock_is_in_doubt, in_the_evening, needs_style
from walktalk_data.intake.grid import Cell
from walktalk_data.intake.safe_words import number_as_text, repeat_date

FIRST_DAY: Final = date(2000, 1, 1)
"""Dates before it are slips of the hand, such as 1922 for 2022."""

AHEAD_AT_MOST: Final = timedelta(days=3653)
"""Of a day that is still to come: a later one is a slip of the hand too."""

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_ISO_TIME = re.compile(r"(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:,? (\d{1,2}):(\d{2})(?::\d{2})?)?", re.ASCII)


def read_date(cell: Cell, column: Column, context: Context) -> Any:
    """A day. Raises `CellFault`."""
    if isinstance(cell, datetime):
        return _check_day(cell.date(), cell, column, context)
    if isinstance(cell, date):
        return _check_day(cell, cell, column, context)
    if isinstance(cell, str) and (parts := _ISO_DATE.fullmatch(cell)):
        try:
            day = date(*(int(part) for part in parts.groups()))
        except ValueError:
            raise CellFault(f'"{cell}" is not a date.', "Write it as 2022-02-28.") from None
        return _check_day(day, cell, column, context)
    written, style, waits = _as_written(cell, column, context)
    if waits:
        return Noted(None, waits=True)
    found = dates_as_written.read_date(written, style) if written else None
    if found is None:
        raise _not_a_date(cell, with_time=False)
    return _check_day(found, cell, column, context)


def read_time(cell: Cell, column: Column, context: Context) -> Any:
    """A day and a time of day. Raises `CellFault`, also where the time is missing."""
    if isinstance(cell, datetime):
        _check_day(cell.date(), cell, column, context)
        return cell
    if isinstance(cell, str) and (parts := _ISO_TIME.fullmatch(cell)):
        try:
            moment = datetime(*(int(part) for part in parts.groups(default="0")))  # type: ignore[arg-type] # six numbers: no time zone among them
        except ValueError:
            raise CellFault(f'"{cell}" is not a date and time.', "Write it as 2022-02-28 19:00.") from None
        _check_day(moment.date(), cell, column, context)
        return moment
    if isinstance(cell, date) or (isinstance(cell, str) and _ISO_DATE.fullmatch(cell)):
        raise CellFault(f"{repeat_date(cell)} has no time of day.", "Write it as 2022-02-28 19:00.")
    written, style, waits = _as_written(cell, column, context)
    clock_waits = isinstance(cell, str) and _clock_waits(cell, column, context)
    if waits or clock_waits:
        return Noted(None, waits=True)
    found = dates_as_written.read_moment(written, style) if written else None
    if found is not None and written:
        found = datetime.combine(found, _settle_clock(found.time(), written, column, context))
    if found is None:
        if written and dates_as_written.read_date(written, style) is not None:
            raise CellFault(f"{repeat_date(cell) or 'The date'} has no time of day.", "Write it as 2022-02-28 19:00.")
        raise _not_a_date(cell, with_time=True)
    _check_day(found.date(), cell, column, context)
    return found


def read_day_or_time(cell: Cell, column: Column, context: Context) -> Any:
    """A moment, or a day whose time stands in another column."""
    try:
        return read_time(cell, column, context)
    except CellFault:
        return read_date(cell, column, context)


def read_clock(cell: Cell, column: Column, context: Context) -> time | Noted:
    """A time of day. Raises `CellFault`."""
    found = cell if isinstance(cell, time) else dates_as_written.read_clock(cell) if isinstance(cell, str) else None
    if isinstance(cell, datetime):
        found = cell.time()
    if found is None:
        raise CellFault("what is written there is not a time of day.", "Write it as 19:00.")
    if isinstance(cell, str):
        if _clock_waits(cell, column, context):
            return Noted(None, waits=True)
        found = _settle_clock(found, cell, column, context)
    return found.replace(second=0, microsecond=0)


def _clock_waits(written: str, column: Column, context: Context) -> bool:
    """Whether a time of day waits for an answer, since it could be in the morning or in the evening."""
    return clock_is_in_doubt(written) and context.meanings.clock_of(column, written) is None


def _settle_clock(read: time, written: str, column: Column, context: Context) -> time:
    """The time of day as it is confirmed that such times are read."""
    known = context.meanings.clocks.get(column.name)
    if known in (None, "24-hour clock") or not clock_is_in_doubt(written, known):
        return read
    settled = in_the_evening(read) if known == "afternoon or evening" else None
    if settled is None:
        later = read.replace(hour=read.hour + 12)
        raise CellFault(
            "what is written there could be in the morning or in the evening.", f"Write it as {read:%H:%M} or {later:%H:%M}."
        )
    return settled


def _as_written(cell: Cell, column: Column, context: Context) -> tuple[str | None, DateStyle | None, bool]:
    """A date as people write it: its text, the style to read it by, and whether it waits for an answer about the style."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and context.meanings.serial_epoch:
        # The workbook itself says from which year it counts days.
        style: DateStyle = "days since 1900" if context.meanings.serial_epoch == 1900 else "days since 1904"
        return number_as_text(cell), style, False
    if not isinstance(cell, str):
        return None, None, False
    if not needs_style(cell):
        return cell, None, False
    known = context.meanings.style_of(column)
    if known is not None:
        context.meanings.note_style(column, cell)
    return cell, known, known is None


def _check_day(day: date, cell: Cell, column: Column, context: Context) -> date:
    shown, today = repeat_date(cell) or "The date", context.today
    if day < FIRST_DAY:
        raise CellFault(f"{shown} is before {FIRST_DAY.year}.", "Check the year.")
    if column.may_be_ahead and day > today + AHEAD_AT_MOST:
        raise CellFault(f"{shown} is more than ten years after today, {today.isoformat()}.", "Check the year.")
    if day > today and not column.may_be_ahead:
        raise CellFault(f"{shown} is after today, {today.isoformat()}.", "Check the date.")
    return day


def _not_a_date(cell: Cell, with_time: bool) -> CellFault:
    shown = f"{repeat_date(cell)} " if repeat_date(cell) else ""
    example = "2022-02-28 19:00" if with_time else "2022-02-28"
    remedy = f"Write it as {example}."
    parts = _DAY_FIRST.fullmatch(cell) if isinstance(cell, str) else None
    if parts:
        day, month, year, hour, minute = (int(part or 0) for part in parts.groups())
        try:
            read_day_first = datetime(year, month, day, hour, minute)
        except ValueError:
            return CellFault(f"{shown}is not a date.", remedy)
        in_words = f"{day} {calendar.month_name[month]} {year}"
        if with_time and parts.group(4):
            return CellFault(
                f"{shown}is not a date as it is written here.", f"Write {in_words} as {read_day_first:%Y-%m-%d %H:%M}."
            )
        if not with_time:
            return CellFault(f"{shown}is not a date as it is written here.", f"Write {in_words} as {read_day_first:%Y-%m-%d}.")
    return CellFault(f"{shown}is not a date{' and time' if with_time and not shown else ''}.", remedy)
