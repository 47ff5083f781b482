"""What the server is started with: its address and port, how people sign in, and the proxies that are believed."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from walktalk_data.access.instance import is_partner_instance
from walktalk_data.access.settings import SignIn, WrongSettings, is_loopback, read_sign_in, sign_in_file

METRICS_VARIABLE: Final = "WALKTALK_METRICS"
LOG_VARIABLE: Final = "WALKTALK_LOG"
LOGS: Final = ("words", "json")
"""`words`: what went wrong; `json`: one object a line, every request too."""
ADDRESS_VARIABLE, PORT_VARIABLE, PROXY_VARIABLE = "WALKTALK_ADDRESS", "WALKTALK_PORT", "WALKTALK_PROXY"
THIS_MACHINE: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8501


class CannotServe(Exception):
    """Nothing is served, and why, for the person who started it."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How the server is started."""

    address: str
    port: int
    sign_in: SignIn | None
    sign_in_file: Path
    proxies: tuple[str, ...]
    """The addresses of proxies whose forwarded headers are believed."""
    is_partner: bool = False
    """Whether it serves partners alone: its database role is held against that before anything is served."""
    log: str = "words"
    """How it writes about itself: one of `LOGS`."""
    metrics: tuple[str, int] | None = None
    """The address and port where Prometheus may ask; None for nowhere."""

    @property
    def public_address(self) -> str:
        """Where people find the dashboard."""
        return self.sign_in.origin if self.sign_in else f"http://{self.address}:{self.port}"

    @property
    def is_https(self) -> bool:
        """Whether browsers reach it over https."""
        return self.sign_in is not None and self.sign_in.is_https


def read_serving(environment: Mapping[str, str] = os.environ) -> Serving:
    """What the environment says. Raises `CannotServe` where that cannot be served, or must not be."""
    address = environment.get(ADDRESS_VARIABLE, THIS_MACHINE).strip()
    written = environment.get(PORT_VARIABLE, str(DEFAULT_PORT))
    if not written.isascii() or not written.isdigit() or not 0 < int(written) < 65536:
        raise CannotServe(f"{PORT_VARIABLE} is “{written}”. Write a number from 1 to 65535.")
    try:
        sign_in = read_sign_in(environment)
        is_partner = is_partner_instance(environment)
    except WrongSettings as fault:
        raise CannotServe(str(fault)) from fault
    figures = "what is meant for partners" if is_partner else "police figures"
    if sign_in is None and not is_loopback(address):
        raise CannotServe(
            f"{ADDRESS_VARIABLE} is {address}, which other machines can reach, and no sign-in is set up: anyone there would see "
            f"{figures}. Nothing is served. Set up sign-in (README, “Signing in”), or leave {ADDRESS_VARIABLE} out to serve "
            "this machine only."
        )
    return Serving(
        address,
        int(written),
        sign_in,
        sign_in_file(environment),
        _read_proxies(environment),
        is_partner,
        _read_log(environment),
        _read_metrics(environment),
    )


def _read_log(environment: Mapping[str, str]) -> str:
    log = environment.get(LOG_VARIABLE, LOGS[0])
    if log not in LOGS:
        raise CannotServe(f"{LOG_VARIABLE} is “{log}”. Write {' or '.join(LOGS)}.")
    return log


def _read_metrics(environment: Mapping[str, str]) -> tuple[str, int] | None:
    written = environment.get(METRICS_VARIABLE, "").strip()
    if not written:
        return None
    address, _, port = written.rpartition(":")
    try:
        ipaddress.ip_address(address.strip("[]"))
        is_right = port.isascii() and port.isdigit() and 0 < int(port) < 65536
    except ValueError:
        is_right = False
    if not is_right:
        raise CannotServe(
            f"{METRICS_VARIABLE} is “{written}”. Write an address of this machine and a port, as in 127.0.0.1:9464."
        )
    return address.strip("[]"), int(port)


def _read_proxies(environment: Mapping[str, str]) -> tuple[str, ...]:
    proxies = tuple(part for part in environment.get(PROXY_VARIABLE, "").replace(",", " ").split() if part)
    for proxy in proxies:
        try:
            ipaddress.ip_address(proxy)
        except ValueError:
            raise CannotServe(f"{PROXY_VARIABLE} names “{proxy}”. Write the proxy's own address, as in 127.0.0.1.") from None
    return proxies
