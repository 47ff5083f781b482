"""A partner instance with a standby: it reads there what its role may, while the primary is gone too, and no more."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import MortalServer
from tests.partner_database import ISSUER, UNIT, PartnerDatabase, run_partner_database
from tests.standby import Standby, run_pair, wait_until_followed
from walktalk_data import acts, desk
from walktalk_data.access.door import Door
from walktalk_data.access.settings import SignIn
from walktalk_data.briefing import open_edition
from walktalk_data.records import replica as following

pytestmark = pytest.mark.long
Running = tuple[PartnerDatabase, MortalServer, Standby]
SETTINGS = SignIn(Path("secrets.toml"), "https://walks.example", {"police": ISSUER})


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with run_pair() as (primary, standby), run_partner_database(primary) as shared:
        yield shared, primary, standby


def test_partners_read_on_while_the_primary_is_gone_and_the_log_says_when_it_was(
    running: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, primary, standby = running
    role = shared.make_role("Redbridge")
    monkeypatch.setenv("WALKTALK_WAITING", str(tmp_path))
    settings = {"WALKTALK_AUDIENCE": "partner", "WALKTALK_READ_DATABASE": standby.address(shared.owner, role)}
    wait_until_followed(primary, standby)
    with closing(desk.open_to_view(shared.address(role), settings)) as viewed:
        door = Door(SETTINGS, acts.open_access(viewed, {}))
        door.let_in("police", {"iss": ISSUER, "sub": "redbridge"}, "a" * 64)
        wait_until_followed(primary, standby)
        primary.kill()
        try:
            viewer = door.find("a" * 64)
            assert viewer is not None
            at = acts.Desk(viewer, viewed, door.access)
            assert [one.edition.number for one in at.list_briefings(UNIT)] == [1]
            assert open_edition(viewed, 1).edition.startswith("Edition 1")
            at.note_briefing_opened(1)
            # It starts then, too.
            with closing(desk.open_to_view(shared.address(role), settings)) as again:
                assert open_edition(again, 1).edition.startswith("Edition 1")
        finally:
            primary.start()
        time.sleep(following.ASK_SECONDS)
        assert acts.deliver_waiting(door.access) == 1
        (line,) = shared.as_owner("SELECT who, what FROM access.access_audit WHERE act = 'opened'")
        assert line[0] == "redbridge"
        assert f"written down later) (partner instance {role})" in line[1]


def test_a_standby_that_would_be_read_by_another_role_is_refused(running: Running) -> None:
    shared, primary, standby = running
    role = shared.make_role("Redbridge")
    wait_until_followed(primary, standby)
    for other in ("walktalk", shared.make_role("Havering")):
        settings = {"WALKTALK_AUDIENCE": "partner", "WALKTALK_READ_DATABASE": standby.address(shared.owner, other)}
        with pytest.raises(desk.WrongRole, match="by the same role"):
            desk.open_to_view(shared.address(role), settings)
