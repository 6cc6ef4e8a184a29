"""The record book's rows: loading a history, and writing what a decision changed of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from analytics.engine.peak_columns import (
    PEAK_FIELDS,
    RiddenPeaks,
    pack_peaks,
    unpack_peaks,
    values_of,
)
from analytics.engine.peaks import PeakPower
from analytics.engine.record_checks import reasons_of
from analytics.engine.record_history import WINDOWS, Decided, FoundRecords, History
from analytics.models import (
    Athlete,
    Case,
    Peak,
    PeakColumns,
    Record,
    RelativeRecord,
    Session,
)
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
    records_added: int
    records_removed: int
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
    if is_new:
        return
    powers_w = {(peak.level, peak.duration_s): peak.power_w for peak in kept}
    for case in Case.objects.decided().filter(session=session):
        if powers_w.get((case.level, case.duration_s)) != case.power_w:
            case.delete()  # it was about a peak that is no more


def drop_cases(session: Session) -> None:
    """Forget what waits and what was decided of a session's peaks."""
    Case.objects.filter(session=session).delete()
    Peak.objects.filter(session=session).exclude(quarantine="").update(quarantine="")


def load_rides(sessions: SessionQuerySet) -> list[RiddenPeaks]:
    """Read sessions in ride order."""
    _pack_missing(sessions)
    rows = sessions.in_ride_order().values_list(
        "pk", "local_date", "mass_kg", "device", "sub_sport", "peak_columns__columns"
    )
    return [
        RiddenPeaks(pk, day.toordinal(), mass_kg, device, sub_sport, bytes(columns))
        for pk, day, mass_kg, device, sub_sport, columns in rows
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
    scope: Q,
    first: int,
    now: datetime,
    is_new: bool = False,
) -> Change:
    """Write what differs from the rows in scope, and say of those sessions that they changed.

    The scope selects by ``session`` what belongs to the rides from the position ``first`` on.
    Of one that ``is_new`` there are no rows yet, and it has just been written.
    """
    ids = [ride.session_id for ride in rides]
    changed: set[int] = set()
    counts = np.zeros(2, dtype=np.int64)
    for model, names, found in (
        (Record, ("power_w", "previous_w"), decided.records),
        (RelativeRecord, ("w_per_kg", "previous_w_per_kg"), decided.per_kg),
    ):
        wanted = _record_tuples(found, history, ids, first=first)
        rows = model.objects.none() if is_new else model.objects.filter(scope)
        counts += _replace_records(rows, names, wanted, changed)
    candidates = _candidates(rides, history, decided, first=first)
    if candidates or not is_new:
        _requalify(scope, candidates, rejected=_rejected(scope), changed=changed)
        _open_cases(scope, candidates)
    if not is_new:
        _touch(changed, now=now)
    return Change(frozenset(changed), int(counts[0]), int(counts[1]), len(candidates))


def _pack_missing(sessions: SessionQuerySet) -> None:
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


def _record_tuples(
    found: FoundRecords, history: History, ids: list[int], *, first: int
) -> set[tuple[Any, ...]]:
    at = np.flatnonzero(found.session >= first)
    session = np.array(ids)[found.session[at]]
    columns = (
        session.tolist(),
        history.levels[found.series[at]].tolist(),
        history.durations_s[found.series[at]].tolist(),
        [WINDOWS[window].value for window in found.window[at].tolist()],
        found.value[at].tolist(),
        [None if previous != previous else previous for previous in found.previous[at].tolist()],
    )
    return set(zip(*columns, strict=True))


def _replace_records(
    rows: QuerySet[Any],
    names: tuple[str, str],
    wanted: set[tuple[Any, ...]],
    changed: set[int],
) -> tuple[int, int]:
    fields = ("session", "level", "duration_s", "window", *names)
    there = {row[1:]: row[0] for row in rows.order_by().values_list("pk", *fields)}
    gone = [pk for key, pk in there.items() if key not in wanted]
    new = sorted(wanted - there.keys(), key=lambda row: row[:4])
    for start in range(0, len(gone), KEYS_AT_ONCE):
        rows.model.objects.filter(pk__in=gone[start : start + KEYS_AT_ONCE]).delete()
    insert_rows(rows.model, fields, new)
    changed.update(row[0] for row in new)
    changed.update(key[0] for key in there if key not in wanted)
    return len(new), len(gone)


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
