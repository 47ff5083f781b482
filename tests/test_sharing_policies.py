"""The policy files say what the scheme's design says, and a wrong one is refused with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from walktalk_data.areas import REFERENCE
from walktalk_data.sharing.policy import Rule, WrongPolicy, policy_for, read_policy
from walktalk_data.vocabulary import MEASURE_KINDS, Audience

POLICIES = REFERENCE / "policies"


def test_the_police_see_everything() -> None:
    policy = policy_for("police")
    assert policy.hides_nothing
    assert (policy.area, policy.period, policy.marking_words) == ("place", "day", "OFFICIAL · Police only")
    assert policy.places == "listed"


def test_partners_see_what_identifies_nobody() -> None:
    policy = policy_for("partner")
    assert policy.rules == {
        "activity": Rule("exact"),
        "bases": Rule("protected", fewest=5, width=5),
        "opinions": Rule("protected", base=10, unanimous=True, width=3),
        "place": Rule("protected", base=5, width=3),
        "experiences": Rule("protected", base=10, fewest=5, width=5),
    }
    assert (policy.area, policy.period, policy.places) == ("ward", "month", "listed")
    assert not policy.hides_nothing


def test_the_public_sees_less_than_partners() -> None:
    policy = policy_for("public")
    assert policy.rules == {
        "activity": Rule("exact"),
        "bases": Rule("protected", fewest=10, width=10),
        "opinions": Rule("protected", base=25, unanimous=True, width=5),
        "place": Rule("protected", base=10, width=5),
        "experiences": Rule("protected", base=25, fewest=10, width=10),
    }
    assert (policy.area, policy.period, policy.places) == ("borough", "quarter", "hidden")


@pytest.mark.parametrize("audience", ["police", "partner", "public"])
def test_every_line_of_a_policy_says_what_it_does(audience: Audience) -> None:
    lines = (POLICIES / f"{audience}.toml").read_text(encoding="utf-8").splitlines()
    unsaid = [line for line in lines if "=" in line and "#" not in line and not line.startswith("show =")]
    assert [line for line in unsaid if not line.startswith(("width = 3", "width = 5", "width = 10"))] == []
    # Each part says what it is about, by its own comment or by that of the line with its name.
    assert all(any(line.startswith(f"[{kind}]") and "#" in line for line in lines) for kind in MEASURE_KINDS)


WRONG = {
    "no marking": ('marking = "OFFICIAL"', 'marking = ""', 'marking = ""', '"marking": there must be a line marking = "..."'),
    "another audience": ('audience = "partner"', 'audience = "all"', 'audience = "all"', '"audience": the file is named for'),
    "a part of another name": ("[bases]", "[basis]", "[basis]", '"basis": nothing of that name is known here'),
    "a line that is missing": ("fewest = 5 ", "# ", "[bases]", '"fewest" under [bases]: it is a whole number'),
    "a word for a number": ("base = 10", 'base = "ten"', "ten", '"base" under [opinions]: it is a whole number from 1 to 1,000'),
    "nought": ("width = 3", "width = 0", "width = 0", '"width" under [opinions]'),
    "yes for a number": ("base = 5", "base = true", "base = true", '"base" under [place]'),
    "a word that is not known": (
        "unanimous = ",
        'unanimous = "no" #',
        '"no"',
        '"unanimous" under [opinions]: it is one of "hidden"',
    ),
    "a threshold that a kind has not": ("[place]", "[place]\nfewest = 3 #", "fewest = 3", '"fewest" under [place]: nothing of'),
    "activity protected": ('"exact"\n', '"protected" # now\n', "# now", '"show" under [activity]: it is "exact" or "hidden"'),
    "an area that is none": ('area = "ward"', 'area = "street"', "street", '"area" under [finest]: it is one of "place", "ward"'),
    "places that are neither": ('places = "listed"', 'places = "all"', '"all"', '"places" under [finest]: it is one of "listed"'),
    "places below boroughs": (
        'area = "ward"',
        'area = "borough"',
        'places = "listed"',
        '"places" under [finest]: it is "hidden"',
    ),
    "an effect under one": ("effect = 2.0", "effect = 0.5", "effect = 0.5", '"design_effect" under [finest]: it is a number'),
    "an earlier format": ("format = 2", "format = 1", "format = 1", '"format": this version reads format = 2'),
}


def wrong(tmp_path: Path, before: str, after: str) -> tuple[str, WrongPolicy]:
    """The partner policy with one thing changed, and what is said of it."""
    text = (POLICIES / "partner.toml").read_text(encoding="utf-8")
    assert before in text
    file = tmp_path / "partner.toml"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(WrongPolicy) as raised:
        read_policy(file)
    return file.read_text(encoding="utf-8"), raised.value


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_policy_file_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    before, after, at, words = WRONG[name]
    text, said = wrong(tmp_path, before, after)
    (line,) = (number for number, written in enumerate(text.splitlines(), 1) if at in written)
    assert str(said).startswith(f"partner.toml, line {line}: {words}")


def test_without_a_line_about_places_none_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "partner.toml"
    lines = (POLICIES / "partner.toml").read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(line for line in lines if not line.startswith("places =")), encoding="utf-8")
    assert read_policy(file).places == "hidden"


def test_a_policy_file_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    text, said = wrong(tmp_path, "[opinions]", "[opinions")
    (line,) = (number for number, written in enumerate(text.splitlines(), 1) if written.startswith("[opinions "))
    assert str(said).startswith("partner.toml cannot be read: ")
    assert f"line {line}" in str(said)
