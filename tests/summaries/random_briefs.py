"""Random sessions for property tests: any brief that the engine could give."""

from datetime import UTC, date, datetime
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
    Stimulus,
    Window,
)
from summaries.facts import DayForm, SessionBrief
from tests.summaries.make_briefs import STARTED_AT, make_effort, make_set

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
