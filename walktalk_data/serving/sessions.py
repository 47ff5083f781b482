"""Whose a file is that Streamlit serves, and whose session an upload goes to, so that nobody else fetches or fills it.

Streamlit serves a download to whoever has its address, and keeps no list of whom it was made for; so the screen notes it.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from streamlit.runtime import exists, get_instance
from streamlit.runtime.media_file_storage import MediaFileStorageError

from walktalk_data.access.cookie import hash_cookie
from walktalk_data.access.made_files import was_made_for

MEDIA: Final = "/media/"
UPLOADS: Final = "/_stcore/upload_file/"


async def answer_session(request: Request) -> Response:
    """Whether the page's session is here (204), or the page has to be opened anew (404)."""
    is_here = exists() and get_instance().get_client(request.path_params["session"]) is not None
    return Response(status_code=204 if is_here else 404, headers={"cache-control": "no-store"})


def may_fetch(path: str, cookie_sha256: str) -> bool:
    """Whether the file of this path was made for the viewer with that cookie. A file that no one was noted for is nobody's."""
    if not exists():
        return False
    try:
        file = get_instance().media_file_mgr.read_file(path.removeprefix(MEDIA))
    except MediaFileStorageError:
        return False
    return file is not None and was_made_for(file.content, cookie_sha256)


def may_fill(path: str, cookie_sha256: str) -> bool:
    """Whether the upload of this path goes to a session of the viewer with that cookie."""
    session = path.removeprefix(UPLOADS).partition("/")[0]
    client = get_instance().get_client(session) if exists() else None
    context = client.client_context if client else None
    return context is not None and hash_cookie(context.cookies) == cookie_sha256
