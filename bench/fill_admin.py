"""Fills what ``bench.admin`` lists beside sessions: to each a recording, a text, and so on.

Run through ``manage.py shell`` after ``fill_pages``; the database makes the rows from its sessions.
"""

from django.contrib.auth.models import User
from django.db import connection, models
from django.utils import timezone

from analytics.models import Athlete, AuditEntry, BodyMass, Recording, SourceLink
from summaries.models import Summary

NOW = timezone.now()


def one_a_session(row: models.Model, **from_session: str) -> None:
    """Store a copy of a row for each session, the named columns worked out in SQL."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    given = [from_session.get(field.column, "%s") for field in fields]
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in fields
        if field.column not in from_session
    ]
    columns = ", ".join(field.column for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {row._meta.db_table} ({columns}) "  # noqa: S608 - ours
            f"SELECT {', '.join(given)} FROM analytics_session ORDER BY id",
            values,
        )


one_a_session(
    Recording(
        name="ride.fit",
        size_bytes=90_000,
        content="a/b.gz",
        received_at=NOW,
        due_at=NOW,
        state="done",
    ),
    athlete_id="athlete_id",
    digest="CONCAT('d', id)",
    received_at="started_at",
)
one_a_session(
    Summary(version=9, requested_at=NOW, due_at=NOW, state="ready", text="A ride of an hour."),
    session_id="id",
    requested_at="started_at",
    finished_at="started_at",
)
one_a_session(
    SourceLink(kind="session", source_id=0, changed_at=NOW),
    session_id="id",
    source_id="id",
    changed_at="started_at",
)
one_a_session(
    AuditEntry(
        at=NOW,
        act="session.moved",
        actor=User.objects.get(username="bench-staff"),
        actor_name="bench-staff",
        subject="session 1",
    ),
    athlete_id="athlete_id",
    at="started_at",
)
User.objects.bulk_create(User(username=f"coach{number}") for number in range(2000))
BodyMass.objects.bulk_create(
    BodyMass(athlete=athlete, date=NOW.date(), mass_kg=60) for athlete in Athlete.objects.all()
)
with connection.cursor() as cursor:
    tables = ", ".join(each for each in connection.introspection.table_names(cursor))
    cursor.execute(f"ANALYZE TABLE {tables}")
