"""What the staff do with athletes: archive, move, merge, change what they are measured by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import ManyToOneRel

from analytics.audit import Act, record_act
from analytics.models import Athlete, AuditEntry, BodyMass, Session, Team, Thresholds
from analytics.record_book import mark_records_due, mark_season_due, season_changed
from analytics.weighing import BEFORE_ANY_RIDE, first_day_weighed

MEASURES = ("critical_power_w", "w_prime_j", "ftp_w", "threshold_heart_rate_bpm")
DETAILS = ("first_name", "last_name", "time_zone")
LEFT_WITH_THE_SHELL = (AuditEntry,)  # what the trail says of somebody is never rewritten


@dataclass(frozen=True, slots=True)
class Dossier:
    """What an athlete is at one moment, to be held against a later one."""

    team: str
    person: dict[str, str]
    masses: dict[date, float]
    thresholds: dict[date, tuple[float | None, ...]]


def dossier_of(athlete: Athlete) -> Dossier:
    """Read what is stored, whatever the object at hand was changed to."""
    stored = Athlete.objects.select_related("team").get(pk=athlete.pk)
    masses = BodyMass.objects.filter(athlete=athlete)
    thresholds = Thresholds.objects.filter(athlete=athlete)
    return Dossier(
        team=stored.team.name,
        person={name: getattr(stored, name) for name in DETAILS},
        masses=dict(masses.values_list("date", "mass_kg")),
        thresholds={row.date: tuple(getattr(row, name) for name in MEASURES) for row in thresholds},
    )


def note_changes(before: Dossier, athlete: Athlete, act: Act) -> None:
    """Write what changed to the trail, and make the records due that rest on it.

    The rides of the days that a weight holds for are weighed anew when the records are decided.
    Thresholds change no stored figure. Call inside the transaction of the change.
    """
    after = dossier_of(athlete)
    if after.team != before.team:
        record_act(
            act,
            "athlete.moved",
            subject=f"athlete {athlete.pk}",
            athlete=athlete,
            detail={"before": before.team, "after": after.team},
        )
    fields = [name for name in DETAILS if before.person[name] != after.person[name]]
    if fields:  # which, not what: a name in the trail would outlive its erasure
        record_act(
            act,
            "athlete.details_changed",
            subject=f"athlete {athlete.pk}",
            athlete=athlete,
            detail={"fields": fields},
        )
    if "time_zone" in fields:
        _tell_local_days(athlete, act)
    first = first_day_weighed(before.masses, after.masses)
    if first is not None:
        mark_records_due(athlete, first)
    for name in ("masses", "thresholds"):
        was, became = getattr(before, name), getattr(after, name)
        days = sorted(day for day in was.keys() | became if was.get(day) != became.get(day))
        if not days:
            continue
        record_act(
            act,
            f"athlete.{name}_changed",
            subject=f"athlete {athlete.pk}",
            athlete=athlete,
            detail={"before": _told(was, days), "after": _told(became, days)},
        )
        season_changed(athlete.pk)


def _told(values: dict[date, Any], days: Iterable[date]) -> dict[str, Any]:
    return {day.isoformat(): values[day] for day in days if day in values}


@transaction.atomic
def archive(athlete: Athlete, act: Act) -> bool:
    """Take an athlete out of the lists and keep the history; says whether anything changed."""
    done = Athlete.objects.filter(pk=athlete.pk, archived_at=None).update(archived_at=act.at)
    if done:
        record_act(act, "athlete.archived", subject=f"athlete {athlete.pk}", athlete=athlete)
    return bool(done)


@transaction.atomic
def bring_back(athlete: Athlete, act: Act) -> bool:
    archived = Athlete.objects.filter(pk=athlete.pk, archived_at__isnull=False)
    done = archived.update(archived_at=None, merged_into=None)
    if done:
        record_act(act, "athlete.brought_back", subject=f"athlete {athlete.pk}", athlete=athlete)
    return bool(done)


@transaction.atomic
def archive_team(team: Team, act: Act) -> bool:
    """Take a team out of the lists, and with it all its athletes that are in them."""
    done = Team.objects.in_lists().filter(pk=team.pk).update(archived_at=act.at)
    if done:
        athletes = [each for each in team.athletes.in_lists() if archive(each, act)]
        detail = {"athletes": len(athletes)}
        record_act(act, "team.archived", subject=f"team {team}", detail=detail)
    return bool(done)


@transaction.atomic
def bring_team_back(team: Team, act: Act) -> bool:
    """Put a team back into the lists with the athletes that left them together with it."""
    archived_at = Team.objects.filter(pk=team.pk).values_list("archived_at", flat=True).first()
    if archived_at is None:
        return False
    Team.objects.filter(pk=team.pk).update(archived_at=None)
    athletes = list(team.athletes.filter(archived_at=archived_at))
    detail = {"athletes": sum(bring_back(each, act) for each in athletes)}
    record_act(act, "team.brought_back", subject=f"team {team}", detail=detail)
    return True


@dataclass(frozen=True, slots=True)
class Merging:
    """What merging one athlete into another would do."""

    sessions: int
    recordings: int
    known_recordings: int  # files that both have: the one that stays keeps its own
    known_sessions: int
    days_measured: int
    known_days: int  # measured on both: the value of the one that stays holds


def preview_merge(kept: Athlete, other: Athlete) -> Merging:
    known = other.recordings.filter(digest__in=kept.recordings.values("digest"))
    mass_days = other.masses.filter(date__in=kept.masses.values("date")).count()
    threshold_days = other.thresholds.filter(date__in=kept.thresholds.values("date")).count()
    return Merging(
        sessions=other.sessions.count(),
        recordings=other.recordings.count(),
        known_recordings=known.count(),
        known_sessions=other.sessions.filter(recording__in=known).count(),
        days_measured=other.masses.count() + other.thresholds.count(),
        known_days=mass_days + threshold_days,
    )


@transaction.atomic
def merge_athletes(kept: Athlete, other: Athlete, act: Act) -> None:
    """Give one athlete all that another has; the emptied one stays, archived, for the trail.

    What both have, the same file or a value of the same day, stays as the kept one has it.
    """
    if kept.pk == other.pk:
        raise ValueError("An athlete is not merged with itself.")
    list(Athlete.objects.select_for_update().filter(pk__in=(kept.pk, other.pk)).order_by("pk"))
    preview = preview_merge(kept, other)
    known = other.recordings.filter(digest__in=kept.recordings.values("digest"))
    other.sessions.filter(recording__in=known).delete()
    known.delete()
    for relation in Athlete._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model not in LEFT_WITH_THE_SHELL:
            _hand_over(relation.related_model, relation.field.name, kept, other)
    _tell_local_days(kept, act)
    Athlete.objects.filter(pk=other.pk).update(archived_at=act.at, merged_into=kept)
    detail = {"kept": kept.pk, "merged": other.pk, "sessions": preview.sessions}
    for athlete in (kept, other):
        record_act(
            act,
            "athlete.merged",
            subject=f"athlete {other.pk} into {kept.pk}",
            athlete=athlete,
            detail=detail,
        )
    mark_season_due(kept, BEFORE_ANY_RIDE)  # rides, weights and time zone may all be others


def _hand_over(model: Any, field: str, kept: Athlete, other: Athlete) -> None:
    """Move the rows of one table; a row that the kept one has already is dropped."""
    manager: models.Manager[Any] = model._default_manager
    try:
        with transaction.atomic():
            manager.filter(**{field: other}).update(**{field: kept})
    except IntegrityError:
        for key in list(manager.filter(**{field: other}).values_list("pk", flat=True)):
            _hand_over_row(manager.filter(pk=key), field, kept)


def _hand_over_row(row: "models.QuerySet[Any]", field: str, kept: Athlete) -> None:
    try:
        with transaction.atomic():
            row.update(**{field: kept})
    except IntegrityError:
        row.delete()


def _tell_local_days(athlete: Athlete, act: Act) -> None:
    """Count the days again after a change of time zone; records, load and weights go by them."""
    changed, days = [], []
    for session in Session.objects.filter(athlete=athlete).only("started_at", "local_date"):
        day = athlete.local_time(session.started_at).date()
        if session.local_date != day:
            days += [session.local_date, day]
            session.local_date, session.changed_at = day, act.at
            changed.append(session)
    Session.objects.bulk_update(changed, ["local_date", "changed_at"], batch_size=500)
    if days:
        mark_season_due(athlete, min(days))
