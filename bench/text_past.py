"""What an athlete has ridden before a generated ride: peaks, and sessions by structure."""

from dataclasses import dataclass, field
from datetime import date
from statistics import fmean

from analytics.engine.peaks import PeakPower
from analytics.engine.records import BestsByWindow, windows_before
from analytics.engine.session import AnalysedSession
from analytics.engine.set_matching import SetShape, main_sets, share_structure
from analytics.engine.sets import DetectedSet
from analytics.engine.vocabulary import Window
from summaries.facts import EarlierAlike


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
        bests: dict[Window, dict[tuple[int, int], float]] = {}
        for window in windows_before(day):
            best = bests.setdefault(window.window, {})
            for ridden_on, peak in self.peaks:
                if ridden_on < window.end and (window.first is None or ridden_on >= window.first):
                    key = (peak.level, peak.duration_s)
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
