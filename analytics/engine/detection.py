"""Detection: efforts found in the power alone, where nobody marked them."""

from collections.abc import Iterable
from math import log

import numpy as np

from analytics.engine.change_points import find_change_points
from analytics.engine.detection_evidence import (
    ESTIMATED_THRESHOLD,
    KNOWN_THRESHOLD,
    MICRO_INTERVALS,
    REPEATED,
    SPRINTS,
    SPRINTS_BY_ESTIMATE,
    count_alike,
    drop_usual,
    find_pattern,
    find_rhythm,
    is_held_by_trainer,
    is_meant,
    is_missed_repetition,
    limit_fraction,
)
from analytics.engine.detection_levels import Bout, find_bouts, measure_bout
from analytics.engine.detection_signal import measure_noise, prepare_signal
from analytics.engine.intensity import ReferencePower
from analytics.engine.recording import FloatArray
from analytics.engine.stretches import Stretch
from analytics.engine.vocabulary import IntervalSource

# Penalties, times CP squared times ln n.
LONG_PENALTY = 0.6
SHORT_PENALTY = 0.25
LONG_CEILING = 2.0  # of critical power; a closing sprint must not outweigh its effort
ROAD_NOISE = 0.03  # below it power is smoother than on the road, and smaller steps are real
LEAST_NOISE_SHARE = 0.3
SLACK_S = 30  # a run of short bouts may overhang the long bout that it replaces by less
CONFIDENCE_WHEN_KNOWN = 0.9
CONFIDENCE_WHEN_ESTIMATED = 0.65


def detect_stretches(power_w: FloatArray, reference: ReferencePower) -> tuple[Stretch, ...]:
    """Find the work intervals of a ride.

    Parameters
    ----------
    power_w : ndarray of float, shape (n,)
        Power on the elapsed axis, 0 while paused; NaN where nothing was
        recorded. [W]
    reference : ReferencePower
        Critical power, or what stands in for it. An estimate raises the bar for
        efforts that are not repeated, and lowers confidence.

    Returns
    -------
    tuple of Stretch
        Work only, in the order of time, disjoint.

    Notes
    -----
    Change points at two scales: the coarse one shows long efforts, the fine one
    their parts, 30/15s and sprints. Where efforts of both overlap, the one that
    stands out more is kept.
    """
    if power_w.size == 0:
        return ()
    signal = prepare_signal(power_w, reference.power_w)
    penalty = log(max(signal.size, 3)) * _noise_share(signal)
    capped = np.minimum(signal, LONG_CEILING)
    coarse, fine = (
        find_bouts(capped, find_change_points(capped, share * penalty))
        for share in (LONG_PENALTY, SHORT_PENALTY)
    )
    long = _find_long(coarse, fine, signal, reference)
    short = _find_short(fine, signal, reference)
    found = _settle(long, short)
    if reference.is_estimate:
        found = drop_usual(found, signal)
    ceiling = CONFIDENCE_WHEN_ESTIMATED if reference.is_estimate else CONFIDENCE_WHEN_KNOWN
    return tuple(
        Stretch(
            bout.start_s,
            bout.end_s,
            is_work=True,
            source=IntervalSource.DETECTED,
            confidence=ceiling * _confidence(bout),
        )
        for bout in found
    )


def _noise_share(signal: FloatArray) -> float:
    """Scale a penalty to the noise: 1 on the road, less where a trainer holds the power."""
    share = measure_noise(signal) / ROAD_NOISE
    return min(max(share, LEAST_NOISE_SHARE), 1.0) ** 2


def _find_long(
    coarse: tuple[Bout, ...],
    fine: tuple[Bout, ...],
    signal: FloatArray,
    reference: ReferencePower,
) -> tuple[Bout, ...]:
    """Find the bouts of any length that somebody meant to ride.

    What the coarse scale shows goes first; what only the fine one shows fills the gaps,
    such as an effort that the coarse one joined with the riding before it.
    """
    bar = ESTIMATED_THRESHOLD if reference.is_estimate else KNOWN_THRESHOLD
    both = tuple(sorted({*coarse, *fine}, key=lambda each: (each.start_s, each.end_s)))
    alike = dict(zip(both, count_alike(both), strict=True))
    is_on_trainer = measure_noise(signal) <= ROAD_NOISE
    pattern = {*find_pattern(coarse), *find_pattern(fine)}
    is_sure = {bout: is_meant(bout, alike[bout], signal, bar) or bout in pattern for bout in both}
    chosen = [
        bout
        for bout in coarse
        if is_sure[bout] or (is_on_trainer and is_held_by_trainer(bout, signal))
    ]
    vouched = (bout for bout in fine if is_sure[bout] and alike[bout] >= REPEATED)
    _add_apart(chosen, vouched)
    _add_apart(chosen, (bout for bout in both if is_missed_repetition(bout, chosen, bar)))
    return tuple(sorted(chosen, key=lambda each: each.start_s))


def _add_apart(chosen: list[Bout], bouts: Iterable[Bout]) -> None:
    """Add, in place, each bout that overlaps none of those chosen before it."""
    for bout in bouts:
        if not any(_overlap(bout, each) for each in chosen):
            chosen.append(bout)


def _overlap(one: Bout, other: Bout) -> bool:
    return one.start_s < other.end_s and other.start_s < one.end_s


def _find_short(
    bouts: tuple[Bout, ...], signal: FloatArray, reference: ReferencePower
) -> tuple[Bout, ...]:
    """Find repetitions by the clock; a sprint's height is that of the signal without the cap."""
    sums = np.concatenate(([0.0], np.cumsum(signal)))
    sprints = [measure_bout(sums, bout.start_s, bout.end_s) for bout in bouts]
    rhythm = SPRINTS_BY_ESTIMATE if reference.is_estimate else SPRINTS
    chosen = {
        bout.start_s: bout
        for bout in (*find_rhythm(sprints, rhythm), *find_rhythm(bouts, MICRO_INTERVALS))
    }
    return tuple(chosen[start_s] for start_s in sorted(chosen))


def _settle(long: tuple[Bout, ...], short: tuple[Bout, ...]) -> list[Bout]:
    """Keep, where a long bout and short ones overlap, what stands out more."""
    kept = list(short)
    for bout in long:
        inside = [each for each in kept if _overlap(each, bout)]
        if inside and _outweigh(inside, bout):
            continue
        kept = [each for each in kept if each not in inside]
        kept.append(bout)
    return sorted(kept, key=lambda each: each.start_s)


def _outweigh(inside: list[Bout], bout: Bout) -> bool:
    """Tell whether short bouts stand out more than the long one, or reach out of it."""
    return (
        sum(each.prominence for each in inside) >= bout.prominence
        or inside[0].start_s < bout.start_s - SLACK_S
        or inside[-1].end_s > bout.end_s + SLACK_S
    )


def _confidence(bout: Bout) -> float:
    """Grow from 0 to 1 with how far a bout stands out and how near it comes to its limit."""
    return float(np.clip(0.5 * (1 - np.exp(-bout.prominence)) + 0.5 * limit_fraction(bout), 0, 1))
