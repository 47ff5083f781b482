"""Which part of the project may know which: the allowed edges as a list, and the reader of imports that holds the code to it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

PACKAGE = "walktalk_data"

# From the top down: no part knows one that stands above it.
# An edge to a part's one module ("intake.checked") allows that module alone.
ALLOWED_EDGES = {
    "dashboard": "briefing acts desk outputs screen",
    "serve": "briefing acts desk outputs screen serving",
    "pages": "briefing acts desk outputs screen",
    "__main__": "commands briefing acts desk outputs",
    "commands": "briefing acts desk outputs backups doctor",
    "doctor": "acts desk outputs",
    "screen": "briefing acts desk outputs",
    "serving": "access",  # it keeps the door
    "outputs": "briefing",  # the shapes of what is drawn; outputs never make a briefing
    "backups": "desk access records",  # all that is kept, by whichever part
    "acts": "desk access",
    "desk": "sample intake records sharing kept access.instance",
    "sample": "intake records",
    "briefing": "sharing figures records kept",
    "access": "records.database",  # how a database is opened: access has tables of its own and knows no record
    "sharing": "figures records",  # the exact tables, the statistics of what is told of them, and where editions are kept
    "figures": "records",
    "records": "intake.checked intake.column_map kept",  # the shapes of what is stored: intake itself knows no database
    "intake": "daylight",
    "daylight": "",
    "areas": "",
    "figure": "",
    "clock": "",
    "hours": "",
    "kept": "",
    "vocabulary": "",
}

# The words, the places, the shape of a figure, the clock, opening hours: what every part speaks in. They know one another in
# this order only.
COMMON = ("vocabulary", "areas", "figure", "clock", "hours")

# A library that one part alone may know, and the files of that part.
HOMES = {
    "streamlit": ("dashboard.py", "serve.py", "pages/*.py", "walktalk_data/screen/*.py", "walktalk_data/serving/*.py"),
    "plotly": ("walktalk_data/outputs/plotly_*.py",),
    "openpyxl": ("walktalk_data/outputs/workbook*.py", "walktalk_data/intake/*workbook*.py", "walktalk_data/intake/readers*.py"),
    "pptx": ("walktalk_data/outputs/slides*.py",),
    "xlsxwriter": ("walktalk_data/outputs/slides*.py",),
    "subprocess": ("walktalk_data/intake/*child.py", "walktalk_data/outputs/paper.py"),
    "alembic": ("walktalk_data/records/*.py", "walktalk_data/records/versions/*.py"),
    "sqlalchemy": (
        "walktalk_data/records/*.py",
        "walktalk_data/records/versions/*.py",
        "walktalk_data/figures/queries*.py",
        "walktalk_data/sharing/editions.py",
        "walktalk_data/access/*.py",
    ),
}

# What hands a connection on may name its type; what writes SQL has its home above.
NOT_SQL = {"sqlalchemy.Connection", "sqlalchemy.Engine", "sqlalchemy.Table"}


@dataclass(frozen=True, slots=True)
class Import:
    """One name that a file imports, in full: `walktalk_data.records.tables.metadata`."""

    path: str
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}, imports {self.name}"


def read_imports(path: str, source: str) -> Iterator[Import]:
    """Every import of one file, wherever in it: inside functions and for type checking too."""
    for node in ast.walk(ast.parse(source, path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(path, node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            home = ".".join(filter(None, [*_package_of(path, node.level), node.module]))
            for alias in node.names:
                yield Import(path, node.lineno, f"{home}.{alias.name}")


def _package_of(path: str, level: int) -> tuple[str, ...]:
    """What the dots of a relative import stand for."""
    return Path(path).parts[:-level] if level else ()


def find_offences(path: str, source: str) -> list[str]:
    """What one file imports that it may not, each in words. `path` is relative to the project, with forward slashes."""
    imports = list(read_imports(path, source))
    return [f"{found}: {fault}" for found in imports if (fault := _forbidden_edge(found) or _forbidden_library(found))]


def _forbidden_edge(found: Import) -> str:
    own, other = layer_of_file(found.path), _layer_of_name(found.name)
    if own not in ALLOWED_EDGES:
        return f'"{own}" is no part that tests/layers.py knows; say there what it may import.' if own else ""
    if other is None or own == other:
        return ""
    if own in COMMON:
        allowed = other in COMMON[: COMMON.index(own)]
    else:
        inside = f"{found.name.removeprefix(PACKAGE + '.')}."
        allowed = other in COMMON or any(inside.startswith(f"{edge}.") for edge in ALLOWED_EDGES[own].split())
    return "" if allowed else f"{own} may not know {other}."


def _forbidden_library(found: Import) -> str:
    library = found.name.partition(".")[0]
    homes = HOMES.get(library)
    if homes is None or found.name in NOT_SQL or any(fnmatch(found.path, home) for home in homes):
        return ""
    return f"{library} is imported by {', '.join(homes)} alone."


def layer_of_file(path: str) -> str:
    """The part of the project that a file belongs to; the package's own __init__ belongs to none."""
    parts = Path(path).with_suffix("").parts
    if parts[0] == PACKAGE:
        parts = parts[1:]
    return "" if parts[0] == "__init__" else parts[0]


def _layer_of_name(name: str) -> str | None:
    parts = name.split(".")
    if parts[0] == PACKAGE and len(parts) > 1:
        return parts[1]
    return parts[0] if parts[0] in ("dashboard", "serve", "pages") else None
