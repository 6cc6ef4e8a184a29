from copy import copy

import pytest
from django.db import IntegrityError, transaction
from django.db.models.base import ModelState

from analytics.models import Peak, PeakColumns, Session
from analytics.plain_rows import insert_instance, insert_rows
from tests.make import import_fit, make_athlete, make_fit

pytestmark = pytest.mark.django_db

NAMES = ("session", "quarantine", "duration_s", "level", "power_w", "start_s", "unsure_s", "doubts")


@pytest.fixture
def session():
    found = import_fit(make_athlete(), make_fit()).sessions.get()
    found.peaks.all().delete()
    return found


def rows_of(session):
    return list(session.peaks.order_by("duration_s").values(*NAMES, "eligible"))


def test_rows_are_stored_as_the_model_stores_them(session):
    first = (session.pk, "", 5, 0, 512.5, 17, 1, 3)
    second = (session.pk, "ought to wait; 100 %", 60, 10, 301.0, 0, 0, 0)
    for values in (first, second):
        Peak.objects.create(
            session_id=values[0], eligible=False, **dict(zip(NAMES[1:], values[1:], strict=True))
        )
    by_the_model = rows_of(session)
    session.peaks.all().delete()

    insert_rows(Peak, (*NAMES, "eligible"), [(*first, False), (*second, False)])

    assert rows_of(session) == by_the_model


def test_nothing_is_asked_of_the_database_for_no_rows(session, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows(Peak, NAMES, iter(()))


def test_the_tables_constraints_hold(session):
    row = (session.pk, "", 5, 0, -1.0, 0, 0, 0, True)

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Peak, (*NAMES, "eligible"), [row])

    assert not session.peaks.exists()


def test_an_instance_is_stored_as_saving_it_stores_it(session):
    session.title = "Ünter; 100 %"
    saved, inserted = copy(session), copy(session)
    for number, each in enumerate((saved, inserted), 1):
        each.pk, each.ride_number, each._state = None, number, ModelState()

    saved.save()
    insert_instance(inserted)

    assert inserted.pk == saved.pk + 1
    assert not inserted._state.adding
    assert column_values(inserted) == column_values(saved)


def test_an_instance_with_a_key_of_its_own_keeps_it(session):
    columns = bytes(range(256))
    PeakColumns.objects.filter(session=session).delete()

    insert_instance(PeakColumns(session=session, columns=columns))

    assert bytes(PeakColumns.objects.get(session=session).columns) == columns


def column_values(session):
    stored = Session.objects.filter(pk=session.pk).values().get()
    return {name: value for name, value in stored.items() if name not in ("id", "ride_number")}
