from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from summaries.models import Summary
from tests.make import import_fit, make_athlete, make_fit
from tests.make.imports import add_to, make_batch, work_to_the_end

pytestmark = pytest.mark.django_db

YEARS_AGO = make_fit(started_at=datetime(2019, 5, 3, 8, tzinfo=UTC))


def ride_of_yesterday() -> bytes:
    return make_fit(started_at=timezone.now() - timedelta(days=1))


def texts_after(batch, data: bytes) -> int:
    add_to(batch, "ride.fit", data)
    batch = work_to_the_end(batch)
    assert batch.recordings.get().state == "done"
    return Summary.objects.filter(session__recording__batch=batch).count()


def test_history_that_an_import_brings_gets_no_text_unasked():
    assert texts_after(make_batch(), YEARS_AGO) == 0


def test_a_recent_ride_of_an_import_gets_its_text():
    assert texts_after(make_batch(), ride_of_yesterday()) == 1


def test_history_gets_texts_where_they_were_asked_for():
    batch = make_batch()
    batch.writes_texts = True
    batch.save()

    assert texts_after(batch, YEARS_AGO) == 1


def test_an_old_ride_that_came_alone_gets_its_text():
    import_fit(make_athlete(), YEARS_AGO)

    assert Summary.objects.count() == 1
