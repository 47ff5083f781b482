"""The table of roles as docs/access.md shows it. After a change of the table: python -m walktalk_data.access.role_table"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from walktalk_data.access.roles import ACTS, AT_PARTNER_MACHINE, COMMAND_LINE, PAGES, ROLES, THIS_MACHINE, Role

DOCUMENT: Final = Path(__file__).resolve().parents[2] / "docs" / "access.md"
BEGIN, END = "<!-- made from walktalk_data/access/roles.py -->\n", "<!-- end -->"
FIGURES_OF: Final = {"police": "police", "partner": "editions for partners", "public": "editions for the public", None: "none"}


def draw_role_table() -> str:
    """The roles that can be granted, then those who need no sign-in, and last whoever has been granted nothing."""
    lines = ["| role | who | pages | acts | figures |", "| --- | --- | --- | --- | --- |"]
    lines += [_draw_line(role) for role in (*ROLES.values(), THIS_MACHINE, AT_PARTNER_MACHINE, COMMAND_LINE)]
    lines.append(
        "| nothing granted | whoever signs in before a role is granted | none: words that say whom to ask | none | none |"
    )
    return "\n".join(lines) + "\n"


def _draw_line(role: Role) -> str:
    pages = ", ".join(PAGES[page] for page in role.pages) or "none"
    acts = "; ".join(ACTS[act] for act in role.acts) or "none"
    return f"| {role.name} | {role.words} | {pages} | {acts} | {FIGURES_OF[role.audience]} |"


def with_role_table(document: str) -> str:
    """The document with the table as it is now."""
    before, _, rest = document.partition(BEGIN)
    return f"{before}{BEGIN}{draw_role_table()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    DOCUMENT.write_text(with_role_table(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
