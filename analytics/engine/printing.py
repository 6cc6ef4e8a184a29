"""How durations and amounts print, and durations read, everywhere in the product."""

import math
import re

MISSING = "–"
READABLE = re.compile(r"\s*(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})\s*s?\s*", re.ASCII)


def clock(duration_s: float) -> str:
    """Print a duration exactly: 45 s, 1:21, 59:51, 1:04:00, 25:10:00."""
    seconds = round(duration_s)
    return f"{seconds} s" if seconds < 60 else clock_face(seconds)


def clock_face(duration_s: float) -> str:
    """Print a duration as a clock shows it, also under a minute: 0:45, 1:21, 1:04:00."""
    minutes, seconds = divmod(round(duration_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def amount_or_dash(
    value: float | None, unit: str, decimals: int = 0, *, per_unit: float = 1.0
) -> str:
    """Print an amount rounded, with its unit: 1,234 W; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return MISSING
    return f"{value / per_unit + 0.0:,.{decimals}f} {unit}".rstrip()


def read_duration(written: str) -> int | None:
    """Read what ``clock`` or a person writes: 45 s, 90, 1:21, 1:04:00 [s]; None if it is none."""
    match = READABLE.fullmatch(written)
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    is_clock = ":" in written
    if is_clock and (seconds > 59 or (match[1] is not None and minutes > 59)):
        return None
    return 3600 * hours + 60 * minutes + seconds
