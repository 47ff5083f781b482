"""What comparisons show, in sentences: how much more or less, how sure that is, and whether it is more than chance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure, Table
from walktalk_data.outputs import words
from walktalk_data.outputs.differences import CLAIMED, certainty, interval, leaves_out_nought, size
from walktalk_data.outputs.sentence import Sentence, join, say
from walktalk_data.outputs.what_changed import changes
from walktalk_data.vocabulary import MORE, TOO_FEW_TO_SAY, UNCERTAIN_BASE

MOST_NAMED_TOGETHER: Final = 2
"""So many reasons that were given equally often are named in one sentence; of more it is said that there are several."""


def below_headline(briefing: Briefing) -> Sentence:
    """Under the headline: the shares and how they compare, then the reason given most after dark."""
    return join(
        day_and_dark(briefing, briefing.borough), words.most_named(briefing.environmental_factors_by_light, "dark", end=".")
    )


def day_and_dark(briefing: Briefing, borough: str) -> Sentence:
    """How the share that said unsafe after dark compares with that by day, in one borough or all."""
    table = briefing.feelings_dark_less_day_by_borough
    if not table.tells(borough=borough):
        return Sentence(())
    dark, by_day = (table.find("unsafe_share", borough=borough, light=light) for light in ("dark", "daylight"))
    if dark.is_hidden or by_day.is_hidden:
        return say("What answers said after dark or by day is hidden, so the two are not compared.")
    if not dark.base and not by_day.base:
        return Sentence(())
    difference = table.find("unsafe_share_difference", borough=borough)
    if dark.value is None and by_day.value is None:
        return say("Fewer than ten answers after dark and by day: too few for percentages, or to say how the two compare.")
    if dark.value is None:
        return _one_alone(say("That is <day>{by_day} by day</day>.", by_day=by_day), by_day, "after dark", dark)
    if by_day.value is None:
        return _one_alone(say("That is <dark>{dark} after dark</dark>.", dark=dark), dark, "by day", by_day)
    shares = say("That is <dark>{dark} after dark</dark> and <day>{by_day} by day</day>", dark=dark, by_day=by_day)
    return join(join(shares, _how_much(difference, (dark, by_day)), between=": "), _few([dark, by_day]))


def _one_alone(told: Sentence, known: Figure, when: str, other: Figure) -> Sentence:
    """The share of one light, where the other has none: too few answers, or nobody's."""
    if other.is_unanswered:
        return join(told, say(f"Nobody has answered {when}, so there is nothing to compare it with."), _few([known]))
    few = f"Fewer than ten answers {when}: too few for a percentage there, or to say how the two compare."
    return join(told, say(few), _few([known]))


def _how_much(difference: Figure, of: tuple[Figure, Figure]) -> Sentence:
    """`35 points more (95 % interval 12 to 54), more than chance would explain.`"""
    if difference.is_hidden:
        return say("how the two compare is hidden.")
    if difference.value is None:
        return say("too few walks to say how the two compare.")
    return join(size(difference, of), certainty(difference), between=", ")


def _few(shares: Sequence[Figure]) -> Sentence:
    """A warning where a share rests on fewer than thirty answers."""
    if any((share.base or 0) < UNCERTAIN_BASE for share in shares):
        return say("It rests on few answers: take it as uncertain.")
    return Sentence(())


def boroughs(briefing: Briefing) -> Sentence:
    """Which boroughs differ, within the same light, by more than chance would explain."""
    if briefing.boroughs_within_a_light.is_left_to_longer:
        return say("Too few walks in this period to tell what was said in each borough: a briefing of a longer one may.")
    return join(*(boroughs_within(briefing, light) for light in ("dark", "daylight")))


def boroughs_beside(briefing: Briefing) -> Sentence:
    """The same under a headline that is of one borough alone: that the others stand beside it."""
    if briefing.borough == "all":
        return boroughs(briefing)
    others = f"the other boroughs of {briefing.scope.unit} stand beside it"
    return join(say(f"That is {briefing.area} alone; {others}."), boroughs(briefing))


