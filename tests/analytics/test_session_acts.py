from datetime import timedelta

import pytest
from django.utils import timezone

from analytics.audit import Act
from analytics.models import AuditEntry, Recording, Session
from analytics.record_book import decide_due_records
from analytics.session_acts import (
    ActRefused,
    analyse_again,
    delete_sessions,
    move_sessions,
    preview_removal,
)
from tests.make import import_fit, make_athlete, make_fit, make_session, make_staff
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def act():
    return Act(make_staff(), timezone.now())


@pytest.fixture
def two_rides():
    athlete = make_athlete()
    first = make_session(athlete=athlete, power_w=[230.0] * 400)
    later = make_session(
        athlete=athlete, power_w=[220.0] * 400, started_at=STARTED_AT + timedelta(days=2)
    )
    return first, later


def test_the_preview_counts_what_goes_and_what_is_decided_again(two_rides):
    first, _later = two_rides

    (loss,) = preview_removal([first])

    assert (loss.sessions, loss.later_sessions, loss.first_date) == (1, 1, first.local_date)
    assert loss.records == first.records.count() > 0


def test_a_deleted_session_gives_its_records_to_the_later_one(two_rides, act):
    first, later = two_rides
    assert not later.records.filter(previous_w=None).exists()

    (athlete_id,) = delete_sessions([first], act)
    decide_due_records(athlete_id, now=act.at)

    assert later.records.exists()
    assert list(Session.objects.all()) == [later]
    assert AuditEntry.objects.get(act="session.deleted").athlete_id == athlete_id


def test_the_same_file_can_be_imported_again_after_its_session_was_deleted(act):
    athlete = make_athlete()
    recording = import_fit(athlete, make_fit())

    delete_sessions([recording.sessions.get()], act)

    assert not Recording.objects.exists()
    assert import_fit(athlete, make_fit()).state == Recording.State.DONE


def test_a_session_goes_to_the_right_athlete_with_its_file_and_its_day(two_rides, act):
    first, _later = two_rides
    right = make_athlete(time_zone="Pacific/Auckland")

    touched = move_sessions([first], right, act)

    first.refresh_from_db()
    assert touched == {first.athlete_id, _later.athlete_id}
    assert first.athlete == first.recording.athlete == right
    assert first.local_date == right.local_time(first.started_at).date()
    right.refresh_from_db()
    assert right.records_due_from == first.local_date
    assert AuditEntry.objects.filter(act="session.moved").count() == 2


def test_a_file_that_the_right_athlete_has_already_is_refused(act):
    wrong, right = make_athlete(), make_athlete()
    import_fit(right, make_fit())
    session = import_fit(wrong, make_fit()).sessions.get()

    with pytest.raises(ActRefused, match="delete one of the two"):
        move_sessions([session], right, act)

    session.refresh_from_db()
    assert session.athlete == wrong


def test_what_waits_already_is_not_queued_twice(act):
    recording = import_fit(make_athlete(), make_fit())

    assert analyse_again([recording], act) == [recording.pk]
    assert analyse_again([recording], act) == []
