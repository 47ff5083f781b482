"""Histories of a scheme drawn at random: walks and answers month by month, answers that come late, and loads that are undone."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.attacker import FEELINGS, IDEAS, REASONS, Said, Walked
from walktalk_data.figures.all_tables import Rows
from walktalk_data.figures.context import ALL, Context
from walktalk_data.figures.queries import AnswerCount, NamedCount, TrustCount, WalkCount
from walktalk_data.sharing.answers import Number
from walktalk_data.sharing.edition import ClosedMonth, Draft, Live, draft_edition
from walktalk_data.sharing.policy import Policy
from walktalk_data.sharing.shared import Earlier
from walktalk_data.sharing.suppression import NoProof

BOROUGHS = ("Havering", "Redbridge", "Barking and Dagenham")
FIRST_MONTH = 2021 * 12 + 6


@dataclass(frozen=True)
class History:
    """Answers, each with the edition from which on it is known, and up to which it is (an undone load takes it away)."""

    boroughs: tuple[str, ...]
    answers: tuple[tuple[Said, int, int], ...]
    periods: tuple[tuple[int, int], ...]
    """The first and the last month of each edition."""

    def known_at(self, edition: int) -> list[Said]:
        return [answer for answer, since, until in self.answers if since <= edition < until]


def draw_history(seed: int, *, answers: int, months: int, editions: int, boroughs: int = 3, wards: int = 4) -> History:
    """One history of that size. Editions tell of a quarter, of all so far, or of stretches that overlap."""
    drawn = random.Random(seed)
    names = BOROUGHS[:boroughs]
    scheme = [_draw_answer(drawn, names, months, wards) for _ in range(answers)]
    known = []
    for answer in scheme:
        # One in eight comes after the first edition that could have told of it; one in fifteen is taken back later.
        since = drawn.choice([0] * 7 + [drawn.randrange(editions + 1)])
        until = drawn.choice([editions] * 14 + [drawn.randrange(editions + 1)])
        known.append((answer, since, until))
    periods = []
    for edition in range(editions):
        last = FIRST_MONTH + max(1, months * (edition + 1) // editions) - 1
        first = drawn.choice([FIRST_MONTH, max(FIRST_MONTH, last - 2), max(FIRST_MONTH, last - 5)])
        periods.append((first, last))
    return History(names, tuple(known), tuple(periods))


def _draw_answer(drawn: random.Random, boroughs: Sequence[str], months: int, wards: int) -> Said:
    borough = drawn.choice(boroughs)
    light = drawn.choices(["daylight", "twilight", "dark"], [5, 1, 4])[0]
    where = Walked(FIRST_MONTH + drawn.randrange(months), borough, f"{borough} ward {drawn.randrange(wards)}", light)
    who = drawn.choices(["participant", "officer", "official"], [85, 12, 3])[0]
    feeling = drawn.choices([*FEELINGS, ""], [1, 3, 4, 2, 0.5] if light == "dark" else [3, 4, 2, 1, 0.5])[0]
    if who != "participant":
        return Said(where, who, feeling)
    reasons = tuple(code for code in REASONS[:-1] if drawn.random() < (0.3 if code in ("lighting", "cctv") else 0.08)) or (
        "none",
    )
    ideas = tuple(code for code in IDEAS[:-1] if drawn.random() < 0.2) or ("none",)
    before = drawn.randint(1, 5)
    return Said(
        where,
        who,
        feeling,
        reasons if drawn.random() < 0.9 else (),
        ideas if drawn.random() < 0.8 else (),
        (before, min(5, before + drawn.randint(0, 1))) if drawn.random() < 0.8 else None,
    )


def rows_of(answers: Sequence[Said], first: int, last: int) -> Rows:
    """What the queries would read of these answers and their walks, of some months."""
    here = [answer for answer in answers if first <= answer.walked.month <= last]
    walks = Counter((at.borough, at.ward, *divmod(at.month, 12), at.light) for at in (answer.walked for answer in here))
    felt: Counter[Any] = Counter()
    reasons: Counter[Any] = Counter()
    ideas: Counter[Any] = Counter()
    trust: Counter[Any] = Counter()
    for answer in here:
        at = answer.walked
        year, month = divmod(at.month, 12)
        felt[answer.who, at.borough, at.ward, year, month + 1, at.light, "", answer.feeling or None] += 1
        if answer.who == "participant":
            unsafe = answer.feeling in FEELINGS[2:]
            for code in ("", *answer.reasons) if answer.reasons else ():
                reasons[at.borough, year, month + 1, at.light, "", unsafe, code] += 1
            for code in ("", *answer.ideas) if answer.ideas else ():
                ideas[at.borough, year, month + 1, at.light, "", unsafe, code] += 1
            trust[at.borough, year, month + 1, "", *(answer.trust or (None, None))] += 1
    return Rows(
        requests=(),
        waits=(),
        walks=[
            WalkCount(b, w, False, year, month + 1, "walk and talk", light, n, n)
            for (b, w, year, month, light), n in walks.items()
        ],
        answers=[AnswerCount._make((*key, count)) for key, count in felt.items()],
        factors=[NamedCount._make((*key, count)) for key, count in reasons.items()],
        ideas=[NamedCount._make((*key, count)) for key, count in ideas.items()],
        trust=[TrustCount._make((*key, count)) for key, count in trust.items()],
        route_walks=(),
    )


@dataclass
class Published:
    """What was published so far: each edition's period and rows, the drafts, and the answers that editions count."""

    editions: list[tuple[str, list[dict[str, object]]]]
    drafts: list[Draft]
    counted: list[Said]
    walked: set[Walked]


def publish_all(history: History, policy: Policy) -> Iterator[Published]:
    """Publish one edition after another, as the scheme would. Gives what is published after each."""
    so_far = Published([], [], [], set())
    closed: dict[int, ClosedMonth] = {}
    told: dict[Number, int] = {}
    hidden: set[Number] = set()
    for edition, (first, last) in enumerate(history.periods):
        known = history.known_at(edition)
        days = _day(first), _day(last + 1) - timedelta(days=1)
        period = f"{days[0]} to {days[1]}"
        context = Context("East Area", history.boroughs, ALL, period, str(days[1]))
        try:
            draft = draft_edition(
                policy, context, days, days[1], Live(rows_of(known, first, last)), closed, Earlier(told, frozenset(hidden))
            )
        except NoProof:
            # As of a quarter after an edition of its year: what the year told leaves too little room. Nothing is published.
            continue
        new = [answer for answer in known if first <= answer.walked.month <= last and answer.walked.month not in closed]
        so_far.counted += new
        so_far.walked |= {answer.walked for answer in new}
        closed |= draft.closes
        told |= draft.told
        hidden = (hidden | draft.hidden) - told.keys()
        rows = [figure.long_form() for table in draft.tables for figure in table.figures()]
        so_far.editions.append((period, rows))
        so_far.drafts.append(draft)
        yield so_far


def _day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
