"""What someone new reads: something for every role, and nothing that leads where the role may not go."""

from __future__ import annotations

import re

import pytest

from walktalk_data.access.roles import AT_PARTNER_MACHINE, ROLES, THIS_MACHINE, Role
from walktalk_data.outputs.welcome import WELCOMES, draw_welcome, welcome_for

ALL_ROLES = (*ROLES.values(), THIS_MACHINE, AT_PARTNER_MACHINE)


@pytest.mark.parametrize("role", ALL_ROLES, ids=[role.name for role in ALL_ROLES])
def test_everyone_has_three_things_to_try_on_pages_of_theirs(role: Role) -> None:
    tries = welcome_for([role.name]).tries
    assert len({one.words for one in tries}) == 3
    assert {one.page for one in tries} <= {*role.pages}
    assert {"welcome", "glossary"} <= {*role.pages}


def test_every_role_that_can_be_granted_is_spoken_to_in_words_of_its_own() -> None:
    assert {*ROLES, THIS_MACHINE.name} == {*WELCOMES}
    assert len({welcome.may for welcome in WELCOMES.values()}) == len(WELCOMES)


def test_of_several_roles_the_one_that_sees_most_speaks() -> None:
    assert welcome_for(["administrator", "superintendent"]) == WELCOMES["superintendent"]


def test_where_there_is_nothing_to_see_yet_no_link_leads_there() -> None:
    drawn = draw_welcome(WELCOMES["partner"], lambda page: page if page == "editions" else None)
    assert re.findall(r'href="([^"]*)"', drawn) == ["editions"]
    assert drawn.count("<li>") == 3
