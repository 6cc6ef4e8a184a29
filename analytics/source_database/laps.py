"""Laps of the source as intervals: put in order, made disjoint, with their codes kept."""

from collections.abc import Iterable
from math import isfinite, pi
from typing import TypeVar

from analytics.engine.intensity import classify_intensity
from analytics.engine.intervals import LabelledInterval
from analytics.engine.rider import Rider
from analytics.engine.vocabulary import Characteristic, Intensity, IntervalSource
from analytics.source_database.plausible import (
    LONGEST_S,
    MOST_CADENCE_RPM,
    MOST_DISTANCE_M,
    MOST_HEART_RATE_BPM,
    MOST_POWER_W,
    MOST_SPEED_MPS,
    known,
    known_above_zero,
)
from analytics.source_database.rows import SourceLap

CODED_CONFIDENCE = 1.0  # a person, or their own product, decided
GUESSED_CONFIDENCE = 0.5
MOST_LAPS = 1000

Edges = tuple[int, int]
Code = TypeVar("Code", Intensity, Characteristic)


def map_laps(
    laps: Iterable[SourceLap], rider: Rider
) -> tuple[tuple[LabelledInterval, ...], tuple[str, ...]]:
    """Map a session's laps, whatever their order, and tell what was left out.

    A lap is work unless it is the recovery inside a set, or Aerobic with nothing said
    of how it was ridden. A lap that begins inside the one before it begins where that
    one ends; what is left without a second is left out.
    """
    every = list(laps)
    intervals: list[LabelledInterval] = []
    for (start_s, end_s), lap in _in_order(every)[:MOST_LAPS]:
        begin_s = max(start_s, intervals[-1].end_s if intervals else 0)
        if end_s > begin_s:
            intervals.append(_label(lap, begin_s, end_s, rider))
    return tuple(intervals), tuple(_notes(every, left_out=len(every) - len(intervals)))


def _in_order(laps: Iterable[SourceLap]) -> list[tuple[Edges, SourceLap]]:
    """Sort by edges; of equal ones by content, as the source's own order means nothing."""
    placed = [(edges, lap) for lap in laps if (edges := _edges(lap)) is not None]
    return sorted(placed, key=lambda each: (each[0], repr(each[1])))


def _edges(lap: SourceLap) -> Edges | None:
    """Round a lap's edges to seconds; None where it has none."""
    if lap.start_s is None or lap.end_s is None:
        return None
    if not (isfinite(lap.start_s) and isfinite(lap.end_s)):
        return None
    start_s, end_s = max(round(lap.start_s), 0), round(lap.end_s)
    return (start_s, end_s) if start_s < end_s <= LONGEST_S else None


def _label(lap: SourceLap, start_s: int, end_s: int, rider: Rider) -> LabelledInterval:
    power_w = known(lap.mean_power_w, up_to=MOST_POWER_W)
    cadence_rpm = known_above_zero(lap.mean_cadence_rpm, up_to=MOST_CADENCE_RPM)
    torque_nm = None if power_w is None or not cadence_rpm else _torque_nm(power_w, cadence_rpm)
    reference_w = rider.critical_power_w or rider.ftp_w
    fraction = None if power_w is None or not reference_w else power_w / reference_w
    characteristic = _code_of(Characteristic, lap.characteristic)
    intensity = _code_of(Intensity, lap.intensity)
    is_rest = characteristic is Characteristic.INTRA_RECOVERY
    shown = intensity or classify_intensity(fraction or 0.0, end_s - start_s)
    return LabelledInterval(
        start_s=start_s,
        end_s=end_s,
        is_work=not is_rest and (shown is not Intensity.AEROBIC or characteristic is not None),
        source=IntervalSource.LAP,
        confidence=CODED_CONFIDENCE if intensity else GUESSED_CONFIDENCE,
        intensity=shown,
        characteristic=characteristic,
        reason="from the team's database" if intensity else "no code; judged by its mean power",
        mean_power_w=power_w,
        mean_heart_rate_bpm=known_above_zero(lap.mean_heart_rate_bpm, up_to=MOST_HEART_RATE_BPM),
        mean_cadence_rpm=cadence_rpm,
        mean_torque_nm=torque_nm,
        torque_is_estimate=torque_nm is not None,
        mean_speed_mps=known(lap.mean_speed_mps, up_to=MOST_SPEED_MPS),
        distance_m=known(lap.distance_m, up_to=MOST_DISTANCE_M),
        work_kj=None if power_w is None else power_w * (end_s - start_s) / 1000,
        power_fraction=fraction,
    )


def _torque_nm(power_w: float, cadence_rpm: float) -> float:
    """Estimate torque from two means (DOMAIN section 8): there are no samples to do better."""
    return power_w / (2 * pi * cadence_rpm / 60)


def _code_of(codes: type[Code], text: str | None) -> Code | None:
    """Read a code; None where it is missing or not one of ours."""
    wanted = (text or "").strip().upper()
    return next((code for code in codes if code.value == wanted), None)


def _notes(laps: Iterable[SourceLap], *, left_out: int) -> Iterable[str]:
    if left_out:
        yield f"Laps without a length of their own: {left_out}, left out."
    unknown = {
        lap.intensity[:10]
        for lap in laps
        if lap.intensity and _code_of(Intensity, lap.intensity) is None
    } | {
        lap.characteristic[:10]
        for lap in laps
        if lap.characteristic and _code_of(Characteristic, lap.characteristic) is None
    }
    if unknown:
        codes = ", ".join(f"“{code}”" for code in sorted(unknown)[:5])
        yield f"Codes of laps that are not known: {codes}."
