"""No page shuts anybody out: axe finds nothing, and nothing has to be scrolled sideways."""

import time
from collections.abc import Iterator
from importlib.resources import files

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from cycling_site import celery_app
from tests.journeys.pages import addresses, load_demo_rows, pages_among
from tests.journeys.test_ride_to_summary import sign_in
from tests.make import make_coach, make_staff

pytestmark = pytest.mark.django_db(transaction=True)

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
ALSO_WALKED = (  # states of pages that the examples do not show
    "/no-such-page/",
    "/search/?since=yesterday&structure=5x5",
    "/search/?athlete=1",
    "/compare/?athlete=1&athlete=2&window=all",
    "/compare/?session=1&session=2",
    "/athletes/?sort=-form&team=1",
)
PAGES_OF_A_STRANGER = (
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/1-used-up/",
    "/account/signup/",
    "/account/inactive/",
)
PAGES_OF_A_NEW_COACH = (
    "/",
    "/athletes/",
    "/search/",
    "/compare/",
    "/account/second-factor/totp/activate/",
)
WITH_A_SECOND_FACTOR = ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes")
OPEN_ALL = "for (const details of document.querySelectorAll('details')) details.open = true"
# Light and dark differ in colours alone, so what asks of nothing else is asked once.
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
VIOLATIONS = """async (rules) => {
    const runOnly = rules ? { runOnly: { type: "rule", values: rules } } : {};
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...runOnly });
    const places = ({ nodes }) => nodes.slice(0, 3).map((node) => node.target.join(" "));
    return violations.map((found) => `${found.id}: ${places(found)}`);
}"""
COMES_LATER = "[hx-trigger*=load], #stream-chart"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def _worked_off_at_once() -> Iterator[None]:
    celery_app.conf.task_always_eager = True
    yield
    celery_app.conf.task_always_eager = False


@pytest.fixture
def client(_worked_off_at_once, live_server) -> Client:
    load_demo_rows()
    staff = make_staff()
    TOTP.activate(staff, generate_totp_secret())
    RecoveryCodes.activate(staff)
    return newly_signed_in(staff)


def newly_signed_in(user: User) -> Client:
    """Sign in as somebody who has just typed the password again, as pages of the account ask."""
    client = Client()
    client.force_login(user)
    session = client.session
    proof = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [proof]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def open_as(client: Client | None, browser: Browser, base_url: str, **look: object) -> Page:
    context = browser.new_context(
        base_url=base_url, locale="en-GB", reduced_motion="reduce", **look
    )
    if client is not None:
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": base_url}])
    return context.new_page()


def settle(page: Page, address: str) -> None:
    page.goto(address)
    if page.locator(COMES_LATER).count():
        page.wait_for_load_state("networkidle")
    page.evaluate(OPEN_ALL)


def faults_of(page: Page, address: str) -> list[str]:
    """Look at a page in light and dark, and at its width on a phone."""
    page.set_viewport_size(DESK)
    settle(page, address)
    page.evaluate(AXE)
    faults = []
    for scheme, rules in (("light", None), ("dark", RULES_OF_COLOUR)):
        page.emulate_media(color_scheme=scheme)
        faults += [f"{scheme}: {fault}" for fault in page.evaluate(VIOLATIONS, rules)]
    page.set_viewport_size(PHONE)
    too_wide_px = page.evaluate(TOO_WIDE)
    return [*faults, f"{too_wide_px} px too wide"] if too_wide_px > 0 else faults


def test_every_page_is_open_to_everybody(client, browser, live_server):
    page = open_as(client, browser, live_server.url)
    refused: list[str] = []
    page.on(
        "console",
        lambda told: refused.append(told.text) if "Content Security Policy" in told.text else None,
    )
    walked = [*pages_among(client, addresses()), *ALSO_WALKED]
    found = {address: faults_of(page, address) for address in walked}

    assert {reverse(name) for name in WITH_A_SECOND_FACTOR} < found.keys() - set(ALSO_WALKED)
    assert {address: faults for address, faults in found.items() if faults} == {}
    assert refused == []


def test_the_first_pages_of_a_stranger_and_of_a_coach_without_a_team(
    browser, live_server, transactional_db
):
    new_coach = newly_signed_in(make_coach())
    lonely = open_as(new_coach, browser, live_server.url)

    stranger = open_as(None, browser, live_server.url)
    for address in ("/", *PAGES_OF_A_STRANGER):
        assert faults_of(stranger, address) == [], address
    for address in PAGES_OF_A_NEW_COACH:
        assert faults_of(lonely, address) == [], address
        assert lonely.url.endswith(address)


def test_the_doors_of_the_second_factor(browser, live_server, transactional_db):
    staff = make_staff()
    TOTP.activate(staff, generate_totp_secret())
    RecoveryCodes.activate(staff)
    door = open_as(None, browser, live_server.url)
    sign_in(door, staff.username)
    door.wait_for_url(f"**{reverse('mfa_authenticate')}**")
    signed_in_long_ago = Client()
    signed_in_long_ago.force_login(staff)

    long_ago = open_as(signed_in_long_ago, browser, live_server.url)
    for page, name in ((door, "mfa_authenticate"), (long_ago, "mfa_reauthenticate")):
        assert faults_of(page, reverse(name)) == [], name
        assert page.url.endswith(reverse(name)), name  # sent nowhere else
