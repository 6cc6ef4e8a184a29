"""A team's database as it may be met, at any size with its oddities; equal seeds, equal rows."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

ROWS_A_STATEMENT = 2000
FIRST_DAY = datetime(2020, 1, 1, 6, 30, tzinfo=UTC)
SECOND_US = 1_000_000
PEAK_DURATIONS_S = (5, 60, 300, 1200, 3600)
TABLES = {
    "accounts_useraccount": "id INT PRIMARY KEY, first_name VARCHAR(150), last_name VARCHAR(150)",
    "profiles_athlete": "id INT PRIMARY KEY, user_id INT, team_id INT NULL, KEY (user_id)",
    "metrics_metric": (
        "id INT AUTO_INCREMENT PRIMARY KEY, athlete_id INT, metric_type VARCHAR(5),"
        " unit VARCHAR(10), value DOUBLE NULL, date DATE, KEY (athlete_id)"
    ),
    "daily_metrics_dailyestimation": (
        "id INT AUTO_INCREMENT PRIMARY KEY, athlete_id INT, date DATE,"
        " critical_power DOUBLE NULL, KEY (athlete_id)"
    ),
    "activities_activitysummary": (
        "id BIGINT PRIMARY KEY, athlete_id INT, activity_date DATETIME(6) NULL,"
        " training_stimulus VARCHAR(10) NULL, timer_time DOUBLE NULL, distance DOUBLE NULL,"
        " total_elevation_gain DOUBLE NULL, average_power DOUBLE NULL,"
        " average_heartrate DOUBLE NULL, average_speed DOUBLE NULL, KEY (athlete_id)"
    ),
    "activities_activityraw": (
        "id BIGINT AUTO_INCREMENT PRIMARY KEY, activity_summary_id BIGINT,"
        " KEY (activity_summary_id)"
    ),
    "activities_lap": (
        "id BIGINT AUTO_INCREMENT PRIMARY KEY, activity_summary_id BIGINT, start DOUBLE NULL,"
        " end DOUBLE NULL, distance DOUBLE NULL, intensity_v2 VARCHAR(10) NULL,"
        " characteristic VARCHAR(10) NULL, power_mean DOUBLE NULL, heart_rate_mean DOUBLE NULL,"
        " speed_mean DOUBLE NULL, cadence_mean DOUBLE NULL, KEY (activity_summary_id)"
    ),
    "activities_trainingpeaksworkout": (
        "id BIGINT AUTO_INCREMENT PRIMARY KEY, activity_summary_id BIGINT,"
        " Title VARCHAR(300) NULL, Description LONGTEXT NULL, KEY (activity_summary_id)"
    ),
    "metrics_recordprofile": (
        "id BIGINT AUTO_INCREMENT PRIMARY KEY, activity_summary_id BIGINT, duration BIGINT,"
        " unit VARCHAR(10), relative_work INT NULL, value DOUBLE NULL, KEY (activity_summary_id)"
    ),
}
ODDITIES = (
    "plain", "no laps", "two workouts", "26 hours", "laps out of order", "unknown codes",
    "not processed", "odd numbers", "wide letters", "no date", "no duration", "stranger",
    "overlapping laps", "no peaks", "only zeros", "many laps",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """How large a database to make, and how odd."""

    athletes: int = 4
    sessions: int = 48
    seed: int = 1
    last_day: date = date(2026, 5, 1)
    oddity_share: float = 1.0  # of the sessions that are one of ODDITIES in turn

    @property
    def first_day(self) -> datetime:
        return datetime(2020, 1, 1, 6, 30, tzinfo=UTC)


def make_tables(cursor: Any) -> None:
    for table, columns in TABLES.items():
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(f"CREATE TABLE {table} ({columns}) DEFAULT CHARSET utf8mb4")


def fill_source(cursor: Any, plan: SourcePlan) -> None:
    """Make the tables and fill them; memory holds a few thousand rows."""
    make_tables(cursor)
    for number in range(1, plan.athletes + 1):
        _make_athlete(cursor, number, plan)
    waiting: dict[str, list[Sequence[Any]]] = {}
    for number in range(1, plan.sessions + 1):
        for table, row in session_rows(number, plan):
            waiting.setdefault(table, []).append(row)
        if number % 500 == 0 or number == plan.sessions:
            for table, rows in waiting.items():
                insert(cursor, table, rows)
            waiting.clear()


COLUMNS = {
    "accounts_useraccount": "id, first_name, last_name",
    "profiles_athlete": "id, user_id, team_id",
    "metrics_metric": "athlete_id, metric_type, unit, value, date",
    "daily_metrics_dailyestimation": "athlete_id, date, critical_power",
    "activities_activitysummary": (
        "id, athlete_id, activity_date, training_stimulus, timer_time, distance,"
        " total_elevation_gain, average_power, average_heartrate, average_speed"
    ),
    "activities_activityraw": "activity_summary_id",
    "activities_lap": (
        "activity_summary_id, start, end, distance, intensity_v2, characteristic,"
        " power_mean, heart_rate_mean, speed_mean, cadence_mean"
    ),
    "activities_trainingpeaksworkout": "activity_summary_id, Title, Description",
    "metrics_recordprofile": "activity_summary_id, duration, unit, relative_work, value",
}


def insert(cursor: Any, table: str, rows: Sequence[Sequence[Any]]) -> None:
    names = ", ".join(f"`{name.strip()}`" for name in COLUMNS[table].split(","))
    marks = ", ".join(["%s"] * len(COLUMNS[table].split(",")))
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - our own names
            rows[start : start + ROWS_A_STATEMENT],
        )


def _make_athlete(cursor: Any, number: int, plan: SourcePlan) -> None:
    """Every fourth has no team, every fifth neither mass nor critical power, one no account."""
    draw = random.Random(f"{plan.seed} athlete {number}")  # noqa: S311 - test data
    team = None if number % 4 == 0 else 1 + number % 3
    if number != 3:
        name = (number, f"Änne {number}", f"Ridérová 🚴 {number}")
        insert(cursor, "accounts_useraccount", [name])
    insert(cursor, "profiles_athlete", [(number, number, team)])
    if number % 5 == 0:
        return
    days = [plan.first_day.date() + timedelta(days=90 * step) for step in range(1, 20)]
    masses: list[Sequence[Any]] = [
        (number, "WG", "kg", 60 + draw.random() * 20, day) for day in days
    ]
    masses += [(number, "WG", "kg", None, days[0]), (number, "WG", "lb", 150.0, days[1])]
    masses += [(number, "RHR", "bpm", 45.0, days[2]), (number, "WG", "kg", 0.0, days[3])]
    insert(cursor, "metrics_metric", masses)
    estimates = [
        (number, day + timedelta(days=step), 240.0 + 10 * ((at + number) % 5))
        for at, day in enumerate(days)
        for step in range(5)
    ]
    estimates.append((number, days[-1] + timedelta(days=9), None))
    insert(cursor, "daily_metrics_dailyestimation", estimates)


def oddity_of(number: int, plan: SourcePlan) -> str:
    draw = random.Random(f"{plan.seed} oddity {number}")  # noqa: S311 - test data
    return ODDITIES[number % len(ODDITIES)] if draw.random() < plan.oddity_share else "plain"


def session_rows(number: int, plan: SourcePlan) -> Iterator[tuple[str, Sequence[Any]]]:
    """Give the rows of one session; ids have gaps, as deleted rows leave them."""
    draw = random.Random(f"{plan.seed} session {number}")  # noqa: S311 - test data
    oddity = oddity_of(number, plan)
    source_id = 3 * number + 10
    yield "activities_activitysummary", _summary(source_id, number, oddity, draw, plan)
    if oddity != "not processed":
        yield "activities_activityraw", (source_id,)
    for lap in _laps(source_id, oddity, draw):
        yield "activities_lap", lap
    yield from _workouts(source_id, oddity, draw)
    for peak in _peaks(source_id, oddity, draw):
        yield "metrics_recordprofile", peak


def _summary(
    source_id: int, number: int, oddity: str, draw: random.Random, plan: SourcePlan
) -> Sequence[Any]:
    days = (plan.last_day - plan.first_day.date()).days
    started_at = plan.first_day + timedelta(
        days=days * number / plan.sessions, seconds=draw.randrange(3600)
    )
    timer_s: float | None = 26 * 3600.0 if oddity == "26 hours" else 3600.0 + draw.randrange(7200)
    odd = oddity == "odd numbers"
    return (
        source_id,
        10_000 if oddity == "stranger" else 1 + number % plan.athletes,
        None if oddity == "no date" else f"{started_at:%Y-%m-%d %H:%M:%S}",
        draw.choice(("T", "V", "A", "RV", "XX" if oddity == "unknown codes" else "AN", None)),
        {"no duration": None, "only zeros": 0.0}.get(oddity, timer_s),
        -5.0 if odd else 30_000.0 + draw.randrange(60_000),
        1e300 if odd else draw.randrange(1500) * 1.0,
        None if odd else 150.0 + draw.randrange(100),
        0.0 if odd else 120.0 + draw.randrange(50),
        8.0 + draw.random(),
    )


def _laps(source_id: int, oddity: str, draw: random.Random) -> list[Sequence[Any]]:
    if oddity == "no laps":
        return []
    efforts = 60 if oddity == "many laps" else draw.randrange(3, 6)
    laps: list[Sequence[Any]] = []
    now_s = 600.0
    codes = ("Q", "?") if oddity == "unknown codes" else (draw.choice(("T", "V", "TP")), None)
    for _ in range(efforts):
        laps.append(_lap(source_id, now_s, now_s + 240.4, codes, 270 + draw.randrange(60), draw))
        rest = ("A", draw.choice(("R", None)))
        laps.append(_lap(source_id, now_s + 240.4, now_s + 360, rest, 120.0, draw))
        now_s += 300 if oddity == "overlapping laps" else 360
    if oddity == "laps out of order":
        draw.shuffle(laps)
    if oddity == "odd numbers":
        laps += [(source_id, 100.0, 100.0, *[None] * 7), (source_id, None, None, *[None] * 7)]
        laps.append((source_id, 0.0, 300.0, -1.0, None, None, -20.0, 0.0, 1e9, 900.0))
    return laps


def _lap(
    source_id: int,
    start_s: float,
    end_s: float,
    codes: Sequence[str | None],
    power_w: float,
    draw: random.Random,
) -> Sequence[Any]:
    heart_rate_bpm = 130.0 + draw.randrange(40)
    return (source_id, start_s, end_s, 2500.0, *codes, power_w, heart_rate_bpm, 9.0, 85.0)


def _workouts(
    source_id: int, oddity: str, draw: random.Random
) -> Iterator[tuple[str, Sequence[Any]]]:
    titles = {"two workouts": ("4 x 4", "Strength", "4 x 4"), "wide letters": ("Štajerska 🏔️", "")}
    plain: tuple[str, ...] = ("Intervals",) if draw.random() < 0.7 else ()
    for title in titles.get(oddity, plain):
        yield "activities_trainingpeaksworkout", (source_id, title, "as | planned\n'quoted' \\ \"")
    if oddity == "wide letters":
        yield "activities_trainingpeaksworkout", (source_id, None, None)


def _peaks(source_id: int, oddity: str, draw: random.Random) -> Iterator[Sequence[Any]]:
    if oddity == "no peaks":
        return
    for duration_s in PEAK_DURATIONS_S:
        power_w = 900 * duration_s**-0.15 + draw.randrange(60)
        yield (source_id, duration_s * SECOND_US, "W", 0, power_w)
    yield (source_id, 300 * SECOND_US, "W", 20, 280.0 + draw.randrange(20))
    if oddity == "odd numbers":
        yield (source_id, 1_500_000, "W", 0, 400.0)
        yield (source_id, 0, "W", 0, 400.0)
        yield (source_id, 60 * SECOND_US, "W", 0, 99_999.0)
        yield (source_id, 60 * SECOND_US, "W", None, 700.0)
        yield (source_id, 60 * SECOND_US, "bpm", 0, 190.0)
        yield (source_id, 1200 * SECOND_US, "W", 0, -3.0)
        yield (source_id, 1200 * SECOND_US, "W", 0, None)
