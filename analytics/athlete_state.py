"""Each athlete's row of today and open decisions, worked out from the stored season."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Min
from django.urls import reverse

from analytics.agenda import raise_item
from analytics.engine.agenda import FRESH
from analytics.engine.peaks import FRESH_LEVEL
from analytics.engine.printing import clock
from analytics.engine.season_watch import (
    BAND,
    AthleteHistory,
    FileGlance,
    LoadOfMorning,
    Notice,
    PeakGlance,
    RecordGlance,
    SessionGlance,
    watch_season,
)
from analytics.engine.vocabulary import AgendaKind, Stimulus, Window
from analytics.models import (
    AgendaItem,
    Athlete,
    AthleteState,
    ImportFile,
    Peak,
    Record,
    Recording,
)
from analytics.models.peak import REJECTED
from analytics.season import DayOfLoad, load_by_day

WATCHED_DAYS = 2 * BAND
LINE_DAYS = 42
NO_SESSION = (Recording.State.FAILED, Recording.State.REFUSED)
PLACES = {AgendaKind.QUARANTINED_PEAK: "#cases", AgendaKind.NEW_RECORD: "#peaks-heading"}
WATCHED_KINDS = (
    AgendaKind.QUARANTINED_PEAK,
    AgendaKind.FAILED_IMPORT,
    AgendaKind.FORM,
    AgendaKind.SILENCE,
    AgendaKind.DECOUPLING,
    AgendaKind.NEW_RECORD,
    AgendaKind.STALE_FIGURES,
)


def work_out_state(athlete: Athlete, *, now: datetime) -> None:
    """Bring an athlete's row and open decisions up to date; twice is as good as once."""
    today = athlete.local_time(now).date()
    AthleteState.objects.get_or_create(athlete=athlete)
    AthleteState.objects.take(athlete.pk)
    season = load_by_day(athlete, until=today)
    history = _history(athlete, season, today=today)
    with transaction.atomic():
        athlete.state.keep(now=now, **_figures(athlete, season, today=today))
        _keep_agenda(athlete, watch_season(history, today=today), now=now)


def _keep_agenda(athlete: Athlete, notices: Sequence[Notice], *, now: datetime) -> None:
    for notice in notices:
        raise_item(
            athlete,
            kind=notice.kind,
            subject=notice.subject,
            evidence=notice.evidence,
            address=_address(athlete, notice),
            day=notice.day,
            now=now,
        )
    noticed = {(notice.kind, notice.subject) for notice in notices}
    waiting = AgendaItem.objects.filter(
        athlete=athlete, kind__in=WATCHED_KINDS, settled_at=None
    ).values_list("pk", "kind", "subject")
    gone = [pk for pk, kind, subject in waiting if (kind, subject) not in noticed]
    if gone:
        AgendaItem.objects.filter(pk__in=gone).update(settled_at=now)


def _address(athlete: Athlete, notice: Notice) -> str:
    if notice.address:
        return notice.address
    if notice.session_id is None:
        return athlete.get_absolute_url()
    session = reverse("analytics:session-detail", args=[notice.session_id])
    return f"{session}{PLACES.get(notice.kind, '')}"


def _figures(athlete: Athlete, season: Sequence[DayOfLoad], *, today: date) -> dict[str, object]:
    """Give the columns of the row."""
    weeks = list(
        athlete.sessions.counting()
        .filter(local_date__gt=today - timedelta(days=28), local_date__lte=today)
        .order_by("started_at")
        .values_list("local_date", "timer_s", "training_load")
    )
    last = (
        athlete.sessions.counting()
        .filter(local_date__lte=today)
        .order_by("-started_at", "-pk")
        .first()
    )
    latest = season[-1] if season else None
    figures: dict[str, object] = {
        "as_of": today,
        "last_session": last,
        "last_date": last.local_date if last else None,
        "fitness": latest.fitness if latest else None,
        "fatigue": latest.fatigue if latest else None,
        "form": latest.form if latest else None,
        "form_line": [round(day.form, 1) for day in season[-LINE_DAYS:]],
        **_last_record(athlete),
    }
    for days in (7, 28):
        inside = [row for row in weeks if row[0] > today - timedelta(days=days)]
        figures[f"timer_{days}_days_s"] = sum(timer_s for _, timer_s, _ in inside)
        figures[f"load_{days}_days"] = sum(load or 0.0 for _, _, load in inside)
    return figures


