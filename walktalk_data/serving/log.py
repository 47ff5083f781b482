"""What the server writes about itself: lines without a name, a record or a woman's word, as words or as JSON."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from streamlit import logger as of_streamlit

PROJECT: Final = Path(__file__).resolve().parents[2]
OWN: Final = "walktalk_data"

requests: Final = logging.getLogger("walktalk.requests")
"""One line a request, where they are wanted."""


class WithoutDetails(logging.Formatter):
    """Of a fault it tells the kind and where in the code it happened. Its message may repeat a cell, so only our own is told:
    those repeat nothing that may be personal."""

    def __init__(self, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "part": record.name,
            "event": _tell_event(record),
            **getattr(record, "told", {}),
            **(_tell_fault(record.exc_info) if record.exc_info else {}),
        }
        if self._as_json:
            return json.dumps(told, ensure_ascii=False)
        at, level, part, event = (told.pop(name) for name in ("at", "level", "part", "event"))
        more = "".join(f"; {name}: {value}" for name, value in told.items())
        return f"{at} {level} {part}: {event}{more}"


def _tell_event(record: logging.LogRecord) -> str:
    """Our own message whole; of a library's its first line, without what it puts in: asyncio, for one, goes on with the fault."""
    if record.name.startswith("walktalk"):
        return record.getMessage()
    return (str(record.msg).splitlines() or [""])[0]


def _tell_fault(fault: tuple[Any, ...]) -> dict[str, Any]:
    kind: type[BaseException] | None = fault[0]
    if kind is None:
        return {}
    error: BaseException = fault[1]
    told: dict[str, Any] = {"error": f"{kind.__module__}.{kind.__qualname__}"}
    if kind.__module__.startswith(OWN):
        told["words"] = str(error)
    return {**told, "where": _tell_place(fault[2])}


def _tell_place(trace: TracebackType | None) -> list[str]:
    """The innermost steps, and the last of them that is ours."""
    steps = traceback.extract_tb(trace)
    own = [step for step in steps if Path(step.filename).is_relative_to(PROJECT) and "site-packages" not in step.filename]
    kept = [*own[-3:], *(step for step in steps[-1:] if step not in own)]
    return [f"{_short(step.filename)}:{step.lineno} {step.name}" for step in kept]


def _short(file: str) -> str:
    path = Path(file)
    return path.relative_to(PROJECT).as_posix() if path.is_relative_to(PROJECT) else path.name


def begin_log(as_json: bool) -> None:
    """From now on everything that the server and its libraries log goes through one place, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutDetails(as_json))

    def take_over(logger: logging.Logger) -> None:
        logger.handlers[:] = [handler]

    # Streamlit gives each of its loggers a handler of its own, those too that it makes later.
    of_streamlit.setup_formatter = take_over
    for logger in (*of_streamlit._loggers.values(), logging.getLogger()):
        take_over(logger)
    requests.setLevel(logging.INFO if as_json else logging.CRITICAL)
