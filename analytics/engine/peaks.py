"""Peaks: the best mean power held for fixed durations within one session."""

from dataclasses import dataclass

FRESH_LEVEL = 0
STANDARD_DURATIONS_S = (
    1, 5, 10, 15, 20, 30, 45,
    60, 90, 120, 180, 240, 300, 360, 480, 600, 720, 900, 1200, 1800, 2700,
    3600, 5400, 7200, 10800, 14400, 18000,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PeakPower:
    """The best mean power over one duration, after some amount of work."""

    duration_s: int
    level: int  # relative work done before the window: 0 fresh, 10..40 kJ/kg, 500..2000 kJ
    power_w: float
    start_s: int  # offset of the window's first second on the elapsed axis
    unsure_s: int  # seconds in the window that were filled, patched or missing
    eligible: bool  # may become a record: at most 5 % of the window is unsure
