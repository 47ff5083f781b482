"""One table of roles: what it says of each, that the pages are all in it, and that the document shows it as it is."""

from __future__ import annotations

import ast
import re
from itertools import product
from pathlib import Path

import pytest

from tests.browser import PROJECT
from walktalk_data import desk
from walktalk_data.access.role_table import DOCUMENT, with_role_table
from walktalk_data.access.roles import ACTS, FIGURES, FOR_EVERYONE, PAGES, ROLES, SHARED_FIGURES, RoleName, page_with_title
from walktalk_data.access.viewer import COMMAND_LINE, THIS_MACHINE, NotAllowed, Viewer
from walktalk_data.vocabulary import Audience


def viewer_with(*roles: RoleName) -> Viewer:
    return Viewer("ada", tuple(ROLES[role] for role in roles))


def test_the_document_shows_the_table_as_it_is() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == with_role_table(written), "Write it anew: python -m walktalk_data.access.role_table"


def test_every_page_is_in_the_table_under_its_title_in_the_menu() -> None:
    menu = dict(
        re.findall(r'st\.Page\("pages/(\w+)\.py", title="([^"]+)"', (PROJECT / "dashboard.py").read_text(encoding="utf-8"))
    )
    assert menu == dict(PAGES)
    files = {path.stem for path in (PROJECT / "pages").glob("*.py")}
    assert files == {*PAGES, "not_granted", "accessibility"}
    assert all(page_with_title(title) == page for page, title in PAGES.items())


def test_an_administrator_sees_no_figures() -> None:
    viewer = viewer_with("administrator")
    assert viewer.audience is None
    assert not {*FIGURES, "load", "loads"} & {*viewer.pages}
    assert not viewer.may("download figures")


def test_the_coordinator_clears_places_and_the_superintendent_looks() -> None:
    assert {name for name, role in ROLES.items() if "clear places" in role.acts} == {"coordinator"}
    assert {name for name, role in ROLES.items() if "places" in role.pages} == {"coordinator", "superintendent"}


def test_only_the_police_see_police_figures() -> None:
    assert {name for name, role in ROLES.items() if role.audience == "police"} == {"superintendent", "coordinator"}
    assert {name for name, role in ROLES.items() if "data_quality" in role.pages} == {"superintendent", "coordinator"}
    assert {name for name, role in ROLES.items() if "download figures" in role.acts} == {"superintendent", "coordinator"}


@pytest.mark.parametrize("name", ["partner", "public"])
def test_partners_and_the_public_open_published_briefings_and_do_nothing_else(name: RoleName) -> None:
    viewer = viewer_with(name)
    assert {*viewer.pages} == {"editions", *SHARED_FIGURES, *FOR_EVERYONE}
    assert [act for act in ACTS if viewer.may(act)] == ["download editions"]


READS = {
    # role, boroughs granted: audience and boroughs of the edition, and whether they may read it
    ("partner", "Redbridge"): {("partner", "Redbridge"): True, ("partner", "Havering"): False, ("public", "Redbridge"): True},
    ("partner", ""): {("partner", "Redbridge"): False, ("public", "Redbridge"): False},
    ("public", ""): {("partner", "Redbridge"): False, ("public", "Redbridge"): True, ("public", "Havering"): True},
    ("superintendent", ""): {("partner", "Havering"): True, ("public", "Havering"): True},
    ("administrator", ""): {("partner", "Havering"): False, ("public", "Havering"): False},
}


@pytest.mark.parametrize(("who", "editions"), READS.items())
def test_an_edition_is_for_its_audience_and_for_partners_of_a_borough_in_it(
    who: tuple[RoleName, str], editions: dict[tuple[Audience, str], bool]
) -> None:
    viewer = Viewer("ada", (ROLES[who[0]],), tuple(filter(None, [who[1]])))
    assert {edition: viewer.reads(edition[0], [edition[1], "Barking and Dagenham"]) for edition in editions} == editions


def test_whoever_was_granted_nothing_may_do_nothing() -> None:
    nobody = Viewer("ada")
    assert nobody.pages == ()
    assert nobody.audience is None
    assert not any(nobody.may(act) for act in ACTS)
    with pytest.raises(NotAllowed, match="Nothing has been granted to you yet"):
        nobody.check_page("overview")


@pytest.mark.parametrize(("one", "other"), [*product(ROLES, ROLES)])
def test_several_roles_may_do_what_any_of_them_may(one: RoleName, other: RoleName) -> None:
    both = viewer_with(one, other)
    for page in PAGES:
        assert (page in both.pages) == (page in ROLES[one].pages or page in ROLES[other].pages)
    for act in ACTS:
        assert both.may(act) == (act in ROLES[one].acts or act in ROLES[other].acts)


def test_who_needs_no_sign_in_cannot_grant_from_the_screen() -> None:
    assert not THIS_MACHINE.may("grant")
    assert not THIS_MACHINE.may("read the log")
    assert COMMAND_LINE.may("grant")


def test_a_page_that_the_table_does_not_know_opens_for_nobody() -> None:
    with pytest.raises(NotAllowed):
        viewer_with(*ROLES).check_page("tomorrow")


CHANGES = {
    *("load_files", "undo_load", "remove_older_records", "erase_record", "upgrade_database"),
    *("forget_map", "publish", "withdraw", "clear_place"),
    *("add_action", "change_action", "finish_action", "drop_action"),
}


def test_nothing_above_the_desk_changes_records_without_asking_who_it_is() -> None:
    """Screens, pages and commands act through `acts.Desk`, which asks the viewer's roles and writes the log."""
    assert {*desk.__all__} >= CHANGES
    above = [*PROJECT.glob("*.py"), *PROJECT.glob("pages/*.py"), *PROJECT.glob("walktalk_data/screen/*.py")]
    above += [PROJECT / "walktalk_data" / "__main__.py", *PROJECT.glob("walktalk_data/serving/*.py")]
    assert [path.name for path in above if CHANGES & names_in(path)] == []
    assert names_in(PROJECT / "walktalk_data" / "acts.py") >= CHANGES


def names_in(path: Path) -> set[str]:
    """What a file takes from the desk: as `desk.publish`, which `_desk(database).publish` is not; or under its own name."""
    nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("desk")}
    imported = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    return attributes | imported | {node.id for node in nodes if isinstance(node, ast.Name)}
