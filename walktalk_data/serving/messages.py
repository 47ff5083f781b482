"""What a browser may say over the websocket: what these pages need of Streamlit, and nothing else of what Streamlit would do."""

from __future__ import annotations

from typing import Final

from google.protobuf.message import DecodeError
from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackMsg

NEEDED: Final = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request")
NEEDED_OPERATIONS: Final = ("deferred_file",)
"""Left out: emptying everyone's caches, telling the names of files beside the program, writing files there, watching them."""


def only_needed(receive: Receive) -> Receive:
    """The same messages without those that no page needs, which are dropped unanswered."""

    async def receive_needed() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive" or is_needed(message.get("bytes")):
                return message

    return receive_needed


def is_needed(frame: bytes | None) -> bool:
    """Whether a frame is one that these pages send. What is no message at all goes on, for Streamlit to refuse."""
    said = BackMsg()
    try:
        said.ParseFromString(frame or b"")
    except DecodeError:
        return True
    kind = said.WhichOneof("type")
    if kind == "backend_operation_request":
        operations = [field.name for field, _ in said.backend_operation_request.ListFields()]
        return {*operations} <= {"request_id", "session_id", *NEEDED_OPERATIONS}
    return kind in NEEDED or kind is None
