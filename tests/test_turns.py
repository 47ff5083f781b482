"""Pages of figures are drawn a few at a time, in the order in which they were asked for, and none waits for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import _GeneratorContextManager, suppress

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.browser import PROJECT
from walktalk_data.screen import turns as turns_module
from walktalk_data.screen.turns import Turns

PATIENCE = 60.0


def wait_until(holds: Callable[[], bool]) -> None:
    given_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < given_up
        time.sleep(0.001)


def waiting(turns: Turns) -> int:
    return len(turns._waiting)


def had(turns: Turns) -> int:
    return len(turns._begun)


def most_at_once(turns: Turns, pages: int, seconds: float) -> int:
    """How many of so many pages, all asked for at the same moment, were drawn at once at most. Each is drawn."""
    lock, there, most, done = threading.Lock(), 0, 0, 0

    def draw(_: int) -> None:
        nonlocal there, most, done
        with turns.take():
            with lock:
                there += 1
                most = max(most, there)
            time.sleep(seconds)
            with lock:
                there -= 1
                done += 1

    with ThreadPoolExecutor(pages) as threads:
        list(threads.map(draw, range(pages)))
    assert (done, had(turns), waiting(turns)) == (pages, 0, 0)
    return most


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_never_more_at_once_and_all_of_them_in_the_end(at_once: int) -> None:
    assert most_at_once(Turns(at_once, PATIENCE), 200, 0.001) == at_once


def test_who_came_first_is_first_though_others_come_when_one_ends() -> None:
    turns, came = Turns(1, PATIENCE), list[int]()

    def draw(number: int) -> None:
        with turns.take():
            came.append(number)

    threads = [threading.Thread(target=draw, args=(number,)) for number in range(30)]
    with turns.take():
        for number, thread in enumerate(threads):
            thread.start()
            wait_until(lambda number=number: waiting(turns) == number + 1)  # type: ignore[misc]  # mypy takes the default for an argument
    for thread in threads:
        thread.join(PATIENCE)
    assert came == list(range(30))


def test_a_turn_is_passed_on_also_by_a_page_that_fails_or_is_asked_for_anew() -> None:
    class AskedAnew(BaseException):
        """As Streamlit ends a run."""

    turns = Turns(1, PATIENCE)
    for fault in (ValueError, AskedAnew, GeneratorExit):
        with suppress(fault), turns.take():
            raise fault
    with turns.take():
        assert had(turns) == 1
    assert had(turns) == 0


def test_beside_one_that_hangs_the_others_are_drawn_and_nothing_is_given_out_twice_when_it_ends() -> None:
    turns = Turns(1, 0.05)
    with turns.take():
        for _ in range(2):
            with turns.take():
                assert had(turns) == 1
        assert (had(turns), waiting(turns)) == (0, 0)
        with turns.take():
            hanging = turns.take()
            hanging.__enter__()  # After a while: the one before it has had its turn for too long, and goes on without.
            assert had(turns) == 1
    assert had(turns) == 1, "those that had lost their turns ended another's"
    hanging.__exit__(None, None, None)
    assert had(turns) == 0


def test_however_long_many_wait_no_more_are_drawn_at_once() -> None:
    """All at once they would be slower, more would wait for too long, and none would ever be in turn again."""
    turns, begun = Turns(2, 2.0), time.monotonic()
    assert most_at_once(turns, 60, 0.1) == 2
    assert time.monotonic() - begun > turns._longest_turn, "none waited for long: this has shown nothing"


class Counted(Turns):
    """Turns that say how many were asked for."""

    asked = 0

    def take(self) -> _GeneratorContextManager[None]:
        self.asked += 1
        return super().take()


@pytest.mark.parametrize(("query", "expected"), [({}, 1), ({"borough": "Redbridge"}, 1), ({"edition": "partner-preview"}, 0)])
def test_the_dashboard_draws_a_page_of_figures_in_its_turn_and_a_preview_without(
    query: dict[str, str], expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Counted(2, PATIENCE)
    monkeypatch.setattr(turns_module, "_turns", counted)
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: None))
    dashboard = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=PATIENCE)
    for name, value in query.items():
        dashboard.query_params[name] = value
    assert not dashboard.run().exception
    assert counted.asked == expected
    assert had(counted) == 0
