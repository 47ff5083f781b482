"""What each figure of a table is made of: a count of answers, or something worked out from such counts; else it is no secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from walktalk_data.figure import Figure
from walktalk_data.sharing.answers import AFTER, ALL, BEFORE, GIVEN, SAID_UNSAFE, Number, Question
from walktalk_data.sharing.counting import month_number
from walktalk_data.sharing.revisions import Revisions, after
from walktalk_data.vocabulary import FEELINGS

Formula = Literal["count", "change in count", "share", "difference", "mean feeling", "mean trust", "mean change"]

_MEASURES: Final[Mapping[str, Formula]] = {
    "answers": "count",
    "unsafe_answers": "count",
    "named": "count",
    "change_in_number": "change in count",
    "unsafe_share": "share",
    "named_share": "share",
    "unsafe_share_difference": "difference",
    "named_share_difference": "difference",
    "borough_difference": "difference",
    "change": "difference",
    "feeling_mean": "mean feeling",
    "trust_before_mean": "mean trust",
    "trust_after_mean": "mean trust",
    "trust_change_mean": "mean change",
}
_DARK_LESS_DAY: Final = "dark less daylight"


@dataclass(frozen=True, slots=True)
class Told:
    """How a figure is worked out, and the numbers that it is worked out of, in the formula's order.

    count: it. change in count: now, before. share: part, base. difference: part and base of one, part and base of the other. mean
    feeling: each feeling, base. mean trust: sum, base. mean change: sum after, sum before, base.
    """

    formula: Formula
    numbers: tuple[Number, ...]


def told_by(figure: Figure, months: range, revisions: Revisions = ()) -> Told | None:
    """What a figure tells of answers after these revisions; None where it tells of requests and walks, which are no secret.

    `months` are the scope's: a quarter that the scope cuts short counts what lies in it.
    """
    found = _told_by(figure, months)
    return found and Told(found.formula, tuple(after(number, revisions) for number in found.numbers))


def _told_by(figure: Figure, months: range) -> Told | None:
    if figure.kind == "activity":
        return None
    formula = _MEASURES[figure.measure]
    base = _base(figure, months)
    part = base._replace(said=_said(figure))
    if formula == "count":
        return Told(formula, (part,))
    if formula == "share":
        return Told(formula, (part, base))
    if formula == "mean feeling":
        return Told(formula, (*(base._replace(said=feeling) for feeling in FEELINGS), base))
    if formula == "mean trust":
        return Told(formula, (base._replace(said=BEFORE if figure.measure == "trust_before_mean" else AFTER), base))
    if formula == "mean change":
        return Told(formula, (base._replace(said=AFTER), base._replace(said=BEFORE), base))
    one, other = _compared(figure, base)
    if formula == "change in count":
        return Told(formula, (one, other))
    said = _said(figure)
    return Told(formula, (one._replace(said=said), one, other._replace(said=said), other))


def _base(figure: Figure, months: range) -> Number:
    first, last = _months(figure.period)
    return Number(
        figure.group_value if figure.group == "respondent" else "participant",
        _question(figure),
        max(first, months.start) if figure.group == "stretch" else first,
        min(last, months.stop - 1) if figure.group == "stretch" else last,
        figure.borough or ALL,
        figure.ward or ALL,
        figure.light or ALL,
        GIVEN,
        (figure.group, figure.group_value) == ("said", "unsafe"),
    )


def _question(figure: Figure) -> Question:
    if figure.measure.startswith("trust") or figure.table.startswith("trust"):
        return "trust"
    if figure.factor:
        return "reasons"
    return "ideas" if figure.group == "idea" else "feeling"


def _said(figure: Figure) -> str:
    """What the answers that the figure counts, or takes a share of, said."""
    if figure.measure == "answers":
        return figure.feeling if figure.feeling not in ("", ALL) else GIVEN
    if figure.factor:
        return figure.factor
    return figure.group_value if figure.group == "idea" else SAID_UNSAFE


def _compared(figure: Figure, base: Number) -> tuple[Number, Number]:
    """The bases of the two sides of a difference."""
    if figure.light == _DARK_LESS_DAY:
        return base._replace(light="dark"), base._replace(light="daylight")
    if figure.measure == "borough_difference":
        return base, base._replace(borough=figure.group_value)
    first, last = _months(figure.compare_period)
    return base, base._replace(first=first, last=last)


def _months(period: str) -> tuple[int, int]:
    """The first and the last month of a period as figures write it: a month, a quarter, or two days or months."""
    quarter = re.fullmatch(r"(\d{4})-Q([1-4])", period)
    if quarter:
        last = month_number(int(quarter[1]), 3 * int(quarter[2]))
        return last - 2, last
    first, _, last_written = period.partition(" to ")
    return _month(first), _month(last_written or first)


def _month(written: str) -> int:
    year, month = written.split("-")[:2]
    return month_number(int(year), int(month))
