"""From the source's rows to engine values; pure, so that a plain twin can be held against it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import isfinite

from analytics.engine.intervals import LabelledInterval
from analytics.engine.peaks import PeakPower
from analytics.engine.rider import Rider
from analytics.engine.sets import DetectedSet, detect_sets
from analytics.engine.stimulus import label_stimulus
from analytics.engine.totals import SessionTotals
from analytics.engine.vocabulary import Stimulus
from analytics.source_database.laps import map_laps
from analytics.source_database.plausible import (
    LONGEST_S,
    MOST_CLIMB_M,
    MOST_DISTANCE_M,
    MOST_HEART_RATE_BPM,
    MOST_POWER_W,
    MOST_SPEED_MPS,
    known,
    known_above_zero,
)
from analytics.source_database.rows import SourceAthlete, SourcePeak, SourceSession

FROM_SOURCE = "from the team's database"
NO_SAMPLES = "From the team's database: figures, laps and peaks, no samples."
LONGEST_TITLE = 200
LONGEST_PLAN = 10_000
EARLIEST_YEAR = 1990
MASS_RANGE_KG = (25.0, 250.0)
CRITICAL_POWER_RANGE_W = (30.0, 1000.0)
MOST_LEVEL = 10_000
SECOND_US = 1_000_000


class RowRefused(Exception):
    """The row cannot be a session here; the message is the reason, in one sentence."""


@dataclass(frozen=True, slots=True)
class MappedAthlete:
    """An athlete as the source tells it."""

    first_name: str
    last_name: str
    team_id: int | None
    masses_kg: Mapping[date, float]
    critical_powers_w: Mapping[date, float]


@dataclass(frozen=True, slots=True)
class MappedSession:
    """A session without samples, ready to be stored."""

    title: str
    plan_text: str
    rider: Rider
    totals: SessionTotals
    intervals: tuple[LabelledInterval, ...]
    sets: tuple[DetectedSet, ...]
    peaks: tuple[PeakPower, ...]
    stimulus: Stimulus
    stimulus_reason: str
    notes: tuple[str, ...]


def map_athlete(row: SourceAthlete) -> MappedAthlete:
    """Read names and dated values; what is missing or cannot be is left out."""
    return MappedAthlete(
        first_name=(row.first_name or "").strip()[:100],
        last_name=(row.last_name or "").strip()[:100] or f"Athlete {row.source_id}",
        team_id=row.team_id,
        masses_kg=_last_of_a_day(
            (day, value)
            for day, value, unit in row.masses
            if unit == "kg" and _is_within(value, MASS_RANGE_KG)
        ),
        critical_powers_w=_changes_only(
            _last_of_a_day(
                (day, value)
                for day, value in row.critical_powers_w
                if _is_within(value, CRITICAL_POWER_RANGE_W)
            )
        ),
    )


def started_at_of(row: SourceSession, *, zone: tzinfo, latest: datetime) -> datetime:
    """Read the start; raises RowRefused where it cannot be one."""
    if row.activity_date is None:
        raise RowRefused("It has no date.")
    moment = row.activity_date
    started_at = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if moment.year < EARLIEST_YEAR or started_at > latest + timedelta(days=1):
        raise RowRefused(f"Its date, {moment:%Y-%m-%d}, cannot be.")
    return started_at


def no_owner(athlete_id: int | None) -> str:
    """Say why a session waits; when that athlete comes, this is what it is found by."""
    return f"Its athlete, {athlete_id}, is not in the source."


def map_session(
    row: SourceSession, *, started_at: datetime, rider: Rider, notes: tuple[str, ...] = ()
) -> MappedSession:
    """Map a processed session; raises RowRefused where its length cannot be.

    The row knows the timer and no pauses, so elapsed time is the timer, or where the
    last lap ends if that is later. Figures that need samples stay None.
    """
    timer_s = _timer_s(row)
    intervals, lap_notes = map_laps(row.laps, rider)
    totals = _totals(row, started_at, timer_s, max([timer_s, *(i.end_s for i in intervals)]))
    sets = detect_sets(intervals)
    peaks, peak_notes = _peaks(row.peaks)
    stimulus, reason, stimulus_notes = _stimulus(row, intervals, sets, totals, rider)
    return MappedSession(
        title=_title(row.workouts),
        plan_text=_plan_text(row.workouts),
        rider=rider,
        totals=totals,
        intervals=intervals,
        sets=sets,
        peaks=peaks,
        stimulus=stimulus,
        stimulus_reason=reason,
        notes=(NO_SAMPLES, *notes, *lap_notes, *peak_notes, *stimulus_notes),
    )


def _timer_s(row: SourceSession) -> int:
    if row.timer_s is None or not isfinite(row.timer_s):
        raise RowRefused("It has no duration.")
    if not 1 <= row.timer_s <= LONGEST_S:
        raise RowRefused(f"Its duration, {row.timer_s:.0f} s, cannot be.")
    return round(row.timer_s)


def _totals(
    row: SourceSession, started_at: datetime, timer_s: int, elapsed_s: int
) -> SessionTotals:
    mean_power_w = known(row.mean_power_w, up_to=MOST_POWER_W)
    return SessionTotals(
        started_at=started_at,
        elapsed_s=elapsed_s,
        timer_s=timer_s,
        moving_s=timer_s,
        distance_m=known(row.distance_m, up_to=MOST_DISTANCE_M),
        mean_power_w=mean_power_w,
        work_kj=None if mean_power_w is None else mean_power_w * timer_s / 1000,
        mean_heart_rate_bpm=known_above_zero(row.mean_heart_rate_bpm, up_to=MOST_HEART_RATE_BPM),
        mean_speed_mps=known(row.mean_speed_mps, up_to=MOST_SPEED_MPS),
        elevation_gain_m=known(row.elevation_gain_m, up_to=MOST_CLIMB_M),
    )


def _stimulus(
    row: SourceSession,
    intervals: tuple[LabelledInterval, ...],
    sets: tuple[DetectedSet, ...],
    totals: SessionTotals,
    rider: Rider,
) -> tuple[Stimulus, str, tuple[str, ...]]:
    """Take the source's own code; where it has none that we know, label from the laps."""
    code = (row.training_stimulus or "").strip().upper()
    if code in list(Stimulus):
        return Stimulus(code), FROM_SOURCE, ()
    stimulus, reason = label_stimulus(intervals, sets, totals, rider)
    return stimulus, reason, (f"Its stimulus, “{code[:20]}”, is not known.",) if code else ()


