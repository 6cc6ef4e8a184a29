"""Spikes: values that no rider produced, replaced between their good neighbours and told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.engine.recording import Channel, FloatArray
from analytics.engine.stream import Stream

MAX_POWER_W = 2500.0
MAX_POWER_W_PER_KG = 30.0
MAX_CADENCE_RPM = 250.0
MAX_HEART_RATE_BPM = 240.0
ISOLATED_ABOVE_W = 700.0
ISOLATED_TIMES_MEDIAN = 2.5
ISOLATED_TIMES_NEIGHBOURS = 1.8
MAX_COMPARED_W = 1e9  # keeps the arithmetic finite
MEDIAN_WINDOW_S = 15
BRIDGE_LIMIT_S = 3  # a longer run of bad seconds has no good neighbours: it becomes missing

IMPOSSIBLE = "impossible"
ISOLATED = "isolated"


PatchKey = tuple[str, int]  # name of the channel, second


@dataclass(frozen=True, slots=True)
class Patch:
    """One second of one channel whose value was replaced; the raw value is kept."""

    channel: Channel
    second: int  # offset on the elapsed axis
    raw: float
    replaced_by: float | None  # None: no good neighbour, the second became missing
    reason: str  # "impossible" or "isolated"

    @property
    def key(self) -> PatchKey:
        """What tells it from the other patches of its ride."""
        return self.channel.value, self.second


def repair_stream(stream: Stream, mass_kg: float | None) -> tuple[Stream, tuple[Patch, ...]]:
    """Replace values that no rider produced.

    Parameters
    ----------
    stream : Stream
        A ride on its time axis; it is not changed.
    mass_kg : float or None
        The rider's mass; tightens the bound on power to 30 W/kg. [kg]

    Returns
    -------
    Stream
        The same ride without its spikes; the same object when there were none.
    tuple of Patch
        What was replaced, by channel and second. ``undo_patches`` takes it back.

    Notes
    -----
    Impossible: power above 2500 W, above 30 W/kg or negative; cadence above 250 rpm
    or negative; heart rate above 240 bpm or negative. Isolated: one second above 700 W,
    above 2.5 x the median of the 15 s around it and above 1.8 x each of its two
    neighbours; a sprint has neighbours. Up to 3 bad seconds in a row are bridged
    linearly between the seconds beside them; others become missing.
    """
    max_power_w = MAX_POWER_W
    if mass_kg is not None and mass_kg > 0:
        max_power_w = min(max_power_w, MAX_POWER_W_PER_KG * mass_kg)
    bounds = (
        (Channel.POWER, stream.power_w, max_power_w),
        (Channel.HEART_RATE, stream.heart_rate_bpm, MAX_HEART_RATE_BPM),
        (Channel.CADENCE, stream.cadence_rpm, MAX_CADENCE_RPM),
    )
    mended: dict[str, Any] = {}
    patches: list[Patch] = []
    for channel, raw, highest in bounds:
        is_impossible = (raw > highest) | (raw < 0)
        is_isolated = np.zeros(raw.size, dtype=np.bool_)
        if channel is Channel.POWER:
            is_isolated = find_isolated(np.where(is_impossible, np.nan, raw))
        is_bad = is_impossible | is_isolated
        if is_bad.any():
            mended[channel.value] = bridge(raw, is_bad)
            patches += _tell(channel, raw, mended[channel.value], is_bad, is_isolated)
    return (replace(stream, **mended) if mended else stream), tuple(patches)


def undo_patches(stream: Stream, patches: Iterable[Patch]) -> Stream:
    """Put the raw values of these patches back; the stream given is not changed.

    Without patches it comes back itself.
    """
    restored: dict[str, Any] = {}
    for patch in patches:
        name = patch.channel.value
        if name not in restored:
            restored[name] = getattr(stream, name).copy()
        restored[name][patch.second] = patch.raw
    return replace(stream, **restored) if restored else stream


def repair_except(
    stream: Stream, mass_kg: float | None, kept_raw: Collection[PatchKey]
) -> tuple[Stream, tuple[Patch, ...], tuple[Patch, ...]]:
    """Repair a ride but for the seconds whose raw value a person let stand.

    ``mass_kg`` None, NaN or not above 0: power is bounded by 2500 W alone.

    Returns
    -------
    Stream
        The ride with the patches in place.
    tuple of Patch
        The patches in place.
    tuple of Patch
        The patches left out.
    """
    repaired, found = repair_stream(stream, mass_kg)
    undone = tuple(patch for patch in found if patch.key in kept_raw)
    in_place = tuple(patch for patch in found if patch.key not in kept_raw)
    return undo_patches(repaired, undone), in_place, undone


def find_isolated(power_w: FloatArray) -> NDArray[np.bool_]:
    """Mark single seconds of power that stand alone far above what is around them.

    Parameters
    ----------
    power_w : ndarray of float, shape (n,)
        Power; NaN where unknown. A second beside an unknown one is never isolated. [W]

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    is_isolated = np.zeros(power_w.size, dtype=np.bool_)
    if power_w.size < 3:
        return is_isolated
    power_w = np.clip(power_w, -MAX_COMPARED_W, MAX_COMPARED_W)
    middle = power_w[1:-1]
    stands_out = (
        (middle > ISOLATED_ABOVE_W)
        & (middle > ISOLATED_TIMES_NEIGHBOURS * power_w[:-2])
        & (middle > ISOLATED_TIMES_NEIGHBOURS * power_w[2:])
    )
    peaks = np.flatnonzero(stands_out) + 1
    if peaks.size:
        half = MEDIAN_WINDOW_S // 2
        padded = np.pad(power_w, half, constant_values=np.nan)
        around = padded[peaks[:, np.newaxis] + np.arange(MEDIAN_WINDOW_S)]
        is_isolated[peaks] = power_w[peaks] > ISOLATED_TIMES_MEDIAN * _known_medians(around)
    return is_isolated


