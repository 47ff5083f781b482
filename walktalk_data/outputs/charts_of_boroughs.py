"""The boroughs beside one another in one chart, within the same light."""

from __future__ import annotations

from walktalk_data.briefing import Briefing
from walktalk_data.outputs import findings, words
from walktalk_data.outputs.chart import BY_DAY, DARK, FEW, Chart, ChartRow, is_uncertain
from walktalk_data.outputs.sentence import NOTHING, join, say


def boroughs_by_light(briefing: Briefing) -> Chart:
    """The share that said unsafe after dark and by day, a row a borough, in their own order: it is no ranking.

    Where the scope is one borough it is marked among the others.
    """
    table = briefing.feelings_by_borough_and_light
    lights = (("dark", "after dark"), ("daylight", "by day"))
    rows = []
    told = []
    for borough in briefing.boroughs:
        shares = [table.look_up("unsafe_share", borough=borough, light=light) for light, _ in lights]
        bases = [table.look_up("answers", borough=borough, light=light, feeling="all") for light, _ in lights]
        counted = [say(f"{{base}} {when}", base=base) for base, (_, when) in zip(bases, lights, strict=True) if base]
        answered = [None if share is None or share.is_unanswered else share for share in shares]
        label = f"{borough}, chosen" if borough == briefing.borough else borough
        rows.append(ChartRow(label, join(*counted, between=", "), tuple(answered)))
        told.append((label, [(when, share) for (_, when), share in zip(lights, answered, strict=True) if share]))
    is_told = any(figure and (figure.value is not None or figure.is_hidden) for row in rows for figure in row.figures)
    uncertain = any(figure and is_uncertain(figure) for row in rows for figure in row.figures)
    return Chart(
        "boroughs_by_light",
        "dumbbell",
        table.name,
        findings.boroughs_within(briefing, "dark"),
        "Share of answers that said unsafe, in each borough, and how many answered",
        (DARK, BY_DAY),
        tuple(rows) if is_told else (),
        words.alternative(told),
        say(FEW) if uncertain else NOTHING,
        to_whole=True,
    )
