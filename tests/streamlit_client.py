"""A client that speaks Streamlit's own language by hand, as an attacker would: it asks for what no page offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

RUN_SECONDS, SILENCE_SECONDS = 30, 2


class StreamlitClient:
    """One websocket. `frames` holds every frame that came, as it came. Raises `ConnectionError` where it is refused."""

    def __init__(self, address: str, cookies: Mapping[str, str], origin: str | None = None) -> None:
        self.frames: list[bytes] = []
        self._menus: dict[str, tuple[str, str]] = {}
        """The id of each menu by its words, and the fragment that it is drawn by."""
        host = urlsplit(address).netloc
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
        try:
            self._connection = connect(
                f"ws://{host}/_stcore/stream",
                origin=Origin(origin or address),
                additional_headers=headers,
                subprotocols=[Subprotocol("streamlit"), Subprotocol(cookies.get("_streamlit_xsrf") or "none")],
                max_size=None,
                # With a queue that is full the end of the connection would not be heard, and closing would wait for it in vain.
                max_queue=None,
                proxy=None,
            )
            self._socket = self._connection.__enter__()
        except InvalidStatus as refused:
            raise ConnectionError(f"The websocket was refused: {refused.response.status_code}") from refused

    def __enter__(self) -> StreamlitClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.__exit__(kind, error, trace)

    def run(
        self, page: str, fragment: str = "", pressed: Sequence[str] = (), query: str = "borough=Redbridge"
    ) -> list[ForwardMsg]:
        """Ask for a run of a page, by its hash and its name, or of a fragment, with buttons pressed that may not be there."""
        asked = BackMsg()
        asked.rerun_script.page_script_hash = calc_hash(page)
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        asked.rerun_script.fragment_id = fragment
        for key in pressed:
            widget = asked.rerun_script.widget_states.widgets.add()
            widget.id = f"$$ID-{calc_hash(key)}-{key}"
            widget.trigger_value = True
        # A fragment that does not exist may be answered by nothing at all.
        return self.send(asked, SILENCE_SECONDS if fragment else RUN_SECONDS)

    def open_menu(self, label: str, page: str = "", query: str = "borough=Redbridge") -> list[ForwardMsg]:
        """Open a menu of the page that was drawn last, by its words: what is in it comes then."""
        own, fragment = self._menus[label]
        asked = BackMsg()
        asked.rerun_script.page_script_hash = calc_hash(page)
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        asked.rerun_script.fragment_id = fragment
        asked.rerun_script.widget_states.widgets.add(id=own).bool_value = True
        return self.send(asked)

    def hear_out(self) -> None:
        """Take in whatever is still under way, until nothing comes any more."""
        while True:
            try:
                self._socket.recv(timeout=SILENCE_SECONDS)
            except TimeoutError:
                return

    def send(self, asked: BackMsg, seconds: float = RUN_SECONDS) -> list[ForwardMsg]:
        """Send a message, and give what comes back until a run has ended, an operation is answered, or nothing comes."""
        self._socket.send(asked.SerializeToString())
        came: list[ForwardMsg] = []
        while True:
            try:
                frame = self._socket.recv(timeout=seconds)
            except TimeoutError:
                if seconds == SILENCE_SECONDS:
                    return came
                raise
            content = frame if isinstance(frame, bytes) else frame.encode()
            self.frames.append(content)
            message = ForwardMsg()
            message.ParseFromString(content)
            came.append(message)
            if (popover := message.delta.add_block.popover).id:
                self._menus[popover.label] = popover.id, message.delta.fragment_id
            if message.WhichOneof("type") in ("script_finished", "backend_operation_response"):
                return came
