import pytest
from django.utils import timezone

from analytics.audit import Act
from analytics.cases import decide_case, undo_decision
from analytics.models import Case
from analytics.tasks import decide_records_task
from tests.make import make_session

pytestmark = pytest.mark.django_db


def best_second(session) -> list[float]:
    return list(session.records.filter(duration_s=1, level=0).values_list("power_w", flat=True))


def test_a_repaired_spike_waits_and_its_acceptance_can_be_taken_back():
    session = make_session(power_w=[200.0] * 300 + [1974.0] + [200.0] * 300)
    case = session.cases.get()
    assert (case.duration_s, case.power_w, case.start_s) == (1, 1974.0, 300)
    assert best_second(session) == []
    act = Act(None, timezone.now())

    decide_case(case, Case.State.ACCEPTED, act)
    decide_records_task(athlete_id=session.athlete_id)
    assert best_second(session) == [1974.0]

    undo_decision(Case.objects.get(pk=case.pk), act)
    decide_records_task(athlete_id=session.athlete_id)
    assert best_second(session) == []
    assert session.cases.get().state == Case.State.OPEN
