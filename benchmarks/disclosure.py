"""How often an attacker who has every edition works out what was hidden, over many drawn histories; it goes on where it stopped.

Run it with: python -m benchmarks.disclosure [--histories 2000] [--anew 100] [--full 50] [--trials 240]
It writes docs/disclosure.md.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from tests.attacker import Attack, asked_by, protected_numbers
from tests.drawn_histories import Published, as_finely_as_can_be, draw_history, draw_told_anew, publish_all
from walktalk_data.sharing.policy import Policy, policy_for
from walktalk_data.sharing.proof import check_proof
from walktalk_data.vocabulary import Audience

PROJECT: Final = Path(__file__).resolve().parent.parent
DONE: Final = PROJECT / ".cache" / "disclosure.jsonl"
RESULT: Final = PROJECT / "docs" / "disclosure.md"
PLACES: Final = "## The list of places"
"""From here on the page is written by hand."""
COUNTS: Final = ("answers", "unsafe_answers", "named")


def small(seed: int) -> dict[str, int]:
    """A history that an attacker is quick with. Where enough answers changed, months are told anew; mostly too few did."""
    drawn = random.Random(seed)
    return {
        "answers": drawn.choice((20, 30, 40, 60, 80)),
        "months": drawn.choice((3, 6)),
        "editions": drawn.choice((1, 2)),
        "boroughs": 1,
        "wards": drawn.choice((1, 2, 3)),
        "revised": drawn.choice((0, 0, 0, 0, 1, 2)),
    }


def full(seed: int) -> dict[str, int]:
    """A history of the shape that the scheme's own may have."""
    drawn = random.Random(seed)
    return {
        "answers": drawn.choice((100, 200, 400, 800, 2_000)),
        "months": drawn.choice((6, 12, 24)),
        "editions": drawn.choice((2, 3, 4)),
        "boroughs": 3,
        "wards": drawn.choice((4, 8)),
        "revised": drawn.choice((0, 0, 0, 0, 1, 2)),
    }


def anew(seed: int) -> dict[str, int]:
    """A history in which enough answers come late, or are taken back, for months to be told anew."""
    drawn = random.Random(seed)
    return {"answers": drawn.choice((80, 100, 130, 200)), "revised": drawn.choice((1, 2))}


def policy_of(what: str, seed: int, audience: Audience) -> Policy:
    """The audience's own; for most small histories and some full ones one that divides answers however few walked."""
    is_own = seed % 4 == 1 if what != "full" else seed % 5 != 0
    return policy_for(audience) if is_own else as_finely_as_can_be(audience)


def attack_one(what: str, seed: int) -> dict[str, Any]:
    """Publish one history and attack it, or tell one number that was hidden for others' sake and attack that."""
    audience: Audience = "public" if seed % 4 == 3 else "partner"
    size = {"full": full, "anew": anew}.get(what, small)(seed)
    rules: dict[str, Any] = {kind: asdict(rule) for kind, rule in policy_for(audience).rules.items()}
    so_far: Published | None = None
    history = draw_told_anew(seed, **size) if what == "anew" else draw_history(seed, **size)
    for published in publish_all(history, policy_of(what, seed, audience)):
        so_far = published
    told: dict[str, Any] = {"what": what, "seed": seed, "audience": audience, **size}
    if so_far is None or not so_far.drafts:
        return told | {"editions_published": 0, "protected": 0, "broken": 0}
    if what == "trial":
        return told | _tell_one(so_far, rules, seed)
    attack = Attack(so_far.editions, so_far.walked)
    protected = [*protected_numbers(so_far.editions, so_far.counted, rules)]
    broken = len([*attack.worked_out(protected)])
    faults = check_proof(so_far.checked(), json.loads(json.dumps(so_far.drafts[-1].proof)))
    return told | {
        "editions_published": len(so_far.editions),
        "unknowns": len(attack.kinds),
        "protected": len(protected),
        "broken": broken,
        "faults": len(faults),
        "told_anew": len(so_far.editions[-1].revisions),
    }


