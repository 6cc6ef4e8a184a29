"""One ride recorded twice: how much two recordings overlap in time and shape, and which to keep."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from analytics.engine.recording import Channel, FloatArray
from analytics.engine.stream import Stream
from analytics.engine.stream_columns import channel_of

BLOCK_S = 5  # shapes are compared on means of so many seconds
MAX_SHIFT_S = 120  # two devices' clocks differ, and one of them was started later
MIN_SHARED = 0.8  # of the shorter ride
MIN_AGREEMENT = 0.9
MIN_COMMON_BLOCKS = 24
CLEARLY_MORE = 1.1
MOST_APART = 1.1  # two figures of one ride: power meters differ by a few per cent

OWN_CHANNELS = (Channel.POWER, Channel.HEART_RATE, Channel.CADENCE)
ROAD_CHANNELS = (Channel.SPEED, Channel.ALTITUDE, Channel.LATITUDE, Channel.LONGITUDE)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far two recordings tell of the same ride."""

    shared: float  # share of the shorter ride's time that lies in both, 0 to 1
    agreement: float | None  # of the shapes, -1 to 1; None: nothing in common that moves

    @property
    def is_same_ride(self) -> bool:
        """Tell whether this is one ride; without a common channel, time alone says nothing."""
        return (
            self.shared >= MIN_SHARED
            and self.agreement is not None
            and self.agreement >= MIN_AGREEMENT
        )


@dataclass(frozen=True, slots=True)
class RideFigures:
    """What can be compared where one of two recordings of a ride holds no samples."""

    started_at: datetime
    elapsed_s: int
    timer_s: int
    mean_power_w: float | None
    work_kj: float | None
    distance_m: float | None
    mean_heart_rate_bpm: float | None


def have_same_figures(one: RideFigures, other: RideFigures) -> bool:
    """Tell whether two rides of one athlete are one by their time and figures.

    They lie in the same time as ``compare_rides`` asks for, take as long, and agree in
    all figures that both have, one at least.
    """
    if _shared_time(one, other) < MIN_SHARED or not _is_near(one.timer_s, other.timer_s):
        return False
    pairs = (
        (one.mean_power_w, other.mean_power_w),
        (one.work_kj, other.work_kj),
        (one.distance_m, other.distance_m),
        (one.mean_heart_rate_bpm, other.mean_heart_rate_bpm),
    )
    known = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
    return bool(known) and all(_is_near(mine, theirs) for mine, theirs in known)


def _is_near(one: float, other: float) -> bool:
    return max(one, other) <= MOST_APART * min(one, other)


def _shared_time(one: Stream | RideFigures, other: Stream | RideFigures) -> float:
    """Give the share of the shorter ride's time that lies in both, 0 to 1."""
    start_s = one.started_at.timestamp(), other.started_at.timestamp()
    end_s = start_s[0] + one.elapsed_s, start_s[1] + other.elapsed_s
    shared_s = min(end_s) - max(start_s)
    return max(0.0, shared_s) / max(min(one.elapsed_s, other.elapsed_s), 1)


def compare_rides(one: Stream, other: Stream) -> Overlap:
    """Score how much two rides of one athlete overlap in time and shape.

    Parameters
    ----------
    one, other : Stream
        The rides on their time axes; the order does not matter.

    Returns
    -------
    Overlap
        Nothing shared where one holds no second; no agreement where no channel that both
        know moves.

    Notes
    -----
    The shape is compared on 5-s means at the shift of the clocks, of at most 2 minutes,
    where it agrees best: the mean correlation of what is the rider's own (power, heart
    rate, cadence), and only where the two share none of these that of speed, altitude and
    position. Two riders side by side share the road and not the heart.
    """
    shared = _shared_time(one, other)
    if shared < MIN_SHARED:
        return Overlap(shared, None)
    offset_s = round(other.started_at.timestamp() - one.started_at.timestamp())
    for channels in (OWN_CHANNELS, ROAD_CHANNELS):
        agreement = _best_agreement(one, other, channels, offset_s)
        if agreement is not None:
            return Overlap(shared, agreement)
    return Overlap(shared, None)


def _best_agreement(
    one: Stream, other: Stream, channels: tuple[Channel, ...], offset_s: int
) -> float | None:
    """Give the best mean correlation of these channels over all shifts of the clocks."""
    pairs = [
        (_blocks(channel_of(one, channel), 0), channel_of(other, channel)) for channel in channels
    ]
    best: float | None = None
    for shift_s in range(offset_s - MAX_SHIFT_S, offset_s + MAX_SHIFT_S + 1, BLOCK_S):
        found = [_correlate(blocks, _blocks(values, shift_s)) for blocks, values in pairs]
        known = [value for value in found if value is not None]
        if known and (best is None or float(np.mean(known)) > best):
            best = float(np.mean(known))
    return best


def _blocks(values: FloatArray, shift_s: int) -> FloatArray:
    """Average blocks of a channel that begins ``shift_s`` after the axis; NaN where unknown."""
    if shift_s < 0:
        values = values[-shift_s:]
    else:
        values = np.concatenate((np.full(shift_s, np.nan), values))
    whole = values[: values.size // BLOCK_S * BLOCK_S].reshape(-1, BLOCK_S)
    is_known = np.isfinite(whole)
    count = is_known.sum(axis=1)
    total = np.where(is_known, whole, 0.0).sum(axis=1)
    means: FloatArray = np.full(count.size, np.nan)
    np.divide(total, count, out=means, where=count > 0)
    return means


def _correlate(one: FloatArray, other: FloatArray) -> float | None:
    """Correlate what both know; None where that is too little, or one of them never moves."""
    size = min(one.size, other.size)
    is_known = np.isfinite(one[:size]) & np.isfinite(other[:size])
    if np.count_nonzero(is_known) < MIN_COMMON_BLOCKS:
        return None
    first = one[:size][is_known] - one[:size][is_known].mean()
    second = other[:size][is_known] - other[:size][is_known].mean()
    scale = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / scale if scale > 1e-9 * size else None


def is_better(one: Stream, other: Stream) -> bool:
    """Tell whether the first of two recordings of one ride is clearly the one to keep.

    The one with more seconds of power, then with more channels, then with more recorded
    seconds; each by at least a tenth, or a channel. False where they are as good, and where
    the first is empty.
    """
    for merit in (_power_s, _channel_count, _recorded_s):
        mine, theirs = merit(one), merit(other)
        if mine >= CLEARLY_MORE * theirs and mine > theirs:
            return True
        if theirs >= CLEARLY_MORE * mine and theirs > mine:
            return False
    return False


def _power_s(stream: Stream) -> int:
    return int(np.count_nonzero(np.isfinite(stream.power_w)))


def _channel_count(stream: Stream) -> int:
    return sum(bool(np.isfinite(channel_of(stream, channel)).any()) for channel in Channel)


def _recorded_s(stream: Stream) -> int:
    return int(np.count_nonzero(stream.is_on_timer))
