from datetime import timedelta

import pytest
from django.utils import timezone

from analytics.audit import Act
from analytics.cases import decide_case, undo_decision
from analytics.models import AuditEntry, Case, Record, Session
from analytics.models.peak import REJECTED
from analytics.tasks import decide_records_task
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def rides(team):
    """Three rides, of which the second is beyond belief."""
    athlete = make_athlete(team=team)
    return [
        make_session(
            athlete=athlete, power_w=[power_w] * 400, started_at=STARTED_AT + timedelta(days=day)
        )
        for day, power_w in ((0, 200.0), (10, 280.0), (20, 210.0))
    ]


@pytest.fixture
def act(team):
    return Act(make_coach(team), timezone.now())


def case_of(session, duration_s=300) -> Case:
    return Case.objects.get(session=session, level=0, duration_s=duration_s)


def previous_w(session, duration_s=300):
    found = session.records.filter(duration_s=duration_s, level=0, window="all")
    return found.values_list("previous_w", flat=True).first()


def decide_again(session: Session) -> None:
    decide_records_task(athlete_id=session.athlete_id)


def test_a_doubtful_record_waits_with_its_reason(rides):
    case = case_of(rides[1])

    assert case.state == Case.State.OPEN
    assert case.reasons == ["40 % above the best of all time"]
    assert previous_w(rides[1]) is None
    assert previous_w(rides[2]) == 200.0


def test_accepted_it_is_the_record_and_what_came_after_is_none(rides, act):
    before = dict(Session.objects.values_list("pk", "changed_at"))

    assert decide_case(case_of(rides[1]), Case.State.ACCEPTED, act)
    decide_again(rides[1])

    assert previous_w(rides[1]) == 200.0
    assert previous_w(rides[2]) is None
    after = dict(Session.objects.values_list("pk", "changed_at"))
    assert [before[ride.pk] == after[ride.pk] for ride in rides] == [True, False, False]


def test_one_decision_holds_for_all_that_lean_on_the_same_seconds(rides, act):
    decide_case(case_of(rides[1]), Case.State.ACCEPTED, act)

    assert not rides[1].cases.still_open().exists()
    assert case_of(rides[1]).decided_by == act.actor


@pytest.mark.parametrize("verdict", (Case.State.ACCEPTED, Case.State.REJECTED))
def test_a_decision_taken_back_leaves_everything_as_it_was(rides, act, verdict):
    def told():
        return sorted(Record.objects.values_list("session", "level", "duration_s", "window"))

    before = told()
    decide_case(case_of(rides[1]), verdict, act)
    decide_again(rides[1])

    assert undo_decision(case_of(rides[1]), act)
    decide_again(rides[1])

    assert told() == before
    assert case_of(rides[1]).state == Case.State.OPEN
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts == [f"peak.{verdict}", "peak.reopened"]


def test_a_rejected_one_waits_no_more_and_counts_as_nothing(rides, act):
    decide_case(case_of(rides[1]), Case.State.REJECTED, act)
    decide_again(rides[1])

    peak = rides[1].peaks.get(level=0, duration_s=300)
    assert peak.quarantine == REJECTED
    assert not peak.is_candidate
    assert previous_w(rides[2]) == 200.0


def test_the_second_decision_on_a_case_does_not_hold(rides, act):
    case = case_of(rides[1])

    assert decide_case(case, Case.State.ACCEPTED, act)
    assert not decide_case(case, Case.State.REJECTED, act)


def test_the_coach_decides_on_the_session_page_and_another_team_cannot(rides, client, team):
    case = case_of(rides[1])
    client.force_login(make_coach(make_team()))
    assert client.post(f"/cases/{case.pk}/accept/").status_code == 404

    client.force_login(make_coach(team))
    assert "40 % above the best" in client.get(rides[1].get_absolute_url()).content.decode()
    assert client.post(f"/cases/{case.pk}/accept/").status_code == 302

    case.refresh_from_db()
    assert case.state == Case.State.ACCEPTED
    assert client.post(f"/cases/{case.pk}/nonsense/").status_code == 404
    assert client.get(f"/cases/{case.pk}/accept/").status_code == 405
