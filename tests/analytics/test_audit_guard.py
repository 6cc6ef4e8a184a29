from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_migrate

from analytics.audit import Act, record_act
from analytics.audit_guard import TABLE, guard_audit
from analytics.models import AuditEntry
from analytics.privacy import erase_athlete
from tests.make import make_athlete, make_staff

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _guarded(transactional_db):
    """Guard this test's trail alone: the tables of the others are emptied by DELETE."""
    guard_audit()
    guard_audit()  # a second time is no fault
    yield
    with connection.cursor() as cursor:
        for trigger in ("audit_not_changed", "audit_not_removed"):
            cursor.execute(f"DROP TRIGGER {trigger}")


def test_every_migration_is_followed_by_the_guard():
    registered = {key[0] for key, *_rest in post_migrate.receivers}

    assert "guard_audit" not in registered  # the test run took it out
    apps.get_app_config("analytics").ready()
    try:
        assert "guard_audit" in {key[0] for key, *_rest in post_migrate.receivers}
    finally:
        post_migrate.disconnect(sender=apps.get_app_config("analytics"), dispatch_uid="guard_audit")


def refuse(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="An audit entry is never"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    (
        "act = 'other'",
        "actor_name = 'eve'",
        "subject = 'other'",
        "detail = '{\"a\": 1}'",
        "address = '192.0.2.1'",
        "at = '2020-01-01 00:00:00'",
    ),
)
def test_the_database_refuses_to_change_an_entry(change):
    record_act(Act(None, NOW), "peak.accepted", subject="peak 1")

    refuse(f"UPDATE {TABLE} SET {change}")  # noqa: S608 - a table of ours


def test_the_database_refuses_to_remove_an_entry_and_to_give_it_to_another():
    record_act(Act(None, NOW), "peak.accepted", subject="peak 1")

    refuse(f"DELETE FROM {TABLE}")  # noqa: S608 - a table of ours
    refuse(f"UPDATE {TABLE} SET athlete_id = {make_athlete().pk}")  # noqa: S608 - a table of ours


def test_an_erasure_and_a_closed_account_leave_the_entry_without_a_name():
    staff, athlete = make_staff(), make_athlete()
    record_act(Act(staff, NOW), "peak.accepted", subject="peak 1", athlete=athlete)

    erase_athlete(athlete, Act(None, NOW))
    staff.delete()

    entry = AuditEntry.objects.get(act="peak.accepted")
    assert (entry.athlete, entry.actor, entry.actor_name) == (None, None, staff.username)
