"""How much an edition hides, table by table, and why: for whoever decides whether to publish it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from walktalk_data.sharing.edition import Draft
from walktalk_data.sharing.told import told_by
from walktalk_data.vocabulary import LEFT_TO_LONGER, NOT_SHARED


@dataclass(frozen=True, slots=True)
class Loss:
    """What one table hides of what it tells of answers. Requests and walks are no secret and are not counted."""

    title: str
    figures: int
    protected: int
    """Hidden because the policy protects a number in them: few answered, or all said the same."""
    for_others: int
    """Hidden because a protected number would follow from them."""
    is_withheld: bool = False
    """The whole table is left out."""
    is_left_to_longer: bool = False
    """It, or some of its rows, is told for longer periods: too few walks carry it."""

    @property
    def shown(self) -> int:
        """How many figures are shown, those included of which it is said that too few answered."""
        return self.figures - self.protected - self.for_others


def find_losses(draft: Draft, months: range) -> Iterator[Loss]:
    """Of every table that tells of answers, in the order in which a reader meets them."""
    for table in draft.tables:
        if table.is_empty:
            if table.when_empty in (NOT_SHARED, LEFT_TO_LONGER):
                is_left_to_longer = table.when_empty == LEFT_TO_LONGER
                yield Loss(table.title, 0, 0, 0, not is_left_to_longer, is_left_to_longer)
            continue
        told = [(figure, found) for figure in table.figures() if (found := told_by(figure, months))]
        hidden = [found for figure, found in told if figure.is_hidden]
        protected = sum(any(number in draft.protected for number in found.numbers) for found in hidden)
        if told:
            is_left_to_longer = table.leaves_some_to_longer
            yield Loss(table.title, len(told), protected, len(hidden) - protected, is_left_to_longer=is_left_to_longer)
