"""The one typeface of files that stand alone: inside the file, so that it looks the same on every machine and asks no host."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
WEIGHTS: Final = {400: "walk-and-talk-sans-regular.woff2", 700: "walk-and-talk-sans-bold.woff2"}
"""One file a weight: of a font with all weights in one, words on a printed page could not be read back or copied."""


@cache
def write_font_face() -> str:
    """The typeface as rules of a style sheet."""
    return "".join(
        f'@font-face {{ font-family: "Walk and Talk Sans"; font-weight: {weight}; font-style: normal; '
        f'src: url("data:font/woff2;base64,{base64.b64encode((FONTS / name).read_bytes()).decode()}") format("woff2"); }}\n'
        for weight, name in WEIGHTS.items()
    )
