import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.printing import amount_or_dash, clock, clock_face, read_duration


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "per_unit", "printed"),
    (
        (1234.4, "W", 0, 1.0, "1,234 W"),
        (-0.0, "kJ", 1, 1.0, "0.0 kJ"),
        (41_400.0, "km", 1, 1000.0, "41.4 km"),
        (7.0, "", 0, 1.0, "7"),
        (None, "W", 0, 1.0, "–"),
        (float("nan"), "W", 0, 1.0, "–"),
    ),
)
def test_an_amount_prints_with_its_unit_or_as_a_dash(value, unit, decimals, per_unit, printed):
    assert amount_or_dash(value, unit, decimals, per_unit=per_unit) == printed


@pytest.mark.parametrize(
    ("written", "duration_s"),
    (
        ("45 s", 45),
        ("90", 90),
        ("1:21", 81),
        ("59:51", 3591),
        (" 1:04:00 ", 3840),
        ("100:00", 6000),
    ),
)
def test_what_a_person_writes_is_read(written, duration_s):
    assert read_duration(written) == duration_s


@pytest.mark.parametrize("written", ("", "x", "1:60", "1:60:00", "-5", "1.5", "1:2:3:4", "٣"))
def test_what_is_no_duration_is_none(written):
    assert read_duration(written) is None


@given(st.integers(0, 3_000_000))
def test_what_is_printed_reads_back(duration_s):
    assert read_duration(clock(duration_s)) == duration_s
    assert read_duration(clock_face(duration_s)) == duration_s
