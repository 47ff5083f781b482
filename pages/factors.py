"""Why places feel unsafe, by day and after dark, and what would help."""

from walktalk_data import screen
from walktalk_data.outputs import charts_of_reasons, findings, sentence, words

briefing = screen.open_briefing("Why places feel unsafe")

reasons = briefing.environmental_factors_by_light
named = (words.most_named(reasons, light, end=".") for light in ("dark", "daylight"))
screen.show_heading("Why places feel unsafe, and what would help", sentence.join(*named))

if briefing.edition:
    screen.show_places(briefing.places_passed_on)
left, right = screen.side_by_side(1, 1)
with left:
    screen.show_chart(
        charts_of_reasons.environmental_factors(briefing),
        briefing.environmental_factors_dark_less_day,
        briefing.environmental_factors_by_light,
        said=findings.factors(briefing.environmental_factors_dark_less_day),
    )
    screen.show_chart(
        charts_of_reasons.behavioural_factors(briefing),
        briefing.behavioural_factors_dark_less_day,
        briefing.behavioural_factors_by_light,
        said=findings.factors(briefing.behavioural_factors_dark_less_day),
    )
with right:
    screen.show_chart(
        charts_of_reasons.ideas(briefing),
        briefing.ideas_dark_less_day,
        briefing.ideas_by_light,
        said=findings.factors(briefing.ideas_dark_less_day),
    )
    screen.show_chart(charts_of_reasons.reasons_when_unsafe(briefing), briefing.reasons_when_unsafe)
if not briefing.edition:
    screen.show_places(briefing.places_passed_on)
