import csv
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.decoding.detect import decode_recording
from analytics.engine.mean_maximal import mean_maximal_curve
from analytics.engine.peaks import find_peak_powers
from analytics.engine.stream import build_stream
from tests.analytics.engine.power_rides import FILLED, MISSING, PAUSED, RECORDED, ride_of

DAY_S = 86_400


seconds = st.tuples(
    st.integers(0, 2000) | st.floats(0, 2500) | st.just(np.nan) | st.just(250),
    st.sampled_from([RECORDED, RECORDED, RECORDED, FILLED, MISSING, PAUSED]),
    st.booleans(),
)


def slow_peak(power_w, unsure, duration_s):
    """Find (eligible, work, unsure) of the best window, looking at each of its seconds."""
    windows = []
    for start_s in range(len(power_w) - duration_s + 1):
        within = slice(start_s, start_s + duration_s)
        unsure_s = sum(unsure[within])
        work_j = sum(watts for watts in power_w[within] if watts == watts)
        windows.append((unsure_s * 20 <= duration_s, work_j, unsure_s))
    return max(windows, key=lambda window: window[:2], default=None)


@given(ride=st.lists(seconds, min_size=1, max_size=90), duration_s=st.integers(1, 90))
def test_peak_equals_brute_force(ride, duration_s):
    power_w, status, patched = (list(column) for column in zip(*ride, strict=True))
    unsure = [
        state == FILLED or (state != PAUSED and watts != watts) or is_patched
        for watts, state, is_patched in ride
    ]
    expected = slow_peak(power_w, unsure, duration_s)

    peaks = find_peak_powers(ride_of(power_w, status), [duration_s], patched=np.array(patched))

    if expected is None or np.isnan(power_w).all():
        assert peaks == ()
        return
    (peak,) = peaks
    end_s = peak.start_s + duration_s
    assert peak.eligible == expected[0]
    assert peak.power_w == pytest.approx(expected[1] / duration_s, abs=1 / 128)
    assert peak.unsure_s == sum(unsure[peak.start_s : end_s])
    assert peak.power_w == pytest.approx(
        np.nansum(power_w[peak.start_s : end_s]) / duration_s, abs=1 / 128
    )


# Long stretches of equal power are what a search that skips hopeless windows must survive.
long_rides = st.lists(
    st.tuples(st.integers(1, 200), st.integers(0, 900)), min_size=1, max_size=20
).map(lambda blocks: np.concatenate([np.full(length, float(watts)) for length, watts in blocks]))


@given(power_w=long_rides, noise_w=st.integers(0, 60), duration_s=st.integers(1, 2500))
def test_peak_of_a_long_ride_equals_every_window(power_w, noise_w, duration_s):
    power_w = power_w + np.random.default_rng(noise_w).integers(0, noise_w + 1, power_w.size)
    peaks = find_peak_powers(ride_of(power_w), [duration_s])

    if duration_s > power_w.size:
        assert peaks == ()
        return
    windows_w = np.convolve(power_w, np.ones(duration_s), "valid") / duration_s
    (peak,) = peaks
    assert peak.power_w == pytest.approx(windows_w.max(), rel=1e-12)
    assert peak.start_s == np.flatnonzero(windows_w >= windows_w.max() * (1 - 1e-12))[0]


@given(
    power_w=st.lists(st.integers(0, 1500), min_size=1, max_size=120),
    doublings=st.integers(-5, 5),
)
def test_peaks_scale_with_power(power_w, doublings):
    factor = 2.0**doublings
    peaks = find_peak_powers(ride_of(power_w))
    scaled = find_peak_powers(ride_of([factor * watts for watts in power_w]))

    assert [peak.power_w for peak in scaled] == [factor * peak.power_w for peak in peaks]
    assert [peak.start_s for peak in scaled] == [peak.start_s for peak in peaks]


@given(
    power_w=st.lists(st.integers(0, 1500), min_size=2, max_size=120),
    longer_s=st.integers(1, 60),
    shorter_s=st.integers(1, 60),
)
def test_work_never_falls_with_duration(power_w, longer_s, shorter_s):
    shorter_s, longer_s = sorted((shorter_s, longer_s))
    peaks = {
        peak.duration_s: peak for peak in find_peak_powers(ride_of(power_w), [shorter_s, longer_s])
    }
    if longer_s in peaks:
        work_j = peaks[longer_s].power_w * longer_s
        assert work_j >= peaks[shorter_s].power_w * shorter_s - 1e-6


def day_long_ride(seed=1):
    random = np.random.default_rng(seed)
    swell_w = 100 * np.sin(np.arange(DAY_S) / 700)
    return ride_of(np.rint(np.clip(random.normal(200, 80, DAY_S) + swell_w, 0, None)))


def test_peaks_of_a_day_equal_every_window():
    ride = day_long_ride()
    sums = np.concatenate(([0.0], np.cumsum(ride.power_w)))

    for peak in find_peak_powers(ride):
        windows_j = sums[peak.duration_s :] - sums[: -peak.duration_s]
        assert peak.start_s == np.argmax(windows_j)
        assert peak.power_w == windows_j.max() / peak.duration_s


def test_sums_of_a_long_hard_ride_do_not_overflow():
    (peak,) = find_peak_powers(ride_of([2500.0] * DAY_S), [DAY_S])

    assert peak.power_w == 2500


def test_peaks_of_a_day_take_milliseconds():
    ride = day_long_ride()
    took_s = []
    for _ in range(5):
        began = perf_counter()
        find_peak_powers(ride)
        took_s.append(perf_counter() - began)

    assert min(took_s) < 0.02


REFERENCE_DURATIONS_S = (1, 5, 30, 60, 300, 1200, 3600)


def differences_from_reference(rides_dir, row):
    """Compare one season ride's curve with the slow reference's, duration by duration."""
    recording = decode_recording((rides_dir / "files" / row["file"]).read_bytes())
    stream, _ = build_stream(recording.rides[0])
    reference_w = [float(row[f"ref_mmp_{d}"] or "nan") for d in REFERENCE_DURATIONS_S]
    return mean_maximal_curve(stream, REFERENCE_DURATIONS_S) / reference_w - 1


def test_real_rides_agree_with_an_independent_reference(rides_dir):
    with (rides_dir / "device_values.csv").open(newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["file"].startswith("season/user_1/")]
    with_power = [row for row in rows if float(row["ref_mmp_60"] or 0) > 0]

    differences = np.array([differences_from_reference(rides_dir, row) for row in with_power[::6]])

    assert len(differences) >= 20
    is_known = ~np.isnan(differences)
    # The rest are rides with dropouts, over which the reference carries power forward.
    assert (np.abs(differences[is_known]) <= 0.001).mean() >= 0.9
    assert (np.abs(differences[is_known]) <= 0.01).mean() >= 0.97
