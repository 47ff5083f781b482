"""The menu: the pages that a viewer may open, and plain words at the addresses of those that are for others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from walktalk_data import acts
from walktalk_data.screen import head
from walktalk_data.screen.access_pages import show_not_granted
from walktalk_data.screen.asked import NONE_YET
from walktalk_data.screen.viewer import check_viewer, pages_for

NOT_GRANTED_PAGE: Final = "pages/not_granted.py"
ACCESSIBILITY_PAGE: Final = "pages/accessibility.py"
"""Open to everyone signed in: the foot of every page leads to it, and no menu."""


def offer_pages(*pages: StreamlitPage) -> Sequence[StreamlitPage]:
    """Those of the pages that the viewer may open; where there is none, the page that says whom to ask.

    The others stand in no menu. Their addresses say whose they are, where Streamlit would say that there is no such page.
    """
    viewer = check_viewer()
    titles = {acts.PAGES[name] for name in pages_for(viewer)}
    offered = [page for page in pages if page.title in titles]
    others = [st.Page(ACCESSIBILITY_PAGE, title="Accessibility", visibility="hidden")]
    others += [_say_at(page) for page in pages if page not in offered and page.url_path]
    if not offered:
        return [st.Page(NOT_GRANTED_PAGE, title="Nothing granted yet"), *others]
    if pages[0] in offered:
        return [*offered, *others]
    # Streamlit takes the first page's own address for one that does not exist: so the first is one that nobody sees.
    start = st.Page(partial(st.switch_page, offered[0]), title="Start", url_path="start", visibility="hidden")
    return [start, *offered, *others]


def _say_at(page: StreamlitPage) -> StreamlitPage:
    return st.Page(partial(_show_not_theirs, page.title), title=page.title, url_path=page.url_path, visibility="hidden")


def _show_not_theirs(title: str) -> None:
    """That a page is for others, or has nothing to see on it yet. Checks the viewer itself."""
    viewer = check_viewer()
    if not viewer.roles:
        show_not_granted()
        return
    head.draw_bar(None, title, viewer)
    try:
        viewer.check_page(acts.page_with_title(title))
    except acts.NotAllowed as refused:
        head.draw_notice(f"“{title}” is not for your role", (str(refused), "The menu has the pages that are yours."))
    else:
        head.draw_notice("Nothing to see here yet", (NONE_YET,))
