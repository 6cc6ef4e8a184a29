"""A sample of real season rides beside what the device wrote; ``bench.agree`` has them all.

This device leaves zeros out of its mean and weighted power, so those are compared with the
pedalled seconds and with an independent reference.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from analytics.engine.decoding.detect import decode_recording
from analytics.engine.repair import repair_stream
from analytics.engine.rider import Rider
from analytics.engine.stream import build_stream
from analytics.engine.totals import add_up_session

EVERY = 4  # a ride in so many
MIN_TIMER_S = 600


def analysed(path: Path):
    ride = decode_recording(path.read_bytes()).rides[0]
    raw, notes = build_stream(ride)
    stream, patches = repair_stream(raw, None)
    return stream, patches, notes, add_up_session(stream, Rider())


@pytest.fixture(scope="module")
def sampled_rides(rides_dir):
    with (rides_dir / "device_values.csv").open(newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["file"].startswith("season/user_1/")]
    rows = [row for row in rows if float(row["dev_timer"] or 0) >= MIN_TIMER_S]
    return [(row, *analysed(rides_dir / "files" / row["file"])) for row in rows[::EVERY]]


def errors_percent(pairs):
    """How far ours is from theirs, over the pairs that have both."""
    known = [(ours, float(theirs)) for ours, theirs in pairs if ours is not None and theirs]
    assert len(known) >= 15
    ours, theirs = np.array(known).T
    return np.abs(100 * (ours / theirs - 1))


def test_timer_is_the_device_s_own(sampled_rides):
    pairs = [(totals.timer_s, row["dev_timer"]) for row, *_, totals in sampled_rides]

    assert errors_percent(pairs).max() <= 0.5


def test_distance_is_the_device_s_own(sampled_rides):
    pairs = [(totals.distance_m, row["dev_distance"]) for row, *_, totals in sampled_rides]

    assert errors_percent(pairs).max() <= 0.5


def test_work_is_within_one_percent_of_the_device_s(sampled_rides):
    pairs = [
        (totals.work_kj and totals.work_kj * 1000, row["dev_work_j"])
        for row, *_, totals in sampled_rides
    ]

    assert (errors_percent(pairs) <= 1).mean() >= 0.95


def test_power_of_the_pedalled_seconds_is_the_device_s_mean(sampled_rides):
    pairs = [
        (stream.power_w[stream.power_w > 0].mean(), row["dev_avg_power"])
        for row, stream, *_ in sampled_rides
        if (stream.power_w > 0).any()
    ]

    assert (errors_percent(pairs) <= 1).mean() >= 0.95


def test_weighted_power_is_the_reference_s_where_power_is_whole(sampled_rides):
    pairs = [
        (totals.weighted_power_w, row["ref_np"])
        for row, _, patches, notes, totals in sampled_rides
        if not patches and max(notes.missing_s, float(row["ref_power_missing_s"] or 0)) <= 5
    ]

    assert errors_percent(pairs).max() <= 0.5


def test_highest_power_is_the_device_s_unless_it_was_a_spike(sampled_rides):
    pairs = [
        (totals.max_power_w, row["dev_max_power"])
        for row, _, patches, _, totals in sampled_rides
        if not patches
    ]

    assert (errors_percent(pairs) <= 0.5).mean() >= 0.95


def test_cadence_without_zeros_is_the_device_s_mean(sampled_rides):
    pairs = [(totals.mean_cadence_rpm, row["dev_avg_cad"]) for row, *_, totals in sampled_rides]

    assert errors_percent(pairs).max() <= 1.5


def test_climbing_is_the_device_s_within_two_percent_or_a_metre(sampled_rides):
    agreed = [
        abs(totals.elevation_gain_m - float(row["dev_ascent"]))
        <= max(1.0, 0.02 * float(row["dev_ascent"]))
        for row, *_, totals in sampled_rides
        if row["dev_ascent"] and totals.elevation_gain_m is not None
    ]

    assert np.mean(agreed) >= 0.9


def test_spikes_are_rare_and_stand_alone(sampled_rides):
    patched = [(stream, patch) for _, stream, patches, *_ in sampled_rides for patch in patches]

    assert len(patched) <= 0.1 * len(sampled_rides) + 1
    assert all(patch.raw > 1.8 * (patch.replaced_by or 0) for _, patch in patched)
