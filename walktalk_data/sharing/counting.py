"""From the rows that were read to the counts that are shared, and back: nothing of single routes or walks is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from walktalk_data.figures.periods import Rows
from walktalk_data.figures.queries import AnswerCount, NamedCount, TrustCount, WalkCount, in_columns
from walktalk_data.records.columns import Columns
from walktalk_data.sharing.answers import ANSWERED, BLANK, Alike, Counts, Stratum

NO_WARD = "not recorded"


def month_number(year: int, month: int) -> int:
    """Months since year 0."""
    return year * 12 + month - 1


def year_and_month(number: int) -> tuple[int, int]:
    """The year and the month (1 to 12) of such a number."""
    return number // 12, number % 12 + 1


def strata_of(walks: Columns) -> frozenset[Stratum]:
    """Where and when these walks took place."""
    return frozenset(Stratum(row.month, row.borough, row.ward or NO_WARD, row.light) for row in walks.rows(WalkCount))


def counts_of(rows: Rows) -> Counter[Alike]:
    """The answers in these rows, counted by month and by all that a shared figure divides them by."""
    counts: Counter[Alike] = Counter()
    for row in rows.answers.rows(AnswerCount):
        ward = (row.ward or NO_WARD) if row.respondent == "participant" else ""
        counts[Alike(row.respondent, "feeling", row.month, row.borough, ward, row.light, row.feeling or BLANK, False)] += (
            row.answers
        )
    for named in rows.factors.rows(NamedCount):
        said = named.code or ANSWERED
        kind = Alike("participant", "reasons", named.month, named.borough, "", named.light, said, named.said_unsafe)
        counts[kind] += named.answers
    for named in rows.ideas.rows(NamedCount):
        said = named.code or ANSWERED
        counts[Alike("participant", "ideas", named.month, named.borough, "", named.light, said, False)] += named.answers
    for pair in rows.trust.rows(TrustCount):
        if pair.trust_before is not None and pair.trust_after is not None:
            said = f"{pair.trust_before}>{pair.trust_after}"
            counts[Alike("participant", "trust", pair.month, pair.borough, "", "", said, False)] += pair.answers
    return counts


def rows_of(counts: Counts, live: Rows) -> Rows:
    """Rows of these answers, beside the requests and walks of `live`. They stand in one cluster: no interval is made of it."""
    answers: list[AnswerCount] = []
    factors: list[NamedCount] = []
    ideas: list[NamedCount] = []
    trust: list[TrustCount] = []
    for kind, count in counts.items():
        if kind.question == "feeling":
            ward = None if kind.ward in ("", NO_WARD) else kind.ward
            feeling = None if kind.said == BLANK else kind.said
            answers.append(AnswerCount(kind.who, kind.borough, ward, kind.month, kind.light, "", feeling, count))
        elif kind.question == "trust":
            before, _, after = kind.said.partition(">")
            trust.append(TrustCount(kind.borough, kind.month, "", int(before), int(after), count))
        else:
            code = "" if kind.said == ANSWERED else kind.said
            named = NamedCount(kind.borough, None, kind.month, kind.light, "", kind.unsafe, code, count)
            (factors if kind.question == "reasons" else ideas).append(named)
    return replace(
        live,
        answers=in_columns(AnswerCount, answers),
        factors=in_columns(NamedCount, factors),
        ideas=in_columns(NamedCount, ideas),
        trust=in_columns(TrustCount, trust),
    )


def within(counts: Counts, months: range) -> Counter[Alike]:
    """Of these counts, those of some months."""
    return Counter({kind: count for kind, count in counts.items() if kind.month in months})
