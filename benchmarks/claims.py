"""How often a briefing claims a difference where there is none, and how often it finds one that is there.

Run it with: python -m benchmarks.claims [--briefings 1000]. Every question that a briefing may claim is asked of drawn answers,
by the product's own functions, and settled as in the product.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice

import numpy

from benchmarks.evidence import World, count_said, draw_walks
from walktalk_data.figure import ExactTable
from walktalk_data.figures import actions, changes, comparisons, factors, means
from walktalk_data.figures.changes import Recorded
from walktalk_data.figures.claims import settle_claims
from walktalk_data.figures.context import Context
from walktalk_data.figures.queries import AnswerCount, NamedCount, TrustCount, WalkCount, in_columns
from walktalk_data.figures.queries_of_actions import ActionRead, SaidThere, sum_up
from walktalk_data.records.official_records import Action
from walktalk_data.vocabulary import BEHAVIOURAL, ENVIRONMENTAL, IDEAS, LESS, MORE, UNSAFE

BOROUGHS = ("Havering", "Redbridge", "Barking and Dagenham")
CONTEXT = Context("East Area", BOROUGHS, "all", "2022-01-01 to 2022-03-31", "2022-03-31")
AS_AT = date(2022, 3, 31)
CLAIMED = (MORE, LESS)
ACTIONS = 3
"""So many are done in each briefing, each for the place of forty that looked worst before it; none changes anything."""
WHERE_WALKED = World("highest share", 4)


@dataclass(frozen=True)
class Truth:
    """What answers are drawn from: how alike those of one route are, and the share that says unsafe after dark and by day."""

    alike: float
    dark: float
    by_day: float
    answers_a_side: int
    routes: int
    name: str


JANUARY = 2022 * 12


@dataclass(frozen=True)
class Drawn:
    """One period's answers, as the queries would count them."""

    answers: list[AnswerCount]
    factors: list[NamedCount]
    ideas: list[NamedCount]
    trust: list[TrustCount]


def draw_period(truth: Truth, draw: numpy.random.Generator) -> Drawn:
    """Each side's answers over its routes; half of the routes are walked in both lights and keep their nature in both."""
    drawn = Drawn([], [], [], [])
    natures = {code: _natures(0.3, truth, draw) for code in ("", *(word.code for word in (*ENVIRONMENTAL, *BEHAVIOURAL)))}
    wants = {idea.code: _natures(0.3, truth, draw) for idea in IDEAS[:-1]}
    ranks = draw.random(2 * truth.routes)
    for side, light in enumerate(("dark", "daylight")):
        first = side * truth.routes // 2
        walked = draw.multinomial(truth.answers_a_side, [1 / truth.routes] * truth.routes)
        share = truth.dark if light == "dark" else truth.by_day
        for route, answers in enumerate(walked, start=first):
            place = (BOROUGHS[route % 3], light, f"route {route}")
            for _ in range(answers):
                unsafe = bool(draw.random() < _at(ranks[route], share, truth.alike))
                _draw_answer(
                    drawn, place, unsafe, {code: by_route[route] for code, by_route in natures.items()}, wants, route, draw
                )
    return drawn


def _at(rank: float, share: float, alike: float) -> float:
    """A route's own share: drawn so that routes differ about `share`, and keep their rank in both lights."""
    if not alike:
        return share
    spread = 1.6 * math.sqrt(alike / (1 - alike))
    normal = math.sqrt(2) * _inverse_error(2 * rank - 1)
    return 1 / (1 + math.exp(-(math.log(share / (1 - share)) * math.sqrt(1 + 0.35 * spread**2) + spread * normal)))


def _inverse_error(value: float) -> float:
    from scipy.special import erfinv

    return float(erfinv(value))


def _natures(share: float, truth: Truth, draw: numpy.random.Generator) -> list[float]:
    return [_at(rank, share, truth.alike) for rank in draw.random(2 * truth.routes)]


def _draw_answer(
    drawn: Drawn,
    place: tuple[str, str, str],
    unsafe: bool,
    natures: dict[str, float],
    wants: dict[str, list[float]],
    route: int,
    draw: numpy.random.Generator,
) -> None:
    borough, light, cluster = place
    feeling = UNSAFE[0] if unsafe else "fairly safe"
    drawn.answers.append(AnswerCount("participant", borough, None, JANUARY, light, cluster, feeling, 1))
    for named, chances in (
        (drawn.factors, natures),
        (drawn.ideas, {"": 1.0} | {code: by_route[route] for code, by_route in wants.items()}),
    ):
        named.append(NamedCount(borough, None, JANUARY, light, cluster, unsafe, "", 1))
        named += [
            NamedCount(borough, None, JANUARY, light, cluster, unsafe, code, 1)
            for code, chance in chances.items()
            if code and draw.random() < chance
        ]
    before, after = draw.integers(1, 6, 2)
    drawn.trust.append(TrustCount(borough, JANUARY, cluster, int(before), int(after), 1))


