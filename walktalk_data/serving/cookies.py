"""The cookies of signing in: read from a request, read from the answer that sets them, and kept off plain http."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.requests import cookie_parser
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from walktalk_data.access.cookie import COOKIE, COOKIE_OR_PART

Headers = Iterable[tuple[bytes, bytes]]


def read_cookies(headers: Headers) -> dict[str, str]:
    """The cookies of a request, read as Streamlit reads them."""
    cookies: dict[str, str] = {}
    for name, value in headers:
        if name == b"cookie":
            cookies |= cookie_parser(value.decode("latin-1"))
    return cookies


def read_sign_in_cookies(headers: Headers) -> dict[str, str]:
    """The sign-in cookie that an answer sets, with its parts; empty where it sets none. What it takes away is not there."""
    cookies: dict[str, str] = {}
    for header, written in headers:
        if header != b"set-cookie":
            continue
        name, _, value = written.decode("latin-1").partition(";")[0].partition("=")
        value = value.strip('"')
        if not COOKIE_OR_PART.fullmatch(name):
            continue
        if value:
            cookies[name] = value
        else:
            cookies.pop(name, None)
    return cookies


def read_claims(cookies: Mapping[str, str]) -> dict[str, Any]:
    """What the provider said, from a sign-in cookie that Streamlit has signed; empty where the signature is not Streamlit's."""
    secret = get_cookie_secret()

    def read_one(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(secret, name, value.encode("latin-1")) if value else None

    content = get_cookie_with_chunks(read_one, COOKIE)
    claims = json.loads(content) if content else {}
    return claims if isinstance(claims, dict) else {}


def take_back_sign_in(headers: Headers, cookies: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """The same headers without any sign-in cookie, and with those that the browser holds taken from it."""
    kept = [(name, value) for name, value in headers if name != b"set-cookie" or not value.startswith(COOKIE.encode())]
    gone = [name for name in cookies if name.startswith(COOKIE)]
    return kept + [(b"set-cookie", f"{name}=; Max-Age=0; Path=/; HttpOnly; SameSite=lax".encode("latin-1")) for name in gone]


def keep_off_plain_http(headers: Headers) -> list[tuple[bytes, bytes]]:
    """The same headers, with every cookie marked Secure: a browser sends it over https and nothing else."""
    return [
        (name, value + b"; Secure" if name == b"set-cookie" and b"; secure" not in value.lower() else value)
        for name, value in headers
    ]
