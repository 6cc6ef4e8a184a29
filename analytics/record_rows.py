"""The record book's rows: loading a history, and writing what a decision changed of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import Exists, OuterRef, Q

from analytics.engine.peak_columns import (
    PEAK_FIELDS,
    RiddenPeaks,
    pack_peaks,
    unpack_peaks,
    values_of,
)
from analytics.engine.peaks import PeakPower
from analytics.engine.record_checks import reasons_of
from analytics.engine.record_history import Decided, History
from analytics.ledger_rows import LedgerChange, write_ledger
from analytics.models import Athlete, Case, Peak, PeakColumns, Session
from analytics.models.peak import REJECTED
from analytics.models.session import SessionQuerySet
from analytics.plain_rows import insert_instance, insert_rows

KEYS_AT_ONCE = 500
CASE_FIELDS = ("reasons", "power_w", "start_s", "state")

PeakKey = tuple[int, int, int]  # session, level, duration [s]


@dataclass(frozen=True, slots=True)
class Change:
    """What one deciding changed."""

    sessions: frozenset[int]
    ledger: LedgerChange
    candidates: int  # that wait now, of the sessions decided


def keep_peaks(session: Session, peaks: Iterable[PeakPower], *, is_new: bool = False) -> None:
    """Replace a session's peaks: a row each to be looked at, and all of them as bytes."""
    kept = tuple(peaks)
    if not is_new:
        session.peaks.all().delete()
        PeakColumns.objects.filter(session=session).delete()
    insert_rows(
        Peak,
        ("session", "quarantine", *PEAK_FIELDS),
        ((session.pk, "", *values_of(peak)) for peak in kept),
    )
    insert_instance(PeakColumns(session=session, columns=pack_peaks(kept)))
    if not is_new:
        drop_overtaken_cases([session.pk])


def drop_overtaken_cases(sessions: Collection[int]) -> None:
    """Forget what was decided of peaks of these sessions that are no more."""
    same = Peak.objects.filter(
        session=OuterRef("session"),
        level=OuterRef("level"),
        duration_s=OuterRef("duration_s"),
        power_w=OuterRef("power_w"),
    )
    decided = Case.objects.decided().filter(session__in=sessions)
    gone = decided.exclude(Exists(same)).values_list("pk", flat=True)
    Case.objects.filter(pk__in=list(gone)).delete()


def drop_cases(session: Session) -> None:
    """Forget what waits and what was decided of a session's peaks."""
    Case.objects.filter(session=session).delete()
    Peak.objects.filter(session=session).exclude(quarantine="").update(quarantine="")


def load_rides(sessions: SessionQuerySet) -> list[RiddenPeaks]:
    """Read sessions in ride order."""
    pack_missing(sessions)
    rows = sessions.in_ride_order().values_list(
        "pk", "local_date", "mass_kg", "device", "sub_sport", "peak_columns__columns", "started_at"
    )
    return [
        RiddenPeaks(
            pk, day.toordinal(), mass_kg, device, sub_sport, bytes(columns), int(at.timestamp())
        )
        for pk, day, mass_kg, device, sub_sport, columns, at in rows
    ]


def load_ride(session: Session) -> RiddenPeaks:
    """Read the peaks of a session that is there already, in one small query."""
    columns = PeakColumns.objects.values_list("columns", flat=True).get(session=session.pk)
    return RiddenPeaks(
        session_id=session.pk,
        day=session.local_date.toordinal(),
        mass_kg=session.mass_kg,
        device=session.device,
        sub_sport=session.sub_sport,
        columns=bytes(columns),
        started_at_s=int(session.started_at.timestamp()),
    )


def verdicts_of(athlete: Athlete) -> dict[PeakKey, bool]:
    """Collect what persons said of the athlete's peaks."""
    decided = Case.objects.decided().filter(session__athlete=athlete)
    return {
        (case.session_id, case.level, case.duration_s): case.state == Case.State.ACCEPTED
        for case in decided
    }


def store_decisions(
    rides: Sequence[RiddenPeaks],
    history: History,
    decided: Decided,
    *,
    athlete_id: int,
    scope: Q,
    first: int,
    now: datetime,
    is_new: bool = False,
) -> Change:
    """Write what differs from the rows in scope, and say of those sessions that they changed.

    The scope selects by ``session`` what belongs to the rides from the position ``first`` on.
    Of one that ``is_new`` there are no rows yet, and it has just been written.
    """
    ledger = write_ledger(
        rides,
        history,
        decided,
        athlete_id=athlete_id,
        scope=None if is_new else scope,
        first=first,
    )
    changed = {record.session_id for record in ledger.came | ledger.went}
    candidates = _candidates(rides, history, decided, first=first)
    if candidates or not is_new:
        _requalify(scope, candidates, rejected=_rejected(scope), changed=changed)
        _open_cases(scope, candidates)
    if not is_new:
        _touch(changed, now=now)
    return Change(frozenset(changed), ledger, len(candidates))


