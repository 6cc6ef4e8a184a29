"""What an athlete has ridden before a generated ride: peaks, and sessions by structure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import fmean

from analytics.engine.peaks import PeakPower
from analytics.engine.records import (
    SMALLEST_GAIN_PERCENT,
    SMALLEST_GAIN_W,
    WINDOW_DAYS,
    Record,
)
from analytics.engine.session import AnalysedSession
from analytics.engine.set_matching import SetShape, main_sets, share_structure
from analytics.engine.sets import DetectedSet
from analytics.engine.vocabulary import Window
from summaries.facts import EarlierAlike

BestsByWindow = Mapping[Window, Mapping[tuple[int, int], float]]


@dataclass(frozen=True)
class Ridden:
    """One earlier session by its main sets."""

    local_date: date
    sets: list[DetectedSet]
    shapes: list[SetShape]


@dataclass
class Past:
    """One athlete's rides so far."""

    peaks: list[tuple[date, PeakPower]] = field(default_factory=list)
    sessions: list[Ridden] = field(default_factory=list)

    def bests_before(self, day: date) -> BestsByWindow:
        """Find the best of each window, level and duration among the earlier peaks."""
        bests: dict[Window, dict[tuple[int, int], float]] = {window: {} for window in Window}
        for ridden_on, peak in self.peaks:
            key = (peak.level, peak.duration_s)
            for window, best in bests.items():
                days = WINDOW_DAYS.get(window)
                if ridden_on < day and (days is None or ridden_on >= day - timedelta(days=days)):
                    best[key] = max(best.get(key, 0.0), peak.power_w)
        return bests

    def earlier_alike(self, day: date, analysed: AnalysedSession) -> EarlierAlike | None:
        """Hold a session against the last of its structure, as the product does."""
        this = ridden(day, analysed)
        alike = [each for each in self.sessions if share_structure(this.shapes, each.shapes)]
        if not alike or all(found.repetitions == 1 for found in this.sets):
            return None
        return EarlierAlike(
            title=" + ".join(found.title for found in this.sets),
            local_date=alike[-1].local_date,
            number_this_year=1 + sum(each.local_date.year == day.year for each in alike),
            power_change_w=_change(this.sets, alike[-1].sets, "mean_power_w"),
            heart_rate_change_bpm=_change(this.sets, alike[-1].sets, "mean_heart_rate_bpm"),
            row=f"session of {alike[-1].local_date}",
        )


def records_of(peaks: Sequence[PeakPower], bests: BestsByWindow) -> Iterator[Record]:
    """Give each peak's records, or that it is the first of its kind."""
    for peak in peaks:
        key = (peak.level, peak.duration_s)
        if not bests[Window.ALL_TIME].get(key):
            yield Record(peak.duration_s, peak.level, Window.ALL_TIME, peak.power_w, None)
        for window in Window:
            best_w = bests[window].get(key)
            if best_w and peak.power_w - best_w >= _least_gain_w(best_w):
                yield Record(peak.duration_s, peak.level, window, peak.power_w, best_w)


def _least_gain_w(best_w: float) -> float:
    return max(SMALLEST_GAIN_W, SMALLEST_GAIN_PERCENT / 100 * best_w)


def ridden(day: date, analysed: AnalysedSession) -> Ridden:
    sets = main_sets(analysed.sets)
    return Ridden(day, sets, [_shape(found, analysed) for found in sets])


def _shape(found: DetectedSet, analysed: AnalysedSession) -> SetShape:
    known = [
        fraction
        for position in found.efforts
        if (fraction := analysed.intervals[position].power_fraction) is not None
    ]
    fraction = fmean(known) if known else None
    return SetShape.of(found.repetitions, found.mean_duration_s, found.recoveries_s, fraction)


def _change(now: list[DetectedSet], before: list[DetectedSet], name: str) -> float | None:
    means = [[getattr(found, name) for found in sets] for sets in (now, before)]
    if any(value is None for values in means for value in values):
        return None
    return fmean(means[0]) - fmean(means[1])
