"""What a coordinator confirmed of tables of one shape: which heading is which column, and which of her words is which code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from walktalk_data.intake.columns import Kind, fold

DateStyle = Literal["year first", "day first", "month first", "days since 1900", "days since 1904"]
"""How a column's dates are to be read. Month names and dates with the year first are understood whatever the style."""


ClockStyle = Literal["24-hour clock", "afternoon or evening", "either"]
"""How a column's times such as 7.30 are to be read, which say neither am nor pm. `either`: each of them has to say it."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """One shape of table. Keys are folded (headings by `columns.fold`, cells by `fold_words`), so that capitals do not matter.

    What a file has by the product's own names needs no entry: a map holds only what is written otherwise.
    """

    kind: Kind
    columns: Mapping[str, str] = field(default_factory=dict)
    """Heading to the column that it is: `{"dateofrequest": "received_on"}`."""
    codes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """A yes/no column of the wide form to its column and code: `{"poorlighting": ("factors", "lighting")}`."""
    left_out: frozenset[str] = frozenset()
    """Headings that were confirmed as none of ours."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Column to what is written to the code or area meant: `{"borough": {"hav": "Havering"}}`. An empty code: blank."""
    dates: Mapping[str, DateStyle] = field(default_factory=dict)
    """Column to the style of its dates, where its values alone could not tell."""
    personal: frozenset[str] = frozenset()
    """Headings of what looked like personal details when it was first seen: the next file's values may be too few to tell."""
    are_records: bool | None = None
    """Whether its rows are records: False for a table that was confirmed to be none, None where that was never in doubt."""
    clocks: Mapping[str, ClockStyle] = field(default_factory=dict)
    """Column to how its times are read that could be in the morning or in the evening."""

    def with_words(self, column: str, written: str, code: str) -> ColumnMap:
        """The map with one more word."""
        words = {**self.words, column: {**self.words.get(column, {}), fold_words(written): code}}
        return replace(self, words=words)


def fold_words(written: str) -> str:
    """What is written in a cell without what does not matter: capitals, and how many spaces, hyphens or underscores."""
    return " ".join("".join(letter if letter not in "_-\N{NO-BREAK SPACE}" else " " for letter in written.casefold()).split())


def shape_of(headings: Iterable[str]) -> str:
    """What tells tables of one shape from others: their headings, whatever their order and capitals."""
    folded = sorted({fold(heading) for heading in headings if heading})
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()


def as_json(column_map: ColumnMap) -> str:
    """The map as it is kept: the same map is always the same text."""
    told: dict[str, Any] = {
        # What an earlier version of the program would take for records has a format that it cannot read: it asks once more.
        "format": 2 if column_map.are_records is False else 1,
        "kind": column_map.kind,
        "columns": dict(column_map.columns),
        "codes": {heading: list(code) for heading, code in column_map.codes.items()},
        "left_out": sorted(column_map.left_out),
        "words": {column: dict(words) for column, words in column_map.words.items()},
        "dates": dict(column_map.dates),
        "clocks": dict(column_map.clocks),
    }
    if column_map.personal:
        told["personal"] = sorted(column_map.personal)
    if column_map.are_records is not None:
        told["are_records"] = column_map.are_records
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> ColumnMap:
    """The map that `as_json` wrote. Raises `ValueError` or `KeyError` for any other text."""
    told = json.loads(text)
    if told["format"] not in (1, 2):
        raise ValueError(f"a column map of format {told['format']}, which a later version of this program wrote")
    return ColumnMap(
        told["kind"],
        told["columns"],
        {heading: (column, code) for heading, (column, code) in told["codes"].items()},
        frozenset(told["left_out"]),
        told["words"],
        told["dates"],
        frozenset(told.get("personal", ())),
        told.get("are_records"),
        told.get("clocks", {}),
    )
