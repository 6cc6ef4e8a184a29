"""Real files, field by field, against fitdecode and against what their devices say.

fitdecode takes a second for every 250 kB: of the large files some are read here,
all of them by ``bench/decode.py --all``.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.engine.decoding.fit import decode_fit
from analytics.engine.decoding.fit_container import find_parts
from analytics.engine.decoding.fit_messages import Messages
from analytics.engine.decoding.fit_profile import Message
from analytics.engine.recording import Ride
from tests.analytics.engine.decoding.fitdecode_reference import (
    differences_from_fitdecode,
    find_fit_files,
    read_bytes,
)
from tests.analytics.engine.decoding.test_fit import RICH_RIDE

SMALL_SIZE = 40_000
EVERY_NTH_LARGE = 30


def test_small_files_equal_fitdecode(rides_dir: Path):
    small = [path for path in find_fit_files(rides_dir) if path.stat().st_size < SMALL_SIZE]

    different = {path.name: differences_from_fitdecode(read_bytes(path)) for path in small}

    assert len(different) > 100
    assert {name: found for name, found in different.items() if found} == {}


def test_some_large_files_equal_fitdecode(rides_dir: Path):
    large = [path for path in find_fit_files(rides_dir) if path.stat().st_size >= SMALL_SIZE]

    different = {
        path.name: differences_from_fitdecode(read_bytes(path)) for path in large[::EVERY_NTH_LARGE]
    }

    assert {name: found for name, found in different.items() if found} == {}


mutations = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=6)


@settings(max_examples=300, deadline=None)
@given(mutations=mutations)
def test_whatever_fitdecode_reads_of_a_damaged_file_we_read_too(mutations):
    assert differences_from_fitdecode(mutate(RICH_RIDE, mutations)) == []


@settings(max_examples=100, deadline=None)
@given(mutations=mutations)
def test_whatever_fitdecode_reads_of_a_damaged_real_file_we_read_too(
    small_real_file: bytes, mutations
):
    assert differences_from_fitdecode(mutate(small_real_file, mutations)) == []


@pytest.fixture(scope="module")
def small_real_file(rides_dir: Path) -> bytes:
    """Load a watch's file of 8 kB, with laps and events."""
    (path,) = rides_dir.glob("files/dtcooper+python-fitparse/**/garmin-fenix-5-bike.fit")
    return path.read_bytes()


def mutate(data: bytes, mutations: list[tuple[int, int]]) -> bytes:
    """Change some bytes behind the header."""
    mutant = bytearray(data)
    for position, value in mutations:
        mutant[14 + position % (len(mutant) - 14)] = value
    return bytes(mutant)


DEVICE_FIGURES = {
    "elapsed_s": ("dev_elapsed", 1),
    "timer_s": ("dev_timer", 1),
    "distance_m": ("dev_distance", 1),
    "mean_power_w": ("dev_avg_power", 1),
    "max_power_w": ("dev_max_power", 1),
    "weighted_power_w": ("dev_np", 1),
    "threshold_power_w": ("dev_threshold_power", 1),
    "work_kj": ("dev_work_j", 1000),
    "mean_heart_rate_bpm": ("dev_avg_hr", 1),
    "max_heart_rate_bpm": ("dev_max_hr", 1),
    "elevation_gain_m": ("dev_ascent", 1),
}


def test_rides_are_numbered_named_and_figured_as_their_devices_say(rides_dir: Path):
    checked = 0
    for path, rows in rows_by_file(rides_dir):
        rides = {ride.number: ride for ride in decode_fit(read_bytes(path)).rides}
        for row in rows:
            ride = rides[int(row["ride"])]
            assert (ride.sport, ride.sub_sport) == (row["sport"], row["sub_sport"]), path.name
            assert figures_of(ride) == figures_in(row), path.name
            checked += 1
    assert checked > 350


def rows_by_file(rides_dir: Path) -> Iterator[tuple[Path, list[dict[str, str]]]]:
    """Give the FIT files with samples, and what their devices say of each ride."""
    with (rides_dir / "manifest.csv").open() as manifest:
        with_samples = {
            row["file"] for row in csv.DictReader(manifest) if row["records"] not in ("", "0")
        }
    rows = defaultdict(list)
    with (rides_dir / "device_values.csv").open() as values:
        for row in csv.DictReader(values):
            if row["source"] == "FIT session message" and not row["member"]:
                rows[row["file"]].append(row)
    for file in sorted(with_samples & rows.keys()):
        yield rides_dir / "files" / file, rows[file]


def figures_of(ride: Ride) -> dict[str, float | None]:
    return {name: getattr(ride.device_figures, name) for name in DEVICE_FIGURES}


def figures_in(row: dict[str, str]) -> dict[str, object]:
    return {
        name: pytest.approx(float(row[column]) / scale) if row[column] else None
        for name, (column, scale) in DEVICE_FIGURES.items()
    }


def test_most_timer_spans_add_up_to_the_device_s_timer(rides_dir: Path):
    agrees = []
    for path, _ in rows_by_file(rides_dir):
        for ride in decode_fit(read_bytes(path)).rides:
            timer_s = ride.device_figures.timer_s
            if ride.timer_spans and timer_s:
                ours_s = sum(span.end_at_s - span.start_at_s for span in ride.timer_spans)
                agrees.append(abs(ours_s - timer_s) <= max(3, 0.01 * timer_s))

    assert len(agrees) > 350
    assert sum(agrees) > 0.96 * len(agrees)


def test_sessions_of_one_file_share_its_samples_by_time_and_lose_none(rides_dir: Path):
    checked = 0
    for path, rows in rows_by_file(rides_dir):
        if len(rows) == 1:
            continue
        data = read_bytes(path)
        rides = decode_fit(data).rides
        parts, _ = find_parts(data)
        records = [Messages(data, part).rows(Message.RECORD) for part in parts]
        written = sum(each.count for each in records if each is not None)
        assert sum(ride.samples.at_s.size for ride in rides) == written, path.name
        for ride, row in zip(rides[1:], rows[1:], strict=True):
            start_at_s = datetime.fromisoformat(row["start_utc"]).timestamp()
            late_s = ride.samples.at_s.min() - start_at_s
            assert -5 <= late_s <= 60, (path.name, ride.number)
            checked += 1
    assert checked > 20
