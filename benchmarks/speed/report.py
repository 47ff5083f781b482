"""docs/speed.md, its picture, and what a run prints: every measure beside its bound, and whether it holds."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.speed.picture import draw_picture
from benchmarks.speed.viewers import percentile

Results = Mapping[str, Any]
WHATS: Final = {
    "period": "another period of whole months",
    "borough": "another borough",
    "day": "a last day within a month",
    "as at": "an as-at day within a month",
}
TEN_THOUSAND, MILLION, TEN_MILLION = 10_000, 1_000_000, 10_000_000


@dataclass(frozen=True, slots=True)
class Bound:
    """One thing that was promised: what came of it, and whether that is enough."""

    what: str
    measured: str
    promised: str
    holds: bool

    @property
    def said(self) -> str:
        return "yes" if self.holds else "**no**"


def write_report(results: Results, folder: Path) -> str:
    """Write both files into the folder, and give what is printed."""
    (folder / "speed.svg").write_text(draw_picture(*_bars(results)), encoding="utf-8")
    told = "\n".join(_page(results)) + "\n"
    (folder / "speed.md").write_text(told, encoding="utf-8")
    return "\n".join(f"{bound.what}: {bound.measured} (promised: {bound.promised}): {bound.said}" for bound in bounds(results))


def bounds(results: Results) -> list[Bound]:
    """Everything promised that this run measured."""
    return [bound for find in (_of_changes, _of_starts, _of_viewers) for bound in find(results)]


def _of_changes(results: Results) -> Iterator[Bound]:
    seen = _by_server(results, "changes")

    def ratio(
        what: str, one: Any, other: Any, promised: float, measured: str = "period", at_least: bool = False
    ) -> Iterator[Bound]:
        if one and other:
            found = _median(one, measured, "at_rest") / _median(other, measured, "at_rest")
            figures = _median(one, measured, "changed") / _median(other, measured, "changed")
            words = f"{found:.2f} times at rest, {figures:.2f} first figure"
            yield Bound(what, words, f"{'at least' if at_least else 'at most'} {promised:g}",
                        min(found, figures) >= promised if at_least else max(found, figures) <= promised)  # fmt: skip

    small, middle = seen.get(("dashboard", TEN_THOUSAND)), seen.get(("dashboard", MILLION))
    large, bare, naive = seen.get(("dashboard", TEN_MILLION)), seen.get(("bare", 0)), seen.get(("naive", MILLION))
    yield from ratio("Another period, 1 million walks beside 10 thousand", middle, small, 1.15)
    yield from ratio("Another period, 10 million walks beside 10 thousand", large, small, 1.3)
    yield from ratio("Another period, 1 million walks beside a bare page of the same shape", middle, bare, 1.3)
    yield from ratio("Another period, 10 million walks beside a bare page of the same shape", large, bare, 1.3)
    yield from ratio(
        "Another borough, the naive dashboard beside this one, 1 million", naive, middle, 2, "borough", at_least=True
    )
    if middle and naive:
        share = middle["memory"] / naive["memory"]
        words = f"{share:.2f} of it ({middle['memory']:,.0f} and {naive['memory']:,.0f} MiB)"
        yield Bound("Server memory beside the naive dashboard, 1 million", words, "at most 0.2", share <= 0.2)


def _of_starts(results: Results) -> Iterator[Bound]:
    seen = _by_server(results, "starts")
    middle, naive = seen.get(("dashboard", MILLION)), seen.get(("naive", MILLION))
    if middle and naive:
        found = _first(naive) / _first(middle)
        worked = [statistics.median(start[2] for start in seen["starts"]) for seen in (naive, middle)]
        words = (
            f"{found:.1f} times ({_first(naive):.1f} s and {_first(middle):.1f} s); of the processor {worked[0] / worked[1]:.1f}"
        )
        yield Bound(
            "First view of a fresh server, the naive dashboard beside this one, 1 million", words, "at least 3", found >= 3
        )


def _of_viewers(results: Results) -> Iterator[Bound]:
    for crowd in results.get("viewers", ()):
        about = f"{crowd['viewers']} viewers, {crowd['walks']:,} walks, {crowd['processes']} processes"
        if crowd["loads"]:
            words = f"{crowd['checked']:,} answers checked, {len(crowd['wrong'])} wrong, {crowd['growth']:+.0f} MiB"
            about = f"{crowd['minutes']:g} minutes with {crowd['loads']} loads, {about}"
            yield Bound(about, words, "none wrong, no growth", not crowd["wrong"] and crowd["growth"] < 10)
            continue
        yield Bound(f"{about}: p95 of the server's answer", f"{1000 * crowd['p95']:,.0f} ms", "under 1 s", crowd["p95"] < 1)
        a_viewer = crowd["a_viewer"]
        yield Bound(f"{about}: memory per viewer", f"{a_viewer:.2f} MiB", "under 1 MiB", a_viewer < 1)


def _by_server(results: Results, stage: str) -> dict[tuple[str, int], Any]:
    return {(seen["kind"], seen["walks"]): seen for seen in results.get(stage, ())}


def _times(seen: Any, what: str, which: str) -> list[float]:
    return [change[which] for change in seen["changes"] if change["what"] == what]


def _median(seen: Any, what: str, which: str) -> float:
    return statistics.median(_times(seen, what, which))


def _borough_at_rest(seen: Any) -> float:
    return _median(seen, "borough", "at_rest")


def _first(seen: Any) -> float:
    return float(statistics.median(start[0] for start in seen["starts"]))


def _page(results: Results) -> Iterator[str]:
    machine = results.get("machine", {})
    yield "# How quick it is"
    yield ""
    yield (
        "Made records (61 wards, five years, the shape of the sample) at several sizes, in Chromium and without. Beside them, in "
        "the same run: a *bare page* of the same shape (as many texts, boxes, buttons and charts as Overview, in the same "
        "server, all of them constants), and the *naive dashboard* that an analyst would write (it reads every record with "
        "pandas, keeps them in Streamlit's cache and groups them on each click). They are asked in turns, so that whatever else "
        "the machine does falls on all of them alike: ratios tell more than seconds."
    )
    yield ""
    if machine:
        yield (
            f"The machine: {machine['processors']} processors ({machine['model']}), {machine['gib']} GiB of memory, "
            f"{machine['system']}, Python {machine['python']}. Load on it as each stage began and ended, by os.getloadavg: "
            + "; ".join(f"{stage} {about['load'][0]:g} and {about['load'][1]:g} ({about['on']})"
                        for stage, about in results.get("about", {}).items())
            + "."
        )  # fmt: skip
        yield ""
    yield "Written by `make bench`; what is measured and how: [benchmarks/README.md](../benchmarks/README.md)."
    yield ""
    yield "![Filter change, first view and memory, by the number of walks](speed.svg)"
    yield ""
    yield "## What was promised"
    yield ""
    yield from _table(
        ("what", "measured", "promised", "holds"),
        [(bound.what, bound.measured, bound.promised, bound.said) for bound in bounds(results)],
    )
    for title, rows in (
        ("What a viewer waits for", _seen_rows), ("Server time of every page", _page_rows),
        ("What acts take", _act_rows), ("Many viewers", _crowd_rows),
    ):  # fmt: skip
        table = list(rows(results))
        if len(table) > 1:
            yield from ("", f"## {title}", "", _NOTES[rows], "")
            yield from _table(table[0], table[1:])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _name(seen: Any) -> str:
    if seen["kind"] == "bare":
        return "a bare page"
    return f"{'the dashboard' if seen['kind'] == 'dashboard' else 'the naive dashboard'}, {seen['walks']:,} walks"


def _seen_rows(results: Results) -> Iterator[Sequence[str]]:
    yield "", "first figure of a fresh server", "first chart", "processor by then", *WHATS.values(), "memory of the server"
    starts, changes = _by_server(results, "starts"), _by_server(results, "changes")
    for key in dict.fromkeys((*starts, *changes)):
        began, changed = starts.get(key), changes.get(key)
        cells = []
        for what in WHATS:
            times = _times(changed, what, "at_rest") if changed else []
            figures = _times(changed, what, "changed") if changed else []
            worked = _times(changed, what, "processor") if changed else []
            cells.append(
                f"{statistics.median(figures):,.0f} / {statistics.median(times):,.0f} ms (p95 {percentile(times, 95):,.0f}); "
                f"{statistics.median(worked):,.0f} ms"
                if times
                else ""
            )
        yield (
            _name(began or changed),
            *((f"{statistics.median(start[at] for start in began['starts']):.1f} s" if began else "") for at in (0, 1, 2)),
            *cells,
            f"{changed['memory']:,.0f} MiB" if changed else "",
        )


def _page_rows(results: Results) -> Iterator[Sequence[str]]:
    pages = results.get("pages", {})
    yield "page", *(f"{int(size):,} walks" for size in pages)
    for page in next(iter(pages.values()), {"clock": {}})["clock"]:
        yield (
            page,
            *(
                f"{statistics.median(of['clock'][page]):,.0f} ({statistics.median(of['processor'][page]):,.0f})"
                for of in pages.values()
            ),
        )


def _act_rows(results: Results) -> Iterator[Sequence[str]]:
    acts = results.get("acts", {})
    yield "", *(f"{int(size):,} walks" for size in acts)
    for what in next(iter(acts.values()), {}):
        yield what, *(f"{of[what][0]:.1f} ({of[what][1]:.1f})" for of in acts.values())


def _crowd_rows(results: Results) -> Iterator[Sequence[str]]:
    yield (
        "viewers",
        "processes",
        "walks",
        "minutes",
        "loads",
        "choices",
        "median",
        "p95",
        "an answer",
        "memory per viewer",
        "checked",
        "wrong",
    )
    for crowd in results.get("viewers", ()):
        yield (
            f"{crowd['viewers']}", f"{crowd['processes']}", f"{crowd['walks']:,}", f"{crowd['minutes']:g}", f"{crowd['loads']}",
            f"{len(crowd['seconds']):,}",
            f"{1000 * statistics.median(crowd['seconds']):,.0f} ms", f"{1000 * crowd['p95']:,.0f} ms",
            f"{statistics.median(crowd['sizes']) / 1024:,.0f} KiB", f"{crowd['a_viewer']:.2f} MiB", f"{crowd['checked']:,}",
            f"{len(crowd['wrong'])}",
        )  # fmt: skip


_NOTES: Final[dict[Callable[[Results], Iterator[Sequence[str]]], str]] = {
    _seen_rows: "In Chromium. From the click to the first of the large numbers that is another / to the last change of the page, "
    "charts included: medians, and the 95th percentile of the latter; then milliseconds of the server's processor. Each "
    "choice is one that nobody asked for yet. First views: seconds from starting the server to what a browser that was "
    "never there has painted. Memory: what the server's processes hold after all these choices.",
    _page_rows: "From asking to the end of the run, without a browser, each with months that nobody asked for yet: milliseconds "
    "of the clock, and of the processor; medians.",
    _act_rows: "Seconds of the clock, and of the processor. Each is done once, in a process of its own, on a copy.",
    _crowd_rows: "Each chooses another borough, period or months of its own every five seconds, over a websocket and without a "
    "browser; on the same machine as the server. Every answer's counts are compared with the rows counted again.",
}


def _bars(results: Results) -> tuple[list[tuple[str, list[tuple[str, str, float, str]]]], str]:
    """What the picture shows: its groups of bars (name, kind, length, words), and a sentence."""
    starts, changes = _by_server(results, "starts"), _by_server(results, "changes")
    groups = []
    for title, of, value, words in (
        ("Another borough, from the click to the page at rest", changes, _borough_at_rest, "{:,.0f} ms"),
        ("First figures of a fresh server", starts, _first, "{:.1f} s"),
        ("Memory of the server", changes, lambda seen: seen["memory"], "{:,.0f} MiB"),
    ):  # fmt: skip
        bars = [(_name(seen), seen["kind"], value(seen), words.format(value(seen))) for seen in of.values()]
        if bars:
            groups.append((title, bars))
    machine = results.get("machine", {})
    return groups, f"{machine.get('processors', '?')} processors, {machine.get('gib', '?')} GiB; medians of one run"
