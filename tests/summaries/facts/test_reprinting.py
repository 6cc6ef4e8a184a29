import pytest

from summaries.facts import FactKind, gather_facts, reprinted
from tests.summaries.make_briefs import make_brief, make_totals

FACTS = gather_facts(
    make_brief(
        totals=make_totals(
            distance_m=100_000.0,
            elevation_gain_m=1000.0,
            mean_speed_mps=10.0,
            mean_temperature_c=20.0,
        )
    )
)


@pytest.mark.parametrize(
    ("kind", "text"),
    (
        (FactKind.DISTANCE, "62.1 mi"),
        (FactKind.ELEVATION_GAIN, "3,281 ft"),
        (FactKind.MEAN_SPEED, "22.4 mph"),
        (FactKind.TEMPERATURE, "68 °F"),
    ),
)
def test_lengths_speeds_and_temperatures_print_in_the_readers_units(kind, text):
    assert reprinted(FACTS, "imperial").find(kind).text == text


def test_values_and_everything_else_stay_as_they_are():
    imperial = reprinted(FACTS, "imperial")

    assert [fact.value for fact in imperial.facts] == [fact.value for fact in FACTS.facts]
    assert imperial.find(FactKind.MEAN_POWER) == FACTS.find(FactKind.MEAN_POWER)
    assert reprinted(FACTS, "metric") is FACTS
