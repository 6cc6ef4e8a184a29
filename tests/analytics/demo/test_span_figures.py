import numpy as np
import pytest

from analytics.demo.span_figures import add_up_spans, seconds_on_timer
from analytics.engine.recording import Channel, Samples, TimeSpan


def make_samples(**channels):
    named = {Channel(name): np.array(values, dtype=float) for name, values in channels.items()}
    return Samples(np.arange(float(next(iter(named.values())).size)), named)


def test_figures_of_two_laps_by_hand():
    samples = make_samples(
        power_w=[100, 200, np.nan, 400],
        heart_rate_bpm=[120, 130, 140, 150],
        cadence_rpm=[0, 80, 90, 0],
        distance_m=[5, 15, 25, 40],
    )

    figures = add_up_spans(samples, np.array([0.0, 2.0]), np.array([2.0, 4.0]))

    assert figures.mean_power_w.tolist() == [150, 400]
    assert figures.max_power_w.tolist() == [200, 400]
    assert figures.work_kj.tolist() == [0.3, 0.4]
    assert figures.mean_heart_rate_bpm.tolist() == [125, 145]
    assert figures.max_heart_rate_bpm.tolist() == [130, 150]
    assert figures.mean_cadence_rpm.tolist() == [80, 90]
    assert figures.distance_m.tolist() == [10, 25]


@pytest.mark.parametrize("edges", ((1.0, 1.0), (7.0, 9.0), (3.0, 2.0), (-5.0, -1.0)))
def test_span_without_samples_has_no_figures(edges):
    samples = make_samples(power_w=[100, 200, 300, 400], distance_m=[1, 2, 3, 4])

    figures = add_up_spans(samples, np.array([edges[0]]), np.array([edges[1]]))

    assert np.isnan([figures.mean_power_w, figures.max_power_w, figures.work_kj]).all()
    assert np.isnan(figures.distance_m).all()


def test_channel_that_was_not_recorded_has_no_figures():
    figures = add_up_spans(make_samples(power_w=[100]), np.array([0.0]), np.array([1.0]))

    assert np.isnan([figures.mean_heart_rate_bpm, figures.distance_m]).all()


def test_timer_seconds_leave_the_pause_out():
    spans = [TimeSpan(0, 10), TimeSpan(20, 30)]

    on_timer_s = seconds_on_timer(np.array([0.0, 5.0, 12.0]), np.array([30.0, 25.0, 18.0]), spans)

    assert on_timer_s.tolist() == [20, 10, 0]
