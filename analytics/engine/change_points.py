"""Change points: where the mean of a series steps up or down.

PELT for a shift in the mean. Only the local maxima of a moving two-sample
difference can start a segment, which keeps the exact search short: a true step
is such a maximum, a flat stretch holds one every few seconds.
"""

import numpy as np
from numpy.typing import NDArray

from analytics.engine.recording import FloatArray

PRUNED_EVERY = 16  # ends; starts that cannot win any more do no harm but cost time
SCREEN_S = 5  # half-width of the moving difference that proposes change points


def find_change_points(values: FloatArray, penalty: float) -> NDArray[np.int64]:
    """Split a series where its mean changes, by penalised least squares.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        The series, at 1 Hz and finite throughout.
    penalty : float
        What one more change point must save in squared error, above 0.
        [square of the unit of ``values``]

    Returns
    -------
    ndarray of int, shape (m + 1,)
        Edges of the m segments, from 0 to n. Segment i is
        ``[edges[i], edges[i + 1])``. An empty series has the single edge 0.

    Raises
    ------
    ValueError
        If ``values`` is not one-dimensional, not finite, or ``penalty`` is not
        above 0.

    Notes
    -----
    Exact over the screened positions: PELT's pruning loses no optimum, since a
    split never raises the squared error.

    References
    ----------
    .. [1] R. Killick, P. Fearnhead and I. A. Eckley, "Optimal detection of
       changepoints with a linear computational cost," J. Am. Stat. Assoc.,
       vol. 107, no. 500, pp. 1590-1598, 2012,
       doi:10.1080/01621459.2012.737745.
    """
    if values.ndim != 1:
        raise ValueError(f"values must be one-dimensional, not {values.ndim}-dimensional")
    if not np.isfinite(values).all():
        raise ValueError("values must be finite")
    if not penalty > 0:
        raise ValueError("penalty must be above 0")
    if values.size == 0:
        return np.zeros(1, dtype=np.int64)
    # Least squares does not mind a shift, and running sums stay precise near zero.
    centred = values - values.mean()
    return _search(centred, _screen(centred), penalty)


def _screen(values: FloatArray) -> NDArray[np.int64]:
    """List the ends, and each position where the moving difference peaks."""
    size = values.size
    if size <= 2 * SCREEN_S:
        return np.arange(size + 1)
    sums = np.concatenate(([0.0], np.cumsum(values)))
    positions = np.arange(1, size)
    before = np.maximum(positions - SCREEN_S, 0)
    after = np.minimum(positions + SCREEN_S, size)
    step = np.abs(
        (sums[after] - sums[positions]) / (after - positions)
        - (sums[positions] - sums[before]) / (positions - before)
    )
    is_peak = (step >= np.concatenate(([0.0], step[:-1]))) & (
        step > np.concatenate((step[1:], [0.0]))
    )
    return np.concatenate(([0], positions[is_peak], [size]))


def _search(values: FloatArray, positions: NDArray[np.int64], penalty: float) -> NDArray[np.int64]:
    """Find the cheapest segmentation whose edges are all among ``positions``."""
    sums = np.concatenate(([0.0], np.cumsum(values)))[positions]
    previous = np.zeros(positions.size, dtype=np.int64)
    # Squares of the values cost the same however they are split, and are left out. What may still
    # win is packed to the front: index, position, sum, cost before it.
    start = np.zeros(positions.size, dtype=np.int64)
    start_at, start_sum, start_cost = np.zeros((3, positions.size))
    start_cost[0] = -penalty
    alive = 1
    for end in range(1, positions.size):
        total = sums[end] - start_sum[:alive]
        cost = start_cost[:alive] - total * total / (positions[end] - start_at[:alive])
        best = int(cost.argmin())
        least = cost[best] + penalty
        previous[end] = start[best]
        if end % PRUNED_EVERY == 0:
            kept = np.flatnonzero(cost <= least)
            for column in (start, start_at, start_sum, start_cost):
                column[: kept.size] = column[kept]
            alive = kept.size
        start[alive] = end
        start_at[alive] = positions[end]
        start_sum[alive] = sums[end]
        start_cost[alive] = least
        alive += 1
    edges = [positions.size - 1]
    while edges[-1] > 0:
        edges.append(int(previous[edges[-1]]))
    chosen: NDArray[np.int64] = positions[np.array(edges[::-1])]
    return chosen