def _peaks(rows: Iterable[SourcePeak]) -> tuple[tuple[PeakPower, ...], tuple[str, ...]]:
    """Keep the highest value of each duration and level, in their order; tell what is left out."""
    best: dict[tuple[int, int], float] = {}
    left_out = 0
    for row in rows:
        key, power_w = _peak_key(row), known_above_zero(row.power_w, up_to=MOST_POWER_W)
        if key is None or power_w is None:
            left_out += 1
        else:
            best[key] = max(power_w, best.get(key, 0.0))
    peaks = tuple(
        PeakPower(duration_s, level, power_w, start_s=0, unsure_s=0, eligible=True)
        for (level, duration_s), power_w in sorted(best.items())
    )
    return peaks, (f"Peaks that cannot be: {left_out}, left out.",) if left_out else ()


def _peak_key(row: SourcePeak) -> tuple[int, int] | None:
    """Read level and duration; None where the duration is no whole second above 0."""
    level = row.relative_work or 0
    if not row.duration_us or row.duration_us < SECOND_US or row.duration_us % SECOND_US:
        return None
    duration_s = row.duration_us // SECOND_US
    if duration_s > LONGEST_S or not 0 <= level <= MOST_LEVEL or level != int(level):
        return None
    return int(level), duration_s


def _title(workouts: Iterable[tuple[str | None, str | None]]) -> str:
    """Join the titles of all planned workouts, each once, in an order of our own."""
    titles = sorted({" ".join(title.split()) for title, _ in workouts if title and title.strip()})
    return " / ".join(titles)[:LONGEST_TITLE]


def _plan_text(workouts: Iterable[tuple[str | None, str | None]]) -> str:
    """Take the descriptions of all planned workouts, each once, in the order of their titles."""
    told = sorted((title or "", text.strip()) for title, text in workouts if text)
    return "\n\n".join(dict.fromkeys(text for _, text in told if text))[:LONGEST_PLAN]


def _is_within(value: float | None, bounds: tuple[float, float]) -> bool:
    return value is not None and bounds[0] <= value <= bounds[1]


def _last_of_a_day(dated: Iterable[tuple[date, float | None]]) -> dict[date, float]:
    """Keep one value a day, the highest of several, in the order of days."""
    values: dict[date, float] = {}
    for day, value in sorted((day, float(value)) for day, value in dated if value is not None):
        values[day] = value
    return values


def _changes_only(values: Mapping[date, float]) -> dict[date, float]:
    """Leave out days that repeat the value before them: a daily estimate rarely moves."""
    kept: dict[date, float] = {}
    latest: float | None = None
    for day, value in values.items():
        if value != latest:
            kept[day] = value
            latest = value
    return kept
