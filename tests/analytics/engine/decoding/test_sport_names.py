import pytest

from analytics.engine.decoding.sport_names import Sport, read_sport


@pytest.mark.parametrize(
    ("text", "sport"),
    (
        ("Biking", Sport("biking")),
        ("cycling", Sport("cycling")),
        ("Ride", Sport("ride")),
        ("1", Sport("cycling")),
        ("VirtualRide", Sport("cycling", "virtual_activity")),
        ("virtual_ride", Sport("cycling", "virtual_activity")),
        ("Mountain Bike", Sport("cycling", "mountain")),
        ("road_biking", Sport("cycling", "road")),
        ("9", Sport("running")),
        ("Swim", Sport("swimming")),
        ("", Sport("")),
        (" Nordic  Ski\n", Sport("nordic_ski")),
    ),
)
def test_sport_is_named_as_in_the_fit_profile_or_kept(text, sport):
    assert read_sport(text) == sport


def test_sport_from_outside_is_bounded():
    assert len(read_sport("x" * 5000).sport) == 50