def _tell_one(so_far: Published, rules: Mapping[str, Mapping[str, Any]], seed: int) -> dict[str, Any]:
    """Whether the attacker wins once a number is told that was hidden only because others would follow from it."""
    seen = so_far.editions[-1]
    rows = seen.rows
    draft = so_far.drafts[-1]
    secondary = {
        (n.who, n.question, n.borough, n.ward, n.light, {"given": "any"}.get(n.said, n.said), n.unsafe, frozenset(n.months))
        for n in draft.hidden - draft.protected
    }
    places = []
    for place, row in enumerate(rows):
        if row["marker"] == "[c]" and row["measure"] in COUNTS:
            asked = asked_by(row, seen)
            months = frozenset(month for month, _, _ in asked.months)
            key = (asked.who, asked.about, asked.borough, asked.ward, asked.light, asked.said, asked.of_unsafe, months)
            if key in secondary:
                places.append(place)
    if not places:
        return {"tried": 0, "won": 0}
    place = random.Random(seed).choice(places)
    truth = sum(asked_by(rows[place], seen).counts(answer) for answer in so_far.counted)
    told = [*rows[:place], {**rows[place], "value": truth, "marker": ""}, *rows[place + 1 :]]
    editions = [*so_far.editions[:-1], seen._replace(rows=told)]
    won = Attack(editions, so_far.walked).worked_out(protected_numbers(so_far.editions, so_far.counted, rules))
    return {"tried": 1, "won": int(next(won, None) is not None)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=2_000)
    parser.add_argument("--full", type=int, default=50)
    parser.add_argument("--anew", type=int, default=100)
    parser.add_argument("--trials", type=int, default=240, help="in some of which there is nothing to tell")
    parser.add_argument("--processes", type=int, default=None, help="how many at once (one a core)")
    parser.add_argument("--minutes", type=float, default=None, help="stop after so long; the next run goes on")
    asked = parser.parse_args()
    DONE.parent.mkdir(exist_ok=True)
    done = [json.loads(line) for line in DONE.read_text().splitlines()] if DONE.exists() else []
    known = {(one["what"], one["seed"]) for one in done}
    wanted = [("trial", seed) for seed in range(20_000, 20_000 + asked.trials)]
    wanted += [("small", seed) for seed in range(asked.histories)]
    wanted += [("anew", seed) for seed in range(30_000, 30_000 + asked.anew)]
    wanted += [("full", seed) for seed in range(10_000, 10_000 + asked.full)]
    began = time.monotonic()
    with ProcessPoolExecutor(asked.processes) as pool, DONE.open("a") as file:
        for one in _run(pool, [work for work in wanted if work not in known], asked.minutes, began):
            done.append(one)
            file.write(json.dumps(one) + "\n")
            file.flush()
    _, _, by_hand = RESULT.read_text(encoding="utf-8").partition(PLACES)
    RESULT.write_text(f"{describe(done)}\n{PLACES}{by_hand}", encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


def _run(
    pool: ProcessPoolExecutor, wanted: list[tuple[str, int]], minutes: float | None, began: float
) -> Iterator[dict[str, Any]]:
    for start in range(0, len(wanted), 20):
        if minutes is not None and time.monotonic() - began > 60 * minutes:
            return
        for finished in as_completed(pool.submit(attack_one, *work) for work in wanted[start : start + 20]):
            yield finished.result()


def describe(done: list[dict[str, Any]]) -> str:
    """What was found, as the page in docs/ says it."""
    lines = [
        "# What an attacker makes of the editions",
        "",
        "Histories of a scheme are drawn and published, one edition after another: some overlap, answers come late, loads are",
        "undone, months are told anew. They are attacked by linear programmes over all editions so far, written apart from what",
        "hides (`tests/attacker.py`): every protected number, and what one edition leaves of others.",
        "Three in four small ones, and one in five full ones, are published more finely than the policies do, however few",
        "walked: the most that there is to attack.",
        "Made by `python -m benchmarks.disclosure`, which goes on where it stopped: the table says how many there were so far.",
        "",
        "| histories | how many | editions | with months told anew | protected numbers attacked | bounded within less than their "
        "width | faulty proofs |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for what, words in (
        ("small", "small: one borough, 20 to 80 answers"),
        ("anew", "months told anew: one borough, 80 to 200 answers"),
        ("full", "full: three boroughs, 100 to 2,000 answers"),
    ):
        of = [one for one in done if one["what"] == what]
        editions, *totals = (
            sum(one.get(name, 0) for one in of) for name in ("editions_published", "protected", "broken", "faults")
        )
        anew = sum(bool(one.get("told_anew")) for one in of)
        cells = (len(of), editions, anew, *totals)
        lines.append(f"| {words} | " + " | ".join(f"{cell:,}" for cell in cells) + " |")
    trials = [one for one in done if one["what"] == "trial"]
    tried, won = (sum(one[name] for one in trials if name in one) for name in ("tried", "won"))
    share = f"{won / tried:.0%}" if tried else "none"
    lines += [
        "",
        "Telling one number that was hidden only because others would follow let the attacker win in "
        f"{won} of {tried} trials ({share}).",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
