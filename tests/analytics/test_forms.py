import pytest

from analytics.forms import AthleteChoiceForm
from analytics.models import Athlete
from tests.make import make_athlete, make_team

pytestmark = pytest.mark.django_db


def chosen(typed: str) -> Athlete:
    form = AthleteChoiceForm({"athlete": typed})
    assert form.is_valid(), form.errors
    athlete: Athlete = form.cleaned_data["athlete"]
    return athlete


def refusal_of(typed: str) -> str:
    form = AthleteChoiceForm({"athlete": typed})
    assert not form.is_valid()
    return str(form.errors["athlete"][0])


def test_an_athlete_is_chosen_by_number_or_by_the_whole_name():
    athlete = make_athlete(last_name="van der Berg")

    assert [chosen(typed) for typed in (str(athlete.pk), " ada  Van der berg ")] == [athlete] * 2


def test_of_two_of_a_name_the_number_decides():
    one, other = (make_athlete(team=make_team(), last_name="Reed") for _ in range(2))

    told = refusal_of("Ada Reed")

    assert f"Ada Reed of {one.team} ({one.pk})" in told
    assert f"({other.pk})" in told


@pytest.mark.parametrize("typed", ("Nobody", "Ada Nobody", "999999", "9" * 50, "²"))
def test_who_is_not_there_is_named(typed):
    make_athlete(last_name="Reed")

    assert refusal_of(typed) == f"There is no athlete “{typed}”."
