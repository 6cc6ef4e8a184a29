"""Records: peaks that beat the athlete's best of a window of days before the session."""

from dataclasses import dataclass
from datetime import date

from analytics.engine.vocabulary import Window


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
