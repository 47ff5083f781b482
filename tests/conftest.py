"""What tests may ask for by name: an empty database of each kind, the dashboard being served, and someone looking at it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, ViewportSize

from tests import browser as real_browser
from tests.databases import PostgresqlServer, run_postgresql
from tests.long_tests import LONG
from tests.programs import find_browser_of_tests

if TYPE_CHECKING:
    from tests.coordinator import Desk

# Speed is no test's business: a machine that is busy with other tests takes its time over any drawn example.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

SERVER_LOG = pytest.StashKey[Path]()
LINES_OF_LOG = 60
LONGEST_FILES = (
    "test_access_table_browser",
    "test_pages_browser",
    "test_briefings_browser",
    "test_signing_in",
    "test_load_page",
    "test_undo_properties",
    "test_same_figures_everywhere",
    "test_sharing_attacked",
    "test_retention_properties",
    "test_command_line_load",
    "test_editions",
    "test_intake_corpus",
    "test_command_line_figures",
    "test_loads_store",
    "test_workbook_rules",
)
"""The files that take longest, roughly in that order."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark those that are named as long. Begin with the longest files, so that none of them runs alone at the end; the others
    follow in their own order.

    With `--no-loadscope-reorder` xdist hands whole files out in this order, and not by how many tests they have.
    """
    named = {item.nodeid.removeprefix("tests/"): item for item in items}
    if not _paths(config):
        gone = LONG - named.keys()
        if gone:
            raise pytest.UsageError(f"tests/long_tests.py names what there is no more: {', '.join(sorted(gone))}")
    for name in LONG & named.keys():
        named[name].add_marker(pytest.mark.long)
    places = {name: place for place, name in enumerate(LONGEST_FILES)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


def _paths(config: pytest.Config) -> list[str]:
    """What was asked for by its path; nothing where it was the whole."""
    return [argument for argument in config.args if argument not in config.getini("testpaths")]


def pytest_collection_finish() -> None:
    """What has been imported stays, and memory is tidied up more seldom: both are a tenth of the tests' time."""
    gc.collect()
    gc.freeze()
    # The program's own, which this file imports as little of as it can.
    from walktalk_data.__main__ import TIDIED_UP_AFTER

    gc.set_threshold(*TIDIED_UP_AFTER)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """One server for all the tests of this process; it starts with the first test that asks for it."""
    with run_postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The SQLAlchemy address of a new, empty database. The test runs twice: on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'records.sqlite'}"
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    with server.new_database() as address:
        yield address


@pytest.fixture(scope="session")
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboard, served on the sample database for all the tests of this process."""
    log = tmp_path_factory.mktemp("served") / "server.log"
    request.config.stash[SERVER_LOG] = log
    with real_browser.serve(log) as address:
        yield address


# Once a file, not once a session: while it is open, nothing in this process may call asyncio.run.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for the tests of one file."""
    with real_browser.open_browser(find_browser_of_tests()) as opened:
        yield opened


@pytest.fixture
def viewport() -> ViewportSize:
    """The size of the viewer's window. Another: @pytest.mark.parametrize("viewport", [PHONE, PROJECTOR])."""
    return real_browser.DESK


@pytest.fixture
def viewer(browser: Browser, served: str, viewport: ViewportSize) -> Iterator[real_browser.Viewer]:
    """Someone at the served dashboard. The test fails as well where a page calls out or a script in it fails."""
    with real_browser.open_viewer(browser, served, viewport) as opened:
        yield opened


@pytest.fixture
def coordinator(browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    """The coordinator at a dashboard of her own, whose database does not exist yet."""
    # The pages' own code, which few tests need.
    from tests.coordinator import open_desk

    with open_desk(browser, tmp_path) as desk:
        yield desk


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the server printed under every failure of a test that looked at it."""
    report = yield
    log = item.config.stash.get(SERVER_LOG, None)
    if report.failed and log and isinstance(item, pytest.Function) and "served" in item.fixturenames:
        report.sections.append(("Server log", "\n".join(log.read_text(errors="replace").splitlines()[-LINES_OF_LOG:])))
    return report


@pytest.fixture(autouse=True)
def keep_the_main_module() -> Iterator[None]:
    """Streamlit's tests of a script leave it as the main module, and every process started then would run it once more."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
