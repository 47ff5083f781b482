"""How the dates of a column are to be read, seen from all of them: never guessed where day and month could change places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from walktalk_data.intake.column_map import DateStyle
from walktalk_data.intake.dates_as_written import needs_style, possible_styles
from walktalk_data.intake.grid import Cell
from walktalk_data.intake.safe_words import repeat_date

MOST_EXAMPLES = 3


@dataclass
class DatesSeen:
    """The dates of one column whose style matters."""

    styles: frozenset[DateStyle] | None = None
    """Under which all of them so far can be read; None where there was none yet. Empty: they contradict each other."""
    fits_any: set[DateStyle] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def look_at(self, cells: Iterable[Cell]) -> None:
        """Take in more cells of the column."""
        texts = {cell for cell in cells if isinstance(cell, str)} - self._seen
        self._seen |= texts
        for text in sorted(texts):
            if not needs_style(text):
                continue
            fits = possible_styles([text])
            # What is no date in any style is a fault of its own and says nothing of the others.
            if fits:
                self.styles = fits if self.styles is None else self.styles & fits
                self.fits_any |= fits
                if len(fits) > 1 and len(self.examples) < MOST_EXAMPLES and (shown := repeat_date(text)):
                    self.examples.append(shown.strip('"'))

    @property
    def only_style(self) -> DateStyle | None:
        """The style that fits; None where several do, or where dates contradict each other."""
        if self.styles is None:
            return "day first"  # No date among them: whatever is there is told as a fault.
        return next(iter(self.styles)) if len(self.styles) == 1 else None

    @property
    def choices(self) -> tuple[DateStyle, ...]:
        """What the coordinator may choose from."""
        order: tuple[DateStyle, ...] = ("year first", "day first", "month first", "days since 1900", "days since 1904")
        return tuple(style for style in order if style in (self.styles or self.fits_any))
