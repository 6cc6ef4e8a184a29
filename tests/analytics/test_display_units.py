import pytest

from analytics.display_units import Quantity, reading_in, unit_of
from analytics.engine.vocabulary import Units
from analytics.templatetags.ride_units import kilograms, kilometres, kmh, metres


def imperial() -> Units:
    return Units.IMPERIAL


def test_metric_unless_somebody_chose():
    assert (kilometres(42_195.0), metres(812.4)) == ("42.2 km", "812 m")
    assert (kmh(10.0), kilograms(70.0)) == ("36.0 km/h", "70.0 kg")


def test_everything_inside_is_shown_as_chosen_and_nothing_after():
    with reading_in(imperial):
        assert (kilometres(42_195.0), metres(812.4)) == ("26.2 mi", "2,665 ft")
        assert (kmh(10.0), kilograms(70.0)) == ("22.4 mph", "154.3 lb")
        assert unit_of(Quantity.SPEED).symbol == "mph"

    assert unit_of(Quantity.SPEED).symbol == "km/h"


def test_nobody_is_asked_for_a_page_without_lengths():
    def refuse() -> Units:
        pytest.fail("asked")

    with reading_in(refuse):
        pass


def test_missing_stays_missing_in_any_unit():
    with reading_in(imperial):
        assert kilometres(None) == kilometres(float("nan")) == "–"
