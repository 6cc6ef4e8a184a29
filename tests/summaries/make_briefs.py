"""Briefs of sessions: single rides by name, and random ones of every kind."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from analytics.engine.intervals import LabelledInterval
from analytics.engine.peaks import STANDARD_DURATIONS_S, PeakPower
from analytics.engine.quality import Quality
from analytics.engine.recording import Channel
from analytics.engine.records import Record
from analytics.engine.repair import Patch
from analytics.engine.rider import Rider
from analytics.engine.sets import DetectedSet
from analytics.engine.totals import SessionTotals
from analytics.engine.vocabulary import (
    Characteristic,
    Intensity,
    IntervalSource,
    Stimulus,
    ThresholdKind,
    Window,
)
from summaries.facts import DayForm, SessionBrief

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


FINITE = {"allow_nan": False, "allow_infinity": False}


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _floats(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, **FINITE)


@st.composite
def random_totals(draw: st.DrawFn) -> SessionTotals:
    timer_s = draw(st.integers(1, 90_000))
    power_w = draw(_maybe(_floats(0, 450)))
    rate_bpm = draw(_maybe(_floats(60, 190)))
    return SessionTotals(
        started_at=STARTED_AT,
        elapsed_s=timer_s + draw(st.integers(0, 9000)),
        timer_s=timer_s,
        moving_s=draw(st.integers(0, timer_s)),
        distance_m=draw(_maybe(_floats(0, 400_000))),
        mean_power_w=power_w,
        max_power_w=None if power_w is None else draw(_floats(power_w, 2000)),
        weighted_power_w=None if power_w is None else draw(_maybe(_floats(power_w, 500))),
        work_kj=None if power_w is None else power_w * timer_s / 1000,
        mean_heart_rate_bpm=rate_bpm,
        max_heart_rate_bpm=None if rate_bpm is None else rate_bpm + draw(_floats(0, 40)),
        mean_cadence_rpm=draw(_maybe(_floats(30, 120))),
        mean_speed_mps=draw(_maybe(_floats(0, 20))),
        elevation_gain_m=draw(_maybe(_floats(0, 6000))),
        mean_temperature_c=draw(_maybe(_floats(-20, 45))),
        variability=None if power_w is None else draw(_maybe(_floats(1, 2))),
        intensity_factor=draw(_maybe(_floats(0, 1.3))),
        training_load=draw(_maybe(_floats(0, 600))),
        decoupling_percent=draw(_maybe(_floats(-30, 40))),
        lowest_w_prime_balance_j=draw(_maybe(_floats(-20_000, 20_000))),
        power_zone_s=draw(_maybe(st.tuples(*[st.integers(0, 5000)] * 7))),
    )


@st.composite
def random_sets(draw: st.DrawFn) -> tuple[list[LabelledInterval], list[DetectedSet]]:
    intervals: list[LabelledInterval] = []
    sets: list[DetectedSet] = []
    for _ in range(draw(st.integers(0, 4))):
        first = len(intervals)
        repetitions = draw(st.integers(1, 12))
        has_power, has_rate = draw(st.booleans()), draw(st.booleans())
        intensity = draw(st.sampled_from(Intensity))
        duration_s = draw(st.integers(5, 2400))
        for number in range(repetitions):
            intervals.append(
                make_effort(
                    600 + 3000 * len(intervals) + number,
                    duration_s,
                    draw(_floats(80, 900)) if has_power else None,
                    draw(_floats(90, 195)) if has_rate else None,
                    intensity=intensity,
                )
            )
        sets.append(
            make_set(
                intervals,
                range(first, len(intervals)),
                f"{repetitions} x {duration_s} s",
                characteristic=draw(_maybe(st.sampled_from(Characteristic))),
                cadence_rpm=draw(_maybe(_floats(40, 130))),
                torque_nm=draw(_maybe(_floats(5, 90))),
            )
        )
    return intervals, sets


@st.composite
def random_peaks(draw: st.DrawFn) -> list[PeakPower]:
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(STANDARD_DURATIONS_S), st.sampled_from((0, 10, 20, 40, 500, 2000))
            ),
            unique=True,
            max_size=12,
        )
    )
    return [
        PeakPower(duration_s, level, draw(_floats(1, 1800)), 0, 0, eligible=draw(st.booleans()))
        for duration_s, level in keys
    ]


@st.composite
def random_records(draw: st.DrawFn, peaks: list[PeakPower]) -> list[Record]:
    records = []
    for peak in peaks:
        if draw(st.booleans()):
            records.append(Record(peak.duration_s, peak.level, Window.ALL_TIME, peak.power_w, None))
            continue
        for window in Window:
            if draw(st.booleans()):
                previous_w = peak.power_w / draw(_floats(1.006, 1.25))
                records.append(
                    Record(peak.duration_s, peak.level, window, peak.power_w, previous_w)
                )
    return records


@st.composite
def random_quality(draw: st.DrawFn) -> Quality:
    patches = tuple(
        Patch(Channel.POWER, second, 3000.0, 200.0, "impossible")
        for second in range(draw(st.integers(0, 3)))
    )
    return Quality(
        filled_s=draw(st.integers(0, 60)),
        missing_s=draw(st.integers(0, 4000)),
        paused_s=draw(st.integers(0, 9000)),
        patches=patches,
        notes=tuple(draw(st.lists(st.text(max_size=60), max_size=2))),
    )


@st.composite
def random_briefs(draw: st.DrawFn) -> SessionBrief:
    """Any session at all, figures missing at random, foreign text of every kind."""
    intervals, sets = draw(random_sets())
    peaks = draw(random_peaks())
    day = draw(st.dates(date(1991, 1, 1), date(2040, 12, 31)))
    mass_kg = draw(_maybe(_floats(40, 110)))
    return SessionBrief(
        athlete_name=draw(
            st.sampled_from(("", "Anna Keller", "Will", "Ōta Éric", "9")) | st.text()
        ),
        title=draw(st.sampled_from(("", "5x5", "Commute", "Record attempt!")) | st.text()),
        owner="athlete 1",
        local_date=day,
        started_at=datetime(day.year, day.month, day.day, draw(st.integers(0, 23)), tzinfo=UTC),
        totals=draw(random_totals()),
        intervals=intervals,
        sets=sets,
        peaks=peaks,
        records=draw(st.none() | random_records(peaks)),
        candidates=draw(random_records(peaks)) if draw(st.booleans()) else (),
        stimulus=draw(_maybe(st.sampled_from(Stimulus))),
        quality=draw(random_quality()),
        rider=Rider(
            critical_power_w=draw(_maybe(_floats(100, 450))),
            w_prime_j=draw(_maybe(_floats(5_000, 30_000))),
            mass_kg=mass_kg,
        ),
        form=draw(_maybe(st.builds(DayForm, _floats(0, 150), _floats(0, 200), _floats(-100, 100)))),
    )
