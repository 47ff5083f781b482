"""The Streamlit habits that pages share: who is looking, the scope, the briefing, and how its parts are shown."""

from walktalk_data.screen.head import offer_download, offer_scope, open_briefing, start_screen, warm_up
from walktalk_data.screen.show import (
    offer_last_three_months,
    prose,
    show_chart,
    show_finding,
    show_folded_tables,
    show_foot,
    show_heading,
    show_list,
    show_numbers,
    show_part,
    show_prose,
    show_statement,
    show_table,
    side_by_side,
)

__all__ = [
    "offer_download",
    "offer_last_three_months",
    "offer_scope",
    "open_briefing",
    "prose",
    "show_chart",
    "show_finding",
    "show_folded_tables",
    "show_foot",
    "show_heading",
    "show_list",
    "show_numbers",
    "show_part",
    "show_prose",
    "show_statement",
    "show_table",
    "side_by_side",
    "start_screen",
    "warm_up",
]
