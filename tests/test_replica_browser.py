"""The primary dies while people look: partners and police go on reading, pages that change anything say so, all by itself."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Browser, expect

from tests.databases import MortalServer
from tests.published import SAMPLE, WINTER
from tests.signing_in import PEOPLE, Dashboard, open_signed_out, serve_with_sign_in
from tests.standby import Standby, run_pair, wait_until_followed
from walktalk_data import acts, desk
from walktalk_data.briefing import EditionScope
from walktalk_data.records.database import Database, connect_database
from walktalk_data.vocabulary import DEFAULT_UNIT

pytestmark = pytest.mark.long
Running = tuple[Dashboard, MortalServer, Standby, Database]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with run_pair() as (primary, standby), primary.new_database() as address, closing(connect_database(address)) as database:
        desk.load_files(database, SAMPLE, DEFAULT_UNIT, desk.Confirmed(free_text="leave out"))
        desk.publish(database, EditionScope(DEFAULT_UNIT, "partner", *WINTER), "Panel of the winter")
        with serve_with_sign_in(
            tmp_path,
            address,
            WALKTALK_ACCESS_DATABASE="",
            WALKTALK_READ_DATABASE=standby.address(address),
            WALKTALK_WAITING=str(tmp_path / "waiting"),
        ) as served:
            at = acts.Desk(acts.COMMAND_LINE, database, acts.open_access(database, {}))
            issuer = served.providers[0].issuer
            at.grant(issuer, "email", PEOPLE["coordinator"]["email"], "coordinator")
            at.grant(issuer, "email", PEOPLE["partner"]["email"], "partner", ["Redbridge"])
            yield served, primary, standby, database


def ready(address: str) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(f"{address}/api/ready", timeout=20) as answer:  # noqa: S310
            return dict(json.load(answer))
    except HTTPError as error:
        return dict(json.load(error))


def wait_for(address: str, **told: Any) -> None:
    until = time.monotonic() + 40
    while not told.items() <= (now := ready(address)).items():
        assert time.monotonic() < until, now
        time.sleep(0.3)


def test_the_primary_dies_while_people_look(browser: Browser, running: Running) -> None:
    served, primary, standby, database = running
    with open_signed_out(browser, served) as partner, open_signed_out(browser, served) as coordinator:
        partner.sign_in("partner", "/?edition=1")
        coordinator.sign_in("coordinator")
        wait_until_followed(primary, standby)
        wait_for(served.address, ready=True, standby="read", changes=True)
        primary.kill()
        try:
            # The partner opens what they have not opened before, with no word of it.
            partner.open("/boroughs?edition=1").no_errors()
            expect(partner.page.get_by_role("heading", level=1)).to_be_visible()
            assert "Panel of the winter" in partner.page.locator("main").inner_text()
            assert "Nothing can be changed now" not in partner.page.locator("main").inner_text()
            coordinator.open("/?borough=Redbridge").no_errors()
            expect(coordinator.page.get_by_role("heading", level=1)).to_contain_text("Redbridge:")
            for page in ("/load", "/loads", "/places"):
                coordinator.open(page).no_errors()
                expect(coordinator.page.get_by_text("Nothing can be changed now").first).to_be_visible()
            assert coordinator.page.get_by_text("Traceback").count() == 0
            wait_for(served.address, ready=True, changes=False, standby="read")
            with open_signed_out(browser, served) as late:
                late.page.goto(served.address)
                expect(late.page.get_by_text("Nobody can sign in just now")).to_be_visible()
        finally:
            primary.start()
        wait_for(served.address, ready=True, standby="read", changes=True)
        coordinator.open("/load").no_errors()
        assert coordinator.page.get_by_text("Nothing can be changed now").count() == 0
        partner.open("/?edition=1").no_errors()
        standby.kill()
        try:
            partner.open("/day_and_dark?edition=1").no_errors()
            coordinator.open("/?borough=Havering").no_errors()
            expect(coordinator.page.get_by_role("heading", level=1)).to_contain_text("Havering:")
            wait_for(served.address, ready=True, standby="lost", changes=True)
        finally:
            standby.start()
        wait_for(served.address, ready=True, standby="read", changes=True)
    log, _ = acts.Desk(acts.COMMAND_LINE, database, acts.open_access(database, {})).read_log()
    opened = [(entry.who, entry.what) for entry in log if entry.act == "opened"]
    assert ("partner@redbridge.example.gov.uk", "Boroughs") in opened
    assert ("coordinator@example.police.uk", "Load") in opened
    assert len({(entry.at, entry.who, entry.act, entry.what) for entry in log}) == len(log)
