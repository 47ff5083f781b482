"""A relay between a program and its PostgreSQL that cuts the line at a chosen moment, as a network does."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Literal

from sqlalchemy import make_url

from tests.browser import find_free_port

Cut = Literal["before the commit", "after the commit", "after the commit, for good"]
BLOCK = 1 << 16


class CuttingRelay:
    """Hands everything on, until after `marks` it sees a COMMIT on that line: then it cuts it, once."""

    def __init__(self, port: int, marks: bytes, cut: Cut) -> None:
        self.port = find_free_port()
        self.cuts = 0
        self._to, self._marks, self._cut = port, marks, cut
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._is_shut = False
        threading.Thread(target=self._accept, daemon=True).start()

    def address(self, of_server: str) -> str:
        return make_url(of_server).set(port=self.port).render_as_string(hide_password=False)

    def open_again(self) -> None:
        """Let whoever comes now through."""
        self._is_shut = False

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self._is_shut:
                client.close()
                continue
            threading.Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self._to))
        is_armed = threading.Event()
        threading.Thread(target=self._give_back, args=(server, client, is_armed), daemon=True).start()
        before = b""
        with contextlib.suppress(OSError):
            while block := client.recv(BLOCK):
                if self._marks in before + block:
                    is_armed.set()
                before = block[-len(self._marks) :]
                if self._cut == "before the commit" and self.cuts == 0 and is_armed.is_set() and b"commit" in block.lower():
                    self.cuts += 1
                    break
                server.sendall(block)
        _end(server, client)

    def _give_back(self, server: socket.socket, client: socket.socket, is_armed: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while block := server.recv(BLOCK):
                if self._cut != "before the commit" and self.cuts == 0 and is_armed.is_set() and b"COMMIT\0" in block:
                    # It is done, and nobody is told.
                    self.cuts += 1
                    self._is_shut = self._cut == "after the commit, for good"
                    break
                client.sendall(block)
        _end(server, client)


def _end(*lines: socket.socket) -> None:
    for line in lines:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()


@contextlib.contextmanager
def cutting_relay(port: int, marks: bytes, cut: Cut) -> Iterator[CuttingRelay]:
    relay = CuttingRelay(port, marks, cut)
    try:
        yield relay
    finally:
        relay.close()
