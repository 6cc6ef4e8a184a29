from datetime import timedelta

import pytest
from django.urls import reverse

from analytics.models import Session, Thresholds
from analytics.same_sessions import earlier_with_same_structure
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db


def five_by_five(
    power_w: float = 330.0, *, count: int = 4, effort_s: int = 300, rest_s: int = 180
) -> list[float]:
    efforts = ([power_w] * effort_s + [130.0] * rest_s) * count
    return [*[150.0] * 600, *efforts, *[140.0] * 600]


@pytest.fixture
def athlete():
    athlete = make_athlete()
    Thresholds.objects.create(athlete=athlete, date=STARTED_AT.date(), critical_power_w=300)
    return athlete


def ride(athlete, day: int, power_w: list[float], **fields) -> Session:
    return make_session(
        athlete=athlete, power_w=power_w, started_at=STARTED_AT + timedelta(days=day), **fields
    )


def test_the_same_structure_is_found_under_any_title_newest_first(athlete):
    first = ride(athlete, 0, five_by_five(321), title="VO2 day")
    ride(athlete, 3, five_by_five(330, count=3))
    ride(athlete, 4, five_by_five(330, effort_s=480))
    ride(athlete, 5, five_by_five(330, rest_s=360))
    ride(athlete, 6, [200.0] * 3600)
    second = ride(athlete, 7, five_by_five(324, effort_s=310, rest_s=170), title="Hurt")
    third = ride(athlete, 14, five_by_five(330))
    ride(athlete, 21, five_by_five(340))

    same = earlier_with_same_structure(third, 5)

    assert [row.earlier.session for row in same.earlier] == [second, first]
    assert same.number_this_year == 3
    assert [row.power_change_w for row in same.earlier] == pytest.approx([6, 9], abs=0.5)


def test_heart_rate_is_compared_at_the_earlier_power(athlete):
    ride(athlete, 0, five_by_five(300))
    later = ride(athlete, 7, five_by_five(320))

    row = earlier_with_same_structure(later, 1).earlier[0]

    assert row.heart_rate_change_bpm == pytest.approx(0)
    assert row.heart_rate_change_at_that_power_bpm == pytest.approx(140 * 300 / 320 - 140, abs=0.1)
    assert row.fade_change == pytest.approx(0, abs=0.1)


def test_the_limit_cuts_the_list_and_not_the_count(athlete):
    for day in range(3):
        ride(athlete, day, five_by_five())
    last = ride(athlete, 4, five_by_five())

    same = earlier_with_same_structure(last, 1)

    assert len(same.earlier) == 1
    assert same.number_this_year == 4


def test_last_years_sessions_are_shown_and_not_counted(athlete):
    ride(athlete, -200, five_by_five())
    last = ride(athlete, 0, five_by_five())

    same = earlier_with_same_structure(last, 5)

    assert len(same.earlier) == 1
    assert same.number_this_year == 1


def test_another_athletes_session_is_no_earlier_one(athlete):
    ride(make_athlete(), 0, five_by_five())

    assert earlier_with_same_structure(ride(athlete, 1, five_by_five()), 5) is None


def test_a_ride_without_sets_has_no_structure(athlete):
    ride(athlete, 0, [200.0] * 3600)

    assert earlier_with_same_structure(ride(athlete, 1, [200.0] * 3600), 5) is None


def test_the_number_of_queries_does_not_depend_on_the_history(athlete, django_assert_num_queries):
    ride(athlete, 0, five_by_five())
    last = Session.objects.get(pk=ride(athlete, 30, five_by_five()).pk)
    with django_assert_num_queries(5):
        earlier_with_same_structure(last, 5)
    for day in (1, 2, 3):
        ride(athlete, day, five_by_five())
    again = Session.objects.get(pk=last.pk)
    with django_assert_num_queries(5):
        assert len(earlier_with_same_structure(again, 5).earlier) == 4


def test_the_panel_shows_differences_to_those_who_may_see_the_athlete(client, athlete):
    ride(athlete, 0, five_by_five(320))
    last = ride(athlete, 7, five_by_five(326))
    address = reverse("analytics:session-same", args=[last.pk])
    client.force_login(make_coach(make_team()))
    assert client.get(address).status_code == 404
    client.force_login(make_coach(athlete.team))

    page = client.get(address).text

    assert "number 2 in 2026" in page
    assert "+6 W" in page
    assert address in client.get(last.get_absolute_url()).text


def test_the_first_of_its_structure_says_so(client, athlete):
    last = ride(athlete, 7, five_by_five(326))
    client.force_login(make_coach(athlete.team))

    page = client.get(reverse("analytics:session-same", args=[last.pk])).text

    assert "no session of this structure before" in page
