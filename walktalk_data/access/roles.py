"""What each role may do, as one table: the pages it opens, the acts it does, and the audience whose figures it sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from walktalk_data.vocabulary import Audience

RoleName = Literal["superintendent", "coordinator", "administrator", "partner", "public"]
Act = Literal[
    "load",
    "undo",
    "keep actions",
    "clear places",
    "download figures",
    "download editions",
    "publish",
    "grant",
    "read the log",
    "remove",
    "upgrade",
]

PAGES: Final[Mapping[str, str]] = {
    "overview": "Overview",
    "boroughs": "Boroughs",
    "day_and_dark": "Day and dark",
    "factors": "Why places feel unsafe",
    "wards_and_places": "Places",
    "actions": "You said, we did",
    "data_quality": "Data quality",
    "heard": "Who was heard",
    "about_the_data": "About the data",
    "load": "Load",
    "loads": "Loads",
    "places": "Places to pass on",
    "editions": "Briefings",
    "publish": "Prepare a briefing",
    "grants": "Grants",
    "audit_log": "Audit log",
    "welcome": "Welcome",
    "glossary": "Glossary",
}
"""Every page by the name of its file, with its title in the menu."""

SHARED_FIGURES: Final = ("overview", "boroughs", "day_and_dark", "factors", "wards_and_places", "about_the_data")
"""Pages that open a published briefing as they open police figures."""
FIGURES: Final = (*SHARED_FIGURES, "actions", "heard", "data_quality")
FOR_EVERYONE: Final = ("welcome", "glossary")
"""Pages of words, without figures, for whoever has been granted anything. The foot of every page leads to them."""
OPENED_FROM_ANOTHER: Final = ("publish", *FOR_EVERYONE)
"""Pages that stand in no menu: another one leads to them."""

ACTS: Final[Mapping[Act, str]] = {
    "load": "check files and load them",
    "undo": "undo a load",
    "keep actions": "enter actions, change them, and say that they are done or dropped",
    "clear places": "clear places to be passed on to partners, and take that back",
    "download figures": "download the Excel summary, the slides and the one-file report of police figures",
    "download editions": "download those of published briefings",
    "publish": "publish editions for partners or the public, and withdraw them",
    "grant": "grant roles and revoke them",
    "read the log": "read and download the audit log",
    "remove": "remove records for good (by command)",
    "upgrade": "bring the database up to date (by command)",
}
"""Every act that is checked, with what it is in words."""


ONLY_READ: Final[tuple[Act, ...]] = ("download figures", "download editions", "read the log")
"""Acts that change nothing, and are done while nothing can be changed."""


@dataclass(frozen=True, slots=True)
class Role:
    """One line of the table."""

    name: str
    words: str
    """Who has it, for the person who grants it."""
    pages: tuple[str, ...]
    acts: tuple[Act, ...]
    audience: Audience | None
    """Whose figures are shown: those of the police live, of the others as published; None: no figures at all."""


ROLES: Final[Mapping[RoleName, Role]] = {
    "superintendent": Role(
        "superintendent",
        "sees all police figures, keeps actions and publishes editions",
        (*FIGURES, "loads", "places", "editions", "publish", *FOR_EVERYONE),
        ("keep actions", "download figures", "download editions", "publish"),
        "police",
    ),
    "coordinator": Role(
        "coordinator",
        "loads the week’s files, undoes loads, keeps actions, clears places to pass on, sees police figures",
        (*FIGURES, "load", "loads", "places", "editions", *FOR_EVERYONE),
        ("load", "undo", "keep actions", "clear places", "download figures", "download editions"),
        "police",
    ),
    "administrator": Role(
        "administrator",
        "grants roles and reads the audit log; sees no figures",
        ("grants", "audit_log", *FOR_EVERYONE),
        ("grant", "read the log"),
        None,
    ),
    "partner": Role(
        "partner",
        "a council partner: published editions that include a borough of theirs",
        ("editions", *SHARED_FIGURES, *FOR_EVERYONE),
        ("download editions",),
        "partner",
    ),
    "public": Role(
        "public",
        "published editions for everyone",
        ("editions", *SHARED_FIGURES, *FOR_EVERYONE),
        ("download editions",),
        "public",
    ),
}
"""What can be granted. Whoever has been granted nothing opens no page, does nothing and sees no figure."""

THIS_MACHINE: Final = Role(
    "this machine",
    "whoever sits at the machine, where no sign-in is set up",
    (*FIGURES, "load", "loads", "places", "editions", "publish", *FOR_EVERYONE),
    ("load", "undo", "keep actions", "clear places", "download figures", "download editions", "publish"),
    "police",
)
AT_PARTNER_MACHINE: Final = replace(
    ROLES["partner"],
    name="this machine (partner instance)",
    words="whoever sits at the machine of a partner instance, where no sign-in is set up",
)
COMMAND_LINE: Final = Role(
    "command line",
    "whoever may run commands on the machine",
    (),
    tuple(ACTS),
    "police",
)


def page_with_title(title: str) -> str:
    """The page of that title in the menu. Raises `KeyError` where the table has none: then nobody may open it."""
    return {words: page for page, words in PAGES.items()}[title]
