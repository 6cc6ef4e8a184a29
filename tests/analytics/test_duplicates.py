from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.audit import Act
from analytics.duplicates import part_duplicate, prefer_duplicate, stand_behind_recordings
from analytics.models import AuditEntry, Record, Session
from analytics.record_book import decide_due_records
from analytics.season import load_by_day
from analytics.tasks import ingest_recording_task
from tests.analytics.engine.test_duplicates import moving
from tests.make import (
    make_athlete,
    make_coach,
    make_fit,
    make_session,
    make_team,
)
from tests.make.imports import make_batch, work_to_the_end
from tests.make.rides import STARTED_AT
from tests.make.source_sessions import make_source_session

pytestmark = pytest.mark.django_db

RIDE_W = moving(1)
SECONDS_LATER = STARTED_AT + timedelta(seconds=12)


@pytest.fixture
def act():
    return Act(make_coach(), timezone.now())


def ride_twice(athlete) -> tuple[Session, Session]:
    """Record one ride with two devices: the second started 12 s later and reads 6 % more."""
    make_session(athlete=athlete, power_w=[350.0] * 1200, started_at=STARTED_AT - timedelta(days=9))
    first = make_session(athlete=athlete, power_w=RIDE_W)
    more_w = [power_w * 1.06 for power_w in RIDE_W[12:]]
    second = make_session(athlete=athlete, power_w=more_w, started_at=SECONDS_LATER)
    return first, second


def records_of(session: Session) -> int:
    return Record.objects.filter(session=session).count()


def test_a_second_recording_of_a_ride_does_not_count():
    athlete = make_athlete()

    first, second = ride_twice(athlete)

    assert second.duplicate_of == first
    assert list(Session.objects.counting().filter(local_date=first.local_date)) == [first]
    assert records_of(first) > 0
    assert records_of(second) == 0


def test_load_counts_a_ride_once():
    athlete = make_athlete()
    athlete.thresholds.create(date=STARTED_AT.date(), ftp_w=250)

    first, second = ride_twice(athlete)

    assert second.training_load
    assert load_by_day(athlete, until=STARTED_AT.date())[-1].load == first.training_load


def test_another_ride_of_the_same_day_counts():
    athlete = make_athlete()
    make_session(athlete=athlete, power_w=RIDE_W)

    other = make_session(athlete=athlete, power_w=moving(2), started_at=SECONDS_LATER)

    assert other.duplicate_of is None


def test_the_better_recording_takes_over_whenever_it_comes():
    athlete = make_athlete()
    poor = make_session(athlete=athlete, power_w=RIDE_W[:1000])

    good = make_session(athlete=athlete, power_w=RIDE_W, started_at=STARTED_AT)

    poor.refresh_from_db()
    assert poor.duplicate_of == good
    assert good.duplicate_of is None
    assert records_of(poor) == 0
    assert records_of(good) > 0


def test_a_person_parts_them_and_no_analysis_joins_them_again(act):
    _first, second = ride_twice(make_athlete())

    assert part_duplicate(second, act)
    second.recording.wait_again(now=timezone.now())
    ingest_recording_task(recording_id=second.recording_id)
    second.refresh_from_db()

    assert second.duplicate_of is None
    assert records_of(second) > 0
    assert AuditEntry.objects.get().act == "session.parted"
    assert not part_duplicate(second, act)


def test_a_person_swaps_them_and_the_records_follow(act):
    first, second = ride_twice(make_athlete())

    assert prefer_duplicate(second, act)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.duplicate_of, second.duplicate_of) == (second, None)
    assert records_of(first) == 0
    assert records_of(second) > 0
    assert AuditEntry.objects.get().act == "session.preferred"
    assert not prefer_duplicate(second, act)


def test_a_batch_finds_duplicates_in_any_order():
    files = {"long.fit": make_fit(RIDE_W), "short.fit": make_fit(RIDE_W[:1000])}
    for athlete, names in ((make_athlete(), files), (make_athlete(), list(reversed(files)))):
        work_to_the_end(make_batch(athlete, {name: files[name] for name in names}))
        counting = athlete.sessions.counting().get()
        assert counting.elapsed_s == 1200
        assert records_of(counting) > 0
        assert Record.objects.filter(session__athlete=athlete).count() == records_of(counting)


