"""All records of an athlete's whole history at once: running maxima and range maxima."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.engine.peaks import FRESH_LEVEL
from analytics.engine.record_checks import FEWEST_RIDES, Doubt, Seen, doubt_by_history
from analytics.engine.recording import FloatArray
from analytics.engine.records import (
    IMPLAUSIBLE_RATIO,
    SMALLEST_GAIN_PERCENT,
    SMALLEST_GAIN_W,
    WINDOW_DAYS,
)
from analytics.engine.vocabulary import Window

WINDOWS = tuple(Window)
SERIES_AT_ONCE = 16  # bounds the memory of the range maxima
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Sessions in ride order, each with its peaks in a grid of series (level, duration)."""

    levels: NDArray[np.int64]  # of each series, shape (s,), sorted with the durations
    durations_s: NDArray[np.int64]
    days: NDArray[np.int64]  # ordinal of the local day, shape (n,)
    masses_kg: FloatArray  # NaN: unknown
    is_indoors: BoolArray
    is_new_device: BoolArray
    powers_w: FloatArray  # shape (n, s); NaN: no eligible peak above 0 W
    doubts: NDArray[np.uint16]  # of the peaks' own seconds
    is_accepted: BoolArray
    is_rejected: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class FoundRecords:
    """Records as columns: of each the session, the series, the window and the values."""

    session: NDArray[np.int64]
    series: NDArray[np.int64]
    window: NDArray[np.int64]  # position in ``WINDOWS``
    value: FloatArray
    previous: FloatArray  # NaN: a baseline


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """What a history comes to."""

    records: FoundRecords  # W
    per_kg: FoundRecords  # W/kg
    counts: BoolArray  # shape (n, s)
    marks: BoolArray  # shape (2, n, s): in W and W/kg, what counts and is above all before it
    doubts: NDArray[np.uint16]  # of the candidates that wait for a person, else 0
    seen_ratio: FloatArray  # each peak over the best fresh one seen before, NaN: none


def decide_history(
    history: History,
    *,
    bests: tuple[FloatArray, FloatArray] | None = None,
    seen: Seen | None = None,
) -> Decided:
    """Decide sessions in the order in which they were ridden.

    Parameters
    ----------
    history : History
        A whole history; or one session alone, with what came before it told by
        ``bests`` and ``seen``.
    bests : two ndarrays of float, each shape (3, s), optional
        The best of each window before the session, in W and in W/kg; NaN: none.
    seen : Seen, optional
        The fresh peaks seen before the session.

    Returns
    -------
    Decided
        A peak that would be a record, and has a doubt that nobody has lifted, waits:
        it is no record and no best to beat. A doubted peak that beats nothing counts
        like any other.

    Notes
    -----
    Whether an earlier doubted peak counts decides what a later one has to beat. The
    rounds below settle at least the first unsettled doubt of a series each, so they
    end, and what they end in does not depend on a guess: session i rests on sessions
    before i alone.
    """
    ratio, doubts = _doubt(history, seen)
    is_there = ~np.isnan(history.powers_w) & ~history.is_rejected
    doubted = is_there & (doubts > 0) & ~history.is_accepted
    per_kg = history.powers_w / history.masses_kg[:, np.newaxis]
    counts = is_there & ~doubted
    marks = np.zeros((2, *counts.shape), dtype=np.bool_)
    nothing = np.empty((len(WINDOWS), len(history.days), 0))
    found_w, found_kg = [nothing], [nothing]
    at_once = SERIES_AT_ONCE if bests is None else history.levels.size
    for first in range(0, history.levels.size, max(at_once, 1)):
        part = slice(first, first + at_once)
        known = None if bests is None else (bests[0][..., part], bests[1][..., part])
        counts[:, part], marks[..., part], watts, kilos = _settle(
            history,
            (history.powers_w[:, part], per_kg[:, part]),
            is_there[:, part],
            doubted[:, part],
            known,
        )
        found_w.append(watts)
        found_kg.append(kilos)
    waits = is_there & ~counts
    return Decided(
        _collect(np.concatenate(found_w, axis=2), history.powers_w, counts),
        _collect(np.concatenate(found_kg, axis=2), per_kg, counts),
        counts,
        marks,
        np.where(waits, doubts, 0).astype(np.uint16),
        ratio,
    )


def _doubt(history: History, seen: Seen | None) -> tuple[FloatArray, NDArray[np.uint16]]:
    """Hold every peak against the best fresh one of its duration seen before."""
    fresh = np.flatnonzero(history.levels == FRESH_LEVEL)
    all_ratios = np.full(history.powers_w.shape, np.nan)
    doubts = history.doubts.copy()
    if not fresh.size:
        return all_ratios, doubts
    seen = seen or _see_before(history, fresh)
    doubts[:, fresh] |= doubt_by_history(
        history.powers_w[:, fresh], seen, is_new_device=history.is_new_device
    )
    own = np.searchsorted(history.durations_s[fresh], history.durations_s)
    own = np.minimum(own, fresh.size - 1)
    has_fresh = history.durations_s[fresh][own] == history.durations_s
    is_known = has_fresh & (seen.rides[:, own] >= FEWEST_RIDES)
    all_ratios = np.where(is_known, history.powers_w / seen.best_w[:, own], np.nan)
    doubts |= (all_ratios > IMPLAUSIBLE_RATIO) * np.uint16(Doubt.ABOVE)
    return all_ratios, doubts


