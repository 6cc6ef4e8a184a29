"""A workout as the demo's coaches write it: segments of power, as fractions of FTP."""

from dataclasses import dataclass
from enum import StrEnum

from analytics.engine.recording import LapRole
from analytics.engine.vocabulary import Stimulus


class RideKind(StrEnum):
    RECOVERY = "recovery"
    ENDURANCE = "endurance"
    LONG = "long endurance"
    SWEET_SPOT = "3 x 15"
    THRESHOLD = "2 x 20"
    OVER_UNDERS = "over-unders"
    VO2MAX = "5 x 5"
    MICRO_INTERVALS = "30/15"
    SPRINTS = "sprints"
    TORQUE = "low cadence"
    LATE_EFFORTS = "efforts after work"
    ACTIVATION = "activation"
    TEST = "20-minute test"
    RACE = "race"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a ride with one intention."""

    role: LapRole
    duration_s: int
    power: float  # fraction of FTP at its start; not used in a sprint
    end_power: float | None = None  # at its end, where it is a ramp
    cadence_rpm: float | None = None  # None: the athlete's own
    sprint: float | None = None  # fraction of the athlete's best second
    name: str = ""


@dataclass(frozen=True, slots=True)
class Workout:
    """What a coach writes into the calendar."""

    kind: RideKind
    stimulus: Stimulus
    title: str
    description: str
    segments: tuple[Segment, ...]

    @property
    def duration_s(self) -> int:
        return sum(segment.duration_s for segment in self.segments)
