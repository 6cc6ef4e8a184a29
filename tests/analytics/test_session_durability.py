import pytest

from analytics.models import Thresholds
from analytics.session_page import compose_session_page
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

FIRST_HALF_HOUR = [400.0] * 300 + [250.0] * 1700


def test_peaks_after_work_stand_beside_the_fresh_ones_and_the_work_before():
    athlete = make_athlete()
    Thresholds.objects.create(athlete=athlete, date=STARTED_AT.date(), critical_power_w=300)
    session = make_session(athlete=athlete, power_w=[*FIRST_HALF_HOUR, *[360.0] * 400])

    (level,) = compose_session_page(session).durability

    assert (level.reached.level, level.unit, level.reached.start_s) == (500, "kJ", 1820)
    assert level.reached.prior_work_kj == pytest.approx(500)
    assert level.intensity_percent == pytest.approx(100 * 500_000 / 1820 / 300)
    assert [peak and round(peak.ratio, 3) for peak in level.peaks] == [0.9, 0.9, None]


def test_peak_that_waits_for_a_decision_is_not_compared():
    session = make_session(power_w=[*FIRST_HALF_HOUR, *[360.0] * 400])
    session.peaks.filter(level=500, duration_s=60).update(quarantine="1.3 x the best")

    (level,) = compose_session_page(session).durability

    assert level.peaks[0] is None
    assert level.peaks[1] is not None
    assert level.intensity_percent is None


@pytest.fixture
def page(client):
    """The text of the page that a coach of the team sees of a ride."""
    team = make_team()
    client.force_login(make_coach(team))

    def read(power_w):
        session = make_session(athlete=make_athlete(team=team), power_w=power_w)
        return " ".join(client.get(session.get_absolute_url()).text.split())

    return read


def test_page_tells_what_was_left_after_work(page):
    text = page([*FIRST_HALF_HOUR, *[360.0] * 400])

    assert "After work" in text
    assert "360 W, 90.0 % of fresh" in text


def test_short_ride_has_no_such_table(page):
    assert "After work" not in page([200.0] * 600)
