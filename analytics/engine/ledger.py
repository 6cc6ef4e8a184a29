"""The ledger: every session of one athlete decided in the order in which it was ridden."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from analytics.engine.peaks import FRESH_LEVEL, PeakPower
from analytics.engine.records import Record, find_records, needs_review, windows_before
from analytics.engine.vocabulary import Window

PeakKey = tuple[int, int]  # level, duration [s]


@dataclass(frozen=True, slots=True)
class SessionPeaks:
    """What one session brings to the ledger."""

    session_id: int
    local_date: date
    peaks: tuple[PeakPower, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the ledger says of one session."""

    session_id: int
    records: tuple[Record, ...]
    quarantine: Mapping[PeakKey, str]  # why a peak waits for a person


@dataclass(slots=True)
class Staircase:
    """The peaks of one level and duration that no later one beat, oldest and highest first.

    The best of any window that ends now is the first step at or after its
    start, so one short list answers for windows of every length.
    """

    days: list[date] = field(default_factory=list)
    powers_w: list[float] = field(default_factory=list)

    def add(self, day: date, power_w: float) -> None:
        while self.powers_w and self.powers_w[-1] <= power_w:
            self.days.pop()
            self.powers_w.pop()
        self.days.append(day)
        self.powers_w.append(power_w)

    def best_since(self, first: date | None) -> float | None:
        step = 0 if first is None else bisect_left(self.days, first)
        return self.powers_w[step] if step < len(self.powers_w) else None


class Ledger:
    """An athlete's bests so far; sessions are entered in the order in which they started."""

    def __init__(self) -> None:
        self._stairs: defaultdict[PeakKey, Staircase] = defaultdict(Staircase)
        # Best fresh power per duration, candidates included: what the next ride is plausible by.
        self._seen_w: dict[int, float] = {}

    def enter(self, session: SessionPeaks) -> Decision:
        """Decide one session against everything that was entered before it, then keep its peaks."""
        eligible = [peak for peak in session.peaks if peak.eligible]
        reasons = {
            _key(peak): needs_review(peak, self._seen_w.get(peak.duration_s)) for peak in eligible
        }
        bests = self._bests_before(session.local_date)
        counted = [peak for peak in eligible if not reasons[_key(peak)]]
        for peak in eligible:
            key = _key(peak)
            self.recall(session.local_date, key, peak.power_w, counts=not reasons[key])
        return Decision(
            session.session_id,
            find_records(counted, bests),
            {key: reason for key, reason in reasons.items() if reason},
        )

    def recall(self, day: date, key: PeakKey, power_w: float, *, counts: bool) -> None:
        """Keep an eligible peak of a day; one that does not count is a candidate."""
        level, duration_s = key
        if level == FRESH_LEVEL and power_w > self._seen_w.get(duration_s, 0.0):
            self._seen_w[duration_s] = power_w
        if counts:
            self._stairs[key].add(day, power_w)

    def _bests_before(self, day: date) -> dict[Window, dict[PeakKey, float]]:
        return {
            window.window: {
                key: best_w
                for key, stairs in self._stairs.items()
                if (best_w := stairs.best_since(window.first)) is not None
            }
            for window in windows_before(day)
        }


def decide_records(sessions: Iterable[SessionPeaks]) -> Iterator[Decision]:
    """Decide an athlete's whole history.

    Parameters
    ----------
    sessions : iterable of SessionPeaks
        In the order in which they started. Of two sessions on one day the later
        one is compared with the earlier one too.

    Yields
    ------
    Decision
        One per session, in the same order.
    """
    ledger = Ledger()
    for session in sessions:
        yield ledger.enter(session)


def _key(peak: PeakPower) -> PeakKey:
    return peak.level, peak.duration_s
