"""What ``bench.records`` times, once a database is there to time it in."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from statistics import median

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from analytics.engine.durability import LEVELS_KJ_PER_KG
from analytics.engine.peak_columns import lay_out, pack_peaks
from analytics.engine.peaks import FRESH_LEVEL, STANDARD_DURATIONS_S, PeakPower
from analytics.engine.record_history import decide_history
from analytics.engine.record_stairs import bests_before, seen_before, unpack_stairs
from analytics.engine.vocabulary import Window
from analytics.models import Athlete, Peak, PeakColumns, RecordBook, Session, Team
from analytics.record_book import decide_due_records, enter_session, mark_records_due
from analytics.record_ledger import list_reigns
from analytics.record_rows import load_ride

SERIES = [
    (level, duration_s)
    for level in (FRESH_LEVEL, *LEVELS_KJ_PER_KG)
    for duration_s in STANDARD_DURATIONS_S
]
CURVE_W = np.array([260 + 20_000 / (duration_s + 25) - 2 * level for level, duration_s in SERIES])
FIRST_AT = datetime(2009, 1, 1, 8, tzinfo=UTC)
DAYS = 6000
RIDES_AT_ONCE = 500


def measure(size: int) -> None:
    """Fill one athlete with rides of 135 peaks, then time what a page and an import ask."""

    athlete = make_history(size)
    mark_records_due(athlete, date(1990, 1, 1))
    started = time.perf_counter()
    decide_due_records(athlete.pk, now=timezone.now())
    first_s = time.perf_counter() - started
    mark_records_due(athlete, date(1990, 1, 1))
    started = time.perf_counter()
    decide_due_records(athlete.pk, now=timezone.now())
    again_s = time.perf_counter() - started

    newest = Session.objects.filter(athlete=athlete).in_ride_order().last()
    book = (
        bytes(RecordBook.objects.get(athlete=athlete).steps),
        bytes(RecordBook.objects.get(athlete=athlete).seen),
    )
    compared = timed(lambda: compare(newest, athlete))
    entered = timed(lambda: enter(newest, athlete))
    page = timed(lambda: list_reigns(athlete, duration_s=1200, window=Window.ALL_TIME))
    queries = timed(lambda: three_windows(newest), times=3)
    print(
        f"{size:6} sessions: back-fill {first_s:.2f} s (again, nothing to write {again_s:.2f} s); "
        f"one comparison {compared:.2f} ms, with its rows written {entered:.1f} ms; "
        f"ledger page {page:.2f} ms; three joined queries {queries:.0f} ms "
        f"({queries / compared:.0f} x); book {sum(map(len, book)) / 1024:.0f} KiB"
    )


def make_history(size: int) -> Athlete:
    """Give an athlete a ride a day, the same days again where there are more, of 135 peaks each."""
    draw = np.random.default_rng(size)
    team = Team.objects.create(name=f"bench {size}")
    athlete = Athlete.objects.create(team=team, first_name="B", last_name=str(size))
    for first in range(0, size, RIDES_AT_ONCE):
        numbers = range(first, min(first + RIDES_AT_ONCE, size))
        Session.objects.bulk_create(make_session(athlete, number) for number in numbers)
        sessions = Session.objects.filter(athlete=athlete).order_by("pk")[first:][:RIDES_AT_ONCE]
        keep_random_peaks(sessions, draw)
    return athlete


def make_session(athlete: Athlete, number: int) -> Session:
    day, again = number % DAYS, number // DAYS
    started_at = FIRST_AT + timedelta(days=day, minutes=again)
    return Session(
        athlete=athlete,
        started_at=started_at,
        local_date=started_at.date(),
        analysed_at=started_at,
        changed_at=started_at,
        stimulus="A",
        elapsed_s=18000,
        timer_s=18000,
        moving_s=18000,
        mass_kg=70.0,
    )


def keep_random_peaks(sessions: Iterable[Session], draw: np.random.Generator) -> None:
    columns, rows = [], []
    for session in sessions:
        powers_w = CURVE_W * draw.normal(0.85, 0.07) * draw.normal(1, 0.03, CURVE_W.size)
        peaks = [
            PeakPower(duration_s, level, round(float(power_w), 1), 0, 0, eligible=True)
            for (level, duration_s), power_w in zip(SERIES, powers_w, strict=True)
        ]
        columns.append(PeakColumns(session=session, columns=pack_peaks(peaks)))
        rows += [Peak(session=session, **asdict(peak)) for peak in peaks]
    PeakColumns.objects.bulk_create(columns)
    Peak.objects.bulk_create(rows, batch_size=2000)


def compare(session: Session, athlete: Athlete) -> None:
    """Hold one ride against all windows: read the book and the ride, compare."""

    book = RecordBook.objects.get(athlete=athlete)
    history = lay_out([load_ride(session)], devices=book.devices)
    stairs = unpack_stairs(bytes(book.steps), bytes(book.seen))
    decide_history(history, bests=bests_before(stairs, history), seen=seen_before(stairs, history))


def enter(session: Session, athlete: Athlete) -> None:

    RecordBook.objects.filter(athlete=athlete).update(last_session_id=0)
    RecordBook.objects.filter(athlete=athlete).update(
        last_started_at=session.started_at - timedelta(seconds=1)
    )
    with transaction.atomic():
        enter_session(session, now=timezone.now())


def three_windows(session: Session) -> None:
    """Ask as such pipelines do: a join and a maximum for each window."""
    for days in (56, 365, 20000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT p.level, p.duration_s, MAX(p.power_w) FROM analytics_peak p "
                "JOIN analytics_session s ON s.id = p.session_id "
                "WHERE s.athlete_id = %s AND DATE(s.started_at) < %s AND DATE(s.started_at) >= %s "
                "GROUP BY p.level, p.duration_s",
                [
                    session.athlete_id,
                    session.local_date.isoformat(),
                    (session.local_date - timedelta(days=days)).isoformat(),
                ],
            )
            cursor.fetchall()


def timed(act: Callable[[], object], *, times: int = 30) -> float:
    """Time an act in milliseconds, the median of several."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - started))
    return median(taken)
