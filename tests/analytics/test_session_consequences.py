from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from analytics.audit import Act
from analytics.models import AuditEntry, Record, Session
from analytics.record_book import mark_records_due
from analytics.session_acts import delete_sessions, move_sessions
from analytics.tasks import decide_records_task
from tests.make import make_athlete, make_session
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

ACT = Act(None, timezone.now())


def ride(athlete, power_w: float, *, days: int) -> Session:
    started_at = STARTED_AT + timedelta(days=days)
    return make_session(athlete=athlete, power_w=[power_w] * 400, started_at=started_at)


def previous_w(session: Session):
    found = session.records.filter(duration_s=300, level=0, window="all")
    return list(found.values_list("previous_w", flat=True))


def decide_again(athlete) -> None:
    mark_records_due(athlete, date(2000, 1, 1))
    decide_records_task(athlete_id=athlete.pk)


def told_from_nothing() -> None:
    """A rebuild finds nothing to change."""
    before = sorted(Record.objects.values_list("session", "level", "duration_s", "previous_w"))
    call_command("rebuild_records")
    assert before == sorted(
        Record.objects.values_list("session", "level", "duration_s", "previous_w")
    )


def test_a_deleted_ride_gives_back_the_records_that_it_took():
    athlete = make_athlete()
    ride(athlete, 200, days=0)
    best = ride(athlete, 240, days=5)
    last = ride(athlete, 220, days=10)
    assert previous_w(last) == []

    delete_sessions([best], ACT)
    decide_records_task(athlete_id=athlete.pk)

    assert previous_w(last) == [200.0]
    assert AuditEntry.objects.get().act == "session.deleted"
    told_from_nothing()


def test_a_moved_ride_is_decided_with_its_new_athletes_history():
    one, other = make_athlete(), make_athlete(time_zone="Pacific/Auckland")
    ride(one, 200, days=0)
    moved = ride(one, 230, days=5)
    ride(other, 220, days=-10)

    move_sessions([moved], other, ACT)
    for athlete in (one, other):
        decide_records_task(athlete_id=athlete.pk)

    moved.refresh_from_db()
    assert previous_w(moved) == [220.0]
    assert moved.local_date == (STARTED_AT + timedelta(days=5)).date()
    told_from_nothing()


def test_what_a_moved_ride_was_a_duplicate_of_and_what_was_decided_of_it_stay_behind():
    one, other = make_athlete(), make_athlete()
    kept, moved = ride(one, 200, days=0), ride(one, 230, days=5)
    Session.objects.filter(pk=kept.pk).update(duplicate_of=moved)
    moved.cases.create(level=0, duration_s=300, start_s=0, power_w=230.0)

    move_sessions([moved], other, ACT)

    kept.refresh_from_db()
    assert kept.duplicate_of is None
    assert not moved.cases.exists()


@pytest.mark.parametrize(
    "leaves", (delete_sessions, lambda rides, act: move_sessions(rides, make_athlete(), act))
)
def test_what_a_ride_stood_in_front_of_counts_from_its_own_day_on(leaves):
    athlete = make_athlete()
    ride(athlete, 200, days=0)
    behind, front = ride(athlete, 230, days=5), ride(athlete, 240, days=6)
    Session.objects.filter(pk=behind.pk).update(duplicate_of=front)
    decide_again(athlete)
    assert previous_w(behind) == []

    for athlete_id in leaves([front], ACT):
        decide_records_task(athlete_id=athlete_id)

    assert previous_w(behind) == [200.0]
    told_from_nothing()


def test_a_ride_that_somebody_moved_meanwhile_is_decided_with_its_own_athlete():
    athlete, right = make_athlete(), make_athlete()
    session, stale = ride(athlete, 240, days=5), Session.objects.get()
    move_sessions([session], right, ACT)
    for each in (athlete, right):
        decide_records_task(athlete_id=each.pk)

    delete_sessions([stale], ACT)

    right.refresh_from_db()
    assert right.records_due_from == session.local_date
    assert delete_sessions([stale], ACT) == set()


def test_records_in_watts_per_kilogram_follow_the_mass_of_each_ride():
    athlete = make_athlete()
    athlete.masses.create(date=date(2026, 1, 1), mass_kg=80.0)
    ride(athlete, 240, days=0)
    athlete.masses.create(date=STARTED_AT.date() + timedelta(days=1), mass_kg=70.0)
    lighter = ride(athlete, 240, days=10)
    decide_records_task(athlete_id=athlete.pk)

    assert previous_w(lighter) == []
    found = lighter.relative_records.get(duration_s=300, level=0, window="all")
    assert found.previous_w_per_kg == 3.0


def test_the_rebuild_says_what_it_changed(capsys):
    session = ride(make_athlete(), 200, days=0)
    session.records.all().delete()

    call_command("rebuild_records", athlete=session.athlete_id)

    assert "1 sessions changed" in capsys.readouterr().out
    call_command("rebuild_records")
    assert "changed" not in capsys.readouterr().out
