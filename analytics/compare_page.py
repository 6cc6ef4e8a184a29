"""Two to six athletes, or sessions, on one curve; the address says which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from analytics.curve_chart import CurveChart
from analytics.engine.vocabulary import Window
from analytics.models import Athlete, Session
from analytics.power_curves import compare_athletes, compare_sessions

FEWEST, MOST = 2, 6


@dataclass(frozen=True, slots=True)
class ComparePage:
    athletes: Sequence[Athlete]  # to choose from
    chosen: frozenset[int]  # athletes
    sessions: Sequence[Session]  # that are compared
    window: Window
    windows: Sequence[Window]
    chart: CurveChart | None
    ignored: Sequence[str]


def compose_comparison(
    user: User,
    *,
    athlete_ids: Sequence[str],
    session_ids: Sequence[str],
    window: str,
    today: date,
) -> ComparePage:
    """Choose what the user may see of what was asked for; sessions go before athletes."""
    ignored: list[str] = []
    athletes = list(Athlete.objects.visible_to(user).in_lists())
    sessions = _sessions(user, session_ids, ignored)
    chosen = _chosen(athletes, athlete_ids, ignored)
    known = _window(window, ignored)
    chart = None
    if len(sessions) >= FEWEST:
        chart = compare_sessions(sessions)
    elif len(chosen) >= FEWEST:
        chart = compare_athletes(chosen, today=today, window=known)
    return ComparePage(
        athletes=athletes,
        chosen=frozenset(athlete.pk for athlete in chosen),
        sessions=sessions,
        window=known,
        windows=list(Window),
        chart=chart,
        ignored=ignored,
    )


def _sessions(user: User, typed: Sequence[str], ignored: list[str]) -> list[Session]:
    numbers = _numbers(typed, ignored, what="sessions")
    visible = Session.objects.visible_to(user).filter(pk__in=numbers)
    found = list(visible.select_related("athlete").prefetch_related("peaks").order_by("started_at"))
    _tell_missing(len(numbers), len(found), ignored, what="sessions")
    return found


def _chosen(athletes: Sequence[Athlete], typed: Sequence[str], ignored: list[str]) -> list[Athlete]:
    numbers = _numbers(typed, ignored, what="athletes")
    found = [athlete for athlete in athletes if athlete.pk in numbers]
    _tell_missing(len(numbers), len(found), ignored, what="athletes")
    return found


def _numbers(typed: Sequence[str], ignored: list[str], *, what: str) -> list[int]:
    numbers = []
    for text in dict.fromkeys(typed):
        if text.isascii() and text.isdigit() and len(text) < 19:
            numbers.append(int(text))
        else:
            ignored.append(f"“{text}” is no number of {what}; it is left out.")
    if len(numbers) > MOST:
        ignored.append(f"At most {MOST} {what} fit on one curve; the first {MOST} are shown.")
    return numbers[:MOST]


def _tell_missing(asked: int, found: int, ignored: list[str], *, what: str) -> None:
    if found < asked:
        ignored.append(f"{asked - found} of the {what} asked for are not there, or not yours.")


def _window(typed: str, ignored: list[str]) -> Window:
    if not typed:
        return Window.EIGHT_WEEKS
    if typed in set(Window):
        return Window(typed)
    ignored.append(f"“{typed}” is no window; 8 weeks are shown.")
    return Window.EIGHT_WEEKS
