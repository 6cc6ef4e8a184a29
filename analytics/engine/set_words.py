"""A set's structure as a coach types it: 5x5, 10 x 30s, 3x12:30, 4x."""

import re
from dataclasses import dataclass

TYPED = re.compile(
    r"\s*(?P<repetitions>\d{1,2})\s*[x×*]\s*"
    r"(?:(?P<minutes>\d{1,3}):(?P<seconds>[0-5]\d)|(?P<number>\d{1,4})\s*(?P<unit>[a-z'\"]*))?\s*",
    re.IGNORECASE,
)
SECONDS_OF = {"s": 1, "sec": 1, '"': 1, "min": 60, "m": 60, "'": 60, "h": 3600}
LONGEST_OF_MINUTES_S = 3 * 3600  # 10x30 are not five hours of efforts but half minutes
TOLERANCE = 0.1


@dataclass(frozen=True, slots=True)
class Structure:
    """So many repetitions of a duration; None: of any."""

    repetitions: int
    duration_s: int | None

    @property
    def bounds_s(self) -> tuple[float, float] | None:
        """Give the durations that count as this one."""
        if self.duration_s is None:
            return None
        return self.duration_s * (1 - TOLERANCE), self.duration_s * (1 + TOLERANCE)


def read_structure(typed: str) -> Structure | None:
    """Understand a structure; None where it makes no sense.

    A number without a unit counts minutes, unless the set would then take more
    than three hours: 10x30 are thirty seconds.
    """
    match = TYPED.fullmatch(typed)
    if match is None or int(match["repetitions"]) == 0:
        return None
    repetitions = int(match["repetitions"])
    if match["minutes"] is not None:
        duration_s = 60 * int(match["minutes"]) + int(match["seconds"])
    elif match["number"] is None:
        return Structure(repetitions, None)
    else:
        unit_s = SECONDS_OF.get(match["unit"].lower()) if match["unit"] else None
        if match["unit"] and unit_s is None:
            return None
        duration_s = int(match["number"]) * (unit_s or 60)
        if unit_s is None and repetitions * duration_s > LONGEST_OF_MINUTES_S:
            duration_s //= 60
    return Structure(repetitions, duration_s) if duration_s else None
