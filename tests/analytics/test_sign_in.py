import pytest

from analytics.models import CoachPreferences
from analytics.sign_in import PreferencesBackend
from tests.make import make_coach

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("has_preferences", (True, False))
def test_a_user_and_the_preferences_are_one_query(has_preferences, django_assert_num_queries):
    coach = make_coach()
    if has_preferences:
        CoachPreferences.objects.create(user=coach, minutes_a_day=25)

    with django_assert_num_queries(1):
        user = PreferencesBackend().get_user(coach.pk)
        minutes_a_day = CoachPreferences.objects.of(user).minutes_a_day

    assert minutes_a_day == (25 if has_preferences else 10)


def test_an_account_that_was_closed_or_is_gone_is_nobody():
    coach = make_coach()
    coach.is_active = False
    coach.save()

    assert PreferencesBackend().get_user(coach.pk) is None
    assert PreferencesBackend().get_user(coach.pk + 1) is None
