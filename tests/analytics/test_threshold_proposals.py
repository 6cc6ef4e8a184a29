from datetime import timedelta

import pytest
from django.urls import reverse

from analytics.agenda import settle_item
from analytics.audit import Act
from analytics.engine.vocabulary import AgendaKind
from analytics.models import AgendaItem, Athlete, AuditEntry, Peak, ThresholdProposal, Thresholds
from analytics.tasks import work_out_state_task
from analytics.threshold_proposals import (
    accept_proposal,
    refuse_proposal,
    undo_decision,
    update_proposal,
)
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

DURATIONS_S = (180, 300, 480, 720, 1200)
NOW = STARTED_AT + timedelta(days=20)
DAY = STARTED_AT.date()
State = ThresholdProposal.State


@pytest.fixture
def athlete():
    return make_athlete()


@pytest.fixture
def act():
    return Act(make_coach(), NOW)


def ride(athlete: Athlete, *, critical_power_w: float, day: int = 0, **fields) -> None:
    """Ride all-out efforts of a rider with this critical power and a W' of 20 kJ."""
    session = make_session(
        athlete=athlete, power_w=[200.0] * 90, started_at=STARTED_AT + timedelta(days=day)
    )
    Peak.objects.filter(session=session).delete()
    Peak.objects.bulk_create(
        Peak(
            session=session,
            duration_s=duration_s,
            power_w=critical_power_w + 20_000 / duration_s,
            start_s=0,
            **fields,
        )
        for duration_s in DURATIONS_S
    )


def know(athlete: Athlete, *, day: int = -30, critical_power_w: float = 260.0) -> Thresholds:
    return Thresholds.objects.create(
        athlete=athlete,
        date=DAY + timedelta(days=day),
        critical_power_w=critical_power_w,
        w_prime_j=20_000,
        ftp_w=250,
    )


def power_in_force(athlete: Athlete) -> float | None:
    return Athlete.objects.get(pk=athlete.pk).rider_on(NOW.date()).critical_power_w


def agenda_of(athlete: Athlete) -> list[AgendaItem]:
    items = AgendaItem.objects.filter(athlete=athlete, kind=AgendaKind.THRESHOLD_PROPOSAL)
    return list(items.still_open())


def test_a_higher_estimate_is_proposed_with_its_effort_and_put_on_the_list(athlete):
    know(athlete)
    ride(athlete, critical_power_w=280)

    proposal = update_proposal(athlete, now=NOW)

    assert proposal.critical_power_w == pytest.approx(280)
    assert proposal.w_prime_j == pytest.approx(20_000)
    assert (proposal.previous_critical_power_w, proposal.state) == (260, State.OPEN)
    assert proposal.session == athlete.sessions.get()
    assert proposal.effort_date == DAY
    assert proposal.reason.endswith("is more than a critical power of 260 W explains.")
    assert power_in_force(athlete) == 260
    assert "Critical power 280 W" in agenda_of(athlete)[0].evidence


def test_the_same_estimate_is_proposed_once(athlete):
    ride(athlete, critical_power_w=280)

    first = update_proposal(athlete, now=NOW)

    assert update_proposal(athlete, now=NOW) == first
    assert ThresholdProposal.objects.count() == 1


def test_a_better_estimate_takes_the_place_of_the_open_one(athlete):
    ride(athlete, critical_power_w=280)
    first = update_proposal(athlete, now=NOW)
    ride(athlete, critical_power_w=290, day=7)

    second = update_proposal(athlete, now=NOW)

    first.refresh_from_db()
    assert (first.state, second.state) == (State.STALE, State.OPEN)
    assert second.critical_power_w == pytest.approx(290)


@pytest.mark.parametrize(
    "fields",
    ({"quarantine": "too good"}, {"eligible": False}, {"day": -90}, {"level": 10}),
)
def test_peaks_that_do_not_count_lead_to_nothing(athlete, fields):
    ride(athlete, critical_power_w=280, **fields)

    assert update_proposal(athlete, now=NOW) is None


def test_a_lower_estimate_is_never_proposed(athlete):
    know(athlete, critical_power_w=280)
    ride(athlete, critical_power_w=270)

    assert update_proposal(athlete, now=NOW) is None


def test_a_proposal_is_stale_when_its_ride_counts_no_longer(athlete):
    ride(athlete, critical_power_w=280)
    proposal = update_proposal(athlete, now=NOW)
    Peak.objects.update(quarantine="a spike")

    assert update_proposal(athlete, now=NOW) is None

    proposal.refresh_from_db()
    assert proposal.state == State.STALE
    assert agenda_of(athlete) == []


