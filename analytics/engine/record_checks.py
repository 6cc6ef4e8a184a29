"""What speaks against a peak: checks of its seconds, and of where it stands in the history."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from analytics.engine.peaks import FRESH_LEVEL, PeakPower
from analytics.engine.recording import Channel, FloatArray
from analytics.engine.records import IMPLAUSIBLE_RATIO, SMALLEST_GAIN_PERCENT
from analytics.engine.repair import ISOLATED, Patch
from analytics.engine.stream import SecondStatus, Stream

LONGEST_SPIKE_S = 30  # in a longer window one burst is not what makes the mean
SPIKE_ABOVE_W = 700.0
SPIKE_REACH_S = 2
SPIKE_RATIO = 2.5  # of the power two seconds before and after
BURST_RATIO = 1.5  # the seconds beside the highest that belong to it
SHORTEST_FOR_HEART_RATE_S = 180
HEART_RATE_BELOW_RIDE_BPM = 20.0  # the hard seconds of an effort's later half are never that easy
FEWEST_HARD_SHARE = 0.3  # of the later half; less is the end of an effort, and rest after it
FASTEST_CADENCE_RPM = 190.0
PEDALLED_ABOVE_W = 50.0
SHORTEST_FOR_GRADE_S = 30
STEEP_DESCENT = -0.06
HARD_W = 200.0
KNOWN_SHARE = 0.8  # of a window's seconds, for a channel to speak against it
FEWEST_RIDES = 8  # about two weeks of riding
OTHER_DEVICE_RATIO = 1.12  # of the best: more than a first ride on another device explains
OTHER_PLACE_RATIO = 1.12
CURVE_RATIO = 1.15
CURVE_STEP = 0.15  # above the ratio of both neighbouring durations
INDOOR_WORDS = ("indoor", "virtual", "spin", "trainer")


class Doubt(IntFlag):
    """What a check found; several may hold at once."""

    SPIKE = 1
    HEART_RATE = 2
    CADENCE = 4
    GRADE = 8
    UNSURE = 16
    ABOVE = 32
    CURVE = 64
    DEVICE = 128
    PLACE = 256


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The fresh peaks seen before each session that nobody rejected, candidates included.

    All of shape (sessions, durations).
    """

    best_w: FloatArray  # NaN: none
    rides: NDArray[np.integer]  # how many hold one
    is_new_place: NDArray[np.bool_]  # all of them ridden indoors and this outdoors, or vice versa


REASONS = {
    Doubt.SPIKE: "a burst of a second or two far above the seconds around it",
    Doubt.HEART_RATE: "heart rate below the ride's own middle",
    Doubt.CADENCE: "power without a cadence that could have made it",
    Doubt.GRADE: "ridden down a steep descent",
    Doubt.CURVE: "off the shape of the power curve",
    Doubt.DEVICE: "first ride on another device",
    Doubt.PLACE: "all so far was ridden indoors and this outdoors, or the other way round",
}

OF_THE_WHOLE_RIDE = (REASONS[Doubt.DEVICE], REASONS[Doubt.PLACE])


def check_peaks(
    peaks: Iterable[PeakPower], stream: Stream, *, patched: NDArray[np.bool_] | None = None
) -> tuple[PeakPower, ...]:
    """Note with each peak what its own seconds say against it.

    ``patched``, of the ride's shape (n,), marks the seconds whose power was replaced by
    ``repair`` or by a person. A channel that is missing speaks against nothing.
    """
    invented = stream.status == SecondStatus.FILLED
    if patched is not None:
        invented = invented | patched
    ride = _CheckedRide(stream, invented)
    return tuple(ride.check(peak) if peak.eligible else peak for peak in peaks)


def name_spike(peaks: tuple[PeakPower, ...], patches: Iterable[Patch]) -> tuple[PeakPower, ...]:
    """Let a second that the repair took for a spike be the candidate for the fresh second.

    Only where it is above the best second that stayed: a person may know better.
    """
    spikes = [
        patch for patch in patches if patch.channel is Channel.POWER and patch.reason == ISOLATED
    ]
    highest = max(spikes, key=lambda patch: patch.raw, default=None)
    if highest is None:
        return peaks
    return tuple(
        replace(
            peak,
            power_w=highest.raw,
            start_s=highest.second,
            unsure_s=1,
            eligible=True,
            doubts=int(Doubt.SPIKE),
        )
        if (peak.level, peak.duration_s) == (FRESH_LEVEL, 1) and highest.raw > peak.power_w
        else peak
        for peak in peaks
    )