def test_the_page_says_so_and_offers_both_ways_out(client):
    team = make_team()
    client.force_login(make_coach(team))
    first, second = ride_twice(make_athlete(team=team))

    page = client.get(second.get_absolute_url()).text
    assert "A second recording of" in page
    assert "Recorded twice" in client.get(first.get_absolute_url()).text
    client.post(reverse("analytics:session-prefer", args=[second.pk]))
    assert "Recorded twice" in client.get(second.get_absolute_url()).text
    client.post(reverse("analytics:session-part", args=[first.pk]))
    assert "ecorded twice" not in client.get(first.get_absolute_url()).text


def test_another_teams_session_cannot_be_parted(client):
    client.force_login(make_coach(make_team()))
    _first, second = ride_twice(make_athlete())

    for name in ("session-part", "session-prefer"):
        assert client.post(reverse(f"analytics:{name}", args=[second.pk])).status_code == 404
    second.refresh_from_db()
    assert second.duplicate_of is not None


def make_twin_of_source(athlete, **columns) -> Session:
    """Store the ride of RIDE_W as the team's database tells it: figures and peaks, no samples."""
    mean_w = sum(RIDE_W) / len(RIDE_W)
    told = {"timer_s": 1200.0, "mean_power_w": mean_w, "distance_m": None, "laps": ()}
    return make_source_session(athlete=athlete, **{**told, **columns})


@pytest.mark.parametrize("source_first", (True, False))
def test_a_session_of_the_teams_database_stands_behind_the_recording_of_its_ride(source_first):
    athlete = make_athlete()
    if source_first:
        without_samples = make_twin_of_source(athlete)
        recorded = make_session(athlete=athlete, power_w=RIDE_W)
    else:
        recorded = make_session(athlete=athlete, power_w=RIDE_W)
        without_samples = make_twin_of_source(athlete)
    decide_due_records(athlete.pk, now=timezone.now())

    without_samples.refresh_from_db()
    assert without_samples.duplicate_of == recorded
    assert records_of(without_samples) == 0
    assert records_of(recorded) > 0


@pytest.mark.parametrize(
    "columns", ({"mean_power_w": 120.0}, {"timer_s": 600.0}, {"mean_power_w": None})
)
def test_a_session_of_the_teams_database_with_other_figures_is_another_ride(columns):
    athlete = make_athlete()
    without_samples = make_twin_of_source(athlete, **{"mean_heart_rate_bpm": None, **columns})

    make_session(athlete=athlete, power_w=RIDE_W)

    without_samples.refresh_from_db()
    assert without_samples.duplicate_of is None


def test_what_a_person_parted_no_sync_and_no_analysis_joins_again(act):
    athlete = make_athlete()
    recorded = make_session(athlete=athlete, power_w=RIDE_W)
    without_samples = make_twin_of_source(athlete)

    assert part_duplicate(without_samples, act)
    without_samples.refresh_from_db()
    stand_behind_recordings([without_samples], now=timezone.now())
    recorded.recording.wait_again(now=timezone.now())
    ingest_recording_task(recording_id=recorded.recording_id)

    without_samples.refresh_from_db()
    assert without_samples.duplicate_of is None
    assert records_of(without_samples) > 0


def test_the_page_of_a_session_without_samples_says_which_recording_counts(client):
    team = make_team()
    client.force_login(make_coach(team))
    athlete = make_athlete(team=team)
    recorded = make_session(athlete=athlete, power_w=RIDE_W)
    without_samples = make_twin_of_source(athlete)

    assert "A second recording of" in client.get(without_samples.get_absolute_url()).text
    assert "by the team&#x27;s database" in client.get(recorded.get_absolute_url()).text
    client.post(reverse("analytics:session-part", args=[without_samples.pk]))
    assert "ecorded twice" not in client.get(recorded.get_absolute_url()).text
