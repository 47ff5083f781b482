"""A Briefing as the long form: CSV, one row a figure, for other programs to read."""

from __future__ import annotations

import csv
import io
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.figure import LONG_FORM_COLUMNS, Figure

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\n")
"""A spreadsheet runs a cell that begins so; an apostrophe before it makes it words."""


def long_form_csv(briefing: Briefing) -> str:
    """Every figure of every table, in reading order, under the headings of `LONG_FORM_COLUMNS`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(LONG_FORM_COLUMNS)
    for table in briefing.tables:
        for figure in table.figures():
            writer.writerow(_cells(figure))
    return text.getvalue()


def _cells(figure: Figure) -> list[str]:
    return [_cell(value) for value in figure.long_form().values()]


def _cell(value: object) -> str:
    """Whole numbers without a decimal point, others with every digit, nothing where there is no value."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    # Python 3.11 leaves a lone carriage return unquoted, and readers would take it for the end of the row.
    words = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{words}" if isinstance(value, str) and words.startswith(FORMULA_STARTS) else words
