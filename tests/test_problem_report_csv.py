"""A CSV file back with one column more: every other character, its encoding and its line ends as they were."""

from __future__ import annotations

import csv
import io
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.problem_report_examples import KnownTable, fault
from walktalk_data.intake.checked import Problem
from walktalk_data.intake.problem_report import (
    LONGEST_WORDS,
    DetailMark,
    NoReport,
    ReportedTable,
    joined_lines,
    report_name,
    write_report,
)

HEADINGS = ("walk_id", "women")
WALKS = KnownTable("", HEADINGS, rows=2, faulty=1)


def report(text: str | bytes, *problems: Problem, tables: tuple[ReportedTable, ...] = (WALKS,)) -> bytes:
    content = text if isinstance(text, bytes) else text.encode()
    return write_report(content, "walks.csv", tables, problems)[1]


def wrong(row: int | None, words: str = "is blank.", column: str = "women", position: int | None = None) -> Problem:
    return fault("", row, column, words, position=position, file="walks.csv")


def test_the_words_stand_in_a_last_column_and_all_else_is_as_it_was() -> None:
    given_text = 'walk_id,women\r\n"W-1" , 4\r\nW-2,\r\n\r\n'
    assert report(given_text, wrong(3)).decode() == (
        'walk_id,women,"What is wrong"\r\n"W-1" , 4,\r\nW-2,,"women: is blank. Mend it."\r\n\r\n'
    )


def test_each_fault_of_a_row_is_a_line() -> None:
    rows = list(csv.reader(io.StringIO(report("walk_id,women\nW-1,x\n", wrong(2), wrong(2, "is odd.", "walk_id")).decode())))
    assert rows[1][2] == "walk_id: is odd. Mend it.\nwomen: is blank. Mend it."


def test_faults_of_the_whole_table_stand_first_in_the_first_row() -> None:
    made = report("walk_id,women\nW-1,x\n", wrong(2), wrong(None, 'has no column "kind".', ""))
    rows = list(csv.reader(io.StringIO(made.decode())))
    assert rows[0] == ["walk_id", "women", "What is wrong"]
    assert rows[1][2] == 'This table has no column "kind". Mend it.\nwomen: is blank. Mend it.'


def test_title_rows_stay_and_short_rows_reach_the_column() -> None:
    table = KnownTable("", HEADINGS, 3, rows=2, faulty=1)
    made = report("Walks of week 12\n\nwalk_id;women;\nW-1\nW-2;3;4;5\n", wrong(4), tables=(table,)).decode()
    assert made == ('Walks of week 12\n\nwalk_id;women;;;"What is wrong"\nW-1;;;;"women: is blank. Mend it."\nW-2;3;4;5;\n')


def test_a_column_of_an_earlier_report_is_written_over() -> None:
    once = report("walk_id,women\nW-1,\nW-2,3\n", wrong(2))
    assert report(once, wrong(2)) == once
    assert report(once, wrong(3, "is odd.")).decode() == (
        'walk_id,women,"What is wrong"\nW-1,,\nW-2,3,"women: is odd. Mend it."\n'
    )


def test_a_row_that_is_too_wide_keeps_her_cells() -> None:
    made = report("walk_id,women,What is wrong\nW-1,4,Mill Road,old words\n", wrong(2, "has 4 values.", "")).decode()
    assert made.endswith('W-1,4,Mill Road,old words,"This row has 4 values. Mend it."\n')


def test_no_cell_of_ours_is_a_formula() -> None:
    table = KnownTable("", ("=cmd",), rows=1, faulty=1)
    made = report("=cmd\nx\n", wrong(2, "@x", "", 0), wrong(None, "+1", ""), tables=(table,)).decode()
    for row in csv.reader(io.StringIO(made)):
        assert row[1].startswith(("What", "This"))
        assert not any(line.startswith(("=", "+", "-", "@", "\t")) for line in row[1].split("\n"))


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"", "cp1252")],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_encoding_the_delimiter_and_the_line_ends_stay(mark: bytes, encoding: str, delimiter: str, line_end: str) -> None:
    text = f"walk_id{delimiter}women{line_end}Zoë – café{delimiter}“4”{line_end}"
    made = report(mark + text.encode(encoding), wrong(2, "“é” is wrong."))
    assert made.startswith(mark)
    assert made[len(mark) :].decode(encoding) == (
        f'walk_id{delimiter}women{delimiter}"What is wrong"{line_end}'
        f'Zoë – café{delimiter}“4”{delimiter}"women: “é” is wrong. Mend it."{line_end}'
    )


def test_letters_that_the_encoding_has_not_are_replaced_in_our_words_only() -> None:
    made = report("walk_id,women\ncaf\u00e9,\n".encode("cp1252"), wrong(2, "Łódź is no number."))
    assert made == 'walk_id,women,"What is wrong"\ncaf\u00e9,,"women: ?ód? is no number. Mend it."\n'.encode("cp1252")


