"""The demo's seeded spike waits; accepted it is in the ledger, undone everything is as before."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from analytics.demo.people import form_on
from analytics.demo.riding import ride_file
from analytics.demo.season import Oddity, plan_season
from analytics.demo_team import DEMO_SEED
from analytics.models import Session
from tests.journeys.test_ride_to_summary import sign_in
from tests.make import (
    import_fit,
    make_athlete,
    make_coach,
    make_past,
    make_session,
    make_team,
)
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_MS = 30_000
EARLIER_BEST_W = 700.0  # over every duration up to 10 minutes: only the spike is above it


def spiked_session(athlete) -> Session:
    """Import the one ride of the demo season that holds a spike."""
    season = plan_season(DEMO_SEED, STARTED_AT.date())
    (ride,) = [ride for ride in season.rides if ride.oddity is Oddity.POWER_SPIKE]
    make_past(athlete, EARLIER_BEST_W, before=ride.starts_at)
    data = ride_file(ride, form_on(ride.athlete, ride.local_date))
    return import_fit(athlete, data).sessions.get()


def look_until(page: Page, address: str, text: str) -> None:
    """Load a page again and again until the workers have brought it there."""
    for _ in range(PATIENCE_MS // 500):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if text in page.inner_text("main"):
            return
        page.wait_for_timeout(500)
    expect(page.locator("main")).to_contain_text(text)


def look_until_gone(page: Page, address: str, text: str) -> None:
    """Load a page again and again until the workers have taken something from it."""
    for _ in range(PATIENCE_MS // 500):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if text not in page.inner_text("main"):
            return
        page.wait_for_timeout(500)
    expect(page.locator("main")).not_to_contain_text(text)


def test_the_seeded_spike_waits_and_its_acceptance_can_be_taken_back(page, worker):
    team = make_team()
    coach, athlete = make_coach(team), make_athlete(team=team)
    session = spiked_session(athlete)
    of_ride, of_seconds = (
        session.get_absolute_url(),
        f"/athletes/{athlete.pk}/records/?duration_s=1",
    )
    sign_in(page, coach.username)

    look_until(page, of_ride, "written offline")
    cases = page.locator("#cases")
    expect(cases).to_contain_text("1,974 W over 1 s")
    expect(cases.get_by_role("listitem")).to_have_count(1)
    expect(page.locator("#summary")).not_to_contain_text("Out of date")
    page.goto(of_seconds)
    expect(page.locator("main")).to_contain_text("was 700 W")

    page.goto(of_ride)
    page.get_by_role("button", name="Accept: 1,974 W over 1 s").click()
    expect(cases).to_contain_text("Accepted by")
    look_until(page, of_seconds, "was 1,974 W")
    look_until(page, f"/athletes/{athlete.pk}/bests/", "1,974 W")
    look_until(page, of_ride, "Out of date")

    page.get_by_role("button", name="Undo: 1,974 W over 1 s").click()
    expect(cases.get_by_role("button", name="Accept")).to_be_visible()
    look_until(page, of_seconds, "was 700 W")
    look_until(page, f"/athletes/{athlete.pk}/bests/", "700 W")
    look_until(page, of_ride, "written offline")
    expect(page.locator("#summary")).not_to_contain_text("Out of date")


def test_efforts_beyond_belief_propose_a_threshold_for_as_long_as_they_are_accepted(page, worker):
    """A second is no threshold: here a meter reads too high for twenty minutes."""
    team = make_team()
    coach, athlete = make_coach(team), make_athlete(team=team)
    started_at = timezone.now().replace(microsecond=0) - timedelta(days=3)
    athlete.thresholds.create(date=started_at.date(), critical_power_w=220.0, w_prime_j=15_000.0)
    make_past(athlete, 200.0, before=started_at)
    effort_w = [450.0] * 120 + [300.0] * 1080  # as a critical power of 300 W and 18 kJ above it
    session = make_session(athlete=athlete, power_w=effort_w, started_at=started_at)
    proposals = f"{athlete.get_absolute_url()}proposals/"
    best = f"/athletes/{athlete.pk}/records/?duration_s=300"
    sign_in(page, coach.username)
    look_until(page, session.get_absolute_url(), "written offline")
    page.goto(proposals)
    expect(page.locator("main")).not_to_contain_text("300 W")

    page.goto(session.get_absolute_url())
    page.get_by_role("button", name="Accept").first.click()
    expect(page.locator("#cases")).to_contain_text("Accepted by")
    look_until(page, best, "was 360 W")
    look_until(page, proposals, "300 W")
    look_until(page, "/", "New threshold proposed")
    look_until(page, session.get_absolute_url(), "Out of date")

    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("#cases").get_by_role("button", name="Accept")).to_be_visible()
    look_until(page, best, "was 200 W")
    look_until(page, session.get_absolute_url(), "written offline")
    look_until_gone(page, proposals, "300 W")
    look_until_gone(page, "/", "New threshold proposed")
