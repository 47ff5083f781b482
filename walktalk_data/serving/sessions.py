"""Which Streamlit session made a file or takes an upload, so that nobody else fetches or fills it.

Streamlit has no public way to ask; what is read here is its own list of files. Where that is not as expected, nobody is an owner.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from streamlit.runtime import Runtime, exists, get_instance

from walktalk_data.access.cookie import hash_cookie

MEDIA: Final = "/media/"
UPLOADS: Final = "/_stcore/upload_file/"


def is_owner(path: str, cookie_sha256: str) -> bool:
    """Whether the media file, or the upload, of this path belongs to a session of the viewer with that cookie."""
    if not exists():
        return False
    runtime = get_instance()
    return any(_cookie_of(runtime, session) == cookie_sha256 for session in _sessions_of(runtime, path))


def _sessions_of(runtime: Runtime, path: str) -> Iterator[str]:
    if path.startswith(UPLOADS):
        yield path.removeprefix(UPLOADS).partition("/")[0]
        return
    # The file's id is its name without the ending: /media/<id>.xlsx. Taken apart as Streamlit does.
    file_id = os.path.splitext(path.removeprefix(MEDIA))[0]  # noqa: PTH122
    files = getattr(runtime.media_file_mgr, "_files_by_session_and_coord", None)
    for session, of_session in list(files.items()) if isinstance(files, dict) else ():
        if file_id in list(of_session.values()):
            yield session


def _cookie_of(runtime: Runtime, session: str) -> str | None:
    client = runtime.get_client(session)
    context = client.client_context if client else None
    return hash_cookie(context.cookies) if context else None
