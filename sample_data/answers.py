"""Invented questionnaires, with the truths that the figures should find in them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sample_data.chance import Chance
from walktalk_data.vocabulary import Light

# How often a reason is named by (daylight, dark): lighting far more after dark, sightlines more by day, CCTV alike in both.
FACTORS = {
    "lighting": (0.08, 0.62),
    "cctv": (0.30, 0.30),
    "isolated": (0.22, 0.34),
    "layout": (0.20, 0.23),
    "sightlines": (0.34, 0.12),
    "rundown": (0.20, 0.14),
    "substances": (0.16, 0.17),
    "environment_other": (0.06, 0.05),
    "harassed_by_one": (0.08, 0.09),
    "harassed_by_group": (0.05, 0.07),
    "followed": (0.05, 0.10),
    "behaviour_other": (0.02, 0.03),
}
# What answers a reason, and how often someone who names the reason asks for it.
REMEDIES = {
    "lighting": ("lighting", 0.85),
    "cctv": ("cctv", 0.80),
    "isolated": ("patrols", 0.35),
    "layout": ("open_up", 0.60),
    "sightlines": ("cut_back", 0.75),
    "rundown": ("clean_up", 0.70),
    "substances": ("patrols", 0.55),
    "harassed_by_one": ("patrols", 0.50),
    "harassed_by_group": ("safe_place", 0.45),
    "followed": ("safe_place", 0.45),
}
ANYWAY = {"patrols": 0.15, "transport": 0.08, "information": 0.07, "safe_place": 0.05, "other": 0.05}
OTHER_FACTORS = (
    "Scooters parked across the pavement",
    "Loose paving and puddles, so I look at my feet",
    "The shutters come down early and it goes quiet",
    "Nobody answers the help point",
    "Cars waiting with their engines running",
    "Wheelie bins stand in the way",
)
IDEA_TEXTS = (
    "Move the bus stop nearer to the shops",
    "Paint the underpass a light colour",
    "A map at the station that shows the lit way",
    "Lamps that come on earlier in autumn",
    "Keep the ticket hall open until the last train",
    "A second way out of the car park",
)
FEELINGS_SAFE = ("very safe", "fairly safe")
FEELINGS_UNSAFE = ("fairly unsafe", "very unsafe")

# The log odds of feeling unsafe, and how far routes differ: women on one route feel alike more than women on two.
ODDS_OF_UNSAFE: dict[Light, float] = {"daylight": -1.0, "twilight": -0.2, "dark": 0.55}
ROUTES_DIFFER_BY = 1.3


@dataclass
class Answer:
    """One row of questionnaires.csv, but for its ids."""

    answered_on: date | None
    respondent: str
    feeling: str
    factors: Sequence[str]
    ideas: Sequence[str]
    factor_other: str = ""
    idea_text: str = ""
    trust_before: int | None = None
    trust_after: int | None = None
    pass_on: str = ""


def feel(light: Light, route_effect: float, respondent: str, chance: Chance) -> str:
    """A feeling; officers feel safer than women do."""
    odds = ODDS_OF_UNSAFE[light] + route_effect - (1.2 if respondent == "officer" else 0)
    if chance.happens(1 / (1 + math.exp(-odds))):
        return chance.one_of(FEELINGS_UNSAFE, (0.72, 0.28))
    return chance.one_of(FEELINGS_SAFE, (0.35, 0.65))


def answer_after(
    walked_on: date, light: Light, route_effect: float, respondent: str, chance: Chance, last_day: date, feeling: str = ""
) -> Answer:
    """One answer to every question, blanks apart, which `leave_blanks` makes."""
    feeling = feeling or feel(light, route_effect, respondent, chance)
    unsafe = feeling in FEELINGS_UNSAFE
    in_the_dark = {"daylight": 0.0, "twilight": 0.5, "dark": 1.0}[light]
    weight = 1.2 if unsafe else 0.8
    factors = [
        code
        for code, (by_day, by_night) in FACTORS.items()
        if chance.happens((by_day + (by_night - by_day) * in_the_dark) * weight * (0.3 if respondent != "participant" else 1))
    ]
    ideas = [idea for idea, probability in ANYWAY.items() if chance.happens(probability)]
    ideas += [REMEDIES[code][0] for code in factors if code in REMEDIES and chance.happens(REMEDIES[code][1])]
    later = chance.one_of((0, 1, 2, 3, 5, 8, 14), (0.58, 0.14, 0.09, 0.07, 0.06, 0.04, 0.02))
    answer = Answer(
        answered_on=min(walked_on + timedelta(days=later), last_day),
        respondent=respondent,
        feeling=feeling,
        factors=factors or ["none"],
        ideas=list(dict.fromkeys(ideas)) or ["none"],
        factor_other=chance.one_of(OTHER_FACTORS) if {"environment_other"} & set(factors) else "",
        idea_text=chance.one_of(IDEA_TEXTS) if "other" in ideas else "",
    )
    if respondent == "participant":
        answer.trust_before = chance.one_of((1, 2, 3, 4, 5), (0.12, 0.25, 0.36, 0.20, 0.07))
        answer.trust_after = max(1, min(5, answer.trust_before + chance.one_of((-1, 0, 1, 2), (0.05, 0.45, 0.40, 0.10))))
        answer.pass_on = "yes" if chance.happens(0.72) else "no"
    return answer


def leave_blanks(answer: Answer, chance: Chance) -> None:
    """Leave a question out now and then; the date too, which then is the walk's."""
    if chance.happens(0.05):
        answer.feeling = ""
    if chance.happens(0.06):
        answer.factors, answer.factor_other = [], ""
    if chance.happens(0.07):
        answer.ideas, answer.idea_text = [], ""
    if chance.happens(0.06):
        answer.trust_before = None
    if chance.happens(0.08):
        answer.trust_after = None
    if chance.happens(0.06):
        answer.pass_on = ""
    if chance.happens(0.10):
        answer.answered_on = None
