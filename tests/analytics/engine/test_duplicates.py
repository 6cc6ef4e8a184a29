from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from analytics.engine.decoding.archive import unpack_recordings
from analytics.engine.decoding.detect import decode_recording
from analytics.engine.duplicates import (
    RideFigures,
    compare_rides,
    have_same_figures,
    is_better,
)
from analytics.engine.recording import RecordingRefused
from analytics.engine.stream import build_stream
from tests.make import make_ride
from tests.make.rides import STARTED_AT

# Pairs of the real rides: one ride in two files, two formats or from two devices.
SAME_RIDE = (
    (
        "armallen+powermeter-compare/data/Favero.fit",
        "armallen+powermeter-compare/data/MyWhoosh.fit",
    ),
    (
        "sports-alliance+sports-lib/src/specs/fixtures/runs/fit/2067489619.fit",
        "sports-alliance+sports-lib/src/specs/fixtures/runs/gpx/2067489619.gpx",
    ),
    (
        "GoldenCheetah+GoldenCheetah/test/roundtrip/3386684871.fit",
        "GoldenCheetah+GoldenCheetah/test/runs/StrydPower-mutiple-float-values.zip",
    ),
)
SEASON_RIDES = 24


def streams_of(path):
    found = []
    for member in unpack_recordings(path.name, path.read_bytes()):
        try:
            rides = decode_recording(member.data).rides if member.data else ()
            found += [build_stream(ride)[0] for ride in rides]
        except RecordingRefused:
            continue
    return found


def moving(seed: int, size: int = 1200) -> list[float]:
    """Power of a ride that nobody else has ridden."""
    steps = np.random.default_rng(seed).integers(100, 400, size // 40)
    return [float(power) for power in np.repeat(steps, 40)]


def stream_of(power_w, *, shift_s=0.0, **ride):
    made = make_ride(power_w, **ride)
    return build_stream(
        replace(made, samples=replace(made.samples, at_s=made.samples.at_s + shift_s))
    )[0]


@pytest.mark.parametrize("pair", SAME_RIDE, ids=lambda pair: pair[0].rpartition("/")[2])
def test_real_pairs_are_the_same_ride(rides_dir, pair):
    (one,), (other,) = (streams_of(rides_dir / "files" / name) for name in pair)

    assert compare_rides(one, other).is_same_ride
    assert compare_rides(other, one).is_same_ride


def test_real_rides_at_the_same_time_are_not_the_same_ride(rides_dir):
    paths = sorted((rides_dir / "files" / "season").rglob("*.fit.gz"))[:SEASON_RIDES]
    rides = [stream for path in paths for stream in streams_of(path)]
    taken = [
        (number, other)
        for number, one in enumerate(rides)
        for other in range(number)
        if compare_rides(one, replace(rides[other], started_at=one.started_at)).is_same_ride
    ]

    assert len(rides) >= SEASON_RIDES
    assert taken == []


def test_two_clocks_a_little_apart_are_found_out():
    power_w = moving(1)

    overlap = compare_rides(stream_of(power_w), stream_of(power_w, shift_s=37.0))

    assert overlap.is_same_ride
    assert overlap.agreement == pytest.approx(1.0, abs=0.05)


def test_two_riders_side_by_side_share_the_road_and_not_the_heart():
    one, other = stream_of(moving(1)), stream_of(moving(2))
    road = np.sin(np.arange(one.elapsed_s) / 60) + 9
    one, other = replace(one, speed_mps=road), replace(other, speed_mps=road)

    assert not compare_rides(one, other).is_same_ride


def test_without_a_channel_in_common_time_alone_says_nothing():
    one = stream_of(moving(1))
    bare = replace(one, power_w=np.full(one.elapsed_s, np.nan))

    assert compare_rides(bare, bare).agreement is None  # what is left never moves
    assert not compare_rides(bare, bare).is_same_ride


def test_rides_one_after_the_other_do_not_overlap():
    power_w = moving(1)
    one = stream_of(power_w)
    later = replace(one, started_at=one.started_at + timedelta(seconds=600))

    assert compare_rides(one, later).shared == pytest.approx(0.5)
    assert not compare_rides(one, later).is_same_ride


def test_the_recording_with_more_in_it_is_better():
    full = stream_of(moving(1))
    no_power = replace(full, power_w=np.full(full.elapsed_s, np.nan))
    no_heart = replace(full, heart_rate_bpm=np.full(full.elapsed_s, np.nan))
    longer = stream_of(moving(1, 2400))

    assert is_better(full, no_power)
    assert not is_better(no_power, full)
    assert is_better(full, no_heart)
    assert is_better(longer, full)
    assert not is_better(full, full)


FIGURES = RideFigures(
    started_at=STARTED_AT,
    elapsed_s=3600,
    timer_s=3500,
    mean_power_w=220.0,
    work_kj=770.0,
    distance_m=31_000.0,
    mean_heart_rate_bpm=None,
)


@pytest.mark.parametrize(
    "other",
    (
        {},
        {"mean_power_w": 232.0, "work_kj": 812.0},  # another power meter
        {"started_at": STARTED_AT + timedelta(seconds=50)},
        {"elapsed_s": 3500, "mean_heart_rate_bpm": 140.0},  # one knows the timer alone
        {"mean_power_w": None, "work_kj": None},
    ),
)
def test_rides_of_one_time_with_like_figures_are_one(other):
    assert have_same_figures(FIGURES, replace(FIGURES, **other))
    assert have_same_figures(replace(FIGURES, **other), FIGURES)


@pytest.mark.parametrize(
    "other",
    (
        {"started_at": STARTED_AT + timedelta(hours=1)},
        {"timer_s": 1700},
        {"mean_power_w": 150.0},
        {"distance_m": 20_000.0},
        {"mean_power_w": None, "work_kj": None, "distance_m": None},
        {"mean_power_w": 0.0, "work_kj": 0.0, "distance_m": 0.0},
    ),
)
def test_another_time_or_other_figures_are_another_ride_and_so_is_time_alone(other):
    assert not have_same_figures(FIGURES, replace(FIGURES, **other))
