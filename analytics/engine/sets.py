"""Sets: comparable efforts that belong together, with what lay between them."""

from dataclasses import dataclass

from analytics.engine.vocabulary import Characteristic, Intensity


@dataclass(frozen=True, slots=True)
class DetectedSet:
    """Two or more comparable efforts with short recoveries, or one effort that stands alone.

    Means are weighted by duration over the efforts that have the value.
    """

    efforts: tuple[int, ...]  # positions among the session's intervals
    recoveries_s: tuple[int, ...]  # between consecutive efforts
    intensity: Intensity
    characteristic: Characteristic | None
    title: str  # as a coach writes it: "5 x 5:00", "3 x (10 x 30 s / 15 s)"
    signature: str  # canonical structure, equal for the same session under any title
    total_duration_s: int
    mean_duration_s: float
    mean_power_w: float | None = None
    mean_heart_rate_bpm: float | None = None
    mean_cadence_rpm: float | None = None
    mean_torque_nm: float | None = None
    mean_speed_mps: float | None = None
    distance_m: float | None = None
    work_kj: float | None = None
    fade_percent: float | None = None  # mean power of the last effort against the first
    spread_percent: float | None = None  # standard deviation of the efforts' power, % of the mean

    @property
    def repetitions(self) -> int:
        return len(self.efforts)
