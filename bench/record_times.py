"""What ``bench.records`` times, once a database is there to time it in."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from statistics import median

import numpy as np
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from analytics.engine.durability import LEVELS_KJ_PER_KG
from analytics.engine.peak_columns import PEAK_ROW, lay_out
from analytics.engine.peaks import FRESH_LEVEL, STANDARD_DURATIONS_S, PeakPower
from analytics.engine.record_history import decide_history
from analytics.engine.record_stairs import bests_before, seen_before, unpack_stairs
from analytics.models import Athlete, Peak, PeakColumns, RecordBook, Session, Team
from analytics.plain_rows import insert_rows
from analytics.record_book import decide_due_records, enter_session, mark_records_due
from analytics.record_rows import load_ride

SERIES = [
    (level, duration_s)
    for level in (FRESH_LEVEL, *LEVELS_KJ_PER_KG)
    for duration_s in STANDARD_DURATIONS_S
]
CURVE_W = np.array([260 + 20_000 / (duration_s + 25) - 2 * level for level, duration_s in SERIES])
FIRST_AT = datetime(2009, 1, 1, 8, tzinfo=UTC)
LONG_AGO = date(1990, 1, 1)
DAYS = 6000
RIDES_AT_ONCE = 500
ATHLETES = 1000
PEAK_NAMES = ("session", *(field.name for field in fields(PeakPower)), "quarantine")


def measure(sizes: Sequence[int], *, crowd: int) -> None:
    """Time what a page and an import ask of one athlete, at each size and in a crowd."""
    print(
        f"{connection.vendor}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; wall time"
    )
    compared = [measure_athlete(make_history(size, name=str(size))) for size in sizes]
    if len(compared) > 1:
        print(f"comparison, largest against smallest history: x {compared[-1] / compared[0]:.2f}")
    if crowd:
        rides = max(1, crowd // (ATHLETES * len(SERIES)))
        athletes = [make_history(rides, name=f"crowd {number}") for number in range(ATHLETES)]
        print(f"{ATHLETES:,} athletes, {Peak.objects.count():,} peaks in all")
        measure_athlete(athletes[ATHLETES // 2])


def measure_athlete(athlete: Athlete) -> float:
    """Print the figures of one athlete; gives the time of a comparison in milliseconds."""
    first_s, again_s = back_fill(athlete), back_fill(athlete)
    newest = Session.objects.filter(athlete=athlete).in_ride_order()[athlete.sessions.count() - 1]
    book = RecordBook.objects.get(athlete=athlete)
    compared = timed(lambda: compare(newest, athlete))
    entered = timed(lambda: enter(newest, athlete))
    client = Client(headers={"host": "localhost"})
    client.force_login(
        User.objects.get_or_create(username="bench", is_superuser=True, is_staff=True)[0]
    )
    ledger = f"/athletes/{athlete.pk}/records/"
    page = timed(lambda: look_at(client, ledger))
    year = timed(lambda: look_at(client, f"{ledger}?window=1y&on=2014-05-03"))
    queries = timed(lambda: three_windows(newest), times=3)
    print(
        f"{athlete.sessions.count():6,} sessions: back-fill {first_s:.2f} s (again, nothing to "
        f"write {again_s:.2f} s); one comparison {compared:.2f} ms, with its rows written "
        f"{entered:.1f} ms; ledger page {page:.1f} ms, of 1 year on a day {year:.1f} ms; "
        f"three joined queries {queries:.0f} ms "
        f"({queries / compared:.0f} x); book {(len(book.steps) + len(book.seen)) / 1024:.0f} KiB",
        flush=True,
    )
    return compared


def back_fill(athlete: Athlete) -> float:
    mark_records_due(athlete, LONG_AGO)
    started = time.perf_counter()
    decide_due_records(athlete.pk, now=timezone.now())
    return time.perf_counter() - started


def look_at(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


def make_history(size: int, *, name: str) -> Athlete:
    """Give an athlete a ride a day, the same days again where there are more, of 135 peaks each."""
    draw = np.random.default_rng(size)
    team, _ = Team.objects.get_or_create(name="bench")
    athlete = Athlete.objects.create(team=team, first_name="B", last_name=name)
    athlete.masses.create(date=FIRST_AT.date(), mass_kg=70.0)
    for first in range(0, size, RIDES_AT_ONCE):
        numbers = range(first, min(first + RIDES_AT_ONCE, size))
        with transaction.atomic():
            Session.objects.bulk_create(make_session(athlete, number) for number in numbers)
            keys = Session.objects.filter(athlete=athlete).order_by("-pk").values_list("pk")
            keep_random_peaks([pk for (pk,) in keys[: len(numbers)]][::-1], draw)
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


def keep_random_peaks(sessions: Sequence[int], draw: np.random.Generator) -> None:
    columns, rows = [], []
    for session in sessions:
        powers_w = CURVE_W * draw.normal(0.85, 0.07) * draw.normal(1, 0.03, CURVE_W.size)
        peaks = [
            (duration_s, level, round(power_w, 1), 0, 0, True, 0)
            for (level, duration_s), power_w in zip(SERIES, powers_w.tolist(), strict=True)
        ]
        columns.append((session, np.array(peaks, dtype=PEAK_ROW).tobytes()))
        rows += [(session, *peak, "") for peak in peaks]
    insert_rows(PeakColumns, ("session", "columns"), columns)
    insert_rows(Peak, PEAK_NAMES, rows)


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
