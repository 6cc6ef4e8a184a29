"""The session's chart as the server draws it: an overview that needs no JavaScript."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from analytics.display_units import Quantity, unit_of
from analytics.engine.printing import clock
from analytics.engine.recording import Channel, FloatArray
from analytics.engine.stream import Stream
from analytics.engine.stream_columns import channel_of
from analytics.engine.w_prime import w_prime_balance_differential

WIDTH = 1000
LANE_HEIGHT = 120
COLUMNS = 500  # the chart shows the lowest and the highest value of each
STEPS_S = (60, 120, 300, 600, 1800, 3600)  # of the table beside the chart
MOST_STEPS = 60
W_PRIME_BALANCE = "w_prime_balance_j"
NO_UNIT_CHOICE = {
    Channel.POWER.value: ("Power", "W", 1.0),
    Channel.HEART_RATE.value: ("Heart rate", "bpm", 1.0),
    Channel.CADENCE.value: ("Cadence", "rpm", 1.0),
    W_PRIME_BALANCE: ("W' balance", "kJ", 0.001),
}


@dataclass(frozen=True, slots=True)
class LaneKind:
    """How one channel is named and printed: shown value = stored value x scale."""

    name: str
    label: str
    unit: str
    scale: float


def lane_kinds() -> tuple[LaneKind, ...]:
    """List the lanes in their order, in the units of whoever reads them."""
    speed, height = unit_of(Quantity.SPEED), unit_of(Quantity.HEIGHT)
    return (
        *(LaneKind(name, *shown) for name, shown in NO_UNIT_CHOICE.items()),
        LaneKind(Channel.SPEED.value, "Speed", speed.symbol, 1 / speed.si_per_unit),
        LaneKind(Channel.ALTITUDE.value, "Altitude", height.symbol, 1 / height.si_per_unit),
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
class Step:
    """A few minutes of the ride: the mean of each lane, printed; empty where nothing is known."""

    start_s: int
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StreamChart:
    width: int
    height: int
    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]
    end_label: str
    steps: tuple[Step, ...]


def draw_stream_chart(
    channels: Mapping[str, FloatArray], elapsed_s: int, spans: Iterable[tuple[int, int, bool]]
) -> StreamChart:
    """Draw the channels that the ride has, one lane each, over its intervals."""
    lanes: list[Lane] = []
    for kind in lane_kinds():
        if kind.name in channels:
            values = channels[kind.name] * kind.scale
            lanes.append(_draw_lane(values, kind, len(lanes) * LANE_HEIGHT))
    per_second = WIDTH / max(elapsed_s, 1)
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
        WIDTH,
        len(lanes) * LANE_HEIGHT,
        tuple(lanes),
        bands,
        clock(elapsed_s),
        tuple(_steps(channels, elapsed_s)),
    )


def channels_of(
    stream: Stream, *, critical_power_w: float | None, w_prime_j: float | None
) -> dict[str, FloatArray]:
    """Give the channels that hold a value, and W' balance where its parameters are known."""
    channels = {}
    for kind in lane_kinds():
        if kind.name != W_PRIME_BALANCE:
            values = channel_of(stream, Channel(kind.name))
            if np.isfinite(values).any():
                channels[kind.name] = values
    power_w = channels.get(Channel.POWER.value)
    if power_w is not None and critical_power_w is not None and w_prime_j is not None:
        channels[W_PRIME_BALANCE] = w_prime_balance_differential(
            power_w, critical_power_w, w_prime_j
        )
    return channels


def _steps(channels: Mapping[str, FloatArray], elapsed_s: int) -> Iterable[Step]:
    """Take the mean of each channel over equal steps, for the table."""
    step_s = next((step for step in STEPS_S if elapsed_s <= step * MOST_STEPS), STEPS_S[-1])
    kinds = [kind for kind in lane_kinds() if kind.name in channels]
    for start_s in range(0, elapsed_s, step_s):
        parts = [channels[kind.name][start_s : start_s + step_s] for kind in kinds]
        yield Step(start_s, tuple(map(_mean_text, parts, kinds)))


def _mean_text(values: FloatArray, kind: LaneKind) -> str:
    known = values[np.isfinite(values)]
    if not known.size:
        return ""
    decimals = 1 if kind.name in (Channel.SPEED.value, W_PRIME_BALANCE) else 0
    return f"{known.mean() * kind.scale + 0.0:.{decimals}f}"


def _draw_lane(values: FloatArray, kind: LaneKind, top: int) -> Lane:
    lows, highs = _envelope(values)
    lowest, highest = float(np.nanmin(lows)), float(np.nanmax(highs))
    floor = lowest if kind.name == Channel.ALTITUDE.value else min(0.0, lowest)
    extent = (highest - floor) or 1.0
    return Lane(
        name=kind.name,
        label=kind.label,
        unit=kind.unit,
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
