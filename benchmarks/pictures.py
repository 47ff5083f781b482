"""Pictures of every page, for the documents: on a desk, some on a projector, on a phone and in a dark room.

Run it with: make screens, or python -m benchmarks.pictures [--out docs/screens] [--only overview]
"""

from __future__ import annotations

import argparse
import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, ViewportSize

from tests.browser import DESK, PHONE, PROJECT, PROJECTOR, Viewer, open_browser, open_viewer, serve
from walktalk_data import desk
from walktalk_data.access.roles import THIS_MACHINE
from walktalk_data.briefing import EditionScope
from walktalk_data.vocabulary import DEFAULT_UNIT

OUT: Final = PROJECT / "docs" / "screens"
COLOURS: Final = 96
"""Flat colours and the edges of letters need no more."""
NAME: Final = "Redbridge panel, 14 April 2022"
WINTER: Final = (date(2022, 1, 1), date(2022, 3, 31))
AT_REST_MILLISECONDS: Final = 1200
"""After the page has settled: charts are drawn, and letters come, a moment later."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: the name of its file, the address of the page, the size of the window, and whether the room is dark."""

    name: str
    path: str
    size: ViewportSize = field(default_factory=lambda: DESK)
    is_dark: bool = False

    @property
    def file_name(self) -> str:
        """Says page, look and width: "overview-dark-1440.png"."""
        return f"{self.name}{'-dark' if self.is_dark else ''}-{self.size['width']}.png"


def list_pictures() -> tuple[Picture, ...]:
    """Every page on a desk; those that are projected on a projector too, those that are read on the way on a phone."""
    pages = {page: "/" if page == "overview" else f"/{page}" for page in THIS_MACHINE.pages}
    on_a_desk = (Picture(page, path) for page, path in pages.items())
    projected = (Picture(page, pages[page], PROJECTOR) for page in ("overview", "boroughs", "day_and_dark", "factors"))
    on_a_phone = (Picture(page, pages[page], PHONE) for page in ("overview", "factors", "welcome"))
    dark = (Picture(page, pages[page], size, True) for page, size in (("overview", DESK), ("day_and_dark", PROJECTOR)))
    shared = (Picture(f"edition_{page}", f"{pages[page]}?edition=1") for page in ("overview", "factors"))
    return (*on_a_desk, *projected, *on_a_phone, *dark, *shared)


@contextlib.contextmanager
def serve_with_edition(folder: Path) -> Iterator[str]:
    """The dashboard on a copy of the invented sample, with one briefing published to partners."""
    sample = desk.open_database()
    try:
        file = sample.file
        assert file
        sample.close()
        shutil.copy(file, folder / "sample.sqlite")
    finally:
        sample.close()
    address = f"sqlite:///{folder / 'sample.sqlite'}"
    with contextlib.closing(desk.open_database(address)) as database:
        desk.publish(database, EditionScope(DEFAULT_UNIT, "partner", *WINTER), NAME)
    with serve(folder / "server.log", WALKTALK_DATABASE=address) as served:
        yield served


def take(browser: Browser, address: str, picture: Picture) -> bytes:
    """The picture as PNG, as somebody sees the page who has been here before."""
    with open_viewer(browser, address, picture.size) as viewer:
        viewer.context.add_cookies([{"name": "walktalk_welcomed_here", "value": "1", "url": address}])
        if picture.is_dark:
            viewer.context.add_init_script("localStorage.setItem('walktalk.look.here', 'dark')")
        viewer.open(picture.path).no_errors()
        return _shrink(_photograph(viewer))


def _photograph(viewer: Viewer) -> bytes:
    viewer.page.evaluate("document.fonts.ready")
    viewer.page.wait_for_timeout(AT_REST_MILLISECONDS)
    return viewer.page.screenshot(animations="disabled", caret="hide")


def _shrink(png: bytes) -> bytes:
    """With a palette of its own: a third of the size, and nothing that the eye misses."""
    written = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(written, "PNG", optimize=True)
    return written.getvalue()


def take_all(out: Path, pictures: Sequence[Picture]) -> int:
    """Write them all; gives how many bytes they are together."""
    out.mkdir(parents=True, exist_ok=True)
    size = 0
    with tempfile.TemporaryDirectory() as folder, serve_with_edition(Path(folder)) as address, open_browser() as browser:
        for picture in pictures:
            png = take(browser, address, picture)
            (out / picture.file_name).write_bytes(png)
            size += len(png)
            print(f"{picture.file_name}: {len(png) / 1024:,.0f} KB")
    return size


def main() -> None:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only", nargs="*", metavar="PAGE", help="pictures of these pages alone")
    asked = parser.parse_args()
    pictures = [one for one in list_pictures() if not asked.only or one.name in asked.only]
    size = take_all(asked.out, pictures)
    print(f"{len(pictures)} pictures, {size / 1024 / 1024:.1f} MB in {asked.out}")


if __name__ == "__main__":
    main()
