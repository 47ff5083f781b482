"""A real OpenID provider for the tests: the npm package oidc-provider, run by Node on this machine, with accounts of its own."""

from __future__ import annotations

import contextlib
import json
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser import end, find_free_port
from tests.programs import OPENID, find_node, find_openid_provider

START_SECONDS = 60

Accounts = Mapping[str, Mapping[str, Any]]
"""What the provider says of each person, by the name they sign in with, which is their subject too."""


@dataclass
class Provider:
    """A provider that runs."""

    issuer: str
    settings: Path

    def say(self, accounts: Accounts) -> None:
        """Let it say this of its accounts from the next sign-in on."""
        written = json.loads(self.settings.read_text())
        self.settings.write_text(json.dumps({**written, "accounts": accounts}))

    def section(self, name: str) -> str:
        """Its part of the settings of signing in."""
        return (
            f'[auth.{name}]\nclient_id = "dashboard"\nclient_secret = "only-for-tests"\n'
            f'server_metadata_url = "{self.issuer}/.well-known/openid-configuration"\n'
            'client_kwargs = { scope = "openid email profile groups", prompt = "login" }\n'
        )


@contextlib.contextmanager
def run_provider(folder: Path, redirect_uri: str, accounts: Accounts) -> Iterator[Provider]:
    """Start a provider that sends people back to `redirect_uri`, and stop it at the end."""
    installed = find_openid_provider()
    folder.mkdir()
    port = find_free_port()
    settings = folder / "settings.json"
    settings.write_text(json.dumps({"port": port, "redirectUri": redirect_uri, "accounts": accounts}))
    log = folder / "provider.log"
    node, _ = find_node()
    with log.open("wb") as written:
        running = subprocess.Popen(
            [node, OPENID / "provider.mjs", settings, installed],
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_ready(running, f"http://127.0.0.1:{port}", log)
        yield Provider(f"http://127.0.0.1:{port}", settings)
    finally:
        end(running)


def _wait_until_ready(running: subprocess.Popen[bytes], issuer: str, log: Path) -> None:
    given_up = time.monotonic() + START_SECONDS
    while time.monotonic() < given_up:
        if running.poll() is not None:
            raise RuntimeError(f"The OpenID provider ended with {running.returncode}:\n{log.read_text()}")
        if f"ready {issuer}" in log.read_text():
            return
        time.sleep(0.1)
    raise RuntimeError(f"The OpenID provider was not ready after {START_SECONDS} s:\n{log.read_text()}")
