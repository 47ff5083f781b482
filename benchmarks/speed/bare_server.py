"""The bare page in the dashboard's own server, with its warm start, headers and files: python -m benchmarks.speed.bare_server"""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from typing import Any, Final

import streamlit as st

PROJECT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = Path(__file__).with_name("bare_page.py")


class _Bare(st.App):
    def __init__(self, _: Path, **own: Any) -> None:
        super().__init__(PAGE, **own)


if __name__ == "__main__":
    os.environ.pop("WALKTALK_DATABASE", None)
    st.App = _Bare  # type: ignore[assignment, misc] # serve.py makes it of its own script otherwise
    runpy.run_path(str(PROJECT / "serve.py"), run_name="__main__")
