"""The server says whether it is ready, counts what it does, and writes of itself without a word that may be personal."""

from __future__ import annotations

import json
import logging
import shutil
import socket
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Browser

from tests.browser import find_free_port, open_viewer, serve
from tests.published import own_records
from walktalk_data.records.database import NoRecords
from walktalk_data.serving.health import STARTING, Readiness
from walktalk_data.serving.log import WithoutDetails
from walktalk_data.serving.start import CannotServe, read_serving
from walktalk_data.serving.watch import KINDS, kind_of

PERSONAL = "Anna Kowalska, 12 Larkmead Road"


def get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def wait_for(address: str, status: int) -> str:
    until = time.monotonic() + 30
    while (answer := get(address))[0] != status:
        assert time.monotonic() < until, answer
        time.sleep(0.2)
    return answer[1]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "page"),
        ("/factors", "page"),
        ("/media/0a1b.xlsx", "file"),
        ("/_stcore/stream", "viewer"),
        ("/_stcore/upload_file/a/b", "upload"),
        ("/_stcore/host-config", "streamlit"),
        ("/oauth2callback", "sign-in"),
        (f"/{PERSONAL}", "page"),
    ],
)
def test_a_request_is_told_by_what_it_is_about_and_not_by_its_path(path: str, kind: str) -> None:
    assert kind_of(path) == kind
    assert {kind for _, kind in KINDS} | {"page"} == {kind_of(begins) for begins, _ in KINDS} | {"page"}


@pytest.mark.parametrize("as_json", [True, False])
def test_a_fault_is_told_by_its_kind_and_place_and_its_message_only_where_it_is_ours(as_json: bool) -> None:
    def written(error: Exception) -> str:
        try:
            raise error
        except type(error):
            fault = sys.exc_info()
        record = logging.LogRecord("streamlit", logging.ERROR, __file__, 1, "Uncaught app execution", (), fault)
        return WithoutDetails(as_json).format(record)

    line = written(ValueError(PERSONAL))
    assert PERSONAL not in line
    assert "Anna" not in line
    assert "builtins.ValueError" in line
    assert "tests/test_watch.py:" in line
    assert "\n" not in line
    assert "No records yet" in written(NoRecords("No records yet"))
    if as_json:
        told = json.loads(line)
        assert (told["level"], told["part"], told["event"]) == ("error", "streamlit", "Uncaught app execution")


def test_what_a_library_puts_into_its_message_is_left_out() -> None:
    for message, put_in in (
        ("cannot read %s", (PERSONAL,)),
        (f"Task exception was never retrieved\nfuture: <Task exception=ValueError({PERSONAL!r})>", ()),
    ):
        for as_json in (True, False):
            record = logging.LogRecord("asyncio", logging.ERROR, __file__, 1, message, put_in, None)
            line = WithoutDetails(as_json).format(record)
            assert PERSONAL not in line
            assert "\n" not in line


def test_it_is_ready_once_it_is_warm_and_its_databases_answer() -> None:
    faults = iter(["records", ""])
    readiness = Readiness(lambda: next(faults))
    assert readiness.fault() == STARTING
    readiness.warm()
    assert readiness.fault() == "records"
    # Whoever asks at once gets the same answer, and the databases are not asked again.
    assert readiness.fault() == "records"
    readiness._asked_at = float("-inf")
    assert readiness.fault() == ""


@pytest.mark.parametrize("written", ["9464", "localhost:9464", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:66000", "127.0.0.1:x"])
def test_an_address_for_prometheus_that_is_none_is_said(written: str) -> None:
    with pytest.raises(CannotServe, match="WALKTALK_METRICS"):
        read_serving({"WALKTALK_METRICS": written})


def test_a_kind_of_log_that_is_none_is_said() -> None:
    with pytest.raises(CannotServe, match="words or json"):
        read_serving({"WALKTALK_LOG": "xml"})
    assert read_serving({}).log == "words"
    assert read_serving({}).metrics is None
    assert read_serving({"WALKTALK_METRICS": "[::1]:9"}).metrics == ("::1", 9)


def test_an_address_for_prometheus_that_is_taken_is_said_and_nothing_is_served(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(RuntimeError, match="before it served") as fault, serve(tmp_path / "log", WALKTALK_METRICS=taken):
            pass
    assert f"WALKTALK_METRICS is {taken}, which cannot be had" in str(fault.value)
    assert "Traceback" not in str(fault.value)


def test_served_it_tells_when_it_is_ready_counts_and_writes_lines_of_json(browser: Browser, tmp_path: Path) -> None:
    with closing(own_records(tmp_path)):
        pass
    file, log, port = tmp_path / "walks.sqlite", tmp_path / "server.log", find_free_port()
    settings = {
        "WALKTALK_DATABASE": f"sqlite:///{file}",
        "WALKTALK_LOG": "json",
        "WALKTALK_METRICS": f"127.0.0.1:{port}",
    }
    with serve(log, **settings) as address:
        assert wait_for(f"{address}/api/ready", 200) == '{"ready":true}'
        assert get(f"{address}/api/health") == (200, '{"ok":true}')
        with open_viewer(browser, address) as viewer:
            viewer.open("/?borough=Redbridge").no_errors()
            told = get(f"http://127.0.0.1:{port}/metrics")[1]
            assert "walktalk_viewers 1.0" in told
        assert 'walktalk_briefings_total{how="worked out"}' in told
        assert 'walktalk_requests_total{kind="page",status="200"}' in told
        assert "process_resident_memory_bytes" in told or sys.platform != "linux"
        # What viewers reach tells no numbers, and a file that is damaged is noticed, and when it is mended.
        assert get(f"{address}/metrics")[0] == 404
        shutil.copy(file, tmp_path / "kept")
        for ending in ("-wal", "-shm"):
            Path(f"{file}{ending}").unlink(missing_ok=True)
        file.write_bytes(b"no database " * 1000)
        assert json.loads(wait_for(f"{address}/api/ready", 503)) == {"ready": False, "not_ready": "records"}
        shutil.copy(tmp_path / "kept", file)
        wait_for(f"{address}/api/ready", 200)
    lines = [line for line in log.read_text(encoding="utf-8").splitlines() if not line.startswith("The dashboard is at")]
    told_of = [json.loads(line) for line in lines]
    assert {"page", "viewer", "static", "health"} <= {line["kind"] for line in told_of if line["event"] == "request"}
    assert not any("Redbridge" in line for line in lines)
