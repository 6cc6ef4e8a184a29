"""Why a device's figure differs from ours, as far as the ride's own data tell."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from analytics.engine.climbing import smooth, turning_points
from analytics.engine.power import is_known_power, weighted_power
from analytics.engine.recording import Channel, FloatArray, Ride
from analytics.engine.repair import Patch
from analytics.engine.stream import AxisNotes, SecondStatus, Stream
from analytics.engine.totals import SessionTotals

CLOSE = 0.01
COARSEST_HYSTERESIS_M = 10.0
LONGEST_SMOOTHING_S = 121
SLOWEST_COUNTED_RPM = 60.0  # no device leaves out faster pedalling
UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True, eq=False)
class AgreedRide:
    ride: Ride
    raw: Stream
    stream: Stream
    patches: tuple[Patch, ...]
    notes: AxisNotes
    totals: SessionTotals
    device: "pd.Series[float]"

    @property
    def power_w(self) -> FloatArray:
        return self.stream.power_w[self.stream.is_on_timer]


Reason = Callable[[AgreedRide, float, float], bool]


def is_close(value: float | None, other: float, limit: float = CLOSE) -> bool:
    return value is not None and abs(value - other) <= limit * abs(other)


def is_rounding(ride: AgreedRide, ours: float, theirs: float) -> bool:
    return abs(ours - theirs) <= 1.0 and float(theirs).is_integer()


def is_short(ride: AgreedRide, ours: float, theirs: float) -> bool:
    return ride.totals.timer_s < 120 or ride.stream.elapsed_s < 120


def holds_less(ride: AgreedRide, ours: float, theirs: float) -> bool:
    timer_s = ride.device["dev_timer"]
    return timer_s > 0 and ride.totals.timer_s < 0.985 * timer_s


def timer_contradicts_events(ride: AgreedRide, ours: float, theirs: float) -> bool:
    spans_s = sum(span.end_at_s - span.start_at_s for span in ride.ride.timer_spans)
    return bool(ride.ride.timer_spans) and is_close(ours, spans_s)


def leaves_zeros_out_of_mean(ride: AgreedRide, ours: float, theirs: float) -> bool:
    pedalled = ride.power_w[ride.power_w > 0]
    return bool(pedalled.size) and is_close(float(pedalled.mean()), theirs, 0.02)


def leaves_zeros_out_of_weighted(ride: AgreedRide, ours: float, theirs: float) -> bool:
    return is_close(weighted_power(ride.power_w[ride.power_w > 0]), theirs, 0.02)


def device_leaves_zeros_out(ride: AgreedRide, ours: float, theirs: float) -> bool:
    mean_w = ride.device["dev_avg_power"]
    if not mean_w > 0 or ride.totals.mean_power_w is None:
        return False
    return mean_w > 1.02 * ride.totals.mean_power_w and theirs > ours


def counts_missing_as_zero(ride: AgreedRide, ours: float, theirs: float) -> bool:
    zeros = np.where(is_known_power(ride.power_w), ride.power_w, 0.0)
    return is_close(float(zeros.mean()) if zeros.size else None, theirs)


def counts_missing_as_zero_weighted(ride: AgreedRide, ours: float, theirs: float) -> bool:
    zeros = np.where(is_known_power(ride.power_w), ride.power_w, 0.0)
    return is_close(weighted_power(zeros), theirs)


def restarts_window_at_pause(ride: AgreedRide, ours: float, theirs: float) -> bool:
    return is_close(weighted_restarting(ride.stream), theirs)


def counts_pauses_as_zero(ride: AgreedRide, ours: float, theirs: float) -> bool:
    power_w = np.where(ride.stream.is_on_timer, ride.stream.power_w, 0.0)
    return is_close(weighted_power(power_w), theirs)


def kept_a_spike(ride: AgreedRide, ours: float, theirs: float) -> bool:
    return any(is_close(patch.raw, theirs) for patch in ride.patches)


def contradicts_itself(ride: AgreedRide, ours: float, theirs: float) -> bool:
    work_j, timer_s = ride.device["dev_work_j"], ride.device["dev_timer"]
    mean_w, weighted_w = ride.device["dev_avg_power"], ride.device["dev_np"]
    if weighted_w > 0 and mean_w > 0 and weighted_w < 0.99 * mean_w:
        return True
    return work_j > 0 and mean_w > 0 and not is_close(work_j / timer_s, mean_w, 0.02)


def measures_finer(ride: AgreedRide, ours: float, theirs: float) -> bool:
    return is_close(ours, theirs, 0.05)


def integrates_finer(ride: AgreedRide, ours: float, theirs: float) -> bool:
    """The device's work and mean confirm each other, and not the samples that it wrote."""
    work_j, timer_s = ride.device["dev_work_j"], ride.device["dev_timer"]
    agrees_with_itself = is_close(work_j / timer_s, ride.device["dev_avg_power"], 0.02)
    return agrees_with_itself and is_close(ours, theirs, 0.08)


