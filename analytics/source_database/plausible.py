"""What a number of the source can have meant."""

from math import isfinite

MOST_POWER_W = 2500.0  # DOMAIN section 3: more is impossible
MOST_HEART_RATE_BPM = 240.0
MOST_CADENCE_RPM = 250.0
MOST_SPEED_MPS = 60.0
MOST_DISTANCE_M = 1e8
MOST_CLIMB_M = 100_000.0
LONGEST_S = 7 * 86_400


def known(value: float | None, *, up_to: float) -> float | None:
    """Keep a value that can have been measured; None for the others, never 0."""
    if value is None or not isfinite(value) or not 0 <= value <= up_to:
        return None
    return float(value)


def known_above_zero(value: float | None, *, up_to: float) -> float | None:
    """The same where 0 says that nothing was measured."""
    return known(value, up_to=up_to) or None
