"""Finds the rows of headings on a sheet: where they stand, over how many rows, and whether tables stand beside each other.

Pure functions over rows that were looked at. What is known as a heading is said by the caller's `HeadingScore`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from walktalk_data.intake.grid import Cell, as_heading

Numbers = Sequence[int]
Rows = Sequence[Sequence[Cell]]
HeadingScore = Callable[[Sequence[str]], int]
Merged = Mapping[tuple[int, int], tuple[int, int]]
"""Row and column of a cell to the last row and column that it is merged over; columns are counted from 0 on the sheet."""

ROWS_LOOKED_AT: Final = 30
"""Headings stand within the first so many rows that are not blank."""
SURE: Final = 2
"""One word that is a heading may stand in any text; two beside each other are headings."""
_LIKE_AN_ID = re.compile(r"(?:^|[\W_])(?:id|ids|ref|refs|reference|number|no|nr)\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeadingRows:
    """Which rows have the headings (two, where the lower one says only some), by their places, and what the headings are."""

    upper: int
    lower: int
    headings: list[str]
    """From the first cell of the rows on."""
    first: int
    """The place of the first column of the table."""
    raw: tuple[tuple[Cell, ...], ...]
    """The rows themselves, to know them again."""
    groups: list[str]
    """For each heading the upper one that stands over it and over others."""
    doubtful: list[int]
    """As `GivenTable.doubtful`, by their places in the rows."""


def count_filled(row: Sequence[Cell]) -> int:
    """How many of its cells are not blank."""
    return len(row) - sum(cell is None for cell in row)


def as_headings(row: Sequence[Cell]) -> list[str]:
    """The row as headings. What is no text heads nothing."""
    return [as_heading(cell) if isinstance(cell, str) else "" for cell in row]


def find_heading_rows(
    numbers: Numbers,
    rows: Rows,
    heading_score: HeadingScore,
    at: int | None,
    left: int,
    merged: Merged,
    has_widths: bool,
) -> HeadingRows | None:
    """The rows of headings within the first rows of a sheet or of what is left of it; None where there are none.

    `at` is where they are known to be. `left`, `merged` and `has_widths` are as `layout.find_tables` has them.
    """
    scores = [heading_score(as_headings(row)) for row in rows[: ROWS_LOOKED_AT if at is None else at + 2]]
    best = _best_row(numbers, rows, scores) if at is None else at
    if best is None:
        return None
    score = scores[best]
    headings = [as_heading(cell) for cell in rows[best]]
    upper = lower = best
    if best + 1 < len(rows) and numbers[best + 1] == numbers[best] + 1:
        below = rows[best + 1]
        # A text with a comma in it that is not in quotes makes a row of a CSV file wider than its headings.
        is_wider = has_widths and len(below) > len(rows[best])
        if not is_wider and all(cell is None or isinstance(cell, str) for cell in below):
            both = _over(below, rows[best])
            if heading_score(both) > score or _stands_under(rows[best], below):
                headings, lower = both, best + 1
    if lower == best and best > 0 and numbers[best - 1] == numbers[best] - 1:
        joined = _with_upper(rows[best - 1], rows[best], _next_to(numbers, rows, best))
        is_group = count_filled(rows[best - 1]) >= 2 and all(cell is None or isinstance(cell, str) for cell in rows[best - 1])
        if joined and (is_group or heading_score(joined) > score):
            headings, upper = joined, best - 1
    while headings and not headings[-1]:
        headings.pop()
    data = _next_to(numbers, rows, lower)
    first = next(
        place
        for place in range(len(headings))
        if headings[place] or any(len(row) > place and row[place] is not None for row in data)
    )
    raw = tuple(tuple(without_blanks(row)) for row in rows[upper : lower + 1])
    above = lower - 1
    is_over = above >= 0 and numbers[above] == numbers[lower] - 1
    across = {first - left: last for (row, first), last in merged.items() if is_over and row == numbers[above]}
    ends = {place: last - left for place, (_, last) in across.items() if last - left > place}
    groups = _groups(rows[above] if is_over else (), rows[lower], len(headings), ends)
    own = [as_heading(cell) for cell in rows[best]]
    # Cells that are merged down from the one row into the other say that both are headings.
    is_sure = any(last_row == numbers[lower] for last_row, _ in across.values())
    under = {place for start, end in ends.items() for place in range(start, end + 1)}
    others = [place for place, text in enumerate(headings) if text and text not in own[place : place + 1]]
    doubtful = [] if is_sure else [place for place in others if place not in under]
    return HeadingRows(upper, lower, headings, first, raw, groups, doubtful)


def _best_row(numbers: Numbers, rows: Rows, scores: Sequence[int]) -> int | None:
    """The row with the most known headings; where a table stands above that one's, the row of that table. Where none is
    known, the first with two texts or more."""
    best = max(range(len(rows)), key=lambda place: scores[place])
    is_sure = scores[best] >= SURE or (scores[best] == 1 and count_filled(rows[best]) <= 2)
    if not is_sure:
        return next((place for place, row in enumerate(rows) if sum(isinstance(cell, str) for cell in row) >= 2), None)
    while True:
        gaps = [place for place in range(1, best + 1) if numbers[place] > numbers[place - 1] + 1]
        # A table of its own: headings, a row directly below them, and a blank row before the ones that are better known.
        earlier = [
            place
            for place in range(best)
            if scores[place] >= SURE
            and 2 * scores[place] > count_filled(rows[place])
            and any(gap >= place + 2 for gap in gaps)
            and place + 1 not in gaps
        ]
        if not earlier:
            return best
        best = max(earlier, key=lambda place: (scores[place], -place))


def _next_to(numbers: Numbers, rows: Rows, heading: int) -> list[Sequence[Cell]]:
    """The rows of data under the headings up to the next blank row."""
    found: list[Sequence[Cell]] = []
    for place in range(heading + 1, len(rows)):
        if found and numbers[place] != numbers[place - 1] + 1:
            break
        found.append(rows[place])
    return found


def _over(lower: Sequence[Cell], upper: Sequence[Cell]) -> list[str]:
    """The lower row's headings, and the upper one's where the lower is blank."""
    width = max(len(lower), len(upper))
    low, high = (as_headings(row) + [""] * (width - len(row)) for row in (lower, upper))
    return [below or above for below, above in zip(low, high, strict=True)]


def _stands_under(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether every text of the lower row stands under an upper heading that is merged over several columns."""
    texts = [*as_headings(upper), *[""] * (len(lower) - len(upper))]
    begins = [at for at, text in enumerate(texts) if text]
    under: set[int] = set()
    for at, end in pairwise([*begins, len(texts)]):
        wide = [place for place in range(at, end) if place < len(lower) and lower[place] is not None]
        if len(wide) > 1 and wide == [*range(at, wide[-1] + 1)]:
            under.update(wide)
    filled = [at for at, cell in enumerate(lower) if cell is not None]
    return len(filled) > 1 and set(filled) == under and filled[0] > begins[0]


