"""Stretches: the edges of intervals, before anything is computed inside them."""

from dataclasses import dataclass

from analytics.engine.vocabulary import IntervalSource


@dataclass(frozen=True, slots=True)
class Stretch:
    """Edges of an interval, before anything is computed inside them."""

    start_s: int  # offset on the elapsed axis
    end_s: int  # exclusive
    is_work: bool
    source: IntervalSource
    confidence: float  # 0 to 1

    @property
    def duration_s(self) -> int:
        return self.end_s - self.start_s
