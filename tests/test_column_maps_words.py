"""What is proposed for a coordinator's own words: the one code they can mean, and nothing where they could mean two."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walktalk_data import areas, vocabulary
from walktalk_data.intake.columns import TABLES, Column
from walktalk_data.intake.propose_words import codes_possible, plain, propose_word

UNIT = vocabulary.DEFAULT_UNIT
COLUMNS = {column.name: column for table in reversed(TABLES.values()) for column in table}
"""Of one name in several tables, the first table's."""
WORDED = ("channel", "worried_about", "status", "kind", "respondent", "feeling", "factors", "ideas", "owner", "source")


def reviewed() -> Iterator[tuple[str, str, str]]:
    with (areas.REFERENCE / "words_meant.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["column"], row["written"], row["code"]


def with_code(name: str, code: str) -> Column | None:
    """The first column of that name that has the code: a kind of walk is none of a hub."""
    columns = (column for table in TABLES.values() for column in table if column.name == name)
    return next((column for column in columns if code in column.words), None)


def proposed(column: str, written: str, borough: str | None = None) -> str | None:
    return propose_word(COLUMNS["pass_on" if column == "yes or no" else column], written, UNIT, borough)


def codes_of(column: str) -> tuple[str, ...]:
    return {"yes or no": ("yes", "no"), "borough": areas.unit(UNIT).boroughs, "unit": areas.units()}.get(
        column, COLUMNS.get(column, Column("", "text")).words
    )


def every_code_of(column: str) -> tuple[str, ...]:
    """The codes of the columns of that name, whichever table they are in."""
    return codes_of(column) + tuple(code for table in TABLES.values() for of in table if of.name == column for code in of.words)


def test_every_reviewed_word_is_reached_whatever_its_capitals_and_spaces() -> None:
    wrong = [
        (column, written, code, form)
        for column, written, code in reviewed()
        for column_of_code in (with_code(column, code) or COLUMNS["pass_on" if column == "yes or no" else column],)
        for form in (
            written,
            written.upper(),
            f"  {written} ",
            written.replace(" ", "_"),
            f"{written}!" if written[-1].isalnum() else written,
        )
        if propose_word(column_of_code, form, UNIT) != code
    ]
    assert wrong == []


def test_every_code_has_reviewed_words_and_every_reviewed_word_has_a_code() -> None:
    told = {(column, code) for column, _, code in reviewed()}
    needed = {(column, code) for column in (*WORDED, "yes or no", "borough", "unit") for code in every_code_of(column)}
    assert told == needed


def test_no_reviewed_word_is_there_for_two_codes_of_a_column_or_twice() -> None:
    told = Counter((column, plain(written)) for column, written, _ in reviewed())
    assert [entry for entry, times in told.items() if times > 1] == []
    assert len(told) > 1000


def test_a_word_of_several_meanings_has_two_codes_or_more_and_is_proposed_as_none() -> None:
    with (areas.REFERENCE / "words_of_several_meanings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes = tuple(row["codes"].split(";"))
            assert len(codes) > 1, row
            assert codes_possible(COLUMNS[row["column"]], row["written"].upper()) == codes
            assert proposed(row["column"], row["written"]) is None, row


@pytest.mark.parametrize(
    ("column", "written"), [("feeling", "very safe"), ("status", "arranged"), ("channel", "zebra"), ("place", "x")]
)
def test_a_word_of_one_meaning_or_none_has_no_several(column: str, written: str) -> None:
    assert codes_possible(COLUMNS[column], written) == ()


def test_no_reviewed_word_of_a_column_is_a_code_or_label_of_another() -> None:
    for column, written, code in reviewed():
        exact = {plain(allowed): allowed for allowed in codes_of(column)}
        assert exact.get(plain(written), code) == code, (column, written)


@pytest.mark.parametrize("column", WORDED)
def test_every_code_is_proposed_for_itself(column: str) -> None:
    assert [proposed(column, code.replace("_", " ").title()) for code in codes_of(column)] == [*codes_of(column)]


@pytest.mark.parametrize("column", ["factors", "ideas"])
def test_every_label_is_proposed_as_its_code(column: str) -> None:
    words = vocabulary.FACTORS if column == "factors" else vocabulary.IDEAS
    labelled = [word for word in words if word.code != vocabulary.NONE]
    assert [(proposed(column, word.short), proposed(column, word.long)) for word in labelled] == [
        (word.code, word.code) for word in labelled
    ]


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        ("borough", "Hav", "Havering"), ("borough", "LB Redbridge", "Redbridge"), ("borough", "R'bridge", "Redbridge"),
        ("borough", "R\N{RIGHT SINGLE QUOTATION MARK}bridge", "Redbridge"), ("borough", "B&D", "Barking and Dagenham"),
        ("borough", "London Borough of Barking & Dagenham", "Barking and Dagenham"), ("borough", "LBBD", "Barking and Dagenham"),
        ("borough", "LBR", "Redbridge"), ("borough", "Haveering", "Havering"), ("borough", "Redbridge Council", "Redbridge"),
        ("borough", "Bark. & Dag.", "Barking and Dagenham"), ("borough", "the London Borough of Havering", "Havering"),
        ("factors", "Poor lighting", "lighting"), ("factors", "poor lightning", "lighting"), ("factors", "lamp out", "lighting"),
        ("factors", "overgrwon bushes", "sightlines"), ("factors", "no camras", "cctv"),
        ("factors", "cat called", "harassed_by_one"),
        ("factors", "drug dealing", "substances"), ("factors", "alleyway", "layout"), ("factors", "Fly-tipping", "rundown"),
        ("feeling", "V unsafe", "very unsafe"), ("feeling", "very unsafee", "very unsafe"),
        ("feeling", "not very safe", "fairly unsafe"),
        ("status", "cancelled", "withdrawn"), ("status", "booked", "arranged"), ("status", "being booked", "being arranged"),
        ("status", "compleated", "completed"), ("channel", "tel", "phone"), ("channel", "F2F", "in person"),
        ("kind", "WT", "walk and talk"), ("kind", "W&T", "walk and talk"), ("worried_about", "night", "dark"),
        ("worried_about", "evenings", "dark"), ("worried_about", "both", "both"), ("worried_about", "24/7", "both"),
        ("yes or no", "Y", "yes"), ("yes or no", "N", "no"), ("yes or no", "yes pls", "yes"), ("yes or no", "✓", "yes"),
        ("respondent", "WPC", "officer"), ("respondent", "Cllr", "official"), ("ideas", "more bobbies on the beat", "patrols"),
        ("unit", "East Area BCU", "East Area"), ("unit", "EA", "East Area"), ("ward", "Rainham", "Rainham & Wennington"),
        ("ward", "Saint Albans", "St Alban's"), ("ward", "Loxford Ward", "Loxford"), ("ward", "Goodmays", "Goodmayes"),
        ("ward", "Ilford", "Ilford Town"), ("ward", "Chadwell Hth", "Chadwell Heath"),
        ("ward", "Squirrel's Heath", "Squirrels Heath"),
    ],
)  # fmt: skip
def test_her_own_words_are_understood(column: str, written: str, code: str | None) -> None:
    assert proposed(column, written) == code


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("feeling", "unsafe"), ("feeling", "safe"), ("feeling", "ok"), ("feeling", "fairly usafe"), ("factors", "other"),
        ("factors", "harassment"), ("factors", "men"), ("status", "closed"), ("status", "not completed"),
        ("status", "uncompleted"),
        ("status", "Completed 3/12"), ("status", "declined"), ("yes or no", "x"), ("yes or no", "maybe"), ("borough", "Hackney"),
        ("borough", "H"), ("borough", ""), ("ward", "Wanstead"), ("ward", "Rush Green"), ("ward", "Green"), ("ward", "Park"),
        ("unit", "West Area"), ("unit", "East Area and others"), ("respondent", "Jane Smith"), ("factors", "Jane Smith"),
        ("channel", "jane@example.org"), ("channel", "email jane@example.org"), ("channel", "07700 900123"), ("factors", ""),
        ("factors", "lighting " * 20), ("place", "Havering"), ("received_on", "day"), ("worried_about", "PM"),
    ],
)  # fmt: skip
def test_what_could_mean_two_or_is_none_of_them_is_not_proposed(column: str, written: str) -> None:
    assert proposed(column, written) is None


