"""The time axis: one value a second from the first sample to the last."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from analytics.engine.clock import Clock, read_clock
from analytics.engine.gaps import (
    fill_limit_s,
    fill_short_gaps,
    find_short_gaps,
    pauses_by_events,
    pauses_by_gaps,
)
from analytics.engine.motion import (
    SPEED_WINDOW_S,
    distance_from_positions,
    distance_from_speed,
    drop_impossible_positions,
    speed_from_distance,
    unwrap_longitude,
    wrap_longitude,
)
from analytics.engine.recording import Channel, FloatArray, RecordingRefused, Ride

CREDIBLE_TIMER_SHARE = 0.5  # events that cover less of the samples are not believed

FIRST_PLAUSIBLE_AT = datetime(1990, 1, 1, tzinfo=UTC)
CLOCK_TOLERANCE = timedelta(days=1)  # a device may run on another zone's time
READABLE_LIMIT = 1e7  # a number beyond it is a broken field, not a measurement


class SecondStatus(IntEnum):
    """What is known of one second of the elapsed axis."""

    RECORDED = 0
    FILLED = 1  # a short dropout, filled linearly
    MISSING = 2  # a dropout: the timer ran and nothing was recorded
    PAUSED = 3  # the timer was stopped


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """A ride's channels on the elapsed axis, at 1 Hz; NaN where nothing was recorded.

    Every array has the same length. A channel that the device did not record is
    all NaN. Paused seconds are NaN in every channel.
    """

    started_at: datetime  # aware, UTC
    status: NDArray[np.uint8]  # SecondStatus of each second
    power_w: FloatArray
    heart_rate_bpm: FloatArray
    cadence_rpm: FloatArray
    speed_mps: FloatArray
    distance_m: FloatArray  # cumulative
    altitude_m: FloatArray
    latitude_deg: FloatArray
    longitude_deg: FloatArray
    temperature_c: FloatArray

    @property
    def elapsed_s(self) -> int:
        return int(self.status.size)

    @property
    def is_on_timer(self) -> NDArray[np.bool_]:
        """Mask of the seconds on which the timer ran."""
        return np.not_equal(self.status, SecondStatus.PAUSED)


@dataclass(frozen=True, slots=True)
class AxisNotes:
    """What putting a ride on the time axis met with and decided."""

    notes: tuple[str, ...]  # one sentence each, for the rider
    filled_s: int
    missing_s: int
    paused_s: int
    left_out_samples: int  # without a usable time, or beyond a jump of the clock
    steps_back: int  # times the clock ran backwards


def build_stream(ride: Ride) -> tuple[Stream, AxisNotes]:
    """Put a ride on its 1 Hz time axis.

    Parameters
    ----------
    ride : Ride
        Samples at any times, in any order; every channel shape (n,).

    Returns
    -------
    Stream
        One value a second from the first sample to the last, at most 7 days.
    AxisNotes
        What was filled, left empty, derived or left out.

    Raises
    ------
    RecordingRefused
        If the ride holds no sample with a usable time and a value.

    Notes
    -----
    Samples are sorted by time; several in one second become their time-weighted
    mean. Dropouts of at most ``FILL_LIMIT_S`` are filled linearly, channel by
    channel, never across a pause; longer ones stay NaN. A device that records
    only on change (median spacing of 2 to ``SPARSE_SPACING_S``) has its gaps
    filled up to that spacing where power is recorded, else up to
    ``SPARSE_FILL_LIMIT_S``. A second whose power was filled counts as filled.

    Start and stop events decide what is a pause, unless they leave out most samples;
    samples that were written while the timer stood are not used. Without events long
    gaps are pauses, see ``pauses_by_gaps``.
    """
    clock = read_clock(ride.samples.at_s)
    values = {channel: _on_axis(ride, channel, clock) for channel in Channel}
    drop_impossible_positions(values[Channel.LATITUDE], values[Channel.LONGITUDE])
    if not any(np.isfinite(column).any() for column in values.values()):
        raise RecordingRefused("The file holds no sample with a value.")

    has_row = clock.has_row
    limit_s = fill_limit_s(
        clock.spacing_s, has_power=bool(np.isfinite(values[Channel.POWER]).any())
    )
    is_paused, pause_note = _find_pauses(ride, clock, values)
    paused_s = np.flatnonzero(is_paused)
    for column in values.values():
        column[paused_s] = np.nan
    is_filled = find_short_gaps(has_row, is_paused, limit_s)
    for channel, column in values.items():
        was_filled = fill_short_gaps(
            column, is_paused, limit_s, zero_is_still=channel is Channel.CADENCE
        )
        if channel is Channel.POWER:
            is_filled |= was_filled
    status = _statuses(has_row, is_filled, is_paused)
    notes = [*_clock_notes(clock), pause_note, *_derive_motion(values)]
    stream = Stream(
        started_at=datetime.fromtimestamp(clock.first_at_s, UTC),
        status=status,
        **{channel.value: column for channel, column in values.items()},
    )
    return stream, _sum_up(stream, clock, tuple(filter(None, notes)))


def refuse_implausible(stream: Stream, now: datetime) -> None:
    """Refuse a ride whose date cannot be right.

    Parameters
    ----------
    stream : Stream
        The ride on its time axis.
    now : datetime
        The present, aware.

    Raises
    ------
    RecordingRefused
        If the ride starts before 1990 or more than a day after ``now``.
    """
    if FIRST_PLAUSIBLE_AT <= stream.started_at <= now + CLOCK_TOLERANCE:
        return
    day = stream.started_at.date()
    why = "before 1990" if stream.started_at < FIRST_PLAUSIBLE_AT else "in the future"
    raise RecordingRefused(f"The ride is dated {day.isoformat()}, which is {why}.")


def _on_axis(ride: Ride, channel: Channel, clock: Clock) -> FloatArray:
    """Average one channel's samples within each second; NaN where there is none."""
    raw = ride.samples.channels.get(channel)
    if raw is None:
        return np.full(clock.elapsed_s, np.nan)
    column = raw[clock.rows]
    known = np.abs(column) <= READABLE_LIMIT
    if channel is Channel.LONGITUDE:
        column = unwrap_longitude(column)
        known = np.isfinite(column)
    mean = np.full(clock.elapsed_s, np.nan)
    if not clock.shares_seconds:
        mean[clock.second] = np.where(known, column, np.nan)
        return mean
    weight = np.where(known, clock.weight, 0.0)
    weighed = np.where(known, column, 0.0) * weight
    total_weight = np.bincount(clock.second, weights=weight, minlength=clock.elapsed_s)
    total = np.bincount(clock.second, weights=weighed, minlength=clock.elapsed_s)
    np.divide(total, total_weight, out=mean, where=total_weight > 0)
    return mean


