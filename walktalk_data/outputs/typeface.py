"""The one typeface of files that stand alone: inside the file, so that it looks the same on every machine and asks no host."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import Final

FONT: Final = Path(__file__).parent / "fonts" / "walk-and-talk-sans.woff2"


@cache
def write_font_face() -> str:
    """The typeface as a rule of a style sheet."""
    font = base64.b64encode(FONT.read_bytes()).decode()
    return (
        '@font-face { font-family: "Walk and Talk Sans"; font-weight: 400 700; font-style: normal; '
        f'src: url("data:font/woff2;base64,{font}") format("woff2"); }}\n'
    )
