"""Fills the database of ``bench.pages``, which runs it through ``manage.py shell``.

One athlete is made, the others are copies made by the database.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.models import User
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from analytics.agenda import raise_item
from analytics.athlete_state import work_out_state
from analytics.engine.peaks import STANDARD_DURATIONS_S
from analytics.engine.vocabulary import AgendaKind, Stimulus
from analytics.models import (
    AgendaItem,
    Athlete,
    AthleteState,
    Peak,
    Session,
    Team,
    Thresholds,
)

ATHLETES = globals().get("ATHLETES", 10)
SESSIONS = globals().get("SESSIONS", 10)
LAST = date(2026, 11, 22)
NOW = timezone.now()
STIMULI = list(Stimulus)


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
        elapsed_s=5400,
        timer_s=5000 + number % 300,
        moving_s=5000,
        distance_m=40_000.0 + number,
        mean_power_w=200.0,
        weighted_power_w=210.0 + number % 50,
        training_load=60.0 + number % 70,
        power_zone_s=[1000, 1000, 1000, 800, 200, 0, 0],
    )


team = Team.objects.create(name="Bench")
athletes = Athlete.objects.bulk_create(
    Athlete(team=team, first_name="Ada", last_name=f"Rider{number:04}")
    for number in range(ATHLETES)
)
athletes = list(Athlete.objects.order_by("pk"))
first, others = athletes[0], athletes[1:]


def copy_rows(model: type[models.Model], where: str) -> None:
    """Give every other athlete a copy of the first one's rows."""
    table = model._meta.db_table
    names = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    others_too = ", ".join(f"s.{n}" if n != "athlete_id" else "a.id" for n in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {others_too} "  # noqa: S608 - ours
            f"FROM {table} s JOIN analytics_athlete a ON a.id <> {first.pk} WHERE {where}"
        )


Session.objects.bulk_create(
    (session_of(first, number) for number in range(SESSIONS)), batch_size=500
)
Thresholds.objects.create(athlete=first, date=date(2024, 1, 1), ftp_w=280.0)
copy_rows(Session, f"s.athlete_id = {first.pk}")
work_out_state(first, now=NOW)
raise_item(
    first, kind=AgendaKind.FORM, subject="bench", evidence="Form is low.", address="/", now=NOW
)
for model in (Thresholds, AthleteState, AgendaItem):
    copy_rows(model, f"s.athlete_id = {first.pk}")
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
coach = User.objects.create_superuser("bench")
client = Client()
client.force_login(coach)
print(middle.pk, middle.sessions.first().pk)
print(f"sessionid={client.cookies['sessionid'].value}")
