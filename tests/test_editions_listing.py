"""What the list of editions says is new, and what a preview says is hidden: from what is published, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.drawn_histories import as_finely_as_can_be
from tests.published import KINDS, WINTER, own_records, publish_every_kind
from walktalk_data import acts, desk
from walktalk_data.access.roles import ROLES, RoleName
from walktalk_data.access.viewer import NotAllowed, Viewer
from walktalk_data.briefing import EditionScope, prepare_preview
from walktalk_data.outputs import words
from walktalk_data.records.database import Database
from walktalk_data.screen import months
from walktalk_data.screen.anew import say_waiting
from walktalk_data.screen.editions import say_new
from walktalk_data.sharing import publishing
from walktalk_data.sharing.answers import Number
from walktalk_data.sharing.publishing import say_number
from walktalk_data.vocabulary import DEFAULT_UNIT

OCTOBER_2021 = 2021 * 12 + 9


def listed(
    number: int, first: int, last: int, answers: int | None, revision: int = 0, told_anew: desk.ToldAnew | None = None
) -> desk.Listed:
    """An edition of months counted from October 2021."""
    first_day, last_day = months.first_day(OCTOBER_2021 + first), months.last_day(OCTOBER_2021 + last)
    edition = desk.Edition(
        number, DEFAULT_UNIT, "partner", "A panel", first_day, last_day, last_day, 1, datetime(2022, 1, 1), None, "a" * 64
    )
    return desk.Listed(edition, ("Redbridge",), answers, False, revision, told_anew)


FIRST = listed(1, 0, 2, 24)
LATE = desk.ToldAnew((OCTOBER_2021, OCTOBER_2021 + 1, OCTOBER_2021 + 2), 40)
CORRECTED = desk.ToldAnew((OCTOBER_2021,), None)
NEW = {
    # the edition, those before it, the latest first: what is said
    "the first": (FIRST, [], "The first for these readers: 24 answers."),
    "the first, hidden": (listed(1, 0, 2, None), [], "The first for these readers."),
    "other months": (listed(2, 3, 5, 1), [FIRST], "New since edition 1: January to March 2022: 1 answer."),
    "more months": (listed(2, 0, 5, 60), [FIRST], "New since edition 1: January to March 2022: 36 answers."),
    "more months, hidden before": (listed(2, 0, 5, 60), [listed(1, 0, 2, None)], "New since edition 1: January to March 2022."),
    "months that overlap": (listed(2, 1, 5, 60), [FIRST], "New since edition 1: January to March 2022."),
    "months on both sides": (
        listed(3, -1, 3, 60),
        [listed(2, 1, 1, 5), FIRST],
        "New since edition 2: September 2021, January 2022: 36 answers.",
    ),
    "the same months": (
        listed(2, 0, 2, 24),
        [FIRST],
        "No month is new: earlier editions told of all of them. Edition 1 was the one before.",
    ),
    "the same months told anew": (
        listed(2, 0, 2, 64, 1, LATE),
        [FIRST],
        "No month is new. Edition 1 was the one before. October to December 2021 are told anew, with 40 answers that came late; "
        "numbers told otherwise before are marked [r].",
    ),
    "more months, and one told anew": (
        listed(2, 0, 5, 70, 1, CORRECTED),
        [FIRST],
        "New since edition 1: January to March 2022. October 2021 is told anew, with what came or was corrected since; "
        "numbers told otherwise before are marked [r].",
    ),
    "more months, after a revision for others": (
        listed(3, 0, 5, 70, 1),
        [FIRST],
        "New since edition 1: January to March 2022.",
    ),
    "more months since a revision": (
        listed(3, 0, 5, 70, 1),
        [listed(2, 0, 2, 64, 1, LATE), FIRST],
        "New since edition 2: January to March 2022: 6 answers.",
    ),
}


@pytest.mark.parametrize("name", NEW)
def test_what_is_new_is_a_difference_of_what_was_published(name: str) -> None:
    edition, before, words = NEW[name]
    assert say_new(desk.find_new(edition, before)) == words


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("published")
    with closing(own_records(folder)) as records:
        publish_every_kind(records)
        yield records


VIEWERS: dict[str, tuple[RoleName, tuple[str, ...]]] = {
    "superintendent": ("superintendent", ()),
    "coordinator": ("coordinator", ()),
    "partner": ("partner", ("Redbridge",)),
    "resident": ("public", ()),
    "administrator": ("administrator", ()),
}


@pytest.mark.parametrize("name", VIEWERS)
def test_each_lists_and_opens_the_editions_that_are_theirs(published: Database, tmp_path: Path, name: str) -> None:
    role, boroughs = VIEWERS[name]
    access = acts.open_access(published, {"WALKTALK_ACCESS_DATABASE": f"sqlite:///{tmp_path / 'access.sqlite'}"})
    at = acts.Desk(Viewer("ada", (ROLES[role],), boroughs), published, access)
    assert [one.edition.number for one in at.list_briefings()] == [k.number for k in KINDS[::-1] if name in k.listed_for]
    for kind in KINDS:
        if name in kind.opened_by:
            assert at.find_briefing(kind.number).edition.name == kind.name
            continue
        words = "was withdrawn" if name in kind.listed_for else f"no briefing {kind.number} among those that you may open"
        with pytest.raises(NotAllowed, match=words):
            at.find_briefing(kind.number)
        with pytest.raises(NotAllowed):
            at.note_download("download editions", "Excel summary", kind.number)
    with pytest.raises(NotAllowed, match="no briefing 99 among those that you may open"):
        at.find_briefing(99)


def test_what_a_preview_hides_is_counted_once_by_table_and_reason(published: Database) -> None:
    year = date(2021, 10, 1), date(2022, 9, 30)
    preview = prepare_preview(published, EditionScope(DEFAULT_UNIT, "partner", *year), date.today())
    tables = {table.title: table for table in preview.briefing.tables}
    told = [loss for loss in preview.losses if loss.figures]
    for loss in told:
        hidden = sum(figure.is_hidden for figure in tables[loss.title].figures())
        assert loss.protected + loss.for_others == hidden, loss.title
        assert loss.shown == loss.figures - hidden
    assert sum(loss.protected for loss in told) > 0
    assert sum(loss.for_others for loss in told) > 0
    assert all(tables[loss.title].is_empty for loss in preview.losses if loss.is_withheld)


def test_a_preview_is_worked_out_once_until_an_edition_is_published(published: Database) -> None:
    scope = EditionScope(DEFAULT_UNIT, "partner", *WINTER)
    shares: list[float] = []
    first = prepare_preview(published, scope, date.today(), shares.append)
    shares.clear()
    assert prepare_preview(published, scope, date.today(), shares.append) is first
    assert shares == []
    number = desk.publish(published, scope, "One more").number
    try:
        assert prepare_preview(published, scope, date.today()) is not first
    finally:
        desk.withdraw(published, number, "It was for a test")


@pytest.mark.parametrize(("because", "instead"), [("  ", None), ("The wrong months", 1)])
def test_an_edition_is_withdrawn_for_a_reason_and_not_in_favour_of_itself(
    published: Database, because: str, instead: int | None
) -> None:
    with pytest.raises(desk.CannotWithdraw):
        desk.withdraw(published, 1, because, instead)
    assert desk.find_briefing(published, 1).edition.withdrawn_at is None


def test_the_months_that_can_be_chosen_are_over_and_for_the_public_whole_quarters() -> None:
    record = (date(2021, 8, 9), date(2022, 5, 3))
    begins, ends = months.choices(*record, date(2022, 5, 20), "partner")
    assert (months.say_month(begins[0]), months.say_month(ends[-1])) == ("August 2021", "April 2022")
    begins, ends = months.choices(*record, date(2022, 5, 20), "public")
    assert [months.say_month(month) for month in begins] == ["July 2021", "October 2021", "January 2022"]
    assert [months.say_month(month) for month in ends] == ["September 2021", "December 2021", "March 2022"]
    assert months.choices(date(2022, 5, 1), date(2022, 5, 3), date(2022, 5, 20), "partner") == ((), ())


def test_the_months_proposed_are_those_that_no_edition_told_of() -> None:
    every = [*range(OCTOBER_2021, OCTOBER_2021 + 12)]
    assert months.propose(every, every, None) == (every[-3], every[-1])
    assert months.propose(every, every, every[5]) == (every[6], every[-1])
    assert months.propose(every, every, every[-1]) == (every[-3], every[-1])
    assert months.propose(every[:2], every[:2], None) == (every[0], every[1])


def test_a_borough_of_whom_nothing_is_told_says_so_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "policy_for", as_finely_as_can_be)
    scope = EditionScope(DEFAULT_UNIT, "partner", date(2022, 7, 1), date(2022, 9, 30))
    with closing(own_records(tmp_path)) as database:
        found = prepare_preview(database, scope, date(2022, 12, 1)).briefing
    assert words.borough_headline(found, "Havering").text == "9 answers after dark and 14 by day: what they said is hidden"
    assert words.borough_headline(found, "Redbridge").text == "After dark, [c] of 9 answers said unsafe; by day, 3 of 10"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (
            Number("participant", "feeling", 1, 1, "all", "all", "twilight", "unsafe"),
            "how safe women felt at twilight in all boroughs",
        ),
        (Number("officer", "feeling", 1, 1, "Redbridge", "all", "all", "given"), "how safe officers felt in Redbridge"),
        (
            Number("participant", "reasons", 1, 1, "Havering", "all", "dark", "cctv"),
            "why places feel unsafe after dark in Havering",
        ),
        (Number("participant", "trust", 1, 1, "all", "all", "all", "after"), "trust in the police in all boroughs"),
        (
            Number("participant", "feeling", 1, 1, "Havering", "Upminster", "daylight", "given"),
            "how safe women felt in daylight in Upminster",
        ),
    ],
)
def test_a_refusal_says_in_words_what_it_is_about(number: Number, said: str) -> None:
    assert say_number(number) == said


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        (desk.Waiting((OCTOBER_2021,), 0, 10), "October 2021 was told of before. Nothing came or changed since."),
        (
            desk.Waiting(LATE.months, 1, 10),
            "October to December 2021 were told of before. <b>1 answer came or changed since.</b> "
            "That number is for the police alone.",
        ),
    ],
)
def test_how_many_answers_wait_is_said_with_their_months(waiting: desk.Waiting, said: str) -> None:
    assert say_waiting(waiting) == said
