"""What the policies let through, as the templates show it. After a change: python -m walktalk_data.sharing.policy_table"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from walktalk_data.sharing.policy import Places, Rule, policy_for
from walktalk_data.vocabulary import MEASURE_KINDS, Audience, MeasureKind

TEMPLATES: Final = Path(__file__).resolve().parents[2] / "docs" / "templates"
BEGIN, END = "<!-- made from walktalk_data/reference/policies -->\n", "<!-- end -->"
AUDIENCES: Final[tuple[Audience, ...]] = ("partner", "public")
_WORDS: Final[Mapping[MeasureKind, str]] = {
    "activity": "requests and walks, by borough and status; waiting days",
    "bases": "how many answered",
    "opinions": "feeling safe or unsafe, trust in the police",
    "place": "what is wrong with the place, and what would help",
    "experiences": "what people did: harassment, being followed",
}

_PLACES: Final[Mapping[Places, str]] = {
    "listed": "listed where a woman agreed and the coordinator cleared it, without counts or dates",
    "hidden": "nothing",
}


def draw_policy_table() -> str:
    """One row a kind of measure, then how fine areas and periods are, for each audience that something is shared with."""
    policies = [policy_for(audience) for audience in AUDIENCES]
    rows = [["what", "partners see", "the public sees"]]
    rows += [[_WORDS[kind], *(_say(policy.rules[kind]) for policy in policies)] for kind in MEASURE_KINDS]
    rows.append(["told of by light, and by borough", *(f"where each has {policy.walks} walks or more" for policy in policies)])
    rows.append(["smallest area", *(policy.area for policy in policies)])
    rows.append(["shortest period", *(f"whole {policy.period}s" for policy in policies)])
    rows.append(["public places with what is wrong there", *(_PLACES[policy.places] for policy in policies)])
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    return "\n".join([lines[0], "| --- | --- | --- |", *lines[1:]]) + "\n"


def _say(rule: Rule) -> str:
    if rule.show != "protected":
        return "shown as they are" if rule.show == "exact" else "nothing"
    parts = []
    if rule.base:
        parts.append(f"where {rule.base} or more answered{', not all of them the same' if rule.unanimous else ''}")
    if rule.fewest:
        parts.append(f"0, and numbers from {rule.fewest} up")
    return f"{': '.join(parts)}. Of a hidden number, values {rule.width} apart stay possible"


def with_policy_table(document: str) -> str:
    """The document with the table as it is now; as it is, where it shows none."""
    if BEGIN not in document:
        return document
    before, _, rest = document.partition(BEGIN)
    return f"{before}{BEGIN}{draw_policy_table()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    for template in TEMPLATES.glob("*.md"):
        template.write_text(with_policy_table(template.read_text(encoding="utf-8")), encoding="utf-8")