def _with_upper(upper: Sequence[Cell], lower: Sequence[Cell], data: Rows) -> list[str] | None:
    """The headings with those that are merged down from the row above, over columns that have data; None where none is."""
    headings = [as_heading(cell) for cell in lower]
    headings += [""] * (len(upper) - len(headings))
    is_changed = False
    for place, above in enumerate(as_headings(upper)):
        if above and not headings[place] and any(len(row) > place and row[place] is not None for row in data):
            headings[place] = above
            is_changed = True
    return headings if is_changed else None


def _groups(upper: Sequence[Cell], lower: Sequence[Cell], width: int, ends: Mapping[int, int]) -> list[str]:
    """The upper heading over each lower one: a merged cell has its text in the first of its columns and blanks after it.

    Where it is known how far it is merged (`ends`: the place of a text to its last column), it reaches that far and no further.
    A text over the first column alone is a title. One with nothing under it is merged downwards: it ends what stands before it.
    """
    texts = [*as_headings(upper), *[""] * width][:width]
    is_title = sum(cell is not None for cell in upper) < 2 and bool(texts[:1]) and bool(texts[0])
    if is_title or not all(cell is None or isinstance(cell, str) for cell in upper):
        return [""] * width
    groups: list[str] = []
    over, last = "", width
    for at, text in enumerate(texts):
        has_lower = at < len(lower) and lower[at] is not None
        if text:
            last = ends.get(at, width)
        elif at > last:
            over = ""
        over = (text or over) if has_lower else "" if text else over
        groups.append(over if has_lower else "")
    return groups


def without_blanks(row: Sequence[Cell]) -> list[Cell]:
    """The row up to its last cell that is not blank."""
    cells = [*row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def find_side_by_side(found: HeadingRows, rows: Rows, numbers: Numbers, heading_score: HeadingScore) -> list[int]:
    """Where the tables begin that stand beside each other, the first at 0; nothing where there is one table.

    A blank column may also be a gap in one table. There are two where both parts have known headings and something tells them
    apart: a heading in both, a part that begins with an id, or one that is longer than the other.
    """
    data = _next_to(numbers, rows, found.lower)
    width = len(found.headings)
    used = [
        bool(found.headings[place]) or any(len(row) > place and row[place] is not None for row in data) for place in range(width)
    ]
    starts = [place for place in range(width) if used[place] and (place == 0 or not used[place - 1])]
    if len(starts) < 2:
        return []
    bounds = [starts[0]]
    for start, end in pairwise([*starts, width]):
        if start == starts[0]:
            continue
        before, after = found.headings[bounds[-1] : start], found.headings[start:end]
        if (
            heading_score(before) >= SURE
            and heading_score(after) >= SURE
            and _are_apart(before, after, data, bounds[-1], start, end)
        ):
            bounds.append(start)
    return [0, *bounds[1:]] if len(bounds) > 1 else []


def _are_apart(before: Sequence[str], after: Sequence[str], data: Rows, first: int, start: int, end: int) -> bool:
    shared = {heading.casefold() for heading in before if heading} & {heading.casefold() for heading in after if heading}
    if shared or _LIKE_AN_ID.search(after[0]):
        return True
    lengths = {(any(_given(row, first, start)), any(_given(row, start, end))) for row in data}
    return len(lengths) > 1


def _given(row: Sequence[Cell], start: int, end: int) -> list[bool]:
    return [cell is not None for cell in row[start:end]]
