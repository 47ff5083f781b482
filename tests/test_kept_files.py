"""A file that someone takes away is there when their browser asks for it, whatever others click meanwhile."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileKind, MediaFileStorageError

from tests.browser import open_viewer
from tests.test_serve import get
from walktalk_data.serving.kept_files import KEPT_SECONDS, KeptFiles

CSV = "text/csv"


class Clock:
    """Seconds, as a test says."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def others_click(manager: MediaFileManager) -> None:
    """Two runs of whomever have ended."""
    manager.remove_orphaned_files()
    manager.remove_orphaned_files()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> KeptFiles:
    return KeptFiles("/media", clock)


@pytest.fixture
def manager(store: KeptFiles) -> MediaFileManager:
    return MediaFileManager(store)


def make(manager: MediaFileManager, content: bytes = b"a,b\n") -> str:
    """The name under which the file that was made can be fetched."""
    url = manager.execute_deferred(manager.add_deferred(lambda: content, CSV, "1.2", "figures.csv"))
    assert url.startswith("/media/")
    return url.removeprefix("/media/")


def test_a_file_outlives_the_clicks_of_others_and_goes_a_minute_after(
    manager: MediaFileManager, store: KeptFiles, clock: Clock
) -> None:
    name = make(manager)
    others_click(manager)
    clock.seconds = KEPT_SECONDS - 1
    others_click(manager)
    assert store.get_file(name).content == b"a,b\n"
    clock.seconds = KEPT_SECONDS
    make(manager, b"another")
    with pytest.raises(MediaFileStorageError):
        store.get_file(name)


def test_what_is_asked_for_again_stays_from_then_on(manager: MediaFileManager, store: KeptFiles, clock: Clock) -> None:
    name = make(manager)
    others_click(manager)
    clock.seconds = KEPT_SECONDS - 1
    assert make(manager) == name
    clock.seconds = 2 * KEPT_SECONDS
    manager.remove_orphaned_files()
    assert store.get_file(name).content == b"a,b\n"


def test_files_that_differ_anywhere_are_two(store: KeptFiles) -> None:
    first = bytearray(3_000_000)
    second = bytearray(first)
    second[700_000] = 1
    names = [store.load_and_get_id(bytes(content), CSV, MediaFileKind.DOWNLOADABLE, "a.csv") for content in (first, second)]
    assert [store.get_file(name).content for name in names] == [first, second]
    assert len({*names, store.load_and_get_id(bytes(first), CSV, MediaFileKind.DOWNLOADABLE, "b.csv")}) == 3


def test_a_browser_that_comes_late_gets_its_file(browser: Browser, served: str) -> None:
    with open_viewer(browser, served) as viewer, open_viewer(browser, served) as other:
        viewer.open("/")
        other.open("/")
        viewer.page.get_by_role("button", name="Take away").click()
        with viewer.page.expect_download() as download:
            viewer.page.get_by_role("button", name="Police only: Excel summary").click()
        for borough in ("Redbridge", "Havering", "Barking and Dagenham"):
            other.page.get_by_role("combobox", name="Borough").click()
            other.page.get_by_role("option", name=borough).click()
            expect(other.page.get_by_role("heading", level=1)).to_contain_text(f"{borough}:")
            other.settled()
        response, content = get(served, urlsplit(download.value.url).path)
        assert response.status == 200
        assert content == download.value.path().read_bytes()
