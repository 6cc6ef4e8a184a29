"""The climbs of a ride, and what the rider did on each."""

from dataclasses import dataclass

import numpy as np

from analytics.engine.climbing import Climb, find_climbs
from analytics.engine.recording import FloatArray
from analytics.engine.stream import Stream


@dataclass(frozen=True, slots=True)
class RiddenClimb:
    climb: Climb
    duration_s: int  # pauses included, as the ascent speed counts them
    mean_power_w: float | None
    mean_heart_rate_bpm: float | None


def climbs_of(stream: Stream) -> list[RiddenClimb]:
    """Find the climbs in the order ridden; none without altitude and distance."""
    return [
        RiddenClimb(
            climb,
            duration_s=climb.end_s - climb.start_s,
            mean_power_w=_mean_on(climb, stream.power_w),
            mean_heart_rate_bpm=_mean_on(climb, stream.heart_rate_bpm),
        )
        for climb in find_climbs(stream.altitude_m, stream.distance_m)
    ]


def _mean_on(climb: Climb, values: FloatArray) -> float | None:
    """Average the seconds that hold a value; paused ones hold none."""
    part = values[climb.start_s : climb.end_s]
    known = part[np.isfinite(part)]
    return float(known.mean()) if known.size else None
