"""The words of the field and what they mean: for the page that lists them, headings that explain them, and README.

After a change of the list: python -m walktalk_data.outputs.glossary
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from walktalk_data.vocabulary import HIDDEN, NOT_APPLICABLE, REVISED, TOO_FEW


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means. `forms`: how it stands in headings, subtitles and table heads, where it is explained."""

    word: str
    meaning: str
    forms: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What links and pages know it by."""
        return "meaning-" + "-".join(re.findall(r"[a-z0-9]+", self.word.lower()))


GLOSSARY: Final = (
    Term("unit", "the Basic Command Unit whose records these are: East Area, with Havering, Redbridge, Barking and Dagenham"),
    Term(
        "request",
        "someone asked for a walk; its status is the latest change on or before the as at day",
        ("requests received", "request received", "requests completed"),
    ),
    Term(
        "walk",
        "a walk that took place: a walk and talk, a safety walk (led) or a group walk. Walks and requests completed are counted "
        "apart",
        ("walks took place", "walk took place"),
    ),
    Term(
        "answer",
        "one completed questionnaire. Feelings and reasons count participants; officers and officials stand beside them",
        ("participants’ answers", "participants’ answer"),
    ),
    Term("unsafe", "an answer that said fairly or very unsafe", ("said unsafe", "fairly or very unsafe")),
    Term(
        "light",
        "daylight, twilight or dark, from the sun at the walk's place in the middle of the walk; dark is after civil dusk and "
        "before civil dawn",
        ("after dark", "twilight", "light"),
    ),
    Term("action", "what was agreed to be done about a place, a cause or a borough: open, overdue, done or dropped as at a day"),
    Term("engagement", "a panel, a meeting or the like that was held"),
    Term("hub", "a place where officers, of the police or of the council, can be found, with its hours"),
    Term(
        "interval",
        "where the true share lies, 95 times in 100, as far as chance goes: few answers make it wide. It allows for answers of "
        "one route being alike",
        ("95 % intervals", "95 % interval"),
    ),
    Term(
        "more than chance would explain",
        "the difference is larger than answers of so few women would give by chance, beside all the other comparisons of the "
        "briefing. It does not say why",
        ("more than chance would explain",),
    ),
    Term(
        "route",
        "the same way walked again; matched when walked in daylight and after dark",
        ("matched routes", "routes walked both ways", "same routes"),
    ),
    Term("period", "two days, both included: requests by the day received, walks by their day, answers by their walk's day"),
    Term("as at", "how things stood on a day, by the dates of events", ("as at",)),
    Term("briefing", "all the figures for one scope: what a screen draws, and a workbook and a report hold"),
    Term("one-file report", "a briefing as one HTML file, to read anywhere and to print"),
    Term("presentation", "a briefing as full screens for the wall, one finding each"),
    Term("slides", "a briefing as an editable .pptx, in the order of the presentation"),
    Term("edition", "a briefing published to partners or the public: frozen, numbered, proven safe with all earlier ones"),
    Term(HIDDEN, "hidden from this audience, so that no one's answer can be worked out; it is not nought"),
    Term(REVISED, "revised: an earlier edition told it otherwise"),
    Term(TOO_FEW, "too few answers for a percentage or a comparison"),
    Term(NOT_APPLICABLE, "not applicable"),
)

README: Final = Path(__file__).resolve().parents[2] / "README.md"
HEADINGS, END = "| word | meaning |\n", "\n\n"

TITLE: Final = "What the words mean"
LEAD: Final = "One word, one meaning: on every page, in every file that is taken away, and in what is published."

_TAG: Final = re.compile(r"(<[^>]*>)")
_NOT_INSIDE: Final = ("a", "abbr", "button", "summary", "svg", "caption", "h1")
"""Where no word is explained: what leads elsewhere or opens something, and the one finding, which is read across a room."""


def _pattern(form: str) -> str:
    return r"\s".join(re.escape(escape(part)) for part in form.split())


_FORMS: Final = {form.casefold(): term for term in GLOSSARY for form in term.forms}
_ANY_FORM: Final = re.compile(
    rf"(?<![\w-])(?:{'|'.join(_pattern(form) for form in sorted(_FORMS, key=len, reverse=True))})(?![\w-])", re.IGNORECASE
)


def explain(html: str, is_first: Callable[[Term], bool]) -> str:
    """The same HTML with the words of the glossary in it as buttons that tell what they mean.

    `is_first`: asked for each word that is found, and true where it is to be explained here.
    """
    inside: list[str] = []
    pieces = _TAG.split(html)
    for place, piece in enumerate(pieces):
        if place % 2:
            _step(inside, piece)
        elif piece and not any(name in _NOT_INSIDE for name in inside):
            pieces[place] = _ANY_FORM.sub(lambda found: _draw(found[0], is_first), piece)
    return "".join(pieces)


def _step(inside: list[str], tag: str) -> None:
    """In or out of an element. What has no end, such as a line break, is never inside of anything here."""
    name = (re.match(r"</?\s*([a-z0-9]+)", tag) or [""] * 2)[1]
    if tag.startswith("</"):
        while inside and inside.pop() != name:
            pass
    elif name and name not in ("br", "input", "img", "hr") and not tag.endswith("/>"):
        inside.append(name)


def _draw(words: str, is_first: Callable[[Term], bool]) -> str:
    term = _FORMS[" ".join(words.split()).casefold()]
    if not is_first(term):
        return words
    return f'<span class="term" role="button" tabindex="0" aria-describedby="{term.name}">{words}</span>'


def draw_meanings(terms: list[Term]) -> str:
    """What the words mean, out of sight, where the buttons find it."""
    told = "".join(f'<span id="{term.name}"><b>{escape(term.word)}</b>: {escape(term.meaning)}</span>' for term in terms)
    return f'<div class="meanings" hidden>{told}</div>' if told else ""


def draw_glossary() -> str:
    """All the words, each with what it means."""
    rows = "".join(f"<div><dt>{escape(term.word)}</dt><dd>{escape(_sentence(term.meaning))}</dd></div>" for term in GLOSSARY)
    return f'<dl class="glossary">{rows}</dl>'


def _sentence(meaning: str) -> str:
    return f"{meaning[0].upper()}{meaning[1:]}."


def write_table() -> str:
    """The same as the table of README."""
    rows = (f"| {f'`{term.word}`' if term.word.startswith('[') else term.word} | {term.meaning} |\n" for term in GLOSSARY)
    return f"{HEADINGS}| --- | --- |\n{''.join(rows)}"


def with_table(readme: str) -> str:
    """README with the table as it is now."""
    before, begin, rest = readme.partition(HEADINGS)
    return f"{before}{write_table()}{begin and rest[rest.index(END) + 1 :]}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
