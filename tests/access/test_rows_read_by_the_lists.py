"""No list, filter or search of the admin reads a long table to its end: counted by MariaDB itself.

Times say how busy a machine is, rows read do not. The plans that hurt show at some thousands of
rows already: a join that begins at the wrong end, an order that no index gives.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.urls import reverse

from analytics.admin.lists import COUNTED_AT_MOST
from analytics.models import Athlete, AuditEntry, Recording, Session, SourceLink
from summaries.models import Summary
from tests.make import make_staff, make_team

pytestmark = pytest.mark.django_db(transaction=True)  # as ANALYZE commits
NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
ATHLETES, ROWS = 60, 8000
# Counted as far as pages go, perhaps joined to a row each, and what the frame of a page reads.
MOST_READ = 3 * COUNTED_AT_MOST
ADDRESSES = {
    "analytics_session": ("", "?p=3", "?q=Rider59", "?ridden=365", "?stimulus__exact=A"),
    "analytics_recording": ("", "?p=3", "?q=Rider59", "?state__exact=failed"),
    "analytics_auditentry": ("", "?q=Rider59", "?q=session.moved", "?q=no.such", "?q=by:mover"),
    "analytics_sourcelink": ("", "?q=7999", "?state__exact=stored", "?kind__exact=session"),
    "summaries_summary": ("", "?q=Rider59", "?state__exact=failed"),
}


@pytest.fixture
def _long_tables() -> None:
    team, mover = make_team(), User.objects.create(username="mover")
    people = [Athlete(team=team, first_name="Ada", last_name=f"Rider{n}") for n in range(ATHLETES)]
    Athlete.objects.bulk_create(people)
    athletes, last = list(Athlete.objects.all()), date(2026, 5, 4)
    whose = [athletes[number % ATHLETES] for number in range(ROWS)]
    days = [timedelta(days=number // ATHLETES) for number in range(ROWS)]
    Recording.objects.bulk_create(
        Recording(
            athlete=whose[n], digest=str(n), size_bytes=1, received_at=NOW, due_at=NOW, state="done"
        )
        for n in range(ROWS)
    )
    Session.objects.bulk_create(
        Session(
            athlete=whose[n],
            started_at=NOW - days[n],
            local_date=last - days[n],
            analysed_at=NOW,
            changed_at=NOW,
            stimulus="A",
            elapsed_s=600,
            timer_s=600,
            moving_s=600,
        )
        for n in range(ROWS)
    )
    fill_beside(list(Session.objects.order_by("pk")), mover)
    tables = (Session, Recording, Summary, AuditEntry, SourceLink, Athlete)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE TABLE {', '.join(each._meta.db_table for each in tables)}")


def fill_beside(sessions: list[Session], mover: User) -> None:
    """Give each session a text, a line of the trail and a link."""
    Summary.objects.bulk_create(
        Summary(
            session=each, version=1, requested_at=NOW, due_at=NOW, state="ready", text="A ride."
        )
        for each in sessions
    )
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=each.started_at,
            act="session.moved",
            actor=mover,
            athlete_id=each.athlete_id,
            subject="session",
        )
        for each in sessions
    )
    SourceLink.objects.bulk_create(
        SourceLink(kind="session", source_id=n, session=each, changed_at=NOW)
        for n, each in enumerate(sessions)
    )


def rows_read() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW SESSION STATUS LIKE 'Handler_read%'")
        return sum(int(count) for _name, count in cursor.fetchall())


@pytest.mark.mariadb
@pytest.mark.usefixtures("_long_tables")
def test_no_list_reads_a_long_table_to_its_end(client):
    client.force_login(make_staff())
    read = {}
    for name, queries in ADDRESSES.items():
        for query in queries:
            address = f"{reverse(f'admin:{name}_changelist')}{query}"
            before = rows_read()
            assert client.get(address).status_code == 200
            read[address] = rows_read() - before

    assert {address: rows for address, rows in read.items() if rows > MOST_READ} == {}
    assert max(read.values()) > COUNTED_AT_MOST  # it was counted
