"""The settings of signing in: read from the file that Streamlit reads too, checked, and explained where they are wrong."""

from __future__ import annotations

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

FILE_VARIABLE: Final = "WALKTALK_SIGN_IN"
IDLE_VARIABLE: Final = "WALKTALK_IDLE_MINUTES"
PORT_VARIABLE: Final = "WALKTALK_PORT"
PROJECT: Final = Path(__file__).resolve().parents[2]
DEFAULT_FILE: Final = PROJECT / ".streamlit" / "secrets.toml"
DEFAULT_PORT: Final = 8501
DEFAULT_IDLE_MINUTES: Final = 60
LONGEST: Final = timedelta(hours=12)
"""After so long someone signs in again, however busy: what the provider said of them (groups, email) is no newer than that."""
RETURN_PATH: Final = "/oauth2callback"
DISCOVERY_PATH: Final = "/.well-known/openid-configuration"
SHORTEST_SECRET: Final = 32
OPEN_TO_ANY_TENANT: Final = ("common", "organizations", "consumers")
NEEDED: Final = ("client_id", "client_secret", "server_metadata_url")


class WrongSettings(Exception):
    """The settings of signing in cannot be used, in words for the person who can mend them."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How people sign in: the address of the dashboard as they type it, and the providers that are believed."""

    file: Path
    origin: str
    """Scheme, host and port of the dashboard: the one origin whose requests are answered."""
    issuers: Mapping[str, str]
    """Each provider's issuer by the name that the settings give to the provider."""
    groups_claim: str = "groups"
    idle: timedelta = timedelta(minutes=DEFAULT_IDLE_MINUTES)

    @property
    def host(self) -> str:
        """Host and port, as a browser sends them."""
        return urlsplit(self.origin).netloc

    @property
    def is_https(self) -> bool:
        """Whether browsers reach the dashboard over https, so that its cookies may travel over nothing else."""
        return self.origin.startswith("https://")


def sign_in_file(environment: Mapping[str, str] = os.environ) -> Path:
    """The file with the settings: the one that WALKTALK_SIGN_IN names, else .streamlit/secrets.toml."""
    named = environment.get(FILE_VARIABLE)
    return Path(named) if named else DEFAULT_FILE


def read_sign_in(environment: Mapping[str, str] = os.environ) -> SignIn | None:
    """The settings of signing in, or None where none are made. Raises `WrongSettings` where they cannot be used."""
    file = sign_in_file(environment)
    if file.suffix != ".toml":
        # Streamlit, which reads it too, takes any other for a folder of secrets.
        raise WrongSettings(f"{FILE_VARIABLE} names {file}. Give it a name that ends in .toml.")
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if environment.get(FILE_VARIABLE):
            raise WrongSettings(f"{FILE_VARIABLE} names {file}, and there is no such file.") from None
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        # The fault of a TOML file names its line and repeats no value.
        raise WrongSettings(f"{file} cannot be read: {getattr(fault, 'strerror', None) or fault}.") from None
    auth = written.get("auth")
    if auth is None:
        if environment.get(FILE_VARIABLE):
            raise WrongSettings(
                f"{FILE_VARIABLE} names {file}, which has no [auth]: nobody could sign in. "
                "Write it as README, “Signing in”, shows."
            )
        return None
    if not isinstance(auth, dict):
        raise WrongSettings(f"{file}: [auth] is not a table. Write it as README, “Signing in”, shows.")
    own = written.get("walktalk", {})
    port = environment.get(PORT_VARIABLE, str(DEFAULT_PORT))
    return SignIn(
        file,
        _read_origin(file, auth, port),
        _read_issuers(file, auth),
        str(own.get("groups_claim", "groups")) if isinstance(own, dict) else "groups",
        _read_idle(environment),
    )


def is_loopback(host: str) -> bool:
    """Whether this names the machine itself and nothing that another machine can reach."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _read_origin(file: Path, auth: Mapping[str, Any], port: str) -> str:
    secret = auth.get("cookie_secret")
    if not isinstance(secret, str) or len(secret) < SHORTEST_SECRET:
        raise WrongSettings(
            f"{file}: cookie_secret is missing or shorter than {SHORTEST_SECRET} characters. Make one with: "
            'python -c "import secrets; print(secrets.token_hex(32))"'
        )
    address = urlsplit(str(auth.get("redirect_uri", "")).replace("{port}", port))
    if not address.hostname or address.path != RETURN_PATH or address.scheme not in ("http", "https"):
        raise WrongSettings(
            f"{file}: redirect_uri must be the address of the dashboard with {RETURN_PATH} behind it, as in "
            f"https://walks.example.police.uk{RETURN_PATH}"
        )
    if address.scheme == "http" and not is_loopback(address.hostname):
        raise WrongSettings(
            f"{file}: redirect_uri begins with http://, and whoever is between could read the sign-in cookie. Serve the "
            "dashboard over https and write https:// there."
        )
    return f"{address.scheme}://{address.netloc}"


def _read_issuers(file: Path, auth: Mapping[str, Any]) -> dict[str, str]:
    """The issuer of every provider: what stands before the path of its discovery document, which is how OpenID defines it."""
    sections: dict[str, Mapping[str, Any]] = {
        name: section for name, section in auth.items() if isinstance(section, dict) and name != "client_kwargs"
    }
    if "client_id" in auth:
        sections["default"] = auth
    if not sections:
        raise WrongSettings(f"{file}: [auth] names no provider. Write one as README, “Signing in”, shows.")
    issuers = {}
    for name, section in sections.items():
        missing = [key for key in NEEDED if not section.get(key)]
        if missing:
            raise WrongSettings(f"{file}: the provider “{name}” has no {', no '.join(missing)}.")
        address = str(section["server_metadata_url"])
        issuer = address.removesuffix(DISCOVERY_PATH)
        parts = urlsplit(address)
        if issuer == address or not parts.hostname:
            raise WrongSettings(f"{file}: the server_metadata_url of “{name}” must end in {DISCOVERY_PATH}.")
        if parts.scheme != "https" and not is_loopback(parts.hostname):
            raise WrongSettings(f"{file}: the server_metadata_url of “{name}” must begin with https://.")
        if parts.path.split("/")[1] in OPEN_TO_ANY_TENANT:
            raise WrongSettings(
                f"{file}: the server_metadata_url of “{name}” lets in people of any organisation. Write your own tenant's id "
                f"in place of “{parts.path.split('/')[1]}”."
            )
        if "_" in name:
            raise WrongSettings(f"{file}: the provider's name “{name}” has an underscore, which Streamlit does not take.")
        issuers[name] = issuer
    return issuers


def _read_idle(environment: Mapping[str, str]) -> timedelta:
    written = environment.get(IDLE_VARIABLE, str(DEFAULT_IDLE_MINUTES))
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= 24 * 60:
        raise WrongSettings(f"{IDLE_VARIABLE} is “{written}”. Write whole minutes from 1 to 1440, or leave it out for 60.")
    return timedelta(minutes=int(written))
