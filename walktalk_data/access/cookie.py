"""The sign-in cookie: its name, its parts, and the hash that it is known by. The cookie itself is kept nowhere."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Final

COOKIE: Final = "_streamlit_user"
"""The cookie in which Streamlit keeps what the provider said, signed. A long one is parted: _streamlit_user_1, and so on."""
COOKIE_OR_PART: Final = re.compile(rf"{COOKIE}(_\d+)?")


def hash_cookie(cookies: Mapping[str, str]) -> str | None:
    """The hash that a sign-in is known by, of its cookie with all its parts; None where there is no such cookie."""
    if COOKIE not in cookies:
        return None
    parts = sorted((name, value) for name, value in cookies.items() if COOKIE_OR_PART.fullmatch(name))
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