def holds_missing_power(ride: AgreedRide, ours: float, theirs: float) -> bool:
    missing = np.count_nonzero(~is_known_power(ride.power_w))
    filled = np.count_nonzero(ride.stream.status == SecondStatus.FILLED)
    return (missing + filled) >= CLOSE * max(ride.power_w.size, 1)


def runs_over_missing(ride: AgreedRide, ours: float, theirs: float) -> bool:
    return ride.notes.missing_s >= 0.005 * ride.totals.timer_s


def counts_zero_cadence(ride: AgreedRide, ours: float, theirs: float) -> bool:
    cadence = ride.stream.cadence_rpm[ride.stream.is_on_timer]
    cadence = cadence[np.isfinite(cadence)]
    return bool(cadence.size) and is_close(float(cadence.mean()), theirs, 0.02)


def counts_some_zeros(ride: AgreedRide, ours: float, theirs: float) -> bool:
    """Its mean lies between those without zeros and with all of them, as after a short delay."""
    cadence = ride.stream.cadence_rpm[ride.stream.is_on_timer]
    return float(cadence[np.isfinite(cadence)].mean()) <= theirs < ours


def leaves_slow_pedalling_out(ride: AgreedRide, ours: float, theirs: float) -> bool:
    cadence = ride.stream.cadence_rpm[ride.stream.is_on_timer]
    fast = cadence[cadence >= SLOWEST_COUNTED_RPM]
    return bool(fast.size) and ours < theirs <= (1 + CLOSE) * float(fast.mean())


def is_above_every_sample(ride: AgreedRide, ours: float, theirs: float) -> bool:
    return theirs > float(np.nanmax(ride.raw.power_w))


def starts_before_samples(ride: AgreedRide, ours: float, theirs: float) -> bool:
    """The counter of distance stood above 0 at the first sample."""
    counter_m = ride.ride.samples.channels[Channel.DISTANCE]
    return is_close(float(np.nanmax(counter_m)), theirs)


def ends_before_its_timer(ride: AgreedRide, ours: float, theirs: float) -> bool:
    return bool(ride.device["dev_elapsed"] < (1 - CLOSE) * ride.device["dev_timer"])


def spans_more_than_samples(ride: AgreedRide, ours: float, theirs: float) -> bool:
    return bool(ride.device["dev_elapsed"] > (1 + CLOSE) * ride.stream.elapsed_s)


def adds_every_step(ride: AgreedRide, ours: float, theirs: float, *, sign: int = 1) -> bool:
    """The device's own figure is the sum of what it wrote, noise included."""
    steps = np.diff(written_altitude(ride, sign))
    return is_close(float(steps[steps > 0].sum()), theirs, 0.03)


def has_other_filter(ride: AgreedRide, ours: float, theirs: float, *, sign: int = 1) -> bool:
    """The device's figure lies between the sum of every step and that of a strong filter."""
    altitude = written_altitude(ride, sign)
    every = np.diff(altitude)
    smoothed = smooth(altitude, LONGEST_SMOOTHING_S)
    coarse = np.diff(smoothed[turning_points(smoothed, COARSEST_HYSTERESIS_M)])
    return float(coarse[coarse > 0].sum()) <= theirs <= 1.03 * float(every[every > 0].sum())


def is_within_two_metres(ride: AgreedRide, ours: float, theirs: float) -> bool:
    return abs(ours - theirs) <= 2.0


def written_altitude(ride: AgreedRide, sign: int) -> FloatArray:
    altitude = ride.stream.altitude_m[ride.stream.is_on_timer]
    return sign * altitude[np.isfinite(altitude)]


