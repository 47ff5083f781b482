"""Small briefings for workbooks, made by hand: markers, text that looks like formulas, long words, a table without a row."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from walktalk_data.briefing import Briefing, Scope
from walktalk_data.figure import Figure, Heading, Table
from walktalk_data.outputs.chart import Chart, ChartRow, Form, Series
from walktalk_data.outputs.sentence import NOTHING, say

HOSTILE = ("=1+1", "+44 20", "-5", "@SUM(A1)", "#N/A", "'=1", "a\x0bb", "{=1}")
LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch"
DRAWN = "feelings_by_borough_and_light"


def count(table: str, value: float | None, light: str, marker: str = "") -> Figure:
    return Figure(table, "answers", "bases", value, marker, base=12, borough="Havering", light=light, as_at="2022-03-31")


def share(table: str, value: float | None, light: str, base: int, marker: str = "") -> Figure:
    return Figure(table, "unsafe_share", "opinions", value, marker, base=base, borough="Havering", light=light, low=0.1, high=0.9)


def feelings(name: str = DRAWN) -> Table:
    return Table(
        name=name,
        title=f"Small table {name}",
        row_is="one light",
        headings=(Heading("Light"), Heading("Answers", "count"), Heading("Share that said unsafe", "share")),
        rows=(
            ("After dark", count(name, 1234, "dark"), share(name, 0.285, "dark", 1234)),
            ("Daylight", count(name, 7, "daylight"), share(name, None, "daylight", 7, "[u]")),
            ("", count(name, None, "twilight", "[x]"), share(name, None, "twilight", 0)),
        ),
        notes=("One note, short.",),
    )


def wild(name: str) -> Table:
    rows = tuple((words, count(name, number, words)) for number, words in enumerate((*HOSTILE, LONG_WORD, "word " * 60)))
    headings = (Heading("=Place"), Heading("Answers", "count"))
    return Table(name, f"Wild table {name}", "one place", headings, rows, notes=("Long. " * 80 + LONG_WORD * 4,))


def empty(name: str) -> Table:
    return Table(name, f"Empty table {name}", "one route", (Heading("Route"), Heading("Answers", "count")), ())


def small_briefing(marking: str = "OFFICIAL · Police only", area: str = "Redbridge") -> Briefing:
    made = {"routes_by_light": empty, "odd_dates": wild}
    names = [field.name for field in fields(Briefing) if field.type == "Table"]
    return Briefing(
        scope=Scope(borough=area),
        area=area,
        organisation="Metropolitan Police",
        boroughs=("Havering", "Redbridge"),
        first_day=date(2022, 1, 1),
        last_day=date(2022, 3, 31),
        as_at=date(2022, 3, 31),
        first_record=date(2022, 1, 1),
        last_record=date(2022, 3, 31),
        data_version=3,
        compared=None,
        is_sample=False,
        marking=marking,
        edition="",
        **{name: made.get(name, feelings)(name) for name in names},
    )


def small_charts(briefing: Briefing) -> tuple[Chart, ...]:
    """Every form, with an interval, a figure that is not known, and a chart of which nothing is known."""
    table = briefing.feelings_by_borough_and_light
    dark, day = (table.find("unsafe_share", light=light) for light in ("dark", "daylight"))
    counts = [table.find("answers", light=light) for light in ("dark", "daylight")]
    title = say("{dark} said unsafe after dark", dark=dark)
    one, two = (Series("Said unsafe", "ink"),), (Series("After dark", "dark"), Series("By day", "daylight"))
    four = tuple(Series(words, "ink") for words in ("Very safe", "Fairly safe", "Fairly unsafe", "Very unsafe"))
    both = (
        ChartRow("After dark", say("1,234 answers"), (dark,), "dark"),
        ChartRow("Daylight", say("7 answers"), (day,), "daylight"),
    )
    steps = ChartRow("=York Road", NOTHING, (*counts, None, counts[0]), "daylight")

    def chart(name: str, form: Form, series: tuple[Series, ...], rows: tuple[ChartRow, ...]) -> Chart:
        return Chart(
            name, form, table.name, title, "Share, Redbridge", series, rows, "What is drawn, said in words.", say("A foot.")
        )

    return (
        chart("dots", "dots", one, both),
        chart("dumbbell", "dumbbell", two, (ChartRow("Badly lit", NOTHING, (dark, day)),)),
        chart("bars", "bars", one, (ChartRow("Received", NOTHING, (counts[0],)),)),
        chart("lines", "lines", two, tuple(ChartRow(f"Month {month}", NOTHING, (counts[0], counts[1])) for month in range(24))),
        chart("scale", "scale", four, (steps,)),
        chart("unknown", "dots", one, (ChartRow("Daylight", NOTHING, (day,)),)),
    )
