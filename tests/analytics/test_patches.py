import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.audit import Act
from analytics.models import AuditEntry, Recording
from analytics.patches import restore_patch, undo_patch
from analytics.tasks import ingest_recording_task
from tests.make import make_athlete, make_coach, make_session, make_team

pytestmark = pytest.mark.django_db

SPIKE = ("power_w", 300)
SPIKED_W = [200.0] * 300 + [2600.0] + [200.0] * 299


@pytest.fixture
def act():
    return Act(make_coach(), timezone.now())


def analysed_again(session):
    ingest_recording_task(recording_id=session.recording_id)
    session.refresh_from_db()
    session.recording.refresh_from_db()
    return session


def test_an_undone_patch_gives_the_raw_value_and_the_figures_follow(act):
    session = make_session(power_w=SPIKED_W)
    assert session.max_power_w == 200.0

    assert undo_patch(session, SPIKE, act)
    analysed_again(session)

    assert session.max_power_w == 2600.0
    assert session.mean_power_w == pytest.approx(204.0)
    assert session.quality["patches"] == []
    assert session.quality["undone"][0]["second"] == 300
    assert session.changed_at > act.at
    assert AuditEntry.objects.get().act == "patch.undone"


def test_it_stays_undone_when_the_ride_is_analysed_again_and_can_be_put_back(act):
    session = make_session(power_w=SPIKED_W)
    undo_patch(session, SPIKE, act)
    analysed_again(session)
    session.recording.wait_again(now=timezone.now())
    assert analysed_again(session).max_power_w == 2600.0

    assert restore_patch(session, SPIKE, act)

    assert analysed_again(session).max_power_w == 200.0
    assert session.kept_raw == []


def test_what_is_not_patched_cannot_be_undone(act):
    session = make_session(power_w=SPIKED_W)

    assert not undo_patch(session, ("power_w", 5), act)
    assert not restore_patch(session, SPIKE, act)
    Recording.objects.update(state=Recording.State.ANALYSING)
    assert not undo_patch(session, SPIKE, act)
    assert not AuditEntry.objects.exists()


def test_the_session_page_offers_it_to_whoever_sees_the_session(client):
    team = make_team()
    session = make_session(athlete=make_athlete(team=team), power_w=SPIKED_W)
    address = reverse("analytics:session-patch", args=[session.pk, *SPIKE])

    client.force_login(make_coach(make_team()))
    assert client.post(address).status_code == 404
    client.force_login(make_coach(team))
    assert "Undo: power_w at second 300" in client.get(session.get_absolute_url()).text
    client.post(address)
    assert "waiting for a worker" in client.get(session.get_absolute_url()).text
    analysed_again(session)
    assert "Patch it again" in client.get(session.get_absolute_url()).text
    client.post(address)
    assert analysed_again(session).max_power_w == 200.0
