"""Which places are printed: as many as fit, from boroughs and wards in turn, and not those at the head of the alphabet."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as some

from walktalk_data.figure import Heading, Table
from walktalk_data.outputs.places_on_paper import LINES, choose_places

LOTS = "1 January to 31 March 2022"
REASONS = ("Badly lit", "No CCTV to be seen", "Overgrown, view cut off", "Blind spots, alleyways")
PLACES = some.dictionaries(
    some.tuples(some.sampled_from(["A", "B", "C"]), some.sampled_from("abcdefgh"), some.text("xyz ", min_size=1, max_size=70)),
    some.lists(some.sampled_from(REASONS), min_size=1, max_size=4, unique=True),
    max_size=120,
)
Listed = dict[tuple[str, str, str], list[str]]


def listed(places: Listed) -> Table:
    rows = tuple((*place, reason) for place in sorted(places) for reason in places[place])
    headings = tuple(map(Heading, ("Borough", "Ward", "Place", "What was named")))
    return Table("places_passed_on", "Places", "What one row is", headings, rows)


def of_each(boroughs: str, wards: int, places: int) -> Listed:
    return {
        (borough, f"ward {ward:02}", f"place {place:02}"): ["Badly lit"]
        for borough in boroughs
        for ward in range(wards)
        for place in range(places)
    }


def test_where_all_fit_all_are_printed() -> None:
    places = of_each("ABC", 3, 3)
    assert choose_places(listed(places), LOTS) == set(places)


def test_boroughs_share_the_room_and_so_do_wards() -> None:
    chosen = choose_places(listed(of_each("ABC", 4, 20)), LOTS)
    by_borough, by_ward = Counter(place[0] for place in chosen), Counter(place[:2] for place in chosen)
    assert len(chosen) == int(LINES / 2.5)
    assert max(by_borough.values()) - min(by_borough.values()) <= 1
    assert len(by_ward) == 12
    assert max(by_ward.values()) - min(by_ward.values()) <= 1


def test_a_borough_with_few_leaves_its_room_to_the_others() -> None:
    chosen = choose_places(listed(of_each("A", 1, 2) | of_each("BC", 4, 20)), LOTS)
    assert Counter(place[0] for place in chosen) == {"A": 2, "B": 15, "C": 15}


def test_which_wards_come_first_is_drawn_by_lot_and_the_same_lots_draw_the_same() -> None:
    table = listed(of_each("A", 60, 1))
    chosen = choose_places(table, LOTS)
    assert chosen == choose_places(table, LOTS)
    assert chosen != choose_places(table, "1 April to 30 June 2022")
    assert {place[1] for place in chosen} != {f"ward {ward:02}" for ward in range(len(chosen))}


@given(PLACES)
def test_what_is_printed_is_of_the_list_and_some_is_wherever_there_is_some(places: Listed) -> None:
    chosen = choose_places(listed(places), LOTS)
    assert chosen <= set(places)
    assert {place[0] for place in chosen} == {place[0] for place in places}
