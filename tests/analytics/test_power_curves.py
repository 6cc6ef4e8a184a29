import re
from datetime import timedelta

import pytest

from analytics.engine.vocabulary import Window
from analytics.models import Peak
from analytics.power_curves import bests_of, compare_athletes, window_curves
from tests.make import make_athlete, make_session
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

TODAY = STARTED_AT.date()


@pytest.fixture
def athlete():
    """Rides of 300 W a year and more ago, 250 W in the year, 200 W today."""
    athlete = make_athlete()
    for days, power_w in ((400, 300.0), (100, 250.0), (0, 200.0)):
        make_session(
            athlete=athlete,
            power_w=[power_w] * 700,
            started_at=STARTED_AT - timedelta(days=days),
        )
    return athlete


@pytest.mark.parametrize(("days", "power_w"), ((56, 200), (365, 250), (None, 300)))
def test_each_window_has_its_own_best_and_the_session_that_holds_it(athlete, days, power_w):
    best = bests_of(athlete, today=TODAY, days=days)[0][60]

    assert best.power_w == pytest.approx(power_w)
    session = athlete.sessions.get(local_date=best.day)
    assert best.address == session.get_absolute_url()


def test_peaks_that_wait_or_are_not_sure_are_left_out(athlete):
    Peak.objects.filter(power_w__gt=290).update(quarantine="far above")
    Peak.objects.filter(power_w__range=(240, 260)).update(eligible=False)

    assert bests_of(athlete, today=TODAY, days=None)[0][60].power_w == pytest.approx(200)


def test_of_equal_bests_the_first_one_holds(athlete):
    make_session(athlete=athlete, power_w=[300.0] * 700, started_at=STARTED_AT - timedelta(days=1))

    best = bests_of(athlete, today=TODAY, days=None)[0][60]

    assert best.day == TODAY - timedelta(days=400)


def test_where_no_model_fits_the_reason_is_told(athlete):
    curves, after_work = window_curves(athlete, today=TODAY)

    assert [series.label for series in curves.series] == ["8 weeks", "1 year", "All time"]
    assert curves.note.startswith("No model of the last 90 days.")
    assert after_work.series[0].label == "Fresh"


def test_a_model_is_drawn_where_the_efforts_carry_it():
    athlete = make_athlete()
    falling = [900.0] * 10 + [500.0] * 50 + [380.0] * 240 + [320.0] * 600 + [280.0] * 900
    make_session(athlete=athlete, power_w=falling)

    curves, _ = window_curves(athlete, today=TODAY)

    assert curves.series[-1].is_model
    assert re.search(r"critical power \d+ ± \d+ W, W' [\d.]+ ± [\d.]+ kJ, peak", curves.note)
    assert max(curves.series[-1].points) <= 1800


def test_athletes_are_compared_in_one_window(athlete):
    other = make_session().athlete

    chart = compare_athletes([athlete, other], today=TODAY, window=Window.ONE_YEAR)

    assert [series.label for series in chart.series] == [str(athlete), str(other)]
    assert chart.series[0].points[60].power_w == pytest.approx(250)


def test_an_athlete_without_rides_has_empty_curves():
    curves, after_work = window_curves(make_athlete(), today=TODAY)

    assert curves.is_empty
    assert after_work.is_empty
