"""The colours: read on white and in the dark alike, told apart without their hues, and written in one place."""

from __future__ import annotations

import re
import tomllib
from itertools import product

import pytest

from tests.browser import PROJECT
from walktalk_data.outputs.html_parts import LOOK
from walktalk_data.outputs.palette import DARK, LIGHT, Palette, write_light, write_light_and_dark
from walktalk_data.outputs.report import LOOK as REPORT_LOOK
from walktalk_data.serving.sign_in_page import LOOK as SIGN_IN_LOOK

BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
WORDS_CONTRAST, MARKS_CONTRAST = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11."""


def brightness(colour: str) -> float:
    """The relative luminance as WCAG works it out."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lower, higher = sorted((brightness(one), brightness(other)))
    return (higher + 0.05) / (lower + 0.05)


def test_contrast_is_worked_out_as_wcag_does() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#12436D", "#FFFFFF") == pytest.approx(10.25, abs=0.01)


@BOTH
def test_words_stand_out_from_what_they_stand_on(palette: Palette) -> None:
    for words, ground in product((palette.ink, palette.soft, palette.dark, palette.day_words), (palette.paper, palette.wash)):
        assert contrast(words, ground) >= WORDS_CONTRAST, (words, ground)
    assert contrast(palette.ink, palette.notice) >= WORDS_CONTRAST


@BOTH
def test_marks_and_the_edges_of_what_can_be_used_stand_out_from_the_paper(palette: Palette) -> None:
    for tone, colour in palette.marks().items():
        assert contrast(colour, palette.paper) >= MARKS_CONTRAST, tone
    assert contrast(palette.edge, palette.paper) >= MARKS_CONTRAST


@BOTH
def test_after_dark_and_daylight_are_told_apart_in_grey(palette: Palette) -> None:
    assert contrast(palette.dark, palette.day) >= 1.5


def test_the_two_that_carry_meaning_keep_their_hues_in_the_dark() -> None:
    for palette in (LIGHT, DARK):
        red, green, blue = (palette.dark[place : place + 2] for place in (1, 3, 5))
        assert blue > green > red
        red, green, blue = (palette.day[place : place + 2] for place in (1, 3, 5))
        assert red > green > blue


@pytest.mark.parametrize("css", [write_light(), write_light_and_dark()], ids=["light", "light and dark"])
def test_every_colour_that_a_style_sheet_asks_for_is_in_the_palette(css: str) -> None:
    written = set(re.findall(r"(--[a-z-]+):", css))
    for look in (LOOK, REPORT_LOOK, PROJECT / "walktalk_data" / "screen" / "look.css"):
        sheet = look.read_text(encoding="utf-8")
        own = set(re.findall(r"(--[a-z-]+):", sheet)) | {"--gap", "--side", "--bar"}
        assert set(re.findall(r"var\((--[a-z-]+)\)", sheet)) - own <= written


def test_the_theme_and_the_sign_in_page_have_the_same_colours() -> None:
    theme = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    of_theme = {value.upper() for value in theme.values() if str(value).startswith("#")}
    of_sign_in = {colour.upper() for colour in re.findall(r"#[0-9a-f]{6}\b", SIGN_IN_LOOK)} - {"#0D3355"}
    assert of_theme | of_sign_in <= {
        LIGHT.ink,
        LIGHT.soft,
        LIGHT.paper,
        LIGHT.wash,
        LIGHT.line,
        LIGHT.edge,
        LIGHT.dark,
        LIGHT.day,
    }
