"""Tables on the screen are real tables: a caption, headings that head something, and every number traceable."""

from __future__ import annotations

import re

from walktalk_data.figure import Bound, Figure, Heading, Said, Table
from walktalk_data.outputs.html_tables import draw_large_value, draw_table, draw_value


def count(value: float | None, borough: str, marker: str = "") -> Figure:
    return Figure("walks_by_borough", "walks", "activity", value, marker, borough=borough)


def table(*rows: tuple[str | Figure, ...], notes: tuple[str, ...] = ()) -> Table:
    return Table(
        "walks_by_borough", "Walks by borough", "one borough", (Heading("Borough"), Heading("Walks", "count")), rows, notes
    )


def test_every_number_carries_the_id_of_its_figure() -> None:
    html = draw_table(table(("Havering", count(1234, "Havering")), ("All", count(2000, "all"))))
    assert re.findall(r'data-figure="([^"]+)">([^<]+)<', html) == [
        ("walks_by_borough/walks/havering", "1,234"),
        ("walks_by_borough/walks/all", "2,000"),
    ]


def test_headings_say_what_they_head() -> None:
    html = draw_table(table(("Havering", count(3, "Havering"))))
    assert "<caption>Walks by borough</caption>" in html
    assert '<th scope="col">Borough</th><th scope="col" class="number">Walks</th>' in html
    assert '<th scope="row">Havering</th>' in html


def test_a_wide_table_scrolls_in_a_region_that_the_keyboard_reaches() -> None:
    assert '<div class="sideways" role="region" tabindex="0" aria-label="Walks by borough">' in draw_table(table())


def test_words_from_the_records_cannot_become_markup() -> None:
    html = draw_table(table(('<img src=x onerror="alert(1)">', count(3, '"><script>')), notes=("a < b",)))
    assert "<img" not in html
    assert "<script" not in html
    assert "a &lt; b" in html


def test_a_hidden_figure_shows_its_marker_and_what_it_means_and_never_a_zero() -> None:
    html = draw_table(table(("Havering", count(None, "Havering", "[c]"))))
    assert ">[c]<" in html
    assert "[c] hidden, so that no one&#x27;s answer can be worked out." in html
    assert ">0<" not in html


def test_a_marker_is_explained_only_where_it_stands() -> None:
    assert "[u]" not in draw_table(table(("Havering", count(None, "Havering", "[c]"))))


def test_the_row_of_all_boroughs_stands_out_and_a_borough_alone_does_not() -> None:
    both = draw_table(table(("Havering", count(1, "Havering")), ("East Area", count(1, "all"))))
    assert '<tr class="total"><th scope="row">East Area' in both
    assert "total" not in draw_table(table(("Havering", count(1, "Havering"))))
    # Where nothing is told by borough, all of them are every row.
    assert "total" not in draw_table(table(("By day", count(1, "all")), ("After dark", count(2, "all"))))


def test_words_that_repeat_the_row_above_lose_their_weight_but_stay() -> None:
    html = draw_table(table(("Officers", count(1, "Havering")), ("Officers", count(2, "Redbridge"))))
    assert '<tr class="again"><th scope="row">Officers' in html


def test_an_interval_is_traceable_by_its_ends_and_a_claim_is_no_number() -> None:
    figure = Figure("t", "unsafe_share_difference", "opinions", 0.37, low=0.23, high=0.49, borough="all", claim="more")
    headings = (Heading("Borough"), Heading("Low", "points"), Heading("High", "points"), Heading("Said"))
    html = draw_table(Table("t", "T", "one", headings, (("All", Bound(figure, "low"), Bound(figure, "high"), Said(figure)),)))
    ends = re.findall(r'data-figure="t/unsafe_share_difference/all" data-end="(\w+)">([^<]+)<', html)
    assert ends == [("low", "+23"), ("high", "+49")]
    assert '<td class="claim more">more</td>' in html


def test_a_number_by_itself_is_traceable_too() -> None:
    assert draw_value(count(7, "Havering")) == '<span data-figure="walks_by_borough/walks/havering">7</span>'


def test_a_large_number_that_does_not_apply_is_a_dash_which_says_so_and_a_hidden_one_keeps_its_marker() -> None:
    drawn = draw_large_value(count(None, "Havering", "[z]"))
    assert re.sub(r"<[^>]+>", "", drawn) == "\N{EN DASH}not applicable"
    assert 'data-figure="walks_by_borough/walks/havering" title="not applicable"' in drawn
    assert "[c]" in draw_large_value(count(None, "Havering", "[c]"))
