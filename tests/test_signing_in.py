"""Signing in and out with a real provider in a real browser, and everything that is not believed."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from tests.browser import PHONE, PROJECT, assert_accessible
from tests.signing_in import PEOPLE, SECRET, Dashboard, SignedIn, grant_everyone, open_signed_out, serve_with_sign_in
from tests.streamlit_client import SILENCE_SECONDS, StreamlitClient
from tests.test_access_grants import age
from walktalk_data.access.cookie import hash_cookie


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    with serve_with_sign_in(tmp_path_factory.mktemp("signing_in"), others=1) as served:
        grant_everyone(served)
        yield served


@pytest.fixture
def someone(browser: Browser, dashboard: Dashboard) -> Iterator[SignedIn]:
    with open_signed_out(browser, dashboard) as viewer:
        yield viewer


ONE = "Sign in with one"


def status_for(dashboard: Dashboard, cookies: dict[str, str], path: str = "/overview") -> int:
    connection = http.client.HTTPConnection(urlsplit(dashboard.address).netloc, timeout=30)
    connection.request("GET", path, headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})
    return connection.getresponse().status


def is_nobody(dashboard: Dashboard, cookies: dict[str, str]) -> bool:
    """Whether these cookies open no page and no websocket."""
    try:
        with StreamlitClient(dashboard.address, cookies):
            return False
    except ConnectionError:
        return status_for(dashboard, cookies) == 403


def test_a_link_leads_through_signing_in_to_its_page_with_its_filters(someone: SignedIn) -> None:
    someone.sign_in("superintendent", "/boroughs?borough=Redbridge&from=2022-01-01", way=ONE).no_errors()
    expect(someone.page).to_have_url(f"{someone.address}/boroughs?borough=Redbridge&from=2022-01-01")
    expect(someone.page.locator(".marking")).to_contain_text("Police only")
    expect(someone.page.locator(".who")).to_contain_text(PEOPLE["superintendent"]["email"])


def test_a_cookie_that_was_copied_is_refused_once_its_owner_has_signed_out(someone: SignedIn, dashboard: Dashboard) -> None:
    someone.sign_in("superintendent", way=ONE)
    copied = someone.cookies()
    assert not is_nobody(dashboard, copied)
    someone.page.get_by_role("link", name="Sign out").click()
    expect(someone.page).not_to_have_url(re.compile("/overview"))
    assert is_nobody(dashboard, copied)
    someone.page.goto(someone.address)
    expect(someone.page.get_by_role("link", name=ONE)).to_be_visible()
    lines = [(entry.who, entry.act, entry.what) for entry in dashboard.desk().read_log(6)[0]]
    assert (PEOPLE["superintendent"]["email"], "signed in", "as superintendent, from 127.0.0.1") in lines
    assert (PEOPLE["superintendent"]["email"], "signed out", "") in lines


def test_a_tab_that_is_still_open_shows_nothing_more_after_signing_out_elsewhere(someone: SignedIn) -> None:
    someone.sign_in("superintendent", "/factors", way=ONE)
    other = someone.context.new_page()
    other.goto(someone.address + "/auth/logout")
    someone.page.get_by_role("link", name="Boroughs", exact=True).click()
    expect(someone.page.get_by_text("You are not signed in any more")).to_be_visible()
    expect(someone.page.locator("[data-figure]")).to_have_count(0)
    other.close()


def test_an_idle_viewer_is_signed_out(someone: SignedIn, dashboard: Dashboard) -> None:
    someone.sign_in("coordinator", "/loads", way=ONE)
    age(dashboard.desk().access, hash_cookie(someone.cookies()) or "", last_seen_at=timedelta(minutes=61))
    someone.page.get_by_role("link", name="Overview", exact=True).click()
    expect(someone.page.get_by_text("You are not signed in any more")).to_be_visible()
    expect(someone.page.locator("[data-figure]")).to_have_count(0)
    assert is_nobody(dashboard, someone.cookies())


def test_tampered_and_forged_cookies_are_refused(someone: SignedIn, dashboard: Dashboard) -> None:
    someone.sign_in("stranger", way=ONE)
    sound = someone.cookies()
    cookie = sound["_streamlit_user"]
    assert not is_nobody(dashboard, sound)
    forged_claims = '{"sub": "superintendent", "iss": "%s", "email": "%s", "email_verified": true, "provider": "one"}'
    forged = forged_claims % (dashboard.providers[0].issuer, PEOPLE["superintendent"]["email"])
    for other in (
        cookie[:-1] + ("A" if cookie[-1] != "A" else "B"),
        cookie[10:],
        cookie + "A",
        cookie.split(".")[0],
        "",
        # With the very secret: it was never recorded as a return from a provider.
        create_signed_value(SECRET, "_streamlit_user", forged).decode(),
    ):
        assert is_nobody(dashboard, {**sound, "_streamlit_user": other}), other
    assert is_nobody(dashboard, {**sound, "_streamlit_user_1": "more"})
    assert not is_nobody(dashboard, sound)


def test_a_return_that_no_provider_sent_signs_nobody_in(dashboard: Dashboard) -> None:
    for query in ("", "?code=made-up&state=made-up", "?error=access_denied", "?state=x&iss=http://127.0.0.1"):
        connection = http.client.HTTPConnection(urlsplit(dashboard.address).netloc, timeout=30)
        connection.request("GET", f"/oauth2callback{query}")
        answer = connection.getresponse()
        set_cookies = [value for name, value in answer.getheaders() if name == "set-cookie"]
        assert not any(value.startswith("_streamlit_user=") and "Max-Age=0" not in value for value in set_cookies)


def test_a_foreign_page_opens_no_websocket_with_someones_cookies(someone: SignedIn, dashboard: Dashboard) -> None:
    someone.sign_in("superintendent", way=ONE)
    with StreamlitClient(dashboard.address, someone.cookies()) as client:
        client.run("overview")
        assert any(b"data-figure" in frame for frame in client.frames)
    for origin in ("http://evil.example", "http://localhost:8501", "null", dashboard.address.replace("http:", "https:")):
        with pytest.raises(ConnectionError), StreamlitClient(dashboard.address, someone.cookies(), origin):
            pass


@pytest.mark.long
def test_nobody_empties_caches_learns_the_names_of_files_or_has_files_written(someone: SignedIn, dashboard: Dashboard) -> None:
    someone.sign_in("stranger", way=ONE)
    with StreamlitClient(dashboard.address, someone.cookies()) as client:
        client.run("")
        client.hear_out()
        for name in ("clear_cache", "load_git_info", "set_run_on_save"):
            asked = BackMsg()
            setattr(asked, name, True)
            assert client.send(asked, seconds=SILENCE_SECONDS) == [], name
        for name in ("install_skills", "dismiss_skills_nudge", "dataframe_chunk"):
            asked = BackMsg()
            asked.backend_operation_request.request_id = "one"
            getattr(asked.backend_operation_request, name).SetInParent()
            assert client.send(asked, seconds=SILENCE_SECONDS) == [], name
        assert client.run(""), "what a page needs is answered still"


def test_a_download_offered_to_one_is_given_to_no_other_who_knows_its_number(browser: Browser, dashboard: Dashboard) -> None:
    with open_signed_out(browser, dashboard) as offered, open_signed_out(browser, dashboard) as other:
        offered.sign_in("superintendent", way=ONE)
        other.sign_in("stranger", way=ONE)
        address = dashboard.address
        with StreamlitClient(address, offered.cookies()) as maker, StreamlitClient(address, other.cookies()) as taker:
            maker.run("overview")
            offering = maker.open_menu("Take away", "overview")
            buttons = [message.delta.new_element.download_button for message in offering]
            number = next(button.deferred_file_id for button in buttons if button.deferred_file_id)
            asked = BackMsg()
            started = [message.new_session for message in taker.run("") if message.WhichOneof("type") == "new_session"]
            asked.backend_operation_request.session_id = started[0].initialize.session_id
            asked.backend_operation_request.request_id = "one"
            asked.backend_operation_request.deferred_file.file_id = number
            taker.hear_out()
            answers = [message.backend_operation_response for message in taker.send(asked)]
            assert answers[-1].error_msg == "", answers
            path = answers[-1].deferred_file.url
        assert path.startswith("/media/")
        assert status_for(dashboard, other.cookies(), path) == 403
        assert status_for(dashboard, offered.cookies(), path) == 200


def test_a_download_is_made_no_more_once_the_role_is_revoked(someone: SignedIn, dashboard: Dashboard) -> None:
    at = dashboard.desk()
    granted = at.grant(dashboard.providers[0].issuer, "email", PEOPLE["stranger"]["email"], "superintendent")
    someone.sign_in("stranger", way=ONE)
    someone.page.get_by_role("button", name="Take away").click()
    someone.settled()
    at.revoke(granted.grant_id)
    someone.page.get_by_role("button", name="Police only: Excel summary").click()
    expect(someone.page.get_by_text("Failed to generate file for download")).to_be_visible()
    assert not [url for url in someone.requests if urlsplit(url).path.startswith("/media/")]
    entry = at.read_log(1)[0][0]
    assert (entry.who, entry.act) == (PEOPLE["stranger"]["email"], "download: refused")


def test_an_unverified_email_opens_nothing(someone: SignedIn, dashboard: Dashboard) -> None:
    told = {"email": PEOPLE["superintendent"]["email"], "email_verified": False}
    dashboard.providers[0].say({**PEOPLE, "liar": told})
    someone.sign_in("liar", way=ONE)
    expect(someone.page.locator(".notice")).to_contain_text("nothing has been granted to you yet")
    expect(someone.page.locator(".known-as")).to_contain_text("not verified by the provider")
    expect(someone.page.locator(".who")).to_contain_text("liar")
    assert not any(b"data-figure" in frame for frame in someone.frames)


def test_the_same_email_at_a_second_provider_is_somebody_else(someone: SignedIn, dashboard: Dashboard) -> None:
    someone.sign_in("superintendent", way="Sign in with two")
    expect(someone.page.locator(".notice")).to_contain_text("nothing has been granted to you yet")
    expect(someone.page.locator(".known-as")).to_contain_text(dashboard.providers[1].issuer)
    assert not any(b"data-figure" in frame for frame in someone.frames)


def test_a_provider_that_is_not_named_is_no_way_in(dashboard: Dashboard) -> None:
    assert status_for(dashboard, {}, "/sign-in?provider=three") == 403
    assert status_for(dashboard, {}, "/sign-in") == 403


def test_a_grant_counts_from_the_next_click_on_and_so_does_taking_it_back(browser: Browser, dashboard: Dashboard) -> None:
    with open_signed_out(browser, dashboard) as stranger, open_signed_out(browser, dashboard) as administrator:
        stranger.sign_in("stranger", way=ONE)
        expect(stranger.page.locator(".notice")).to_be_visible()
        page = administrator.sign_in("administrator", "/grants", way=ONE).page
        page.get_by_role("textbox", name="The email, subject or group").fill(PEOPLE["stranger"]["email"])
        page.get_by_role("combobox", name="Role").click()
        page.get_by_role("option", name=re.compile("^Coordinator")).click()
        page.get_by_role("button", name="Grant", exact=True).click()
        expect(page.get_by_text("Granted: coordinator to email stranger@example.org.")).to_be_visible()
        administrator.settled().no_errors()
        stranger.open("/").no_errors()
        expect(stranger.page.locator(".marking")).to_contain_text("Police only")
        page.get_by_role("button", name="Revoke").first.click()
        administrator.settled()
        page.get_by_role("button", name="Yes, revoke it").click()
        expect(page.get_by_text("Revoked: coordinator to email stranger@example.org.")).to_be_visible()
        stranger.page.get_by_role("link", name="Boroughs", exact=True).click()
        stranger.settled()
        expect(stranger.page.locator("[data-figure]")).to_have_count(0)
        expect(stranger.page.get_by_text("nothing has been granted to you yet")).to_be_visible()
        told = [(entry.who, entry.act) for entry in dashboard.desk().read_log(8)[0]]
        assert (PEOPLE["administrator"]["email"], "revoke a grant") in told
        assert (PEOPLE["administrator"]["email"], "grant") in told


def test_whoever_may_grant_no_more_grants_nothing_with_a_page_that_is_still_open(browser: Browser, dashboard: Dashboard) -> None:
    at = dashboard.desk()
    granted = at.grant(dashboard.providers[0].issuer, "email", PEOPLE["stranger"]["email"], "administrator")
    with open_signed_out(browser, dashboard) as viewer:
        page = viewer.sign_in("stranger", "/grants", way=ONE).page
        page.get_by_role("textbox", name="The email, subject or group").fill("friend@example.org")
        page.get_by_role("combobox", name="Role").click()
        page.get_by_role("option", name=re.compile("^Superintendent")).click()
        at.revoke(granted.grant_id)
        page.get_by_role("button", name="Grant", exact=True).click()
        expect(page.get_by_text("Nothing has been granted to you yet, which does not allow you to grant roles")).to_be_visible()
    assert "friend@example.org" not in [grant.value for grant in at.list_grants()]


@pytest.mark.long
def test_over_https_signing_in_works_and_its_cookies_travel_over_nothing_else(browser: Browser, tmp_path: Path) -> None:
    with serve_with_sign_in(tmp_path, is_https=True, WALKTALK_PROXY="127.0.0.1") as dashboard:
        grant_everyone(dashboard)
        with open_signed_out(browser, dashboard, ignore_https_errors=True) as viewer:
            viewer.sign_in("superintendent", "/boroughs?borough=Redbridge").no_errors()
            expect(viewer.page).to_have_url(f"{dashboard.address}/boroughs?borough=Redbridge")
            expect(viewer.page.locator("[data-figure]").first).to_be_visible()
            kept = {cookie["name"]: cookie for cookie in viewer.context.cookies(dashboard.address)}
            assert {"_streamlit_user", "_streamlit_xsrf"} <= {*kept}
            for name, cookie in kept.items():
                if name.startswith(("_streamlit", "walktalk")):
                    assert cookie["secure"], name
                    assert cookie["httpOnly"] or name == "_streamlit_xsrf", name
            answer = viewer.context.request.get(dashboard.address)
            assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_what_is_missing_in_a_grant_is_said(someone: SignedIn) -> None:
    page = someone.sign_in("administrator", "/grants", way=ONE).page
    page.get_by_role("button", name="Grant", exact=True).click()
    expect(page.get_by_role("alert").get_by_text("Choose a role first.")).to_be_visible()
    someone.settled().no_errors()


@pytest.mark.parametrize(
    "options", [pytest.param({}, id="desk"), pytest.param({"viewport": PHONE}, id="phone", marks=pytest.mark.long)]
)
@pytest.mark.long
def test_anyone_can_use_the_pages_about_access(browser: Browser, dashboard: Dashboard, options: dict[str, object]) -> None:
    with open_signed_out(browser, dashboard, **options) as viewer:
        viewer.page.goto(viewer.address)
        assert_accessible(viewer)
        viewer.sign_in("administrator", "/grants", way=ONE)
        for path in ("/grants", "/audit_log"):
            viewer.open(path).no_errors()
            expect(viewer.page.get_by_role("heading", level=1)).to_have_count(1)
            assert_accessible(viewer)
            sideways = viewer.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
            assert sideways <= 0, f"{path} scrolls sideways by {sideways} pixels"
    for name in ("stranger", "partner"):
        with open_signed_out(browser, dashboard, **options) as viewer:
            viewer.sign_in(name, way=ONE)
            expect(viewer.page.get_by_role("heading", level=1)).to_have_count(1)
            assert_accessible(viewer)


@pytest.mark.parametrize("name", ["stranger", "administrator", "partner"])
def test_everyone_signed_in_opens_the_accessibility_statement_from_the_foot_of_their_page(
    browser: Browser, dashboard: Dashboard, name: str
) -> None:
    with open_signed_out(browser, dashboard) as viewer:
        viewer.sign_in(name, way=ONE)
        viewer.page.get_by_role("link", name="Accessibility", exact=True).click()
        viewer.settled().no_errors()
        expect(viewer.page.get_by_role("heading", level=1)).to_have_text("Accessibility")
        expect(viewer.page.get_by_role("heading", name="Whom to tell")).to_be_visible()


@pytest.mark.long
def test_on_a_phone_the_marking_and_the_way_out_are_both_in_sight(browser: Browser, dashboard: Dashboard) -> None:
    with open_signed_out(browser, dashboard, viewport=PHONE) as viewer:
        viewer.sign_in("superintendent", way=ONE)
        bar = viewer.page.locator(".marking").bounding_box()
        assert bar
        marking = viewer.page.locator(".marking").get_by_text("OFFICIAL · Police only")
        for part in (marking, viewer.page.get_by_role("link", name="Sign out")):
            box = part.bounding_box()
            assert box
            assert bar["y"] <= box["y"]
            assert box["y"] + box["height"] <= bar["y"] + bar["height"]


def test_the_log_holds_no_personal_details_and_the_server_prints_none(dashboard: Dashboard) -> None:
    assert dashboard.desk().read_log()[1] > 0
    printed = dashboard.log.read_text()
    assert "@example" not in printed
    assert "_streamlit_user" not in printed


def test_with_sign_in_set_up_dashboard_py_shows_nothing_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from walktalk_data.screen import viewer

    file = tmp_path / "secrets.toml"
    file.write_text("[auth]\n")
    monkeypatch.setenv("WALKTALK_SIGN_IN", str(file))
    viewer._is_sign_in_set_up.cache_clear()
    try:
        for script in ("dashboard.py", "pages/overview.py", "pages/not_granted.py"):
            run = AppTest.from_file(str(PROJECT / script), default_timeout=30).run()
            assert not run.exception
            assert run.error[0].value.startswith("Sign-in is set up, so the dashboard must be started with serve.py")
            assert not run.get("html")
    finally:
        viewer._is_sign_in_set_up.cache_clear()
