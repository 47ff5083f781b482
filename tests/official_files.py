"""Small files of actions, engagements and hubs, for the tests of what is loaded of them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ACTIONS: Final = """\
action_id,what,kind,factor,borough,ward,place,route_id,owner,source,recommendation,agreed_on,due_on,done_on,dropped_on,decision
AC-1,Replace the lamps,infrastructure,lighting,Redbridge,Ilford Town,York Road,RT-1,council cctv,walk,,2022-01-10,2022-03-31,,,
AC-2,Train staff of pubs,behaviour,followed,Redbridge,,,,police,crime commission,4.2,2021-12-13,2031-12-31,,,
AC-3,Open up the wall,infrastructure,layout,Havering,Heaton,,,council other,panel,7(b),2022-01-12,,,2022-02-01,It carries the ramp
AC-4,Light the park path,infrastructure,lighting,Havering,,Park path,,council lighting,,,2022-01-20,2022-02-20,2022-02-14,,
"""
ENGAGEMENTS: Final = """\
engagement_id,held_on,kind,borough,title,people
EN-1,2021-12-13,panel,Redbridge,Panel on the safety of women and girls,24
EN-2,2022-02-03,community meeting,Redbridge,Islamic centre: hate crime and trust,twelve
EN-3,2022-03-01,media,,Local radio: how to ask for a walk,
EN-4,2022-03-02,school,Havering,College assembly,160
"""
HUBS: Final = """\
hub_id,hub_name,kind,borough,ward,latitude,longitude,hours,from_on,until_on
HB-1,Town centre hub,shared,Redbridge,Ilford Town,51.5614,0.0809,monday to friday 8:00-18:00; Sat 20:00-02:00,2022-02-01,
HB-2,Market hub,police,Havering,,,,,,2022-09-30
"""


def write_official(folder: Path, actions: str = ACTIONS, engagements: str = ENGAGEMENTS, hubs: str = HUBS) -> list[Path]:
    """The three files, those with any text in them."""
    texts = {"actions.csv": actions, "engagements.csv": engagements, "hubs.csv": hubs}
    for name, text in texts.items():
        if text:
            (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name, text in texts.items() if text]
