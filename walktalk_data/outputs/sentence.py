"""A sentence whose every number is a figure, so that it can be read back from the table it came from."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from string import Formatter
from typing import Final, Literal

from walktalk_data.figure import Bound, Figure, shown

PartTone = Literal["", "dark", "day"]

_TAG = re.compile(r"<(/?)(dark|day)>")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence: plain words, or one figure as it is shown."""

    words: str
    tone: PartTone = ""
    figure: Figure | None = None
    end: Literal["", "low", "high"] = ""
    """Which end of the figure's interval is told; empty for its value."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and figures in order. `text` is what is read; `html` marks each number with its figure's id."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The sentence as plain words."""
        return "".join(part.words for part in self.parts)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures it tells, in order."""
        return tuple(part.figure for part in self.parts if part.figure)

    @property
    def html(self) -> str:
        """The sentence as HTML: `<span class="dark">` or `day` for its tone, `data-figure` on each number."""
        return "".join(_part_html(part) for part in self.parts)

    def __bool__(self) -> bool:
        return bool(self.parts)


NOTHING: Final = Sentence(())
"""No words at all."""


def _part_html(part: Part) -> str:
    classes = f' class="{part.tone}"' if part.tone else ""
    figure = f' data-figure="{html.escape(part.figure.figure_id)}"' if part.figure else ""
    figure += f' data-end="{part.end}"' if part.end else ""
    words = html.escape(part.words).replace(" %", "\N{NO-BREAK SPACE}%")
    return f"<span{classes}{figure}>{words}</span>" if classes or figure else words


def say(template: str, **what: Figure | Bound | str) -> Sentence:
    """Fill a template such as `<dark>{unsafe} of {answers}</dark> answers` with figures (shown as everywhere) and words.

    `{difference:size}` leaves out the sign, where words say more or less; `{low:plain}` has a minus but no plus.
    """
    parts: list[Part] = []
    tone: PartTone = ""
    for words, name, manner, _ in Formatter().parse(template):
        position = 0
        for tag in _TAG.finditer(words):
            parts.append(Part(words[position : tag.start()], tone))
            tone = "" if tag[1] else ("dark" if tag[2] == "dark" else "day")
            position = tag.end()
        parts.append(Part(words[position:], tone))
        if name is not None:
            parts.append(_told(what[name], tone, manner or ""))
    return Sentence(tuple(part for part in parts if part.words))


def _told(what: Figure | Bound | str, tone: PartTone, manner: str) -> Part:
    if isinstance(what, str):
        return Part(what, tone)
    end: Literal["", "low", "high"]
    figure, end = (what.figure, what.end) if isinstance(what, Bound) else (what, "")
    if what.value is None or not manner:
        return Part(what.shown, tone, figure, end)
    return Part(shown(what.value, what.number, "size" if manner == "size" else "plain"), tone, figure, end)


def join(*sentences: Sentence, between: str = " ") -> Sentence:
    """Several sentences as one, with `between` between those that say something."""
    parts: list[Part] = []
    for sentence in filter(None, sentences):
        parts += [Part(between)] if parts else []
        parts += sentence.parts
    return Sentence(tuple(parts))
