"""Tables are found where people put them: under titles, above totals, beside and below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walktalk_data.intake.given import GivenTable, Notice
from walktalk_data.intake.grid import Cell, FileFault, Formula
from walktalk_data.intake.layout import Batch, find_tables

KNOWN = {"request_id", "received on", "borough", "ward", "walk_id", "kind", "minutes", "feeling", "before", "after"}


def score(headings: Sequence[str]) -> int:
    return len({heading.casefold() for heading in headings} & KNOWN)


def drawn(picture: str) -> list[tuple[int, list[Cell]]]:
    """A sheet as it looks: a line a row, `|` between cells; whole numbers are numbers, `=` is a formula."""
    rows = []
    for number, line in enumerate(picture.strip("\n").splitlines(), 1):
        cells: list[Cell] = [_cell(text.strip()) for text in line.split("|")]
        if any(cell is not None for cell in cells):
            rows.append((number, cells))
    return rows


def _cell(text: str) -> Cell:
    if text.startswith("="):
        return Formula()
    return int(text) if text.isdecimal() else text.replace("/", "\n") or None


def in_batches(rows: Sequence[tuple[int, list[Cell]]], size: int) -> Iterator[Batch]:
    for at in range(0, len(rows), size):
        part = rows[at : at + size]
        yield [number for number, _ in part], [cells for _, cells in part]


Table = tuple[tuple[str, ...], int, int, list[tuple[int, list[Cell]]]]
"""Its headings, their row, its first column, its rows by their numbers."""


def found(rows: Sequence[tuple[int, list[Cell]]], size: int = 10_000) -> tuple[list[Table], list[str]]:
    """The tables, and the notices."""
    tables: list[Table] = []
    notices: list[str] = []
    for given_ in find_tables("week", in_batches(rows, size), score, 1900):
        if isinstance(given_, Notice):
            notices.append(given_.words)
            continue
        assert isinstance(given_, GivenTable)
        read = [(number, trimmed(row)) for block in given_.blocks for number, row in zip(block.numbers, block.rows, strict=True)]
        tables.append((given_.headings, given_.heading_row, given_.first_column, read))
    return tables, notices


def trimmed(row: Sequence[Cell]) -> list[Cell]:
    cells = [*row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


ONE = ("request_id", "borough")

LAYOUTS = {
    "a plain table": (
        "request_id|borough\nR-1|Havering",
        [(ONE, 1, 0, [(2, ["R-1", "Havering"])])],
        [],
    ),
    "titles above": (
        "Walks this week\nas at Monday\n\nrequest_id|borough\nR-1|Havering",
        [(ONE, 4, 0, [(5, ["R-1", "Havering"])])],
        ["has its headings in row 4: rows 1 and 2 above them were left out."],
    ),
    "blank columns on the left, and blank rows": (
        "||request_id|borough\n\n||R-1|Havering\n\n\n||R-2|Redbridge",
        [(ONE, 1, 2, [(3, ["R-1", "Havering"]), (6, ["R-2", "Redbridge"])])],
        [],
    ),
    "a title to the left of the table": (
        "Walks\n|request_id|borough\n|R-1|Havering",
        [(ONE, 2, 1, [(3, ["R-1", "Havering"])])],
        ["has its headings in row 2: row 1 above them was left out."],
    ),
    "a column without a heading on the left": (
        "|request_id|borough\n1|R-1|Havering",
        [(("", *ONE), 1, 0, [(2, [1, "R-1", "Havering"])])],
        [],
    ),
    "a group title over several columns": (
        "Who||Where\nrequest_id|received on|borough|ward\nR-1|x|Havering|y",
        [(("request_id", "received on", "borough", "ward"), 2, 0, [(3, ["R-1", "x", "Havering", "y"])])],
        ["has its headings in row 2: row 1 above them was left out."],
    ),
    "headings merged down over two rows": (
        "request_id|borough|Trust\n||before|after\nR-1|Havering|1|2",
        [((*ONE, "before", "after"), 2, 0, [(3, ["R-1", "Havering", 1, 2])])],
        [],
    ),
    "headings merged down, most of them below": (
        "request_id|Where||Trust\n|borough|ward|before|after\nR-1|Havering|y|1|2",
        [((*ONE, "ward", "before", "after"), 2, 0, [(3, ["R-1", "Havering", "y", 1, 2])])],
        [],
    ),
    "headings with line breaks": (
        "request_id|received/on|borough\nR-1|x|Havering",
        [(("request_id", "received on", "borough"), 1, 0, [(2, ["R-1", "x", "Havering"])])],
        [],
    ),
    "totals below": (
        "request_id|borough|minutes\nR-1|Havering|30\nTOTAL:||30\n|Grand total|=",
        [((*ONE, "minutes"), 1, 0, [(2, ["R-1", "Havering", 30])])],
        ["has totals in rows 3 and 4, which were left out."],
    ),
    "a record that only begins like a total": (
        "request_id|borough\nTotal|Havering\nTotals-1|3",
        [(ONE, 1, 0, [(2, ["Total", "Havering"]), (3, ["Totals-1", 3])])],
        [],
    ),
    "notes below": (
        "request_id|borough\nR-1|Havering\n\nSource: mailbox\nas at Monday",
        [(ONE, 1, 0, [(2, ["R-1", "Havering"])])],
        ["has a single value after a blank row in rows 4 and 5, which were left out."],
    ),
    "a record with its id alone": (
        "request_id|borough\nR-1|Havering\nR-2",
        [(ONE, 1, 0, [(2, ["R-1", "Havering"]), (3, ["R-2"])])],
        [],
    ),
    "headings repeated on each printed page": (
        "request_id|borough\nR-1|Havering\nrequest_id|borough\nR-2|Havering\n\nrequest_id|borough\nR-3|Havering",
        [(ONE, 1, 0, [(2, ["R-1", "Havering"]), (4, ["R-2", "Havering"]), (7, ["R-3", "Havering"])])],
        ["repeats its headings in rows 3 and 6, which were left out."],
    ),
    "two tables below each other": (
        "request_id|borough\nR-1|Havering\n\nWalks\nwalk_id|kind|minutes\nW-1|safety walk|30",
        [
            (ONE, 1, 0, [(2, ["R-1", "Havering"])]),
            (("walk_id", "kind", "minutes"), 5, 0, [(6, ["W-1", "safety walk", 30])]),
        ],
        ["has a single value after a blank row in row 4, which was left out."],
    ),
    "a second table further to the left": (
        "|request_id|borough\n|R-1|Havering\n\nwalk_id|kind|minutes\nW-1|safety walk|30",
        [
            (ONE, 1, 1, [(2, ["R-1", "Havering"])]),
            (("walk_id", "kind", "minutes"), 4, 0, [(5, ["W-1", "safety walk", 30])]),
        ],
        [],
    ),
    "two tables side by side": (
        "request_id|borough||walk_id|kind|minutes\nR-1|Havering||W-1|safety walk|30\nR-2|Redbridge\nTotal|2",
        [
            (ONE, 1, 0, [(2, ["R-1", "Havering"]), (3, ["R-2", "Redbridge"])]),
            (("walk_id", "kind", "minutes"), 1, 3, [(2, ["W-1", "safety walk", 30])]),
        ],
        ["has totals in row 4, which was left out."],
    ),
    "a blank column within one table": (
        "request_id|borough||ward|minutes\nR-1|Havering||x|1",
        [((*ONE, "", "ward", "minutes"), 1, 0, [(2, ["R-1", "Havering", None, "x", 1])])],
        [],
    ),
    "headings that nobody knows": (
        "Report\nnumber of it|council area\n1|Havering",
        [(("number of it", "council area"), 2, 0, [(3, [1, "Havering"])])],
        ["has its headings in row 2: row 1 above them was left out."],
    ),
    "headings alone": ("request_id|borough", [(ONE, 1, 0, [])], []),
    "a report given back": (
        "request_id|borough|What is wrong\nR-1||borough: is blank.\n||request_id: is blank.\nR-2|Havering\nR-3|Havering|mended",
        [
            (
                (*ONE, "What is wrong"),
                1,
                0,
                [(2, ["R-1"]), (4, ["R-2", "Havering"]), (5, ["R-3", "Havering"])],
            )
        ],
        [],
    ),
    "a report given back of headings on each page": (
        "request_id|borough|What is wrong\nR-1||is blank.\n\nrequest_id|borough|What is wrong\n||is blank.\nR-2|Havering",
        [((*ONE, "What is wrong"), 1, 0, [(2, ["R-1"]), (6, ["R-2", "Havering"])])],
        ["repeats its headings in row 4, which was left out."],
    ),
    "values to the left of the table": (
        "|request_id|borough\n|R-1|Havering\n\nx|R-2|Havering\ny",
        [(ONE, 1, 1, [(2, ["R-1", "Havering"]), (4, ["R-2", "Havering"])])],
        ["has values to the left of its table in rows 4 and 5. These were left out."],
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("size", [1, 2, 10_000])
def test_a_table_is_found_as_people_lay_it_out(name: str, size: int) -> None:
    picture, tables, notices = LAYOUTS[name]
    assert found(drawn(picture), size) == (tables, notices)


def test_a_sheet_without_headings_is_a_fault_and_says_no_more() -> None:
    with pytest.raises(FileFault) as raised:
        found([(1, ["Jane Smith"]), (2, ["07700 900123"])])
    assert (raised.value.fault, raised.value.row) == ("has no row of headings.", None)


def test_a_heading_beyond_the_thirtieth_row_is_not_looked_for() -> None:
    rows: list[tuple[int, list[Cell]]] = [(number, ["a", "b"]) for number in range(1, 31)]
    tables, _ = found([*rows, (31, ["request_id", "borough"]), (32, ["R-1", "Havering"])])
    assert tables[0][:2] == (("a", "b"), 1)


def test_a_table_without_blank_rows_passes_through_as_it_came() -> None:
    rows: list[Sequence[Cell]] = [["request_id", "borough"], *([f"R-{number}", "Havering"] for number in range(1_000))]
    table = next(iter(find_tables("", [(range(1, 1_002), rows)], score)))
    assert isinstance(table, GivenTable)
    (block,) = table.blocks
    assert (block.numbers, block.rows) == (range(2, 1_002), rows[1:])


ids = st.integers(1, 10**6).map(lambda number: f"R-{number}")
words = st.sampled_from(["Havering", "Redbridge", "by the park", "2022-02-01"]) | st.dates()
cells = st.none() | words | st.integers(0, 100)
records = st.lists(st.tuples(ids, words, cells, cells).map(list), min_size=1, max_size=12)


@settings(deadline=None)
@given(
    records=records,
    titles=st.lists(st.sampled_from(["Walks", "as at Monday", "East Area"]), max_size=3),
    gap=st.booleans(),
    left=st.integers(0, 3),
    blank=st.sets(st.integers(0, 12)),
    total=st.booleans(),
    note=st.booleans(),
    size=st.integers(1, 40),
)
def test_whatever_stands_around_a_table_it_comes_back_exactly(
    records: list[list[Cell]],
    titles: list[str],
    gap: bool,
    left: int,
    blank: set[int],
    total: bool,
    note: bool,
    size: int,
) -> None:
    headings: list[Cell] = ["request_id", "received on", "borough", "minutes"]
    rows: list[tuple[int, list[Cell]]] = [(number, [title]) for number, title in enumerate(titles, 1)]
    number = len(titles) + gap + 1
    heading_row = number
    rows.append((number, [*[None] * left, *headings]))
    expected = []
    for position, record in enumerate(records):
        number += 2 if position in blank else 1
        rows.append((number, [*[None] * left, *record]))
        expected.append((number, trimmed(record)))
    if total:
        number += 1
        rows.append((number, [*[None] * left, "Total", None, None, 7]))
    if note:
        number += 2
        rows.append((number, [*[None] * left, "Source: mailbox"]))
    tables, notices = found(rows, size)
    assert tables == [(tuple(headings), heading_row, left, expected)]
    assert len(notices) == bool(titles) + total + note


@settings(deadline=None)
@given(
    st.lists(st.lists(cells | st.sampled_from(["request_id", "borough", "Total", "walk_id", "kind"]), max_size=7), max_size=25),
    st.integers(1, 30),
)
def test_no_row_is_lost_without_a_word(sheet: list[list[Cell]], size: int) -> None:
    rows = [(number, row) for number, row in enumerate(sheet, 1) if any(cell is not None for cell in row)]
    try:
        tables, notices = found(rows, size)
    except FileFault:
        return
    told = {number for words_ in notices for number in numbers_in(words_)}
    told |= {table[1] for table in tables} | {table[1] - 1 for table in tables}
    told |= {number for table in tables for number, _ in table[3]}
    assert {number for number, _ in rows} <= told


def numbers_in(words_: str) -> set[int]:
    numbers: set[int] = set()
    previous, is_span = 0, False
    for word in words_.replace(":", " ").replace(".", " ").replace(",", " ").split():
        if word.isdecimal():
            numbers |= set(range(previous, int(word) + 1)) if is_span else {int(word)}
            previous, is_span = int(word), False
        else:
            is_span = word == "to"
    return numbers


def test_a_date_is_no_heading() -> None:
    tables, _ = found([(1, [date(2022, 1, 1), "x"]), (2, ["request_id", "borough"]), (3, ["R-1", "Havering"])])
    assert tables[0][:2] == (ONE, 2)
