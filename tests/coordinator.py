"""The coordinator at a dashboard of her own, in a real browser: she drops files, answers, stores, and looks at other pages."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

from tests.browser import Viewer, open_viewer, serve
from walktalk_data.screen.uploads import safe_name


@dataclass
class Desk:
    """The coordinator at a server on a database of her own, which does not exist yet."""

    viewer: Viewer
    folder: Path
    log: Path

    def drop(self, *files: Path, waits_for: str = "") -> None:
        """Drop files, and wait until they are here under their own names, or that which is to be waited for."""
        self.viewer.page.locator("input[type=file]").set_input_files(list(files))
        for name in [waits_for] if waits_for else [safe_name(file.name) for file in files]:
            expect(self.names().get_by_text(name, exact=True).first).to_be_visible()
        expect(self.viewer.page.locator(".st-key-card_found")).to_be_visible()
        self.viewer.settled().no_errors()

    def names(self) -> Locator:
        return self.viewer.page.locator(".file-name")

    def remove(self, name: str) -> None:
        self.viewer.page.get_by_role("button", name=f"Remove {name}", exact=True).click()
        expect(self.names().get_by_text(name, exact=True)).to_have_count(0)
        self.viewer.settled().no_errors()

    def meanings(self) -> dict[str, str]:
        """Every question that is asked in a box, by its name, and what is chosen in it; those that are folded too."""
        folded = self.viewer.page.locator(".st-key-card_confirm [data-testid=stExpander] details:not([open]) > summary")
        folded.evaluate_all("all => all.map(one => one.click())")
        self.viewer.settled()
        boxes = self.viewer.page.locator(".st-key-card_confirm [data-testid=stSelectbox]")
        asked = [box.get_by_role("combobox") for box in boxes.all()]
        return {one.get_attribute("aria-label") or "": one.input_value() for one in asked}

    def press(self, name: str | re.Pattern[str]) -> None:
        self.viewer.page.get_by_role("button", name=name).click()
        self.viewer.settled().no_errors()

    def answer(self, question: str, meaning: str) -> None:
        """Choose what a word or a heading means."""
        box = self.viewer.page.get_by_role("combobox", name=question, exact=True)
        # A list that opens while a fold is still opening, or the page scrolls, is closed again by what moves.
        self.meanings()
        box.scroll_into_view_if_needed()
        self.viewer.page.wait_for_timeout(500)
        box.click()
        self.viewer.page.get_by_role("option", name=meaning, exact=True).click()
        self.viewer.settled().no_errors()
        expect(box).to_have_value(meaning)

    def store_button(self) -> Locator:
        return self.viewer.page.locator(".st-key-store_records button")

    def choose(self, words: str) -> None:
        """Every radio with these words; those that ask about dates have the same words."""
        labels = self.viewer.page.locator("[data-testid=stRadio] label", has_text=words)
        expect(labels.first).to_be_visible()
        for label in labels.all():
            label.click()
            self.viewer.settled().no_errors()
            expect(label.locator("input")).to_be_checked()

    def go(self, page: str) -> None:
        self.viewer.page.get_by_role("link", name=page, exact=True).click()
        expect(self.viewer.page.get_by_role("link", name=page, exact=True)).to_have_attribute("aria-current", "page")
        self.viewer.settled().no_errors()


def files_kept(desk: Desk) -> list[str]:
    return [path.name for path in (desk.folder / "kept").rglob("*") if path.is_file()]


@contextlib.contextmanager
def open_desk(browser: Browser, folder: Path) -> Iterator[Desk]:
    """A dashboard on a database that does not exist yet, and the coordinator before it. What she dropped goes with the server."""
    log, kept = folder / "server.log", folder / "kept"
    kept.mkdir()
    database = f"sqlite:///{folder / 'walks.sqlite'}"
    with serve(log, WALKTALK_DATABASE=database, TMPDIR=str(kept)) as address, open_viewer(browser, address) as viewer:
        yield Desk(viewer, folder, log)
    assert list(kept.glob("walktalk-load-*")) == [], "the server ended, and what was dropped is still there"
