from datetime import date, timedelta

import pytest
from django.utils import timezone

from analytics.models import Athlete, Record, Session
from analytics.models.athlete import MAX_RECORDS_ATTEMPTS, RECORDS_LEASE
from analytics.record_book import decide_due_records, mark_records_due
from analytics.tasks import decide_records_task
from tests.make import make_athlete, make_session
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def athlete() -> Athlete:
    athlete = make_athlete()
    for days, power_w in ((0, 200.0), (5, 220.0)):
        make_session(
            athlete=athlete, power_w=[power_w] * 400, started_at=STARTED_AT + timedelta(days=days)
        )
    return athlete


def due_from(athlete: Athlete) -> date | None:
    return Athlete.objects.get(pk=athlete.pk).records_due_from


def test_an_import_leaves_nothing_due(athlete):
    assert due_from(athlete) is None


def test_the_earliest_request_stands(athlete):
    for day in (7, 3, 5):
        mark_records_due(athlete, date(2026, 3, day))

    assert due_from(athlete) == date(2026, 3, 3)


def test_what_was_due_is_decided_once(athlete):
    Record.objects.filter(session__athlete=athlete).delete()
    mark_records_due(athlete, STARTED_AT.date())

    decide_records_task(athlete_id=athlete.pk)

    assert Record.objects.filter(session__athlete=athlete).exists()
    assert due_from(athlete) is None
    assert not decide_due_records(athlete.pk, now=timezone.now())


def test_only_sessions_whose_records_differ_are_said_to_have_changed(athlete):
    before = dict(Session.objects.values_list("pk", "changed_at"))
    mark_records_due(athlete, STARTED_AT.date())
    decide_records_task(athlete_id=athlete.pk)
    assert dict(Session.objects.values_list("pk", "changed_at")) == before

    last = Session.objects.in_ride_order().last()
    last.records.all().delete()
    mark_records_due(athlete, STARTED_AT.date())
    decide_records_task(athlete_id=athlete.pk)

    after = dict(Session.objects.values_list("pk", "changed_at"))
    assert [pk for pk in after if after[pk] != before[pk]] == [last.pk]


def test_a_dead_workers_claim_is_taken_over_a_bounded_number_of_times(athlete):
    mark_records_due(athlete, STARTED_AT.date())
    now = timezone.now()

    for _ in range(MAX_RECORDS_ATTEMPTS):
        assert Athlete.objects.claim_records(athlete.pk, now=now)
        assert not Athlete.objects.claim_records(athlete.pk, now=now)
        now += RECORDS_LEASE + timedelta(seconds=1)

    assert not Athlete.objects.records_due(now=now).exists()
    mark_records_due(athlete, STARTED_AT.date() - timedelta(days=1))
    assert Athlete.objects.records_due(now=now).exists()