def is_indoors(sub_sport: str) -> bool:
    """Tell from the name of a sub-sport whether a ride was ridden on a trainer."""
    return any(word in sub_sport.casefold() for word in INDOOR_WORDS)


def find_burst(power_w: FloatArray, window: slice) -> tuple[int, int] | None:
    """Find the second or two far above what is around them, as [first, end); NaN is 0 W."""
    inside = np.nan_to_num(power_w[window])
    top = window.start + int(np.argmax(inside))
    top_w = float(np.nan_to_num(power_w[top]))
    before, after = top - SPIKE_REACH_S, top + SPIKE_REACH_S
    if top_w <= SPIKE_ABOVE_W or before < 0 or after >= power_w.size:
        return None
    around_w = max(power_w[before], power_w[after])  # NaN: nothing to compare with
    if not top_w > SPIKE_RATIO * around_w:
        return None
    burst = np.flatnonzero(power_w[before + 1 : after] > BURST_RATIO * around_w)
    return before + 1 + int(burst[0]), before + 2 + int(burst[-1])


def doubt_by_history(
    powers_w: FloatArray, seen: Seen, *, is_new_device: NDArray[np.bool_]
) -> NDArray[np.uint16]:
    """Doubt fresh peaks by what was seen before them.

    Parameters
    ----------
    powers_w : ndarray of float, shape (n, durations)
        Each session's fresh peaks; NaN where there is none. Durations ascend. [W]
    seen : Seen
        The fresh peaks before each session.
    is_new_device : ndarray of bool, shape (n,)
        The first ride on a device, and not the first ride.

    Notes
    -----
    The first rides of a history say little of what a rider can do: until
    ``FEWEST_RIDES`` have the duration, nothing is held against a peak here.
    """
    ratio = np.where(seen.rides >= FEWEST_RIDES, powers_w / seen.best_w, np.nan)
    found = (
        (Doubt.ABOVE, ratio > IMPLAUSIBLE_RATIO),
        (Doubt.DEVICE, (ratio > OTHER_DEVICE_RATIO) & is_new_device[:, np.newaxis]),
        (Doubt.PLACE, (ratio > OTHER_PLACE_RATIO) & seen.is_new_place),
        (Doubt.CURVE, _is_off_the_curve(ratio, powers_w, seen.best_w)),
    )
    doubts = np.zeros(ratio.shape, dtype=np.uint16)
    for doubt, holds in found:
        doubts |= holds * np.uint16(doubt)
    return doubts


def _is_off_the_curve(
    ratio: FloatArray, powers_w: FloatArray, best_w: FloatArray
) -> NDArray[np.bool_]:
    """Find gains that neither neighbour shares, above all that was held for a shorter time."""
    if ratio.shape[1] < 2:
        return np.zeros(ratio.shape, dtype=np.bool_)
    known = np.where(np.isnan(ratio), -np.inf, ratio)
    beside = np.full(ratio.shape, -np.inf)
    beside[:, 1:] = known[:, :-1]
    np.maximum(beside[:, :-1], known[:, 1:], out=beside[:, :-1])
    off: NDArray[np.bool_] = (
        np.isfinite(beside) & (ratio > CURVE_RATIO) & (ratio > beside + CURVE_STEP)
    )
    off[:, 1:] &= ~(powers_w[:, 1:] <= np.fmax.accumulate(best_w, axis=1)[:, :-1])
    return off


def reasons_of(doubts: int, *, duration_s: int, unsure_s: int, ratio: float) -> list[str]:
    """Say in a few words each what speaks against a peak."""
    reasons = []
    if doubts & Doubt.UNSURE:
        reasons.append(f"{unsure_s} of its {duration_s} s were filled, patched or missing")
    if doubts & Doubt.ABOVE:
        reasons.append(f"{100 * (ratio - 1):.0f} % above the best of all time")
    return reasons + [words for doubt, words in REASONS.items() if doubts & doubt]


