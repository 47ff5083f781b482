"""The accessibility statement that the law asks of public bodies: what was tested, what is known not to work, whom to tell."""

from __future__ import annotations

import os
from typing import Final

from walktalk_data.outputs.about import AboutPart

SETTING: Final = "WALKTALK_ACCESSIBILITY_CONTACT"
NO_CONTACT: Final = "[whoever runs this dashboard has not said yet whom to tell]"
"""In place of the contact until the setting says it: a statement without one is not complete, and has to look so."""
PREPARED: Final = "26 November 2026"
TITLE: Final = "Accessibility"
LEAD: Final = "How far everyone can use this dashboard and the files that it makes, what is known not to work, and whom to tell."
LAW: Final = "the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018"


def contact() -> str:
    """Whom to tell, as whoever runs the dashboard has set it."""
    return os.environ.get(SETTING, "").strip() or NO_CONTACT


def parts(organisation: str) -> tuple[AboutPart, ...]:
    """The statement, in the order of the model that the law gives."""
    return (
        AboutPart(
            "What this statement is about",
            (
                f"The Walk and Talk dashboard, and the files that it makes. It is run by {organisation}, which wants as many "
                "people as possible to be able to use it, and is committed to making it accessible, in accordance with "
                f"{LAW}.",
            ),
        ),
        AboutPart(
            "How accessible it is",
            (
                "It is partially compliant with the Web Content Accessibility Guidelines version 2.2, level AA: no rule is known "
                "to be broken that a program can judge, but for what is listed below, and not everything was tried by people.",
                "What every chart draws is also said in words and stands in a table beneath it. After dark and daylight are "
                "named beside their colours and differ in lightness. Tables that are wider than the screen scroll by keyboard.",
                "The one-file report is the file to choose with a screen reader, large type or colours of your own: it needs no "
                "scripts, reads at 320 pixels, and is light, dark or in your own colours, as your browser is.",
            ),
        ),
        AboutPart(
            "What is known not to work, or was not tried",
            (
                "Charts on the pages tell more to whoever points at them with a mouse; the keyboard does not reach that. The "
                "same numbers are in the table beneath, and in the one-file report.",
                "The pages were not tried with colours of the reader’s own, nor narrower than 400 pixels, and are dark only when "
                "that is chosen at their foot. The one-file report was tried with both, and follows your browser.",
                "The PDF is tagged by the browser that prints it and has a title and a language. It was not held against a "
                "standard for PDF. The Excel summary has one table a sheet with its headings and a description of each chart; "
                "the presentation is made for a wall. What both show is in the one-file report too.",
                "Who does nothing for an hour, or as long as is set, is signed out, and what was typed and not stored is lost.",
                "Nothing here was left undone as a disproportionate burden.",
            ),
        ),
        AboutPart(
            "Whom to tell",
            (
                "If something here does not work for you, or you need these figures in another form, such as large print, easy "
                f"read, braille or a recording, tell: {contact()}.",
                "Say the page or file, what does not work, and how you would like to have it. Problems that are not listed here "
                "are worth telling just as much.",
            ),
        ),
        AboutPart(
            "If you are not content with the answer",
            (
                f"The Equality and Human Rights Commission (EHRC) enforces {LAW}. If you are not happy with how your complaint "
                "was answered, contact the Equality Advisory and Support Service (EASS).",
            ),
        ),
        AboutPart(
            "How this was tested",
            (
                "By programs, with every change: axe-core looks through the pages, the sign-in page, the presentation and the "
                "one-file report for what breaks levels A and AA; the report in light and dark, on a wide screen and on a narrow "
                "one. The contrast of the colours is measured, and so is that no word of a chart leaves its card.",
                "Nobody who uses a screen reader, a magnifier or speech has tried it yet. Programs find less than half of what "
                "keeps people out.",
                f"This statement was prepared on {PREPARED}, from those tests, and goes with this version of the dashboard.",
            ),
        ),
    )


def part_of_report(organisation: str) -> AboutPart:
    """What the one-file report says of itself."""
    return AboutPart(
        "If you cannot use this file",
        (
            "It was made to be read with a screen reader, with large type, in the dark or in colours of your own: what every "
            "chart draws is said in words and stands in a table beneath it. Programs test that; nobody who uses a screen reader "
            "has tried it yet.",
            f"If something does not work for you, or you need it in another form, tell {organisation}: {contact()}. If you are "
            "not content with the answer: the Equality and Human Rights Commission enforces the accessibility regulations for "
            "public bodies, and the Equality Advisory and Support Service helps.",
        ),
        name="accessibility",
    )
