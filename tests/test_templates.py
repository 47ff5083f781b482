"""The templates of data protection say what the program does: its thresholds, roles, columns, times and commands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.browser import PROJECT
from walktalk_data.__main__ import make_parser
from walktalk_data.access import tables as access_tables
from walktalk_data.access.roles import ROLES
from walktalk_data.access.settings import DEFAULT_IDLE_MINUTES, LONGEST
from walktalk_data.access.sign_ins import KEPT
from walktalk_data.records import tables
from walktalk_data.serving.guard import COME_BACK_SECONDS
from walktalk_data.sharing.policy import policy_for
from walktalk_data.sharing.policy_table import AUDIENCES, TEMPLATES, with_policy_table

ASSESSMENT, AGREEMENT, NOTICE = (
    TEMPLATES / f"{name}.md" for name in ("data_protection_impact_assessment", "information_sharing_agreement", "privacy_notice")
)
OF_THE_PROGRAM = {"unit", "load_id", "grant_id", "entry_id", "granted_at", "granted_by", "revoked_at", "revoked_by"}
OF_THE_PROGRAM |= {"clearing_id", "signed_in_at", "last_seen_at", "ended_at", "status_on"}
"""Columns that the assessment tells of in words: keys, times and who did it."""


def written(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", [ASSESSMENT, AGREEMENT])
def test_the_thresholds_are_those_of_the_policies(file: Path) -> None:
    assert written(file) == with_policy_table(written(file)), "Write it anew: python -m walktalk_data.sharing.policy_table"
    for audience in AUDIENCES:
        rule = policy_for(audience).rules["experiences"]
        assert f"where {rule.base} or more answered: 0, and numbers from {rule.fewest} up" in written(file)


def test_the_notice_tells_women_the_same_thresholds() -> None:
    partner, public = policy_for("partner").rules, policy_for("public").rules
    told = " ".join(written(NOTICE).split())
    assert f"shown to councils from {partner['bases'].fewest} up and to the public from {public['bases'].fewest} up" in told
    few, many = partner["experiences"].base, public["experiences"].base
    assert f"to councils only where {few} or more answered and to the public where {many} or more did" in told


def test_the_assessment_names_every_role_and_no_other() -> None:
    (line,) = re.findall(r"^Roles: (.+?)\. ", written(ASSESSMENT), re.MULTILINE)
    assert re.findall(r"`(\w+)`", line) == [*ROLES]


def test_the_assessment_names_every_column_that_is_kept_of_anyone() -> None:
    named = {*re.findall(r"`(\w+)`", written(ASSESSMENT))}
    kept = [tables.requests, tables.status_changes, tables.walks, tables.answers]
    kept += [tables.actions, tables.engagements, tables.hubs]
    kept += [tables.place_clearings, access_tables.grants, access_tables.sign_ins, access_tables.audit]
    assert {column.name for table in kept for column in table.columns} - named - OF_THE_PROGRAM == set()


def test_times_are_those_of_the_program() -> None:
    for file in (ASSESSMENT, NOTICE):
        told = written(file)
        assert f"{DEFAULT_IDLE_MINUTES} minutes without a click" in told
        assert f"{LONGEST.total_seconds() / 3600:.0f} hours" in told
        assert f"{KEPT.days} days" in told
    assert f"for {COME_BACK_SECONDS // 60} minutes, which page you wanted" in written(NOTICE)


def commands() -> list[tuple[str, str]]:
    files = [*TEMPLATES.glob("*.md"), PROJECT / "docs" / "partner_instance.md"]
    found = [(file.name, match) for file in files for match in re.findall(r"python -m walktalk_data ([^`\n>]+)", written(file))]
    assert len(found) > 8
    return found


@pytest.mark.parametrize(("file", "command"), commands())
def test_every_command_that_is_named_is_one(file: str, command: str) -> None:
    assert make_parser().parse_args(shlex.split(command)).act


@pytest.mark.parametrize("file", [ASSESSMENT, AGREEMENT, NOTICE])
def test_what_is_left_to_complete_is_marked_and_links_lead_somewhere(file: Path) -> None:
    text = written(file)
    gaps = [gap for gap in re.findall(r"\[([^\]]+)\](?!\()", text) if gap != "c"]
    assert gaps
    assert {gap for gap in gaps if not re.match(r"(the force|the parties) completes?\b|date$", gap)} == set()
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert (file.parent / link).exists(), link
