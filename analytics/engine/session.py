"""One ride through the whole engine: the composition that the web and the command line share."""

from dataclasses import dataclass

from analytics.engine.intervals import LabelledInterval
from analytics.engine.peaks import PeakPower
from analytics.engine.repair import Patch
from analytics.engine.sets import DetectedSet
from analytics.engine.stream import Stream
from analytics.engine.totals import SessionTotals
from analytics.engine.vocabulary import Stimulus


@dataclass(frozen=True, slots=True)
class Quality:
    """What was wrong with a ride and what was done about it."""

    filled_s: int  # short dropouts, filled linearly
    missing_s: int  # longer dropouts, left empty
    paused_s: int
    patches: tuple[Patch, ...]
    notes: tuple[str, ...]  # one sentence each: cut file, clock that ran backwards, ...


@dataclass(frozen=True, slots=True, eq=False)
class AnalysedSession:
    """Everything the engine says about one ride."""

    stream: Stream  # after repair
    totals: SessionTotals
    intervals: tuple[LabelledInterval, ...]
    sets: tuple[DetectedSet, ...]
    peaks: tuple[PeakPower, ...]
    stimulus: Stimulus
    stimulus_reason: str
    quality: Quality
