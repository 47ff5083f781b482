"""How a difference is said: how much more or less, its interval in plain words, and whether it is more than chance."""

from __future__ import annotations

from typing import Final

from walktalk_data.figure import Bound, Figure, round_half_away
from walktalk_data.outputs.sentence import Sentence, join, say
from walktalk_data.vocabulary import LESS, MORE

CLAIMED: Final = (MORE, LESS)


def size(difference: Figure, of: tuple[Figure, Figure]) -> Sentence:
    """How much more or less, with the interval: `35 points more (95 % interval 12 to 54)`.

    `of`: the shares that it stands beside. Where it is not what they give as they are shown, it says that it is not rounded.
    """
    noun = "point" if difference.shown.lstrip("+\N{MINUS SIGN}") == "1" else "points"
    more = "more" if (difference.value or 0) >= 0 else "less"
    unrounded = "" if _is_as_shown(difference, *of) else " before rounding"
    return join(say(f"{{difference:size}} {noun} {more}{unrounded}", difference=difference), interval(difference))


def _is_as_shown(difference: Figure, one: Figure, other: Figure) -> bool:
    rounded, first, second = (round_half_away((figure.value or 0) * 100) for figure in (difference, one, other))
    return rounded == first - second


def interval(difference: Figure, less: str = "less", more: str = "more") -> Sentence:
    """The interval of a difference in plain words, as the sentence before it says more or less.

    `(95 % interval 12 to 54)`; where it holds nought: `(95 % interval 5 less to 57 more)`.
    """
    low, high = Bound(difference, "low"), Bound(difference, "high")
    if low.value is None or high.value is None:
        return Sentence(())
    if low.value >= 0:
        return say("(95 % interval {low:size} to {high:size})", low=low, high=high)
    if high.value <= 0:
        return say("(95 % interval {high:size} to {low:size})", low=low, high=high)
    return say(f"(95 % interval {{low:size}} {less} to {{high:size}} {more})", low=low, high=high)


def certainty(difference: Figure) -> Sentence:
    """Whether it is more than chance would explain; ends the sentence that says how much."""
    if difference.claim in CLAIMED:
        return say("more than chance would explain.")
    if leaves_out_nought(difference):
        return say("which among all that is compared here is not clear enough to call a difference.")
    return say("which chance alone could explain: no clear difference.")


def leaves_out_nought(difference: Figure) -> bool:
    """Whether its interval lies on one side of nought."""
    return difference.low is not None and difference.high is not None and not difference.low <= 0 <= difference.high
