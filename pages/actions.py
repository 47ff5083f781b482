"""You said, we did: what was agreed, how it stands, and what women said there before and after."""

from walktalk_data import screen
from walktalk_data.outputs import actions

briefing = screen.open_briefing("You said, we did")

screen.show_finding(actions.title(briefing), actions.below_title(briefing))
screen.offer_actions(briefing)
screen.show_folded_tables(
    "All the numbers", briefing.actions_by_kind_and_state, briefing.actions, briefing.before_and_after_by_action
)
