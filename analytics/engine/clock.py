"""The clock of a recording: which second of the ride each sample belongs to."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analytics.engine.recording import FloatArray, RecordingRefused

DAY_S = 86_400
TIME_DECIMALS = 6  # of a second: no device tells times apart that are nearer
MAX_ELAPSED_S = 7 * DAY_S  # no axis is ever longer, whatever the file says
LAST_READABLE_AT_S = 253_402_300_799  # 9999-12-31: later times have no date


@dataclass(frozen=True, eq=False)
class Clock:
    """The usable samples in the order of time, and the second of each on the elapsed axis."""

    first_at_s: int  # Unix second of the axis' second 0
    elapsed_s: int  # length of the axis
    rows: NDArray[np.intp]  # rows of the file, in the order of time
    second: NDArray[np.intp]  # offset of each of these rows on the axis, ascending
    weight: FloatArray  # share of its second that each row stands for, above 0
    left_out: int  # samples without a usable time, or beyond a jump of the clock
    steps_back: int  # times the clock ran backwards in the order of the file
    cut: str  # why a part of the file was left out, one sentence; "" when none was

    @cached_property
    def has_row(self) -> NDArray[np.bool_]:
        """Mask of the seconds with at least one sample."""
        mask = np.zeros(self.elapsed_s, dtype=np.bool_)
        mask[self.second] = True
        return mask

    @cached_property
    def shares_seconds(self) -> bool:
        """Tell whether some second has several samples."""
        return bool((np.diff(self.second) == 0).any())

    @property
    def spacing_s(self) -> float:
        """Median distance between two seconds that have a sample; 1 when there is one only [s]."""
        steps = np.diff(self.second)
        steps = steps[steps > 0]
        return float(np.median(steps)) if steps.size else 1.0


def read_clock(at_s: FloatArray) -> Clock:
    """Put samples in the order of time and give each its second.

    Parameters
    ----------
    at_s : ndarray of float, shape (n,)
        Unix time of each sample; may repeat, jump and run backwards. [s]

    Returns
    -------
    Clock
        Its axis is at most ``MAX_ELAPSED_S`` long: where the samples reach
        further, the stretch of that length with the most samples is the ride; of
        equal ones the earliest.

    Raises
    ------
    RecordingRefused
        If no sample has a usable time.

    Notes
    -----
    A second with several samples is shared among them by the time that each was
    the latest; samples with the same time, to the microsecond, share alike.
    """
    dated = (at_s >= 0) & (at_s <= LAST_READABLE_AT_S)
    if not dated.any():
        raise RecordingRefused("The file holds no sample with a usable time.")
    at_s = np.where(dated, at_s, 0.0).round(TIME_DECIMALS)
    rows = np.flatnonzero(dated)
    steps_back = int(np.count_nonzero(np.diff(at_s[rows]) < 0))
    if steps_back:
        rows = rows[np.argsort(at_s[rows], kind="stable")]
    rows, cut = _keep_densest_stretch(rows, at_s)
    second = np.floor(at_s[rows]).astype(np.int64)
    first_at_s = int(second[0])
    second -= first_at_s
    return Clock(
        first_at_s=first_at_s,
        elapsed_s=int(second[-1]) + 1,
        rows=rows,
        second=second,
        weight=_share_seconds(at_s[rows], second),
        left_out=at_s.size - rows.size,
        steps_back=steps_back,
        cut=cut,
    )


def _keep_densest_stretch(rows: NDArray[np.intp], at_s: FloatArray) -> tuple[NDArray[np.intp], str]:
    times_s = np.floor(at_s[rows])
    span_s = float(times_s[-1] - times_s[0])
    if span_s < MAX_ELAPSED_S:
        return rows, ""
    ends = np.searchsorted(times_s, times_s + MAX_ELAPSED_S)
    first = int(np.argmax(ends - np.arange(rows.size)))
    cut = (
        f"The clock reaches over {span_s / DAY_S:,.0f} days; "
        f"the {MAX_ELAPSED_S // DAY_S} days with the most samples were kept."
    )
    return rows[first : int(ends[first])], cut


def _share_seconds(at_s: FloatArray, second: NDArray[np.intp]) -> FloatArray:
    """Weigh each sample by the time until the next one or the end of its second."""
    if not (np.diff(second) == 0).any():
        return np.ones(at_s.size)
    times_s, group, count = np.unique(at_s, return_inverse=True, return_counts=True)
    ends_s = np.minimum(np.append(times_s[1:], np.inf), np.floor(times_s) + 1)
    share: FloatArray = ((ends_s - times_s) / count)[group]
    return share
