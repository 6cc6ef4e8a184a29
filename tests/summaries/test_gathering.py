import pytest

from summaries.facts import FactKind
from summaries.gathering import gather_session_facts
from tests.analytics.test_same_sessions import five_by_five, ride
from tests.make import make_athlete

pytestmark = pytest.mark.django_db

SAME = "same structure"


def test_the_second_session_of_a_structure_is_held_against_the_first():
    athlete = make_athlete()
    first = ride(athlete, 0, five_by_five(321))
    second = ride(athlete, 7, five_by_five(327))

    facts = gather_session_facts(second)

    assert facts.find(FactKind.SAME_NUMBER, SAME).text == "2nd 4 x 5:00 of 2026"
    change = facts.find(FactKind.SAME_POWER_CHANGE, SAME)
    assert change.text == "6 W"
    assert change.rows == (f"session {first.pk}",)
    assert gather_session_facts(first).find(FactKind.SAME_NUMBER, SAME) is None


def test_a_single_effort_is_no_structure_to_count():
    athlete = make_athlete()
    one_effort = five_by_five(330, count=1, effort_s=1200)
    ride(athlete, 0, one_effort)

    facts = gather_session_facts(ride(athlete, 7, one_effort))

    assert facts.find(FactKind.SAME_NUMBER, SAME) is None


def test_an_athlete_is_never_held_against_another_of_the_same_name():
    ride(make_athlete(), 0, five_by_five(321))

    facts = gather_session_facts(ride(make_athlete(), 7, five_by_five(327)))

    assert facts.find(FactKind.SAME_NUMBER, SAME) is None
