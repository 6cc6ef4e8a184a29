"""What goes wrong on four rides of the season."""

from dataclasses import replace

import numpy as np

from analytics.demo.season import Oddity
from analytics.engine.recording import Channel, FloatArray, Samples, TimeSpan

SPIKE_W = 1974.0
DROPOUT_S = 90
CAFE_STOP_S = 25 * 60
CAFE_AFTER = 0.6  # share of the ride


def edge_times(started_at_s: float, duration_s: int, oddity: Oddity | None) -> FloatArray:
    """Tell the Unix time of each ridden second and of the end; a café stop lies between two."""
    edge_at_s = started_at_s + np.arange(duration_s + 1.0)
    if oddity is Oddity.CAFE_STOP:
        edge_at_s[_cafe_second(duration_s) :] += CAFE_STOP_S
    return edge_at_s


def timer_spans(edge_at_s: FloatArray, oddity: Oddity | None) -> tuple[TimeSpan, ...]:
    """Tell when the timer ran."""
    start_at_s, end_at_s = float(edge_at_s[0]), float(edge_at_s[-1])
    if oddity is not Oddity.CAFE_STOP:
        return (TimeSpan(start_at_s, end_at_s),)
    stop = _cafe_second(edge_at_s.size - 1)
    return (
        TimeSpan(start_at_s, float(edge_at_s[stop - 1]) + 1),
        TimeSpan(float(edge_at_s[stop]), end_at_s),
    )


def as_recorded(samples: Samples, oddity: Oddity | None, draw: np.random.Generator) -> Samples:
    """Tell what of a ride arrives in the file."""
    middle = int(samples.at_s.size * draw.uniform(0.4, 0.6))
    if oddity is Oddity.POWER_SPIKE:
        power_w = samples.channels[Channel.POWER].copy()
        pedalling = np.flatnonzero(power_w > 0)
        power_w[pedalling[np.searchsorted(pedalling, middle)]] = SPIKE_W
        return replace(samples, channels={**samples.channels, Channel.POWER: power_w})
    if oddity is Oddity.DROPOUT:
        return _rows(samples, np.r_[0:middle, middle + DROPOUT_S : samples.at_s.size])
    if oddity is Oddity.NO_POWER:
        measured = (Channel.POWER, Channel.CADENCE)
        kept = {key: values for key, values in samples.channels.items() if key not in measured}
        return replace(samples, channels=kept)
    return samples


def _cafe_second(duration_s: int) -> int:
    return int(CAFE_AFTER * duration_s)


def _rows(samples: Samples, rows: FloatArray) -> Samples:
    return Samples(
        samples.at_s[rows],
        {channel: values[rows] for channel, values in samples.channels.items()},
    )
