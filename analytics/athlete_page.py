"""What the athlete's page shows at once; its charts are sections of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analytics.agenda import Matter, matters_of
from analytics.display_units import Quantity, unit_of
from analytics.engine.rider import Rider
from analytics.models import Athlete, AthleteState, BodyMass, Session, Thresholds
from analytics.sparkline import Sparkline, draw_sparkline

SESSIONS_SHOWN = 15


@dataclass(frozen=True, slots=True)
class AthletePage:
    athlete: Athlete
    state: AthleteState
    rider: Rider
    matters: Sequence[Matter]  # that wait for a decision
    sessions: Sequence[Session]  # the newest ones
    has_more: bool
    masses: Sequence[BodyMass]  # newest first
    mass_line: Sparkline | None  # in the unit that the reader chose
    mass_unit: str
    thresholds: Sequence[Thresholds]  # newest first
    power_line: Sparkline | None  # critical power, else FTP


def compose_athlete(athlete: Athlete, *, today: date) -> AthletePage:
    """Load one athlete's page: open decisions, newest sessions, weight and thresholds."""
    sessions = list(athlete.sessions.for_list()[: SESSIONS_SHOWN + 1])
    masses = list(athlete.masses.all())
    thresholds = list(athlete.thresholds.all())
    mass_unit = unit_of(Quantity.MASS)
    powers_w = [row.critical_power_w or row.ftp_w for row in thresholds]
    return AthletePage(
        athlete=athlete,
        state=getattr(athlete, "state", None) or AthleteState(),
        rider=athlete.rider_on(today),
        matters=matters_of(athlete.agenda_items.still_open().ranked(today=today)),
        sessions=sessions[:SESSIONS_SHOWN],
        has_more=len(sessions) > SESSIONS_SHOWN,
        masses=list(reversed(masses)),
        mass_line=draw_sparkline([mass.mass_kg / mass_unit.si_per_unit for mass in masses]),
        mass_unit=mass_unit.symbol,
        thresholds=list(reversed(thresholds)),
        power_line=draw_sparkline([power_w for power_w in powers_w if power_w is not None]),
    )
