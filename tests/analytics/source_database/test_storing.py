import pytest

from analytics.models import Session, SourceLink
from tests.make import make_session
from tests.make.source_database import SourcePlan

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db]


def test_changed_session_stays_behind_the_recording_of_its_ride(source):
    source.fill(SourcePlan(sessions=3, oddity_share=0.0))
    source.sync()
    session = SourceLink.objects.filter(kind="session").first().session
    recorded = make_session(athlete=session.athlete)
    Session.objects.filter(pk=session.pk).update(duplicate_of=recorded)
    source.write("UPDATE activities_activitysummary SET distance = distance + 1")

    tally, _sync = source.sync()

    session.refresh_from_db()
    assert tally.sessions_changed == 3
    assert session.duplicate_of == recorded