def test_accepting_writes_thresholds_of_the_efforts_day_and_undo_removes_them(athlete, act):
    know(athlete)
    ride(athlete, critical_power_w=280)
    proposal = update_proposal(athlete, now=NOW)

    assert accept_proposal(proposal, act)

    row = Thresholds.objects.get(athlete=athlete, date=DAY)
    assert row.critical_power_w == pytest.approx(280)
    assert row.ftp_w is None
    assert agenda_of(athlete) == []
    assert update_proposal(athlete, now=NOW) is None

    assert undo_decision(proposal, act)

    assert power_in_force(athlete) == 260
    assert proposal.state == State.OPEN
    assert len(agenda_of(athlete)) == 1
    assert [entry.act for entry in AuditEntry.objects.all()] == [
        "threshold.reopened",
        "threshold.accepted",
    ]


def test_thresholds_newer_than_the_effort_are_replaced_and_come_back(athlete, act):
    row = know(athlete, day=10)
    ride(athlete, critical_power_w=280)
    proposal = update_proposal(athlete, now=NOW)

    accept_proposal(proposal, act)

    row.refresh_from_db()
    assert power_in_force(athlete) == pytest.approx(280)
    assert row.ftp_w == 250
    undo_decision(proposal, act)
    row.refresh_from_db()
    assert (row.critical_power_w, row.w_prime_j, row.ftp_w) == (260, 20_000, 250)


def test_thresholds_that_somebody_changed_since_are_left_alone(athlete, act):
    ride(athlete, critical_power_w=280)
    proposal = update_proposal(athlete, now=NOW)
    accept_proposal(proposal, act)
    Thresholds.objects.update(critical_power_w=285)

    assert not undo_decision(proposal, act)

    assert power_in_force(athlete) == 285
    assert ThresholdProposal.objects.get().state == State.ACCEPTED


def test_what_was_refused_is_not_proposed_again_until_it_is_exceeded(athlete, act):
    ride(athlete, critical_power_w=280)
    refuse_proposal(update_proposal(athlete, now=NOW), act)
    assert update_proposal(athlete, now=NOW) is None
    ride(athlete, critical_power_w=280.5, day=3)
    assert update_proposal(athlete, now=NOW) is None

    ride(athlete, critical_power_w=290, day=7)

    assert update_proposal(athlete, now=NOW).critical_power_w == pytest.approx(290)


def test_a_decision_is_made_once(athlete, act):
    ride(athlete, critical_power_w=280)
    proposal = update_proposal(athlete, now=NOW)
    stale = ThresholdProposal.objects.get(pk=proposal.pk)

    assert accept_proposal(proposal, act)
    assert not refuse_proposal(stale, act)
    assert not accept_proposal(stale, act)
    assert AuditEntry.objects.count() == 1


def test_the_list_item_comes_back_with_a_new_proposal(athlete):
    ride(athlete, critical_power_w=280)
    update_proposal(athlete, now=NOW)
    settle_item(athlete, kind=AgendaKind.THRESHOLD_PROPOSAL, subject="critical power", now=NOW)
    ride(athlete, critical_power_w=290, day=7)

    update_proposal(athlete, now=NOW)

    assert len(agenda_of(athlete)) == 1


def test_a_coach_decides_on_the_athletes_page_and_nobody_else(client, athlete, act):
    ride(athlete, critical_power_w=280)
    proposal = update_proposal(athlete, now=NOW)
    accept = reverse("analytics:proposal-accept", args=[proposal.pk])
    client.force_login(make_coach(make_team()))
    assert client.post(accept).status_code == 404
    shown = reverse("analytics:athlete-proposals", args=[athlete.pk])
    assert client.get(shown).status_code == 404
    client.force_login(make_coach(athlete.team))
    assert shown in client.get(athlete.get_absolute_url()).text
    assert "Critical power 280 W" in client.get(shown).text
    assert client.get(accept).status_code == 405

    client.post(accept)

    assert "Accepted on" in client.get(shown).text
    client.post(reverse("analytics:proposal-undo", args=[proposal.pk]))
    assert "Refuse" in client.get(shown).text
    client.post(reverse("analytics:proposal-refuse", args=[proposal.pk]))
    assert ThresholdProposal.objects.get().state == State.REFUSED


def test_the_athletes_row_of_today_brings_the_proposal_along(athlete, monkeypatch):
    monkeypatch.setattr("analytics.tasks.athlete_states.timezone.now", lambda: NOW)
    ride(athlete, critical_power_w=280)
    ThresholdProposal.objects.all().delete()

    work_out_state_task(athlete_id=athlete.pk)

    assert ThresholdProposal.objects.get().state == State.OPEN
