"""The session's chart as the server draws it: an overview that needs no JavaScript."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from analytics.engine.printing import clock
from analytics.engine.recording import Channel, FloatArray
from analytics.engine.stream import Stream
from analytics.engine.stream_columns import channel_of

WIDTH = 1000
LANE_HEIGHT = 120
COLUMNS = 500  # the chart shows the lowest and the highest value of each
LANES = (
    (Channel.POWER, "Power", "W", 1.0),
    (Channel.HEART_RATE, "Heart rate", "bpm", 1.0),
    (Channel.CADENCE, "Cadence", "rpm", 1.0),
    (Channel.SPEED, "Speed", "km/h", 3.6),
    (Channel.ALTITUDE, "Altitude", "m", 1.0),
)


@dataclass(frozen=True, slots=True)
class Lane:
    """One channel: a band between the lowest and highest value of each column."""

    name: str
    label: str
    unit: str
    lowest: float
    highest: float
    paths: tuple[str, ...]  # SVG polygons' points; one per stretch without a gap
    top: int


@dataclass(frozen=True, slots=True)
class Band:
    """An interval on the time axis."""

    start_s: int
    end_s: int
    x: float
    width: float
    is_work: bool
    label: str


@dataclass(frozen=True, slots=True)
class StreamChart:
    width: int
    height: int
    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]
    end_label: str


def draw_stream_chart(stream: Stream, spans: Iterable[tuple[int, int, bool]]) -> StreamChart:
    """Draw the channels that the ride has, one lane each, over its intervals."""
    lanes: list[Lane] = []
    for channel, label, unit, scale in LANES:
        values = channel_of(stream, channel) * scale
        if np.isfinite(values).any():
            lanes.append(_draw_lane(values, channel.value, label, unit, len(lanes) * LANE_HEIGHT))
    per_second = WIDTH / max(stream.elapsed_s, 1)
    bands = tuple(
        Band(
            start_s=start_s,
            end_s=end_s,
            x=round(start_s * per_second, 1),
            width=round((end_s - start_s) * per_second, 1),
            is_work=is_work,
            label=f"{clock(end_s - start_s)} from {clock(start_s)}",
        )
        for start_s, end_s, is_work in spans
    )
    return StreamChart(
        WIDTH, len(lanes) * LANE_HEIGHT, tuple(lanes), bands, clock(stream.elapsed_s)
    )


def _draw_lane(values: FloatArray, name: str, label: str, unit: str, top: int) -> Lane:
    lows, highs = _envelope(values)
    lowest, highest = float(np.nanmin(lows)), float(np.nanmax(highs))
    floor = 0.0 if name != Channel.ALTITUDE else lowest
    extent = (highest - floor) or 1.0
    return Lane(
        name=name,
        label=label,
        unit=unit,
        lowest=lowest,
        highest=highest,
        paths=tuple(_polygons(lows, highs, floor, extent, top)),
        top=top,
    )


def _envelope(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Fold seconds into columns; a column without a value is NaN."""
    edges = np.linspace(0, values.size, min(COLUMNS, values.size) + 1).astype(int)[:-1]
    is_known = np.isfinite(values)
    lows = np.minimum.reduceat(np.where(is_known, values, np.inf), edges)
    highs = np.maximum.reduceat(np.where(is_known, values, -np.inf), edges)
    is_empty = ~np.logical_or.reduceat(is_known, edges)
    lows[is_empty] = np.nan
    highs[is_empty] = np.nan
    return lows, highs


def _polygons(
    lows: FloatArray, highs: FloatArray, floor: float, extent: float, top: int
) -> Iterable[str]:
    bottom = top + LANE_HEIGHT - 4
    per_unit = (LANE_HEIGHT - 20) / extent
    step = WIDTH / lows.size
    known = np.flatnonzero(np.isfinite(lows))
    for stretch in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1):
        xs = stretch * step
        upper = [
            f"{x:.1f},{bottom - (highs[i] - floor) * per_unit:.1f}"
            for i, x in zip(stretch, xs, strict=True)
        ]
        lower = [
            f"{x:.1f},{bottom - (lows[i] - floor) * per_unit + 1:.1f}"
            for i, x in zip(stretch, xs, strict=True)
        ]
        yield " ".join([*upper, *reversed(lower)])
