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
        "format": 1,
        "kind": column_map.kind,
        "columns": dict(column_map.columns),
        "codes": {heading: list(code) for heading, code in column_map.codes.items()},
        "left_out": sorted(column_map.left_out),
        "words": {column: dict(words) for column, words in column_map.words.items()},
        "dates": dict(column_map.dates),
        "clocks": dict(column_map.clocks),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> ColumnMap:
    """The map that `as_json` wrote. Raises `ValueError` or `KeyError` for any other text."""
    told = json.loads(text)
    if told["format"] != 1:
        raise ValueError(f"a column map of format {told['format']}, which a later version of this program wrote")
    return ColumnMap(
        told["kind"],
        told["columns"],
        {heading: (column, code) for heading, (column, code) in told["codes"].items()},
        frozenset(told["left_out"]),
        told["words"],
        told["dates"],
        told.get("clocks", {}),
    )
