from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analytics.models import Athlete, AuditEntry, Recording, Session
from tests.make import import_fit, make_athlete, make_fit, make_role, make_session
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db
LIST = "admin:analytics_session_changelist"


@pytest.fixture
def staff(client):
    staff = make_role("staff")
    client.force_login(staff)
    return staff


def act_on(client, action: str, *sessions: Session, **more: str):
    form = {"action": action, "_selected_action": [session.pk for session in sessions]}
    return client.post(reverse(LIST), form | more)


def test_sessions_are_found_by_name_by_day_and_by_number(client, staff):
    wanted = make_session(athlete=make_athlete(last_name="Zorko"))
    other = make_session(
        athlete=make_athlete(last_name="Wold"), started_at=STARTED_AT + timedelta(days=9)
    )

    for term in ("zor", "Ada Zorko", wanted.local_date.isoformat(), str(wanted.pk)):
        page = client.get(reverse(LIST), {"q": term}).text
        assert f"/session/{wanted.pk}/" in page, term
        assert f"/session/{other.pk}/" not in page, term
    assert client.get(reverse(LIST), {"q": "2026-99-99"}).status_code == 200


def test_deleting_shows_the_records_first_and_deletes_when_confirmed(client, staff):
    session = make_session()

    page = act_on(client, "delete_selected_sessions", session).text
    assert f"{session.records.count()} records of" in page
    assert "None" not in page
    assert Session.objects.exists()

    act_on(client, "delete_selected_sessions", session, confirmed="yes")
    assert not Session.objects.exists()
    assert AuditEntry.objects.get(act="session.deleted").actor == staff
    athlete = Athlete.objects.get(pk=session.athlete_id)
    assert athlete.records_due_from == session.local_date


def test_a_session_is_given_to_another_athlete(client, staff):
    session, right = make_session(), make_athlete()

    assert "The first and last name, or the number" in act_on(client, "move_selected", session).text
    wrong = act_on(client, "move_selected", session, confirmed="yes", athlete="999999").text
    assert "There is no athlete “999999”." in wrong

    act_on(client, "move_selected", session, confirmed="yes", athlete=str(right.pk))
    left = session.athlete
    session.refresh_from_db()
    assert session.athlete == right
    for athlete in (left, right):
        athlete.refresh_from_db()
        assert athlete.records_due_from == session.local_date


def test_selected_sessions_are_analysed_again_from_the_stored_file(client, staff):
    session = make_session()

    act_on(client, "analyse_selected_again", session)

    assert Recording.objects.get().state == Recording.State.WAITING
    assert AuditEntry.objects.get().act == "recording.analysed_again"


def test_an_auditor_has_no_such_actions(client):
    session = make_session()
    client.force_login(make_role("auditor"))

    assert "Delete, after a look" not in client.get(reverse(LIST)).text
    assert act_on(client, "delete_selected_sessions", session, confirmed="yes").status_code == 403
    assert Session.objects.exists()


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ("session", "recording", "auditentry", "athlete"))
def test_lists_take_as_many_queries_for_three_rows_as_for_one(client, staff, name):
    address = reverse(f"admin:analytics_{name}_changelist")
    make_session()
    one = queries_of(client, address)
    for days in (1, 2):
        make_session(started_at=STARTED_AT + timedelta(days=days))

    assert queries_of(client, address) == one <= 12


def test_a_recording_shows_the_devices_figures_and_what_was_patched(client):
    client.force_login(make_role("staff"))
    power_w = [200.0] * 300
    power_w[100] = 4000.0
    recording = import_fit(make_athlete(), make_fit(power_w))
    Session.objects.update(device_figures={"total_ascent": 123})

    page = client.get(reverse("admin:analytics_recording_change", args=[recording.pk])).text

    assert recording.content.name not in page
    assert "total_ascent, as the device wrote it: 123" in page
    assert "power_w at 1:40: 4000 was" in page
    assert reverse("admin:analytics_session_change", args=[recording.sessions.get().pk]) in page


def test_a_name_that_many_have_is_searched_to_a_bound_that_is_told(client, staff):
    team = make_athlete().team
    rows = [Athlete(team=team, first_name="Ada", last_name=f"Many{n:03}") for n in range(21)]
    Athlete.objects.bulk_create(rows)

    assert "Write more of the name." in client.get(reverse(LIST), {"q": "Many"}).text
    assert "Write more of the name." not in client.get(reverse(LIST), {"q": "Many00"}).text


def test_the_trail_is_read_by_athlete_by_act_and_by_person(client, staff):
    session = make_session()
    act_on(client, "analyse_selected_again", session)
    trail = reverse("admin:analytics_auditentry_changelist")
    athlete = reverse("admin:analytics_athlete_change", args=[session.athlete_id])

    (link,) = [each for each in client.get(athlete).text.split('"') if "athlete__id__exact" in each]
    for query in (link, f"{trail}?q=recording.analysed_again", f"{trail}?q=by:{staff.username}"):
        assert f"recording {session.recording_id}" in client.get(query).text, query
    assert "recording.analysed_again" not in client.get(f"{trail}?q=by:nobody").text
    assert "recording.analysed_again" not in client.get(f"{trail}?q=no.such").text
