"""The Streamlit habits that pages share: who is looking, the scope, the briefing, how its parts are shown, and loads."""

from walktalk_data.screen.head import offer_download, offer_scope, open_briefing, start_screen, warm_up
from walktalk_data.screen.load import offer_load
from walktalk_data.screen.load_head import invite_first_load, open_records
from walktalk_data.screen.load_remembered import offer_remembered
from walktalk_data.screen.loads import offer_history, show_loads
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
from walktalk_data.screen.uploads import remove_dropped_files

__all__ = [
    "invite_first_load",
    "offer_download",
    "offer_history",
    "offer_last_three_months",
    "offer_load",
    "offer_remembered",
    "offer_scope",
    "open_briefing",
    "open_records",
    "prose",
    "remove_dropped_files",
    "show_chart",
    "show_finding",
    "show_folded_tables",
    "show_foot",
    "show_heading",
    "show_list",
    "show_loads",
    "show_numbers",
    "show_part",
    "show_prose",
    "show_statement",
    "show_table",
    "side_by_side",
    "start_screen",
    "warm_up",
]
