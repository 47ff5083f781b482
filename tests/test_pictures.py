"""The pictures of the documents: every page has one, under a name that stays, and small enough to be kept."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from benchmarks.pictures import Picture, list_pictures, take
from tests.browser import DESK, PHONE
from walktalk_data.access.roles import THIS_MACHINE


def test_every_page_has_a_picture_on_a_desk_and_no_two_share_a_name() -> None:
    pictures = list_pictures()
    names = [picture.file_name for picture in pictures]
    assert len({*names}) == len(names)
    assert {f"{page}-1440.png" for page in THIS_MACHINE.pages} <= {*names}
    assert {"overview-dark-1440.png", "overview-1920.png", "overview-400.png", "edition_overview-1440.png"} <= {*names}


def test_a_picture_shows_its_page_as_large_as_the_window_and_weighs_little(browser: Browser, served: str, tmp_path: Path) -> None:
    light, dark = (take(browser, served, Picture("glossary", "/glossary", is_dark=is_dark)) for is_dark in (False, True))
    assert len(light) < 120_000
    with Image.open(io.BytesIO(light)) as by_day, Image.open(io.BytesIO(dark)) as in_the_dark:
        assert by_day.size == in_the_dark.size == (DESK["width"], DESK["height"])
        assert min(by_day.convert("RGB").getpixel((3, 500))) > 200  # type: ignore[arg-type]  # three numbers
        assert max(in_the_dark.convert("RGB").getpixel((3, 500))) < 60  # type: ignore[arg-type]  # three numbers
    assert Picture("factors", "/factors", PHONE).file_name == "factors-400.png"
