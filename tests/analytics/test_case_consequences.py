"""What a decision about a candidate changes beyond the records: proposals, open decisions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from analytics.athlete_state import work_out_state
from analytics.audit import Act
from analytics.cases import decide_case, undo_decision
from analytics.engine.peaks import PeakPower
from analytics.engine.vocabulary import AgendaKind
from analytics.models import Case, ThresholdProposal
from analytics.tasks import decide_records_task
from analytics.threshold_proposals import update_proposal
from tests.make import make_athlete, make_past, make_ridden
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

NOW = STARTED_AT + timedelta(days=1)
EFFORTS_W = {
    duration_s: 300.0 + 20_000 / duration_s for duration_s in (180, 240, 300, 360, 480, 600)
}


@pytest.fixture
def case():
    """Efforts far above a past of 200 W, that speak for a critical power of 300 W."""
    athlete = make_athlete()
    athlete.thresholds.create(date=STARTED_AT.date(), critical_power_w=220.0, w_prime_j=15_000.0)
    make_past(athlete, 200.0)
    peaks = [PeakPower(d, 0, power_w, 0, 0, eligible=True) for d, power_w in EFFORTS_W.items()]
    session = make_ridden(athlete, STARTED_AT, peaks)
    return session.cases.get(duration_s=300)


def follow(case: Case) -> list[str]:
    """Do what the task after a decision does, and tell the states of the proposals."""
    athlete = case.session.athlete
    decide_records_task(athlete_id=athlete.pk)
    work_out_state(athlete, now=NOW)
    update_proposal(athlete, now=NOW)
    proposals = ThresholdProposal.objects.filter(athlete=athlete).order_by("pk")
    return list(proposals.values_list("state", flat=True))


def waits(case: Case) -> bool:
    items = case.session.athlete.agenda_items.filter(kind=AgendaKind.QUARANTINED_PEAK)
    return items.still_open().exists()


def test_accepted_efforts_propose_thresholds_and_undone_they_do_not(case):
    act = Act(None, timezone.now())
    assert follow(case) == []
    assert waits(case)

    decide_case(case, Case.State.ACCEPTED, act)
    assert follow(case) == [ThresholdProposal.State.OPEN]
    proposal = ThresholdProposal.objects.get()
    assert proposal.critical_power_w == pytest.approx(300, abs=1)
    assert not waits(case)

    undo_decision(case, act)
    assert follow(case) == [ThresholdProposal.State.STALE]
    assert waits(case)