@pytest.mark.parametrize("content", [b"walk_id,women\nW-1,\x00\n", b"walk_id\nW-\x81\n", b"\xff\xfea", b"\xff\xfe\x00\xd8"])
def test_a_file_that_is_no_text_has_no_report(content: bytes) -> None:
    with pytest.raises(NoReport, match="cannot be read as text"):
        report(content, wrong(2))


def test_a_file_without_known_headings_says_so_under_its_first_row() -> None:
    made = report("a,b\n1,2\n", wrong(None, "has no row of headings that is known.", ""), tables=()).decode()
    assert made == 'a,b,"What is wrong"\n1,2,"This file has no row of headings that is known. Mend it."\n'


@pytest.mark.parametrize("text", ["walk_id,women", "walk_id,women\r\n"])
def test_a_file_of_headings_only_has_a_row_for_what_is_wrong(text: str) -> None:
    made = report(text, wrong(None, "has headings and no rows.", "")).decode()
    assert made == 'walk_id,women,"What is wrong"\r\n,,"This table has headings and no rows. Mend it."\r\n'


def test_an_empty_file_still_says_what_is_wrong() -> None:
    rows = list(csv.reader(io.StringIO(report(b"", wrong(None, "is empty.", ""), tables=()).decode())))
    assert rows == [["This file is empty. Mend it."]]


def test_a_quote_that_is_not_closed_is_said_on_the_line_where_it_begins() -> None:
    made = report('walk_id,women\nW-1,"4\nW-2,5\n', wrong(2, "has a quote that is not closed.", "")).decode()
    assert made == ('walk_id,women,"What is wrong"\nW-1,"4,"This row has a quote that is not closed. Mend it."\nW-2,5,\n')


def test_a_detail_is_said_in_the_words_given_and_nothing_else() -> None:
    mark = DetailMark("", 2, 1, "place", "has what looks like 1 email; take it out, or decide when loading.")
    made = write_report(b"walk_id,where\nW-1,Ann\n", "walks.csv", [KnownTable("", ("walk_id", "where"))], (), (), (mark,))[1]
    assert made.decode().splitlines()[1] == (
        'W-1,Ann,"where (place): has what looks like 1 email; take it out, or decide when loading."'
    )


def test_two_columns_of_one_heading_are_told_apart() -> None:
    table = KnownTable("", ("women", "women"))
    rows = list(csv.reader(io.StringIO(report("women,women\n1,x\n", wrong(2, position=1), tables=(table,)).decode())))
    assert rows[1][2] == "women in column B (women): is blank. Mend it."


def test_so_many_lines_that_nobody_reads_on_are_cut_and_counted() -> None:
    text = joined_lines(["x" * 99] * 1_000)
    assert len(text) <= LONGEST_WORDS
    assert text.endswith("(and 921 more)")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("week 12.CSV", "week 12 - what is wrong.csv"),
        ("week 12 - what is wrong.csv", "week 12 - what is wrong.csv"),
        ("week 12 - what is wrong (1).csv", "week 12 - what is wrong.csv"),
        ("march/walks.csv", "walks - what is wrong.csv"),
        (r"C:\mine\walks.csv", "walks - what is wrong.csv"),
    ],
)
def test_the_name_says_what_the_file_is(name: str, wanted: str) -> None:
    assert report_name(name, ".csv") == wanted


ENCODINGS = st.sampled_from([(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff"), max_size=12)


@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quote_all=st.booleans(),
    encoding=ENCODINGS,
    faulty=st.sets(st.integers(2, 9)),
)
def test_any_cells_come_back_and_only_the_column_is_added(
    rows: list[list[str]], delimiter: str, line_end: str, quote_all: bool, encoding: tuple[bytes, str], faulty: set[int]
) -> None:
    rows = [["walk_id", "women"], *rows]
    written = io.StringIO(newline="")
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(written, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    mark, codec = encoding
    faulty = {row for row in faulty if row <= len(rows)}
    content = mark + written.getvalue().encode(codec)
    once = report(content, *(wrong(row) for row in sorted(faulty)))
    assert once.startswith(mark)
    was = list(csv.reader(io.StringIO(written.getvalue(), newline=""), delimiter=delimiter))
    made = list(csv.reader(io.StringIO(once[len(mark) :].decode(codec), newline=""), delimiter=delimiter))
    width = max(len(row) for row in was)
    assert len(made) == len(was)
    for number, (before, after) in enumerate(zip(was, made, strict=True), 1):
        assert after[: len(before)] == before
        said = "What is wrong" if number == 1 else "women: is blank. Mend it." if number in faulty else ""
        assert "".join(after[len(before) :]) == said
        assert not said or after[width] == said
    assert report(once, *(wrong(row) for row in sorted(faulty))) == once
