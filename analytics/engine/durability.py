"""Durability: what is left of the peaks after a given amount of work in the same ride."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.engine.peaks import (
    FRESH_LEVEL,
    STANDARD_DURATIONS_S,
    PeakPower,
    RunningSums,
    add_up_seconds,
    find_peaks_from,
    has_power,
)
from analytics.engine.stream import Stream

LEVELS_KJ_PER_KG = (10, 20, 30, 40)
LEVELS_KJ = (500, 1000, 1500, 2000)  # where body mass is unknown


@dataclass(frozen=True, slots=True)
class LevelReached:
    """The moment at which a ride's work reached a level, and how it got there."""

    level: int  # kJ/kg, or kJ where body mass is unknown
    start_s: int  # first second after that work, on the elapsed axis
    prior_work_kj: float
    prior_mean_power_w: float  # over the seconds of the timer before ``start_s``
    prior_intensity: float | None  # that mean as a share of critical power


@dataclass(frozen=True, slots=True)
class Durability:
    """A peak after work against the fresh peak of the same duration."""

    duration_s: int
    level: int
    power_w: float
    fresh_w: float

    @property
    def ratio(self) -> float:
        return self.power_w / self.fresh_w

    @property
    def ratio_percent(self) -> float:
        return 100 * self.ratio


def find_worn_peaks(
    stream: Stream,
    durations_s: Sequence[int] = STANDARD_DURATIONS_S,
    *,
    mass_kg: float | None = None,
    patched: NDArray[np.bool_] | None = None,
    fresh: Iterable[PeakPower] = (),
) -> tuple[PeakPower, ...]:
    """Find the peaks among the windows that start after each level of work.

    Parameters
    ----------
    stream : Stream
        A ride at 1 Hz, after repair.
    durations_s : sequence of int
        Durations to look for, each at least 1. [s]
    mass_kg : float, optional
        Body mass: levels 10, 20, 30 and 40 kJ/kg. Unknown: 500, 1000, 1500 and
        2000 kJ. [kg]
    patched : ndarray of bool, shape (n,), optional
        Seconds whose power was replaced by ``repair``.
    fresh : iterable of PeakPower, optional
        The ride's fresh peaks, where they are known already: it saves looking again
        for those that were ridden late.

    Returns
    -------
    tuple of PeakPower
        Level by level, each as ``find_peak_powers`` gives them; nothing for a
        level that the ride does not reach and for a duration that no longer fits.

    Raises
    ------
    ValueError
        If ``mass_kg`` is not positive, a duration is below 1 s or ``patched``
        has another shape than the ride.

    Notes
    -----
    Work counts from the first second of the ride. Seconds without power add
    nothing to it, so that a level may be told late but never early.

    References
    ----------
    .. [1] T. van Erp, D. Sanders and R. P. Lamberts, "Maintaining power output
       with accumulating levels of work done is a key determinant for success in
       professional cycling," Med. Sci. Sports Exerc., vol. 53, no. 9, 2021,
       doi:10.1249/MSS.0000000000002656.
    """
    level_work_j = _level_work_j(mass_kg)
    if not has_power(stream):
        return ()
    sums = add_up_seconds(stream, patched=patched)
    worn: list[PeakPower] = []
    latest = tuple(fresh)
    for level, start_s in _starts_after(sums, level_work_j).items():
        known = {peak.duration_s: peak for peak in latest}
        latest = find_peaks_from(sums, durations_s, first_start_s=start_s, level=level, known=known)
        worn += latest
    return tuple(worn)


def find_levels(
    stream: Stream, *, mass_kg: float | None = None, critical_power_w: float | None = None
) -> tuple[LevelReached, ...]:
    """Tell when a ride reached each level of work, and how hard that work was.

    The same work costs more when it was ridden harder, so peaks at one level
    compare well only where the prior intensity is alike. Empty without power; the
    intensity is None without a critical power above 0. Raises ValueError if
    ``mass_kg`` is not positive.
    """
    level_work_j = _level_work_j(mass_kg)
    if not has_power(stream):
        return ()
    sums = add_up_seconds(stream)
    timer_s = np.cumsum(stream.is_on_timer)
    reached = []
    for level, start_s in _starts_after(sums, level_work_j).items():
        work_j = sums.work_j(0, start_s)
        mean_w = work_j / int(timer_s[start_s - 1])
        intensity = None
        if critical_power_w is not None and critical_power_w > 0:
            intensity = mean_w / critical_power_w
        reached.append(LevelReached(level, start_s, work_j / 1000, mean_w, intensity))
    return tuple(reached)


def compare_with_fresh(peaks: Iterable[PeakPower]) -> tuple[Durability, ...]:
    """Set each peak after work against the fresh peak of its duration.

    Give it the peaks of one ride, or the bests of a season: a ride that was
    easy while fresh says little about durability.
    """
    peaks = tuple(peaks)
    fresh_w = {peak.duration_s: peak.power_w for peak in peaks if peak.level == FRESH_LEVEL}
    return tuple(
        Durability(peak.duration_s, peak.level, peak.power_w, fresh_w[peak.duration_s])
        for peak in peaks
        if peak.level != FRESH_LEVEL and fresh_w.get(peak.duration_s)
    )


def level_label(level: int) -> str:
    """Name a level: fresh, or after how much work."""
    if level == FRESH_LEVEL:
        return "Fresh"
    return f"After {level} {'kJ/kg' if level in LEVELS_KJ_PER_KG else 'kJ'}"


def _level_work_j(mass_kg: float | None) -> dict[int, float]:
    if mass_kg is None:
        return {level: 1000.0 * level for level in LEVELS_KJ}
    if not mass_kg > 0:
        raise ValueError(f"mass_kg must be positive, not {mass_kg}")
    return {level: 1000.0 * level * mass_kg for level in LEVELS_KJ_PER_KG}


def _starts_after(sums: RunningSums, level_work_j: Mapping[int, float]) -> dict[int, int]:
    """Map each level that leaves at least one second of the ride to that second."""
    starts_s = {level: sums.first_second_after(work_j) for level, work_j in level_work_j.items()}
    return {level: start_s for level, start_s in starts_s.items() if start_s < sums.elapsed_s}
