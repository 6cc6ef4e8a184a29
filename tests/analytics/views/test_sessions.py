from dataclasses import replace
from datetime import timedelta

import pytest

from analytics.demo.fit_writer import write_fit
from analytics.engine.recording import LapRole, PlannedStep
from analytics.models import Session, SessionStream
from tests.make import import_fit, make_athlete, make_coach, make_session, make_team
from tests.make.rides import STARTED_AT, make_ride

pytestmark = pytest.mark.django_db


@pytest.fixture
def athlete(client):
    team = make_team()
    client.force_login(make_coach(team))
    return make_athlete(team=team)


def ride(athlete, days_ago: int = 0, **ride) -> Session:
    return make_session(athlete=athlete, started_at=STARTED_AT - timedelta(days=days_ago), **ride)


def test_a_session_leads_to_the_one_before_and_the_one_after(client, athlete):
    first, middle, last = (ride(athlete, days_ago) for days_ago in (2, 1, 0))
    ride(make_athlete(team=athlete.team), 1)

    page = client.get(middle.get_absolute_url()).context["view"].session
    assert (page.previous_id, page.following_id) == (first.pk, last.pk)

    page = client.get(first.get_absolute_url()).context["view"].session
    assert (page.previous_id, page.following_id) == (None, middle.pk)


def test_of_two_rides_that_start_together_each_leads_to_the_other(client, athlete):
    first = ride(athlete)
    second = ride(athlete, power_w=[210.0] * 600)

    assert client.get(first.get_absolute_url()).context["view"].session.following_id == second.pk
    assert client.get(second.get_absolute_url()).context["view"].session.previous_id == first.pk


def test_w_prime_balance_is_sent_where_it_is_known(client, athlete):
    athlete.thresholds.create(date=STARTED_AT.date(), critical_power_w=250.0, w_prime_j=20_000.0)
    session = ride(athlete, power_w=[350.0] * 60)

    stream = client.get(f"{session.get_absolute_url()}stream.json").json()

    assert stream["channels"]["w_prime_balance_j"][-1] == pytest.approx(14_000)
    assert stream["lanes"][3] == {
        "name": "w_prime_balance_j",
        "label": "W' balance",
        "unit": "kJ",
        "scale": 0.001,
    }


@pytest.mark.parametrize("efforts", (1, 5))
def test_a_sessions_page_takes_eight_queries_whatever_it_holds(
    client, athlete, efforts, django_assert_num_queries
):
    hard, easy = [320.0] * 300, [120.0] * 180
    session = ride(athlete, power_w=[150.0] * 600 + (hard + easy) * efforts)
    assert session.interval_sets.exists()

    with django_assert_num_queries(8):
        page = client.get(session.get_absolute_url())
    shown = page.context["view"].sets
    assert [len(each.intervals) for each in shown] == [2 * efforts - 1]
    assert f'data-start="{shown[0].intervals[0].start_s}"' in page.text


def test_a_workouts_plan_is_told_on_the_page_with_its_repeats_folded(client, athlete):
    effort = PlannedStep(LapRole.WORK, duration_s=300, target_low_w=300, target_high_w=320)
    rest = PlannedStep(LapRole.RECOVERY, duration_s=120)
    data = write_fit(replace(make_ride(), plan=(effort, rest) * 3))
    session = import_fit(athlete, data).sessions.get()

    page = client.get(session.get_absolute_url()).content.decode()
    assert "3 x (5:00 at 300 to 320 W, recovery 2:00)" in page


def test_a_coachs_own_words_for_the_plan_keep_their_lines_and_are_no_markup(client, athlete):
    session = ride(athlete)
    assert "The plan" not in client.get(session.get_absolute_url()).content.decode()

    Session.objects.update(plan_text="Ride easily.\n<b>No</b> sprints.")
    page = client.get(session.get_absolute_url()).content.decode()
    assert "Ride easily.\n&lt;b&gt;No&lt;/b&gt; sprints." in page


def test_a_session_without_power_has_a_page_that_makes_sense(client, athlete):
    session = ride(athlete, power_w=[float("nan")] * 300)

    page = client.get(session.get_absolute_url()).text

    assert "No power was recorded" in page
    assert "not applicable" in page


def test_a_session_without_samples_has_a_page_that_makes_sense(client, athlete):
    session = ride(athlete)
    SessionStream.objects.all().delete()

    page = client.get(session.get_absolute_url())

    assert page.status_code == 200
    assert "no samples to draw" in page.text
    assert client.get(f"{session.get_absolute_url()}stream.json").status_code == 404