class _CheckedRide:
    """A ride whose windows are checked: what any of them is asked for is worked out once."""

    def __init__(self, stream: Stream, invented: NDArray[np.bool_]) -> None:
        beats = stream.heart_rate_bpm[np.isfinite(stream.heart_rate_bpm)]
        turns = np.isfinite(stream.cadence_rpm)
        still = turns & (stream.cadence_rpm == 0) & (stream.power_w > PEDALLED_ABOVE_W)
        self._stream = stream
        self._invented = invented
        self._power_w = np.nan_to_num(stream.power_w)
        self._middle_bpm = float(np.median(beats)) if beats.size else np.nan
        self._fastest_rpm = float(stream.cadence_rpm[turns].max(initial=0.0))
        self._turning_s, self._still_s, self._invented_s = map(_count_up, (turns, still, invented))
        self._known: dict[tuple[int, int], int] = {}  # levels of work often share a window

    def check(self, peak: PeakPower) -> PeakPower:
        key = (peak.start_s, peak.duration_s)
        if key not in self._known:
            window = slice(peak.start_s, peak.start_s + peak.duration_s)
            self._known[key] = int(self._seconds(peak, window) | self._riding(peak, window))
        doubts = self._known[key]
        return peak if doubts == peak.doubts else replace(peak, doubts=doubts)

    def _seconds(self, peak: PeakPower, window: slice) -> Doubt:
        """Doubt the numbers themselves."""
        doubts = Doubt(0)
        if peak.unsure_s and self._leans_on_invented(window):
            doubts |= Doubt.UNSURE
        may_be_spike = peak.duration_s <= LONGEST_SPIKE_S
        if may_be_spike and self._power_w[window].max() > SPIKE_ABOVE_W:
            burst = find_burst(self._stream.power_w, window)
            doubts |= Doubt(0) if burst is None else Doubt.SPIKE
        return doubts

    def _riding(self, peak: PeakPower, window: slice) -> Doubt:
        """Doubt that somebody rode it, by the other channels; only what is hard is worth it."""
        doubts = Doubt(0)
        if peak.power_w <= HARD_W:
            return doubts
        if peak.duration_s >= SHORTEST_FOR_HEART_RATE_S:
            easy_bpm = self._middle_bpm - HEART_RATE_BELOW_RIDE_BPM
            if _hard_heart_rate_bpm(peak, self._stream) < easy_bpm:
                doubts |= Doubt.HEART_RATE
        if self._cannot_be_pedalled(window):
            doubts |= Doubt.CADENCE
        if peak.duration_s >= SHORTEST_FOR_GRADE_S and self._descends(window):
            doubts |= Doubt.GRADE
        return doubts

    def _leans_on_invented(self, window: slice) -> bool:
        """Tell whether filled and patched seconds lift the mean by as much as makes a record.

        A second without power is no help to a peak: it counts as 0 W.
        """
        power_w = self._power_w[window]
        invented_s = _inside(self._invented_s, window)
        if invented_s == power_w.size:
            return True
        mean_w = power_w.mean()
        recorded_w = power_w[~self._invented[window]].mean() if invented_s else mean_w
        return bool(100 * (mean_w - recorded_w) >= SMALLEST_GAIN_PERCENT * recorded_w)

    def _cannot_be_pedalled(self, window: slice) -> bool:
        size = window.stop - window.start
        if _inside(self._turning_s, window) < KNOWN_SHARE * size:
            return False
        if self._fastest_rpm > FASTEST_CADENCE_RPM:
            cadence_rpm = self._stream.cadence_rpm[window]
            if float(cadence_rpm[np.isfinite(cadence_rpm)].mean()) > FASTEST_CADENCE_RPM:
                return True
        return bool(_inside(self._still_s, window) > size / 2)

    def _descends(self, window: slice) -> bool:
        altitude_m, way_m = self._stream.altitude_m, self._stream.distance_m
        first, last = window.start, window.stop - 1
        ridden_m = way_m[last] - way_m[first]
        return bool(
            ridden_m > 0 and altitude_m[last] - altitude_m[first] < STEEP_DESCENT * ridden_m
        )


def _count_up(mask: NDArray[np.bool_]) -> NDArray[np.int32]:
    counts = np.zeros(mask.size + 1, dtype=np.int32)
    np.cumsum(mask, out=counts[1:])
    return counts


def _inside(counts: NDArray[np.int32], window: slice) -> int:
    return int(counts[window.stop] - counts[window.start])


def _hard_heart_rate_bpm(peak: PeakPower, stream: Stream) -> float:
    """Give the mean heart rate of the hard seconds in a peak's later half; NaN: too few."""
    later = slice(peak.start_s + peak.duration_s // 2, peak.start_s + peak.duration_s)
    is_hard = stream.power_w[later] >= peak.power_w
    if np.count_nonzero(is_hard) < FEWEST_HARD_SHARE * is_hard.size:
        return np.nan
    return _mean_known(stream.heart_rate_bpm[later][is_hard])


def _mean_known(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size > KNOWN_SHARE * values.size else np.nan
