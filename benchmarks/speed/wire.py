"""A viewer without a browser: one websocket that speaks as Streamlit's page does, so that fifty measure the server alone."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from types import TracebackType
from typing import Final
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

_FIGURE: Final = re.compile(r'data-figure="([^"]+)"(?! data-end)[^>]*>([\d,]+)<')
"""A figure itself, and not an end of its interval."""


@dataclass
class Answer:
    """What came back of one act: seconds, bytes, and every figure that is a whole number by its id."""

    sent: float
    came: float
    size: int
    figures: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    """What the page says went wrong; and a figure that says two things on one page."""

    @property
    def seconds(self) -> float:
        return self.came - self.sent


@dataclass(frozen=True, slots=True)
class Part:
    """What can be pressed or opened: its id, and which part of the page alone is run anew for it; all of it where none is."""

    own: str
    fragment: str


class WireViewer:
    """One session of the dashboard. Made by `open_viewer`."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._socket: ClientConnection | None = None
        self._page = ""
        self._query = ""
        self._values: dict[str, str] = {}
        """What each box and list has, by its id: a page sends all of them each time."""
        self._ids: dict[str, str] = {}
        """Each one's id by its own name."""
        self._buttons: dict[str, Part] = {}
        self._menus: dict[str, Part] = {}
        self._opened: set[str] = set()
        """The menus that are open, by their ids."""
        self.pages: dict[str, str] = {}
        """The hash of each page by its title."""

    async def __aenter__(self) -> WireViewer:
        host = urlsplit(self._address).netloc
        self._socket = await connect(
            f"ws://{host}/_stcore/stream",
            origin=Origin(self._address),
            subprotocols=[Subprotocol("streamlit"), Subprotocol("none")],
            max_size=None,
            max_queue=None,
            proxy=None,
            open_timeout=60,
            ping_timeout=None,
        )
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._socket:
            await self._socket.close()

    async def open(self, page: str = "", **asked: str) -> Answer:
        """Ask for a page by its title (the first one where none is named), with what its address asks."""
        self._page = self.pages.get(page, "")
        self._query = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in asked.items())
        self._values.clear()
        self._opened.clear()
        self._menus.clear()
        return await self._run("")

    async def choose(self, values: Mapping[str, str]) -> Answer:
        """Write into boxes, or choose in lists, by their names."""
        for name, value in values.items():
            self._values[self._ids[name]] = value
        return await self._run("")

    async def press(self, label: str) -> Answer:
        """Press a button by its words."""
        return await self._run(self._buttons[label].own, self._buttons[label].fragment)

    async def open_menu(self, label: str) -> Answer:
        """Open a menu by its words: what is in it comes only then."""
        self._opened.add(self._menus[label].own)
        return await self._run("", self._menus[label].fragment)

    async def close_menu(self, label: str) -> Answer:
        """Close it again, as whoever looks elsewhere does."""
        self._opened.discard(self._menus[label].own)
        return await self._run("", self._menus[label].fragment)

    @property
    def months(self) -> tuple[str, str]:
        """The first and the last month that is asked for, as the page's own boxes have them."""
        first, last = (self._values.get(self._ids[name], "") for name in ("from", "to"))
        return first[:7] or "0000-00", last[:7] or "9999-99"

    @property
    def buttons(self) -> list[str]:
        """The words of every button."""
        return [*self._buttons]

    async def _run(self, pressed: str, fragment: str = "") -> Answer:
        assert self._socket is not None
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self._page
        asked.rerun_script.query_string = self._query
        asked.rerun_script.fragment_id = fragment
        for own, value in self._values.items():
            asked.rerun_script.widget_states.widgets.add(id=own).string_value = value
        for menu in self._menus.values():
            asked.rerun_script.widget_states.widgets.add(id=menu.own).bool_value = menu.own in self._opened
        if pressed:
            asked.rerun_script.widget_states.widgets.add(id=pressed).trigger_value = True
        answer = Answer(time.time(), 0.0, 0)
        await self._socket.send(asked.SerializeToString())
        texts: list[str] = []
        while True:
            frame = await self._socket.recv(decode=False)
            answer.size += len(frame)
            message = ForwardMsg()
            message.ParseFromString(frame)
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._take_in(message.delta.new_element, message.delta.fragment_id, texts, answer)
            elif kind == "delta" and message.delta.add_block.popover.id:
                popover = message.delta.add_block.popover
                self._menus[popover.label] = Part(popover.id, message.delta.fragment_id)
            elif kind == "navigation":
                self._page = message.navigation.page_script_hash
                self.pages = {page.page_name: page.page_script_hash for page in message.navigation.app_pages}
            elif kind == "page_info_changed":
                self._query = message.page_info_changed.query_string
            # A part of the page may end with having all of it run.
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                break
        answer.came = time.time()
        _read_figures(texts, answer)
        return answer

    def _take_in(self, element: Element, fragment: str, texts: list[str], answer: Answer) -> None:
        kind = element.WhichOneof("type")
        if kind == "html":
            texts.append(element.html.body)
            if 'class="notice fault"' in element.html.body:
                answer.failures.append(element.html.body)
        elif kind == "exception":
            answer.failures.append(element.exception.message)
        elif kind == "button":
            self._buttons[element.button.label] = Part(element.button.id, fragment)
        elif kind == "text_input":
            self._take_in_value(element.text_input.id, element.text_input.value, element.text_input.set_value)
        elif kind == "selectbox":
            chosen = element.selectbox
            first = chosen.options[chosen.default] if chosen.options else ""
            self._take_in_value(chosen.id, chosen.raw_value if chosen.set_value else first, chosen.set_value)

    def _take_in_value(self, own: str, value: str, is_set: bool) -> None:
        name = own.split("-", 2)[-1]
        self._ids[name] = own
        if is_set or own not in self._values:
            self._values[own] = value


def _read_figures(texts: list[str], answer: Answer) -> None:
    for text in texts:
        for name, value in _FIGURE.findall(text):
            number = int(value.replace(",", ""))
            if answer.figures.setdefault(unescape(name), number) != number:
                answer.failures.append(f"{name} is {number} and {answer.figures[unescape(name)]} on one page")
