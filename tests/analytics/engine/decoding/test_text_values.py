import math

import pytest

from analytics.engine.decoding.text_values import read_number, read_time, read_title


@pytest.mark.parametrize(
    ("text", "value"), (("250", 250.0), (" -1.5 ", -1.5), ("2.5e2", 250.0), ("0", 0.0))
)
def test_number_is_read(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize("text", ("", "--", "1,5", "nan", "inf", "-Infinity", "1e9", "1e400"))
def test_what_is_no_believable_number_is_missing(text):
    assert math.isnan(read_number(text))


@pytest.mark.parametrize(
    ("text", "at_s", "has_zone"),
    (
        ("2020-06-01T14:52:40Z", 1591023160.0, True),
        ("2020-06-01T14:52:40.250Z", 1591023160.25, True),
        ("2020-06-01T16:52:40+02:00", 1591023160.0, True),
        ("2020-06-01T14:52:40.1234567890z", 1591023160.123456, True),
        ("\n 2020-06-01T14:52:40 ", 1591023160.0, False),
        ("0001-01-01T00:00:00+23:00", -62135679600.0, True),
    ),
)
def test_time_is_read_with_and_without_zone(text, at_s, has_zone):
    read_at_s, carries_zone = read_time(text)

    assert read_at_s == pytest.approx(at_s, abs=1e-5)
    assert carries_zone is has_zone


@pytest.mark.parametrize("text", ("", "yesterday", "2020-13-01T00:00:00Z", "2020-01-01T00:00:60Z"))
def test_what_is_no_time_is_missing(text):
    assert math.isnan(read_time(text)[0])


def test_title_is_one_printable_line_of_bounded_length():
    assert read_title(" Alpe\n d\x00'Huez \ud800") == "Alpe d 'Huez"
    assert len(read_title("x" * 10_000)) == 200
