"""The parts that screens and the one-file report are made of, as HTML: findings, numbers, what goes round a chart, prose."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

from walktalk_data.figure import Figure, Table
from walktalk_data.outputs.about import AboutPart
from walktalk_data.outputs.chart import Chart, ChartRow
from walktalk_data.outputs.chart_marks import has_value
from walktalk_data.outputs.html_tables import draw_large_value
from walktalk_data.outputs.places_on_paper import Place
from walktalk_data.outputs.sentence import NOTHING, Sentence, join, say
from walktalk_data.outputs.what_changed import Change, link_words
from walktalk_data.vocabulary import HIDDEN, MARKERS, NO_PLACE_YET, NOT_APPLICABLE, REVISED

LOOK: Final = Path(__file__).with_name("look.css")
"""How these parts look, wherever they stand."""


def draw_heading(title: Sentence | str, below: Sentence | None = None, level: int = 1) -> str:
    """What is said first and large, with what else should be known of it."""
    under = f'<p class="below">{below.html}</p>' if below else ""
    return f'<div class="finding"><h{level}>{_words(title)}</h{level}>{under}</div>'


def draw_numbers(numbers: Iterable[tuple[Figure, Sentence]], narrow: bool = False) -> str:
    """A row of large numbers, each with the words that say what it counts; `narrow`: two and two, for a column."""
    told = list(numbers)
    cells = "".join(f"<div><b>{draw_large_value(figure)}</b><small>{sentence.html}</small></div>" for figure, sentence in told)
    # What does not apply is a dash here, and needs no word under it.
    marked = (figure for large, sentence in told for figure in (large, *sentence.figures) if figure.marker != NOT_APPLICABLE)
    return f'<div class="numbers{" narrow" if narrow else ""}">{cells}</div>{draw_markers(marked, [large for large, _ in told])}'


def draw_card_head(title: Sentence | str, said: Sentence = NOTHING, subtitle: str = "", level: int = 2, name: str = "") -> str:
    """The finding that a card shows, what its figures say of it and how sure that is, and what is measured.

    `name`: of the chart or table in it, where a link may lead to it (`place_of`).
    """
    told = f'<p class="said">{said.html}</p>' if said else ""
    under = f"<p>{escape(subtitle)}</p>" if subtitle else ""
    place = f' id="{place_of(name)}"' if name else ""
    return f'<div class="card-head"{place}><h{level}>{_words(title)}</h{level}>{told}{under}</div>'


def place_of(name: str) -> str:
    """By which name links know the card of a chart or table."""
    return f"card-{name}"


def draw_unknown(chart: Chart) -> str:
    """In place of a chart of which nothing is known: what each row rests on, and why there is no mark.

    Once for all rows where the reason is the same and they rest on nothing that is said.
    """
    reasons = {figure.marker for row in chart.rows for figure in row.figures if figure}
    if len(reasons) == 1 and not any(row.sublabel for row in chart.rows):
        return draw_empty(f"Nothing is drawn here: {MARKERS.get(next(iter(reasons)), 'not known')}.")
    return f'<ul class="too-few">{"".join(map(_why_not, chart.rows))}</ul>'


def _why_not(row: ChartRow) -> str:
    unknown = next((figure for figure in row.figures if figure), None)
    # Nobody answered: that says it all, and too few would be odd beside it.
    marker = unknown.marker if unknown and unknown.base != 0 else ""
    told = join(row.sublabel, say(MARKERS.get(marker, "")), between=", ")
    return f"<li><b>{escape(row.label)}</b> <span>{told.html}</span></li>"


def draw_empty(words: str) -> str:
    """In place of what has no row at all."""
    return f'<p class="empty">{escape(words)}</p>'


def draw_foot_lines(*lines: Sentence | str) -> str:
    """What is said under a chart in small type."""
    return "".join(f'<p class="foot">{_words(line)}</p>' for line in lines if line)


def draw_events(chart: Chart) -> str:
    """What was held meanwhile, by the numbers under the lines; nothing where nothing was."""
    told = "".join(f'<li value="{event.number}">{event.told.html}</li>' for event in chart.events)
    return f'<p class="foot">Held meanwhile:</p><ol class="events">{told}</ol>' if told else ""


def draw_markers(figures: Iterable[Figure], beside: Iterable[Figure] = ()) -> str:
    """What the markers mean that stand in place of these figures; nothing where all are known.

    `beside`: figures that stand by themselves, so that `[r]` is written beside one that was revised.
    """
    found = {figure.marker for figure in figures if figure.value is None}
    found |= {figure.marker for figure in beside if figure.is_revised}
    return draw_foot_lines("; ".join(f"{marker} {words}" for marker, words in MARKERS.items() if marker in found))


def draw_revised(told: Iterable[Figure]) -> str:
    """Under a chart or finding: that some of what it tells was told otherwise before. It has no room for markers of its own."""
    words = f"Some of these numbers were revised since they were first published; the tables mark them {REVISED}."
    return draw_foot_lines(words) if any(figure.is_revised for figure in told) else ""


def figures_of(chart: Chart) -> Iterator[Figure]:
    """Every figure that a chart tells: in its title, at its rows, as its marks."""
    yield from chart.title.figures
    for row in chart.rows:
        yield from (*row.sublabel.figures, *(figure for figure in row.figures if figure))
    for event in chart.events:
        yield from event.told.figures


def unexplained_figures(chart: Chart) -> Iterator[Figure]:
    """The figures of a chart whose markers nothing on it explains: in its title, at its rows, under it, and some of its marks'.

    In place of a missing dot or bar its reason is written; one end of a dumbbell, and a step, have room for the marker alone.
    A gap in a line says nothing by itself, so what is hidden in it is told.
    """
    yield from (*chart.title.figures, *chart.foot.figures)
    for row in chart.rows:
        yield from row.sublabel.figures
        if has_value(chart):
            missing = [figure for figure in row.figures if figure and (chart.form != "lines" or figure.is_hidden)]
            yield from missing if chart.form in ("dumbbell", "lines", "scale") else ()


def draw_what_markers_mean(tables: Iterable[Table], about: str) -> str:
    """At the top of what is shared: what `[c]` and `[r]` stand for, where they stand, with a link to why.

    `about`: the address of the part that says why.
    """
    figures = [figure for table in tables for figure in table.figures()]
    told = []
    if any(figure.is_hidden for figure in figures):
        told.append(
            f"<b>{HIDDEN}</b> stands where a number is hidden, so that no one’s answer can be worked out. It does not mean "
            f'nought. <a href="{escape(about)}" target="_self">What is hidden, and why</a>'
        )
    if any(figure.is_revised for figure in figures):
        told.append(
            f"<b>{REVISED}</b> stands in tables beside a number that an earlier briefing told otherwise: its months were told "
            f'anew. <a href="{escape(about)}" target="_self">What was revised, and why</a>'
        )
    return f'<p class="what-is-hidden">{"<br>".join(told)}</p>' if told else ""


def draw_statement(told: Sentence | str, level: int = 2) -> str:
    """A finding that needs no chart."""
    return f'<div class="statement"><h{level}>{_words(told)}</h{level}></div>'


PLACES_TITLE: Final = "These places women want put right"
PLACES_LEAD: Final = (
    "Women named them on a walk and agreed that they are passed on; each was cleared for it. Whoever looks after lighting, trees "
    "or cleaning finds here where to look. "
)


PLACES_DRAWN: Final = "There is no room here for all of them: these were drawn by lot, from each borough and each ward in turn."
PLACES_LATER: Final = (
    "Places that women want put right are listed here once they are cleared for it, and enough answers are told of."
)


def draw_places(table: Table, level: int = 2, printed: Collection[Place] | None = None) -> str:
    """The list of places that are passed on: borough by borough, each place once with all that was named of it.

    Nothing where such a list is no part of the briefing, nor for the police where nothing is passed on. `printed`: those that
    stand on paper too, where there is no room for all.
    """
    if table.is_empty:
        is_told = table.when_empty == NO_PLACE_YET and table.audience != "police"
        return draw_empty(f"{NO_PLACE_YET}. {PLACES_LATER}") if is_told else ""
    when = "as it stands now, whatever the period" if table.audience == "police" else "as it stood when this was published"
    lead = f"{PLACES_LEAD}The list is {when}, and says neither how many named them nor when."
    by_borough = groupby((tuple(map(str, row)) for row in table.rows), key=lambda row: row[0])
    lists = "".join(
        f"<section><h{level + 1}>{escape(borough)}</h{level + 1}><ul>{''.join(_draw_of_borough([*rows], printed))}</ul></section>"
        for borough, rows in by_borough
    )
    drawn = f'<p class="foot on-paper">{PLACES_DRAWN}</p>' if printed is not None and "more-places" in lists else ""
    return f'{draw_card_head(PLACES_TITLE, subtitle=lead, level=level)}<div class="places">{lists}</div>{drawn}'


def _draw_of_borough(rows: Sequence[tuple[str, ...]], printed: Collection[Place] | None) -> Iterator[str]:
    """Each place of one borough once, with its ward and all that was named of it; on paper, how many more there are."""
    left = 0
    for (borough, ward, name), of_place in groupby(rows, key=lambda row: (row[0], row[1], row[2])):
        reasons = ' <span aria-hidden="true">·</span> '.join(f"<span>{escape(row[3])}</span>" for row in of_place)
        is_left = printed is not None and (borough, ward, name) not in printed
        left += is_left
        kind = ' class="on-screen"' if is_left else ""
        yield f"<li{kind}><b>{escape(name)}</b> <small>{escape(ward)}</small><p>{reasons}</p></li>"
    if left:
        yield f'<li class="on-paper more-places">and {left} more in the file</li>'


def draw_changes(changed: Sequence[Change], link_to: Callable[[str], tuple[str, bool]]) -> str:
    """What changed, in order of weight, each with a link to its chart.

    `link_to` gives the address of the chart of a name, and whether both periods are seen there.
    """
    points = "".join(_draw_change(change, *link_to(change.chart)) for change in changed)
    return f'<ul class="told">{points}</ul>' if points else ""


def _draw_change(change: Change, address: str, shows_both: bool) -> str:
    return f'<li>{change.told.html} <a href="{escape(address)}" target="_self">{link_words(change.chart, shows_both)}</a></li>'


def draw_prose(part: AboutPart, level: int = 2) -> str:
    """A few short paragraphs in plain words under what they are about."""
    told = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in part.paragraphs)
    place = f' id="{part.name}"' if part.name else ""
    return f'<section class="prose"{place}><h{level}>{escape(part.title)}</h{level}>{told}</section>'


def draw_short_prose(part: AboutPart) -> str:
    """One paragraph that begins with what it is about, for where there is no room for headings."""
    return f"<p><b>{escape(part.title)}</b> {escape(' '.join(part.paragraphs))}</p>"


def _words(told: Sentence | str) -> str:
    return escape(told) if isinstance(told, str) else told.html
