"""One way through: no part of the project knows a part it should not, and each library has one home."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.layers import ALLOWED_EDGES, COMMON, find_offences, layer_of_file

PROJECT = Path(__file__).resolve().parent.parent


def source_files() -> list[str]:
    found = [*PROJECT.glob("*.py"), *PROJECT.glob("pages/**/*.py"), *PROJECT.glob("walktalk_data/**/*.py")]
    return sorted(path.relative_to(PROJECT).as_posix() for path in found)


def test_no_part_imports_a_part_or_a_library_that_it_may_not() -> None:
    offences = [fault for path in source_files() for fault in find_offences(path, (PROJECT / path).read_text(encoding="utf-8"))]
    assert not offences, "\n".join(offences)


def test_every_edge_leads_down() -> None:
    order = [*ALLOWED_EDGES]
    edges = [(layer, edge.partition(".")[0]) for layer, allowed in ALLOWED_EDGES.items() for edge in allowed.split()]
    assert [(layer, edge) for layer, edge in edges if order.index(edge) <= order.index(layer)] == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("pages/overview.py", "from walktalk_data.records.database import open_database"),
        ("pages/overview.py", "from walktalk_data.figures import queries"),
        ("pages/overview.py", "def draw():\n    import walktalk_data.sharing.gate"),
        ("pages/overview.py", "import plotly.graph_objects as go"),
        ("pages/overview.py", "from sqlalchemy import text"),
        ("dashboard.py", "from pages import overview"),
        ("walktalk_data/briefing.py", "from walktalk_data.outputs.sentence import Sentence"),
        ("walktalk_data/briefing.py", "from walktalk_data.desk import load"),
        ("walktalk_data/briefing.py", "from sqlalchemy import Engine, select"),
        ("walktalk_data/figures/walks.py", "from sqlalchemy import func"),
        ("walktalk_data/figures/walks.py", "from ..sharing import gate"),
        ("walktalk_data/figures/walks.py", "if TYPE_CHECKING:\n    from walktalk_data.briefing import Briefing"),
        ("walktalk_data/sharing/gate.py", "from walktalk_data.briefing import Scope"),
        ("walktalk_data/records/loads.py", "from walktalk_data.intake.readers import read_files"),
        ("walktalk_data/records/loads.py", "from walktalk_data.intake import readers"),
        ("walktalk_data/intake/checks.py", "from walktalk_data.records.tables import walks"),
        ("walktalk_data/intake/checks.py", "import openpyxl"),
        ("walktalk_data/outputs/words.py", "from walktalk_data import records"),
        ("walktalk_data/outputs/words.py", "import streamlit as st"),
        ("walktalk_data/outputs/svg_charts.py", "from plotly import io"),
        ("walktalk_data/outputs/html_tables.py", "from openpyxl.utils import get_column_letter"),
        ("walktalk_data/vocabulary.py", "from walktalk_data import areas"),
        ("walktalk_data/areas.py", "from walktalk_data.figure import Figure"),
        ("walktalk_data/daylight.py", "from walktalk_data.records import tables"),
        ("walktalk_data/helpers.py", "import csv"),
    ],
)
def test_a_forbidden_import_is_found(path: str, source: str) -> None:
    assert len(find_offences(path, source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "pages/overview.py",
            "from walktalk_data import briefing, desk, screen, vocabulary\nfrom walktalk_data.outputs import words",
        ),
        ("pages/overview.py", "import streamlit as st"),
        ("walktalk_data/briefing.py", "from sqlalchemy import Engine\nfrom walktalk_data import areas, figures"),
        ("walktalk_data/figures/queries_by_month.py", "from sqlalchemy import select"),
        ("walktalk_data/figures/walks.py", "from .queries import WalkCount"),
        ("walktalk_data/records/loads.py", "from walktalk_data.intake.checked import Checked"),
        ("walktalk_data/records/loads.py", "from walktalk_data.intake import checked"),
        ("walktalk_data/outputs/workbook_sheets.py", "from openpyxl.styles import Font"),
        ("walktalk_data/figure.py", "from walktalk_data.areas import REFERENCE"),
    ],
)
def test_an_allowed_import_is_left_alone(path: str, source: str) -> None:
    assert find_offences(path, source) == []


def test_the_list_names_no_part_that_is_gone() -> None:
    parts = {layer_of_file(path) for path in source_files()}
    assert set(ALLOWED_EDGES) - parts == set()
    assert set(COMMON) <= parts
