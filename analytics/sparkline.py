"""A line of a few weeks, small enough for a cell of a table, as the server draws it."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 84
HEIGHT = 20
MARGIN = 1.5


@dataclass(frozen=True, slots=True)
class Sparkline:
    points: str  # of an SVG polyline
    zero: float | None  # where the zero line runs; None: not between lowest and highest
    text: str  # the same in words


def draw_sparkline(values: Sequence[float]) -> Sparkline | None:
    """Draw a line from the oldest to the newest value; None for fewer than two."""
    if len(values) < 2:
        return None
    lowest, highest = min(values), max(values)
    extent = (highest - lowest) or 1.0
    step = WIDTH / (len(values) - 1)

    def height_of(value: float) -> float:
        return round(HEIGHT - MARGIN - (value - lowest) / extent * (HEIGHT - 2 * MARGIN), 1)

    return Sparkline(
        points=" ".join(
            f"{number * step:.1f},{height_of(value)}" for number, value in enumerate(values)
        ),
        zero=height_of(0.0) if lowest < 0 < highest else None,
        text=(
            f"from {values[0]:.0f} to {values[-1]:.0f}, lowest {lowest:.0f}, highest {highest:.0f}"
        ),
    )
