"""The benchmark of speed: its parts run at a tiny size, and what it compares with is what it says it is."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.made_database import make_database
from benchmarks.speed.constants import count_elements, record_constants
from benchmarks.speed.recount import count_months, expected, find_wrong
from benchmarks.speed.report import bounds, write_report
from benchmarks.speed.servers import Server, memory_of, serve_bare, serve_dashboard
from benchmarks.speed.wire import Answer, WireViewer
from tests.streamlit_client import StreamlitClient
from walktalk_data.briefing import Scope, make_briefing
from walktalk_data.records.database import connect_file

WALKS = 400


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("made") / "walks.sqlite"
    make_database(file, WALKS)
    return file


@pytest.fixture(scope="module")
def server(database: Path) -> Iterator[Server]:
    with serve_dashboard(database.with_name("server.log"), database) as served:
        yield served


def test_made_records_have_the_shape_that_is_said(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        counted = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("requests", "walks", "answers", "actions")
        }
        faults = connection.execute("PRAGMA foreign_key_check").fetchall()
    assert counted == {"requests": WALKS * 13 // 10, "walks": WALKS, "answers": WALKS * 11 // 10, "actions": 12}
    assert not faults


def test_the_same_number_is_always_the_same_records(database: Path, tmp_path: Path) -> None:
    make_database(tmp_path / "again.sqlite", WALKS)
    assert count_months(tmp_path / "again.sqlite") == count_months(database)


def test_the_recount_says_what_the_briefing_says_and_notices_what_it_does_not(database: Path) -> None:
    with closing(connect_file(database)) as opened:
        briefing = make_briefing(opened, Scope())
        tables = (
            briefing.requests_by_borough_and_status,
            briefing.walks_by_borough_and_light,
            briefing.feelings_by_borough_and_light,
        )
        told = {
            figure.figure_id: int(figure.value)
            for table in tables
            for figure in table.figures()
            if figure.value is not None and not figure.measure.endswith("share")
        }
    right = expected(count_months(database), "0000-00", "9999-99")
    assert find_wrong(told, right) == []
    told["walks_by_borough_and_light/walks/all/dark"] += 1
    assert len(find_wrong(told, right)) == 1
    assert find_wrong({}, right)


def test_months_counted_again_after_a_change_are_what_all_of_them_would_be(database: Path, tmp_path: Path) -> None:
    before = count_months(database)
    changed = tmp_path / "walks.sqlite"
    changed.write_bytes(database.read_bytes())
    with closing(sqlite3.connect(changed)) as connection, connection:
        connection.execute("UPDATE answers SET feeling = 'very safe' WHERE walk_id IN "
                           "(SELECT walk_id FROM walks WHERE started_on LIKE '2019-05-%')")  # fmt: skip
    assert count_months(changed, ["2019-05"], before) == count_months(changed) != before


def test_a_viewer_without_a_browser_is_answered_with_the_figures_that_it_asked_for(server: Server, database: Path) -> None:
    async def look() -> tuple[list[Answer], tuple[str, str]]:
        async with WireViewer(server.address) as viewer:
            answers = [await viewer.open()]
            menu = [await viewer.open_menu("Periods")]
            answers.append(await viewer.press("2019"))
            menu.append(await viewer.close_menu("Periods"))
            assert [(own.figures, own.failures) for own in menu] == [({}, [])] * 2
            assert max(own.size for own in menu) < min(own.size for own in answers) / 5, "more than the menu was drawn anew"
            answers.append(await viewer.choose({"chosen_borough": "Redbridge"}))
            answers.append(await viewer.choose({"written_from": "2018-02-01", "written_to": "2018-11-30"}))
            return answers, viewer.months

    answers, months = asyncio.run(look())
    counts = count_months(database)
    assert months == ("2018-02", "2018-11")
    for answer, asked in zip(
        answers, (("0000-00", "9999-99"), ("2019-01", "2019-12"), ("2019-01", "2019-12"), months), strict=True
    ):
        assert answer.failures == []
        assert find_wrong(answer.figures, expected(counts, *asked)) == []
    assert "walks_by_borough_and_light/walks/redbridge/all" in answers[-1].figures
    assert memory_of(server.process) > 50


def test_the_bare_page_has_as_many_elements_of_each_kind_as_overview(server: Server, tmp_path: Path) -> None:
    constants = tmp_path / "constants.json"
    record_constants(server.address, constants)
    with StreamlitClient(server.address, {}) as client:
        of_overview = count_elements(client.run("", query="from=2019-01-01&to=2019-12-31"))
    with serve_bare(tmp_path / "bare.log", constants) as bare, StreamlitClient(bare.address, {}) as client:
        of_bare_page = count_elements(client.run("", query=""))
        another = client.run("", query="borough=Redbridge")
    assert of_bare_page == of_overview
    assert any("/redbridge/" in message.delta.new_element.html.body for message in another)


def test_a_report_says_what_does_not_hold(tmp_path: Path) -> None:
    def seen(kind: str, walks: int, milliseconds: float, memory: float) -> dict[str, object]:
        change = {"changed": milliseconds, "at_rest": milliseconds, "processor": 10.0}
        changes = [{"what": what, **change} for what in ("period", "borough", "period", "borough")]
        return {
            "kind": kind,
            "walks": walks,
            "changes": changes,
            "memory": memory,
            "starts": [(milliseconds / 100, 9.0, milliseconds / 200)],
        }

    servers = [seen("bare", 0, 300, 150), seen("dashboard", 10_000, 300, 150), seen("dashboard", 1_000_000, 350, 300)]
    servers.append(seen("naive", 1_000_000, 1_400, 2_200))
    results = {"starts": servers, "changes": servers}
    held = {bound.what: bound.holds for bound in bounds(results)}
    assert list(held.values()) == [False, True, True, True, True]
    told = write_report(results, tmp_path)
    assert "1.17 times at rest, 1.17 first figure (promised: at most 1.15): **no**" in told
    assert "the naive dashboard, 1,000,000 walks" in (tmp_path / "speed.md").read_text(encoding="utf-8")
    assert (tmp_path / "speed.svg").read_text(encoding="utf-8").startswith("<svg")
