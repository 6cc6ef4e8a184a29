"""The source's athletes as ours: created, followed, and left alone where a person decided."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from analytics.models import Athlete, BodyMass, SourceLink, Team, Thresholds
from analytics.record_book import mark_records_due
from analytics.source_database.dated_values import as_dated, as_stored, merge_values
from analytics.source_database.mapping import MappedAthlete, map_athlete, no_owner
from analytics.source_database.rows import SourceAthlete
from analytics.weighing import first_day_weighed

TEAMLESS = 0  # the source's id of those without a team
TEAMLESS_NAME = "Without a team"
Kind = SourceLink.Kind


@transaction.atomic
def store_athletes(
    rows: Sequence[SourceAthlete],
    fingerprints: Mapping[int, str],
    *,
    time_zone: str,
    now: datetime,
) -> set[int]:
    """Store a batch; gives whose records are due. Coaches' teams are never touched.

    Sessions that came before their athlete are to be read again.
    """
    due = set()
    known = {
        link.source_id: link
        for link in SourceLink.objects.filter(
            kind=Kind.ATHLETE, source_id__in=[row.source_id for row in rows]
        ).select_related("athlete")
    }
    for row in rows:
        link = known.get(row.source_id) or SourceLink(kind=Kind.ATHLETE, source_id=row.source_id)
        if link._state.adding or not link.was_removed_here:
            before = _masses_of(link)
            _follow(link, map_athlete(row), time_zone=time_zone, now=now)
            due |= _mark_weighed(link, before)
        link.fingerprint = fingerprints[row.source_id]
        link.changed_at = now
        link.state, link.reason = SourceLink.State.STORED, ""
        link.save()
    newcomers = [row.source_id for row in rows if row.source_id not in known]
    SourceLink.objects.filter(
        kind=Kind.SESSION,
        state=SourceLink.State.REFUSED,
        reason__in=[no_owner(source_id) for source_id in newcomers],
    ).update(fingerprint="")
    return due


def team_for(source_id: int | None, *, now: datetime) -> Team:
    """Give the team of a source's id; staff may rename it and say which coaches see it.

    Without a team of its own an athlete is seen by staff alone, until somebody decides.
    """
    wanted = TEAMLESS if source_id is None else source_id
    link = (
        SourceLink.objects.filter(kind=Kind.TEAM, source_id=wanted, team__isnull=False)
        .select_related("team")
        .first()
    )
    if link is not None and link.team is not None:
        return link.team
    name = TEAMLESS_NAME if wanted == TEAMLESS else f"Team {wanted}"
    if Team.objects.filter(name=name).exists():
        name = f"{name} of the source"  # never let strangers into a team that has coaches
    team, _is_new = Team.objects.get_or_create(name=name)
    SourceLink.objects.update_or_create(
        kind=Kind.TEAM, source_id=wanted, defaults={"team": team, "changed_at": now}
    )
    return team


def _follow(link: SourceLink, mapped: MappedAthlete, *, time_zone: str, now: datetime) -> None:
    """Write what the source changed since we last wrote it."""
    athlete = link.athlete or Athlete(time_zone=time_zone)
    wrote = link.wrote
    fields = {
        "first_name": mapped.first_name,
        "last_name": mapped.last_name,
        "team": mapped.team_id,
    }
    changed = {name for name, value in fields.items() if wrote.get(name, "") != value}
    if changed:
        for name in changed - {"team"}:
            setattr(athlete, name, fields[name])
        if "team" in changed:
            athlete.team = team_for(mapped.team_id, now=now)
        athlete.save()
    link.athlete = athlete
    _follow_masses(athlete, mapped, wrote)
    _follow_critical_powers(athlete, mapped, wrote)
    link.wrote = {
        **fields,
        "masses": as_stored(mapped.masses_kg),
        "critical_powers": as_stored(mapped.critical_powers_w),
    }


def _masses_of(link: SourceLink) -> dict[date, float]:
    if link.athlete_id is None:
        return {}
    return dict(BodyMass.objects.filter(athlete=link.athlete_id).values_list("date", "mass_kg"))


def _mark_weighed(link: SourceLink, before: dict[date, float]) -> set[int]:
    """Make the records due of rides that another weight holds for now."""
    first = first_day_weighed(before, _masses_of(link))
    if first is None or link.athlete is None or not link.athlete.sessions.exists():
        return set()
    mark_records_due(link.athlete, first)
    return {link.athlete.pk}


def _follow_masses(athlete: Athlete, mapped: MappedAthlete, wrote: Mapping[str, Any]) -> None:
    here = {mass.date: mass for mass in athlete.masses.all()}
    merge = merge_values(
        {day: mass.mass_kg for day, mass in here.items()},
        as_dated(wrote.get("masses", {})),
        mapped.masses_kg,
    )
    for day in merge.write.keys() & here.keys():
        here[day].mass_kg = merge.write[day]
        here[day].save()
    BodyMass.objects.bulk_create(
        BodyMass(athlete=athlete, date=day, mass_kg=value)
        for day, value in merge.write.items()
        if day not in here
    )
    athlete.masses.filter(date__in=merge.drop).delete()


def _follow_critical_powers(
    athlete: Athlete, mapped: MappedAthlete, wrote: Mapping[str, Any]
) -> None:
    here = {row.date: row for row in athlete.thresholds.all()}
    merge = merge_values(
        {day: row.critical_power_w for day, row in here.items()},
        as_dated(wrote.get("critical_powers", {})),
        mapped.critical_powers_w,
    )
    for day in merge.write.keys() & here.keys():
        here[day].critical_power_w = merge.write[day]
        here[day].save()
    Thresholds.objects.bulk_create(
        Thresholds(athlete=athlete, date=day, critical_power_w=value)
        for day, value in merge.write.items()
        if day not in here
    )
    for day in merge.drop:
        _drop_critical_power(here[day])


def _drop_critical_power(row: Thresholds) -> None:
    """Take the value back; a row that a person gave other values stays."""
    row.critical_power_w = None
    if row.w_prime_j is row.ftp_w is row.threshold_heart_rate_bpm is None:
        row.delete()
    else:
        row.save()
