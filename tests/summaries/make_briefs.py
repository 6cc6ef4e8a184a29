"""Briefs of sessions: single rides by name, and random ones of every kind."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from analytics.engine.intervals import LabelledInterval
from analytics.engine.peaks import PeakPower
from analytics.engine.quality import Quality
from analytics.engine.rider import Rider
from analytics.engine.sets import DetectedSet
from analytics.engine.totals import SessionTotals
from analytics.engine.vocabulary import (
    Characteristic,
    Intensity,
    IntervalSource,
    Stimulus,
    ThresholdKind,
)
from summaries.facts import SessionBrief

STARTED_AT = datetime(2026, 5, 12, 7, 30, tzinfo=UTC)
CLEAN = Quality(filled_s=0, missing_s=0, paused_s=0, patches=(), notes=())
ANNA = Rider(
    critical_power_w=280.0,
    w_prime_j=18_000.0,
    ftp_w=270.0,
    threshold_heart_rate_bpm=172.0,
    mass_kg=62.0,
)


def make_totals(**changes: Any) -> SessionTotals:
    totals = SessionTotals(
        started_at=STARTED_AT,
        elapsed_s=5700,
        timer_s=5530,
        moving_s=5480,
        distance_m=46_230.0,
        mean_power_w=212.4,
        max_power_w=742.0,
        weighted_power_w=238.1,
        work_kj=1174.0,
        mean_heart_rate_bpm=148.2,
        max_heart_rate_bpm=183.0,
        mean_cadence_rpm=88.3,
        mean_speed_mps=8.36,
        elevation_gain_m=612.0,
        variability=1.12,
        intensity_factor=0.88,
        training_load=119.4,
        threshold_kind=ThresholdKind.FTP,
        threshold_power_w=270.0,
        power_zone_s=(1500, 1800, 700, 400, 900, 200, 30),
    )
    return replace(totals, **changes)


def make_effort(
    start_s: int,
    duration_s: int,
    power_w: float | None,
    heart_rate_bpm: float | None = None,
    *,
    intensity: Intensity = Intensity.VO2MAX,
    **changes: Any,
) -> LabelledInterval:
    return LabelledInterval(
        start_s=start_s,
        end_s=start_s + duration_s,
        is_work=True,
        source=IntervalSource.DETECTED,
        confidence=0.9,
        intensity=intensity,
        characteristic=None,
        reason="power and duration",
        mean_power_w=power_w,
        mean_heart_rate_bpm=heart_rate_bpm,
        **changes,
    )


def make_set(
    intervals: list[LabelledInterval],
    positions: range,
    title: str,
    *,
    characteristic: Characteristic | None = None,
    cadence_rpm: float | None = None,
    torque_nm: float | None = None,
) -> DetectedSet:
    efforts = [intervals[position] for position in positions]
    powers = [effort.mean_power_w for effort in efforts if effort.mean_power_w is not None]
    rates = [e.mean_heart_rate_bpm for e in efforts if e.mean_heart_rate_bpm is not None]
    total_s = sum(effort.duration_s for effort in efforts)
    mean_w = sum(powers) / len(powers) if powers else None
    is_repeated = len(efforts) > 1 and len(powers) == len(efforts)
    return DetectedSet(
        efforts=tuple(positions),
        recoveries_s=tuple(after.start_s - before.end_s for before, after in pairwise(efforts)),
        intensity=efforts[0].intensity,
        characteristic=characteristic,
        title=title,
        signature=title.replace(" ", ""),
        total_duration_s=total_s,
        mean_duration_s=total_s / len(efforts),
        mean_power_w=mean_w,
        mean_heart_rate_bpm=sum(rates) / len(rates) if rates else None,
        mean_cadence_rpm=cadence_rpm,
        mean_torque_nm=torque_nm,
        fade_percent=100 * (powers[-1] / powers[0] - 1) if is_repeated else None,
        spread_percent=(
            100 * (sum((p - mean_w) ** 2 for p in powers) / len(powers)) ** 0.5 / mean_w
            if is_repeated and mean_w
            else None
        ),
    )


def make_efforts(
    powers_w: list[float] | list[None],
    *,
    duration_s: int,
    rest_s: int,
    first_s: int = 1200,
    rates_bpm: list[float] | None = None,
    intensity: Intensity = Intensity.VO2MAX,
) -> list[LabelledInterval]:
    return [
        make_effort(
            first_s + number * (duration_s + rest_s),
            duration_s,
            power_w,
            rates_bpm[number] if rates_bpm else None,
            intensity=intensity,
        )
        for number, power_w in enumerate(powers_w)
    ]


def make_peaks(scale: float = 1.0) -> list[PeakPower]:
    curve = {5: 812.0, 60: 455.0, 300: 318.0, 1200: 276.0, 3600: 240.0}
    return [
        PeakPower(duration_s, 0, power_w * scale, 900, 0, eligible=True)
        for duration_s, power_w in curve.items()
    ]


def make_brief(**changes: Any) -> SessionBrief:
    """Anna's five by five minutes at VO2max, with nothing around them."""
    intervals = make_efforts(
        [322.0, 320.0, 318.0, 314.0, 306.0],
        duration_s=300,
        rest_s=300,
        rates_bpm=[162.0, 167.0, 170.0, 173.0, 175.0],
    )
    values: dict[str, Any] = {
        "athlete_name": "Anna Keller",
        "title": "",
        "owner": "athlete 1, session 1",
        "local_date": date(2026, 5, 12),
        "started_at": STARTED_AT,
        "totals": make_totals(),
        "intervals": intervals,
        "sets": [make_set(intervals, range(5), "5 x 5:00")],
        "peaks": make_peaks(),
        "records": None,
        "stimulus": Stimulus.VO2MAX,
        "stimulus_reason": "25 min at VO2max",
        "quality": CLEAN,
        "rider": ANNA,
    }
    return SessionBrief(**(values | changes))
