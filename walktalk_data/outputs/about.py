"""What this data can and cannot tell, in plain words: who is in it, what counts, and how sure the figures are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from walktalk_data.outputs.words import UNROUNDED
from walktalk_data.vocabulary import MARKERS, REVISED, Audience


@dataclass(frozen=True, slots=True)
class AboutPart:
    """A few short paragraphs under what they are about."""

    title: str
    paragraphs: tuple[str, ...]
    name: str = ""
    """By which links know it, where any leads to it."""


HOW_TO_READ: Final = "How to read this"


def _part(title: str, *paragraphs: str, name: str = "") -> AboutPart:
    return AboutPart(title, paragraphs, name)


TITLE: Final = "What this data can and cannot tell you"
LEAD: Final = "In plain words, for everyone who reads these figures."
WHAT_IS_HIDDEN: Final = "what-is-hidden"
"""The name of the part that says it."""


def parts_for(audience: Audience, never_shared: Sequence[str] = ()) -> tuple[AboutPart, ...]:
    """The parts in the order in which they are read, of what this audience sees and of nothing else.

    `never_shared`: what its readers are told nothing of.
    """
    is_shared = audience != "police"
    return (
        *_WHAT_IT_IS,
        _how_sure(is_shared),
        _more_than_chance(is_shared),
        _seasons(is_shared),
        _ROUTES_SHARED if is_shared else _ROUTES,
        *_WHAT_IT_IS_NOT,
        *((_what_is_not_shared(audience, never_shared),) if is_shared and never_shared else ()),
    )


def _what_is_not_shared(audience: Audience, never_shared: Sequence[str]) -> AboutPart:
    listed = "; ".join(f"{title[0].lower()}{title[1:]}" for title in never_shared)
    if audience == "public":
        who, whom, why = "The police and their partners see", "the public", "single places or the records themselves"
    else:
        who, whom, why = "The police see", "partners", "the records themselves"
    return _part(
        "What is not shared at all",
        f"{who} more than stands here: {listed}. It is not shared with {whom}, since few women stand behind each number, "
        f"because it is about {why}, or because whether to share it is not settled yet.",
    )


def how_to_read(audience: Audience, markers: Collection[str]) -> tuple[AboutPart, ...]:
    """On paper, where the parts above have no room: what has to be known, a few lines each. `markers`: those that stand there."""
    if audience == "police":
        hidden = "Nothing is: these figures are for the police alone, and may not be handed to anyone else."
    else:
        hidden = (
            "Numbers from which one woman’s answer could be worked out. Hidden does not mean nought. Where too few walks took "
            "place in a light or a borough, what was said is left to longer periods. The file names what is not shared at all."
        )
    told = "; ".join(f"{marker} {meaning}" for marker, meaning in MARKERS.items() if marker in markers)
    return (*_HOW_TO_READ, _part("What is hidden.", f"{hidden} {told}{'.' if told else ''}".strip()), _WHERE_THE_REST_IS)


_HOW_TO_READ: Final = (
    _part(
        "Whose answers these are.",
        "Women’s who asked for a walk because a place felt unsafe to them, or joined one; not all women’s, nor of all places. "
        "Unsafe means fairly or very unsafe.",
    ),
    _part("By day, after dark.", "By the sun at the place of the walk. Twilight lies between, and is counted in neither."),
    _part(
        "How sure a figure is.",
        "Every percentage rests on the answers beside it; of under ten there is none, and a hollow mark rests on under thirty. "
        "The thin line through a dot is its interval: the shorter it is, the surer is the figure.",
    ),
    _part(
        "What differs.",
        "“More than chance would explain” is said where a difference stands out among all that are compared. “No clear "
        "difference” does not mean that there is none.",
    ),
    _part("Reasons are not causes.", "They are what women named, and say where to look first."),
)
_WHERE_THE_REST_IS: Final = _part(
    "Where the rest is.",
    "Every table, and how these figures are made, in the one-file report; every number in the Excel summary.",
)


_WHAT_IT_IS: Final = (
    _part(
        "Who asks for a walk",
        "A woman who feels unsafe at a place, or on her way home, asks for a walk. A female officer walks it with her, and "
        "afterwards she answers a few questions. Others may join: a group, or a walk led with the council.",
        "So these are answers of women who asked because a place felt unsafe to them. They were not drawn at random, and they "
        "do not speak for all women or for all places. A place that nobody asked about is not in the figures, which does not "
        "make it safe.",
        "What the data can tell: what these women said, where, in which light and why. What it cannot tell: how safe women in "
        "a borough feel in general, or whether one borough is safer than another.",
    ),
    _part(
        "What counts",
        "An answer is one completed questionnaire. One woman may answer after several walks, and one walk may bring several "
        "answers, so these pages speak of answers and not of women.",
        "Feelings, reasons and trust are those of participants: women who asked for the walk or joined it. What officers and "
        "officials answered stands beside that and is never added to it.",
        "Unsafe means fairly unsafe or very unsafe. A question left blank is left out; “nothing” is an answer and counts.",
    ),
    _part(
        "Which date, and “as at”",
        "A request belongs to the day it was received, a walk to the day it took place, an answer to the day of its walk.",
        "“As at” a day shows how things stood on that day: requests with the status they had reached, walks that had taken "
        "place, answers that had been given. It goes by the dates of events, not by when a file was loaded.",
    ),
    _part(
        "How the light is worked out",
        "From the sun at the place of the walk, at the middle of the walk; never from the clock. Daylight: the sun is up. "
        "After dark: the sun is more than six degrees below the horizon, which is after civil dusk and before civil dawn. "
        "What lies between is twilight: it is shown, and mixed into neither.",
    ),
    _part(
        "How many answers are enough",
        "Every percentage stands beside the number of answers it rests on. Under ten answers there is no percentage, only the "
        "counts: one more answer would move it too far. Under thirty the percentage is shown, called uncertain, and its mark "
        "is drawn hollow.",
        "A nought means that nobody said so. A gap or a marker means that it is not known, or that too few answered.",
    ),
)

_ROUTES: Final = _part(
    "The same route by day and after dark",
    "Some routes were walked in both lights. That is the fairest comparison there is here: the place is the same and the "
    "light is not. Each route counts once. From six such routes an average is given; below that each route is shown as it "
    "is. The women who walked it may still be different ones.",
)
_ROUTES_SHARED: Final = _part(
    "Routes",
    "How many routes were walked by day and after dark is told. What was said on a single route is not: few women walked each.",
)
_WHAT_IT_IS_NOT: Final = (
    _part(
        "Reasons are not causes",
        "Women say why a place feels unsafe and what would help. These are reasons given. That bad lighting was named often "
        "does not prove that it made the place unsafe, or that a lamp will mend it; it says where to look first.",
    ),
    _part(
        "Places that are passed on",
        "A woman may agree that what is wrong with a place is passed on to those who can mend it. Then its public name may be "
        "listed for councils, with its ward and what was named there, once the place was cleared for that.",
        "The list has no numbers and no dates. It says that a woman named it, not how many did; it names no more places than the "
        "numbers beside it tell already; and a place that is not in it may be as badly lit as one that is.",
    ),
    _part(
        "What is hidden, and the markers",
        "The police see every number. In what is shared with others those are hidden from which one woman’s answer could be "
        "worked out, from totals, from other tables or from other editions too; of each it was proven that several values stay "
        "possible. Hidden does not mean nought, and need not mean few: some numbers are hidden only because another would follow "
        "from them. Of lights and boroughs in which too few walks took place, what was said is left to longer periods. Where "
        "there is no number, a marker says why:",
        *(f"{marker} {meaning}." for marker, meaning in MARKERS.items()),
        "A briefing that is published stays as it is. Answers that come after it, and corrections, wait until a later one tells "
        "its months anew; that takes several of them, so that none shows by itself. A number that was told otherwise before then "
        f"has {REVISED} beside it.",
        name=WHAT_IS_HIDDEN,
    ),
    _part(
        "What is not stored",
        "No names, addresses, telephone numbers, email addresses or dates of birth. Files that bring such columns have them "
        "left out, and what a woman wrote in her own words is on none of these pages.",
    ),
    _part(
        "National figures",
        "They ask similar questions of everyone, about other places. They are there for context and are not like for like: "
        "women who ask for a walk asked because a place felt unsafe. A higher share here does not mean that East Area is less "
        "safe.",
    ),
)


def _how_sure(is_shared: bool) -> AboutPart:
    if is_shared:
        alike = (
            "Answers from the same walk are alike, and tell less than as many answers from different places. How alike those of "
            "single walks are is not told, for few women stand behind each: every line is drawn as for fewer answers than there "
            "were, in the same proportion everywhere. The police see lines that go by each route, and may be shorter or longer."
        )
    else:
        alike = (
            "Answers from the same walk or route are alike, and tell less than as many answers from different places. The lines "
            "are longer for it."
        )
    return _part(
        "How sure a figure is",
        "The thin line through a dot is its interval. Picture the same walks and questions many times over: ninety-five of a "
        "hundred such lines would take in the share that lies behind the answers. A short line is a firm figure, a long one "
        "is not.",
        alike,
        "An interval covers chance and nothing else. It does not make up for who asks for a walk and who does not.",
        UNROUNDED,
    )


def _more_than_chance(is_shared: bool) -> AboutPart:
    of_one = "in one briefing" if is_shared else "for one choice of area and dates"
    return _part(
        "“More than chance would explain”",
        f"Compare enough things and some will differ by luck. So all the comparisons {of_one} are judged together, and only "
        "what passes that is called a difference: of all the differences claimed, no more than five in a hundred are expected "
        "to be luck. The comparison of after dark with daylight comes first.",
        "“No clear difference” is not “no difference”. It says that these answers are too few, or too alike, to tell.",
        "How many requests and walks there were is counted and known, so it is told as a fact and not tested.",
    )


def _seasons(is_shared: bool) -> AboutPart:
    choice = "" if is_shared else "; you can choose"
    return _part(
        "Seasons and change",
        "Winter walks are darker walks. So a period is compared with the same months a year before where the records go back "
        f"that far, else with the equal period before it{choice}. Feelings are compared within one light, because more walks "
        "after dark would by themselves raise the share that said unsafe.",
        "Boroughs, too, are compared within one light only.",
    )
