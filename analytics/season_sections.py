"""The athlete's season in sections: load, volume, time in zones, calendar."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from analytics.engine.peaks import FRESH_LEVEL
from analytics.engine.printing import clock
from analytics.engine.vocabulary import Stimulus, Window
from analytics.models import Athlete, Record, Session
from analytics.row_addresses import addresses_of
from analytics.season import DayOfLoad, WeekOfLoad, fitness_by_week, load_by_day
from analytics.season_cache import remembered
from analytics.stacked_bars import Bar, StackedBars, stack_bars

CHART_DAYS = 365
VOLUME_WEEKS = 26
VOLUME_MONTHS = 12
CALENDAR_WEEKS = 12


@dataclass(frozen=True, slots=True)
class RiddenDay:
    """One day of the load table, with the sessions and the records of it."""

    load: DayOfLoad
    label: str
    sessions: Sequence[tuple[str, str]]  # address, heading
    record: str


@dataclass(frozen=True, slots=True)
class LoadSection:
    days: Sequence[DayOfLoad]
    ridden: Sequence[RiddenDay]  # newest first
    payload: dict[str, Any]
    sentence: str


@dataclass(frozen=True, slots=True)
class Volume:
    """What was ridden in a week or a month."""

    first_date: date
    timer_s: int
    load: float
    by_stimulus: Sequence[tuple[Stimulus, int]]  # seconds
    address: str
    fitness: WeekOfLoad | None = None  # of a week


@dataclass(frozen=True, slots=True)
class ZoneShare:
    label: str
    duration_s: int
    percent: float


@dataclass(frozen=True, slots=True)
class VolumeSection:
    weeks: Sequence[Volume]  # newest first
    months: Sequence[Volume]  # newest first
    bars: StackedBars
    stimuli: Sequence[Stimulus]  # that occur, in the order of the legend
    zones: Sequence[ZoneShare]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    date: date
    is_today: bool
    sessions: Sequence[Session] = field(default=())


def compose_load(athlete: Athlete, *, today: date) -> LoadSection:
    """Follow a year of load; two queries beside the one for the load itself."""
    days = remembered(
        athlete, "load", today, lambda: load_by_day(athlete, until=today)[-CHART_DAYS:]
    )
    since = today - timedelta(days=CHART_DAYS)
    address_of = addresses_of("analytics:session-detail")
    sessions = {
        day: [(address_of(session.pk), session.heading) for session in ridden]
        for day, ridden in _by_day(_listed(athlete, since=since, today=today)).items()
    }
    records = _record_days(athlete, since=since)
    ridden = [
        RiddenDay(day, f"{day.date:%-d %b %Y}", sessions[day.date], records.get(day.date, ""))
        for day in reversed(days)
        if day.date in sessions
    ]
    return LoadSection(days, ridden, _load_payload(days, sessions, records), _load_words(days))


def compose_volume(athlete: Athlete, *, today: date) -> VolumeSection:
    """Sum up half a year by week and a year by month, and time in zones; kept until it changes."""
    return remembered(athlete, "volume", today, lambda: _sum_up_volume(athlete, today=today))


def _sum_up_volume(athlete: Athlete, *, today: date) -> VolumeSection:
    first_week = _monday(today) - timedelta(weeks=VOLUME_WEEKS - 1)
    mondays = [first_week + timedelta(weeks=number) for number in range(VOLUME_WEEKS)]
    first_days = [_month_before(today, months) for months in range(VOLUME_MONTHS)]
    since = min(first_week, first_days[-1])
    sessions = list(_listed(athlete, since=since, today=today, more=("power_zone_s",)))
    fitness = fitness_by_week(athlete, until=today)
    weeks = [
        replace(
            _volume(athlete, sessions, monday, monday + timedelta(days=6)),
            fitness=fitness.get(monday),
        )
        for monday in mondays
    ]
    months = [_volume(athlete, sessions, first, _last_of_month(first)) for first in first_days]
    found = {stimulus for period in (*weeks, *months) for stimulus, _ in period.by_stimulus}
    return VolumeSection(
        weeks=list(reversed(weeks)),
        months=[month for month in months if month.timer_s],
        bars=stack_bars([_bar(week) for week in weeks]),
        stimuli=[stimulus for stimulus in Stimulus if stimulus in found],
        zones=_zones(session for session in sessions if session.local_date >= first_week),
    )


def compose_calendar(athlete: Athlete, *, today: date) -> list[list[CalendarDay]]:
    """Lay out the last weeks, newest first, Monday to Sunday; one query."""
    first = _monday(today) - timedelta(weeks=CALENDAR_WEEKS - 1)
    sessions = _by_day(_listed(athlete, since=first, today=today + timedelta(days=7)))
    weeks = [
        [_calendar_day(first + timedelta(days=7 * week + day), sessions, today) for day in range(7)]
        for week in range(CALENDAR_WEEKS)
    ]
    return list(reversed(weeks))


def _listed(
    athlete: Athlete, *, since: date, today: date, more: Sequence[str] = ()
) -> Iterable[Session]:
    fields = ("athlete_id", "title", "local_date", "stimulus", "timer_s", "training_load", *more)
    found = athlete.sessions.counting().filter(local_date__gte=since, local_date__lte=today)
    return found.order_by("started_at", "pk").only(*fields)


def _by_day(sessions: Iterable[Session]) -> dict[date, list[Session]]:
    days: dict[date, list[Session]] = {}
    for session in sessions:
        days.setdefault(session.local_date, []).append(session)
    return days


def _record_days(athlete: Athlete, *, since: date) -> dict[date, str]:
    """Name the longest fresh record of all time of each day."""
    rows = (
        Record.objects.filter(
            session__athlete=athlete,
            session__local_date__gte=since,
            level=FRESH_LEVEL,
            window=Window.ALL_TIME,
            previous_w__isnull=False,
        )
        .order_by("duration_s")
        .values_list("session__local_date", "duration_s", "power_w")
    )
    return {day: f"{power_w:.0f} W over {clock(duration_s)}" for day, duration_s, power_w in rows}


def _load_payload(
    days: Sequence[DayOfLoad],
    sessions: dict[date, list[tuple[str, str]]],
    records: dict[date, str],
) -> dict[str, Any]:
    return {
        "days": [day.date.isoformat() for day in days],
        "load": [round(day.load, 1) for day in days],
        "fitness": [round(day.fitness, 1) for day in days],
        "fatigue": [round(day.fatigue, 1) for day in days],
        "form": [round(day.form, 1) for day in days],
        "records": [records.get(day.date) for day in days],
        "addresses": [sessions[day.date][0][0] if day.date in sessions else None for day in days],
    }


def _load_words(days: Sequence[DayOfLoad]) -> str:
    if not days:
        return ""
    first, last = days[0], days[-1]
    return (
        f"Load of {len(days)} days: fitness from {first.fitness:.0f} to {last.fitness:.0f}, "
        f"fatigue {last.fatigue:.0f} and form {last.form:.0f} today."
    )


def _volume(athlete: Athlete, sessions: Iterable[Session], first: date, last: date) -> Volume:
    inside = [session for session in sessions if first <= session.local_date <= last]
    seconds: dict[str, int] = defaultdict(int)
    for session in inside:
        seconds[session.stimulus] += session.timer_s
    query = f"?athlete={athlete.pk}&since={first}&until={last}"
    return Volume(
        first_date=first,
        timer_s=sum(seconds.values()),
        load=sum(session.training_load or 0.0 for session in inside),
        by_stimulus=[(each, seconds[each]) for each in Stimulus if each in seconds],
        address=reverse("analytics:search") + query,
    )


def _bar(week: Volume) -> Bar:
    return Bar(
        label=f"Week of {week.first_date:%d %b}: {clock(week.timer_s)}",
        parts=[(stimulus.name.lower(), seconds) for stimulus, seconds in week.by_stimulus],
        address=week.address,
    )


def _zones(sessions: Iterable[Session]) -> list[ZoneShare]:
    seconds: dict[int, int] = defaultdict(int)
    for session in sessions:
        for number, zone_s in enumerate(session.power_zone_s or [], 1):
            seconds[number] += zone_s
    total_s = sum(seconds.values())
    return [
        ZoneShare(f"Zone {number}", zone_s, 100 * zone_s / total_s)
        for number, zone_s in sorted(seconds.items())
        if total_s
    ]


def _calendar_day(day: date, sessions: dict[date, list[Session]], today: date) -> CalendarDay:
    return CalendarDay(day, day == today, sessions.get(day, ()))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month_before(day: date, months: int) -> date:
    """Give the first day of the month so many months before a day's own."""
    number = 12 * day.year + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _last_of_month(first: date) -> date:
    return _month_before(first, -1) - timedelta(days=1)
