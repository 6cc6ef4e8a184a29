"""Seconds whose power a person took out: a burst that nobody rode, a meter that was off."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from analytics.engine.record_checks import find_burst
from analytics.engine.recording import FloatArray
from analytics.engine.repair import BRIDGE_LIMIT_S, bridge
from analytics.engine.stream import Stream

Span = tuple[int, int]  # seconds [first, end) on the elapsed axis


def seconds_behind(power_w: FloatArray, windows: Sequence[Span]) -> tuple[Span, ...]:
    """Tell which seconds made the peaks of these windows what they are.

    Parameters
    ----------
    power_w : ndarray of float, shape (n,)
        Power on the elapsed axis; NaN counts as 0 W. [W]
    windows : sequence of Span
        Where the peaks were ridden; at least one, inside the ride.

    Returns
    -------
    tuple of Span
        The burst of a second or two in the shortest window, where there is one; else
        all seconds of the windows, those that touch as one.
    """
    shortest = min(windows, key=lambda window: (window[1] - window[0], window))
    burst = find_burst(power_w, slice(*shortest))
    return (burst,) if burst is not None else merge_spans(windows)


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans that overlap or touch, in their order."""
    merged: list[Span] = []
    for first, end in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((first, end))
    return tuple(merged)


def cut_power(stream: Stream, spans: Iterable[Span]) -> tuple[Stream, tuple[int, ...]]:
    """Take the power of some seconds out; the stream given is not changed.

    Returns
    -------
    Stream
        Spans of up to ``BRIDGE_LIMIT_S`` with good neighbours are bridged between them; in
        others nothing is known.
    tuple of int
        The seconds that were bridged.
    """
    is_cut = np.zeros(stream.elapsed_s, dtype=np.bool_)
    for first, end in spans:
        is_cut[first:end] = True
    if not is_cut.any():
        return stream, ()
    power_w = bridge(stream.power_w, is_cut)
    bridged = np.flatnonzero(is_cut & np.isfinite(power_w))
    return replace(stream, power_w=power_w), tuple(bridged.tolist())


def is_bridged(span: Span) -> bool:
    """Tell whether a span is short enough to be bridged."""
    return span[1] - span[0] <= BRIDGE_LIMIT_S
