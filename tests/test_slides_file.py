"""The slides as a file: its name, its words, its look, what programs make of it, and that each text fits its place."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.programs import find_libreoffice
from tests.slides_reading import A, C, Deck
from tests.test_same_figures_everywhere import briefing_of
from tests.workbook_examples import HOSTILE, small_briefing, small_charts
from walktalk_data.briefing import Briefing
from walktalk_data.figure import Figure
from walktalk_data.outputs.chart import Chart, ChartRow, Event, Form, Series
from walktalk_data.outputs.place_map import map_of
from walktalk_data.outputs.presentation import Place, Screen, make_screens
from walktalk_data.outputs.sentence import NOTHING, say
from walktalk_data.outputs.slides import file_name, write_slides
from walktalk_data.outputs.slides_deck import assemble
from walktalk_data.outputs.slides_fit import fit, height_of, lines_of, width_of
from walktalk_data.outputs.slides_pages import TITLE_SIZES
from walktalk_data.outputs.slides_places import BOX, SIZES, split_places
from walktalk_data.vocabulary import HIDDEN, NOT_APPLICABLE

EMU = 914_400
FOOT = "What is measured, and how to read it"
ORDER = {
    "chartSpace": "date1904 lang roundedCorners chart spPr txPr externalData",
    "chart": "autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "plotArea": "layout scatterChart lineChart barChart catAx valAx spPr",
    "scatterChart": "scatterStyle varyColors ser dLbls axId",
    "lineChart": "grouping varyColors ser dLbls marker axId",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap axId",
    "ser": "idx order tx spPr invertIfNegative marker dPt dLbls errBars cat xVal val yVal smooth extLst",
    "dPt": "idx invertIfNegative marker bubble3D spPr",
    "marker": "symbol size spPr",
    "dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize "
    "separator extLst",
    "dLbl": "idx layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize "
    "separator extLst",
    "errBars": "errDir errBarType errValType noEndCap plus minus spPr",
    "valAx": "axId scaling delete axPos majorGridlines numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses "
    "crossBetween majorUnit",
    "catAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses auto lblAlgn "
    "lblOffset tickLblSkip noMultiLvlLbl",
    "scaling": "orientation max min",
    "numRef": "f numCache",
    "strRef": "f strCache",
    "numCache": "formatCode ptCount pt",
    "strCache": "ptCount pt",
    "legend": "legendPos overlay txPr",
}
"""The children of each part of a chart in the order of ECMA-376: out of order, PowerPoint offers to repair the file."""


def screen_of(chart: Chart | None = None, **parts: Any) -> Screen:
    return Screen(**{"name": "a", "short": "A screen", "title": say("A finding"), "chart": chart, **parts})


def deck_of(*screens: Screen, briefing: Briefing | None = None) -> Deck:
    return Deck(assemble(briefing or small_briefing(), screens))


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return briefing_of(())


@pytest.fixture(scope="module")
def deck(briefing: Briefing) -> Deck:
    return Deck(write_slides(briefing))


@pytest.fixture(scope="module")
def every_form() -> Deck:
    """A slide for every form of chart, with an interval, a figure that is not known, and a chart of many months."""
    charts = [chart for chart in small_charts(small_briefing()) if chart.name != "unknown"]
    return deck_of(*(screen_of(chart) for chart in charts))


def test_the_file_name_says_scope_dates_and_audience() -> None:
    wanted = "walk-and-talk-redbridge-2022-01-01-to-2022-03-31-as-at-2022-03-31-police-only.pptx"
    assert file_name(small_briefing()) == wanted


def test_there_is_a_slide_a_screen_and_each_has_its_finding_as_its_title(briefing: Briefing, deck: Deck) -> None:
    screens = make_screens(briefing)
    titles = [slide.shapes.title.text_frame.text for slide in deck.opened.slides]
    assert len(titles) == len(screens) > 6
    assert len(set(titles)) == len(titles)
    assert all(titles)


def test_slides_are_wide_in_our_own_look_and_in_british_english(deck: Deck) -> None:
    assert (deck.opened.slide_width, deck.opened.slide_height) == (round(40 / 3 * EMU), round(7.5 * EMU))
    theme = deck.parts["ppt/theme/theme1.xml"].decode()
    assert 'name="Walk and Talk"' in theme
    assert 'typeface="Arial"' in theme
    assert "Calibri" not in theme
    assert [layout.name for layout in deck.opened.slide_layouts] == [
        "A finding and its chart",
        "A finding and its numbers",
        "A finding and its points",
        "A list of places",
    ]
    told = {
        language
        for name, part in deck.parts.items()
        if name.endswith(".xml") and "/theme/" not in name
        for language in re.findall(r'\blang="([^"]*)"', part.decode())
    }
    assert told == {"en-GB"}


def test_marking_dates_and_number_stand_at_the_foot_of_every_slide(deck: Deck) -> None:
    for number, slide in enumerate(deck.opened.slides, start=1):
        of_words = [shape for shape in slide.placeholders if shape.has_text_frame]
        at_foot = {str(shape.placeholder_format.type).partition(" ")[0]: shape.text_frame.text for shape in of_words}
        assert at_foot["FOOTER"] == "OFFICIAL · Police only · Invented sample data"
        assert at_foot["DATE"] == "East Area, 26 July 2021 to 30 November 2022, as at 30 November 2022"
        assert at_foot["SLIDE_NUMBER"] == str(number)
        field = slide.shapes._spTree.find(f".//{A}fld")
        assert field.get("type") == "slidenum"


def test_records_that_are_not_invented_are_not_called_so() -> None:
    deck = deck_of(screen_of(points=(say("A point."),)))
    assert not any(b"nvented" in part for part in deck.parts.values())


def test_what_is_read_first_stands_first_and_every_text_is_in_a_placeholder(deck: Deck) -> None:
    for slide in deck.opened.slides:
        # A map is a group of shapes, described in words; it stands where a chart would.
        kinds = {shape.shape_id: _kind_of(shape) for shape in slide.shapes}
        assert next(iter(kinds.values())) == "TITLE"
        assert [*kinds.values()][-3:] == ["FOOTER", "DATE", "SLIDE_NUMBER"]
        tops = [shape.top for shape in slide.shapes if kinds[shape.shape_id] in ("TITLE", "BODY", "CHART", "MAP")]
        assert tops == sorted(tops)
        names = [shape.name for shape in slide.shapes]
        ids = [shape.shape_id for shape in slide.shapes]
        assert len(set(names)) == len(names)
        assert len(set(ids)) == len(ids)


def _kind_of(shape: Any) -> str:
    if shape.is_placeholder:
        return str(shape.placeholder_format.type).partition(" ")[0]
    assert shape._element.xpath("./p:nvGrpSpPr/p:cNvPr/@descr")[0].startswith(("Ward with most walks", "Wards with most walks"))
    return "MAP"


@pytest.mark.parametrize("arguments", [(), ("--borough", "Redbridge", "--from", "2022-01-01", "--to", "2022-03-31")])
def test_a_map_is_native_shapes_and_each_ward_on_it_is_one(arguments: tuple[str, ...]) -> None:
    briefing = briefing_of(arguments)
    opened = Deck(write_slides(briefing)).opened
    (group,) = (shape for slide in opened.slides for shape in slide.shapes if not shape.is_placeholder)
    names = [shape.name for shape in group.shapes]
    assert {spot.name for spot in map_of(briefing).spots} <= {*names}
    drawn = {*briefing.boroughs} if briefing.borough == "all" else {briefing.borough}
    assert {*briefing.boroughs} & {*names} == drawn
    for shape in group.shapes:
        # Nothing is cut off on a slide: what left the map's room would stand on other words. Words may be wider than their box.
        assert shape.top >= 0
        assert shape.top + shape.height <= group.height
        assert shape.left >= 0
        assert shape.left + shape.width <= group.width


def test_no_slide_has_an_empty_placeholder(deck: Deck) -> None:
    for slide in deck.opened.slides:
        assert all(shape.text_frame.text.strip() for shape in slide.placeholders if shape.has_text_frame)


def test_every_chart_has_what_it_shows_in_words(briefing: Briefing, deck: Deck) -> None:
    charts = [screen.chart for screen in make_screens(briefing) if screen.chart]
    told = [chart.alternative for chart in deck.charts()]
    assert told == [f"{chart.title.text.rstrip('.')}. {chart.alternative}" for chart in charts]


def test_notes_say_where_the_figures_come_from(briefing: Briefing, deck: Deck) -> None:
    for number, screen in enumerate(make_screens(briefing)):
        told = deck.opened.slides[number].notes_slide.notes_text_frame.text
        for table in screen.tables:
            assert f"Table: {table.title}. Each row is {table.row_is}. Source: {table.source}." in told
        assert "as at 30 November 2022. OFFICIAL · Police only" in told
        assert ("Edit Data" in told) == (screen.chart is not None)


def test_the_file_names_nobody_and_no_program_of_somebodys(deck: Deck) -> None:
    properties = deck.opened.core_properties
    assert properties.title == "Walk and Talk: East Area, 26 July 2021 to 30 November 2022, as at 30 November 2022"
    assert properties.subject == "OFFICIAL · Police only · Invented sample data"
    assert properties.author == properties.last_modified_by == "Metropolitan Police"
    assert properties.language == "en-GB"
    assert not any("printer" in name or "thumbnail" in name or "vba" in name for name in deck.parts)
    assert not any(re.search(rb"Macintosh|Steve Canny|10/17/16", part) for part in deck.parts.values())
    assert not any(b'TargetMode="External"' in part for part in deck.parts.values())


def test_the_same_briefing_is_the_same_file_and_is_written_at_once(briefing: Briefing) -> None:
    first = write_slides(briefing)
    time.sleep(2.1)  # zip files keep time in steps of two seconds
    began = time.process_time()
    assert write_slides(briefing) == first
    assert time.process_time() - began < 2
    assert len(first) < 500_000


def test_the_start_of_the_dashboard_does_not_load_what_writes_slides() -> None:
    asked = "import sys, walktalk_data.outputs.slides; print([name for name in ('pptx', 'xlsxwriter') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_words_from_outside_cannot_become_markup() -> None:
    hostile = " ".join(("<a:t>&\"'</a:t>", *HOSTILE))
    briefing = replace(small_briefing(area=hostile), marking=hostile, organisation="<&>")
    chart = small_charts(briefing)[1]
    chart = replace(chart, alternative=hostile, rows=(replace(chart.rows[0], label=hostile),))
    place = Place("Havering", hostile, hostile, (hostile,))
    deck = deck_of(
        screen_of(chart, title=say("{words}", words=hostile)),
        screen_of(points=(say("{words}", words=hostile),)),
        screen_of(places=(place,)),
        briefing=briefing,
    )
    for name, part in deck.parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(part)  # noqa: S314  our own file
    assert "<a:t>&\"'</a:t>" in deck.words_of(0)
    assert not any(cell.data_type == "f" and cell.value == "=1+1" for column in deck.charts()[0].formulas for cell in column)


def test_every_part_of_a_chart_stands_where_the_format_wants_it(deck: Deck, every_form: Deck) -> None:
    seen = set()
    for chart in (*deck.charts(), *every_form.charts()):
        for part in chart.xml.iter():
            name = part.tag.removeprefix(C)
            if name in ORDER:
                seen.add(name)
                order = ORDER[name].split()
                places = [order.index(child.tag.removeprefix(C)) for child in part]
                assert places == sorted(places), (name, [child.tag.removeprefix(C) for child in part])
    assert seen == set(ORDER)


def test_numbers_of_axes_and_ids_of_fields_fit_together(deck: Deck, every_form: Deck) -> None:
    for chart in (*deck.charts(), *every_form.charts()):
        plot = next(chart.xml.iter(f"{C}plotArea"))
        axes = [axis for axis in plot if axis.tag in (f"{C}catAx", f"{C}valAx")]
        own, other = ([axis.find(f"{C}{what}") for axis in axes] for what in ("axId", "crossAx"))
        used = [one for kind in plot for one in kind.findall(f"{C}axId") if kind not in axes]
        numbers = [[one.attrib["val"] for one in each if one is not None] for each in (own, other, used)]
        assert numbers[0] == numbers[1][::-1]
        assert sorted(numbers[0]) == sorted(numbers[2])
        assert len(set(numbers[0])) == 2
        ids = [field.attrib["id"] for field in chart.xml.iter(f"{A}fld")]
        assert len(set(ids)) == len(ids)


def test_axes_begin_at_nought_and_gaps_stay_gaps(deck: Deck, every_form: Deck) -> None:
    for chart in (*deck.charts(), *every_form.charts()):
        assert {one.attrib["val"] for one in chart.xml.iter(f"{C}min")} == {"0"}
        assert [one.attrib["val"] for one in chart.xml.iter(f"{C}dispBlanksAs")] == ["gap"]


def test_a_mark_that_is_not_known_has_no_point_no_cell_and_no_label(every_form: Deck) -> None:
    dumbbell = every_form.charts()[1]
    assert dumbbell.values_of("By day") == [None]
    assert dumbbell.columns["By day"] == [None]
    assert dumbbell.columns["By day, label"] == dumbbell.columns["By day, height"] == [None]
    assert dumbbell.columns["Rests on"] == ["By day [u]"]
    words = every_form.words_of(1)
    assert "[u] too few answers for a percentage" in words


@pytest.mark.parametrize("form", ["dots", "dumbbell", "bars", "lines", "scale"])
def test_what_is_hidden_is_an_empty_cell_in_every_form_and_its_row_says_so(form: Form) -> None:
    counts = [Figure("t", "named", "place", value, "" if value else HIDDEN, light="dark") for value in (2.0, None)]
    rows = tuple(ChartRow(f"{month} 2022", NOTHING, (count,)) for month, count in zip(("May", "June"), counts, strict=True))
    chart = Chart("c", form, "t", say("A finding"), "Of what", (Series("After dark", "dark"),), rows, "In words.")
    deck = deck_of(screen_of(chart))
    (read,) = deck.charts()
    assert read.values_of("After dark") == [2.0, None]
    assert read.columns["After dark"] == [2, None]
    said = [str(cell) for heading in ("Row", "Rests on") for cell in read.columns.get(heading, ())]
    assert any(HIDDEN in words for words in said) == (form != "lines")
    assert "[c] hidden, so that no one's answer can be worked out" in deck.words_of(0)


def test_what_does_not_apply_is_a_dash_that_needs_no_marker_explained() -> None:
    wait = Figure("days_to_walk_by_borough", "median_days_to_walk", "activity", None, NOT_APPLICABLE)
    hidden = Figure("days_to_walk_by_borough", "median_days_to_walk", "activity", None, HIDDEN)
    one, other = (deck_of(screen_of(numbers=((figure, say("to wait")),))) for figure in (wait, hidden))
    (number,) = [shape for shape in one.opened.slides[0].placeholders if shape.placeholder_format.idx == 21]
    assert number.text_frame.paragraphs[0].text == "–"
    feet = [shape.text_frame.text for each in (one, other) for shape in each.opened.slides[0].placeholders if shape.name == FOOT]
    assert feet == ["[c] hidden, so that no one's answer can be worked out."]


def test_what_was_held_meanwhile_stands_by_its_number_in_its_month_and_the_foot_says_what_it_was() -> None:
    lines = next(chart for chart in small_charts(small_briefing()) if chart.form == "lines")
    events = tuple(
        Event(number, row, say(f"Panel {'abcdef'[number]}.")) for number, row in ((1, 2), (2, 5), (3, 5), (4, 9), (5, 20))
    )
    deck = deck_of(screen_of(replace(lines, events=events), foot=say("5: Panel f.")))
    (read,) = deck.charts()
    labels = read.columns["Held meanwhile, label"]
    assert {place: label for place, label in enumerate(labels) if label} == {5: "2, 3", 9: "4", 20: "5"}
    heights = read.columns["Held meanwhile, height"]
    assert [height is None for height in heights] == [label is None for label in labels]
    highest = max(figure.value for row in lines.rows for figure in row.figures if figure and figure.value)
    (top,) = [float(one.attrib["val"]) for one in read.xml.iter(f"{C}max")]
    assert all(top > float(str(height)) > highest for height in heights if height is not None)
    assert "Held meanwhile, 1: Panel b." in deck.words_of(0)


@pytest.mark.parametrize("letters", [100, 400, 700])
def test_a_long_foot_takes_room_from_the_chart_and_not_from_the_marking(letters: int) -> None:
    chart = small_charts(small_briefing())[3]
    foot = ("School or college, Barking and Dagenham: College assembly on the way home. " * 10)[:letters]
    slide = deck_of(screen_of(chart, foot=say(foot))).opened.slides[0]
    shapes = {shape.name: shape for shape in slide.placeholders}
    under, drawn, marking = shapes[FOOT], shapes["Chart: A screen"], shapes["Marking"]
    assert drawn.top + drawn.height <= under.top
    assert under.top + under.height <= marking.top
    (size,) = {run.font.size.pt for run in under.text_frame.paragraphs[0].runs}
    assert height_of(lines_of(foot, size, under.width / EMU), size) <= under.height / EMU + 0.01
    assert drawn.height > 2 * EMU


@pytest.mark.parametrize("form", ["dots", "dumbbell", "lines"])
def test_a_share_of_under_thirty_answers_is_pale_with_an_edge_of_its_colour(form: Form) -> None:
    shares = [Figure("t", "unsafe_share", "opinions", 0.4, base=base, light="dark") for base in (29, 30, 10)]
    rows = tuple(
        ChartRow(f"{month} 2022", NOTHING, (share,)) for month, share in zip(("May", "June", "July"), shares, strict=True)
    )
    chart = Chart("c", form, "t", say("A finding"), "Of what", (Series("After dark", "dark"),), rows, "In words.")
    (read,) = deck_of(screen_of(chart)).charts()
    series = dict(read.series())["After dark"]
    pale = []
    for point in series.iter(f"{C}dPt"):
        inside, edge = (colour.attrib["val"] for colour in point.find(f"{C}marker").iter(f"{A}srgbClr"))  # type: ignore[union-attr]  # a point has it
        assert edge == "12436D"
        if inside != edge:
            pale.append(int(point.find(f"{C}idx").attrib["val"]))  # type: ignore[union-attr]  # a point has it
    assert pale == [0, 2]


def test_a_bar_of_under_thirty_answers_is_pale_with_an_edge_of_its_colour() -> None:
    shares = [Figure("t", "named_share", "place", 0.4, base=base) for base in (29, 30, 10)]
    rows = tuple(ChartRow(name, NOTHING, (share,)) for name, share in zip(("One", "Two", "Three"), shares, strict=True))
    chart = Chart("c", "bars", "t", say("A finding"), "Of what", (Series("Said unsafe", "ink"),), rows, "In words.")
    (read,) = deck_of(screen_of(chart)).charts()
    points = list(dict(read.series())["Said unsafe"].iter(f"{C}dPt"))
    assert [point.find(f"{C}idx").attrib["val"] for point in points] == ["0", "2"]  # type: ignore[union-attr]  # a point has it
    for point in points:
        inside, edge = (colour.attrib["val"] for colour in point.iter(f"{A}srgbClr"))
        assert inside != edge


def test_no_type_is_smaller_than_can_be_read_from_the_back_of_a_room(deck: Deck, every_form: Deck) -> None:
    for each in (deck, every_form):
        for name, part in each.parts.items():
            if re.match(r"ppt/(slides|charts|slideLayouts|slideMasters)/[^/]*\.xml$", name):
                sizes = [int(size) for size in re.findall(r'\bsz="(\d+)"', part.decode())]
                assert min(sizes, default=1200) >= 1200, name


WORDS = some.lists(some.text("abcdefghij “”%,:0123456789MW", min_size=1, max_size=12), min_size=1, max_size=30).map(" ".join)


@given(WORDS, some.floats(2, 13), some.floats(0.5, 5))
def test_a_text_is_set_as_large_as_it_fits_and_no_larger(words: str, width: float, height: float) -> None:
    size = fit(words, TITLE_SIZES, width, height)
    larger = [one for one in TITLE_SIZES if one > size]
    if height_of(lines_of(words, TITLE_SIZES[-1], width), TITLE_SIZES[-1]) <= height:
        assert height_of(lines_of(words, size, width), size) <= height
    for one in larger:
        too_high = height_of(lines_of(words, one, width), one) > height
        assert too_high or lines_of(words, one, width) > lines_of(words, size, width)


@given(WORDS, some.integers(10, 40))
def test_more_words_are_never_narrower_and_a_line_holds_what_it_is_wide(words: str, size: int) -> None:
    assert width_of(words + "a", size) > width_of(words, size)
    assert lines_of(words, size, width_of(words, size) * 1.05 + 0.1) == 1


@pytest.mark.parametrize("letters", [60, 140, 220])
def test_the_longest_titles_fit_their_place(letters: int) -> None:
    title = ("After dark, of what may be shown, “Harassed by one stranger” and “Followed” were named most: 5 of 39 answers " * 3)[
        :letters
    ]
    deck = deck_of(screen_of(title=say(title), points=(say("A point."),)))
    shape = deck.opened.slides[0].shapes.title
    (size,) = {run.font.size.pt for run in shape.text_frame.paragraphs[0].runs}
    assert height_of(lines_of(title, size, shape.width / EMU, bold=True), size) <= shape.height / EMU
    assert size >= (26 if letters == 60 else 18)


def place(number: int, reasons: int) -> Place:
    named = ("Badly lit", "Run down", "Overgrown, view cut off", "Blind spots, alleyways", "No CCTV to be seen")[:reasons]
    return Place("Barking and Dagenham", "Chadwell Heath", f"The parade at Station Road, number {number}", named)


@pytest.mark.parametrize("reasons", [1, 5])
def test_places_are_a_table_with_a_heading_that_fits_its_slide(reasons: int) -> None:
    places = tuple(place(number, reasons) for number in range(12))
    deck = deck_of(screen_of(places=places, foot=say("Women agreed.")))
    names: list[str] = []
    for slide in deck.opened.slides:
        (shape,) = [shape for shape in slide.shapes if shape.has_table]
        assert shape.table.first_row
        assert sum(row.height for row in shape.table.rows) <= BOX.height * EMU + 12
        names += [row.cells[0].text for row in list(shape.table.rows)[1:]]
        assert shape.table.cell(1, 2).text.startswith("Badly lit")
    assert names == [one.name for one in places]
    titles = [slide.shapes.title.text_frame.text for slide in deck.opened.slides]
    assert titles == ["A finding", "A finding, continued"][: len(titles)]
    assert len(titles) == (1 if reasons == 1 else 2)


@given(some.lists(some.builds(place, some.integers(0, 99), some.integers(1, 5)), max_size=40))
def test_every_place_is_on_a_slide_and_once(places: list[Place]) -> None:
    split = list(split_places(places))
    assert [one for part in split for one in part] == places
    assert all(split)
    assert min(SIZES) == 12


def test_lines_that_end_at_one_value_have_names_apart() -> None:
    lines = next(chart for chart in small_charts(small_briefing()) if chart.form == "lines")
    count = lines.rows[0].figures[0]
    same = replace(lines, rows=tuple(replace(row, figures=(count, count)) for row in lines.rows))
    deck = deck_of(screen_of(same))
    (shape,) = [shape for shape in deck.opened.slides[0].shapes if shape.has_chart]
    moved = []
    for _, series in deck.charts()[0].series():
        *_, label = series.iter(f"{C}dLbl")
        y = label.find(f"{C}layout/{C}manualLayout/{C}y")
        moved.append(0.0 if y is None else float(y.attrib["val"]) * shape.height / EMU)
    assert abs(moved[0] - moved[1]) >= 14 / 72


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory, briefing: Briefing) -> Path:
    """The slides as LibreOffice saves them again, and prints them."""
    folder = tmp_path_factory.mktemp("slides")
    (folder / "original.pptx").write_bytes(write_slides(briefing))
    office = [str(find_libreoffice()), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    for kind in ("pptx", "pdf"):
        command = [*office, "--convert-to", kind, "--outdir", str(folder / kind), str(folder / "original.pptx")]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder


@pytest.mark.long
def test_libreoffice_opens_them_and_finds_every_slide_title_and_chart(converted: Path, deck: Deck) -> None:
    saved = Deck((converted / "pptx" / "original.pptx").read_bytes())
    titles = [[slide.shapes.title.text_frame.text for slide in each.opened.slides] for each in (saved, deck)]
    assert titles[0] == titles[1]
    assert len(saved.charts()) == len(deck.charts())
    for found, written in zip(saved.charts(), deck.charts(), strict=True):
        assert found.slide == written.slide
        names = {name for name, _ in written.series()} - {"Row"}
        shared = names & {name for name, _ in found.series()}
        assert shared
        for name in shared:
            ours, theirs = ([value for value in one.values_of(name) if value is not None] for one in (written, found))
            assert [value for value in theirs if value == value] == pytest.approx(ours)


@pytest.mark.long
def test_libreoffice_prints_a_page_a_slide(converted: Path, deck: Deck) -> None:
    printed = (converted / "pdf" / "original.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == len(deck.opened.slides)
