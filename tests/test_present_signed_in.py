"""Who may present what: the same as on the pages, asked anew for every request, and written to the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect

from tests.published import WINTER
from tests.signing_in import PEOPLE, Dashboard, open_signed_out, serve_own_records
from walktalk_data import desk
from walktalk_data.briefing import EditionScope, open_edition
from walktalk_data.figure import Bound
from walktalk_data.outputs.on_a_wall import WORDS
from walktalk_data.outputs.presentation import make_screens
from walktalk_data.vocabulary import DEFAULT_UNIT


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    with serve_own_records(tmp_path_factory.mktemp("own")) as served:
        served.desk().publish(EditionScope(DEFAULT_UNIT, "partner", *WINTER), "Panel of April")
        yield served


def test_a_partner_presents_the_edition_screen_by_screen(browser: Browser, dashboard: Dashboard) -> None:
    with closing(desk.open_database(dashboard.records)) as records:
        briefing = open_edition(records, 1)
    figures = {figure.figure_id: figure for table in briefing.tables for figure in table.figures()}
    with open_signed_out(browser, dashboard) as partner:
        partner.sign_in("partner", "/?edition=1")
        partner.page.get_by_role("link", name="Present", exact=True).click()
        page = partner.page
        expect(page.locator(".screen").first).to_contain_text("Edition 1: Panel of April")
        for screen in make_screens(briefing):
            expect(page.locator(f"#{screen.name}")).to_be_in_viewport(ratio=0.98)
            page.keyboard.press("PageDown")
        told: list[list[str]] = page.locator("[data-figure]").evaluate_all(
            "all => all.map(one => [one.dataset.figure, one.dataset.end || '', one.textContent])"
        )
        assert len(told) > 40
        for figure_id, end, words in told:
            figure = figures[figure_id]
            shown = Bound(figure, "low" if end == "low" else "high").shown if end else figure.shown
            shown = WORDS.get(shown, shown)
            assert words in (shown, shown.strip("()"), shown.lstrip("+\N{MINUS SIGN}"), "–not applicable"), figure_id
        assert "Police only" not in page.content()


def test_whatever_a_partner_asks_for_it_is_a_published_briefing(browser: Browser, dashboard: Dashboard) -> None:
    with open_signed_out(browser, dashboard) as partner:
        partner.sign_in("partner")
        for asked in ("", "?borough=Havering", "?from=2021-11-01&to=2021-11-30", "?as_at=2022-02-01"):
            partner.page.goto(f"{dashboard.address}/present{asked}")
            expect(partner.page.locator(".screen").first).to_contain_text("Edition 1: Panel of April")
            assert "Police only" not in partner.page.content()
        for refused in ("?edition=2", "?edition=partner-preview&from=2022-01-01&to=2022-03-31"):
            answer = partner.page.goto(f"{dashboard.address}/present{refused}")
            assert answer is not None
            assert answer.status == 403
            assert partner.page.locator(".screen").count() == 0


def test_nobody_else_is_shown_a_screen(browser: Browser, dashboard: Dashboard) -> None:
    with open_signed_out(browser, dashboard) as someone:
        someone.page.goto(f"{dashboard.address}/present?edition=1")
        expect(someone.page.get_by_role("link", name="Sign in")).to_be_visible()
        assert someone.page.locator(".screen").count() == 0
    for name in ("administrator", "stranger"):
        with open_signed_out(browser, dashboard) as someone:
            someone.sign_in(name)
            for asked in ("?edition=1", ""):
                answer = someone.page.goto(f"{dashboard.address}/present{asked}")
                assert answer is not None
                assert answer.status == 403
                assert someone.page.locator(".screen").count() == 0


def test_what_was_presented_is_in_the_log(browser: Browser, dashboard: Dashboard) -> None:
    with open_signed_out(browser, dashboard) as superintendent:
        superintendent.sign_in("superintendent")
        answer = superintendent.page.goto(f"{dashboard.address}/present?borough=Redbridge&from=2022-01-01&to=2022-03-31")
        assert answer is not None
        assert answer.headers["cache-control"] == "no-store"
        expect(superintendent.page.locator(".screen").first).to_contain_text("Police only")
        superintendent.page.goto(f"{dashboard.address}/present?edition=1")
    entries = dashboard.desk().read_log()[0]
    done = {(entry.act, entry.what) for entry in entries}
    assert ("present", "edition 1") in done
    assert any(act == "present" and what.startswith("Redbridge, 1 January to 31 March 2022") for act, what in done)


@pytest.mark.parametrize("label", ["Take away", "Present"])
def test_a_menu_of_police_figures_is_empty_for_whoever_became_a_partner_while_its_page_stood(
    label: str, browser: Browser, dashboard: Dashboard
) -> None:
    at = dashboard.desk()
    issuer, email = dashboard.providers[0].issuer, PEOPLE["stranger"]["email"]
    granted = at.grant(issuer, "email", email, "superintendent")
    with open_signed_out(browser, dashboard) as someone:
        someone.sign_in("stranger")
        offered = someone.page.get_by_role("button", name=label, exact=True)
        expect(offered).to_be_visible()
        at.revoke(granted.grant_id)
        as_partner = at.grant(issuer, "email", email, "partner", ["Havering"])
        offered.click()
        expect(someone.page.get_by_text("not allow you to download the Excel summary")).to_be_visible()
        expect(someone.page.get_by_text("For the police only")).to_have_count(0)
        at.revoke(as_partner.grant_id)
