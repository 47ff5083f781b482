"""The files of Streamlit's own that every page needs, named early so that a browser fetches them while the server gets ready."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

PARTS: Final = ("Html", "purify.es", "TextInput", "Selectbox", "Button", "DownloadButton")
"""The scripts of what the figures' pages are made of, which Streamlit asks for only once the first page is there.

Not PlotlyChart: a browser would work through its 4.7 million characters before those that the first figures wait for."""
_IMPORTED: Final = re.compile(r'(?:from|import)\s*"\./([^"]+\.js)"')
_WHERE_IMPORTS_STAND: Final = 20_000
"""A script begins with what it imports."""


def write_link_header(static: Path) -> bytes:
    """The value of a Link header that names them and all that they import, but for what the page itself names already.

    `static` is Streamlit's folder of files. A script that is not there is left out: the header hastens, and changes nothing.
    """
    return ", ".join(f"</static/js/{name}>; rel=modulepreload" for name in find_scripts(static)).encode()


def find_scripts(static: Path, parts: Sequence[str] = PARTS) -> tuple[str, ...]:
    """The names of the scripts of these parts and of all that they import, each once."""
    folder = static / "static" / "js"
    page = (static / "index.html").read_text(encoding="utf-8")
    found: dict[str, None] = {}
    to_read = [script.name for part in parts for script in folder.glob(f"{part}.*.js")]
    while to_read:
        name = to_read.pop(0)
        if name not in found and name not in page:
            found[name] = None
            with (folder / name).open(encoding="utf-8") as script:
                to_read += _IMPORTED.findall(script.read(_WHERE_IMPORTS_STAND))
    return tuple(found)
