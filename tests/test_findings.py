"""What sentences say of a comparison at every size of base, and that they claim only what the figures support."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.drawn_records import new_database, store
from walktalk_data.briefing import Briefing, Scope, make_briefing
from walktalk_data.figure import Bound, Figure
from walktalk_data.outputs import findings, words
from walktalk_data.vocabulary import LESS, MORE

FEW = "It rests on few answers: take it as uncertain."
TOO_FEW = "Fewer than ten answers after dark and by day: too few for percentages, or to say how the two compare."
TOO_FEW_AFTER_DARK = "Fewer than ten answers after dark: too few for a percentage there, or to say how the two compare."
TOO_FEW_BY_DAY = "Fewer than ten answers by day: too few for a percentage there, or to say how the two compare."


def briefing_of(folder: Path, dark: tuple[int, int], by_day: tuple[int, int]) -> Briefing:
    """So many answers after dark and by day, of which so many said unsafe and named bad lighting; each from a walk of its own."""
    walks, answers = ["walk_id | light"], ["answer_id | walk_id | feeling | factors | trust_before | trust_after"]
    for light, (base, unsafe) in (("dark", dark), ("daylight", by_day)):
        for number in range(base):
            key = f"{light}{number}"
            walks.append(f"{key} | {light}")
            said = "very unsafe | lighting" if number < unsafe else "fairly safe | none"
            answers.append(f"{key} | {key} | {said} | 2 | {3 + number % 2}")
    database = new_database(f"sqlite:///{folder / 'records.sqlite'}")
    requests = "request_id | received_on\nR1 | 2022-01-01"
    store(database, requests, walks="\n".join(walks) if walks[1:] else "", answers="\n".join(answers) if answers[1:] else "")
    return make_briefing(database, Scope())


@pytest.mark.parametrize(
    ("dark", "by_day", "headline", "finding"),
    [
        ((0, 0), (0, 0), "1 request received; no walks yet", ""),
        ((1, 1), (0, 0), "After dark, 1 of 1 answer said unsafe; no answers by day yet", TOO_FEW),
        ((1, 0), (1, 1), "After dark, 0 of 1 answer said unsafe; by day, 1 of 1", TOO_FEW),
        ((9, 9), (9, 0), "After dark, all 9 answers said unsafe; by day, none of 9", TOO_FEW),
        (
            (9, 4),
            (30, 3),
            "After dark, 4 of 9 answers said unsafe; by day, 3 of 30",
            f"That is 10 % by day. {TOO_FEW_AFTER_DARK}",
        ),
        (
            (20, 14),
            (7, 3),
            "After dark, 14 of 20 answers said unsafe; by day, 3 of 7",
            f"That is 70 % after dark. {TOO_FEW_BY_DAY} {FEW}",
        ),
        (
            (30, 14),
            (0, 0),
            "After dark, 14 of 30 answers said unsafe; no answers by day yet",
            "That is 47 % after dark. Nobody has answered by day, so there is nothing to compare it with.",
        ),
        (
            (10, 10),
            (10, 0),
            "After dark, all 10 answers said unsafe; by day, none of 10",
            "That is 100 % after dark and 0 % by day: 100 points more (95 % interval # to 100), "
            f"more than chance would explain. {FEW}",
        ),
        (
            (10, 5),
            (10, 5),
            "After dark, 5 of 10 answers said unsafe; by day, 5 of 10",
            "That is 50 % after dark and 50 % by day: 0 points more (95 % interval # less to # more), "
            f"which chance alone could explain: no clear difference. {FEW}",
        ),
        (
            (29, 20),
            (30, 6),
            "After dark, 20 of 29 answers said unsafe; by day, 6 of 30",
            "That is 69 % after dark and 20 % by day: 49 points more (95 % interval # to #), "
            f"more than chance would explain. {FEW}",
        ),
        (
            (30, 20),
            (30, 6),
            "After dark, 20 of 30 answers said unsafe; by day, 6 of 30",
            "That is 67 % after dark and 20 % by day: 47 points more (95 % interval # to #), more than chance would explain.",
        ),
        (
            (30, 6),
            (30, 20),
            "After dark, 6 of 30 answers said unsafe; by day, 20 of 30",
            "That is 20 % after dark and 67 % by day: 47 points less (95 % interval # to #), more than chance would explain.",
        ),
    ],
)
def test_the_finding_reads_like_english_at_every_base(
    tmp_path: Path, dark: tuple[int, int], by_day: tuple[int, int], headline: str, finding: str
) -> None:
    briefing = briefing_of(tmp_path, dark, by_day)
    assert words.headline(briefing).text == headline
    told = findings.day_and_dark(briefing, "all").text.replace("\N{NO-BREAK SPACE}", " ")
    pattern = re.escape(finding).replace(r"\#", "#").replace("#", r"\d+")
    assert re.fullmatch(pattern, told), told


@pytest.mark.parametrize("base", [0, 1, 9, 10, 29, 30])
@pytest.mark.parametrize("unsafe", ["none", "some", "all"])
def test_every_number_told_is_its_figures_and_every_claim_leaves_out_nought(tmp_path: Path, base: int, unsafe: str) -> None:
    said = {"none": 0, "some": base // 3, "all": base}[unsafe]
    briefing = briefing_of(tmp_path, (base, said), (30, 15))
    figures = {figure.figure_id: figure for table in briefing.tables for figure in table.figures()}
    for sentence in (*findings.all_findings(briefing), words.headline(briefing)):
        for part in sentence.parts:
            if part.figure:
                told = Bound(part.figure, part.end) if part.end else part.figure
                assert figures[part.figure.figure_id] == part.figure
                assert part.words.lstrip("+\N{MINUS SIGN}") == told.shown.lstrip("+\N{MINUS SIGN}")
        assert "more than chance" not in sentence.text or _claims(part.figure for part in sentence.parts)
        assert not re.search(r"significan|\baround\b|\b(0|1) (answers|points) (of|more)\b.*\b1 answers\b", sentence.text)
    for figure in figures.values():
        if figure.claim in (MORE, LESS):
            assert figure.low is not None
            assert figure.high is not None
            assert not figure.low <= 0 <= figure.high


def _claims(figures: object) -> bool:
    """Whether one of them is a difference whose interval leaves out nought."""
    assert hasattr(figures, "__iter__")
    return any(
        isinstance(figure, Figure)
        and figure.claim in (MORE, LESS)
        and figure.low is not None
        and not figure.low <= 0 <= (figure.high or 0)
        for figure in figures
    )


@pytest.mark.parametrize(
    ("dark", "by_day", "expected"),
    [
        ((9, 9), (30, 0), "Too few answers after dark to say what was named more often after dark than by day."),
        ((30, 10), (30, 10), "None was named clearly more or less often after dark than by day."),
        (
            (30, 21),
            (30, 10),
            "“Badly lit” was named more often after dark: 70 % against 33 %, 37 points more (95 % interval # to #), "
            "which among all that is compared here is not clear enough to call a difference.",
        ),
        (
            (30, 10),
            (30, 21),
            "“Badly lit” was named less often after dark: 33 % against 70 %, 37 points less (95 % interval # to #), "
            "which among all that is compared here is not clear enough to call a difference.",
        ),
        (
            (30, 25),
            (30, 2),
            "“Badly lit” was named more often after dark: 83 % against 7 %, 77 points more before rounding "
            "(95 % interval # to #).",
        ),
        (
            (30, 2),
            (30, 25),
            "“Badly lit” was named less often after dark: 7 % against 83 %, 77 points less before rounding "
            "(95 % interval # to #).",
        ),
    ],
)
def test_a_reason_is_said_to_differ_only_where_it_does(
    tmp_path: Path, dark: tuple[int, int], by_day: tuple[int, int], expected: str
) -> None:
    told = findings.factors(briefing_of(tmp_path, dark, by_day).environmental_factors_dark_less_day).text
    pattern = re.escape(expected).replace(r"\#", "#").replace("#", r"\d+")
    assert re.fullmatch(pattern, told.replace("\N{NO-BREAK SPACE}", " ")), told


def test_no_one_is_said_to_have_named_a_reason_that_no_one_named(tmp_path: Path) -> None:
    briefing = briefing_of(tmp_path, (12, 0), (12, 0))
    assert words.most_named(briefing.environmental_factors_by_light, "dark").text == ""
    assert findings.reasons_when_unsafe(briefing).text == ""
