"""The one gate: what a policy does not show is hidden, and a wrong policy is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from walktalk_data.figure import ExactTable, Figure, Heading
from walktalk_data.sharing import policy
from walktalk_data.sharing.gate import release
from walktalk_data.sharing.policy import Policy, Rule, Show, WrongPolicy, policy_for
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


def policy_with(**shown: Show) -> Policy:
    return Policy("police", "OFFICIAL", "Police only", {kind: Rule(shown.get(kind, "exact")) for kind in MEASURE_KINDS})


def test_a_kind_that_is_not_shown_is_missing_and_marked_and_never_nought() -> None:
    (released,) = release([TABLE], policy_with(opinions="hidden"))
    walks, share = released.figures()
    assert walks.value == 17
    assert (share.value, share.marker, share.base, share.low, share.high, share.clusters, share.claim) == (
        None, "[c]", None, None, None, None, "",
    )  # fmt: skip


def test_what_is_protected_is_hidden_until_it_is_proven_that_it_may_be_shown() -> None:
    assert all(
        figure.value is None for figure in release([TABLE], policy_with(opinions="protected", activity="hidden"))[0].figures()
    )


def test_an_audience_without_a_policy_sees_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "REFERENCE", tmp_path)
    policy_for.cache_clear()
    with pytest.raises(WrongPolicy, match="public"):
        policy_for("public")
    policy_for.cache_clear()
