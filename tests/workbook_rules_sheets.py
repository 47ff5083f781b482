"""The second half of the workbook's rules: format, sheets, the document, and the data."""

from __future__ import annotations

import re
from typing import Any, Final

from tests.workbook_rules import (
    CHARTS,
    CONTENTS,
    COVER,
    NOTES,
    SHORTHAND,
    Opened,
    all_regions,
    cells_of,
    is_number,
    regions,
    rule,
    where,
)
from walktalk_data.vocabulary import HIDDEN

COVER_LABELS: Final = ("Area and period", "Records as at", "What this is", "Organisation", "Contact", "Next update", "Version")
SANS_SERIF: Final = ("Arial",)


@rule("F2")
def links_have_meaningful_words(opened: Opened) -> list[str]:
    found = []
    names = {sheet.title for sheet in opened.sheets}
    for sheet in opened.sheets:
        for cell in cells_of(sheet):
            if cell.hyperlink is None:
                continue
            words = str(cell.value).strip().casefold()
            if words in ("here", "click here", "link") or re.match(r"https?:|www\.|#", words):
                found.append(f"{where(cell)} says {words}")
            target = re.fullmatch(r"'([^']+)'!A1", cell.hyperlink.location or "")
            if cell.hyperlink.target or not target or target[1] not in names:
                found.append(f"{where(cell)} leads nowhere in this workbook")
    return found


@rule("F3")
def text_is_plain_sans_serif_of_12_points(opened: Opened) -> list[str]:
    found = []
    for sheet in opened.sheets:
        data = {cell.coordinate for region in regions(sheet) for cells in region.rows() for cell in cells}
        for cell in cells_of(sheet):
            font = cell.font
            if font.name not in SANS_SERIF or font.sz < 12 or font.i or (font.b and cell.coordinate in data):
                found.append(f"{where(cell)} is set in {font.name} {font.sz}, italic {font.i}, bold {font.b}")
            if cell.alignment.textRotation:
                found.append(f"{where(cell)} is turned")
    return found


@rule("F4")
def every_sheet_has_a_title_of_its_own(opened: Opened) -> list[str]:
    titles = [str(sheet["A1"].value or "").strip() for sheet in opened.sheets]
    return [f"title “{title}” is empty or used twice" for title in set(titles) if not title or titles.count(title) > 1]


@rule("F6")
def no_page_headers_and_nothing_afloat(opened: Opened) -> list[str]:
    found = []
    for sheet in opened.sheets:
        bands: tuple[Any, ...] = (
            sheet.oddHeader,
            sheet.oddFooter,
            sheet.evenHeader,
            sheet.evenFooter,
            sheet.firstHeader,
            sheet.firstFooter,
        )
        if any(part and part.text for band in bands for part in (band.left, band.center, band.right)):
            found.append(f"{sheet.title} has a page header or footer")
        drawings: Any = sheet
        if sheet.title != CHARTS and (drawings._charts or drawings._images):
            found.append(f"{sheet.title} has something afloat")
    for name, part in opened.parts.items():
        if name.startswith("xl/drawings/"):
            found += [f"{name} holds a text box or picture"] if re.search(r"<(\w+:)?(sp|pic)>", part) else []
    return found


@rule("F7")
def no_borders(opened: Opened) -> list[str]:
    return [
        f"{where(cell)} has a border"
        for sheet in opened.sheets
        for cell in cells_of(sheet)
        if any(side and side.style for side in (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom))
    ]


@rule("F8")
def no_fills(opened: Opened) -> list[str]:
    return [f"{where(cell)} has a fill" for sheet in opened.sheets for cell in cells_of(sheet) if cell.fill.fill_type]


@rule("F9")
def colour_is_never_the_only_carrier(opened: Opened) -> list[str]:
    return [f"{sheet.title} formats by condition" for sheet in opened.sheets if len(sheet.conditional_formatting)]


@rule("F10")
def coloured_text_can_be_read(opened: Opened) -> list[str]:
    found = []
    for sheet in opened.sheets:
        for cell in cells_of(sheet):
            colour = cell.font.color.rgb if cell.font.color is not None else "FF000000"
            if not isinstance(colour, str) or contrast_with_white(colour[-6:]) < 4.5:
                found.append(f"{where(cell)} is written in {colour}")
    return found


