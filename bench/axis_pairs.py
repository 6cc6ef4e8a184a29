"""Held against twins: the clock, gaps, way and speed, repair, storage, one ride recorded twice."""

import math
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np

from analytics.engine import clock, cuts, duplicates, gaps, motion, repair, stream_columns, totals
from analytics.engine.recording import Channel, FloatArray, RecordingRefused, Ride, Samples
from analytics.engine.stream import SecondStatus, Stream, build_stream
from bench import axis_twins, duplicate_twins, interval_twins, ride_twins, twins
from bench.power_pairs import RIDER, Pair, Values, readable
from bench.whole_rides import channel, channel_list, columns_of, ride_of

LIMIT_S = 15
MASS_KG = 70.0
STORED = (Channel.POWER, Channel.HEART_RATE, Channel.ALTITUDE)


def numbers(row: Any) -> list[float]:
    """Give a row of figures with NaN for what is unknown."""
    return [math.nan if value is None else float(value) for value in row]


def is_paused(power_w: FloatArray) -> Any:
    return ride_of(power_w).status == SecondStatus.PAUSED


def paused_list(power_w: Values) -> list[bool]:
    return [state == SecondStatus.PAUSED for state in columns_of(power_w)["status"]]


def known_list(power_w: Values) -> list[bool]:
    return [twins.known(value) for value in power_w]


def filled(power_w: FloatArray, name: str) -> FloatArray:
    values = channel(name, power_w).copy()
    gaps.fill_short_gaps(values, is_paused(power_w), LIMIT_S, zero_is_still=name == "cadence_rpm")
    return values


def read_clock(power_w: FloatArray) -> list[list[float]] | None:
    try:
        read = clock.read_clock(np.array(axis_twins.times_of(power_w.tolist())))
    except RecordingRefused:
        return None
    shares = read.weight / np.bincount(read.second, weights=read.weight)[read.second]
    return [read.rows.tolist(), read.second.tolist(), shares.tolist()]


def axis_of(power_w: FloatArray) -> list[list[float]] | None:
    at_s = np.array(axis_twins.times_of(power_w.tolist()), dtype=np.float64)
    try:
        stream, _ = build_stream(Ride(0, "", Samples(at_s, {Channel.POWER: readable(power_w)})))
    except RecordingRefused:
        return None
    return [stream.power_w.tolist(), stream.status.tolist()]


def events(power_w: FloatArray) -> Any:
    spans = np.array(axis_twins.spans_of(power_w.tolist()), dtype=np.float64).reshape(-1, 2)
    return gaps.pauses_by_events(power_w.size, spans[:, 0], spans[:, 1])


def positions(power_w: FloatArray) -> tuple[FloatArray, FloatArray]:
    return channel("latitude_deg", power_w), channel("longitude_deg", power_w)


def position_lists(power_w: Values) -> tuple[Values, Values]:
    return channel_list("latitude_deg", power_w), channel_list("longitude_deg", power_w)


def possible(power_w: FloatArray) -> FloatArray:
    latitude_deg, longitude_deg = (column.copy() for column in positions(power_w))
    motion.drop_impossible_positions(latitude_deg, longitude_deg)
    return np.column_stack((latitude_deg, longitude_deg))


def spiky(power_w: FloatArray) -> FloatArray:
    return np.array(axis_twins.spiked(power_w.tolist()), dtype=np.float64)


def spiky_ride(power_w: FloatArray) -> Stream:
    return replace(ride_of(power_w), power_w=spiky(power_w))


def three(stream: Stream) -> list[list[float]]:
    channels = (stream.power_w, stream.heart_rate_bpm, stream.cadence_rpm)
    return [each.tolist() for each in channels]


def raw_lists(power_w: Values) -> list[Values]:
    columns = columns_of(power_w)
    return [axis_twins.spiked(power_w), columns["heart_rate_bpm"], columns["cadence_rpm"]]


def repaired_lists(power_w: Values) -> list[Values]:
    power, beats, turns = raw_lists(power_w)
    return [
        axis_twins.repaired(power, 30 * MASS_KG, is_power=True),
        axis_twins.repaired(beats, 240.0, is_power=False),
        axis_twins.repaired(turns, 250.0, is_power=False),
    ]


def undone(power_w: FloatArray) -> list[list[float]]:
    return three(repair.undo_patches(*repair.repair_stream(spiky_ride(power_w), MASS_KG)))


def every_second_kept(power_w: FloatArray) -> list[list[float]]:
    stream = spiky_ride(power_w)
    keys = {patch.key for patch in repair.repair_stream(stream, MASS_KG)[1] if patch.second % 2}
    return three(repair.repair_except(stream, MASS_KG, keys)[0])


def every_second_kept_twin(power_w: Values) -> list[Values]:
    return [
        [
            raw if second % 2 else mended
            for second, (raw, mended) in enumerate(zip(*both, strict=True))
        ]
        for both in zip(raw_lists(power_w), repaired_lists(power_w), strict=True)
    ]


def cut(power_w: FloatArray) -> FloatArray:
    stream, _ = cuts.cut_power(ride_of(readable(power_w)), cut_spans(power_w.size))
    return stream.power_w


def cut_spans(size: int) -> list[tuple[int, int]]:
    return [(at, min(at + 1 + at % 5, size)) for at in range(0, size, 17)]


def cut_twin(power_w: Values) -> Values:
    bad = [second % 17 < 1 + (second - second % 17) % 5 for second in range(len(power_w))]
    return axis_twins.bridged(columns_of(twins.readable(power_w))["power_w"], bad)


def stored(power_w: FloatArray) -> list[list[float]]:
    data = stream_columns.encode_stream(ride_of(readable(power_w)))
    return [stream_columns.read_channel(data, each).tolist() for each in STORED]


