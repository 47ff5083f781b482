"""The one-file report, read back as a browser would: its elements, its marked numbers, and what stands outside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

VOID = {"meta", "br", "img", "link", "input", "hr", "base", "area", "col", "embed", "source", "track", "wbr"}


@dataclass
class Element:
    """One element with its attributes, and what is in it in order: words and elements."""

    tag: str
    attributes: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Element]:
        """This element and all in it, as they stand."""
        yield self
        for one in self.inside:
            if isinstance(one, Element):
                yield from one

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.inside)

    def words(self, leave_out: Callable[[Element], bool]) -> str:
        """Its words but those of elements that are left out, each element's apart from its neighbours'."""
        told = (one if isinstance(one, str) else "" if leave_out(one) else one.words(leave_out) for one in self.inside)
        return " · ".join(told) if self.tag not in ("span", "abbr", "tspan") else "".join(told)


class Report(HTMLParser):
    """One report. Fails where an element is not closed, or closed twice."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(html)
        self.close()
        assert self._open == [self.root], [one.tag for one in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag, f"{tag} is closed and was not open"

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)

    @cached_property
    def elements(self) -> list[Element]:
        return list(self.root)

    def find(self, tag: str = "", kind: str = "") -> list[Element]:
        """The elements of that tag and class."""
        return [one for one in self.elements if tag in ("", one.tag) and (not kind or kind in one.classes)]

    def told_figures(self) -> list[tuple[str, str, str]]:
        """Every marked number: its figure's id, which end of the interval, and what is read."""
        marked = (one for one in self.elements if "data-figure" in one.attributes)
        return [(one.attributes["data-figure"], one.attributes.get("data-end", ""), one.text) for one in marked]
