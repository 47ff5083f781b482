"""The Streamlit habits that pages share: who is looking, the scope, the briefing, how its parts are shown, loads, and access."""

from walktalk_data.screen.access_pages import (
    offer_grant,
    open_access_page,
    open_to_everyone,
    show_grants,
    show_log,
    show_not_granted,
    show_roles,
)
from walktalk_data.screen.actions import offer_actions
from walktalk_data.screen.changed import show_changes
from walktalk_data.screen.editions import open_briefings, show_briefings
from walktalk_data.screen.head import open_briefing, open_plain_page, start_screen, warm_up
from walktalk_data.screen.load import offer_load
from walktalk_data.screen.load_head import open_records
from walktalk_data.screen.load_remembered import offer_remembered
from walktalk_data.screen.loads import offer_history, show_loads
from walktalk_data.screen.menu import offer_pages
from walktalk_data.screen.places import offer_places, open_places
from walktalk_data.screen.present import answer_presentation
from walktalk_data.screen.publish import offer_preparation, open_preparation
from walktalk_data.screen.run import run_page
from walktalk_data.screen.scope_bar import offer_scope
from walktalk_data.screen.show import (
    offer_places_listed,
    prose,
    show_chart,
    show_finding,
    show_folded_tables,
    show_heading,
    show_numbers,
    show_part,
    show_places,
    show_prose,
    show_statement,
    show_table,
    side_by_side,
)
from walktalk_data.screen.terms import show_glossary
from walktalk_data.screen.turns import in_turn
from walktalk_data.screen.uploads import remove_dropped_files
from walktalk_data.screen.viewer import find_access, find_fault, find_records, keep_door, tell_standby
from walktalk_data.screen.wards_and_places import offer_place, show_map, show_place, show_ward_list
from walktalk_data.screen.welcome import greet, show_welcome

__all__ = [
    "answer_presentation",
    "find_access",
    "find_fault",
    "find_records",
    "greet",
    "in_turn",
    "keep_door",
    "offer_actions",
    "offer_grant",
    "offer_history",
    "offer_load",
    "offer_pages",
    "offer_place",
    "offer_places",
    "offer_places_listed",
    "offer_preparation",
    "offer_remembered",
    "offer_scope",
    "open_access_page",
    "open_briefing",
    "open_briefings",
    "open_places",
    "open_plain_page",
    "open_preparation",
    "open_records",
    "open_to_everyone",
    "prose",
    "remove_dropped_files",
    "run_page",
    "show_briefings",
    "show_changes",
    "show_chart",
    "show_finding",
    "show_folded_tables",
    "show_glossary",
    "show_grants",
    "show_heading",
    "show_loads",
    "show_log",
    "show_map",
    "show_not_granted",
    "show_numbers",
    "show_part",
    "show_place",
    "show_places",
    "show_prose",
    "show_roles",
    "show_statement",
    "show_table",
    "show_ward_list",
    "show_welcome",
    "side_by_side",
    "start_screen",
    "tell_standby",
    "warm_up",
]
