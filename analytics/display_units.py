"""The units in which lengths, speeds and weights are shown to whoever reads the page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from analytics.engine.vocabulary import Units


class Quantity(StrEnum):
    DISTANCE = "distance"
    HEIGHT = "height"
    SPEED = "speed"
    MASS = "mass"


@dataclass(frozen=True, slots=True)
class Unit:
    symbol: str
    si_per_unit: float
    decimals: int


SHOWN = {
    Units.METRIC: {
        Quantity.DISTANCE: Unit("km", 1000.0, 1),
        Quantity.HEIGHT: Unit("m", 1.0, 0),
        Quantity.SPEED: Unit("km/h", 1 / 3.6, 1),
        Quantity.MASS: Unit("kg", 1.0, 1),
    },
    Units.IMPERIAL: {
        Quantity.DISTANCE: Unit("mi", 1609.344, 1),
        Quantity.HEIGHT: Unit("ft", 0.3048, 0),
        Quantity.SPEED: Unit("mph", 0.44704, 1),
        Quantity.MASS: Unit("lb", 0.45359237, 1),
    },
}


def _metric() -> Units:
    return Units.METRIC


_choose: ContextVar[Callable[[], Units]] = ContextVar("units", default=_metric)


@contextmanager
def reading_in(choose: Callable[[], Units]) -> Iterator[None]:
    """Show everything inside in the units that ``choose`` gives, asked only when needed."""
    token = _choose.set(choose)
    try:
        yield
    finally:
        _choose.reset(token)


def unit_of(quantity: Quantity) -> Unit:
    """Tell the unit in which a quantity is shown here and now."""
    return SHOWN[_choose.get()()][quantity]
