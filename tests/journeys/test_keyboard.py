"""Without a mouse: every control of a session's page is reached and seen, texts follow by key."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from analytics.agenda import raise_item
from analytics.engine.vocabulary import AgendaKind
from summaries.models import Summary
from summaries.tasks import write_summary_task
from tests.journeys.test_ride_to_summary import sign_in
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db(transaction=True)

RIDE = [*[150.0] * 600, *([330.0] * 300 + [120.0] * 120) * 3, *[140.0] * 600]
MOST_STOPS = 150
FOCUSED = """() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return null;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
    return {
        name: (focused.getAttribute("aria-label") || focused.innerText || focused.id).trim(),
        isSeen: (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none",
    };
}"""


@pytest.fixture
def team():
    return make_team()


def stops_of(page: Page) -> list[dict[str, object]]:
    """Go through a page by the tab key and tell where it stops."""
    stops: list[dict[str, object]] = []
    while len(stops) < MOST_STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    return stops


def test_the_tab_key_reaches_every_control_of_a_session_and_each_is_seen(page, team):
    session = make_session(athlete=make_athlete(team=team), power_w=RIDE)
    sign_in(page, make_coach(team).username)
    page.goto(session.get_absolute_url())
    page.wait_for_selector("#stream-chart[data-ready]")

    stops = stops_of(page)

    names = [str(stop["name"]) for stop in stops]
    assert names[0] == "Skip to the content"
    wanted = (
        "Choose the stimulus",
        "Zoom in",
        "The ride as a table",
        "Edit the intervals",
        "10:00",
    )
    assert [name for name in wanted if name not in names] == []
    assert len(stops) < MOST_STOPS
    assert [stop["name"] for stop in stops if not stop["isSeen"]] == []


def test_a_moment_of_a_table_shows_its_seconds_on_the_chart(page, team):
    session = make_session(athlete=make_athlete(team=team), power_w=RIDE)
    sign_in(page, make_coach(team).username)
    page.goto(session.get_absolute_url())
    page.wait_for_selector("#stream-chart[data-ready]")

    page.get_by_role("link", name="17:00", exact=True).first.press("Enter")

    shown = page.evaluate("document.getElementById('stream-chart').plots[0].scales.x")
    assert 800 < shown["min"] < 1020 < 1320 < shown["max"] < 1500


def test_decisions_and_texts_follow_each_other_by_key(page, team):
    athlete = make_athlete(team=team)
    for number in range(2):
        session = make_session(athlete=athlete, started_at=STARTED_AT + timedelta(days=number))
        summary, _ = Summary.objects.request(session, now=timezone.now())
        write_summary_task(summary_id=summary.pk)
        raise_item(
            athlete,
            kind=AgendaKind.FORM,
            subject=str(number),
            evidence=f"Form is low, {number}.",
            address=athlete.get_absolute_url(),
            now=timezone.now(),
        )
    sign_in(page, make_coach(team).username)
    expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("j")
    expect(page.locator("a.action:focus")).to_have_count(1)
    page.goto("/texts/")
    page.get_by_role("link", name="Start with the newest").press("Enter")
    first = page.url
    page.get_by_role("button", name="Approve").wait_for()

    page.keyboard.press("n")

    page.wait_for_url(lambda address: address != first)
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
