"""The dashboard for partners alone: with a role that reads what is published, it opens editions, and nothing else is there."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from tests.browser import PROJECT, open_viewer, serve
from tests.partner_database import UNIT, WINTER, PartnerDatabase, redbridge, shared
from tests.signing_in import PEOPLE, Dashboard, open_signed_out, serve_with_sign_in
from walktalk_data import acts, desk
from walktalk_data.__main__ import run
from walktalk_data.access.instance import is_partner_instance, narrow
from walktalk_data.briefing import Scope, make_briefing, open_edition, preview_edition
from walktalk_data.outputs import report, workbook
from walktalk_data.records.database import CannotWrite, OnlyEditions
from walktalk_data.serving.start import CannotServe, read_serving
from walktalk_data.sharing import listing

__all__ = ["redbridge", "shared"]


def log(shared: PartnerDatabase) -> list[list[str]]:
    return shared.as_owner("SELECT who, act, what FROM access.access_audit ORDER BY entry_id")


def test_a_partner_instance_lists_opens_and_hands_out_an_edition(shared: PartnerDatabase, redbridge: str) -> None:
    with shared.opened(redbridge) as partner:
        (edition,) = desk.tell_editions(partner, UNIT)
        assert (edition.number, edition.audience, edition.published_by) == (1, "partner", None)
        briefing = open_edition(partner, 1)
        book = load_workbook(io.BytesIO(workbook.write_workbook(briefing)))
        cover = [str(cell.value) for row in book["Cover"].iter_rows() for cell in row if cell.value]
        assert "Edition 1: Redbridge panel, 14 April 2022." in cover
        assert b"Redbridge panel, 14 April 2022" in report.write_report(briefing)


def test_nothing_but_editions_is_there_to_ask_for(shared: PartnerDatabase, redbridge: str) -> None:
    with shared.opened(redbridge) as partner:
        for ask in (
            lambda: make_briefing(partner, Scope()),
            lambda: preview_edition(partner, WINTER, WINTER.last_day),
            lambda: desk.publish(partner, WINTER, "A name"),
            lambda: desk.withdraw(partner, 1, "Why"),
            lambda: desk.upgrade_database(partner),
            lambda: desk.remove_older_records(partner, 24),
            lambda: desk.list_loads(partner),
            lambda: desk.tell_history(partner, "walk", UNIT, "W-0001"),
            lambda: desk.prove(partner, 1),
        ):
            with pytest.raises(OnlyEditions):
                ask()


def test_grants_are_neither_given_nor_read_in_the_log_of_a_partner_instance(shared: PartnerDatabase, redbridge: str) -> None:
    with shared.opened(redbridge) as partner:
        at = acts.Desk(acts.COMMAND_LINE, partner, acts.open_access(partner, {}))
        with pytest.raises(CannotWrite, match="could not be used"):
            at.grant("https://login.example", "subject", "me", "superintendent")
        with pytest.raises(CannotWrite, match="permission denied"):
            at.read_log()


def test_whoever_signs_in_at_a_partner_instance_is_a_partner_or_nobody() -> None:
    everything = acts.Viewer("ada", tuple(acts.ROLES.values()), ("Redbridge",))
    assert [role.name for role in narrow(everything).roles] == ["partner", "public"]
    assert narrow(everything).audience == "partner"
    assert narrow(acts.Viewer("ada", (acts.ROLES["superintendent"],))).pages == ()
    here = acts.at_this_machine(is_partner=True)
    assert here.audience == "partner"
    assert not any(here.may(act) for act in ("load", "undo", "download figures", "publish", "grant", "read the log"))


@pytest.fixture
def as_partner(shared: PartnerDatabase, redbridge: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKTALK_AUDIENCE", "partner")
    monkeypatch.setenv("WALKTALK_DATABASE", shared.address(redbridge))


@pytest.mark.usefixtures("as_partner")
def test_the_commands_of_a_partner_instance_are_those_of_editions(tmp_path: Path, capsys: Any) -> None:
    assert run(["editions"]) == 0
    assert "Redbridge panel" in capsys.readouterr().out
    assert run(["figures", "--edition", "1"]) == 0
    assert "[c]" in capsys.readouterr().out
    assert run(["briefing", "--edition", "1", "--out", str(tmp_path)]) == 0
    assert {file.suffix for file in tmp_path.iterdir()} == {".xlsx", ".pptx", ".html"}
    assert run(["figures"]) == 1
    assert run(["figures", "--audience", "partner", "--preview", "--from", "2022-01-01", "--to", "2022-03-31"]) == 1
    for command in ("load", "publish", "withdraw", "grant", "audit", "erase", "retain", "upgrade", "prove", "check"):
        with pytest.raises(SystemExit):
            run([command, "1"])
        assert "invalid choice" in capsys.readouterr().err


@pytest.mark.usefixtures("as_partner")
def test_what_is_taken_by_command_is_in_the_log(shared: PartnerDatabase, redbridge: str) -> None:
    assert run(["figures", "--edition", "1"]) == 0
    what = f"figures of edition 1 (partner instance {redbridge})"
    assert log(shared)[-1] == ["command line", "download", what]


def served_as(**environment: str) -> subprocess.CompletedProcess[str]:
    """serve.py, which is expected to end by itself."""
    own = {"PATH": "", "HOME": "", "WALKTALK_AUDIENCE": "partner", **environment}
    command = [sys.executable, "serve.py"]
    return subprocess.run(command, cwd=PROJECT, env=own, capture_output=True, text=True, check=False, timeout=120)


def test_nothing_is_served_with_a_role_that_can_read_the_records(shared: PartnerDatabase) -> None:
    ended = served_as(WALKTALK_DATABASE=shared.owner)
    assert ended.returncode == 1
    assert "The database role walktalk can read the records" in ended.stderr
    assert "a partner instance needs one that cannot" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("database", ["", "sqlite:///walks.sqlite"])
def test_nothing_is_served_to_partners_from_a_file_or_the_sample(database: str) -> None:
    ended = served_as(**({"WALKTALK_DATABASE": database} if database else {}))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "needs PostgreSQL" in ended.stderr


def test_a_partner_instance_needs_sign_in_unless_it_serves_this_machine() -> None:
    assert read_serving({"WALKTALK_AUDIENCE": "partner"}).is_partner
    assert not read_serving({}).is_partner
    with pytest.raises(CannotServe, match="what is meant for partners"):
        read_serving({"WALKTALK_AUDIENCE": "partner", "WALKTALK_ADDRESS": "192.0.2.1"})
    with pytest.raises(CannotServe, match="Write partner for an instance"):
        read_serving({"WALKTALK_AUDIENCE": "public"})
    assert not is_partner_instance({"WALKTALK_AUDIENCE": "police"})


@pytest.mark.long
def test_the_screen_of_a_partner_instance_has_no_page_of_the_police(
    shared: PartnerDatabase, redbridge: str, browser: Browser, tmp_path: Path
) -> None:
    environment = {"WALKTALK_AUDIENCE": "partner", "WALKTALK_DATABASE": shared.address(redbridge)}
    written = tmp_path / "server.log"
    with serve(written, **environment) as address, open_viewer(browser, address) as viewer:
        viewer.open("/editions").no_errors()
        shown = viewer.page.locator("body").inner_text()
        assert "Police only" not in shown
        for page in ("/load", "/loads", "/data_quality", "/grants", "/audit_log"):
            viewer.open(page)
            told = viewer.page.locator("body").inner_text()
            assert "Police only" not in told
            assert not any(words in told for words in ("Drop files", "Excel summary of", "command line"))
    assert written.read_text().splitlines() == [f"The dashboard is at {address}"]


@pytest.mark.long
def test_partners_sign_in_at_their_instance_and_the_police_find_nothing_there(
    shared: PartnerDatabase, redbridge: str, browser: Browser, tmp_path: Path
) -> None:
    with serve_with_sign_in(tmp_path, shared.address(redbridge), WALKTALK_AUDIENCE="partner") as dashboard:
        grant_at_the_police_instance(shared, dashboard)
        with open_signed_out(browser, dashboard) as partner:
            partner.sign_in("partner").no_errors()
            expect(partner.page.locator(".who")).to_contain_text(PEOPLE["partner"]["email"])
            partner.open("/editions").no_errors()
            expect(partner.page.locator(".unseen:not([aria-live])")).to_have_text("Briefings")
        with open_signed_out(browser, dashboard) as superintendent:
            superintendent.sign_in("superintendent").no_errors()
            expect(superintendent.page.get_by_role("heading", name="nothing has been granted to you yet")).to_be_visible()
        with open_signed_out(browser, dashboard) as partner:
            partner.sign_in("partner")
            partner.page.get_by_role("link", name="Sign out").click()
            expect(partner.page.get_by_role("heading", name="sign-out")).to_be_visible()  # the provider's own page
    lines = [line for line in log(shared) if line[0] == PEOPLE["partner"]["email"]]
    assert [act for _, act, _ in lines if act != "opened"] == ["signed in", "signed in", "signed out"]
    assert all(what.endswith(f"(partner instance {redbridge})") for _, _, what in lines)
    assert shared.as_owner("SELECT count(*) FROM access.access_sign_ins") == [[0]]
    assert shared.as_owner("SELECT count(*) FROM partner.access_sign_ins") == [[3]]


def test_a_withdrawn_briefing_is_listed_with_its_reason_and_opens_for_nobody(shared: PartnerDatabase, redbridge: str) -> None:
    records = desk.open_database(shared.owner)
    desk.withdraw(records, 1, "The wrong months")
    records.close()
    listing._facts.clear()
    with shared.opened(redbridge) as partner:
        viewer = acts.Viewer("b", (acts.ROLES["partner"],), ("Redbridge",))
        at = acts.Desk(viewer, partner, acts.open_access(partner, {}))
        (listed,) = at.list_briefings()
        assert (listed.edition.withdrawn_because, listed.answers) == ("The wrong months", None)
        assert "Redbridge" in listed.boroughs
        with pytest.raises(acts.NotAllowed, match="withdrawn"):
            at.find_briefing(1)
    shared.as_owner("UPDATE editions SET withdrawn_at = NULL, withdrawn_because = NULL")


def grant_at_the_police_instance(shared: PartnerDatabase, dashboard: Dashboard) -> None:
    """Grants are given where they always are: the partner instance reads its own of them."""
    records = desk.open_database(shared.owner)
    at = acts.Desk(acts.COMMAND_LINE, records, acts.open_access(records, {}))
    issuer = dashboard.providers[0].issuer
    for role in ("superintendent", "coordinator", "administrator"):
        at.grant(issuer, "email", PEOPLE[role]["email"], role)
    at.grant(issuer, "email", PEOPLE["partner"]["email"], "partner", ["Redbridge"])
    records.close()
