"""Spikes: values that no rider produced, replaced between their good neighbours and told."""

from dataclasses import dataclass

from analytics.engine.recording import Channel


@dataclass(frozen=True, slots=True)
class Patch:
    """One second of one channel whose value was replaced; the raw value is kept."""

    channel: Channel
    second: int  # offset on the elapsed axis
    raw: float
    replaced_by: float | None  # None: no good neighbour, the second became missing
    reason: str  # "impossible" or "isolated"
