from datetime import timedelta

import pytest

from analytics.best_table import compose_bests
from analytics.engine.vocabulary import Window
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

TODAY = STARTED_AT.date()


@pytest.fixture
def athlete():
    athlete = make_athlete(team=make_team())
    athlete.masses.create(date=TODAY - timedelta(days=500), mass_kg=80.0)
    for days, power_w in ((400, 240.0), (70, 200.0), (1, 210.0)):
        make_session(
            athlete=athlete, power_w=[power_w] * 400, started_at=STARTED_AT - timedelta(days=days)
        )
    return athlete


def test_each_window_has_its_best_with_its_day_and_watts_per_kilogram(athlete):
    row = next(row for row in compose_bests(athlete, today=TODAY) if row.duration_s == 300)

    assert [(window, best.power_w, best.w_per_kg) for window, best in row.cells] == [
        (Window.EIGHT_WEEKS, 210.0, 2.625),
        (Window.ONE_YEAR, 210.0, 2.625),
        (Window.ALL_TIME, 240.0, 3.0),
    ]
    assert row.cells[-1][1].day == TODAY - timedelta(days=400)


def test_the_trend_is_8_weeks_against_the_8_before(athlete):
    (row,) = [row for row in compose_bests(athlete, today=TODAY) if row.duration_s == 60]

    assert row.trend_percent == pytest.approx(5.0)
    earlier = compose_bests(athlete, today=TODAY - timedelta(days=300))
    assert {row.trend_percent for row in earlier} == {None}


def test_the_section_links_each_best_to_its_ride(athlete, client):
    client.force_login(make_coach(athlete.team))

    page = client.get(f"/athletes/{athlete.pk}/bests/").text

    oldest = athlete.sessions.earliest("started_at")
    assert f'<a href="{oldest.get_absolute_url()}">' in page
    assert "240" in page
    assert "3.00 W/kg" in page
