from datetime import timedelta

import pytest
from django.utils import timezone

from analytics.audit import Act
from analytics.cases import decide_case, group_cases, patch_case, undo_cut, undo_decision
from analytics.engine.record_checks import OF_THE_WHOLE_RIDE
from analytics.models import AuditEntry, Case, Record, Session
from analytics.models.peak import REJECTED
from analytics.tasks import decide_records_task, ingest_recording_task
from tests.make import make_athlete, make_coach, make_past, make_session, make_team
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def rides(team):
    """A past of 190 W, then three rides, of which the second is beyond belief."""
    athlete = make_athlete(team=team)
    make_past(athlete, 190.0)
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
    assert len([pk for pk in before if before[pk] == after[pk]]) == len(before) - 2


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


BURST_W = [200.0] * 300 + [1400.0, 1300.0] + [200.0] * 298


def test_peaks_of_the_same_seconds_are_one_question():
    session = make_session(power_w=BURST_W)

    (question,) = group_cases(session.cases.all())

    assert question[0].duration_s == 1
    assert {1, 5, 10} <= {case.duration_s for case in question}


def test_peaks_of_other_seconds_are_another_question_unless_the_doubt_is_of_the_whole_ride():
    def case(start_s, *reasons) -> Case:
        return Case(session_id=1, level=0, duration_s=10, start_s=start_s, reasons=list(reasons))

    assert len(group_cases([case(0, "a burst"), case(20, "a burst"), case(5, "a burst")])) == 2
    assert len(group_cases([case(0, OF_THE_WHOLE_RIDE[0]), case(20, OF_THE_WHOLE_RIDE[0])])) == 1


def test_a_chain_of_overlaps_is_one_question_in_whatever_order():
    starts = (0, 18, 9)
    cases = [Case(session_id=1, level=0, duration_s=10, start_s=start) for start in starts]

    assert [len(question) for question in group_cases(cases)] == [3]


def analysed_again(session: Session) -> Session:
    ingest_recording_task(recording_id=session.recording_id)
    return Session.objects.get(pk=session.pk)


def test_a_patch_takes_the_seconds_out_and_every_figure_follows(act):
    session = make_session(power_w=BURST_W)

    assert patch_case(session.cases.get(duration_s=1), act)
    patched = analysed_again(session)

    assert patched.max_power_w == 200.0
    assert not patched.cases.filter(duration_s__lt=60).exists()
    assert patched.power_cuts.get().spans == [[300, 302]]
    assert list(patched.records.filter(level=0, duration_s=5).values_list("power_w")) == [(200.0,)]
    assert AuditEntry.objects.get().detail["seconds"] == [[300, 302]]
    assert patched.changed_at > act.at


def test_a_patch_stays_when_the_ride_is_analysed_again(act):
    session = make_session(power_w=BURST_W)
    patch_case(session.cases.get(duration_s=1), act)
    analysed_again(session).recording.wait_again(now=timezone.now())

    assert analysed_again(session).max_power_w == 200.0


def test_an_undone_patch_brings_the_question_back(act):
    session = make_session(power_w=BURST_W)
    before = set(session.cases.values_list("duration_s", "power_w", "state"))
    patch_case(session.cases.get(duration_s=1), act)
    patched = analysed_again(session)

    assert undo_cut(patched.power_cuts.get(), act)
    again = analysed_again(session)

    assert again.max_power_w == 1400.0
    assert set(again.cases.values_list("duration_s", "power_w", "state")) == before
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["peak.patched", "peak.unpatched"]


def test_a_patched_effort_beyond_belief_is_no_more(rides, act):
    assert patch_case(case_of(rides[1]), act)

    patched = analysed_again(rides[1])
    decide_again(patched)

    assert not patched.cases.filter(duration_s__gt=40).exists()
    assert not patched.peaks.filter(duration_s=300, eligible=True).exists()
    assert previous_w(rides[2]) == 200.0


def test_two_patches_at_once_are_one(rides, act):
    case = case_of(rides[1])

    assert patch_case(case, act)
    assert not patch_case(case, act)
    assert not undo_cut(rides[1].power_cuts.get(), act)
    assert AuditEntry.objects.count() == 1


def test_the_page_offers_a_patch_and_shows_it_with_the_data_quality(rides, client, team):
    case = case_of(rides[1])
    client.force_login(make_coach(make_team()))
    assert client.post(f"/cases/{case.pk}/patch/").status_code == 404
    client.force_login(make_coach(team))
    address = rides[1].get_absolute_url()
    page = client.get(address).text
    assert "A patch takes out the power from 0 s to 6:00" in page
    assert page.count("280 W over 1 s</strong>: 40 % above the best of all time. Waits") == 1

    assert client.post(f"/cases/{case.pk}/patch/").status_code == 302
    assert "The ride is being analysed again" in client.get(address).text
    cut = analysed_again(rides[1]).power_cuts.get()

    assert client.get(address).text.count("ower from 0 s to 6:00 taken out") == 2
    assert client.post(f"/power-cuts/{cut.pk}/undo/").status_code == 302
    assert client.post(f"/power-cuts/{cut.pk}/undo/").status_code == 404
    assert case_of(analysed_again(rides[1])).state == Case.State.OPEN
