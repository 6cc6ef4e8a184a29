from collections.abc import Iterator

import pytest

from analytics.models import AthleteState
from analytics.tasks import ask_for_state, sweep_athlete_states, work_out_state_task
from cycling_site import celery_app
from tests.make import make_athlete, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def _worked_off_at_once() -> Iterator[None]:
    celery_app.conf.task_always_eager = True
    yield
    celery_app.conf.task_always_eager = False


@pytest.mark.usefixtures("_worked_off_at_once")
def test_a_burst_of_changes_sends_one_message(django_capture_on_commit_callbacks):
    athlete = make_athlete()

    with django_capture_on_commit_callbacks(execute=True) as messages:
        for _ in range(3):
            ask_for_state(athlete.pk)

    assert len(messages) == 1
    assert AthleteState.objects.get().worked_out_at is not None


@pytest.mark.usefixtures("_worked_off_at_once")
def test_an_import_asks_for_its_athletes_row(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        session = make_session()

    assert AthleteState.objects.get().last_session == session


@pytest.mark.usefixtures("_worked_off_at_once")
def test_the_sweep_makes_missing_rows_and_then_has_nothing_to_do():
    for _ in range(3):
        make_athlete()

    sweep_athlete_states()
    worked_out = set(AthleteState.objects.values_list("worked_out_at", flat=True))
    assert len(worked_out) == 3
    assert None not in worked_out

    sweep_athlete_states()
    assert set(AthleteState.objects.values_list("worked_out_at", flat=True)) == worked_out


def test_a_message_about_an_athlete_who_is_gone_does_nothing():
    work_out_state_task(athlete_id=10_000)

    assert not AthleteState.objects.exists()
