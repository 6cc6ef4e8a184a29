"""The main job as a coach does it: sign in, upload a ride, read the session and its summary."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from analytics.models import Recording
from summaries.models import Summary
from tests.make import make_athlete, make_coach, make_fit, make_team
from tests.make.people import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

FIVE_BY_FIVE_W = [150.0] * 900 + ([330.0] * 300 + [140.0] * 180) * 5 + [150.0] * 600

# Twenty real rides: several makers, with and without power, position, laps and pauses.
REAL_RIDES = (
    "richardbrodie+fit-rs/data/2015-06-09-17-30-49.fit",
    "richardbrodie+fit-rs/data/2015-07-14-08-01-12.fit",
    "richardbrodie+fit-rs/data/2016-03-26-12-28-36.fit",
    "richardbrodie+fit-rs/data/2017-04-29.fit",
    "richardbrodie+fit-rs/data/2019_garmin_520.fit",
    "richardbrodie+fit-rs/data/tacx_flux.fit",
    "richardbrodie+fit-rs/fit/fits/trainerroad.fit",
    "richardbrodie+fit-rs/fit/fits/garmin_520_power.fit",
    "armallen+powermeter-compare/data/MyWhoosh.fit",
    "armallen+powermeter-compare/data/Favero.fit",
    "stigbd+power-metrics-lib/tests/files/activity.fit",
    "dtcooper+python-fitparse/tests/files/garmin-edge-820-bike.fit",
    "dtcooper+python-fitparse/tests/files/garmin-fenix-5-bike.fit",
    "dtcooper+python-fitparse/tests/files/sample-activity-indoor-trainer.fit",
    "dtcooper+python-fitparse/tests/files/rollers.fit",
    "thomaschampagne+elevate/desktop/src/specs/integration/file/fixtures/cycling/noroeste.fit",
    "GoldenCheetah+sweatpy/sweat/examples/data/activity_5039744860.tcx",
    "GoldenCheetah+GoldenCheetah/test/aerolab/velodrome test/activity_769724412.tcx",
    "sports-alliance+sports-lib/src/specs/fixtures/rides/fit/7445393868.fit",
    "sports-alliance+sports-lib/src/specs/fixtures/rides/gpx/6909869014.gpx",
)


def sign_in(page: Page, username: str) -> None:
    page.goto("/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_a_ride_becomes_a_session_page_and_a_summary(page, worker, tmp_path: Path):
    team = make_team()
    coach = make_coach(team)
    athlete = make_athlete(team=team)
    file = tmp_path / "five-by-five.fit"
    file.write_bytes(make_fit(FIVE_BY_FIVE_W, title="Hard Tuesday"))

    sign_in(page, coach.username)
    page.get_by_role("link", name="Athletes", exact=True).click()
    page.get_by_role("link", name=str(athlete), exact=True).click()
    page.get_by_role("link", name="Upload rides").click()
    page.get_by_label("Recordings").set_input_files(file)
    page.get_by_role("button", name="Upload").click()

    # The page of the recording turns into the session by itself.
    expect(page.get_by_role("heading", level=1, name="Hard Tuesday")).to_be_visible()
    expect(page.get_by_role("heading", name="5 x 5:00")).to_be_visible()
    expect(page.get_by_text("baseline: the first value").first).to_be_visible()
    expect(page.locator("#stream-chart[data-ready]")).to_be_visible()
    summary = page.locator(".summary-text")
    expect(summary).to_contain_text("5 x 5:00")
    expect(summary).to_contain_text("330 W")

    number = summary.locator(".fact", has_text="5 x 5:00")
    number.focus()
    lanes = page.locator("#stream-chart .u-over").count()
    expect(page.locator("#stream-chart .fact-seconds")).to_have_count(5 * lanes)
    number.blur()
    expect(page.locator(".fact-seconds")).to_have_count(0)

    page.get_by_role("button", name="Write it again").click()
    expect(page.get_by_text("Version 2, written offline")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_bad_files_are_told_beside_their_names_and_the_good_one_goes_on(
    page, worker, tmp_path: Path
):
    team = make_team()
    coach = make_coach(team)
    athlete = make_athlete(team=team)
    files = {
        "empty.fit": b"",
        "notes.txt": b"call the physio",
        "run.fit": make_fit(sport="running"),
        "good.fit": make_fit(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    sign_in(page, coach.username)
    page.goto(reverse("analytics:upload", args=[athlete.pk]))
    page.get_by_label("Recordings").set_input_files([tmp_path / name for name in files])
    page.get_by_role("button", name="Upload").click()

    row = page.get_by_role("row")
    expect(row.filter(has_text="empty.fit")).to_contain_text("is empty")
    expect(row.filter(has_text="notes.txt")).to_contain_text("Refused")
    expect(row.filter(has_text="run.fit")).to_contain_text("running")
    expect(row.filter(has_text="good.fit").get_by_role("link")).to_be_visible()


def test_the_pages_work_without_scripts(browser, live_server, worker, tmp_path: Path):
    team = make_team()
    coach = make_coach(team)
    athlete = make_athlete(team=team)
    file = tmp_path / "ride.fit"
    file.write_bytes(make_fit(FIVE_BY_FIVE_W, title="Quiet browser"))
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()

    sign_in(page, coach.username)
    page.goto(reverse("analytics:upload", args=[athlete.pk]))
    page.get_by_label("Recordings").set_input_files(file)
    page.get_by_role("button", name="Upload").click()

    expect(page.get_by_role("heading", level=1, name="Quiet browser")).to_be_visible(timeout=20_000)
    expect(page.locator(".stream-chart polygon").first).to_be_visible()
    page.get_by_role("link", name="Read the summary").click()
    expect(page.locator(".summary-text")).to_contain_text("5 x 5:00", timeout=20_000)
    context.close()


def test_twenty_real_rides_upload_and_give_sessions_with_summaries(page, worker, rides_dir: Path):
    team = make_team()
    coach = make_coach(team)
    athlete = make_athlete(team=team)

    sign_in(page, coach.username)
    page.goto(reverse("analytics:upload", args=[athlete.pk]))
    page.get_by_label("Recordings").set_input_files(
        [rides_dir / "files" / path for path in REAL_RIDES]
    )
    page.get_by_label("Write a text for every ride").check()
    page.get_by_role("button", name="Upload").click()

    rows = page.locator("tbody tr")
    expect(rows).to_have_count(len(REAL_RIDES), timeout=30_000)
    expect(rows.filter(has=page.get_by_role("link"))).to_have_count(len(REAL_RIDES), timeout=90_000)
    for recording in Recording.objects.all():
        session = recording.sessions.first()
        page.goto(session.get_absolute_url())
        expect(page.locator(".summary-text")).to_be_visible(timeout=30_000)
    # A text turns stale where an older ride came in later and took a record from its own.
    told = (Summary.State.READY, Summary.State.STALE)
    assert not Summary.objects.exclude(state__in=told).exists()