def _find_pauses(
    ride: Ride, clock: Clock, values: dict[Channel, FloatArray]
) -> tuple[NDArray[np.bool_], str]:
    """Mark the seconds on which the timer stood, by its events or, without them, by the gaps."""
    starts_s = np.array([span.start_at_s for span in ride.timer_spans]) - clock.first_at_s
    ends_s = np.array([span.end_at_s for span in ride.timer_spans]) - clock.first_at_s
    has_row = clock.has_row
    if starts_s.size:
        is_paused = pauses_by_events(has_row.size, starts_s, ends_s)
        if np.count_nonzero(has_row & ~is_paused) >= CREDIBLE_TIMER_SHARE * has_row.sum():
            return is_paused, ""
    way_m = values[Channel.DISTANCE]
    if not np.isfinite(way_m).any():
        way_m = distance_from_positions(values[Channel.LATITUDE], values[Channel.LONGITUDE])
    is_paused = pauses_by_gaps(has_row, way_m, clock.spacing_s)
    if starts_s.size:
        return (
            is_paused,
            "The timer's events do not cover the samples; gaps decide what is a pause.",
        )
    if is_paused.any():
        return (
            is_paused,
            "The file has no start and stop events; its long gaps are taken for pauses.",
        )
    return is_paused, ""


def _statuses(
    has_row: NDArray[np.bool_], is_filled: NDArray[np.bool_], is_paused: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    status = np.full(has_row.size, SecondStatus.MISSING, dtype=np.uint8)
    status[has_row] = SecondStatus.RECORDED
    status[is_filled] = SecondStatus.FILLED
    status[is_paused] = SecondStatus.PAUSED
    return status


def _derive_motion(values: dict[Channel, FloatArray]) -> list[str]:
    """Tell speed and distance from what there is, where the device did not write them."""
    notes = []
    latitude_deg, longitude_deg = values[Channel.LATITUDE], values[Channel.LONGITUDE]
    has_positions = bool(np.isfinite(latitude_deg).any())
    has_speed = bool(np.isfinite(values[Channel.SPEED]).any())
    if not np.isfinite(values[Channel.DISTANCE]).any() and (has_positions or has_speed):
        if has_speed:
            values[Channel.DISTANCE] = distance_from_speed(values[Channel.SPEED])
        else:
            values[Channel.DISTANCE] = distance_from_positions(latitude_deg, longitude_deg)
        origin = "speed" if has_speed else "positions"
        notes.append(f"Distance was not recorded and is computed from {origin}.")
    if not has_speed and np.isfinite(values[Channel.DISTANCE]).any():
        values[Channel.SPEED] = speed_from_distance(values[Channel.DISTANCE], SPEED_WINDOW_S)
        notes.append("Speed was not recorded and is computed from distance.")
    values[Channel.LONGITUDE] = wrap_longitude(longitude_deg)
    return notes


def _clock_notes(clock: Clock) -> list[str]:
    notes = [clock.cut]
    if clock.left_out and not clock.cut:
        notes.append(f"Samples without a usable time, left out: {clock.left_out}.")
    if clock.steps_back:
        notes.append(f"Steps back in time, sorted out: {clock.steps_back}.")
    return notes


def _sum_up(stream: Stream, clock: Clock, notes: tuple[str, ...]) -> AxisNotes:
    seconds = np.bincount(stream.status, minlength=len(SecondStatus))
    return AxisNotes(
        notes=notes,
        filled_s=int(seconds[SecondStatus.FILLED]),
        missing_s=int(seconds[SecondStatus.MISSING]),
        paused_s=int(seconds[SecondStatus.PAUSED]),
        left_out_samples=clock.left_out,
        steps_back=clock.steps_back,
    )
