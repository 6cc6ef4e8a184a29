"""Peaks: the best mean power held for fixed durations within one session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from analytics.engine.recording import FloatArray
from analytics.engine.stream import SecondStatus, Stream

FRESH_LEVEL = 0
STANDARD_DURATIONS_S = (
    1, 5, 10, 15, 20, 30, 45,
    60, 90, 120, 180, 240, 300, 360, 480, 600, 720, 900, 1200, 1800, 2700,
    3600, 5400, 7200, 10800, 14400, 18000,
)  # fmt: skip
LARGEST_UNSURE_SHARE = 0.05
UNBELIEVABLE_W = 100_000.0  # more was not measured, whatever the file says
NONE_KNOWN: Mapping[int, "PeakPower"] = MappingProxyType({})
STEPS_PER_WATT = 64  # power is summed as whole steps, so that sums are exact and ties are ties


@dataclass(frozen=True, slots=True)
class PeakPower:
    """The best mean power over one duration, after some amount of work."""

    duration_s: int
    level: int  # relative work done before the window: 0 fresh, 10..40 kJ/kg, 500..2000 kJ
    power_w: float
    start_s: int  # offset of the window's first second on the elapsed axis
    unsure_s: int  # seconds in the window that were filled, patched or missing
    eligible: bool  # may become a record: at most 5 % of the window is unsure
    doubts: int = 0  # what its seconds say against it, see ``record_checks.Doubt``

    def at_level(self, level: int) -> "PeakPower":
        """Give the same window as the best of a level; ``replace`` takes ten times as long."""
        return PeakPower(
            self.duration_s,
            level,
            self.power_w,
            self.start_s,
            self.unsure_s,
            self.eligible,
            self.doubts,
        )


@dataclass(frozen=True, slots=True, eq=False)
class RunningSums:
    """What any window of a ride adds up to: the sum over [a, b) is ``sums[b] - sums[a]``."""

    work_steps: NDArray[np.signedinteger]  # work in steps of 1/64 J, shape (n + 1,), never falls
    unsure_s: NDArray[np.int32]  # shape (n + 1,)

    @property
    def elapsed_s(self) -> int:
        return int(self.work_steps.size) - 1

    def work_j(self, start_s: int, end_s: int) -> float:
        return int(self.work_steps[end_s] - self.work_steps[start_s]) / STEPS_PER_WATT

    def first_second_after(self, work_j: float) -> int:
        """Find the first second before which that much work was done; the end if it never was."""
        second = int(np.searchsorted(self.work_steps, work_j * STEPS_PER_WATT))
        return min(second, self.elapsed_s)

    def since(self, second: int) -> "RunningSums":
        """Leave out all that lies before a second."""
        return RunningSums(self.work_steps[second:], self.unsure_s[second:])


def find_peak_powers(
    stream: Stream,
    durations_s: Sequence[int] = STANDARD_DURATIONS_S,
    *,
    patched: NDArray[np.bool_] | None = None,
) -> tuple[PeakPower, ...]:
    """Find the best mean power held for each duration, on the elapsed axis.

    Parameters
    ----------
    stream : Stream
        A ride at 1 Hz, after repair.
    durations_s : sequence of int
        Durations to look for, each at least 1. [s]
    patched : ndarray of bool, shape (n,), optional
        Seconds whose power was replaced by ``repair``.

    Returns
    -------
    tuple of PeakPower
        One per duration that fits the ride, in the order asked for; empty for a
        ride without power. The best eligible window, the earliest of equals; if
        no window is eligible, the best of all, marked so.

    Raises
    ------
    ValueError
        If a duration is below 1 s or ``patched`` has another shape than the ride.

    Notes
    -----
    With running sums ``S`` the mean over ``[i, i + d)`` is
    ``(S[i + d] - S[i]) / d``. A paused second is 0 W. A second without power
    adds nothing either, so that a peak is never overstated, and counts as
    unsure, like a filled or a patched one; a window of which more than 5 % is
    unsure is not eligible as a record. Power is rounded to 1/64 W (devices write
    whole watts), and summed as integers.

    References
    ----------
    .. [1] J. Pinot and F. Grappe, "The record power profile to assess
       performance in elite cyclists," Int. J. Sports Med., vol. 32, no. 11,
       pp. 839-844, 2011, doi:10.1055/s-0031-1279773.
    """
    if not has_power(stream):
        refuse_durations(durations_s)
        return ()
    return find_peaks_from(add_up_seconds(stream, patched=patched), durations_s)


def has_power(stream: Stream) -> bool:
    """Tell whether the ride holds a second of measured power: not NaN, and below 100 kW."""
    return bool(_is_known(stream.power_w).any())


def add_up_seconds(stream: Stream, *, patched: NDArray[np.bool_] | None = None) -> RunningSums:
    """Sum power and unsure seconds once, for the search of any number of windows.

    Raises ValueError if ``patched`` has another shape than the ride, (n,).
    """
    is_known = _is_known(stream.power_w)
    is_unsure = (stream.status == SecondStatus.FILLED) | (stream.is_on_timer & ~is_known)
    if patched is not None:
        if patched.shape != stream.power_w.shape:
            raise ValueError(f"patched has shape {patched.shape}, not {stream.power_w.shape}")
        is_unsure = is_unsure | patched
    return RunningSums(
        work_steps=_running_work(stream.power_w, is_known), unsure_s=_running_count(is_unsure)
    )


def find_peaks_from(
    sums: RunningSums,
    durations_s: Sequence[int],
    *,
    first_start_s: int = 0,
    level: int = FRESH_LEVEL,
    known: Mapping[int, PeakPower] = NONE_KNOWN,
) -> tuple[PeakPower, ...]:
    """Find the peaks among the windows that start at or after ``first_start_s``.

    ``known`` are peaks, by duration, among windows that start there or earlier: one that
    is late enough is still the best of what is left, and is not looked for again.
    """
    refuse_durations(durations_s)
    later = sums.since(first_start_s)
    room = np.empty_like(later.work_steps)
    peaks = []
    for duration_s in durations_s:
        best = known.get(duration_s)
        if best is not None and best.start_s >= first_start_s:
            peaks.append(best.at_level(level))
        elif duration_s <= later.elapsed_s:
            found = _find_peak(later, duration_s, room, first_start_s=first_start_s)
            peaks.append(found if level == FRESH_LEVEL else found.at_level(level))
    return tuple(peaks)


def _is_known(power_w: FloatArray) -> NDArray[np.bool_]:
    return (power_w <= UNBELIEVABLE_W) & (power_w >= -UNBELIEVABLE_W)


def _find_peak(
    sums: RunningSums, duration_s: int, room: NDArray[np.signedinteger], *, first_start_s: int
) -> PeakPower:
    """Find the best window; ``sums`` begin at the second ``first_start_s`` of the ride."""
    start_s = int(np.argmax(in_windows(sums.work_steps, duration_s, room)))
    if not _is_eligible(sums, start_s, duration_s):
        start_s = _best_eligible_start_s(sums, duration_s, otherwise=start_s)
    end_s = start_s + duration_s
    return PeakPower(
        duration_s=duration_s,
        level=FRESH_LEVEL,
        power_w=sums.work_j(start_s, end_s) / duration_s,
        start_s=first_start_s + start_s,
        unsure_s=int(sums.unsure_s[end_s] - sums.unsure_s[start_s]),
        eligible=_is_eligible(sums, start_s, duration_s),
    )


def _is_eligible(sums: RunningSums, start_s: int, duration_s: int) -> bool:
    unsure_s = int(sums.unsure_s[start_s + duration_s] - sums.unsure_s[start_s])
    return unsure_s <= LARGEST_UNSURE_SHARE * duration_s


def _best_eligible_start_s(sums: RunningSums, duration_s: int, *, otherwise: int) -> int:
    is_eligible = in_windows(sums.unsure_s, duration_s) <= LARGEST_UNSURE_SHARE * duration_s
    if not is_eligible.any():
        return otherwise
    return int(np.argmax(np.where(is_eligible, in_windows(sums.work_steps, duration_s), -1)))


def in_windows(
    running: NDArray[np.signedinteger],
    duration_s: int,
    room: NDArray[np.signedinteger] | None = None,
) -> NDArray[np.signedinteger]:
    """Sum over each window of a duration, by its first second; in ``room`` where one is lent.

    ``running`` are running sums, of shape (n + 1,), and so is the room. Empty where the
    duration does not fit.
    """
    if room is None:
        return running[duration_s:] - running[:-duration_s]
    sums = room[:-duration_s]
    np.subtract(running[duration_s:], running[:-duration_s], out=sums)
    return sums


# A day's worth of new memory costs more than the arithmetic on it: hence the work in place.
def _running_work(power_w: FloatArray, is_known: NDArray[np.bool_]) -> NDArray[np.signedinteger]:
    steps = np.fmax(power_w, 0.0)
    np.copyto(steps, 0.0, where=~is_known)
    steps *= STEPS_PER_WATT
    np.rint(steps, out=steps)
    # Half the bytes are half the time: all but the longest rides fit 32 bits.
    width: type[np.signedinteger] = np.int32 if steps.sum() <= np.iinfo(np.int32).max else np.int64
    running: NDArray[np.signedinteger] = np.zeros(steps.size + 1, dtype=width)
    running[1:] = steps
    np.cumsum(running, out=running)
    return running


def _running_count(is_counted: NDArray[np.bool_]) -> NDArray[np.int32]:
    if not is_counted.any():
        return np.broadcast_to(np.int32(0), (is_counted.size + 1,))
    running = np.zeros(is_counted.size + 1, dtype=np.int32)
    np.cumsum(is_counted, dtype=np.int32, out=running[1:])
    return running


def refuse_durations(durations_s: Sequence[int]) -> None:
    """Refuse durations below 1 s: raises ValueError."""
    if any(duration_s < 1 for duration_s in durations_s):
        raise ValueError("durations_s must all be at least 1 s")
