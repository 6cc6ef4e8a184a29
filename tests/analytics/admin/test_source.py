"""The source database in the admin: on its own page, for those who may run it."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from analytics.models import AuditEntry, SourceLink, SourceSync
from tests.make import make_staff

pytestmark = pytest.mark.django_db
LIST = reverse("admin:analytics_sourcesync_changelist")
RUN = reverse("admin:analytics_sourcesync_run")


def make_syncs(number: int) -> None:
    for _ in range(number):
        sync = SourceSync.objects.begin(now=timezone.now(), started_by=make_staff())
        sync.finish(now=timezone.now(), rows_read=1234, rows_refused=2)


def make_reader() -> User:
    """Somebody of the staff who may look and not run."""
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_sourcesync"))
    return reader


def test_page_tells_connection_last_sync_and_what_is_refused(client):
    make_syncs(1)
    SourceLink.objects.create(
        kind="session", source_id=7, state="refused", reason="It has no date.",
        changed_at=timezone.now(),
    )  # fmt: skip
    client.force_login(make_staff())

    page = client.get(LIST).text

    assert "No source database is set up" in page
    assert "1234 rows read" in page
    assert "1 × It has no date." in page
    assert "Follow the source now" not in page


@pytest.mark.parametrize("syncs", (1, 3))
def test_list_takes_a_constant_number_of_queries(client, syncs, django_assert_num_queries):
    make_syncs(syncs)
    client.force_login(make_staff())

    with django_assert_num_queries(6):
        client.get(LIST)


def test_nothing_is_run_where_no_source_is_set_up(client):
    client.force_login(make_staff())

    page = client.post(RUN, follow=True).text

    assert "No source database is set up." in page
    assert not AuditEntry.objects.exists()


def test_only_those_with_the_permission_run_it(client):
    client.force_login(make_reader())

    assert client.get(LIST).status_code == 200
    assert client.post(RUN).status_code == 403
    assert client.get(RUN).status_code == 405


def test_links_are_found_by_the_sources_id(client):
    SourceLink.objects.create(kind="team", source_id=41, changed_at=timezone.now())
    SourceLink.objects.create(kind="team", source_id=42, changed_at=timezone.now())
    client.force_login(make_staff())

    page = client.get(reverse("admin:analytics_sourcelink_changelist"), {"q": "42"}).text

    assert ">42<" in page
    assert ">41<" not in page


@pytest.mark.mariadb
def test_button_asks_for_a_sync_and_the_audit_says_who(client, source):
    staff = make_staff()
    client.force_login(staff)

    page = client.get(LIST).text
    assert "It answers: version" in page
    assert "Follow the source now" in page
    client.post(RUN)

    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor) == ("source.sync_asked", staff)