def _see_before(history: History, fresh: NDArray[np.int64]) -> Seen:
    powers = np.where(history.is_rejected, np.nan, history.powers_w)[:, fresh]
    indoors = history.is_indoors[:, np.newaxis]
    inside = _before(np.where(indoors, powers, np.nan))
    outside = _before(np.where(indoors, np.nan, powers))
    is_there = ~np.isnan(powers)
    return Seen(
        best_w=np.fmax(inside, outside),
        rides=np.cumsum(is_there, axis=0) - is_there,
        is_new_place=np.isnan(np.where(indoors, inside, outside)),
    )


def _settle(
    history: History,
    values: tuple[FloatArray, FloatArray],
    is_there: BoolArray,
    doubted: BoolArray,
    bests: tuple[FloatArray, FloatArray] | None,
) -> tuple[BoolArray, BoolArray, FloatArray, FloatArray]:
    """Decide some series; see the notes of ``decide_history``.

    Gives what counts, the marks among it, and in W and W/kg what each peak beats in each
    window: NaN nothing, 0 a baseline.
    """
    floors = (np.full((1, 1), SMALLEST_GAIN_W), SMALLEST_GAIN_W / history.masses_kg[:, np.newaxis])
    counts = is_there & ~doubted
    while True:
        known = bests or tuple(_bests_before(kind, counts, history.days) for kind in values)
        watts, kilos = (
            _beaten(np.where(is_there, kind, np.nan), best, floor)
            for kind, best, floor in zip(values, known, floors, strict=True)
        )
        is_record = ~(np.isnan(watts).all(axis=0) & np.isnan(kilos).all(axis=0))
        settled = is_there & ~(doubted & is_record)
        if bests is not None or np.array_equal(settled, counts):
            return settled, _mark(values, known, settled), watts, kilos
        counts = settled


def _mark(
    values: tuple[FloatArray, FloatArray], bests: tuple[FloatArray, ...], counts: BoolArray
) -> BoolArray:
    """Tell what counts and is above the best of all time before it, or is the first value."""
    above = [~(kind <= best[-1]) for kind, best in zip(values, bests, strict=True)]
    return np.array(above) & counts & ~np.isnan(values)


def _beaten(values: FloatArray, bests: FloatArray, floor: FloatArray) -> FloatArray:
    gain = values - bests
    beats = (gain >= floor) & (100 * gain >= SMALLEST_GAIN_PERCENT * bests)
    beaten = np.where(beats, bests, np.nan)
    is_baseline = np.isnan(bests).all(axis=0) & ~np.isnan(values)
    beaten[-1][is_baseline] = 0.0
    return beaten


def _bests_before(values: FloatArray, counts: BoolArray, days: NDArray[np.int64]) -> FloatArray:
    counted = np.where(counts, values, np.nan)
    bests = np.empty((len(WINDOWS), *values.shape))
    for position, window in enumerate(WINDOWS):
        if window in WINDOW_DAYS:
            first = np.searchsorted(days, days - WINDOW_DAYS[window])
            bests[position] = _range_best(counted, first)
        else:
            bests[position] = _before(counted)
    return bests


def _before(values: FloatArray) -> FloatArray:
    """Give the running maximum of the rows before each row; NaN where there is no value."""
    running = np.full(values.shape, np.nan)
    if len(values) > 1:
        running[1:] = np.fmax.accumulate(values[:-1], axis=0)
    return running


def _range_best(values: FloatArray, first: NDArray[np.int64]) -> FloatArray:
    """Give the maximum of rows [first, i) for each row i: two overlapping powers of two each."""
    rows = np.arange(len(values))
    length = rows - first
    best = np.full(values.shape, -np.inf)
    table = np.where(np.isnan(values), -np.inf, values)
    width = 1
    while width <= length.max(initial=0):
        at = np.flatnonzero((length >= width) & (length < 2 * width))
        best[at] = np.maximum(table[first[at]], table[at - width])
        table = np.maximum(table[:-width], table[width:])
        width *= 2
    best[np.isneginf(best)] = np.nan
    return best


def _collect(beaten: FloatArray, values: FloatArray, counts: BoolArray) -> FoundRecords:
    window, session, series = np.nonzero(~np.isnan(beaten) & counts)
    previous = beaten[window, session, series]
    return FoundRecords(
        session,
        series,
        window,
        values[session, series],
        np.where(previous > 0, previous, np.nan),
    )
