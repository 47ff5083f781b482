"""The map: what is drawn of whom, that its words cover nothing, and that it ranks nobody."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from tests.drawn_records import new_database, store
from tests.published import WINTER, own_records
from tests.report_reading import Element, Report
from tests.test_report_figures import HIDES, hide
from tests.test_sharing_fineness import SAMPLE_YEAR
from walktalk_data import areas
from walktalk_data.briefing import Briefing, EditionScope, Scope, make_briefing, preview_edition
from walktalk_data.figure import Figure
from walktalk_data.outputs.html_wards import draw_ward_list
from walktalk_data.outputs.label_room import BESIDE
from walktalk_data.outputs.palette import OF_THE_PAGE
from walktalk_data.outputs.place_map import PlaceMap, Spot, map_of
from walktalk_data.outputs.report import write_report
from walktalk_data.outputs.svg_map import SHEETS, SMALLEST, WALL, Sheet, draw_as_pictures, draw_key, draw_map, lay_out
from walktalk_data.records.database import Database
from walktalk_data.vocabulary import DEFAULT_UNIT

SCOPES = {"all": Scope(), "Redbridge": Scope("Redbridge"), "few": Scope(as_at=date(2021, 12, 16))}


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with closing(own_records(tmp_path_factory.mktemp("records"))) as database:
        yield database


@pytest.fixture(scope="module")
def whole(records: Database) -> Briefing:
    return make_briefing(records, Scope())


@pytest.fixture(scope="module", params=SCOPES)
def drawn(request: pytest.FixtureRequest, records: Database) -> PlaceMap:
    return map_of(make_briefing(records, SCOPES[request.param]))


@pytest.fixture(scope="module")
def year(records: Database) -> Briefing:
    """A briefing for partners that tells of as much as can be."""
    return preview_edition(records, EditionScope(DEFAULT_UNIT, "partner", *SAMPLE_YEAR), date(2026, 1, 1))


def with_share(spot: Spot, share: float | None, base: int, marker: str = "") -> Spot:
    figure = Figure("feelings_by_ward_and_light", "unsafe_share", "opinions", share, marker, base)
    return replace(spot, share=figure)


def parts_of(svg: str, *classes: str) -> list[Element]:
    return [one for one in Report(svg).elements if {*classes} <= {*one.classes}]


def only(drawn: PlaceMap, spot: Spot) -> PlaceMap:
    return replace(drawn, spots=(spot,))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_words_on_the_map_cover_others_or_a_circle_or_leave_it(drawn: PlaceMap, sheet: Sheet) -> None:
    laid_out = lay_out(drawn, sheet)
    labels = [label.box for _, _, label in laid_out.spots if label]
    names = [box for _, box in laid_out.names]
    circles = [mark.box for _, mark, _ in laid_out.spots]
    assert labels
    for one, other in combinations([*labels, *names], 2):
        assert not one.meets(other)
    for box in (*labels, *names):
        assert box.is_within(laid_out.frame)
        assert not any(box.meets(circle) for circle in circles)
    for circle in circles:
        assert 0 <= circle.left < circle.right <= sheet.width
        assert 0 <= circle.top < circle.bottom <= laid_out.projection.height


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_the_boroughs_of_the_scope_and_what_the_title_names_are_named_on_the_map(drawn: PlaceMap, sheet: Sheet) -> None:
    laid_out = lay_out(drawn, sheet)
    assert [area.name for area, _ in laid_out.names] == [area.name for area in drawn.areas if area.is_in_scope]
    labelled = {spot.name for spot, _, label in laid_out.spots if label}
    assert {spot.name for spot in drawn.spots if spot.walks in drawn.title.figures} <= labelled


def test_where_no_ward_has_a_share_the_map_promises_none(records: Database) -> None:
    quarter = map_of(make_briefing(records, Scope("Redbridge", date(2022, 1, 1), date(2022, 3, 31))))
    assert {spot.kind for spot in quarter.spots} == {"grey"}
    assert quarter.subtitle == "Walks by ward"


@pytest.mark.parametrize("sheet", [*SHEETS[:2], WALL], ids=lambda sheet: sheet.name)
def test_the_name_of_the_one_borough_is_not_taken_for_the_label_of_a_circle(records: Database, sheet: Sheet) -> None:
    laid_out = lay_out(map_of(make_briefing(records, Scope("Redbridge", date(2022, 1, 1), date(2022, 3, 31)))), sheet)
    ((_, name),) = laid_out.names
    assert not any(name.meets(mark.box.grown(BESIDE * 2)) for _, mark, _ in laid_out.spots)


def test_whoever_is_looked_at_has_a_ring_and_is_named_where_there_is_room(whole: Briefing) -> None:
    drawn = map_of(whole)
    smallest = drawn.spots[-1]
    for sheet in SHEETS[:2]:
        labelled = {spot.code for spot, _, label in lay_out(drawn, sheet, smallest.code).spots if label}
        assert smallest.code in labelled
    pictures = Report(draw_as_pictures(drawn, {}, smallest.code)).find("img")
    assert len(pictures) == len(SHEETS)
    for picture in pictures:
        svg = base64.b64decode(picture.attributes["src"].removeprefix("data:image/svg+xml;base64,")).decode()
        assert len(parts_of(svg, "chosen")) == 1


def test_the_area_of_a_circle_is_the_number_of_walks_and_one_walk_is_seen(drawn: PlaceMap) -> None:
    for sheet in SHEETS:
        spots = [(spot.walks.value or 0, mark.radius) for spot, mark, _ in lay_out(drawn, sheet).spots]
        most, largest = max(spots)
        for walks, radius in spots:
            assert radius == pytest.approx(max(SMALLEST, largest * math.sqrt(walks / most)))


def test_every_ward_of_today_is_drawn_where_it_is_and_the_others_are_told_of(whole: Briefing) -> None:
    drawn = map_of(whole)
    walked = [one for one in whole.feelings_by_ward_and_light.figures() if (one.measure, one.light) == ("walks", "all")]
    assert {spot.walks for spot in drawn.spots} | {*drawn.foot.figures} == {*walked}
    assert "Romford Town 2" in drawn.foot.text
    assert "walks without a ward (Havering 3, Redbridge 1" in drawn.foot.text
    unit = areas.unit(DEFAULT_UNIT)
    assert all(spot.point == unit.wards[spot.borough, spot.name.casefold()].point for spot in drawn.spots)


def test_north_is_above_and_east_at_the_right(whole: Briefing) -> None:
    places = {spot.name: mark for spot, mark, _ in lay_out(map_of(whole), SHEETS[0]).spots}
    assert places["Upminster"].x > places["Ilford Town"].x
    assert places["Hainault"].y < places["Goodmayes"].y


def test_the_dark_part_is_the_share_filled_from_thirty_answers_an_edge_under_that_and_none_under_ten(whole: Briefing) -> None:
    drawn = map_of(whole)
    spot = drawn.spots[0]
    (filled, *_) = parts_of(draw_map(only(drawn, with_share(spot, 0.25, 30))), "part")
    assert "hollow" not in filled.classes
    # A quarter, from the top clockwise: it ends at the right, at the height of the middle.
    middle, end = (re.findall(r"[\d.]+", words) for words in re.split("L|A", filled.attributes["d"])[::2])
    assert float(end[-1]) == pytest.approx(float(middle[1]), abs=0.02)
    assert float(end[-2]) > float(middle[0])
    (edge, *_) = parts_of(draw_map(only(drawn, with_share(spot, 0.25, 29))), "part")
    assert "hollow" in edge.classes
    assert edge.attributes["fill"] == "none"
    assert parts_of(draw_map(only(drawn, with_share(spot, None, 9, "[u]"))), "part") == []
    assert len(parts_of(draw_map(only(drawn, with_share(spot, 1.0, 40))), "part")) == len(SHEETS)
    assert parts_of(draw_map(only(drawn, with_share(spot, 0.0, 40))), "part") == []


def test_what_is_hidden_is_not_drawn_as_too_few(whole: Briefing) -> None:
    spot = map_of(whole).spots[0]
    assert with_share(spot, None, 9, "[u]").kind == "grey"
    assert with_share(spot, None, 0, "[c]").kind == "plain"
    hidden = hide(whole, HIDES["everything"])
    drawn = map_of(hidden)
    assert drawn.spots == ()
    assert drawn.empty == "Nothing is drawn here: hidden, so that no one's answer can be worked out."


def test_no_colour_of_the_map_has_a_meaning(drawn: PlaceMap) -> None:
    """Neither the two of the lights, nor a scale from one colour to another, which would rank."""
    svg = draw_map(drawn) + draw_key(drawn)
    colours = {*re.findall(r'(?:fill|stroke)="([^"]+)"', svg)} - {"none"}
    page = OF_THE_PAGE
    assert colours <= {page.ink, page.soft, page.paper, page.whisper, page.wash, page.axis}


def test_the_words_for_whoever_does_not_see_it_are_its_largest_circles(whole: Briefing) -> None:
    drawn = map_of(whole)
    told = drawn.alternative.text
    for spot in drawn.spots[:8]:
        assert f"{spot.name}, {spot.borough}: {spot.walks.shown} walks" in told
    assert "Heaton, Havering: 15 walks, 38\N{NO-BREAK SPACE}% unsafe, uncertain" in told
    (unseen,) = (one for one in Report(draw_map(drawn)).elements if "unseen" in one.classes)
    assert unseen.text == told
    assert all(one.attributes["aria-hidden"] == "true" for one in Report(draw_map(drawn)).find("svg"))


def test_the_licence_is_said_where_an_outline_is_drawn(drawn: PlaceMap) -> None:
    assert "Contains OS data © Crown copyright and database right 2015." in drawn.attribution


@pytest.mark.parametrize(
    ("walks", "title"),
    [
        ({"Gooshays": 3, "Elm Park": 2, "Heaton": 1, "Hacton": 1}, "Wards with most walks: Gooshays (3) and Elm Park (2)"),
        ({"Gooshays": 3, "Elm Park": 2, "Heaton": 1}, "Walks took place in Gooshays (3), Elm Park (2) and Heaton (1)"),
        ({"Gooshays": 1}, "Walks took place in Gooshays (1)"),
        ({"Gooshays": 1, "Elm Park": 1, "Heaton": 1, "Hacton": 1}, "No ward had more than 1 walk"),
        ({"Gooshays": 4, "Elm Park": 2, "Heaton": 2, "Hacton": 2}, "Ward with most walks: Gooshays (4)"),
    ],
)
def test_the_title_says_where_most_walks_were_and_names_none_of_several_that_are_equal(
    walks: dict[str, int], title: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    database = new_database(f"sqlite:///{tmp_path_factory.mktemp('few') / 'walks.sqlite'}")
    rows = [f"{ward}{number} | {ward}" for ward, count in walks.items() for number in range(count)]
    store(database, walks="\n".join(("walk_id | ward", *rows)))
    assert map_of(make_briefing(database, Scope())).title.text == title
    database.close()


def test_an_edition_draws_walks_alone_by_ward_where_wards_are_told_of_else_by_borough(records: Database, year: Briefing) -> None:
    for audience in ("partner", "public"):
        of_winter = preview_edition(
            records, EditionScope(DEFAULT_UNIT, "partner" if audience == "partner" else "public", *WINTER), date(2026, 1, 1)
        )
        drawn = map_of(of_winter)
        assert drawn.name == "map_of_boroughs"
        assert {spot.name: spot.walks for spot in drawn.spots} == {
            borough: of_winter.walks_by_borough_and_light.find("walks", borough=borough, light="all")
            for borough in of_winter.boroughs
        }
        assert draw_ward_list(of_winter, {}) == ""
    assert all(spot.share is None for spot in map_of(year).spots)


def test_partners_see_wards_where_the_edition_holds_them_without_what_was_said_there(whole: Briefing, year: Briefing) -> None:
    """The table that editions have of wards, as where most wards were walked often."""
    told = replace(whole.walks_and_answers_by_ward, audience="partner")
    edition = replace(year, walks_and_answers_by_ward=told)
    drawn = map_of(edition)
    assert (drawn.name, drawn.table) == ("map_of_wards", "walks_and_answers_by_ward")
    assert len(drawn.spots) > 40
    assert {spot.kind for spot in drawn.spots} == {"plain"}
    assert drawn.key == ()
    listed = draw_ward_list(edition, {})
    for of_wards in (draw_map(drawn), listed):
        assert "unsafe" not in of_wards
    assert "Answers" in listed
    report = Report(write_report(edition).decode("utf-8"))
    (part,) = (one for one in report.elements if one.attributes.get("id") == "places")
    assert "Wards with most walks: Heaton" in part.text
    assert "unsafe" not in part.text


def test_the_list_says_of_every_ward_what_the_map_draws_of_it(whole: Briefing) -> None:
    listed = Report(draw_ward_list(whole, {"Havering/Heaton": "?ward=Havering/Heaton"}))
    rows = {row.inside[0].text: row.text for row in listed.find("tr") if not isinstance(row.inside[0], str)}
    for spot in map_of(whole).spots:
        assert spot.walks.shown in rows[spot.name]
        assert spot.share
        assert (spot.share.shown in rows[spot.name]) == (spot.share.value is not None)
    assert "Romford Town (retired name)" in rows
    (link,) = listed.find("a")
    assert (link.text, link.attributes["href"]) == ("Heaton", "?ward=Havering/Heaton")


def test_the_report_has_the_map_once_with_its_list_and_tables(whole: Briefing) -> None:
    report = Report(write_report(whole).decode("utf-8"))
    (places,) = (one for one in report.elements if one.attributes.get("id") == "places")
    assert [one.attributes["class"] for one in places if one.tag == "svg"] == [f"for-{sheet.name}" for sheet in SHEETS]
    assert "Contains OS data" in places.text
    assert not any(one.tag == "a" and "href" in one.attributes and "?" in one.attributes["href"] for one in places)
    ids = [one.attributes["id"] for one in report.elements if "id" in one.attributes]
    assert len({*ids}) == len(ids)
