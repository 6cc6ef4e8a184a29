"""Records: peaks that beat the athlete's best of a window of days before the session."""

from dataclasses import dataclass

from analytics.engine.vocabulary import Window

WINDOW_DAYS = {Window.EIGHT_WEEKS: 56, Window.ONE_YEAR: 365}
SMALLEST_GAIN_W = 1.0
SMALLEST_GAIN_PERCENT = 0.5
IMPLAUSIBLE_RATIO = 1.25  # of the all-time best: more than a rider gains between two rides


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
