"""Words as the file format of the slides can hold them."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr


def clean(words: str) -> str:
    """One line without the control characters that XML cannot hold."""
    return "".join(letter if letter.isprintable() or letter == "\N{NO-BREAK SPACE}" else " " for letter in words)


def written(words: str) -> str:
    """Words between tags."""
    return escape(clean(words))


def as_attribute(words: str) -> str:
    """Words as the value of an attribute, with its quotation marks."""
    return quoteattr(clean(words))
