"""What a ride's work left of its power: peaks after each level of work against the fresh ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.engine.durability import (
    LEVELS_KJ_PER_KG,
    Durability,
    LevelReached,
    compare_with_fresh,
    find_levels,
)
from analytics.engine.peaks import PeakPower
from analytics.engine.stream import Stream
from analytics.models import Peak, Session

SHOWN_DURATIONS_S = (60, 300, 1200)


@dataclass(frozen=True, slots=True)
class WornLevel:
    """A level of work that the ride reached, and what was held after it."""

    reached: LevelReached
    unit: str  # of the level
    peaks: Sequence[Durability | None]  # one per shown duration; None: none that counts

    @property
    def intensity_percent(self) -> float | None:
        """The work before it, as a share of critical power."""
        intensity = self.reached.prior_intensity
        return None if intensity is None else 100 * intensity


def durability_of(session: Session, stream: Stream, peaks: Sequence[Peak]) -> list[WornLevel]:
    """Compare level by level, with the intensity of the work before; none without power."""
    compared = {
        (each.level, each.duration_s): each
        for each in compare_with_fresh(_as_measured(peak) for peak in peaks if _counts(peak))
    }
    return [
        WornLevel(
            reached,
            unit="kJ/kg" if reached.level <= max(LEVELS_KJ_PER_KG) else "kJ",
            peaks=[compared.get((reached.level, duration_s)) for duration_s in SHOWN_DURATIONS_S],
        )
        for reached in find_levels(
            stream, mass_kg=session.mass_kg, critical_power_w=session.critical_power_w
        )
    ]


def _counts(peak: Peak) -> bool:
    return peak.eligible and not peak.quarantine


def _as_measured(peak: Peak) -> PeakPower:
    return PeakPower(
        peak.duration_s, peak.level, peak.power_w, peak.start_s, peak.unsure_s, peak.eligible
    )
