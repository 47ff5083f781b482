"""Histories of a scheme drawn at random: walks and answers month by month, answers that come late, and loads that are undone."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tests.attacker import ALWAYS, FEELINGS, IDEAS, REASONS, Moment, Said, Seen, Walked, moments_of
from walktalk_data.figures.context import ALL, Context
from walktalk_data.figures.periods import Rows
from walktalk_data.figures.queries import AnswerCount, NamedCount, TrustCount, WalkCount, in_columns
from walktalk_data.sharing.edition import Draft, Live, TooFewToRevise, draft_edition
from walktalk_data.sharing.policy import Policy, policy_for
from walktalk_data.sharing.proof import Edition
from walktalk_data.sharing.revisions import ClosedMonth
from walktalk_data.sharing.shared import Earlier
from walktalk_data.sharing.suppression import NoProof
from walktalk_data.vocabulary import Audience


def as_finely_as_can_be(audience: Audience) -> Policy:
    """An audience's policy, but that however few walks carry a table: the most that an edition may tell is the most to attack."""
    return replace(policy_for(audience), walks=1)


BOROUGHS = ("Havering", "Redbridge", "Barking and Dagenham")
FIRST_MONTH = 2021 * 12 + 6


@dataclass(frozen=True)
class History:
    """Answers, each with the edition from which on it is known, and up to which it is (an undone load takes it away)."""

    boroughs: tuple[str, ...]
    answers: tuple[tuple[Said, int, int], ...]
    periods: tuple[tuple[int, int], ...]
    """The first and the last month of each edition."""
    revises: tuple[bool, ...] = ()
    """Of which editions it is asked that they tell months anew."""

    def known_at(self, edition: int) -> list[Said]:
        return [answer for answer, since, until in self.answers if since <= edition < until]


