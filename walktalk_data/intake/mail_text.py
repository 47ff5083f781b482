"""What a mail's sender wrote this time: without markup, earlier mails, forwarded headers and signatures."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_LINE_TAGS: Final = frozenset((
    "address", "blockquote", "br", "div", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "table", "td", "th", "tr", "ul",
))  # fmt: skip
_SILENT_TAGS: Final = frozenset(("head", "script", "style", "title"))

_DECLARATION = re.compile(r"<!--(?:(?!-->|<!--).){0,9999}-->|<[!?][^<>]{0,999}>", re.DOTALL)
_NO_TAG = re.compile(r"<(?!/?[a-zA-Z][^<>]{0,9999}>)")

_FORWARD_SUBJECT = re.compile(r"\s*(?:fwd?|wg)\s*:", re.IGNORECASE)
_REPLY_SUBJECT = re.compile(r"\s*(?:re|aw|sv)\s*(?:\[\d+\]\s*)?:", re.IGNORECASE)
_FORWARD_LINE = re.compile(r"-{2,}\s*forwarded message\s*-*|begin forwarded message:?", re.IGNORECASE)
_EARLIER_LINE = re.compile(r"-{2,}\s*original (?:message|appointment)\s*-*", re.IGNORECASE)
_WROTE = re.compile(r"on\b.{4,200}\bwrote:", re.IGNORECASE)
_WROTE_BEGINS = re.compile(r"on\b.*\d", re.IGNORECASE)
_HEADER = re.compile(r"\W{0,3}(?:from|sent|date|to|cc|bcc|subject|reply-to|importance)\W{0,3}:", re.IGNORECASE)
_FROM = re.compile(r"\W{0,3}from\W{0,3}:", re.IGNORECASE)
_HEADERS_TO_BE_SURE: Final = 3

_SIGNATURE = re.compile(r"--\s*|_{5,}|sent from (?:my|outlook|yahoo|samsung|mail for)\b.*|get outlook for .*", re.IGNORECASE)
_GOODBYE = re.compile(
    r"(?:(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many)? ?(?:regards|wishes)|yours (?:sincerely|faithfully|truly)|yours"
    r"|sincerely|all the best|best|cheers|kr|br|rgds)\b[\s,.!-]*(?:[\w'’.-]+\s*){0,3}",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"(?:many |with )?(?:thanks|thank you)(?: (?:so much|very much|again|in advance|in anticipation))*[\s,.!]*", re.IGNORECASE
)
_LONGEST_GOODBYE: Final = 80
_LINES_AFTER_THANKS: Final = 8
"""Thanks stand at the beginning of a mail too; few lines after them are a signature."""


def text_of_html(html: str) -> str:
    """The text of a mail in HTML, a line for every block; what is quoted begins with `>`."""
    reader = _Text()
    # HTMLParser takes time without end for marks that never close, and raises on declarations that it does not know.
    reader.feed(_NO_TAG.sub(" ", _DECLARATION.sub(" ", html)))
    reader.close()
    return "".join(reader.pieces)


def is_reply(subject: str) -> bool:
    """Whether the subject says that an earlier mail is answered."""
    return bool(_REPLY_SUBJECT.match(subject))


def own_words(subject: str, text: str) -> str:
    """What was written this time. Of a forwarded mail its text stays as well, for that is the request."""
    lines = [line.replace("\N{NO-BREAK SPACE}", " ").strip() for line in text.splitlines()]
    first, start_of_rest = _until_earlier_mail(lines)
    pieces = [_without_signature(first)]
    forwards = bool(_FORWARD_SUBJECT.match(subject)) or (
        start_of_rest < len(lines) and bool(_FORWARD_LINE.fullmatch(_bare(lines[start_of_rest])))
    )
    if forwards:
        rest = [_bare(line) for line in lines[start_of_rest:]]
        forwarded, _ = _until_earlier_mail(_without_headers(rest))
        pieces.append(_without_signature(forwarded))
    return "\n\n".join("\n".join(piece) for piece in pieces).strip()


def _until_earlier_mail(lines: list[str]) -> tuple[list[str], int]:
    """The lines before an earlier mail, without those quoted among them, and where the earlier mail begins."""
    for at, line in enumerate(lines):
        bare = _bare(line)
        if _EARLIER_LINE.fullmatch(bare) or _FORWARD_LINE.fullmatch(bare) or _WROTE.fullmatch(bare) or _begins_headers(lines, at):
            return _unquoted(lines[:at]), at
        if _WROTE_BEGINS.match(bare) and _WROTE.fullmatch(" ".join(map(_bare, lines[at : at + 3])).strip()):
            return _unquoted(lines[:at]), at
        if _WROTE_BEGINS.match(bare) and _WROTE.fullmatch(" ".join(map(_bare, lines[at : at + 2]))):
            return _unquoted(lines[:at]), at
    return _unquoted(lines), len(lines)


def _begins_headers(lines: list[str], at: int) -> bool:
    if not _FROM.match(_bare(lines[at])):
        return False
    return sum(bool(_HEADER.match(_bare(line))) for line in lines[at : at + 8]) >= _HEADERS_TO_BE_SURE


def _without_headers(lines: list[str]) -> list[str]:
    """The lines after the first blank one that follows a header. Without any header, all but the line that announces it."""
    seen = False
    for at, line in enumerate(lines):
        if _HEADER.match(line):
            seen = True
        elif seen and not line and not any(_HEADER.match(after) for after in lines[at + 1 : at + 2]):
            return lines[at + 1 :]
    # Headers without a blank line after them: what follows cannot be told from a long header.
    return [] if seen else lines[1:]


def _without_signature(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if len(line) > _LONGEST_GOODBYE:
            continue
        if _SIGNATURE.fullmatch(line) or _GOODBYE.fullmatch(line):
            return lines[:at]
        if any(lines[:at]) and _THANKS.fullmatch(line) and sum(map(bool, lines[at + 1 :])) <= _LINES_AFTER_THANKS:
            return lines[:at]
    return lines


def _unquoted(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.startswith((">", "|"))]


def _bare(line: str) -> str:
    return line.lstrip("> |").rstrip()


class _Text(HTMLParser):
    """Gathers text; HTMLParser takes any markup, however broken."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 # the name is HTMLParser's
        if tag in _SILENT_TAGS:
            self._silent += 1
        if tag == "body":
            # A head that was never closed would silence the whole mail.
            self._silent = 0
        if tag == "blockquote":
            self._quoted += 1
        if tag in _LINE_TAGS:
            self._new_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT_TAGS:
            self._silent = max(0, self._silent - 1)
        if tag == "blockquote":
            self._quoted = max(0, self._quoted - 1)
        if tag in _LINE_TAGS:
            self._new_line()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))

    def _new_line(self) -> None:
        self.pieces.append("\n> " if self._quoted else "\n")
