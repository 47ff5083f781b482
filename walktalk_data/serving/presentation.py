"""The address of the presentation: who asks, and what they are answered. What it holds is made elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from walktalk_data.access.cookie import hash_cookie
from walktalk_data.access.settings import is_loopback
from walktalk_data.serving.sign_in_page import draw_notice

NOT_KEPT: Final = {"cache-control": "no-store"}
"""It is for whoever asked, and stays in no cache."""


class Presented(Protocol):
    """What is answered: the file and what a browser may do with it; or why there is none, with the HTTP status for that."""

    @property
    def content(self) -> bytes: ...
    @property
    def policy(self) -> str: ...
    @property
    def refused(self) -> str: ...
    @property
    def status(self) -> int: ...


def answer_with(
    make: Callable[[str | None, bool, Mapping[str, str]], Presented], has_sign_in: bool
) -> Callable[[Request], Awaitable[Response]]:
    """The answer to a request. `make` is asked anew each time: with the hash of the cookie, and whether this machine asks."""

    async def answer(request: Request) -> Response:
        seal = hash_cookie(dict(request.cookies)) if has_sign_in else None
        is_this_machine = request.client is not None and is_loopback(request.client.host)
        presented = await run_in_threadpool(make, seal, is_this_machine, dict(request.query_params))
        if presented.refused:
            return HTMLResponse(draw_notice("Nothing to present", presented.refused), presented.status, NOT_KEPT)
        return HTMLResponse(presented.content, presented.status, {**NOT_KEPT, "content-security-policy": presented.policy})

    return answer