def draw_actions(draw: numpy.random.Generator) -> list[ActionRead]:
    """Actions that are done, with what was said there and elsewhere: nothing changed by any of them."""
    return [_draw_action(f"A{number}", draw) for number in range(ACTIONS)]


def _draw_action(action_id: str, draw: numpy.random.Generator) -> ActionRead:
    drawn = draw_walks(WHERE_WALKED, draw)
    later = drawn.month > drawn.agreed
    sides = (drawn.chosen & later, True), (~drawn.chosen & later, False)
    here, elsewhere = (
        [
            SaidThere(
                said.way,
                said.light,
                said.cluster,
                "after" if said.is_after else "before",
                said.answers,
                said.yes,
                said.answers,
                0,
            )
            for said in count_said(drawn, rows, by_walk=is_here)
        ]
        for rows, is_here in sides
    )
    named = {
        "unit": CONTEXT.unit,
        "action_id": action_id,
        "what": "Lights put right",
        "kind": "infrastructure",
        "borough": BOROUGHS[0],
        "place": action_id,
        "owner": "council lighting",
    }
    missing = dict.fromkeys(("factor", "ward", "route_id", "source", "recommendation", "due_on", "dropped_on", "decision"))
    days = {"agreed_on": date(2020, 9, 30), "done_on": date(2021, 3, 31)}
    return sum_up(Action(**named, **missing, **days), here, elsewhere)  # type: ignore[arg-type]  # each by its name


def tables_of(now: Drawn, then: Drawn, agreed: Sequence[ActionRead]) -> tuple[ExactTable, ...]:
    """Every table of a briefing that may claim something, settled together."""
    walks = in_columns(WalkCount, [])
    recorded = [
        Recorded([], walks, in_columns(AnswerCount, period.answers), in_columns(NamedCount, period.factors))
        for period in (now, then)
    ]
    answers, reasons = recorded[0].answers, recorded[0].factors
    ideas, trust = in_columns(NamedCount, now.ideas), in_columns(TrustCount, now.trust)
    return settle_claims(
        (
            comparisons.feelings_dark_less_day_by_borough(CONTEXT, answers),
            comparisons.boroughs_within_a_light(CONTEXT, answers),
            comparisons.matched_routes_difference(CONTEXT, answers),
            factors.environmental_factors_dark_less_day(CONTEXT, factors.Tally(reasons, BOROUGHS)),
            factors.behavioural_factors_dark_less_day(CONTEXT, factors.Tally(reasons, BOROUGHS)),
            factors.ideas_dark_less_day(CONTEXT, factors.Tally(ideas, BOROUGHS)),
            changes.changes_in_shares(CONTEXT, recorded[0], recorded[1], "2021-10-01 to 2021-12-31"),
            actions.before_and_after_by_action(CONTEXT, agreed, AS_AT),
            means.trust_before_and_after_by_borough(CONTEXT, trust),
        ),
        CONTEXT.borough,
    )


def claims_of(truth: Truth, seed: int) -> tuple[int, bool]:
    """How many differences one drawn briefing claims, and whether after dark against by day is one of them."""
    draw = numpy.random.default_rng(seed)
    tables = tables_of(draw_period(truth, draw), draw_period(truth, draw), draw_actions(draw))
    claimed = [figure for table in tables for figure in table.figures() if figure.claim in CLAIMED]
    headline = any(figure.table == "feelings_dark_less_day_by_borough" and figure.borough == "all" for figure in claimed)
    return len(claimed), headline


def truths() -> Iterator[Truth]:
    """Nothing differs, at several sizes and strengths of clustering; then thirty points between after dark and by day."""
    for alike in (0.0, 0.1, 0.3):
        for answers, routes in ((60, 20), (200, 60)):
            yield Truth(alike, 0.45, 0.45, answers, routes, "the same truth")
    for alike in (0.0, 0.1, 0.3):
        yield Truth(alike, 0.60, 0.30, 60, 20, "30 points")


def measure(truth: Truth, briefings: int, pool: ProcessPoolExecutor) -> Counter[str]:
    """Over that many drawn briefings: how many claim anything, and how many claim the headline."""
    counted = Counter[str]()
    for claims, headline in pool.map(partial(claims_of, truth), range(briefings), chunksize=50):
        counted["any"] += claims > 0
        counted["headline"] += headline
    return counted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--briefings", type=int, default=1000)
    parser.add_argument("--truths", type=int, default=None, help="only the first so many")
    asked = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        for truth in islice(truths(), asked.truths):
            counted = measure(truth, asked.briefings, pool)
            shown = counted["any"] if truth.dark == truth.by_day else counted["headline"]
            allowed = 0.05 + 2 * math.sqrt(0.05 * 0.95 / asked.briefings)
            what = (
                f"claim anything (at most {allowed:.1%} may)" if truth.dark == truth.by_day else "claim after dark against by day"
            )
            print(
                f"{truth.name}, {truth.answers_a_side} answers a side in {truth.routes} routes, alike {truth.alike}: "
                f"{shown} of {asked.briefings} briefings ({shown / asked.briefings:.1%}) {what}",
                flush=True,
            )


if __name__ == "__main__":
    main()
