"""The Streamlit habits that pages share: who is looking, the scope, the briefing, and how its parts are shown."""

from walktalk_data.screen.head import offer_download, offer_scope, open_briefing, start_screen, warm_up
from walktalk_data.screen.show import (
    show_chart,
    show_finding,
    show_folded_tables,
    show_heading,
    show_note,
    show_numbers,
    show_part,
    show_table,
    side_by_side,
)

__all__ = [
    "offer_download",
    "offer_scope",
    "open_briefing",
    "show_chart",
    "show_finding",
    "show_folded_tables",
    "show_heading",
    "show_note",
    "show_numbers",
    "show_part",
    "show_table",
    "side_by_side",
    "start_screen",
    "warm_up",
]
