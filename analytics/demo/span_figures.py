"""What a head unit writes about a lap or a whole ride, added up from its samples."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.engine.recording import Channel, FloatArray, Samples, TimeSpan

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class SpanFigures:
    """One value for each span, NaN where the span holds none; named as in DeviceFigures."""

    distance_m: FloatArray
    mean_power_w: FloatArray
    max_power_w: FloatArray
    work_kj: FloatArray
    mean_heart_rate_bpm: FloatArray
    max_heart_rate_bpm: FloatArray
    mean_cadence_rpm: FloatArray  # zeros left out


def add_up_spans(samples: Samples, start_at_s: FloatArray, end_at_s: FloatArray) -> SpanFigures:
    """Add up the samples of each half-open span, each sample standing for one second.

    Parameters
    ----------
    samples : Samples
        Times in rising order; where they are not, the figures are as wrong as a confused
        device's.
    start_at_s, end_at_s : ndarray of float, shape (n,)
        Edges of the spans, Unix time. [s]

    Returns
    -------
    SpanFigures
        Arrays of shape (n,).
    """
    first = np.searchsorted(samples.at_s, start_at_s)
    end = np.maximum(np.searchsorted(samples.at_s, end_at_s), first)
    missing = np.full(samples.at_s.shape, np.nan)
    power_w = samples.channels.get(Channel.POWER, missing)
    heart_rate_bpm = samples.channels.get(Channel.HEART_RATE, missing)
    cadence_rpm = samples.channels.get(Channel.CADENCE, missing)
    work_j, power_s = _sums(power_w, first, end)
    return SpanFigures(
        distance_m=_travelled(samples.channels.get(Channel.DISTANCE, missing), first, end),
        mean_power_w=_ratio(work_j, power_s),
        max_power_w=_maxima(power_w, first, end),
        work_kj=np.where(power_s > 0, work_j / 1000, np.nan),
        mean_heart_rate_bpm=_ratio(*_sums(heart_rate_bpm, first, end)),
        max_heart_rate_bpm=_maxima(heart_rate_bpm, first, end),
        mean_cadence_rpm=_ratio(*_sums(np.where(cadence_rpm > 0, cadence_rpm, np.nan), first, end)),
    )


def seconds_on_timer(
    start_at_s: FloatArray, end_at_s: FloatArray, timer_spans: Sequence[TimeSpan]
) -> FloatArray:
    """Count how much of each span [start, end) the timer ran, in seconds."""
    on_timer_s = np.zeros(start_at_s.shape)
    for span in timer_spans:
        shared_s = np.minimum(end_at_s, span.end_at_s) - np.maximum(start_at_s, span.start_at_s)
        on_timer_s += np.maximum(shared_s, 0)
    return on_timer_s


def _sums(values: FloatArray, first: Rows, end: Rows) -> tuple[FloatArray, FloatArray]:
    """Sum and count what is not NaN in rows [first, end)."""
    is_known = ~np.isnan(values)
    sums = np.concatenate(([0.0], np.cumsum(np.where(is_known, values, 0.0))))
    counts = np.concatenate(([0.0], np.cumsum(is_known)))
    return sums[end] - sums[first], counts[end] - counts[first]


def _ratio(total: FloatArray, count: FloatArray) -> FloatArray:
    ratio = np.full(total.shape, np.nan)
    np.divide(total, count, out=ratio, where=count > 0)
    return ratio


def _maxima(values: FloatArray, first: Rows, end: Rows) -> FloatArray:
    edges = np.stack((first, end), axis=1).ravel()
    maxima: FloatArray = np.fmax.reduceat(np.append(values, np.nan), edges)[::2]
    return np.where(end > first, maxima, np.nan)


def _travelled(distance_m: FloatArray, first: Rows, end: Rows) -> FloatArray:
    """Give the way from the sample before a span, where there is one, to its last."""
    travelled_m = distance_m[end - 1] - distance_m[np.maximum(first - 1, 0)]
    return np.where(end > first, travelled_m, np.nan)
