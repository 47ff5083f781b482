"""The one gate: what a policy does not show is hidden, and a wrong policy is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from walktalk_data.areas import REFERENCE
from walktalk_data.figure import ExactTable, Figure, Heading
from walktalk_data.sharing.gate import release
from walktalk_data.sharing.policy import Policy, WrongPolicy, policy_for, read_policy
from walktalk_data.vocabulary import MEASURE_KINDS

TABLE = ExactTable(
    "feelings",
    "Feelings",
    "one light",
    (Heading("Light"), Heading("Walks", "count"), Heading("Share", "share")),
    (
        (
            "After dark",
            Figure("feelings", "walks", "activity", 17),
            Figure("feelings", "unsafe_share", "opinions", 0.7, base=34, low=0.5, high=0.8, clusters=9, claim="more"),
        ),
    ),
)


def test_the_police_policy_hides_nothing() -> None:
    (released,) = release([TABLE], policy_for("police"))
    assert released.rows == TABLE.rows
    assert released.audience == "police"


def test_a_kind_that_is_not_shown_is_missing_and_marked_and_never_nought() -> None:
    policy = Policy("police", "OFFICIAL", "Police only", dict.fromkeys(MEASURE_KINDS, "exact") | {"opinions": "hidden"})
    (released,) = release([TABLE], policy)
    walks, share = released.figures()
    assert walks.value == 17
    assert (share.value, share.marker, share.base, share.low, share.high, share.clusters, share.claim) == (
        None, "[c]", None, None, None, None, "",
    )  # fmt: skip


def test_what_a_later_policy_might_say_hides_rather_than_shows() -> None:
    policy = Policy("police", "OFFICIAL", "Police only", dict.fromkeys(MEASURE_KINDS, "Exact "))
    assert all(figure.value is None for figure in release([TABLE], policy)[0].figures())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('marking = "OFFICIAL"', 'marking = ""'), "marking"),
        (('activity = "exact"', ""), "activity"),
        (('audience = "police"', 'audience = "everyone"'), "everyone"),
        (("[show]", "[show"), "police.toml cannot be read"),
    ],
)
def test_a_wrong_policy_file_is_refused_in_words(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    file = tmp_path / "police.toml"
    file.write_text((REFERENCE / "policies" / "police.toml").read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(WrongPolicy, match=words):
        read_policy(file)


def test_an_audience_without_a_policy_sees_nothing() -> None:
    with pytest.raises(WrongPolicy, match="public"):
        policy_for("public")
