"""The guard by itself, in front of an app that would give everything away: what it refuses, whatever is asked and however."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from walktalk_data.access.cookie import hash_cookie
from walktalk_data.access.database import AccessDatabase
from walktalk_data.access.door import Door
from walktalk_data.access.settings import SignIn
from walktalk_data.records.database import connect_database
from walktalk_data.serving.guard import Guard, _safe_path
from walktalk_data.serving.sign_in_page import draw_sign_in
from walktalk_data.serving.start import read_serving

ISSUER = "https://login.example"
HOST = "walks.example"
SETTINGS = SignIn(Path("secrets.toml"), f"https://{HOST}", {"police": ISSUER})
COOKIE = {"_streamlit_user": "signed.by.streamlit"}
SECRETS = "everything"


async def give_everything(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers any request with all there is, and says who it believes sent it."""
    if scope["type"] == "websocket":
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        await socket.send_text(SECRETS)
        await socket.close()
        return
    client = Request(scope).client
    forwarded = [name.decode() for name, _ in scope["headers"] if b"forward" in name or name == b"x-real-ip"]
    answer = PlainTextResponse(f"{SECRETS} {client.host if client else ''} {forwarded}", headers={"set-cookie": "a=b; Path=/"})
    await answer(scope, receive, send)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    opened = Door(SETTINGS, AccessDatabase(connect_database(f"sqlite:///{tmp_path / 'access.sqlite'}")))
    opened.let_in("police", {"iss": ISSUER, "sub": "ada"}, hash_cookie(COOKIE) or "")
    yield opened
    opened.access.close()


def client(door: Door | None, host: str = HOST, proxies: tuple[str, ...] = (), peer: str = "192.0.2.50") -> TestClient:
    app = Guard(give_everything, (lambda: door) if door else None, proxies)
    return TestClient(app, base_url=f"http://{host}", client=(peer, 5000), follow_redirects=False)


def open_websocket(asking: TestClient, host: str = HOST, **headers: str) -> WebSocketTestSession:
    sent = headers or {"origin": SETTINGS.origin}
    return asking.websocket_connect(f"ws://{host}/_stcore/stream", headers=sent)


PATHS = [
    "/", "/overview", "/grants", "/media/abc.xlsx", "/media/", "/_stcore/host-config", "/_stcore/upload_file/a/b",
    "/component/a/b", "/_stcore/bidi-components/a", "/app/static/x", "/index.html", "//static/x", "/%2e%2e/media/abc.xlsx",
    "/auth/other", "/oauth2callback/x", "/sign-in/x", "/_stcore/health/", "/_stcore/metrics", "/_stcore/agent/openapi.json",
    "/_stcore/script-health-check",
]  # fmt: skip
NOT_RECORDED = [{}, {"_streamlit_user": "signed.by.someone"}, {**COOKIE, "_streamlit_user_1": "more"}, {"_streamlit_user_1": "x"}]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_who_is_not_signed_in_is_given_nothing_at_any_path(door: Door, path: str, method: str) -> None:
    for cookies in (
        {},
        {"_streamlit_user": "signed.by.someone"},
        {**COOKIE, "_streamlit_user_1": "more"},
        {"_streamlit_user_1": "x"},
    ):
        asking = client(door)
        asking.cookies.update(cookies)
        answer = asking.request(method, path, headers={"origin": SETTINGS.origin, "accept": "text/html"})
        assert answer.status_code in (403, 404)
        assert SECRETS not in answer.text


def test_who_is_not_signed_in_is_given_no_websocket(door: Door) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        open_websocket(client(door)) as socket,
    ):
        socket.receive_text()


def test_who_is_signed_in_passes_and_a_cookie_signed_out_does_not(door: Door) -> None:
    asking = client(door)
    asking.cookies.update(COOKIE)
    assert SECRETS in asking.get("/overview").text
    with open_websocket(asking) as socket:
        assert socket.receive_text() == SECRETS
    copied = client(door)
    copied.cookies.update(COOKIE)
    asking.get("/auth/logout")
    assert copied.get("/overview").status_code == 403
    with (
        pytest.raises(WebSocketDisconnect),
        open_websocket(copied) as socket,
    ):
        socket.receive_text()


