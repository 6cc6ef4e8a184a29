"""Records: peaks that beat the athlete's best of a window of days before the session."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.engine.peaks import PeakPower
from analytics.engine.vocabulary import Window

WINDOW_DAYS = {Window.EIGHT_WEEKS: 56, Window.ONE_YEAR: 365}
SMALLEST_GAIN_W = 1.0
SMALLEST_GAIN_PERCENT = 0.5
IMPLAUSIBLE_RATIO = 1.25  # of the all-time best: more than a rider gains between two rides

BestsByWindow = Mapping[Window, Mapping[tuple[int, int], float]]  # (level, duration_s) -> [W]


@dataclass(frozen=True, slots=True)
class DateWindow:
    """Half-open stretch of the athlete's local days [first, end); no first day means all time."""

    window: Window
    first: date | None
    end: date


@dataclass(frozen=True, slots=True)
class Record:
    """A peak that beat the best of a window, or the first value ever (a baseline)."""

    duration_s: int
    level: int
    window: Window
    power_w: float
    previous_w: float | None  # None: a baseline, nothing to compare with

    @property
    def is_baseline(self) -> bool:
        return self.previous_w is None

    @property
    def gain_w(self) -> float | None:
        return None if self.previous_w is None else self.power_w - self.previous_w

    @property
    def gain_percent(self) -> float | None:
        return None if self.previous_w is None else 100 * (self.power_w / self.previous_w - 1)


def windows_before(day: date) -> tuple[DateWindow, ...]:
    """Return the 8 weeks, the year and all the time before a session's local day.

    The day itself is outside: whether another session of the same day was ridden
    earlier is for the caller to tell, by its start.
    """
    return (
        *(
            DateWindow(window, first=_days_before(day, days), end=day)
            for window, days in WINDOW_DAYS.items()
        ),
        DateWindow(Window.ALL_TIME, first=None, end=day),
    )


def find_records(peaks: Iterable[PeakPower], bests: BestsByWindow) -> tuple[Record, ...]:
    """Compare a session's peaks with the athlete's earlier bests, in every window.

    Parameters
    ----------
    peaks : iterable of PeakPower
        The session's peaks; candidates that nobody has accepted left out (see
        ``record_checks``).
    bests : mapping of Window to mapping of (level, duration_s) to float
        Best counted power before the session, per window; a missing entry or 0
        means that there is none. [W]

    Returns
    -------
    tuple of Record
        In the order of ``peaks``, each from the shortest window to the longest.

    Notes
    -----
    A record beats the best of a window by at least 1 W and at least 0.5 %. The
    first value ever at a level and duration is a baseline, told once, as of all
    time. Where a shorter window is empty but an older value exists, there is
    nothing to beat in that window, and so no record of it: coming back from a
    long break is not an improvement. A peak that is not eligible, or of 0 W,
    is never a record.
    """
    return tuple(
        record
        for peak in peaks
        if peak.eligible and peak.power_w > 0
        for record in _records_of(peak, bests)
    )


def biggest_improvement(records: Iterable[Record]) -> Record | None:
    """Return the record with the largest gain in percent; None if all are baselines.

    Of equal gains the one in the longest window wins, then the first.
    """
    improvements = [record for record in records if record.gain_percent is not None]
    return max(improvements, key=_improvement, default=None)


def _records_of(peak: PeakPower, bests: BestsByWindow) -> Iterable[Record]:
    key = (peak.level, peak.duration_s)
    previous_w = {window: bests.get(window, {}).get(key) for window in Window}
    if not any(previous_w.values()):
        yield Record(peak.duration_s, peak.level, Window.ALL_TIME, peak.power_w, None)
    for window, best_w in previous_w.items():
        if best_w and _beats(peak.power_w, best_w):
            yield Record(peak.duration_s, peak.level, window, peak.power_w, best_w)


def _beats(power_w: float, best_w: float) -> bool:
    gain_w = power_w - best_w
    return gain_w >= SMALLEST_GAIN_W and 100 * gain_w >= SMALLEST_GAIN_PERCENT * best_w


def _improvement(record: Record) -> tuple[float, int]:
    return record.gain_percent or 0.0, list(Window).index(record.window)


def _days_before(day: date, days: int) -> date:
    return date.min if (day - date.min).days < days else day - timedelta(days=days)
