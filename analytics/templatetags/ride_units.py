"""SI values as a person reads them; a missing value prints as a dash."""

import math
from datetime import datetime

from django import template
from django.utils.html import format_html

from analytics.display_units import Quantity, unit_of
from analytics.engine.printing import MISSING, amount_or_dash
from analytics.engine.printing import clock as print_clock
from analytics.engine.printing import clock_face as print_clock_face
from analytics.models import Athlete

register = template.Library()

BYTES_PER_KIB = 1024


def _shown(value: float | None, quantity: Quantity) -> str:
    """Print a value in the unit that the reader chose."""
    unit = unit_of(quantity)
    return amount_or_dash(value, unit.symbol, per_unit=unit.si_per_unit, decimals=unit.decimals)


@register.filter
def clock(duration_s: float | None) -> str:
    return MISSING if duration_s is None else print_clock(duration_s)


@register.filter
def clock_face(offset_s: float | None) -> str:
    """Print a moment of a ride as a clock shows it, also within the first minute."""
    return MISSING if offset_s is None else print_clock_face(offset_s)


@register.simple_tag
def chart_moment(start_s: int, end_s: int, *, has_chart: bool) -> str:
    """Print a moment of the ride; where there is a chart it leads to its seconds there.

    A tag and no include: a long ride has a hundred, and an included template costs ten times this.
    """
    face = print_clock_face(start_s)
    if not has_chart:
        return face
    return format_html(
        '<a href="#chart-heading" data-start="{}" data-end="{}">{}</a>', start_s, end_s, face
    )


@register.filter
def moment(at: datetime | None, athlete: Athlete) -> str:
    """Print a moment as the athlete's clock showed it."""
    return MISSING if at is None else f"{athlete.local_time(at):%-d %b %Y, %H:%M}"


@register.filter
def watts(power_w: float | None) -> str:
    return amount_or_dash(power_w, "W")


@register.filter
def bpm(heart_rate_bpm: float | None) -> str:
    return amount_or_dash(heart_rate_bpm, "bpm")


@register.filter
def rpm(cadence_rpm: float | None) -> str:
    return amount_or_dash(cadence_rpm, "rpm")


@register.filter
def newton_metres(torque_nm: float | None) -> str:
    return amount_or_dash(torque_nm, "Nm")


@register.filter
def kilometres(distance_m: float | None) -> str:
    return _shown(distance_m, Quantity.DISTANCE)


@register.filter
def kmh(speed_mps: float | None) -> str:
    return _shown(speed_mps, Quantity.SPEED)


@register.filter
def metres(length_m: float | None) -> str:
    return _shown(length_m, Quantity.HEIGHT)


@register.filter
def kilojoules(work_kj: float | None) -> str:
    return amount_or_dash(work_kj, "kJ")


@register.filter
def joules_as_kilojoules(energy_j: float | None) -> str:
    return amount_or_dash(energy_j, "kJ", per_unit=1000, decimals=1)


@register.filter
def kilograms(mass_kg: float | None) -> str:
    return _shown(mass_kg, Quantity.MASS)


@register.filter
def whole(number: float | None) -> str:
    return amount_or_dash(number, "")


@register.filter
def ratio(number: float | None) -> str:
    return amount_or_dash(number, "", decimals=2)


@register.filter
def percent(share_percent: float | None) -> str:
    return amount_or_dash(share_percent, "%", decimals=1)


@register.filter
def signed_percent(change_percent: float | None) -> str:
    printed = percent(change_percent)
    return f"+{printed}" if change_percent is not None and change_percent > 0 else printed


@register.filter
def signed(change: float | None, unit: str) -> str:
    """Print a difference with its sign; none is ±0."""
    if change is None or not math.isfinite(change):
        return MISSING
    return f"{change:+.0f} {unit}" if round(change) else f"±0 {unit}"


@register.filter
def hours(duration_s: float | None) -> str:
    return amount_or_dash(duration_s, "h", per_unit=3600, decimals=1)


@register.filter
def kibibytes(size_bytes: float | None) -> str:
    return amount_or_dash(size_bytes, "KiB", per_unit=BYTES_PER_KIB)
