"""Fills the database of ``bench.pages``, which runs it through ``manage.py shell``.

One athlete is made, the others are copies made by the database. One of them, in the coach's team,
also has a season of peaks and the last rides of the demo, imported with all that a page shows.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.test import Client
from django.utils import timezone

from analytics.agenda import raise_item
from analytics.athlete_state import work_out_state
from analytics.demo_team import demo_season
from analytics.engine.peaks import STANDARD_DURATIONS_S
from analytics.engine.vocabulary import AgendaKind, Intensity, Stimulus, Window
from analytics.management.commands.load_demo import receive_ride
from analytics.models import (
    AgendaItem,
    Athlete,
    AthleteState,
    CoachMembership,
    IntervalSet,
    Peak,
    Record,
    Session,
    Team,
    Thresholds,
)
from cycling_site import celery_app

ATHLETES = globals().get("ATHLETES", 10)
SESSIONS = globals().get("SESSIONS", 10)
ATHLETES_A_TEAM = 50
IMPORTED = 12
NOW = timezone.now()
LAST = NOW.date()
STIMULI = list(Stimulus)
celery_app.conf.task_always_eager = True


def session_of(athlete: Athlete, number: int) -> Session:
    day = LAST - timedelta(days=number)
    started_at = datetime.combine(day, time(8), UTC)
    return Session(
        athlete=athlete,
        started_at=started_at,
        local_date=day,
        analysed_at=NOW,
        changed_at=started_at,
        stimulus=STIMULI[number % 4],
        title=f"Ride {number}",
        structure="4",
        elapsed_s=5400,
        timer_s=5000 + number % 300,
        moving_s=5000,
        distance_m=40_000.0 + number,
        mean_power_w=200.0,
        weighted_power_w=210.0 + number % 50,
        training_load=60.0 + number % 70,
        power_zone_s=[1000, 1000, 1000, 800, 200, 0, 0],
    )


def columns_of(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.concrete_fields if not field.primary_key]


def copy_rows(model: type[models.Model], source: Athlete, others: list[Athlete]) -> None:
    """Give every other athlete a copy of one's rows, athlete by athlete: indexes only grow."""
    table, names = model._meta.db_table, columns_of(model)
    copied = ", ".join("%s" if name == "athlete_id" else name for name in names)
    order = f"INSERT INTO {table} ({', '.join(names)}) SELECT {copied} FROM {table}"  # noqa: S608 - ours
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            f"{order} WHERE athlete_id = %s", [(other.pk, source.pk) for other in others]
        )


def give_sessions(row: models.Model, where: str) -> None:
    """Give a copy of a row to each session that a condition names."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    given = ["id" if field.column == "session_id" else "%s" for field in fields]
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in fields
        if field.column != "session_id"
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {row._meta.db_table} ({', '.join(columns_of(type(row)))}) "  # noqa: S608 - a table of ours
            f"SELECT {', '.join(given)} FROM analytics_session WHERE {where}",
            values,
        )


if connection.vendor == "sqlite":
    connection.cursor().execute("PRAGMA synchronous = OFF")
    connection.cursor().execute("PRAGMA cache_size = -500000")

teams = Team.objects.bulk_create(
    Team(name=f"Team {number:03}") for number in range(-(-ATHLETES // ATHLETES_A_TEAM))
)
teams = list(Team.objects.order_by("name"))
Athlete.objects.bulk_create(
    Athlete(team=teams[number // ATHLETES_A_TEAM], first_name="Ada", last_name=f"Rider{number:04}")
    for number in range(ATHLETES)
)
athletes = list(Athlete.objects.order_by("last_name"))
first, others = athletes[0], athletes[1:]

Session.objects.bulk_create(
    (session_of(first, number) for number in range(SESSIONS)), batch_size=500
)
Thresholds.objects.create(
    athlete=first, date=date(2023, 1, 1), ftp_w=280.0, critical_power_w=290.0, w_prime_j=20_000.0
)
copy_rows(Session, first, others)
give_sessions(
    IntervalSet(
        number=1,
        title="4 x 4:00",
        signature="4x240",
        intensity=Intensity.VO2MAX,
        repetitions=4,
        total_duration_s=960,
        mean_duration_s=240.0,
        mean_power_w=330.0,
    ),
    "stimulus = 'V'",
)
give_sessions(
    Record(duration_s=300, window=Window.EIGHT_WEEKS, power_w=350.0, previous_w=340.0),
    "timer_s % 10 = 0".replace("%", "%%"),
)
work_out_state(first, now=NOW)
for kind in list(AgendaKind)[:4]:
    raise_item(
        first, kind=kind, subject="bench", evidence="Form is low, by 12.", address="/", now=NOW
    )
for model in (Thresholds, AthleteState, AgendaItem):
    copy_rows(model, first, others)

middle = athletes[len(athletes) // 2 - 1]
Peak.objects.bulk_create(
    (
        Peak(
            session=session,
            level=level,
            duration_s=duration_s,
            power_w=900 / duration_s**0.2,
            start_s=0,
        )
        for session in middle.sessions.all()
        for level in (0, 10, 20, 30)
        for duration_s in STANDARD_DURATIONS_S
    ),
    batch_size=5000,
)
season = demo_season(today=LAST)
one_rider = season.rides[-1].athlete.user_name
for ride in [ride for ride in season.rides if ride.athlete.user_name == one_rider][-IMPORTED:]:
    from_file = receive_ride(ride, middle)
    celery_app.tasks["analytics.tasks.recordings.ingest_recording_task"](recording_id=from_file.pk)
with connection.cursor() as cursor:
    tables = ", ".join(each for each in connection.introspection.table_names(cursor))
    cursor.execute(f"ANALYZE TABLE {tables}" if connection.vendor == "mysql" else "PRAGMA optimize")

coach = User.objects.create_user("bench-coach")
CoachMembership.objects.create(team=middle.team, coach=coach)
staff = User.objects.create_superuser("bench-staff")
cookies = []
for user in (coach, staff):
    client = Client()
    client.force_login(user)
    cookies.append(f"sessionid={client.cookies['sessionid'].value}")
shown = middle.sessions.exclude(recording=None).exclude(interval_sets=None).latest("started_at")
print(middle.pk, shown.pk, *cookies)
