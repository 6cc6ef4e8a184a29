import pytest

from analytics.engine.records import Record
from analytics.engine.vocabulary import Window


def test_gain_is_in_watts_and_percent():
    record = Record(300, 0, Window.ALL_TIME, 330.0, 300.0)

    assert record.gain_w == 30
    assert record.gain_percent == pytest.approx(10)


def test_a_baseline_gains_nothing():
    record = Record(300, 0, Window.ALL_TIME, 330.0, None)

    assert (record.gain_w, record.gain_percent) == (None, None)
