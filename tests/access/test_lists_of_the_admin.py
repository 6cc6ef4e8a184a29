"""Every list of the admin's registry costs the same queries for three rows as for one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analytics.audit import Act, record_act
from analytics.invitations import invite
from analytics.models import Session, SourceLink, SourceSync
from summaries.models import Summary, TeamTexts
from tests.make import make_athlete, make_coach, make_staff, make_team
from tests.make.people import NUMBERS
from tests.make.rides import STARTED_AT
from tests.make.sessions import make_ridden

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8


def new_session() -> Session:
    return make_ridden(make_athlete(), STARTED_AT, [])


def new_recording() -> Model:
    now, number = timezone.now(), next(NUMBERS)
    return make_athlete().recordings.create(
        digest=str(number),
        name="a.fit",
        size_bytes=1,
        received_at=now,
        due_at=now,
        received_from=make_coach(),
        state="done",
    )


def new_text() -> Model:
    return Summary.objects.request(new_session(), now=timezone.now(), requested_by=make_coach())[0]


def new_entry() -> Model:
    act = Act(make_coach(), timezone.now())
    return record_act(act, "athlete.archived", subject="one", athlete=make_athlete())


def new_invitation() -> Model:
    act, teams = Act(make_coach(), timezone.now()), [make_team(), make_team()]
    return invite("a@example.org", teams, lasting=timedelta(days=1), act=act)[0]


def new_link() -> Model:
    session = new_session()
    return SourceLink.objects.create(
        kind="session", source_id=session.pk, session=session, changed_at=timezone.now()
    )


def new_sync() -> Model:
    now = timezone.now()
    return SourceSync.objects.create(started_at=now, lease_until=now, started_by=make_coach())


# A row of each list, everything that it names made anew. A list without a maker fails below.
MAKERS: dict[str, Callable[[], Model]] = {
    "auth.user": lambda: make_coach(make_team()),
    "auth.group": lambda: Group.objects.create(name=f"Group {next(NUMBERS)}"),
    "analytics.team": make_team,
    "analytics.athlete": make_athlete,
    "analytics.session": new_session,
    "analytics.recording": new_recording,
    "analytics.auditentry": new_entry,
    "analytics.invitation": new_invitation,
    "analytics.sourcelink": new_link,
    "analytics.sourcesync": new_sync,
    "summaries.summary": new_text,
    "summaries.teamtexts": lambda: TeamTexts.objects.create(team=make_team()),
}


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(make_staff())
    return client


def queries_of(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


def test_every_list_of_the_admin_is_measured(client):
    assert client.get(reverse("admin:index")).status_code == 200  # once the URLconf is read

    assert MAKERS.keys() == {model._meta.label_lower for model in admin.site._registry}


@pytest.mark.parametrize("label", MAKERS)
def test_a_list_takes_no_more_queries_for_three_rows_than_for_one(client, label):
    address = reverse(f"admin:{label.replace('.', '_')}_changelist")
    first = MAKERS[label]()
    client.get(address)  # what is remembered by the process is not counted
    one = queries_of(client, address)
    rows = [first, MAKERS[label](), MAKERS[label]()]

    assert queries_of(client, address) == one <= MOST_QUERIES
    shown = client.get(address).text
    assert all(f"/{row.pk}/change/" in shown for row in rows)


@pytest.mark.parametrize("label", MAKERS)
def test_a_row_of_a_list_opens_in_few_queries(client, label):
    row = MAKERS[label]()
    address = reverse(f"admin:{label.replace('.', '_')}_change", args=[row.pk])
    client.get(address)

    assert queries_of(client, address) <= 12
