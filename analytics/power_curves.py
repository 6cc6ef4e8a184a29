"""An athlete's bests per window, as curves: measured, modelled, and after work."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from analytics.curve_chart import CurveChart, CurvePoint, CurveSeries, draw_curves
from analytics.engine.durability import level_label
from analytics.engine.peaks import FRESH_LEVEL, STANDARD_DURATIONS_S
from analytics.engine.power_curve_model import PowerCurve, fit_power_curve
from analytics.engine.power_model import WINDOW_DAYS, Effort, Refusal
from analytics.engine.vocabulary import Window
from analytics.models import Athlete, Session
from analytics.season import bests_until

DAYS = {Window.EIGHT_WEEKS: 56, Window.ONE_YEAR: 365, Window.ALL_TIME: None}

Bests = dict[int, dict[int, CurvePoint]]  # by level, then by duration [s]


def bests_of(athlete: Athlete, *, today: date, days: int | None) -> Bests:
    """Find the best peak that counts per level and duration in the days up to today."""
    bests: Bests = {}
    for (level, duration_s), best in bests_until(athlete, today=today, days=days).items():
        address = reverse("analytics:session-detail", args=[best.session_id])
        bests.setdefault(level, {})[duration_s] = CurvePoint(best.power_w, address, best.day)
    return bests


def window_curves(athlete: Athlete, *, today: date) -> tuple[CurveChart, CurveChart]:
    """Draw the three windows with the fitted model, and the year's curves after work."""
    bests = {window: bests_of(athlete, today=today, days=days) for window, days in DAYS.items()}
    measured = [CurveSeries(window.label, bests[window].get(FRESH_LEVEL, {})) for window in Window]
    modelled, note = _model(bests_of(athlete, today=today, days=WINDOW_DAYS))
    curves = draw_curves("curve", "Power-duration curve", [*measured, *modelled], note=note)
    year = bests[Window.ONE_YEAR]
    levels = sorted(year, key=lambda level: level)
    worn = [CurveSeries(level_label(level), year[level]) for level in levels]
    return curves, draw_curves("durability", "Power after work, 1 year", worn)


def compare_athletes(athletes: Iterable[Athlete], *, today: date, window: Window) -> CurveChart:
    """Lay the fresh curves of several athletes over one another."""
    series = [
        CurveSeries(
            str(athlete),
            bests_of(athlete, today=today, days=DAYS[window]).get(FRESH_LEVEL, {}),
        )
        for athlete in athletes
    ]
    return draw_curves("comparison", f"Best power, {window.label.lower()}", series)


def compare_sessions(sessions: Iterable[Session]) -> CurveChart:
    """Lay the fresh peaks of several sessions, loaded with them, over one another."""
    series = [
        CurveSeries(
            f"{session.athlete}, {session.local_date:%d %b %Y}",
            {
                peak.duration_s: CurvePoint(
                    peak.power_w, session.get_absolute_url(), session.local_date
                )
                for peak in session.peaks.all()
                if peak.level == FRESH_LEVEL
            },
        )
        for session in sessions
    ]
    return draw_curves("comparison", "Best power of each session", series)


def _model(bests: Bests) -> tuple[list[CurveSeries], str]:
    """Fit the curve to the bests of 90 days; or say why there is none."""
    efforts = [
        Effort(duration_s, point.power_w, point.day)
        for duration_s, point in sorted(bests.get(FRESH_LEVEL, {}).items())
        if point.day is not None
    ]
    fitted = fit_power_curve(efforts)
    if isinstance(fitted, Refusal):
        return [], f"No model of the last {WINDOW_DAYS} days. {fitted}"
    longest_s = max(effort.duration_s for effort in efforts)
    points = {
        duration_s: CurvePoint(fitted.power_at(duration_s))
        for duration_s in STANDARD_DURATIONS_S
        if duration_s <= longest_s
    }
    return [CurveSeries(f"Model, {WINDOW_DAYS} days", points, is_model=True)], _told(fitted)


def _told(fitted: PowerCurve) -> str:
    critical_power = _with_error(fitted.critical_power_w, fitted.critical_power_error_w, "W")
    w_prime_error_kj = None if fitted.w_prime_error_j is None else fitted.w_prime_error_j / 1000
    w_prime = _with_error(fitted.w_prime_j / 1000, w_prime_error_kj, "kJ", decimals=1)
    peak = _with_error(fitted.peak_power_w, fitted.peak_power_error_w, "W")
    return (
        f"The model of the last {WINDOW_DAYS} days: critical power {critical_power}, "
        f"W' {w_prime}, peak power {peak}; {fitted.error_w:.0f} W off on average."
    )


def _with_error(value: float, error: float | None, unit: str, *, decimals: int = 0) -> str:
    """Write a value with its standard error, where that is known."""
    told = f"{value:.{decimals}f}"
    return f"{told} {unit}" if error is None else f"{told} ± {error:.{decimals}f} {unit}"
