"""Twenty ways in which a place is written in a request, set down before the rules that find it: borough, ward, place."""

from __future__ import annotations

from typing import Final

PHRASINGS: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("Could someone walk with me in Goodmayes please?", "Redbridge", "Goodmayes", ""),
    ("I get off at Chadwell Heath and the walk from there frightens me.", "Barking and Dagenham", "Chadwell Heath", ""),
    ("The underpass is in Chadwell ward, Redbridge.", "Redbridge", "Chadwell", ""),
    ("It is in Barking & Dagenham, I do not know the ward.", "Barking and Dagenham", "", ""),
    ("My road is in B&D and nobody has fixed the lamps.", "Barking and Dagenham", "", ""),
    ("LB Redbridge: I don't feel safe along Ilford Lane after ten.", "Redbridge", "", "Ilford Lane"),
    ("I am a student in the London Borough of Havering.", "Havering", "", ""),
    ("havering, near Hornchurch Station, every evening", "Havering", "", "Hornchurch Station"),
    ("There is an alley in Mawneys that I avoid.", "Havering", "Mawneys", ""),
    ("I walk my dog around Squirrel's Heath.", "Havering", "Squirrels Heath", ""),
    ("We used to be Romford Town, in Havering, before the wards changed.", "Havering", "Romford Town", ""),
    ("I was followed through Valentines Park on my way to work, Redbridge.", "Redbridge", "", "Valentines Park"),
    ("The walk from St Albans ward in Romford to the shops.", "Havering", "St Alban's", ""),
    ("Please come to Rainham and Wennington.", "Havering", "Rainham & Wennington", ""),
    ("Lights are out in Seven Kings and I do not go out any more.", "Redbridge", "Seven Kings", ""),
    ("I would like a walk and talk near Thames View.", "Barking and Dagenham", "Thames View", ""),
    ("LBBD should cut the hedges on Goresbrook Road.", "Barking and Dagenham", "", "Goresbrook Road"),
    ("Between Havering and Redbridge, wherever suits.", "", "", ""),
    ("Something must be done about Whalebone Lane.", "", "", ""),
    ("I feel uneasy in Hylands and Harrow Lodge when the football is on.", "Havering", "Hylands & Harrow Lodge", ""),
    ("The path at Eastern Avenue in Newbury is awful.", "Redbridge", "Newbury", "Eastern Avenue"),
    ("There was a dog barking behind me all the way across the village by the bridge.", "", "", ""),
)
"""The last is a trap, as is the road that is in no borough by its name."""