def test_a_ward_of_another_borough_is_not_taken_for_one_that_is_like_it() -> None:
    assert proposed("ward", "Chadwell", "Redbridge") == "Chadwell"
    assert proposed("ward", "Chadwell", "Barking and Dagenham") is None
    assert proposed("ward", "Chadwell Heath", "Redbridge") is None
    assert proposed("ward", "Rush Green", "Havering") == "Rush Green & Crowlands"
    assert proposed("ward", "Rush Green", "Barking and Dagenham") == "Eastbrook & Rush Green"


def test_every_ward_is_proposed_for_its_own_name_in_its_borough() -> None:
    for (borough, name), ward in areas.unit(UNIT).wards.items():
        for form in (name, name.replace("&", "and"), name.replace("'", ""), f"{name} ward", name.replace("-", " ")):
            assert proposed("ward", form, borough) == ward.name


@given(st.text(max_size=80), st.sampled_from([*COLUMNS.values()]), st.sampled_from([None, "Havering", "Redbridge", "Nowhere"]))
def test_no_word_raises_and_what_is_proposed_is_always_one_of_the_allowed(
    written: str, column: Column, borough: str | None
) -> None:
    found = propose_word(column, written, UNIT, borough)
    allowed: set[str] = set(column.words)
    if column.type == "borough":
        allowed = {*areas.unit(UNIT).boroughs}
    elif column.type == "ward":
        allowed = {ward.name for ward in areas.unit(UNIT).wards.values()}
    elif column.type == "unit":
        allowed = {*areas.units()}
    elif column.type == "yes or no":
        allowed = {"yes", "no"}
    assert found is None or found in allowed
