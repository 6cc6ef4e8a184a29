import pytest

from analytics.engine.decoding import timed_points
from analytics.engine.decoding.columns import SampleColumns
from analytics.engine.decoding.timed_points import PointReader
from analytics.engine.recording import Channel, RecordingRefused


def add_point(points, columns, time, power=""):
    points.begin()
    points.set_time(points.read_time(time))
    points.set_value(Channel.POWER, power)
    points.finish(columns)


def test_first_number_of_a_repeated_channel_is_kept():
    points, columns = PointReader(), SampleColumns()
    points.begin()
    points.set_time(points.read_time("1970-01-01T00:00:05Z"))
    for text in ("", "200", "300"):
        points.set_value(Channel.POWER, text)
    points.finish(columns)

    samples = columns.to_samples()

    assert samples.at_s.tolist() == [5.0]
    assert samples.channels[Channel.POWER].tolist() == [200.0]


def test_value_is_not_carried_to_the_next_point():
    points, columns = PointReader(), SampleColumns()
    add_point(points, columns, "1970-01-01T00:00:05Z", "200")
    add_point(points, columns, "1970-01-01T00:00:06Z")

    power_w = columns.to_samples().channels[Channel.POWER]

    assert power_w[0] == 200.0
    assert power_w[1] != power_w[1]


def test_what_the_points_lacked_is_told():
    points, columns = PointReader(), SampleColumns()
    add_point(points, columns, "1970-01-01T00:00:05")
    add_point(points, columns, "noon")

    assert points.faults() == (
        "The times carry no time zone and were read as UTC.",
        "Points without a time were left out: 1.",
    )


def test_points_are_counted_before_they_fill_the_memory(monkeypatch):
    monkeypatch.setattr(timed_points, "MAX_POINTS", 2)
    points, columns = PointReader(), SampleColumns()
    for second in (1, 2):
        add_point(points, columns, f"1970-01-01T00:00:0{second}Z")

    with pytest.raises(RecordingRefused, match="more samples than"):
        add_point(points, columns, "1970-01-01T00:00:03Z")
