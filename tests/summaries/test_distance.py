import pytest

from summaries.distance import edit_distance


@pytest.mark.parametrize(
    ("before", "after", "distance"),
    (
        ("a ride of note", "a ride of note", 0.0),
        ("a ride of note", "a ride of  note", 0.0),
        ("a ride of note", "a hard ride of note", 0.2),
        ("a ride of note", "a ride", 0.5),
        ("one two", "three four", 1.0),
        ("", "", 0.0),
        ("", "new", 1.0),
    ),
)
def test_distance_is_the_share_of_changed_words(before, after, distance):
    assert edit_distance(before, after) == pytest.approx(distance)
