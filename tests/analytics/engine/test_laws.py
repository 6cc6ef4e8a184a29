"""Laws that hold for any ride: of scale, of shift, and that nothing breaks the engine."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.engine.intervals import label_stretches
from analytics.engine.layouts import Span, label_layout
from analytics.engine.peaks import find_peak_powers
from analytics.engine.power import mean_power, weighted_power, work_kj, xpower
from analytics.engine.rider import Rider
from analytics.engine.sets import detect_sets
from analytics.engine.stimulus import label_stimulus
from analytics.engine.stretches import Stretch
from analytics.engine.totals import add_up_session
from analytics.engine.vocabulary import IntervalSource
from tests.analytics.engine.interval_rides import make_stream

CHANNELS = (
    "heart_rate_bpm", "cadence_rpm", "speed_mps", "distance_m", "altitude_m", "temperature_c",
)  # fmt: skip

watts = st.lists(st.integers(0, 1500), min_size=40, max_size=200).map(
    lambda values: np.array(values, dtype=float)
)
any_floats = st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=120).map(
    lambda values: np.array(values, dtype=float)
)
maybe = st.none() | st.floats(allow_nan=True, allow_infinity=True) | st.just(250.0)


@given(power_w=watts, k=st.integers(2, 8))
def test_power_times_k_is_every_figure_times_k(power_w, k):
    for figure in (mean_power, weighted_power, xpower, work_kj):
        assert figure(k * power_w) == pytest.approx(k * figure(power_w), rel=1e-9)


@given(power_w=watts, k=st.integers(2, 8))
def test_power_times_k_is_every_peak_times_k(power_w, k):
    once = find_peak_powers(make_stream(power_w))
    more = find_peak_powers(make_stream(k * power_w))

    assert [(each.duration_s, each.start_s) for each in once] == [
        (each.duration_s, each.start_s) for each in more
    ]
    assert [each.power_w for each in more] == pytest.approx([k * each.power_w for each in once])


@given(power_w=watts, rest_s=st.integers(1, 100))
def test_a_rest_before_the_ride_shifts_peaks_and_changes_none(power_w, rest_s):
    later = find_peak_powers(make_stream(np.concatenate((np.zeros(rest_s), power_w))))
    known = {each.duration_s: each for each in find_peak_powers(make_stream(power_w))}

    for peak in later:
        if peak.duration_s in known and known[peak.duration_s].power_w > 0:
            assert peak.power_w >= known[peak.duration_s].power_w
            if peak.start_s >= rest_s:
                assert peak.start_s == known[peak.duration_s].start_s + rest_s


@given(power_w=watts)
def test_a_longer_peak_never_holds_less_work(power_w):
    peaks = find_peak_powers(make_stream(power_w))
    works_j = [round(each.power_w * each.duration_s, 6) for each in peaks]

    assert works_j == sorted(works_j)


@settings(max_examples=60)
@given(
    power_w=any_floats,
    channel=any_floats,
    threshold=maybe,
    mass_kg=maybe,
)
def test_no_input_breaks_the_engine_or_warns(power_w, channel, threshold, mass_kg):
    values = np.resize(channel, power_w.size)
    stream = make_stream(power_w, **dict.fromkeys(CHANNELS, values))
    rider = Rider(threshold, threshold, threshold, threshold, mass_kg)
    half = power_w.size // 2

    totals = add_up_session(stream, rider)
    stretches = [Stretch(0, half, True, IntervalSource.DETECTED, 0.5)]
    intervals = label_stretches(stretches, stream, rider)
    label_layout([Span(0, half), Span(half, power_w.size, is_work=False)], stream, rider)
    stimulus, reason = label_stimulus(intervals, detect_sets(intervals), totals, rider)

    assert totals.elapsed_s == power_w.size
    assert (stimulus.label, reason) != ("", "")
