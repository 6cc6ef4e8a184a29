import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from summaries.models import Summary, TextBatch
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.make.people import make_role

pytestmark = pytest.mark.django_db

ADDRESS = "/texts/batches/"


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def signed_in(client, team):
    client.force_login(make_coach(team))
    return client


@pytest.fixture
def session(team):
    session = make_session(athlete=make_athlete(team=team))
    Summary.objects.filter(session=session).update(
        state=Summary.State.READY, text="A ride.", open_session=None
    )
    return session


def test_the_cost_is_told_before_anything_starts(signed_in, session, settings):
    settings.SUMMARY_PROVIDER = "anthropic"

    page = signed_in.get(ADDRESS, {"scope": "all"}).content.decode()

    assert "1 text, by claude-sonnet-5-5: about 0.02 US dollars" in page
    assert not TextBatch.objects.exists()


def test_what_can_wait_a_day_costs_half(signed_in, session, settings):
    settings.SUMMARY_PROVIDER = "anthropic"
    settings.MODEL_PRICES = ["claude-sonnet=30/150"]

    now = signed_in.get(ADDRESS, {"scope": "all", "pace": "now"}).content.decode()
    later = signed_in.get(ADDRESS, {"scope": "all", "pace": "day"}).content.decode()
    signed_in.post(ADDRESS, {"scope": "all", "pace": "day"})

    assert "about 0.20 US dollars" in now
    assert "about 0.10 US dollars" in later
    assert TextBatch.objects.get().pace == TextBatch.Pace.WITHIN_A_DAY


def test_waiting_is_not_offered_where_nobody_can(signed_in, session):
    page = signed_in.get(ADDRESS).content.decode()

    assert "half the price" not in page


def test_a_started_batch_shows_its_progress_and_can_be_paused(signed_in, session):
    answer = signed_in.post(ADDRESS, {"scope": "all"}, follow=True)

    batch = TextBatch.objects.get()
    assert "0 of 1 written" in answer.content.decode()
    signed_in.post(reverse("summaries:batch-step", args=[batch.pk, "pause"]))
    batch.refresh_from_db()
    assert batch.state == TextBatch.State.PAUSED
    signed_in.post(reverse("summaries:batch-step", args=[batch.pk, "cancel"]))
    batch.refresh_from_db()
    assert batch.state == TextBatch.State.CANCELLED


def test_another_teams_batch_is_not_there(signed_in, session, client):
    signed_in.post(ADDRESS, {"scope": "all"})
    batch = TextBatch.objects.get()
    client.force_login(make_coach(make_team()))

    assert client.get(batch.get_absolute_url()).status_code == 404
    steps = reverse("summaries:batch-step", args=[batch.pk, "cancel"])
    assert client.post(steps).status_code == 404


def test_who_only_enters_the_admin_sees_no_batch_and_an_operator_sees_all(signed_in, session):
    signed_in.post(ADDRESS, {"scope": "all"})
    visitor = User.objects.create_user("visitor", is_staff=True)

    assert not TextBatch.objects.visible_to(visitor).exists()
    assert TextBatch.objects.visible_to(make_role("operator")).count() == 1


def test_a_range_that_ends_before_it_begins_is_told_beside_the_field(signed_in):
    page = signed_in.get(ADDRESS, {"scope": "all", "since": "2026-05-02", "until": "2026-05-01"})

    assert "The last day lies before the first." in page.content.decode()


def test_nothing_to_write_is_said(signed_in):
    assert "No ride fits" in signed_in.get(ADDRESS, {"scope": "stale"}).content.decode()
