"""Nobody who has every edition can work out what was hidden: an attacker tries, who shares no code with what hides it."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final

import pytest

from tests.attacker import ALWAYS, Attack, Seen, asked_by, protected_numbers
from tests.drawn_histories import FIRST_MONTH, Published, as_finely_as_can_be, draw_history, draw_told_anew, publish_all
from walktalk_data.sharing.policy import policy_for
from walktalk_data.sharing.proof import Edition, check_proof
from walktalk_data.vocabulary import Audience

SIZES: Final = (
    {"answers": 20, "months": 3, "editions": 1, "boroughs": 1},
    {"answers": 40, "months": 3, "editions": 1, "boroughs": 2},
    {"answers": 60, "months": 6, "editions": 2, "boroughs": 1},
    {"answers": 80, "months": 6, "editions": 2, "boroughs": 1},
    {"answers": 120, "months": 9, "editions": 3, "boroughs": 1},
)
HISTORIES: Final = 20
QUICK: Final = 5
"""So many of them are attacked all day, the others where there is time."""


def published(seed: int, audience: Audience = "partner", **size: int) -> Published:
    """All the editions of one drawn history."""
    *_, last = publish_all(draw_history(seed, **(size or SIZES[seed % len(SIZES)])), as_finely_as_can_be(audience))
    return last


def rules_of(audience: Audience) -> dict[str, dict[str, Any]]:
    return {kind: asdict(rule) for kind, rule in policy_for(audience).rules.items()}


@pytest.mark.parametrize(
    "seed", [*range(QUICK), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(QUICK, HISTORIES))]
)
def test_an_attacker_never_bounds_a_protected_number_within_less_than_its_width(seed: int) -> None:
    audience: Audience = "public" if seed % 4 == 3 else "partner"
    so_far = published(seed, audience)
    attack = Attack(so_far.editions, so_far.walked)
    protected = [*protected_numbers(so_far.editions, so_far.counted, rules_of(audience))]
    assert protected
    for asked, width in protected:
        low, high = attack.bounds(asked)
        assert high - low >= width - 1e-6, asked


REVISED: Final = ((12, 80, 1), (14, 100, 1), (20, 200, 1), (13, 130, 2), (23, 120, 2))
"""Seed, answers, and whether answers only came late (1) or some were taken back too (2)."""


def published_anew(seed: int, answers: int, revised: int) -> Published:
    """Editions of one stretch of months, one of which tells it anew."""
    *_, last = publish_all(draw_told_anew(seed, answers, revised), as_finely_as_can_be("partner"))
    return last


@pytest.mark.parametrize(
    ("seed", "answers", "revised"),
    [REVISED[0], *(pytest.param(*one, marks=pytest.mark.long) for one in REVISED[1:-1]), REVISED[-1]],
)
def test_an_attacker_learns_no_more_from_months_that_were_told_anew(seed: int, answers: int, revised: int) -> None:
    so_far = published_anew(seed, answers, revised)
    assert so_far.editions[-1].revisions
    assert check_proof(so_far.checked(), json.loads(json.dumps(so_far.drafts[-1].proof))) == []
    attack = Attack(so_far.editions, so_far.walked)
    protected = [*protected_numbers(so_far.editions, so_far.counted, rules_of("partner"))]
    assert any(since or until != ALWAYS for asked, _ in protected for _, since, until in asked.months)
    for asked, width in protected:
        low, high = attack.bounds(asked)
        assert high - low >= width - 1e-6, asked


AROUND: Final = (
    (12, 250, ((1, 1), (0, 4), (1, 1), (0, 4)), 3),
    (16, 400, ((0, 4), (1, 1), (3, 3), (0, 4)), 1),
    (24, 400, ((1, 1), (0, 4), (1, 1), (0, 4)), 2),
    # Trust told anew would give changes of it by light away.
    (47, 80, ((0, 4), (1, 1), (3, 3), (0, 4)), 1),
)
"""Seed, answers, the months of each edition, and from which on they tell months anew: quarters, and years around them."""


@pytest.mark.parametrize(
    ("seed", "answers", "months", "anew_from"), [AROUND[0], *(pytest.param(*one, marks=pytest.mark.long) for one in AROUND[1:])]
)
def test_an_attacker_learns_no_more_where_a_year_is_told_anew_around_quarters(
    seed: int, answers: int, months: tuple[tuple[int, int], ...], anew_from: int
) -> None:
    drawn = draw_history(seed, answers=answers, months=5, editions=4, boroughs=1, wards=1, revised=2)
    periods = tuple((FIRST_MONTH + first, FIRST_MONTH + last) for first, last in months)
    history = replace(drawn, periods=periods, revises=tuple(place >= anew_from for place in range(4)))
    *_, so_far = publish_all(history, as_finely_as_can_be("partner"))
    assert so_far.editions[-1].revisions
    assert check_proof(so_far.checked(), json.loads(json.dumps(so_far.drafts[-1].proof))) == []
    protected = [*protected_numbers(so_far.editions, so_far.counted, rules_of("partner"))]
    assert any(asked.less for asked, _ in protected)
    assert [*Attack(so_far.editions, so_far.walked).worked_out(protected)] == []


def test_telling_a_month_anew_where_it_is_hidden_lets_the_attacker_win() -> None:
    so_far = published_anew(*REVISED[0])
    seen = so_far.editions[-1]
    told = [
        {**row, "value": sum(asked_by(row, seen).counts(answer) for answer in so_far.counted), "marker": ""}
        if row["marker"] == "[c]" and row["measure"] in ("answers", "unsafe_answers", "named")
        else row
        for row in seen.rows
    ]
    editions = [*so_far.editions[:-1], seen._replace(rows=told)]
    attack = Attack(editions, so_far.walked)
    assert any(
        high - low < width - 1e-6
        for asked, width in protected_numbers(so_far.editions, so_far.counted, rules_of("partner"))
        if any(since for _, since, _ in asked.months)
        for low, high in (attack.bounds(asked),)
    )
    assert check_proof([*so_far.checked()[:-1], Edition(*editions[-1][:4])], json.loads(json.dumps(so_far.drafts[-1].proof)))


def test_a_proof_from_before_months_were_revised_still_holds() -> None:
    so_far = published(2)
    proof = json.loads(json.dumps(so_far.drafts[-1].proof))
    assert proof.pop("revisions") == []
    proof["format"] = 1
    proof["answers"] = [[*kind[:9], kind[-1]] for kind in proof["answers"]]
    proof["protected"] = [[*one[:2], [span[:2] for span in one[2]], *one[4:]] for one in proof["protected"]]
    assert check_proof(so_far.checked(), proof) == []


def test_not_in_whole_numbers_either() -> None:
    for seed in (100, 101):
        so_far = published(seed, answers=15, months=3, editions=1, boroughs=1, wards=1)
        attack = Attack(so_far.editions, so_far.walked)
        for asked, width in protected_numbers(so_far.editions, so_far.counted, rules_of("partner")):
            low, high = attack.bounds_in_whole_numbers(asked)
            assert high - low >= width, asked


@pytest.mark.parametrize("seed", range(6))
def test_what_is_told_is_what_the_records_say_and_what_is_hidden_is_no_number(seed: int) -> None:
    assert_told_is_recorded(published(seed))


def test_a_month_that_was_left_open_is_counted_as_it_is_when_an_edition_tells_of_it() -> None:
    """Its first edition has too few walks to tell of answers, and one is taken back before the second."""
    history = draw_history(1673, answers=40, months=3, editions=2, boroughs=1, wards=3, revised=2)
    *_, so_far = publish_all(history, policy_for("partner"))
    first, second = so_far.drafts
    assert not first.closes
    assert second.closes
    assert_told_is_recorded(so_far)


def assert_told_is_recorded(so_far: Published) -> None:
    for seen in so_far.editions:
        for row in seen.rows:
            if row["measure"] in ("answers", "unsafe_answers", "named") and row["kind"] != "activity":
                if row["value"] is None:
                    assert row["marker"] == "[c]"
                    assert (row["low"], row["high"], row["clusters"]) == (None, None, None)
                else:
                    asked = asked_by(row, seen)
                    assert row["value"] == sum(asked.counts(answer) for answer in so_far.counted), row["figure_id"]


@pytest.mark.parametrize("seed", range(5))
def test_the_proof_holds_for_all_editions_so_far(seed: int) -> None:
    for so_far in publish_all(draw_history(seed, **SIZES[seed]), as_finely_as_can_be("partner")):
        assert check_proof(so_far.checked(), json.loads(json.dumps(so_far.drafts[-1].proof))) == []


def test_a_proof_that_was_tampered_with_does_not_hold() -> None:
    so_far = published(2)
    proof = json.dumps(so_far.drafts[-1].proof)

    def faults(change: Any) -> list[str]:
        changed = json.loads(proof)
        change(changed)
        return check_proof(so_far.checked(), changed)

    def one_answer_more(changed: Any) -> None:
        place = next(at for at, kind in enumerate(changed["answers"]) if kind[0] == "participant" and kind[7] == "fairly safe")
        changed["answers"][place][-1] += 1

    def a_change_that_shows(changed: Any) -> None:
        place = next(at for at, kind in enumerate(changed["answers"]) if kind[:2] == ["participant", "ideas"])
        changed["changes"][0].append([place, 1])

    def nothing_differs(changed: Any) -> None:
        changed["protected"][0][-1] = changed["protected"][0][-2]

    def one_is_left_out(changed: Any) -> None:
        del changed["protected"][next(at for at, one in enumerate(changed["protected"]) if one[7] == "given")]

    def less_than_nothing(changed: Any) -> None:
        changed["changes"][0][0][1] = -1_000

    assert faults(lambda _: None) == []
    for change in (one_answer_more, a_change_that_shows, nothing_differs, one_is_left_out, less_than_nothing):
        assert faults(change), change.__name__


def test_a_figure_that_was_told_though_it_is_hidden_breaks_the_proof() -> None:
    so_far = published(2)
    proof = json.loads(json.dumps(so_far.drafts[-1].proof))
    seen = so_far.editions[-1]
    rows = seen.rows
    for place, row in enumerate(rows):
        if row["marker"] == "[c]" and row["measure"] == "unsafe_answers":
            truth = sum(asked_by(row, seen).counts(answer) for answer in so_far.counted)
            told = [*rows[:place], {**row, "value": truth, "marker": ""}, *rows[place + 1 :]]
            assert check_proof([*so_far.checked()[:-1], Edition(seen.scope, told)], proof)


def test_what_is_hidden_beside_what_the_policy_protects_is_not_idle() -> None:
    """Telling one of the numbers that are hidden only because others would follow lets the attacker win."""
    drawn = random.Random(5)
    won = tried = 0
    for seed in range(200, 206):
        so_far = published(seed, answers=30, months=3, editions=1, boroughs=1)
        draft = so_far.drafts[-1]
        seen = so_far.editions[0]
        rows = seen.rows
        secondary = [
            place
            for place, row in enumerate(rows)
            if row["marker"] == "[c]"
            and row["measure"] in ("answers", "unsafe_answers", "named")
            and _is_secondary(row, seen, draft)
        ]
        for place in drawn.sample(secondary, min(3, len(secondary))):
            truth = sum(asked_by(rows[place], seen).counts(answer) for answer in so_far.counted)
            told = [*rows[:place], {**rows[place], "value": truth, "marker": ""}, *rows[place + 1 :]]
            attack = Attack([seen._replace(rows=told)], so_far.walked)
            tried += 1
            won += any(
                high - low < width - 1e-6
                for asked, width in protected_numbers([seen], so_far.counted, rules_of("partner"))
                for low, high in (attack.bounds(asked),)
            )
    assert tried >= 15
    assert won >= 0.8 * tried, f"{won} of {tried}"


def _is_secondary(row: Mapping[str, Any], seen: Seen, draft: Any) -> bool:
    asked = asked_by(row, seen)
    words = {"any": "given"}
    return any(
        (number.who, number.question, number.borough, number.ward, number.light, number.said, number.unsafe)
        == (asked.who, asked.about, asked.borough, asked.ward, asked.light, words.get(asked.said, asked.said), asked.of_unsafe)
        and {*number.months} == {month for month, _, _ in asked.months}
        for number in draft.hidden - draft.protected
    )