def _known_medians(rows: FloatArray) -> FloatArray:
    """Take the median of the known values in each row; each row has one at least."""
    ordered = np.sort(rows, axis=1)  # NaN goes last
    count = np.count_nonzero(np.isfinite(rows), axis=1)
    row = np.arange(count.size)
    medians: FloatArray = (ordered[row, (count - 1) // 2] + ordered[row, count // 2]) / 2
    return medians


def bridge(values: FloatArray, is_bad: NDArray[np.bool_]) -> FloatArray:
    """Replace bad values linearly between the seconds beside them, or by NaN.

    Both have shape (n,). A run of bad seconds is bridged when it is at most ``BRIDGE_LIMIT_S``
    long and has a known value on both sides.
    """
    mended = np.where(is_bad, np.nan, values)
    edges = np.diff(is_bad.astype(np.int8), prepend=0, append=0)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    is_inside = (starts > 0) & (ends < values.size) & (ends - starts <= BRIDGE_LIMIT_S)
    starts, ends = starts[is_inside], ends[is_inside]
    before, slope = values[starts - 1], (values[ends] - values[starts - 1]) / (ends - starts + 1)
    for step in range(BRIDGE_LIMIT_S):
        reaches = starts + step < ends
        mended[starts[reaches] + step] = (before + slope * (step + 1))[reaches]
    return mended


def _tell(
    channel: Channel,
    raw: FloatArray,
    mended: FloatArray,
    is_bad: NDArray[np.bool_],
    is_isolated: NDArray[np.bool_],
) -> list[Patch]:
    return [
        Patch(
            channel=channel,
            second=second,
            raw=float(raw[second]),
            replaced_by=float(mended[second]) if np.isfinite(mended[second]) else None,
            reason=ISOLATED if is_isolated[second] else IMPOSSIBLE,
        )
        for second in np.flatnonzero(is_bad).tolist()
    ]