def boroughs_within(briefing: Briefing, light: str) -> Sentence:
    """The same within one light."""
    when = {"dark": "After dark", "daylight": "By day"}[light]
    compared = [figure for figure in briefing.boroughs_within_a_light.figures() if figure.light == light]
    shown = [figure for figure in compared if not figure.is_hidden]
    if compared and not shown:
        return say(f"{when} how boroughs compare is hidden.")
    if all(figure.claim == TOO_FEW_TO_SAY for figure in compared):
        return say(f"{when} there are too few answers to compare boroughs.")
    told = []
    for figure in compared:
        if figure.claim in CLAIMED:
            one, other = (figure.borough, figure.group_value) if figure.claim == MORE else (figure.group_value, figure.borough)
            told.append(
                join(
                    say(
                        f"{when} more answers said unsafe in {one} than in {other}: {{difference:size}} points", difference=figure
                    ),
                    join(interval(figure), say("more than chance would explain."), between=", "),
                )
            )
    of_those = "" if len(shown) == len(compared) else " that may be compared here"
    return join(*told) if told else say(f"{when} there is no clear difference between boroughs{of_those}.")


def matched_routes(briefing: Briefing) -> Sentence:
    """What the routes answered in both lights show together; nothing where there is none."""
    table = briefing.matched_routes_difference
    if table.is_empty:
        return Sentence(())
    routes, mean = table.find("routes"), table.find("route_difference")
    noun = words.many(routes, "route has", "routes have")
    if mean.is_hidden:
        return say(f"{{routes}} {noun} answers in both lights; what they say together is hidden.", routes=routes)
    if mean.value is None:
        return say(f"{{routes}} {noun} answers in both lights: too few to average, so each is shown.", routes=routes)
    more = "more" if mean.value >= 0 else "less"
    told = say(
        f"{{routes}} {noun} answers in both lights. On average {{mean:size}} points {more} said unsafe after dark",
        routes=routes,
        mean=mean,
    )
    return join(join(told, interval(mean)), certainty(mean), between=", ")


def named_more(table: Table) -> tuple[Sentence, ...]:
    """One sentence for each reason or idea that was named clearly more, or less, after dark; largest difference first."""
    claimed = sorted(
        (figure for figure in table.figures() if figure.claim in CLAIMED), key=lambda figure: -abs(figure.value or 0)
    )
    return tuple(join(_named_more(table, figure), say("."), between="") for figure in claimed)


def _named_more(table: Table, difference: Figure) -> Sentence:
    about = {"factor": difference.factor, "group_value": difference.group_value}
    dark, by_day = (table.find("named_share", light=light, **about) for light in ("dark", "daylight"))
    more = "more" if (difference.value or 0) > 0 else "less"
    told = say(
        f"“{words.factor_words(difference)}” was named {more} often after dark: "
        "<dark>{dark}</dark> against <day>{by_day}</day>,",
        dark=dark,
        by_day=by_day,
    )
    return join(told, size(difference, (dark, by_day)))


def factors(table: Table) -> Sentence:
    """What a table of reasons or ideas shows of after dark against by day, in one sentence at most three differences long."""
    told = named_more(table)
    if told:
        return join(*told[:3])
    if table.is_left_to_longer:
        return say(f"{table.when_empty}.")
    differences = [figure for figure in table.figures() if figure.measure == "named_share_difference"]
    if differences and all(figure.is_hidden for figure in differences):
        return say("Of each, how often it was named after dark or by day is hidden, so the two are not compared.")
    compared = [figure for figure in table.figures() if figure.claim]
    if all(figure.claim == TOO_FEW_TO_SAY for figure in compared):
        return say(f"Too few answers {_too_few_lights(table)} to say what was named more often after dark than by day.")
    if beyond := [figure for figure in compared if leaves_out_nought(figure)]:
        # Said of what strikes the eye: to call it no difference would sound like a slip beside 77 % and 0 %.
        most = max(beyond, key=lambda figure: abs(figure.value or 0))
        return join(_named_more(table, most), certainty(most), between=", ")
    of_those = " of those that may be compared here" if any(figure.is_hidden for figure in differences) else ""
    return say(f"None{of_those} was named clearly more or less often after dark than by day.")


def _too_few_lights(table: Table) -> str:
    """In which light too few answered for a percentage: what was named in the other may stand beside this."""
    few = [
        when
        for light, when in (("dark", "after dark"), ("daylight", "by day"))
        if any(
            figure.measure == "named_share" and figure.light == light and figure.value is None and not figure.is_hidden
            for figure in table.figures()
        )
    ]
    return few[0] if len(few) == 1 else "after dark or by day"