@pytest.mark.parametrize(
    "origin", ["https://evil.example", f"http://{HOST}", f"https://{HOST}.evil.example", "null", f"https://{HOST}:8443", None]
)
def test_a_foreign_page_sends_nothing_and_opens_no_websocket(door: Door, origin: str | None) -> None:
    asking = client(door)
    asking.cookies.update(COOKIE)
    headers = {"origin": origin} if origin else {"accept": "*/*"}
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert asking.request(method, "/overview", headers=headers).status_code == 403
    with pytest.raises(WebSocketDisconnect), open_websocket(asking, **headers) as socket:
        socket.receive_text()


def test_a_foreign_page_signs_nobody_out(door: Door) -> None:
    asking = client(door)
    asking.cookies.update(COOKIE)
    assert asking.get("/auth/logout", headers={"sec-fetch-site": "cross-site", "sec-fetch-dest": "image"}).status_code == 403
    assert SECRETS in asking.get("/overview").text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", f"{HOST}:8443", f"{HOST}.evil.example"])
def test_another_host_is_not_answered(door: Door, host: str) -> None:
    asking = client(door, host=host)
    asking.cookies.update(COOKIE)
    assert asking.get("/overview").status_code == 403
    assert asking.get("/_stcore/health").status_code == 200


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded", "x-real-ip"])
def test_forged_forwarded_headers_make_nobody_someone(door: Door, header: str) -> None:
    forged = {header: "for=127.0.0.1" if header == "forwarded" else "127.0.0.1"}
    assert client(door).get("/overview", headers=forged).status_code == 403
    asking = client(door)
    asking.cookies.update(COOKIE)
    assert asking.get("/overview", headers=forged).text == f"{SECRETS} 192.0.2.50 []"
    # Without sign-in whatever comes through a proxy is not from this machine, though the proxy is.
    assert client(None, host="127.0.0.1:8501", peer="127.0.0.1").get("/", headers=forged).status_code == 403


def test_a_named_proxy_is_believed_and_only_what_it_wrote_itself(door: Door) -> None:
    headers = {"x-forwarded-for": "127.0.0.1, 198.51.100.4", "x-forwarded-host": "evil.example"}
    for peer, seen in (("192.0.2.1", "198.51.100.4"), ("192.0.2.2", "192.0.2.2")):
        asking = client(door, proxies=("192.0.2.1",), peer=peer)
        asking.cookies.update(COOKIE)
        assert asking.get("/overview", headers=headers).text == f"{SECRETS} {seen} []"


def test_over_https_every_cookie_is_secure(door: Door) -> None:
    asking = client(door)
    asking.cookies.update(COOKIE)
    for path in ("/overview", "/_stcore/health", "/static/x"):
        assert asking.get(path).headers["set-cookie"] == "a=b; Path=/; Secure"
    gone_to_provider = asking.get("/sign-in?provider=nobody")
    assert gone_to_provider.status_code == 403


def test_without_sign_in_this_machine_is_answered_and_no_foreign_name_of_it() -> None:
    for host in ("127.0.0.1:8501", "localhost:9000", "[::1]:8501"):
        assert SECRETS in client(None, host=host).get("/overview").text
        with open_websocket(client(None, host=host), host, origin=f"http://{host}") as socket:
            assert socket.receive_text() == SECRETS
    for host in ("evil.example:8501", "127.0.0.1.evil.example", "localhost.evil.example"):
        assert client(None, host=host).get("/overview").status_code == 403
    with (
        pytest.raises(WebSocketDisconnect),
        open_websocket(client(None, host="127.0.0.1:8501"), "127.0.0.1:8501", origin="http://evil.example") as socket,
    ):
        socket.receive_text()


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\evil", "javascript:alert(1)", "/a\r\nx: y", "/media/a",
     "/auth/logout", "", "/_stcore/stream", "/sign-in?to=/", "/" + "a" * 3000, "/ä"],
)  # fmt: skip
def test_coming_back_leads_to_no_other_place(wanted: str) -> None:
    assert _safe_path(wanted) == "/"
    assert _safe_path("/boroughs?borough=Redbridge&from=2022-01-01") == "/boroughs?borough=Redbridge&from=2022-01-01"


def test_the_server_believes_no_proxy_unless_one_is_named() -> None:
    assert read_serving({}).proxies == ()


def test_the_sign_in_page_names_the_unit_and_its_boroughs() -> None:
    page = draw_sign_in({"police": "/sign-in?provider=police"})
    assert "<b>East Area</b>: Havering, Redbridge, Barking and Dagenham." in page
