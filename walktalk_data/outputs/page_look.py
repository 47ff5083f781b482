"""The style sheet of the screens: the colours, light and dark, then the sheets that are laid over them."""

from __future__ import annotations

from pathlib import Path

from walktalk_data.outputs.palette import DARK, write_light


def write_look(*sheets: Path) -> str:
    """All of it. A page is dark where its root says so, and light for everyone else."""
    dark = f':root[data-look="dark"] {{ {DARK.as_variables()} }}\n'
    return write_light() + dark + "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
