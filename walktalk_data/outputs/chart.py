"""A chart described once, as data. Every hand that draws draws this: the screen, the workbook, paper and slides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from walktalk_data.figure import Figure
from walktalk_data.outputs.sentence import NOTHING, Sentence
from walktalk_data.vocabulary import UNCERTAIN_BASE

Tone = Literal["dark", "daylight", "twilight", "ink", "soft"]
"""What a colour means. After dark and daylight have one colour each, everywhere; all else is ink."""

Form = Literal["dots", "dumbbell", "bars", "lines", "scale"]
"""
dots: one dot a row, its interval as a thin line; dumbbell: two dots a row, joined; bars: from nought, one a row;
lines: one line a series over the rows, which are months; scale: a row's counts on the four steps of the feeling.
"""


NOTHING_TO_DRAW: Final = "No answers or records here to draw."
TOO_FEW_WALKS: Final = "Too few walks in this period."


@dataclass(frozen=True, slots=True)
class Series:
    """One set of marks: the words that label it on the data, and its tone."""

    words: str
    tone: Tone


DARK: Final = Series("After dark", "dark")
BY_DAY: Final = Series("By day", "daylight")
TWILIGHT: Final = Series("Twilight", "twilight")


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One row: what it is, what it rests on, and one figure a series (None where that series has no such row)."""

    label: str
    sublabel: Sentence
    figures: tuple[Figure | None, ...]
    tone: Tone | None = None
    """The row's own tone where rows, not series, carry the meaning."""
    reference: Figure | None = None
    """A published figure to stand beside this row, drawn as a thin marker; the chart's foot says what it is."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was held while the rows of a chart of lines went by."""

    number: int
    """By which the list under the chart knows it."""
    row: int
    """The row in which it lies, 0 the first."""
    told: Sentence


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: `title` states the finding, `subtitle` the measure, `alternative` says in words what is drawn."""

    name: str
    form: Form
    table: str
    title: Sentence
    subtitle: str
    series: tuple[Series, ...]
    rows: tuple[ChartRow, ...]
    alternative: str
    foot: Sentence = NOTHING
    read: str = ""
    """How to read it, where that is not plain."""
    empty: str = NOTHING_TO_DRAW
    """What is said where it has no row."""
    scope: str = ""
    """The area and days, for where a chart stands without a page that says them."""
    events: tuple[Event, ...] = ()
    """What was held meanwhile, under the lines, by number; what it was stands in a list below."""
    to_whole: bool = False
    """Whether the scale of shares runs to 100 % whatever is drawn, as where charts stand side by side."""

    @property
    def is_share(self) -> bool:
        """Whether the marks are parts of a base (0 to 1) and not counts."""
        return any(figure.number == "share" for row in self.rows for figure in row.figures if figure)


FEW: Final = "A hollow mark rests on under thirty and is uncertain."
"""What is said under a chart that has such marks."""


def is_uncertain(figure: Figure) -> bool:
    """Whether a share rests on fewer answers than may be taken as certain. Its mark is drawn hollow, and said in words."""
    return figure.number == "share" and figure.value is not None and (figure.base or 0) < UNCERTAIN_BASE


def answered(*figures: Figure | None) -> tuple[Figure | None, ...]:
    """Those that somebody's answer stands behind; None for the others, so that none of 0 is not drawn as none of many."""
    return tuple(None if figure is None or figure.is_unanswered else figure for figure in figures)