def reasons_when_unsafe(briefing: Briefing) -> Sentence:
    """Which reason was given most in answers that said unsafe. A reason given, and no cause."""
    table = briefing.reasons_when_unsafe
    top = words.named_most(table, "all")
    some_hidden = any(figure.measure == "named" and figure.is_hidden for figure in table.figures())
    if some_hidden and len(top) != 1:
        return say("In answers that said unsafe, how often some reasons were named is hidden.")
    if not top:
        return Sentence(())
    answers = table.find("answers", factor=top[0].factor)
    noun = words.many(answers, "answer", "answers")
    if len(top) > MOST_NAMED_TOGETHER:
        return say("In answers that said unsafe, several reasons were given equally often.")
    if len(top) > 1:
        named = " and ".join(f"“{words.factor_words(figure)}”" for figure in top)
        return say(
            f"Of {{answers}} {noun} that said unsafe and why, {{named}} each named {named}.", answers=answers, named=top[0]
        )
    return say(
        f"Of {{answers}} {noun} that said unsafe and why, {{named}} named “{words.factor_words(top[0])}”"
        f"{': no reason that may be shown was named more often' if some_hidden else ''}.",
        answers=answers,
        named=top[0],
    )


def trend(briefing: Briefing) -> Sentence:
    """What the latest stretch with enough answers says, for the chart of all of them. No change is claimed."""
    if briefing.feelings_by_stretch_and_light.is_left_to_longer:
        return say("What answers said over time is told for longer periods")
    latest = _latest(briefing.feelings_by_stretch_and_light)
    if latest is None and any(figure.is_hidden for figure in briefing.feelings_by_stretch_and_light.figures()):
        return say("What answers said over time is hidden")
    if latest is None:
        return say("Too few answers in any month or quarter for percentages")
    stretch, lights = latest
    told: list[Sentence] = []
    for (share, answers), tone, when in zip(lights, ("dark", "day"), ("after dark", "by day"), strict=True):
        if share.value is not None:
            said = "" if told else f" {words.many(answers, 'answer', 'answers')} said unsafe"
            told.append(say(f"<{tone}>{{share}} of {{answers}}{said} {when}</{tone}>", share=share, answers=answers))
    return join(say(f"{stretch}: "), join(*told, between=", "), between="")


def _latest(table: Table) -> tuple[str, list[tuple[Figure, Figure]]] | None:
    """The stretch, and after dark and by day the share with the answers it rests on."""
    for row in reversed(table.rows):
        told = {(cell.measure, cell.light): cell for cell in row if isinstance(cell, Figure)}
        lights = [(told["unsafe_share", light], told["answers", light]) for light in words.BOTH_LIGHTS]
        if any(share.value is not None for share, _ in lights):
            return str(row[0]), lights
    return None


def trust(briefing: Briefing) -> Sentence:
    """How trust in the police after the walk compares with before, in the answers that gave both."""
    table = briefing.trust_before_and_after_by_borough
    if table.is_empty:
        why = "told for longer periods: too few walks in this one" if table.is_left_to_longer else "not part of what is shared"
        return say(f"Trust in the police before and after the walk is {why}.")
    change = table.find("trust_change_mean", borough=briefing.borough)
    if change.is_hidden:
        return say("How trust in the police compares before and after the walk is hidden.")
    if change.value is None:
        return say("Too few answers gave trust both before and after the walk.")
    more = "higher" if change.value >= 0 else "lower"
    # Both are asked after the walk: what is told is what she says of herself, and no measurement before and after.
    told = say(
        f"Asked after the walk, {{answers}} answers put their trust in the police {{change:size}} {more} on average than before "
        "it, on a scale of one to five",
        answers=table.find("answers", borough=briefing.borough),
        change=change,
    )
    if change.low is None and briefing.edition:
        # What it would rest on is not shared.
        return join(told, say(": how sure that is cannot be told from what is shared."), between="")
    return join(join(told, interval(change, "lower", "higher")), certainty(change), between=", ")


def all_findings(briefing: Briefing) -> Iterable[Sentence]:
    """Every sentence of a briefing that says how something compares."""
    yield below_headline(briefing)
    yield from (day_and_dark(briefing, borough) for borough in (*briefing.boroughs, "all"))
    yield boroughs(briefing)
    yield matched_routes(briefing)
    for table in (
        briefing.environmental_factors_dark_less_day,
        briefing.behavioural_factors_dark_less_day,
        briefing.ideas_dark_less_day,
    ):
        yield factors(table)
    yield reasons_when_unsafe(briefing)
    yield from (change.told for change in changes(briefing))
    yield trend(briefing)
    yield trust(briefing)
