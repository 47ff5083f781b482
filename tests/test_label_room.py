"""Words on a map: none covers another word or a mark, and none leaves the map, whatever the map."""

from __future__ import annotations

import math
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from walktalk_data.outputs.label_room import BESIDE, Box, Mark, contains, crosses, find_room, place_name

quickly = settings(max_examples=60, deadline=None)

FRAME = Box(0, 0, 400, 300)
SQUARE = [(100.0, 100.0), (300.0, 100.0), (300.0, 250.0), (100.0, 250.0)]

marks = st.builds(
    Mark,
    st.floats(0, 400),
    st.floats(0, 300),
    st.floats(0, 40),
    st.floats(0, 200),
    st.floats(1, 60),
    st.booleans(),
)
boxes = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    st.floats(0, 350),
    st.floats(0, 280),
    st.floats(1, 100),
    st.floats(1, 40),
)


@quickly
@given(st.lists(marks, max_size=20), st.lists(boxes, max_size=3), st.integers(0, 12) | st.none())
def test_no_label_covers_another_or_a_mark_or_leaves_the_map(drawn: list[Mark], taken: list[Box], most: int | None) -> None:
    found = find_room(drawn, FRAME, taken, most)
    assert len(found) == len(drawn)
    placed = [label for label in found if label]
    assert most is None or len(placed) <= most
    for label in placed:
        assert label.box.is_within(FRAME)
        assert not any(label.box.meets(box) for box in (*taken, *(mark.box for mark in drawn)))
    for one, other in combinations(placed, 2):
        assert not one.box.meets(other.box)


@quickly
@given(st.lists(marks, min_size=1, max_size=20))
def test_a_line_to_a_label_runs_through_no_mark_and_no_label_and_only_from_those_that_may_stand_off(drawn: list[Mark]) -> None:
    found = find_room(drawn, FRAME)
    for mark, label in zip(drawn, found, strict=True):
        if label and label.leader:
            assert mark.may_stand_off
            others = [one.box for one in found if one and one is not label] + [one.box for one in drawn if one.box != mark.box]
            assert not any(crosses(label.leader, box) for box in others)


def test_a_label_that_has_room_stands_beside_its_mark_and_the_first_come_first() -> None:
    first, second = Mark(200, 150, 10, 80, 30), Mark(215, 150, 4, 80, 30)
    (one, other) = find_room([first, second], FRAME)
    assert one
    assert one.anchor == "end"  # the second mark stands at its right
    assert other
    assert other.box.left > 215
    assert find_room([first, second], FRAME, most=1)[1] is None


@quickly
@given(st.lists(marks, max_size=20))
def test_a_label_is_clear_of_the_marks_of_others_unless_it_must_be_shown(drawn: list[Mark]) -> None:
    for mark, label in zip(drawn, find_room(drawn, FRAME), strict=True):
        if label and not mark.may_stand_off:
            for other in drawn:
                if other is not mark:
                    across = max(label.box.left - other.x, 0, other.x - label.box.right)
                    down = max(label.box.top - other.y, 0, other.y - label.box.bottom)
                    assert math.hypot(across, down) >= other.radius + 2 * BESIDE


def test_where_there_is_no_room_beside_it_a_weighty_label_stands_away_and_another_is_left_out() -> None:
    # One small mark in each of the eight places beside it, and none where a line goes through.
    in_the_way = [(215, 146), (185, 146), (187, 170), (187, 131), (236, 165), (236, 134), (163, 165), (163, 134)]
    others = [Mark(x, y, 1) for x, y in in_the_way]
    (left_out, *_) = find_room([Mark(200, 150, 8, 30, 12), *others], FRAME)
    assert left_out is None
    (away, *_) = find_room([Mark(200, 150, 8, 30, 12, may_stand_off=True), *others], FRAME)
    assert away
    assert away.leader == ((208, 150), (257, 150))
    assert (away.anchor, away.box.left) == ("start", 257)


@quickly
@given(st.lists(marks, max_size=20), st.floats(5, 150), st.floats(5, 30))
def test_a_name_of_an_area_covers_nothing_and_is_inside_it_or_outside_of_all(
    drawn: list[Mark], width: float, height: float
) -> None:
    taken = [mark.box for mark in drawn]
    box = place_name(width, height, [SQUARE], SQUARE, (200, 175), FRAME, taken)
    if box:
        assert box.is_within(FRAME)
        assert not any(box.meets(other) for other in taken)
        corners = [contains(SQUARE, x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        assert all(corners) or not any(corners)


def test_a_line_crosses_what_it_runs_through_and_not_what_it_ends_at() -> None:
    box = Box(10, 10, 20, 20)
    assert crosses(((0, 15), (30, 15)), box)
    assert crosses(((0, 0), (30, 30)), box)
    assert not crosses(((0, 15), (10, 15)), box)
    assert not crosses(((0, 0), (30, 0)), box)
    assert not crosses(((15, 0), (15, 10)), box)