def _last_record(athlete: Athlete) -> dict[str, object]:
    """Name the newest fresh record; of one ride the widest window's, then the longest."""
    newest = (
        Record.objects.filter(session__athlete=athlete, level=FRESH_LEVEL, previous_w__isnull=False)
        .order_by("-session__started_at", "-session_id")
        .values_list("session_id", "session__local_date")
        .first()
    )
    if newest is None:
        return {"record_session": None, "record_date": None, "record_line": ""}
    session_id, day = newest
    records = Record.objects.filter(
        session_id=session_id, level=FRESH_LEVEL, previous_w__isnull=False
    )
    widths = list(Window)
    best = max(records, key=lambda row: (widths.index(Window(row.window)), row.duration_s))
    line = f"{best.power_w:.0f} W over {clock(best.duration_s)}"
    return {"record_session_id": session_id, "record_date": day, "record_line": line}


def _history(athlete: Athlete, season: Sequence[DayOfLoad], *, today: date) -> AthleteHistory:
    recent = {"session__athlete": athlete, "session__local_date__gte": today - FRESH}
    records = Record.objects.filter(**recent, previous_w__isnull=False).select_related("session")
    quarantined = (
        Peak.objects.filter(session__athlete=athlete, session__duplicate_of=None, eligible=True)
        .exclude(quarantine__in=("", REJECTED))
        .select_related("session")
    )
    return AthleteHistory(
        sessions=_glances(athlete, today=today),
        records=[
            RecordGlance(
                row.session_id,
                row.session.local_date,
                row.duration_s,
                Window(row.window),
                row.power_w,
                row.previous_w or 0.0,
                row.level,
            )
            for row in records
        ],
        quarantined=[
            PeakGlance(
                row.session_id, row.session.local_date, row.duration_s, row.power_w, row.quarantine
            )
            for row in quarantined
        ],
        failed=[*_failed_alone(athlete), *_failed_imports(athlete)],
        mornings=[LoadOfMorning(day.date, day.form, day.fitness, day.fatigue) for day in season],
        mass_date=_newest_date(athlete.masses.values_list("date", flat=True), today),
        thresholds_date=_newest_date(athlete.thresholds.values_list("date", flat=True), today),
    )


def _failed_alone(athlete: Athlete) -> list[FileGlance]:
    """List the files that came one by one and gave no session."""
    rows = athlete.recordings.filter(state__in=NO_SESSION, batch=None).order_by("pk")
    return [
        FileGlance(
            f"recording {row.pk}",
            row.get_absolute_url(),
            athlete.local_time(row.received_at).date(),
            row.name,
            row.reason,
        )
        for row in rows
    ]


def _failed_imports(athlete: Athlete) -> list[FileGlance]:
    """Give each import with refused files once, by the first of them."""
    rows = ImportFile.objects.with_fault().filter(batch__in=athlete.import_batches.standing())
    counts = dict(rows.order_by().values_list("batch").annotate(Count("pk")))
    firsts = rows.filter(
        pk__in=rows.order_by().values("batch").annotate(Min("pk")).values("pk__min")
    )
    return [
        FileGlance(
            f"import {row.batch_id}",
            f"{row.batch.get_absolute_url()}?show=refused",
            athlete.local_time(row.batch.started_at).date(),
            row.name,
            row.fault,
            counts[row.batch_id] - 1,
        )
        for row in firsts.select_related("batch", "recording").order_by("pk")
    ]


def _glances(athlete: Athlete, *, today: date) -> list[SessionGlance]:
    rows = (
        athlete.sessions.counting()
        .filter(local_date__gte=today - WATCHED_DAYS, local_date__lte=today)
        .order_by("started_at", "pk")
        .values_list("pk", "local_date", "title", "stimulus", "training_load", "decoupling_percent")
    )
    return [
        SessionGlance(pk, day, title or f"{Stimulus(stimulus).label} ride", load, decoupling)
        for pk, day, title, stimulus, load, decoupling in rows
    ]


def _newest_date(dates: Iterable[date], today: date) -> date | None:
    return max((day for day in dates if day <= today), default=None)
