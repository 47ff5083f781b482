"""National figures to stand beside ours, from a reference file: context, and never like for like."""

from __future__ import annotations

import csv
from functools import cache
from typing import Final

from walktalk_data.areas import REFERENCE
from walktalk_data.figure import Cell, ExactTable, Figure
from walktalk_data.figures.context import shares, words
from walktalk_data.vocabulary import LIGHT_WORDS

NOT_LIKE_FOR_LIKE: Final = (
    "Not like for like: women who ask for a walk asked because a place felt unsafe.",
    "National surveys ask everyone, about other places.",
    "Some shares are of those who felt unsafe, others of those who felt safe: as each was published, none turned round.",
)


@cache
def national_figures() -> ExactTable:
    """One row a published figure: where, what was asked, of whom, when, by whom. The same for every scope."""
    name = "national_figures"
    rows: list[tuple[Cell, ...]] = []
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            measure = "national_unsafe_share" if row["felt"] == "unsafe" else "national_safe_share"
            figure = Figure(
                name,
                measure,
                "activity",
                float(row["share"]),
                place=row["setting"],
                period=row["wave"],
                light=row["light"],
                group="drawn beside ours" if row["drawn"] == "yes" else "published",
                group_value=f"{row['who']}, {row['area']}, {row['wave']}",
            )
            rows.append(
                (
                    f"{row['setting']}: felt {row['felt']}",
                    row["who"],
                    row["area"],
                    LIGHT_WORDS[row["light"]],
                    row["wave"],
                    row["question"],
                    figure,
                    row["source"],
                )
            )
    return ExactTable(
        name,
        "National figures, for context",
        "one published figure",
        (
            *(words(heading) for heading in ("Where, and what was felt", "Who", "Area", "Light", "When", "What was asked")),
            shares("Share who felt so"),
            words("Source"),
        ),
        tuple(rows),
        NOT_LIKE_FOR_LIKE,
        "Office for National Statistics; licensed under the Open Government Licence v3.0",
    )