def pack_missing(sessions: SessionQuerySet) -> None:
    """Pack the peaks of sessions that came without their bytes."""
    missing = list(sessions.filter(peak_columns=None).order_by().values_list("pk", flat=True))
    for start in range(0, len(missing), KEYS_AT_ONCE):
        found: defaultdict[int, list[PeakPower]] = defaultdict(list)
        ids = missing[start : start + KEYS_AT_ONCE]
        for session_id, *values in Peak.objects.filter(session__in=ids).values_list(
            "session_id", *PEAK_FIELDS
        ):
            found[session_id].append(PeakPower(*values))
        PeakColumns.objects.bulk_create(
            PeakColumns(session_id=session_id, columns=pack_peaks(found[session_id]))
            for session_id in ids
        )


def _candidates(
    rides: Sequence[RiddenPeaks], history: History, decided: Decided, *, first: int
) -> dict[PeakKey, Case]:
    """Make an open case of every peak that waits."""
    cases = {}
    for at, series in np.argwhere(decided.doubts[first:]).tolist():
        ride = rides[first + at]
        level, duration_s = int(history.levels[series]), int(history.durations_s[series])
        rows = unpack_peaks(ride.columns)
        (row,) = rows[(rows["level"] == level) & (rows["duration_s"] == duration_s)]
        cases[ride.session_id, level, duration_s] = Case(
            session_id=ride.session_id,
            level=level,
            duration_s=duration_s,
            start_s=int(row["start_s"]),
            power_w=float(row["power_w"]),
            reasons=reasons_of(
                int(decided.doubts[first + at, series]),
                duration_s=duration_s,
                unsure_s=int(row["unsure_s"]),
                ratio=float(decided.seen_ratio[first + at, series]),
            ),
        )
    return cases


def _rejected(scope: Q) -> set[PeakKey]:
    rejected = Case.objects.filter(scope, state=Case.State.REJECTED)
    return set(rejected.order_by().values_list("session_id", "level", "duration_s"))


def _requalify(
    scope: Q, candidates: dict[PeakKey, Case], *, rejected: set[PeakKey], changed: set[int]
) -> None:
    """Bring what the peaks say of themselves in line: those of sessions with a case, old or new."""
    words = {key: "; ".join(case.reasons)[:200] for key, case in candidates.items()}
    words.update(dict.fromkeys(rejected, REJECTED))
    sessions = {key[0] for key in words}
    sessions.update(Case.objects.filter(scope).order_by().values_list("session_id", flat=True))
    peaks = {
        (peak.session_id, peak.level, peak.duration_s): peak
        for peak in Peak.objects.filter(session__in=sessions).order_by()
    }
    differing = []
    for key, peak in peaks.items():
        quarantine = words.get(key, "") if peak.eligible else ""
        if peak.quarantine != quarantine:
            peak.quarantine = quarantine
            differing.append(peak)
            changed.add(peak.session_id)
    Peak.objects.bulk_update(differing, ["quarantine"], batch_size=KEYS_AT_ONCE)


def _open_cases(scope: Q, candidates: dict[PeakKey, Case]) -> None:
    """Open, renew or drop cases; what a person decided stays."""
    there = {
        (case.session_id, case.level, case.duration_s): case for case in Case.objects.filter(scope)
    }
    gone = [
        case.pk
        for key, case in there.items()
        if key not in candidates and case.state == Case.State.OPEN
    ]
    for start in range(0, len(gone), KEYS_AT_ONCE):
        Case.objects.filter(pk__in=gone[start : start + KEYS_AT_ONCE]).delete()
    new = [case for key, case in candidates.items() if key not in there]
    renewed = []
    for key in candidates.keys() & there.keys():
        old, case = there[key], candidates[key]
        if any(getattr(old, name) != getattr(case, name) for name in CASE_FIELDS):
            case.pk = old.pk
            renewed.append(case)
    Case.objects.bulk_create(new, batch_size=KEYS_AT_ONCE)
    Case.objects.bulk_update(renewed, CASE_FIELDS, batch_size=KEYS_AT_ONCE)


def _touch(changed: set[int], *, now: datetime) -> None:
    ids = sorted(changed)
    for start in range(0, len(ids), KEYS_AT_ONCE):
        Session.objects.filter(pk__in=ids[start : start + KEYS_AT_ONCE]).update(changed_at=now)