def contrast_with_white(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@rule("F12")
def no_macros(opened: Opened) -> list[str]:
    return [f"{name} is a macro" for name in opened.parts if "vba" in name.lower()]


@rule("S1")
def sheet_names_are_short_and_plain(opened: Opened) -> list[str]:
    names = opened.book.sheetnames
    found = [f"{name} is used twice" for name in names if [other.casefold() for other in names].count(name.casefold()) > 1]
    return found + [f"{name} is no sheet name" for name in names if not re.fullmatch(r"[A-Za-z_]\w{0,29}", name, re.ASCII)]


@rule("S2")
def no_sheet_is_blank(opened: Opened) -> list[str]:
    return [f"{sheet.title} is blank" for sheet in opened.sheets if not any(True for _ in cells_of(sheet))]


@rule("S3")
def column_a_says_what_the_sheet_holds_in_order(opened: Opened) -> list[str]:
    found = []
    for region in all_regions(opened):
        above = region.above()
        order = ["This worksheet contains one table.", "OFFICIAL"]
        if region.sheet in opened.figure_sheets:
            order += ["horthand", "Scope: ", "Source: "]
        places = [next((place for place, words in enumerate(above) if begin in words), -1) for begin in order]
        if places[0] != 1 or -1 in places or places != sorted(places):
            found.append(f"{region.sheet.title}: title, tables, marking, shorthand, scope and source are not all there in order")
        found += [f"{region.sheet.title}: row {place} is blank" for place, words in enumerate(above, start=1) if not words]
    return found


@rule("S4")
def tables_start_in_column_a(opened: Opened) -> list[str]:
    return [f"{region.name} starts in column {region.edges[0]}" for region in all_regions(opened) if region.edges[0] != 1]


@rule("S5")
def nothing_stands_below_a_table(opened: Opened) -> list[str]:
    return [
        f"{region.sheet.title} has something below its table"
        for region in all_regions(opened)
        if max(cell.row for cell in cells_of(region.sheet)) != region.edges[3]
    ]


@rule("S6")
def one_table_a_sheet(opened: Opened) -> list[str]:
    return [f"{sheet.title} has {len(sheet.tables)} tables" for sheet in opened.table_sheets if len(sheet.tables) != 1]


@rule("S7")
def the_cover_comes_first_and_says_whose_it_is(opened: Opened) -> list[str]:
    cover = opened.sheets[0]
    words = [str(cell.value) for cell in cells_of(cover)]
    found = [] if cover.title == COVER else ["the first sheet is not the cover"]
    found += [f"the cover does not say: {label}" for label in COVER_LABELS if label not in words]
    found += [f"{where(cell)} is not in column A" for cell in cells_of(cover) if cell.column != 1]
    return found if any(word.startswith("OFFICIAL") for word in words) else [*found, "the cover bears no marking"]


@rule("S8")
def contents_lists_every_other_sheet(opened: Opened) -> list[str]:
    contents = next((sheet for sheet in opened.sheets if sheet.title == CONTENTS), None)
    if contents is None:
        return ["there is no contents sheet"]
    listed = [str(cells[0].hyperlink and cells[0].hyperlink.location) for region in regions(contents) for cells in region.rows()]
    wanted = [f"'{sheet.title}'!A1" for sheet in opened.sheets if sheet.title not in (COVER, CONTENTS)]
    return [] if listed == wanted else [f"contents lists {listed}"]


@rule("S9")
def every_table_names_its_source(opened: Opened) -> list[str]:
    return [
        f"{region.sheet.title} names no source"
        for region in all_regions(opened)
        if region.sheet in opened.figure_sheets and not any(words.startswith("Source: ") for words in region.above())
    ]


@rule("B3")
def the_document_has_title_author_keywords_and_language(opened: Opened) -> list[str]:
    known = opened.book.properties
    found = [f"no {name}" for name in ("title", "creator", "keywords") if not getattr(known, name)]
    return found if known.language == "en-GB" else [*found, f"language {known.language}"]


@rule("B4")
def it_opens_on_the_first_sheet_in_a1(opened: Opened) -> list[str]:
    index = opened.book.index(opened.book.active) if opened.book.active else -1
    found = [] if index == 0 else [f"opens on sheet {index + 1}"]
    for sheet in opened.sheets:
        found += [
            f"{sheet.title}: the cursor is in {at.activeCell}" for at in sheet.sheet_view.selection if at.activeCell != "A1"
        ]
        if sheet.sheet_view.tabSelected and sheet is not opened.sheets[0]:
            found.append(f"{sheet.title} is chosen as well")
    return found


def shorthand_used(cells: list[Any]) -> set[str]:
    return {cell.value for cell in cells if isinstance(cell.value, str) and re.fullmatch(r"\[[^\]]*\]", cell.value)}


@rule("D1")
def shorthand_is_of_the_closed_list(opened: Opened) -> list[str]:
    return [
        f"{region.sheet.title} uses {code}"
        for region in all_regions(opened)
        for code in shorthand_used([cell for cells in region.rows() for cell in cells])
        if code not in SHORTHAND
    ]


@rule("D2")
def shorthand_explained_is_shorthand_used(opened: Opened) -> list[str]:
    found = []
    everywhere: set[str] = set()
    for region in all_regions(opened):
        if region.sheet.title in (CONTENTS, NOTES):
            continue
        used = shorthand_used([cell for cells in region.rows() for cell in cells])
        explained = set(re.findall(r"\[\w+\]", " ".join(region.above())))
        everywhere |= used
        found += [f"{region.sheet.title}: {code} is used or explained, not both" for code in sorted(used ^ explained)]
    for sheet in opened.sheets:
        if sheet.title == NOTES:
            listed = {code for cell in cells_of(sheet) for code in re.findall(r"\[[a-z]\]", str(cell.value))}
            found += [f"Notes: {code} is used or explained, not both" for code in sorted(listed ^ everywhere)]
    return found


@rule("D3")
def columns_of_numbers_hold_numbers_or_shorthand(opened: Opened) -> list[str]:
    found = []
    for region in all_regions(opened):
        for cells in zip(*region.rows(), strict=True):
            if any(is_number(cell.value) for cell in cells):
                wrong = [cell for cell in cells if isinstance(cell.value, str) and cell.value not in SHORTHAND]
                found += [f"{where(cell)} holds “{cell.value}” among numbers" for cell in wrong]
    return found


@rule("D4")
def a_cell_holds_one_number(opened: Opened) -> list[str]:
    return [
        f"{where(cell)} holds several numbers"
        for sheet in opened.figure_sheets
        for region in regions(sheet)
        for cells in region.rows()
        for cell in cells
        if re.search(r"\d+ ?%? \(|\(\d+ (to|of) \d+\)", str(cell.value))
    ]


@rule("D5")
def numbers_stand_right_and_words_left(opened: Opened) -> list[str]:
    found = []
    for region in all_regions(opened):
        for cells in region.rows():
            for cell in cells:
                wanted = "right" if is_number(cell.value) else "left"
                if cell.value is not None and cell.value not in SHORTHAND and cell.alignment.horizontal != wanted:
                    found.append(f"{where(cell)} does not stand {wanted}")
    return found


@rule("D6")
def numbers_have_separators_and_units(opened: Opened) -> list[str]:
    return [
        f"{where(cell)} is formatted {cell.number_format}"
        for region in all_regions(opened)
        for cells in region.rows()
        for cell in cells
        if is_number(cell.value)
        and cell.number_format.replace('" [r]"', "") not in ("#,##0", "0%", "[>=0.5]+0;[<=-0.5]-0;0", "0.0", "0.0000")
    ]


@rule("X1")
def no_formulas_outside_links_comments_or_hidden_names(opened: Opened) -> list[str]:
    found = [f"{name} is not allowed" for name in opened.parts if re.match(r"xl/(externalLinks|comments)", name)]
    for name, part in opened.parts.items():
        if name.startswith("xl/worksheets/") and re.search(r"<f[ >/]", part):
            found.append(f"{name} holds a formula")
        if name.startswith("xl/worksheets/_rels/") and 'TargetMode="External"' in part:
            found.append(f"{name} leads outside")
    found += [f"name {name} is hidden" for name, defined in opened.book.defined_names.items() if defined.hidden]
    found += [f"{where(cell)} has a comment" for sheet in opened.sheets for cell in cells_of(sheet) if cell.comment]
    if opened.book.properties.lastModifiedBy:
        found.append("a person is named as having changed it")
    return found


@rule("X2")
def nothing_is_shown_that_follows_from_a_hidden_cell(opened: Opened) -> list[str]:
    """A share beside its hidden count, or a difference beside one of its two hidden shares. Where a row has shares of two lights,
    that of the one is no share of what is hidden in the other."""
    found = []
    for sheet in opened.figure_sheets:
        for region in regions(sheet):
            rows = [[*cells] for cells in region.rows()]
            of_shares = {at for cells in rows for at, cell in enumerate(cells) if cell.number_format.startswith("0%")}
            for cells in rows:
                hidden = {at for at, cell in enumerate(cells) if cell.value == HIDDEN}
                told = [cell for cell in cells if is_number(cell.value)]
                if hidden and len(of_shares) == 1:
                    shares = [cell for cell in told if cell.number_format.startswith("0%")]
                    found += [f"{where(cell)} is a share beside a hidden cell" for cell in shares]
                if hidden & of_shares:
                    differences = [cell for cell in told if cell.number_format.startswith("[>=0.5]")]
                    found += [f"{where(cell)} is a difference beside a hidden share" for cell in differences]
    return found


@rule("charts")
def every_chart_says_in_words_what_it_draws(opened: Opened) -> list[str]:
    found = []
    titles = [str(sheet["A1"].value) for sheet in opened.figure_sheets]
    charts = len([name for name in opened.parts if name.startswith("xl/charts/chart")])
    drawing = "".join(part for name, part in opened.parts.items() if name.startswith("xl/drawings/drawing"))
    described = re.findall(r'<(?:\w+:)?cNvPr [^>]*descr="([^"]{40,})"', drawing)
    if len(described) != charts:
        found.append(f"{charts} charts, {len(described)} with alternative text")
    found += [f"“{words[:40]}” names no table" for words in described if not any(f"“{title}”" in words for title in titles)]
    return found
