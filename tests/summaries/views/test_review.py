import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.models import Session
from summaries.models import Summary
from summaries.tasks import write_summary_task
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

QUEUE = "/texts/"


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def signed_in(client, team):
    client.force_login(make_coach(team))
    return client


def written(team, *, day=0):
    session = make_session(
        athlete=make_athlete(team=team),
        power_w=[220.0] * 1500,
        started_at=STARTED_AT.replace(day=STARTED_AT.day + day),
    )
    summary = Summary.objects.get(session=session)
    write_summary_task(summary_id=summary.pk)
    return Summary.objects.get(pk=summary.pk)


def test_the_queue_lists_the_own_teams_texts_and_no_other(signed_in, team):
    own, foreign = written(team), written(make_team())

    page = signed_in.get(QUEUE).content.decode()

    assert own.get_absolute_url() in page
    assert foreign.get_absolute_url() not in page
    assert signed_in.get(foreign.get_absolute_url()).status_code == 404
    assert signed_in.post(reverse("summaries:approve", args=[foreign.pk])).status_code == 404


def test_the_queue_needs_as_many_queries_for_three_rows_as_for_one(
    signed_in, team, django_assert_max_num_queries
):
    written(team)
    with django_assert_max_num_queries(8) as first:
        signed_in.get(QUEUE)
    for day in (1, 2):
        written(team, day=day)
    with django_assert_max_num_queries(len(first)):
        signed_in.get(QUEUE)


def test_approving_goes_on_to_the_next_text_and_the_week_is_measured(signed_in, team):
    older, newer = written(team), written(team, day=1)

    answer = signed_in.post(reverse("summaries:approve", args=[newer.pk]))

    assert answer.url == older.get_absolute_url()
    newer.refresh_from_db()
    assert newer.state == Summary.State.APPROVED
    page = signed_in.get(QUEUE).content.decode()
    assert "100 %" in page
    assert "0.0 %" in page


def test_an_edit_that_came_too_late_loses_nothing(signed_in, team):
    summary = written(team)
    signed_in.post(summary.get_absolute_url(), {"text": "The first."})

    page = signed_in.post(summary.get_absolute_url(), {"text": "My own words."}).content.decode()

    assert "My own words." in page
    assert "newer version" in page


def test_the_page_says_what_is_not_proven(signed_in, team):
    summary = written(team)

    answer = signed_in.post(summary.get_absolute_url(), {"text": "A fine 999 W."}, follow=True)

    page = answer.content.decode()
    assert "not proven" in page
    assert "A fine <mark" in page


def test_a_changed_session_is_noticed_when_the_page_is_read(signed_in, team):
    summary = written(team)
    Session.objects.filter(pk=summary.session_id).update(
        changed_at=timezone.now(), mean_power_w=219.0
    )

    page = signed_in.get(summary.get_absolute_url()).content.decode()

    assert "Out of date" in page
    assert "220 W is now 219 W" in page
    assert "Approve" not in page


def test_markup_in_a_coachs_text_is_shown_as_text(signed_in, team):
    summary = written(team)

    answer = signed_in.post(
        summary.get_absolute_url(), {"text": "<script>alert()</script>"}, follow=True
    )

    assert "<script>alert" not in answer.content.decode()