def other_of(stream: Stream) -> Stream:
    """The same ride by another device: started 7 s later, its meter 5 % high."""
    later = stream.started_at + timedelta(seconds=7)
    return replace(stream, started_at=later, power_w=1.05 * stream.power_w)


def overlap(power_w: FloatArray) -> list[float]:
    stream = ride_of(readable(power_w))
    found = duplicates.compare_rides(stream, other_of(stream))
    return numbers((found.shared, found.agreement))


def session_totals(power_w: FloatArray) -> list[float]:
    found = totals.add_up_session(ride_of(readable(power_w)), RIDER)
    return numbers(
        (
            found.timer_s,
            found.mean_cadence_rpm,
            found.max_cadence_rpm,
            found.max_speed_mps,
            found.mean_temperature_c,
        )
    )


AXIS_PAIRS: dict[str, Pair] = {
    "read_clock": (read_clock, lambda p: axis_twins.clock(axis_twins.times_of(p))),
    "build_stream": (axis_of, lambda p: axis_twins.axis(axis_twins.times_of(p), twins.readable(p))),
    "find_short_gaps": (
        lambda p: gaps.find_short_gaps(np.isfinite(readable(p)), is_paused(p), LIMIT_S),
        lambda p: axis_twins.short_gaps(known_list(p), paused_list(p), LIMIT_S),
    ),
    "fill_short_gaps": (
        lambda p: filled(readable(p), "power_w"),
        lambda p: axis_twins.filled(
            twins.readable(p), paused_list(twins.readable(p)), LIMIT_S, zero_is_still=False
        ),
    ),
    "fill_short_gaps: cadence": (
        lambda p: filled(p, "cadence_rpm"),
        lambda p: axis_twins.filled(
            channel_list("cadence_rpm", p), paused_list(p), LIMIT_S, zero_is_still=True
        ),
    ),
    "pauses_by_events": (
        events,
        lambda p: axis_twins.paused_by_events(len(p), axis_twins.spans_of(p)),
    ),
    "pauses_by_gaps": (
        lambda p: gaps.pauses_by_gaps(
            np.isfinite(readable(p)) & ~is_paused(p), channel("way_m", p), 1.0
        ),
        lambda p: axis_twins.paused_by_gaps(
            [one and not other for one, other in zip(known_list(p), paused_list(p), strict=True)],
            channel_list("way_m", p),
            1.0,
        ),
    ),
    "great_circle_m": (
        lambda p: motion.great_circle_m(*positions(p)),
        lambda p: axis_twins.ways_m(*position_lists(p)),
    ),
    "distance_from_positions": (
        lambda p: motion.distance_from_positions(*positions(p)),
        lambda p: axis_twins.way_by_positions(*position_lists(p)),
    ),
    "distance_from_speed": (
        lambda p: motion.distance_from_speed(channel("speed_mps", p)),
        lambda p: axis_twins.way_by_speed(channel_list("speed_mps", p)),
    ),
    "speed_from_distance": (
        lambda p: motion.speed_from_distance(channel("distance_m", p), 5),
        lambda p: axis_twins.speed_by_way(channel_list("distance_m", p), 5),
    ),
    "drop_impossible_positions": (
        possible,
        lambda p: np.array(axis_twins.possible(*position_lists(p))).reshape(-1, 2),
    ),
    "unwrap_longitude": (
        lambda p: motion.unwrap_longitude(channel("longitude_deg", p)),
        lambda p: axis_twins.unwrapped(channel_list("longitude_deg", p)),
    ),
    "wrap_longitude": (
        lambda p: motion.wrap_longitude(10 * channel("longitude_deg", p)),
        lambda p: [axis_twins.wrapped(10 * value) for value in channel_list("longitude_deg", p)],
    ),
    "ridden_distance": (
        lambda p: totals.ridden_distance(channel("distance_m", p)),
        ride_twins.ridden,
    ),
    "moving_seconds": (
        lambda p: totals.moving_seconds(ride_of(p)),
        lambda p: interval_twins.moving(columns_of(p)),
    ),
    "add_up_session": (
        session_totals,
        lambda p: numbers(interval_twins.totals(columns_of(twins.readable(p)))),
    ),
    "find_isolated": (
        lambda p: repair.find_isolated(spiky(p)),
        lambda p: axis_twins.isolated(axis_twins.spiked(p)),
    ),
    "bridge": (
        lambda p: repair.bridge(
            readable(p), np.arange(p.size) % 11 < 1 + np.arange(p.size) // 11 % 5
        ),
        lambda p: axis_twins.bridged(
            twins.readable(p), [second % 11 < 1 + second // 11 % 5 for second in range(len(p))]
        ),
    ),
    "repair_stream": (
        lambda p: three(repair.repair_stream(spiky_ride(p), MASS_KG)[0]),
        repaired_lists,
    ),
    "undo_patches": (undone, raw_lists),
    "repair_except": (every_second_kept, every_second_kept_twin),
    "cut_power": (cut, cut_twin),
    "encode_stream": (stored, lambda p: axis_twins.stored(columns_of(twins.readable(p)))),
    "compare_rides": (
        overlap,
        lambda p: numbers(duplicate_twins.overlap(columns_of(twins.readable(p)), 7)),
    ),
    "is_better": (
        lambda p: duplicates.is_better(ride_of(p), ride_of(readable(p))),
        lambda p: duplicate_twins.has_a_tenth_more(
            sum(map(math.isfinite, columns_of(p)["power_w"])),
            sum(map(math.isfinite, columns_of(twins.readable(p))["power_w"])),
        ),
    ),
}
