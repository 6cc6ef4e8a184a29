from datetime import UTC, datetime, timedelta

import pytest

from summaries.models import CLAIM_LEASE, MAX_ATTEMPTS, WAIT_BEFORE_SWEEP, Summary
from tests.make import make_session

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def summary():
    """The summary that the analysis of a session asked for, due at NOW."""
    session = make_session()
    Summary.objects.filter(session=session).update(requested_at=NOW, due_at=NOW)
    return Summary.objects.get(session=session)


def test_an_analysed_session_has_one_open_summary(summary):
    again, is_new = Summary.objects.request(summary.session, now=NOW)

    assert (again, is_new) == (summary, False)
    assert (summary.version, summary.state) == (1, Summary.State.WAITING)


def test_a_finished_text_makes_room_for_the_next_version(summary):
    claimed = Summary.objects.claim(summary.pk, now=NOW)
    assert claimed.finish(now=NOW, text="A ride.")

    following, is_new = Summary.objects.request(summary.session, now=NOW)

    assert (following.version, is_new) == (2, True)


def test_of_two_workers_one_gets_it_and_the_lost_one_cannot_overwrite(summary):
    lost = Summary.objects.claim(summary.pk, now=NOW)
    assert Summary.objects.claim(summary.pk, now=NOW + timedelta(seconds=1)) is None
    successor = Summary.objects.claim(summary.pk, now=NOW + CLAIM_LEASE + timedelta(seconds=1))

    assert lost.finish(now=NOW, text="Too late.") is False
    assert successor.finish(now=NOW, text="In time.") is True


def test_the_sweep_leaves_a_planned_retry_alone(summary):
    claimed = Summary.objects.claim(summary.pk, now=NOW)
    due_at = NOW + timedelta(minutes=10)
    claimed.release(due_at=due_at)

    before = Summary.objects.left_over(now=due_at)
    after = Summary.objects.left_over(now=due_at + WAIT_BEFORE_SWEEP + timedelta(seconds=1))

    assert not before.exists()
    assert after.get() == summary


def test_a_text_that_takes_every_worker_down_is_given_up(summary):
    moment = NOW
    for _ in range(MAX_ATTEMPTS):
        assert Summary.objects.claim(summary.pk, now=moment) is not None
        moment += CLAIM_LEASE + timedelta(seconds=1)

    assert Summary.objects.claim(summary.pk, now=moment) is None
    assert Summary.objects.fail_exhausted(now=moment) == 1
    summary.refresh_from_db()
    assert (summary.state, summary.open_session) == (Summary.State.FAILED, None)
    assert summary.failure