def figures_as_set(ride: AgreedRide) -> tuple[float | None, float | None]:
    """Mean and weighted power with zeros in or out, as the device's own mean says it was set."""
    with_zeros = ride.totals.mean_power_w, ride.totals.weighted_power_w
    pedalled = ride.power_w[ride.power_w > 0]
    theirs = ride.device["dev_avg_power"]
    if with_zeros[0] is None or not pedalled.size or not theirs > 0:
        return with_zeros
    without = float(pedalled.mean())
    if abs(without - theirs) < abs(with_zeros[0] - theirs):
        return without, weighted_power(pedalled)
    return with_zeros


def climbing_reasons(sign: int) -> tuple[tuple[str, Reason], ...]:
    """Reasons for the gain (1) or the loss (-1)."""
    return (
        ("the device adds every step of its altitude", partial(adds_every_step, sign=sign)),
        (
            "the device filters otherwise (between every step and 2 min of smoothing)",
            partial(has_other_filter, sign=sign),
        ),
        ("within 2 m: whole metres, and an altitude before the first sample", is_within_two_metres),
    )


COMMON: tuple[tuple[str, Reason], ...] = (
    ("whole units: within 1 of the device's rounded figure", is_rounding),
    ("under two minutes", is_short),
    ("the file holds less than the device's timer counted", holds_less),
    ("the device contradicts itself (elapsed below timer)", ends_before_its_timer),
)
REASONS: dict[str, tuple[tuple[str, Reason], ...]] = {
    "timer_s": (
        ("the device's timer contradicts its own start and stop events", timer_contradicts_events),
    ),
    "mean_power_w": (
        ("the device leaves zeros out", leaves_zeros_out_of_mean),
        ("the device counts seconds without power as zero", counts_missing_as_zero),
        ("the device integrates more finely than it records", integrates_finer),
        ("the device contradicts itself (mean against work / timer)", contradicts_itself),
        ("power is missing on over 1 % of the seconds", holds_missing_power),
    ),
    "weighted_power_w": (
        ("the device restarts its window at a pause", restarts_window_at_pause),
        ("the device counts pauses as zero", counts_pauses_as_zero),
        ("the device counts seconds without power as zero", counts_missing_as_zero_weighted),
        ("the device leaves zeros out", leaves_zeros_out_of_weighted),
        ("the device leaves zeros out of its mean, and more or less here", device_leaves_zeros_out),
        ("power is missing on over 1 % of the seconds", holds_missing_power),
        ("the device contradicts itself (mean against work / timer)", contradicts_itself),
    ),
    "work_kj": (
        ("power is missing on over 1 % of the seconds", holds_missing_power),
        ("the device integrates more finely than it records", integrates_finer),
        ("the device contradicts itself (mean against work / timer)", contradicts_itself),
    ),
    "max_speed_mps": (("the device measures more often than it records", measures_finer),),
    "max_power_w": (
        ("the device kept a spike", kept_a_spike),
        ("the device measures more often than it records", measures_finer),
        ("the device's maximum is above every sample that it wrote", is_above_every_sample),
    ),
    "distance_m": (("the device had ridden before its first sample", starts_before_samples),),
    "mean_cadence_rpm": (
        ("the device counts zeros", counts_zero_cadence),
        ("the device counts some of the zeros", counts_some_zeros),
        ("the device leaves slow pedalling out", leaves_slow_pedalling_out),
    ),
    "mean_heart_rate_bpm": (
        ("the device's session is longer than its samples", spans_more_than_samples),
    ),
    "elevation_gain_m": climbing_reasons(1),
    "elevation_loss_m": climbing_reasons(-1),
}


def name_reason(figure: str, ride: AgreedRide, ours: float, theirs: float) -> str:
    """Name the first reason that the ride's data confirm."""
    for name, holds in COMMON + REASONS.get(figure, ()):
        if holds(ride, ours, theirs):
            return name
    if runs_over_missing(ride, ours, theirs):
        return "seconds are missing from the file"
    return UNEXPLAINED


def weighted_restarting(stream: Stream) -> float | None:
    """Weighted power with a window that starts anew after every pause."""
    on_timer = stream.is_on_timer
    edges = np.flatnonzero(np.diff(on_timer.astype(np.int8), prepend=0, append=0))
    fourths: list[FloatArray] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        power_w = np.nan_to_num(stream.power_w[start:end])
        if power_w.size >= 30:
            sums = np.concatenate(([0.0], np.cumsum(power_w)))
            fourths.append(((sums[30:] - sums[:-30]) / 30) ** 4)
    return float(np.concatenate(fourths).mean() ** 0.25) if fourths else None
