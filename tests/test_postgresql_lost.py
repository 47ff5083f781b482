"""PostgreSQL is killed under a load and during a page view: nothing is lost or half there, and all goes on by itself."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import open_viewer, serve
from tests.databases import MortalServer, run_mortal_postgresql
from tests.made_files import make_files
from tests.published import SAMPLE
from walktalk_data import acts, desk
from walktalk_data.briefing import Scope, forget_briefings, make_briefing
from walktalk_data.records.database import CannotOpen, Database, connect_database
from walktalk_data.records.dump import dump_sha256
from walktalk_data.records.summaries import find_drift
from walktalk_data.vocabulary import DEFAULT_UNIT

pytestmark = pytest.mark.long
KILLS = 8
"""Times over the length of a load, one after the other."""


@pytest.fixture(scope="module")
def server() -> Iterator[MortalServer]:
    with run_mortal_postgresql(is_durable=True) as running:
        yield running


@pytest.fixture
def address(server: MortalServer) -> Iterator[str]:
    with server.new_database() as own:
        yield own


def load(database: Database, folder: Path) -> desk.Loaded:
    return desk.load_files(database, [folder], DEFAULT_UNIT, desk.Confirmed(free_text="keep"))


def try_to_load(database: Database, told: list[BaseException]) -> None:
    try:
        load(database, SAMPLE[0])
    except Exception as fault:  # noqa: BLE001  whatever it is, the test looks at it
        told.append(fault)


def standing(database: Database) -> list[int]:
    """The loads that stand."""
    return [one.load_id for one in desk.list_loads(database) if one.undone_at is None]


def state(database: Database) -> str:
    """What is kept, but for when it was loaded."""
    with database.reading() as reading:
        assert find_drift(reading.connection) == []
        return dump_sha256(reading.connection)


def test_a_view_fails_in_words_while_the_server_is_gone_and_the_next_after_it_is_back_works(
    server: MortalServer, address: str
) -> None:
    with closing(connect_database(address)) as database:
        load(database, SAMPLE[0])
        before = make_briefing(database, Scope())
        server.kill()
        try:
            forget_briefings()
            with pytest.raises(CannotOpen) as told:
                make_briefing(database, Scope())
            assert "cannot be opened" in str(told.value) or "went away" in str(told.value)
        finally:
            server.start()
        # The connections that were pooled are all dead; nobody has to do anything about it.
        after = make_briefing(database, Scope())
        assert [*after.requests_by_borough_and_status.figures()] == [*before.requests_by_borough_and_status.figures()]


def test_after_the_server_was_started_again_the_next_act_works_whatever_lay_in_the_pools(
    server: MortalServer, address: str, tmp_path: Path
) -> None:
    with closing(connect_database(address)) as database:
        at = acts.Desk(acts.COMMAND_LINE, database, acts.open_access(database, {}))
        at.load(SAMPLE, DEFAULT_UNIT, desk.Confirmed(free_text="keep"))
        before = at.read_log()[1]
        for number in range(2):
            server.kill()
            server.start()
            # Nothing was read in between: the first to find the dead connections is the act itself.
            files = make_files(tmp_path / str(number), range(10 * number, 10 * number + 3))
            assert at.load(files, DEFAULT_UNIT, desk.Confirmed(free_text="keep")).receipt.load_id == number + 2
        assert standing(database) == [3, 2, 1]
        assert at.read_log()[1] == before + 2


def test_a_load_during_which_the_server_dies_is_there_whole_or_not_at_all_and_loading_again_completes_it(
    server: MortalServer, address: str
) -> None:
    with closing(connect_database(address)) as database:
        began = time.monotonic()
        load(database, SAMPLE[0])
        takes = time.monotonic() - began
        whole = len(desk.list_loads(database))
        desk.undo_load(database, 1)
        for number in range(KILLS):
            before = state(database)
            loads_before = standing(database)
            told: list[BaseException] = []
            loading = threading.Thread(target=try_to_load, args=(database, told))
            loading.start()
            loading.join(takes * (number + 0.5) / KILLS)
            server.kill()
            loading.join(60)
            assert not loading.is_alive()
            server.start()
            assert [type(fault) for fault in told if not isinstance(fault, desk.RecordsError)] == []
            loads_now = standing(database)
            if loads_now == loads_before:
                assert state(database) == before
            else:
                assert len(loads_now) == len(loads_before) + 1
                desk.undo_load(database, loads_now[0])
        receipt = load(database, SAMPLE[0]).receipt
        assert receipt.load_id is not None
        # Once more changes nothing: whoever does not know whether it was stored may simply load again.
        assert load(database, SAMPLE[0]).receipt.load_id is None
        assert whole == 1


def get(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except HTTPError as error:
        return error.code


def wait_for(address: str, status: int) -> None:
    until = time.monotonic() + 30
    while get(address) != status:
        assert time.monotonic() < until
        time.sleep(0.2)


def test_a_page_says_in_words_that_the_server_is_gone_and_goes_on_by_itself(
    browser: Browser, server: MortalServer, address: str, tmp_path: Path
) -> None:
    with closing(connect_database(address)) as database:
        load(database, SAMPLE[0])
    with serve(tmp_path / "server.log", WALKTALK_DATABASE=address) as served, open_viewer(browser, served) as viewer:
        viewer.open("/?borough=Redbridge").no_errors()
        wait_for(f"{served}/api/ready", 200)
        server.kill()
        try:
            wait_for(f"{served}/api/ready", 503)
            viewer.open("/?borough=Havering").no_errors()
            told = viewer.page.locator("main").inner_text()
            assert "cannot be opened" in told or "went away" in told, told
            assert "Traceback" not in told
            assert "postgresql" not in told.lower() or "password" not in told.lower()
            assert get(f"{served}/api/health") == 200
        finally:
            server.start()
        wait_for(f"{served}/api/ready", 200)
        viewer.open("/?borough=Havering").no_errors()
        expect(viewer.page.get_by_role("heading", level=1)).to_contain_text("Havering:")
