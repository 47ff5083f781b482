"""You said, we did, in sentences: what is overdue, what was said where it is to be done, and what was said before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from walktalk_data.briefing import Briefing
from walktalk_data.figure import Cell, Figure, Table
from walktalk_data.outputs import words
from walktalk_data.outputs.differences import CLAIMED, certainty, interval
from walktalk_data.outputs.sentence import NOTHING, Sentence, join, say
from walktalk_data.vocabulary import SMALLEST_BASE_FOR_A_SHARE, TOO_FEW_TO_SAY, ActionStatus

TITLE: Final = "You said, we did"
GROUPS: Final[tuple[tuple[ActionStatus, str, str], ...]] = (
    ("late", "Overdue", "The longest overdue first."),
    ("open", "Open", "The longest open first."),
    ("done", "Done", "What was done last stands first, with what women said there before and after."),
    ("dropped", "Dropped", "What was dropped last stands first."),
)
HOW_COMPARED: Final = (
    "Before is from the day after an action was agreed to the day it was done: what led to it is left out, for the place was "
    "chosen because of that, and would look better next without anything done. Each light and way is compared with itself, and "
    "what changed elsewhere in the borough is taken off. After does not mean because of."
)
WALK_AGAIN: Final = "To know, walk there again before it is done, and as often after."


@dataclass(frozen=True, slots=True)
class ActionTold:
    """One action as it is shown: what it is and how it stands, in words and sentences."""

    action_id: str
    what: str
    status: ActionStatus
    where: str
    about: tuple[str, ...]
    """Who has to do it, its kind, where it was asked for."""
    days: Sentence
    """Agreed, due, done; how long it has been open, or overdue."""
    said: tuple[Sentence, ...]
    """What women said there, and of what is done before and after."""


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """The actions that stand alike, in order."""

    status: ActionStatus
    title: str
    order: str
    actions: tuple[ActionTold, ...]

    @property
    def figures(self) -> Iterator[Figure]:
        """Every figure that it tells."""
        for action in self.actions:
            for sentence in (action.days, *action.said):
                yield from sentence.figures


def title(briefing: Briefing) -> Sentence:
    """The finding: how many are overdue, and the longest of them; else how many are done."""
    table = briefing.actions_by_kind_and_state
    if table.is_empty:
        return say(f"{briefing.actions.when_empty}")
    late, open_, done, every = (_count(table, status) for status in ("late", "open", "done", "all"))
    if any(figure.is_hidden for figure in (late, open_, done, every)):
        return say("How many actions are overdue, open or done is hidden")
    of_all = f"of {{every}} {words.many(every, 'action', 'actions')}"
    if late.value:
        longest = max(
            (figure for figure in briefing.actions.figures() if figure.measure == "days_open" and figure.status == "late"),
            key=lambda figure: figure.value or 0,
        )
        one = "it has" if late.value == 1 else "the longest has"
        are = words.many(late, "is", "are")
        return say(f"{{late}} {of_all} {are} overdue; {one} been open {{longest}} days", late=late, every=every, longest=longest)
    if open_.value:
        nothing = say(f"No action is overdue; {{open_}} {words.many(open_, 'is', 'are')} open", open_=open_)
        return join(nothing, say(f"and {{done}} {words.many(done, 'is', 'are')} done", done=done))
    return say(f"{{done}} {of_all} {words.many(done, 'is', 'are')} done", done=done, every=every)


def _count(table: Table, status: str) -> Figure:
    return table.find("actions", status=status, group_value="all")


def below_title(briefing: Briefing) -> Sentence:
    """What was said after what is done, in one sentence; nothing where nothing is done."""
    table = briefing.before_and_after_by_action
    if table.is_empty:
        return NOTHING
    told = [sentence for row in table.rows if (sentence := _claim(row))]
    if told:
        return join(*told[:2], say("After does not mean because of."))
    shown = [figure for figure in _changes(table) if not figure.is_hidden]
    if not shown:
        return say("Whether what women say there has changed since is hidden.")
    if all(figure.claim == TOO_FEW_TO_SAY for figure in shown):
        return say("Nothing that is done has enough walks before and after it to say whether women now say otherwise.")
    return say("Of what is done there is no clear change in what women say there, beside what changed elsewhere.")


def _changes(table: Table) -> Iterator[Figure]:
    return (figure for figure in table.figures() if figure.measure == "change_beside_elsewhere")


def _claim(row: tuple[Cell, ...]) -> Sentence:
    change = next(cell for cell in row if isinstance(cell, Figure) and cell.measure == "change_beside_elsewhere")
    if change.claim not in CLAIMED:
        return NOTHING
    more = "more" if (change.value or 0) > 0 else "fewer"
    what = f"named “{words.FACTOR_WORDS[change.factor]}”" if change.factor else "said unsafe"
    return say(f"After “{{what}}” {more} answers {what} at {{where}} than before.", what=str(row[0]), where=str(row[1]))


def whatever_period(briefing: Briefing) -> Sentence:
    """Which days count on a page whose filters name a period: actions, and what was said where they are for, go by the day."""
    return say(
        f"As on {words.day(briefing.as_at)}, whatever the period. What was said there counts every walk there up to that day."
    )


def numbers(briefing: Briefing) -> tuple[tuple[Figure, Sentence], ...]:
    """How many stand how, in large type."""
    table = briefing.actions_by_kind_and_state
    return tuple((_count(table, status), say(f"{label.lower()}")) for status, label, _ in GROUPS)


def groups(briefing: Briefing) -> tuple[ActionGroup, ...]:
    """The actions by how they stand, overdue first; a group without any is left out."""
    told = [_told(briefing, row) for row in briefing.actions.rows]
    found = (
        ActionGroup(status, label, order, tuple(action for action in told if action.status == status))
        for status, label, order in GROUPS
    )
    return tuple(group for group in found if group.actions)


def titled(status: ActionStatus) -> str:
    """What the actions that stand so are called."""
    return next(label for code, label, _ in GROUPS if code == status)


def nothing_of(briefing: Briefing, status: ActionStatus) -> str:
    """That nothing stands so on that day, where there are actions; empty where some does, or it is not told."""
    table = briefing.actions_by_kind_and_state
    if table.is_empty or _count(table, status).value != 0:
        return ""
    return f"Nothing is {titled(status).lower()} on {words.day(briefing.as_at)}."


def in_short(briefing: Briefing) -> tuple[Sentence, ...]:
    """Every action that is not dropped in one line, overdue first, then open, then done: for where there is room for a few."""
    standing = (group for group in groups(briefing) if group.status != "dropped")
    return tuple(
        join(say("{what} ({where}).", what=action.what, where=action.where), action.days)
        for group in standing
        for action in group.actions
    )


def _told(briefing: Briefing, row: tuple[Cell, ...]) -> ActionTold:
    figures = [cell for cell in row if isinstance(cell, Figure)]
    cell = dict(zip((heading.words for heading in briefing.actions.headings), row, strict=True))
    read = {heading: told for heading, told in cell.items() if isinstance(told, str)}
    status: ActionStatus = next(code for code, label, _ in GROUPS if label == read["State"])
    action_id = figures[0].group_value
    asked = f"asked for by: {read['Asked for by'].lower()}" if read["Asked for by"] else ""
    place = read["Where"] if read["Borough"] in read["Where"] else f"{read['Where']}, {read['Borough']}"
    return ActionTold(
        action_id,
        read["What is to be done"],
        status,
        place,
        tuple(filter(None, (read["Who has to do it"], read["Kind"], asked))),
        _days(status, read, {figure.measure: figure for figure in figures}),
        (_said_there(figures, read["Against"], status), *_before_and_after(_rows_of(briefing, action_id))),
    )


def _rows_of(briefing: Briefing, action_id: str) -> Iterable[tuple[Cell, ...]]:
    return (
        row
        for row in briefing.before_and_after_by_action.rows
        if any(isinstance(cell, Figure) and cell.group_value == action_id for cell in row)
    )


def _days(status: ActionStatus, read: dict[str, str], figures: dict[str, Figure]) -> Sentence:
    agreed = f"Agreed on {read['Agreed on']}"
    due = f", due on {read['Due on']}" if read["Due on"] else ", with no day by which it is due"
    open_ = figures["days_open"]
    days = words.many(open_, "day", "days")
    if status in ("done", "dropped"):
        ended = f"{agreed}, {status} on {read['Done or dropped on']}"
        return say(f"{ended}: {{open_}} {days} later.", open_=open_)
    if status == "late":
        overdue = figures["days_overdue"]
        late = words.many(overdue, "day", "days")
        told = f"{{overdue}} {late} overdue: {agreed[0].lower()}{agreed[1:]}{due}; open {{open_}} {days}."
        return say(told, overdue=overdue, open_=open_)
    return say(f"Open {{open_}} {days}: {agreed[0].lower()}{agreed[1:]}{due}.", open_=open_)


def _said_there(figures: Iterable[Figure], against: str, status: ActionStatus) -> Sentence:
    """How many answers said unsafe there, and named what the action is against."""
    told = [figure for figure in figures if figure.measure in ("answers", "unsafe_answers", "named")]
    answers, unsafe, answered, named = told
    if answers.is_hidden:
        return say("What was said there is hidden.")
    if answers.value is None:
        return say("What was said there was not looked up: there are very many actions.")
    if not answers.value and not answered.value and not answered.is_hidden:
        return say("Nobody has answered about this place yet.")
    noun = words.many(answers, "answer", "answers")
    when = ", before and after together" if status == "done" else ""
    said = say(f"Said there{when}: {{unsafe}} of {{answers}} {noun} unsafe", unsafe=unsafe, answers=answers)
    if named.value is None and not named.is_hidden:
        return join(said, say("."), between="")
    reasons = say(f"{{named}} of {{answered}} named “{against}”.", named=named, answered=answered)
    return join(said, reasons, between="; ")


def _before_and_after(rows: Iterable[tuple[Cell, ...]]) -> Iterator[Sentence]:
    """What was said before and after, one thing after the other; that there is too little to say is said once."""
    few: Sentence = NOTHING
    for row in rows:
        told = [cell for cell in row if isinstance(cell, Figure)]
        if told[-1].value is not None:
            yield _changed(told)
        elif told[-1].is_hidden:
            yield say("Whether what women say there has changed since is hidden.")
        elif not few:
            few = _too_few(told)
            yield few


def _too_few(told: list[Figure]) -> Sentence:
    _, before, _, after, *_ = told
    noun = words.many(before, "answer", "answers")
    counts = say(
        f"{{before}} {noun} between the day it was agreed and the day it was done, {{after}} after it", before=before, after=after
    )
    enough = min(before.value or 0, after.value or 0) >= SMALLEST_BASE_FOR_A_SHARE
    walks = "too few walks, or most of it from a few of them" if enough else "too few walks"
    return join(counts, say(f"{walks}, there or elsewhere, to say whether anything changed."), between=": ")


def _changed(told: list[Figure]) -> Sentence:
    """How often something was said before and after, and how sure the change is."""
    before, answers_before, after, answers_after, *_, left_out, change = told
    what = f"Named “{words.FACTOR_WORDS[change.factor]}”" if change.factor else "Said unsafe"
    counts = say(
        f"{what}: {{before}} of {{answers_before}} before, {{after}} of {{answers_after}} after.",
        before=before,
        answers_before=answers_before,
        after=after,
        answers_after=answers_after,
    )
    noun = "point" if change.shown.lstrip("+\N{MINUS SIGN}") == "1" else "points"
    more = "more" if (change.value or 0) >= 0 else "less"
    beside = say(f"In the same light, beside what changed elsewhere, that is {{change:size}} {noun} {more}", change=change)
    sure = join(join(beside, interval(change)), certainty(change), between=", ")
    noun = words.many(left_out, "answer is", "answers are")
    left = say(f"{{left_out}} {noun} left out, of lights or ways walked on one side only.", left_out=left_out)
    return join(counts, sure, left if left_out.value else NOTHING)


def all_findings(briefing: Briefing) -> Iterator[Sentence]:
    """Every sentence about actions."""
    if briefing.actions.is_empty:
        return
    yield title(briefing)
    yield below_title(briefing)
    for group in groups(briefing):
        for action in group.actions:
            yield action.days
            yield from action.said