def draw_history(
    seed: int, *, answers: int, months: int, editions: int, boroughs: int = 3, wards: int = 4, revised: int = 0
) -> History:
    """One history of that size. Editions tell of a quarter, of all so far, or of stretches that overlap.

    Where months are revised (1: answers only come late; 2: some are taken back too) many more come late.
    """
    drawn = random.Random(seed)
    names = BOROUGHS[:boroughs]
    scheme = [_draw_answer(drawn, names, months, wards) for _ in range(answers)]
    known = []
    for answer in scheme:
        # One in eight comes after the first edition that could have told of it; one in fifteen is taken back later.
        since = drawn.choice([0, 0, min(1, editions - 1)] if revised else [0] * 7 + [drawn.randrange(editions + 1)])
        until = drawn.choice([editions] * 14 + [drawn.randrange(editions + 1)])
        if revised == 1:
            until = editions
        known.append((answer, since, until))
    periods = []
    for edition in range(editions):
        last = FIRST_MONTH + max(1, months * (edition + 1) // editions) - 1
        first = drawn.choice([FIRST_MONTH, max(FIRST_MONTH, last - 2), max(FIRST_MONTH, last - 5)])
        periods.append((first, last))
    asked = tuple(bool(revised) and edition > 0 for edition in range(editions))
    return History(names, tuple(known), tuple(periods), asked)


def draw_told_anew(seed: int, answers: int, revised: int) -> History:
    """Two editions of one borough, the second of which tells months anew."""
    history = draw_history(seed, answers=answers, months=4, editions=2, boroughs=1, wards=1, revised=revised)
    if seed % 2:
        # All is told of the same months twice, so that one table less the other gives what was changed.
        history = replace(history, periods=(history.periods[0], history.periods[0]))
    return history


def _draw_answer(drawn: random.Random, boroughs: Sequence[str], months: int, wards: int) -> Said:
    borough = drawn.choice(boroughs)
    light = drawn.choices(["daylight", "twilight", "dark"], [5, 1, 4])[0]
    where = Walked((FIRST_MONTH + drawn.randrange(months), 0, ALWAYS), borough, f"{borough} ward {drawn.randrange(wards)}", light)
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
    here = [answer for answer in answers if first <= answer.walked.month[0] <= last]
    walks = Counter((at.borough, at.ward, at.month[0], at.light) for at in (answer.walked for answer in here))
    felt: Counter[Any] = Counter()
    reasons: Counter[Any] = Counter()
    ideas: Counter[Any] = Counter()
    trust: Counter[Any] = Counter()
    for answer in here:
        at = answer.walked
        month = at.month[0]
        felt[answer.who, at.borough, at.ward, month, at.light, "", answer.feeling or None] += 1
        if answer.who == "participant":
            unsafe = answer.feeling in FEELINGS[2:]
            for code in ("", *answer.reasons) if answer.reasons else ():
                reasons[at.borough, None, month, at.light, "", unsafe, code] += 1
            for code in ("", *answer.ideas) if answer.ideas else ():
                ideas[at.borough, None, month, at.light, "", False, code] += 1
            trust[at.borough, month, "", *(answer.trust or (None, None))] += 1
    return Rows(
        requests=(),
        waits=(),
        walks=in_columns(
            WalkCount, [(b, w, False, month, "walk and talk", light, n, n) for (b, w, month, light), n in walks.items()]
        ),
        answers=in_columns(AnswerCount, [(*key, count) for key, count in felt.items()]),
        factors=in_columns(NamedCount, [(*key, count) for key, count in reasons.items()]),
        ideas=in_columns(NamedCount, [(*key, count) for key, count in ideas.items()]),
        trust=in_columns(TrustCount, [(*key, count) for key, count in trust.items()]),
        route_walks=(),
    )


@dataclass
class Published:
    """What was published so far: each edition as readers have it, the drafts, and the answers that editions count."""

    editions: list[Seen]
    drafts: list[Draft]
    counted: list[Said]
    """Each for every time that what is told of it was another: their months say when."""
    walked: set[Walked]

    def checked(self) -> list[Edition]:
        """The editions as the proof is checked against them."""
        return [Edition(*seen[:4]) for seen in self.editions]


def publish_all(
    history: History, policy: Policy, list_places: Callable[[Published], Mapping[tuple[str, str, int], int]] = lambda _: {}
) -> Iterator[Published]:
    """Publish one edition after another, as the scheme would. Gives what is published after each.

    `list_places`: at how many places lists say by then that a thing was named.
    """
    so_far = Published([], [], [], set())
    walks: dict[tuple[int, int], set[Walked]] = {}
    closed: dict[int, ClosedMonth] = {}
    earlier = Earlier()
    for edition, (first, last) in enumerate(history.periods):
        known = history.known_at(edition)
        days = _day(first), _day(last + 1) - timedelta(days=1)
        period = f"{days[0]} to {days[1]}"
        context = Context("East Area", history.boroughs, ALL, period, str(days[1]))
        asked = history.revises[edition]
        draft = None
        for revise in (True, False) if asked else (False,):
            try:
                live = Live(rows_of(known, first, last))
                draft = draft_edition(policy, context, days, days[1], live, closed, earlier, revise=revise)
                break
            except (NoProof, TooFewToRevise):
                # As of a quarter after an edition of its year: what the year told leaves too little room. Nothing is published.
                continue
        if draft is None:
            continue
        here = [answer for answer in known if first <= answer.walked.month[0] <= last]
        # A month of which nothing is told stays open: what editions count of it is what there is when one tells of it.
        newly = draft.closes.keys() - closed.keys()
        so_far.counted += [answer for answer in here if answer.walked.month[0] in newly]
        revisions = tuple((revision.months, revision.only_late) for revision in draft.revisions)
        if draft.revised:
            so_far.counted = [*_told_anew(so_far.counted, here, len(revisions), *draft.revised)]
        for month in {answer.walked.month[0] for answer in here}:
            # An answer that comes late may be about any walk: nobody is told about which.
            if month not in closed or (draft.revised and month in draft.revised.months):
                at = (month, len(revisions) if month in closed else 0)
                walks[at] = {answer.walked for answer in here if answer.walked.month[0] == month}
        so_far.walked = {
            replace(walk, month=moment)
            for (month, since), there in walks.items()
            for moment in moments_of(month, revisions)
            if moment[1] == since
            for walk in there
        }
        closed |= draft.closes
        told = {**earlier.told, **draft.told}
        earlier = Earlier(told, (earlier.hidden | draft.hidden) - told.keys(), draft.revisions)
        rows = [figure.long_form() for table in draft.tables for figure in table.figures()]
        seen = Seen(period, rows, len(revisions), draft.brought)
        so_far.editions = [one._replace(revisions=revisions) for one in (*so_far.editions, seen)]
        so_far.drafts.append(draft)
        earlier = replace(earlier, listed=list_places(so_far))
        yield so_far


def _told_anew(
    counted: Sequence[Said], now: Sequence[Said], number: int, months: frozenset[int], only_late: bool
) -> Iterator[Said]:
    """The answers that editions count, once these months are told as they are now."""
    before = Counter(_at(answer, (answer.walked.month[0], 0, ALWAYS)) for answer in counted if answer.walked.month[2] == ALWAYS)
    for answer in counted:
        month, since, until = answer.walked.month
        yield answer if month not in months or only_late else _at(answer, (month, since, min(until, number)))
    for answer in now:
        month = answer.walked.month[0]
        if month in months and only_late and before[answer]:
            before[answer] -= 1
        elif month in months:
            yield _at(answer, (month, number, ALWAYS))


def _at(answer: Said, moment: Moment) -> Said:
    return replace(answer, walked=replace(answer.walked, month=moment))


def _day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
