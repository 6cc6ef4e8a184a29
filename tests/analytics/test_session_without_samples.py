"""Every page copes with a session that has figures, laps and peaks, and not one sample."""

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.record_book import decide_due_records
from analytics.season import load_by_day
from summaries.gathering import gather_session_facts
from summaries.providers.offline import OfflineProvider
from summaries.writing import write_text
from tests.make import make_session, make_staff
from tests.make.source_sessions import make_source_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    session = make_source_session()
    decide_due_records(session.athlete_id, now=timezone.now())
    return session


def test_session_page_tells_figures_sets_and_peaks(client, session):
    client.force_login(make_staff())

    page = client.get(session.get_absolute_url()).text

    assert "This session has no samples to draw." in page
    assert "From the team&#x27;s database: figures, laps and peaks, no samples." in page
    assert "4 x 4" in page
    assert "290 W" in page
    assert "Recorded by" not in page
    assert "Short dropouts filled" not in page
    assert ">Moving<" not in page


def test_session_page_copes_without_laps_and_peaks(client):
    session = make_source_session(laps=(), peaks=(), mean_power_w=None, workouts=())
    client.force_login(make_staff())

    page = client.get(session.get_absolute_url())

    assert page.status_code == 200
    assert "No intervals: this was ridden as one piece." in page.text


def test_list_pages_show_it_beside_a_recorded_one(client, session):
    make_session(athlete=session.athlete)
    client.force_login(make_staff())

    for address in (
        reverse("analytics:roster"),
        session.athlete.get_absolute_url(),
        reverse("analytics:search"),
        reverse("analytics:compare"),
        reverse("analytics:session-same", args=[session.pk]),
        session.get_absolute_url() + "summary/",
    ):
        assert client.get(address).status_code == 200, address


def test_pages_that_need_samples_say_that_there_are_none(client, session):
    client.force_login(make_staff())

    assert client.get(reverse("analytics:session-stream", args=[session.pk])).status_code == 404
    assert client.get(reverse("analytics:session-intervals", args=[session.pk])).status_code == 404


def test_facts_claim_nothing_that_needs_samples(session):
    facts = gather_session_facts(session)

    kinds = {fact.kind for fact in facts.facts}
    assert not {"moving", "elapsed", "form", "weighted_power", "training_load"} & kinds
    assert all(
        not fact.spans for fact in facts.facts if fact.about.startswith(("peak", "baseline"))
    )
    assert any(fact.about.startswith("baseline") for fact in facts.facts)


def test_text_is_written_from_what_there_is(session):
    text = write_text(
        gather_session_facts(session), provider=OfflineProvider(), voice="plain"
    ).checked.text

    assert "4:00" in text
    assert "300 W" in text
    assert "fitness 0" not in text


def test_load_of_its_day_is_unknown_and_adds_nothing(session):
    (day,) = load_by_day(session.athlete, until=session.local_date)

    assert session.training_load is None
    assert day.load == 0
