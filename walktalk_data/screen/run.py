"""A whole page, from its own first line to its foot, whatever becomes of it."""

from __future__ import annotations

from streamlit.navigation.page import StreamlitPage

from walktalk_data import desk
from walktalk_data.screen.foot import show_foot
from walktalk_data.screen.head import draw_notice
from walktalk_data.screen.later import draw_what_is_left


def run_page(page: StreamlitPage) -> None:
    """The page and its foot. Some of it is read while it is drawn: where it cannot be read, that is said under what is there."""
    try:
        page.run()
    except desk.RecordsError as fault:
        draw_notice("The rest of this page cannot be shown", (str(fault),))
    except Exception:
        # The menus in its head are the way to what can be shown.
        draw_what_is_left()
        raise
    show_foot()
