"""Power-duration curves over one another: as a chart's data and as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analytics.engine.peaks import STANDARD_DURATIONS_S
from analytics.engine.printing import clock


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The best over one duration and the session that holds it."""

    power_w: float
    address: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class CurveSeries:
    label: str
    points: Mapping[int, CurvePoint]  # by duration [s]
    is_model: bool = False


@dataclass(frozen=True, slots=True)
class CurveChart:
    """Curves of one axis; the table has a row a duration and a column a curve."""

    key: str  # names the chart on its page
    title: str
    series: Sequence[CurveSeries]
    note: str = ""
    durations_s: Sequence[int] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not self.durations_s

    @property
    def rows(self) -> list[tuple[int, list[CurvePoint | None]]]:
        return [
            (duration_s, [series.points.get(duration_s) for series in self.series])
            for duration_s in self.durations_s
        ]

    @property
    def payload(self) -> dict[str, Any]:
        return {
            "x": list(self.durations_s),
            "series": [
                {
                    "label": series.label,
                    "isModel": series.is_model,
                    "values": [_power(series, duration_s) for duration_s in self.durations_s],
                    "addresses": [_address(series, duration_s) for duration_s in self.durations_s],
                }
                for series in self.series
            ],
        }

    @property
    def sentence(self) -> str:
        """Say in words what the chart shows, for those who cannot see it."""
        told = [_in_words(series) for series in self.series if series.points]
        return f"{self.title}. {' '.join(told)}"


def draw_curves(
    key: str, title: str, series: Sequence[CurveSeries], *, note: str = ""
) -> CurveChart:
    """Lay curves over one another, over the standard durations that any of them reaches."""
    measured = {duration_s for one in series if not one.is_model for duration_s in one.points}
    reached = [duration_s for duration_s in STANDARD_DURATIONS_S if duration_s in measured]
    return CurveChart(key, title, series, note, reached)


def _power(series: CurveSeries, duration_s: int) -> float | None:
    point = series.points.get(duration_s)
    return None if point is None else round(point.power_w, 1)


def _address(series: CurveSeries, duration_s: int) -> str:
    point = series.points.get(duration_s)
    return "" if point is None else point.address


def _in_words(series: CurveSeries) -> str:
    first, last = min(series.points), max(series.points)
    return (
        f"{series.label}: {series.points[first].power_w:.0f} W over {clock(first)} "
        f"to {series.points[last].power_w:.0f} W over {clock(last)}."
    )
