import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.set_words import Structure, read_structure


@pytest.mark.parametrize(
    ("typed", "repetitions", "duration_s"),
    (
        ("5x5", 5, 300),
        (" 5 X 5 ", 5, 300),
        ("5×5min", 5, 300),
        ("5*5'", 5, 300),
        ("3x12:30", 3, 750),
        ("10x30s", 10, 30),
        ('10 x 30"', 10, 30),
        ("10x30", 10, 30),  # not five hours
        ("4x30", 4, 1800),
        ("2x1h", 2, 3600),
        ("4x", 4, None),
    ),
)
def test_what_coaches_type(typed, repetitions, duration_s):
    assert read_structure(typed) == Structure(repetitions, duration_s)


@pytest.mark.parametrize("typed", ("", "x", "five by five", "0x5", "5x0", "5x5 parsecs", "5x5x5"))
def test_nonsense_is_none(typed):
    assert read_structure(typed) is None


@given(st.text(max_size=12))
def test_no_text_is_too_odd_to_read(typed):
    structure = read_structure(typed)

    assert structure is None or structure.repetitions > 0


def test_a_duration_is_found_within_a_tenth():
    assert read_structure("5x5").bounds_s == pytest.approx((270, 330))
    assert read_structure("5x").bounds_s is None
