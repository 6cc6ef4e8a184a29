import numpy as np
import pytest

from analytics.display_units import reading_in
from analytics.engine.stream import build_stream
from analytics.engine.vocabulary import Units
from analytics.stream_chart import MOST_STEPS, channels_of, draw_stream_chart
from tests.make import make_ride


def stream_of(power_w: list[float]):
    stream, _ = build_stream(make_ride(power_w))
    return stream


def channels(power_w: list[float], *, critical_power_w: float | None = 250.0):
    return channels_of(stream_of(power_w), critical_power_w=critical_power_w, w_prime_j=20_000.0)


def test_w_prime_balance_is_a_lane_where_its_parameters_are_known():
    found = channels([350.0] * 100)

    assert found["w_prime_balance_j"][-1] == pytest.approx(10_000)
    assert "w_prime_balance_j" not in channels([350.0] * 100, critical_power_w=None)
    assert "w_prime_balance_j" not in channels([float("nan")] * 100)


def test_a_channel_without_a_value_has_no_lane():
    chart = draw_stream_chart(channels([float("nan")] * 100), 100, [])

    assert "Power" not in [lane.label for lane in chart.lanes]
    assert chart.height == 120 * len(chart.lanes)


def test_the_table_has_the_means_of_equal_steps():
    chart = draw_stream_chart(channels([100.0] * 60 + [200.0] * 60), 120, [])

    assert [step.start_s for step in chart.steps] == [0, 60]
    assert [step.means[0] for step in chart.steps] == ["100", "200"]


@pytest.mark.parametrize("hours", (0.5, 1, 5, 24, 60))
def test_the_table_stays_short(hours):
    elapsed_s = int(hours * 3600)
    chart = draw_stream_chart({"power_w": np.full(elapsed_s, 200.0)}, elapsed_s, [])

    assert 0 < len(chart.steps) <= MOST_STEPS


def test_a_step_without_a_value_is_empty():
    power_w = np.concatenate((np.full(60, np.nan), np.full(60, 200.0)))

    chart = draw_stream_chart({"power_w": power_w}, 120, [])

    assert [step.means for step in chart.steps] == [("",), ("200",)]


def test_lanes_follow_the_readers_units():
    with reading_in(lambda: Units.IMPERIAL):
        chart = draw_stream_chart(channels([100.0] * 60), 60, [])

    units = {lane.label: lane.unit for lane in chart.lanes}
    assert (units["Speed"], units["Altitude"]) == ("mph", "ft")
    (speed,) = [lane for lane in chart.lanes if lane.label == "Speed"]
    assert speed.highest == pytest.approx(20.13, abs=0.01)


def test_a_balance_below_zero_stays_inside_its_lane():
    chart = draw_stream_chart(channels([800.0] * 100), 100, [])

    (lane,) = [lane for lane in chart.lanes if lane.name == "w_prime_balance_j"]
    heights = [float(point.split(",")[1]) for path in lane.paths for point in path.split()]
    assert lane.lowest < 0
    assert lane.top <= min(heights)
    assert max(heights) <= lane.top + 120
