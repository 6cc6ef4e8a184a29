"""What a coach should notice in one athlete's season today: dates and figures in, notices out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from statistics import fmean, quantiles, stdev

from analytics.engine.agenda import FRESH
from analytics.engine.printing import clock
from analytics.engine.vocabulary import AgendaKind, Window

BAND = timedelta(days=90)
STALE = timedelta(weeks=8)
DECOUPLING_FRESH = timedelta(days=7)
FEWEST_FOR_BAND = 5
LEAST_DEVIATION = 1.0  # percentage points: nobody is steadier than the measurement
LOW_FORM = -30.0
FEWEST_RIDDEN_DAYS = 8
LONGEST_SILENCE = timedelta(days=28)  # after it the athlete is on a break, which is no news
LEAST_USUAL_GAP_DAYS = 2
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class SessionGlance:
    """What the watch needs of one session."""

    session_id: int
    day: date
    heading: str
    load: float | None = None
    decoupling_percent: float | None = None


@dataclass(frozen=True, slots=True)
class RecordGlance:
    """A record that beat an earlier value; baselines are left out."""

    session_id: int
    day: date
    duration_s: int
    window: Window
    power_w: float
    previous_w: float
    level: int = 0


@dataclass(frozen=True, slots=True)
class PeakGlance:
    """A peak that waits for a decision."""

    session_id: int
    day: date
    duration_s: int
    power_w: float
    reason: str


@dataclass(frozen=True, slots=True)
class FileGlance:
    """A file that gave no session; of an import with several it stands for them all."""

    subject: str
    address: str
    day: date
    name: str
    reason: str
    others: int = 0  # of the same import, that gave none either


@dataclass(frozen=True, slots=True)
class LoadOfMorning:
    """A day's form and what it is made of."""

    day: date
    form: float
    fitness: float
    fatigue: float


