"""The staff's day without a shell: an invitation, weights in bulk, a ride deleted, the queue."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from analytics.models import Athlete, AuditEntry, Recording, Session
from summaries.models import Summary
from tests.journeys.conftest import PATIENCE_MS
from tests.journeys.test_ride_to_summary import sign_in
from tests.make import import_fit, make_athlete, make_fit, make_role, make_team
from tests.make.people import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def athlete() -> Athlete:
    return make_athlete(team=make_team(name="Sedgefen"), last_name="Reed")


def test_a_coach_is_invited_joins_and_sees_the_team(page: Page, athlete, browser, live_server):
    sign_in(page, make_role("staff").username)
    page.goto(reverse("admin:index"))
    page.get_by_role("link", name="Invite a coach").click()
    page.get_by_label("E-mail address").fill("lou@example.org")
    page.get_by_label("Teams").select_option("Sedgefen")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("The link, shown this once:").input_value()

    elsewhere = browser.new_context(base_url=live_server.url).new_page()
    elsewhere.set_default_timeout(PATIENCE_MS)
    elsewhere.goto(link)
    for label, typed in (("First name", "Lou"), ("Last name", "Marsh"), ("User name", "lou")):
        elsewhere.get_by_label(label).fill(typed)
    elsewhere.get_by_label("Password", exact=True).fill(PASSWORD)
    elsewhere.get_by_label("Password confirmation").fill(PASSWORD)
    elsewhere.get_by_role("button", name="Open the account").click()
    expect(elsewhere.get_by_text("Your account is ready.")).to_be_visible()
    sign_in(elsewhere, "lou")
    elsewhere.goto(reverse("analytics:roster"))

    expect(elsewhere.get_by_role("link", name="Ada Reed", exact=True)).to_be_visible()
    elsewhere.context.close()


def test_weights_are_sent_seen_mended_and_stored(page: Page, athlete, tmp_path: Path):
    heading = "number;team;first_name;last_name;date;mass_kg\n"
    file = tmp_path / "weights.csv"
    sign_in(page, make_role("staff").username)
    page.goto(reverse("admin:athlete-bulk"))

    for day in ("3 May", "2026-05-03"):
        file.write_text(f"{heading};Sedgefen;Ada;Reed;{day};61,5\n")
        page.get_by_label("Table").select_option("weights")
        page.get_by_label("File").set_input_files(file)
        page.get_by_role("button", name="Look at what it would do").click()
        if day == "3 May":
            expect(page.get_by_text("“3 May” is not a day")).to_be_visible()
            page.get_by_role("link", name="Send the mended file").click()
    expect(page.get_by_text("Ada Reed, 2026-05-03: 61.5 kg.")).to_be_visible()
    page.get_by_role("button", name="Import all of it").click()

    expect(page.get_by_text("Imported: 1 rows of weights.")).to_be_visible()
    page.goto(reverse("admin:analytics_athlete_change", args=[athlete.pk]))
    expect(page.locator("[name=masses-0-mass_kg]")).to_have_value("61.5")


def test_a_ride_is_found_and_deleted_after_a_look_at_the_records(page: Page, athlete):
    import_fit(athlete, make_fit([200.0] * 1500))
    sign_in(page, make_role("staff").username)
    page.goto(reverse("admin:analytics_session_changelist"))
    page.locator("#searchbar").fill("Reed")
    page.get_by_role("button", name="Search").click()
    page.locator("[name=_selected_action]").check()
    page.get_by_label("Action:").select_option("delete_selected_sessions")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.get_by_text(re.compile(r"Ada Reed: \d+ records? of"))).to_be_visible()
    assert Session.objects.exists()

    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_text("Deleted: 1 sessions.")).to_be_visible()
    assert not Session.objects.exists()
    assert AuditEntry.objects.filter(act="session.deleted", athlete=athlete).exists()


def test_the_operator_retries_what_failed_and_has_texts_written_again(page: Page, athlete, worker):
    failed = import_fit(athlete, make_fit([200.0] * 1500))
    Summary.objects.all().delete()
    Recording.objects.filter(pk=failed.pk).update(state="failed", reason="The disk was full.")
    sign_in(page, make_role("operator").username)
    page.goto(reverse("queue"))
    expect(page.get_by_text("1 of recordings: The disk was full.")).to_be_visible()
    expect(page.get_by_text("Alive now: 1 worker")).to_be_visible()
    page.get_by_role("button", name="Retry the failed").first.click()
    page.get_by_role("button", name="Yes, retry").click()
    expect(page.get_by_text("Done for 1.")).to_be_visible()

    for _ in range(30):  # the text that the analysis asked for; until then its line is taken
        if Summary.objects.filter(state=Summary.State.READY).exists():
            break
        page.wait_for_timeout(500)
    page.goto(reverse("queue"))
    page.get_by_role("link", name="Choose rides and see the cost").click()
    page.get_by_label("Rides").select_option("all")
    page.get_by_role("button", name="What would it take?").click()
    expect(page.get_by_text("written offline, which costs nothing")).to_be_visible()
    page.get_by_role("button", name="Start").click()

    expect(page.get_by_text("1 of 1 written")).to_be_visible(timeout=30_000)
    assert AuditEntry.objects.filter(act="texts.batch_started").exists()
