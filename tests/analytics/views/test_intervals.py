import pytest
from django.urls import reverse

from analytics.interval_editing import layout_of
from analytics.models import Session, SessionStream
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.make.forms import as_sent

pytestmark = pytest.mark.django_db

EFFORTS = [*[150.0] * 600, *([330.0] * 300 + [120.0] * 120) * 3, *[140.0] * 600]


@pytest.fixture
def session(client):
    team = make_team()
    client.force_login(make_coach(team))
    return make_session(athlete=make_athlete(team=team), power_w=EFFORTS)


def address(name: str, session: Session) -> str:
    return reverse(f"analytics:session-{name}", args=[session.pk])


def send(client, session, *, based_on: object = 0, **changed: str):
    spans = layout_of(session).spans
    data = {**as_sent(spans, **changed), "based_on": str(based_on)}
    return client.post(address("intervals", session), data)


def test_the_form_shows_each_effort_as_times_of_the_ride(client, session):
    page = client.get(address("intervals", session)).text

    for row in session.intervals.filter(is_work=True):
        minutes, seconds = divmod(row.start_s, 60)
        assert f'value="{minutes}:{seconds:02}"' in page


def test_an_edit_shows_on_the_session_page_with_the_way_back(client, session):
    before = session.intervals.filter(is_work=True).count()

    page = client.post(
        address("intervals", session),
        {**as_sent(layout_of(session).spans, row0_DELETE="on"), "based_on": "0"},
        follow=True,
    ).text

    assert session.intervals.filter(is_work=True).count() == before - 1
    assert "Undo the last change" in page
    page = client.post(address("undo", session), follow=True).text
    assert session.intervals.filter(is_work=True).count() == before
    assert "Undo the last change" not in page


def test_a_fault_is_shown_beside_what_was_written(client, session):
    response = send(client, session, row0_start="half past")

    assert response.status_code == 422
    assert 'value="half past"' in response.text
    assert "is not a time such as 12:30" in response.text
    assert not session.interval_edits.exists()


def test_a_change_by_somebody_else_meanwhile_is_told_and_loses_nothing(client, session):
    send(client, session, row0_DELETE="on")

    response = send(client, session, row0_start="0:10", based_on=0)

    assert response.status_code == 409
    assert 'value="0:10"' in response.text
    assert "Somebody else changed these intervals meanwhile" in response.text
    assert session.interval_edits.count() == 1


@pytest.mark.parametrize("based_on", ("", "-1", "x", "٣", "9" * 30))
def test_a_form_without_a_proper_version_changes_nothing(client, session, based_on):
    response = send(client, session, row0_DELETE="on", based_on=based_on)

    assert response.status_code == 409
    assert not session.interval_edits.exists()


def test_the_stimulus_is_chosen_and_given_back(client, session):
    page = client.post(address("stimulus", session), {"stimulus": "R"}, follow=True).text
    assert "Stimulus chosen by hand" in page
    assert "Race" in page

    page = client.post(address("stimulus", session), {"stimulus": ""}, follow=True).text
    assert "Choose the stimulus" in page


def test_another_teams_session_is_not_there(client, session):
    foreign = make_session(power_w=EFFORTS)

    assert client.get(address("intervals", foreign)).status_code == 404
    for name in ("intervals", "undo", "stimulus"):
        assert client.post(address(name, foreign), {"stimulus": "R"}).status_code == 404
    assert not foreign.interval_edits.exists()


def test_a_session_without_samples_has_nothing_to_edit(client, session):
    SessionStream.objects.filter(session=session).delete()

    assert client.get(address("intervals", session)).status_code == 404
    assert "Edit the intervals" not in client.get(session.get_absolute_url()).text


@pytest.mark.parametrize("name", ("undo", "stimulus"))
def test_reading_changes_nothing(client, session, name):
    assert client.get(address(name, session)).status_code == 405