@dataclass(frozen=True, slots=True)
class AthleteHistory:
    """One athlete's season as the watch reads it; sessions oldest first."""

    sessions: Sequence[SessionGlance] = ()
    records: Sequence[RecordGlance] = ()
    quarantined: Sequence[PeakGlance] = ()
    failed: Sequence[FileGlance] = ()
    mornings: Sequence[LoadOfMorning] = ()  # oldest first, up to today
    mass_date: date | None = None
    thresholds_date: date | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to decide, with the session or the address on whose page that is done."""

    kind: AgendaKind
    subject: str
    evidence: str
    session_id: int | None = field(default=None)
    address: str = field(default="")
    day: date | None = None  # of the ride or the file; None: about today


def watch_season(history: AthleteHistory, *, today: date) -> list[Notice]:
    """Find everything that a coach should decide about one athlete on a day.

    The same history on the same day gives the same notices; what ages out is
    simply no longer among them.
    """
    return [
        *_doubtful_peaks(history.quarantined),
        *_failed_imports(history.failed, today),
        *_low_form(history.mornings),
        *_silence(history.sessions, today),
        *_odd_decoupling(history.sessions, today),
        *_new_records(history.records, today),
        *_stale_figures(history, today),
    ]


def _doubtful_peaks(quarantined: Sequence[PeakGlance]) -> Iterable[Notice]:
    """Give one notice a session, with its shortest doubtful peak as the evidence."""
    by_session: dict[int, list[PeakGlance]] = {}
    for peak in quarantined:
        by_session.setdefault(peak.session_id, []).append(peak)
    for session_id, peaks in by_session.items():
        first = min(peaks, key=lambda peak: peak.duration_s)
        evidence = (
            f"{first.power_w:.0f} W over {clock(first.duration_s)}"
            f"{_and_more(len(peaks) - 1, 'peak')} on {_day(first.day)}: {first.reason}"
        )
        yield Notice(
            AgendaKind.QUARANTINED_PEAK,
            f"session {session_id}",
            evidence,
            session_id,
            day=first.day,
        )


def _failed_imports(failed: Sequence[FileGlance], today: date) -> Iterable[Notice]:
    for file in failed:
        if today - file.day <= FRESH:
            yield Notice(
                AgendaKind.FAILED_IMPORT,
                file.subject,
                f"{file.name}{_and_more(file.others, 'file')}: {file.reason}",
                address=file.address,
                day=file.day,
            )


def _low_form(mornings: Sequence[LoadOfMorning]) -> Iterable[Notice]:
    """Tell of form below -30 once for each stretch of days that it stays there."""
    if not mornings or mornings[-1].form >= LOW_FORM:
        return
    today = since = mornings[-1]
    for morning in reversed(mornings):
        if morning.form >= LOW_FORM:
            break
        since = morning
    yield Notice(
        AgendaKind.FORM,
        f"since {since.day:%Y-%m-%d}",
        f"Form is {_signed(today.form)} (fitness {today.fitness:.0f}, fatigue "
        f"{today.fatigue:.0f}), below {_signed(LOW_FORM)} since {_day(since.day)}.",
    )


def _silence(sessions: Sequence[SessionGlance], today: date) -> Iterable[Notice]:
    """Tell of a hard last day that is followed by more than the usual gap.

    Hard is a load in the top quarter of the ridden days of 90 days; the usual
    gap is the 90th percentile of the gaps between them, and two days at least.
    """
    loads: dict[date, float] = {}
    for session in sessions:
        if timedelta(0) <= today - session.day <= BAND:
            loads[session.day] = loads.get(session.day, 0.0) + (session.load or 0.0)
    days = sorted(loads)
    if len(days) < FEWEST_RIDDEN_DAYS:
        return
    last = days[-1]
    hard_load = quantiles(loads.values(), n=4)[-1]
    gaps = [(later - day).days for day, later in pairwise(days)]
    usual_days = max(round(quantiles(gaps, n=10)[-1]), LEAST_USUAL_GAP_DAYS)
    silent = today - last
    if loads[last] < hard_load or not usual_days < silent.days <= LONGEST_SILENCE.days:
        return
    session = next(session for session in reversed(sessions) if session.day == last)
    yield Notice(
        AgendaKind.SILENCE,
        f"since {last:%Y-%m-%d}",
        f"Nothing for {silent.days} days after a load of {loads[last]:.0f} on {_day(last)}; "
        f"nine gaps in ten are {usual_days} days or shorter.",
        session.session_id,
    )


def _odd_decoupling(sessions: Sequence[SessionGlance], today: date) -> Iterable[Notice]:
    """Tell of a recent ride outside the mean and two deviations of the 90 days before it."""
    known = [
        (session, session.decoupling_percent)
        for session in sessions
        if session.decoupling_percent is not None
    ]
    for session, percent in known:
        if not timedelta(0) <= today - session.day <= DECOUPLING_FRESH:
            continue
        before = [value for other, value in known if timedelta(0) < session.day - other.day <= BAND]
        if len(before) < FEWEST_FOR_BAND:
            continue
        middle, deviation = fmean(before), max(stdev(before), LEAST_DEVIATION)
        lowest, highest = middle - 2 * deviation, middle + 2 * deviation
        if not lowest <= percent <= highest:
            yield Notice(
                AgendaKind.DECOUPLING,
                f"session {session.session_id}",
                f"{_signed(percent, 1)} % on {session.heading}, {_day(session.day)}; in 90 days "
                f"{_signed(lowest, 1)} to {_signed(highest, 1)} % ({len(before)} rides).",
                session.session_id,
                day=session.day,
            )


def _new_records(records: Sequence[RecordGlance], today: date) -> Iterable[Notice]:
    """Give one notice a session: its record of the widest window, then the largest gain."""
    by_session: dict[int, list[RecordGlance]] = {}
    for record in records:
        if timedelta(0) <= today - record.day <= FRESH:
            by_session.setdefault(record.session_id, []).append(record)
    widths = list(Window)
    for session_id, found in by_session.items():
        best = max(
            found,
            key=lambda record: (
                record.level == 0,
                widths.index(record.window),
                record.power_w / record.previous_w if record.previous_w else 0.0,
            ),
        )
        others = len({(record.level, record.duration_s) for record in found}) - 1
        yield Notice(
            AgendaKind.NEW_RECORD,
            f"session {session_id}",
            f"Best {_of(best.window)} over {clock(best.duration_s)}"
            f"{_and_more(others, 'record')} on {_day(best.day)}: "
            f"{best.power_w:.0f} W, {best.power_w - best.previous_w:.0f} W more than before.",
            session_id,
            day=best.day,
        )


def _stale_figures(history: AthleteHistory, today: date) -> Iterable[Notice]:
    """Tell of weight and thresholds older than 8 weeks, of an athlete who rides."""
    if not any(timedelta(0) <= today - ridden.day <= STALE for ridden in history.sessions):
        return
    dated = (("Weight", history.mass_date), ("Thresholds", history.thresholds_date))
    old = [(name, day) for name, day in dated if day is None or today - day > STALE]
    if old:
        told = "; ".join(
            f"{name} unknown" if day is None else f"{name} from {_day(day)}, {day.year}"
            for name, day in old
        )
        subject = " ".join(f"{name} {day or 'unknown'}" for name, day in old).lower()
        yield Notice(AgendaKind.STALE_FIGURES, subject, f"{told}: older than 8 weeks.")


def _and_more(number: int, what: str) -> str:
    return f" and {number} more {what}{'' if number == 1 else 's'}" if number > 0 else ""


def _of(window: Window) -> str:
    return "of all time" if window is Window.ALL_TIME else f"of {window.label}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _signed(value: float, decimals: int = 0) -> str:
    return f"{value:+.{decimals}f}".replace("-", MINUS)
