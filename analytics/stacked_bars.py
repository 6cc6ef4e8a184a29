"""Stacked bars as the server draws them: each leads to what it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1000
HEIGHT = 200
GAP = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """What one bar stands for: parts from the bottom up."""

    label: str
    parts: Sequence[tuple[str, float]]  # name, for its colour, and amount
    address: str


@dataclass(frozen=True, slots=True)
class DrawnPart:
    name: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class DrawnBar:
    label: str
    address: str
    x: float
    width: float
    parts: Sequence[DrawnPart]


@dataclass(frozen=True, slots=True)
class StackedBars:
    width: int
    height: int
    highest: float
    bars: Sequence[DrawnBar]


def stack_bars(bars: Sequence[Bar]) -> StackedBars:
    """Scale bars to the highest one, evenly across the width."""
    highest = max((sum(amount for _, amount in bar.parts) for bar in bars), default=0.0)
    step = WIDTH / max(len(bars), 1)
    drawn = [
        DrawnBar(bar.label, bar.address, round(number * step, 1), step - GAP, _parts(bar, highest))
        for number, bar in enumerate(bars)
    ]
    return StackedBars(WIDTH, HEIGHT, highest, drawn)


def _parts(bar: Bar, highest: float) -> list[DrawnPart]:
    parts = []
    bottom = float(HEIGHT)
    for name, amount in bar.parts:
        height = amount / highest * HEIGHT
        bottom -= height
        parts.append(DrawnPart(name, round(bottom, 1), round(height, 1)))
    return parts
