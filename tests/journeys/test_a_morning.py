"""A coach's ten minutes: one decision, one upload, one correction; and what nobody else may see."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from analytics.agenda import raise_item
from analytics.engine.vocabulary import AgendaKind
from analytics.models import AgendaItem
from tests.journeys.test_ride_to_summary import FIVE_BY_FIVE_W, sign_in
from tests.make import make_athlete, make_coach, make_fit, make_team

pytestmark = pytest.mark.django_db(transaction=True)

OF_A_ROW = re.compile(r"/\d+/")
PATIENCE_MS = 30_000


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def athlete(team):
    athlete = make_athlete(team=team)
    raise_item(
        athlete,
        kind=AgendaKind.FORM,
        subject="since yesterday",
        evidence="Form is low.",
        address=athlete.get_absolute_url(),
        now=timezone.now(),
    )
    return athlete


def addresses_seen_by(page: Page, base_url: str) -> set[tuple[str, str]]:
    """Collect method and path of everything that the page asks of us about a row."""
    seen: set[tuple[str, str]] = set()

    def note(request: Request) -> None:
        path = request.url.removeprefix(base_url).partition("?")[0].partition("#")[0]
        if request.url.startswith(base_url) and OF_A_ROW.search(path):
            seen.add((request.method, path))

    page.on("request", note)
    return seen


def decide_one_thing(page: Page) -> None:
    page.get_by_role("button", name="Planned for").click()
    expect(page.locator(".told")).to_contain_text("done")
    page.locator(".told").get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".told")).to_contain_text("dismissed")


def upload(page: Page, athlete, file: Path) -> None:
    page.get_by_role("link", name="Athletes", exact=True).click()
    page.get_by_role("link", name=str(athlete), exact=True).click()
    page.get_by_role("link", name="Upload rides").click()
    page.get_by_label("Recordings").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", level=1, name="Hard Tuesday")).to_be_visible(
        timeout=PATIENCE_MS
    )
    expect(page.get_by_role("heading", name="5 x 5:00")).to_be_visible()
    expect(page.locator(".summary-text")).to_contain_text("330 W", timeout=PATIENCE_MS)


def cut_the_last_effort_short(page: Page) -> None:
    """Move the end of the last effort two minutes forward: it is no repetition any more."""
    page.get_by_role("link", name="Edit the intervals").click()
    rows = page.locator(".interval-row")
    last = next(
        row
        for row in reversed(rows.all())
        if row.get_by_label("From").input_value() and row.get_by_label("To").input_value()
    )
    last.get_by_label("To").fill("49:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="5 x 5:00")).to_have_count(0)
    expect(page.locator("#sets-heading")).to_be_visible()


def approve_the_text(page: Page) -> None:
    page.get_by_role("link", name="Texts", exact=True).click()
    page.get_by_role("link", name="Start with the newest").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", name="Texts to review")).to_be_visible()
    expect(page.get_by_text("Nothing waits: every text has been approved.")).to_be_visible()


def test_a_coachs_morning(page, worker, live_server, team, athlete, tmp_path: Path):
    coach = make_coach(team)
    file = tmp_path / "five-by-five.fit"
    file.write_bytes(make_fit(FIVE_BY_FIVE_W, title="Hard Tuesday"))
    seen = addresses_seen_by(page, live_server.url)

    sign_in(page, coach.username)
    decide_one_thing(page)
    upload(page, athlete, file)
    cut_the_last_effort_short(page)
    page.get_by_role("button", name="Write it again").click()
    expect(page.get_by_text("Version 2, written offline")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".summary-text")).not_to_contain_text("5 x 5:00")
    approve_the_text(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()

    assert AgendaItem.objects.get(subject="since yesterday").dismissed_by == coach
    assert len(seen) > 5
    stranger = Client()
    stranger.force_login(make_coach(make_team()))
    answers = {(method, path): stranger.generic(method, path).status_code for method, path in seen}
    assert set(answers.values()) == {404}, answers
