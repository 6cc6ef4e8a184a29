"""The source's sessions as ours: a batch is mapped, then stored in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, timedelta, tzinfo

from analytics.duplicates import stand_behind_recordings
from analytics.engine.quality import Quality
from analytics.engine.rider import Rider
from analytics.engine.set_matching import structure_of
from analytics.models import Athlete, Session, SourceLink
from analytics.record_book import mark_season_due
from analytics.signals import session_analysed
from analytics.source_database.derived import ROWS_A_STATEMENT, replace_derived, save_all
from analytics.source_database.mapping import (
    MappedSession,
    RowRefused,
    map_session,
    no_owner,
    started_at_of,
)
from analytics.source_database.rows import SourceSession

TEXTS_FOR = timedelta(days=28)  # older sessions get a text when somebody asks for it
DEVICE = "the team's database"
Kind, State = SourceLink.Kind, SourceLink.State


@dataclass(slots=True)
class BatchOutcome:
    """What became of a batch of the source's sessions."""

    new: int = 0
    changed: int = 0
    waiting: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    athletes: dict[int, date] = field(default_factory=dict)  # first day that changed, by athlete

    def touch(self, athlete_id: int, day: date) -> None:
        """Note that an athlete's sessions changed from a day on."""
        self.athletes[athlete_id] = min(day, self.athletes.get(athlete_id, day))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row judged: mapped, or waiting, or refused with a reason."""

    row: SourceSession
    link: SourceLink
    mapped: MappedSession | None = None
    athlete: Athlete | None = None
    local_date: date | None = None

    @property
    def session(self) -> Session | None:
        return self.link.session


def judge_sessions(
    rows: Sequence[SourceSession],
    *,
    zone: tzinfo,
    now: datetime,
    newcomers: Mapping[int, Athlete],
) -> list[Verdict]:
    """Map each row with the thresholds of its day; writes nothing.

    ``newcomers`` are athletes, by source id, that a dry run did not store.
    """
    links = {
        link.source_id: link
        for link in SourceLink.objects.filter(
            kind=Kind.SESSION, source_id__in=[row.source_id for row in rows]
        ).select_related("session")
    }
    owners = {
        **{key: SourceLink(athlete=athlete) for key, athlete in newcomers.items()},
        **_athletes_of(rows),
    }
    return [
        _judge(
            row,
            links.get(row.source_id) or SourceLink(kind=Kind.SESSION, source_id=row.source_id),
            owners.get(row.athlete_id or 0),
            zone=zone,
            now=now,
        )
        for row in rows
    ]


def _athletes_of(rows: Iterable[SourceSession]) -> dict[int, SourceLink]:
    wanted = {row.athlete_id for row in rows if row.athlete_id is not None}
    links = SourceLink.objects.filter(kind=Kind.ATHLETE, source_id__in=wanted)
    return {
        link.source_id: link
        for link in links.select_related("athlete").prefetch_related(
            "athlete__masses", "athlete__thresholds"
        )
    }


def _judge(
    row: SourceSession,
    link: SourceLink,
    owner: SourceLink | None,
    *,
    zone: tzinfo,
    now: datetime,
) -> Verdict:
    if not link._state.adding and link.was_removed_here:
        return Verdict(row, link)
    link.state, link.reason = State.STORED, ""
    try:
        if not row.is_processed:
            link.state = State.WAITING
            return Verdict(row, link)
        athlete = _owner_of(row, owner)
        started_at = started_at_of(row, zone=zone, latest=now)
        local_date = athlete.local_time(started_at).date()
        rider, notes = _rider_on(athlete, local_date)
        mapped = map_session(row, started_at=started_at, rider=rider, notes=notes)
    except RowRefused as refusal:
        link.state, link.reason = State.REFUSED, str(refusal)[:200]
        return Verdict(row, link)
    return Verdict(row, link, mapped, athlete, local_date)


def _owner_of(row: SourceSession, owner: SourceLink | None) -> Athlete:
    if owner is None:
        raise RowRefused(no_owner(row.athlete_id))
    if owner.athlete is None:
        raise RowRefused(f"Its athlete, {row.athlete_id}, was removed here.")
    return owner.athlete


def _rider_on(athlete: Athlete, day: date) -> tuple[Rider, tuple[str, ...]]:
    """Give what holds on a day, and a note on each value that is dated after it."""
    if athlete._state.adding:
        return Rider(), ()
    return athlete.rider_on(day), tuple(_dated_later(athlete, day))


def _dated_later(athlete: Athlete, day: date) -> Iterable[str]:
    """Mark thresholds and mass that are the earliest known, because none is dated before."""
    masses = [mass.date for mass in athlete.masses.all()]
    thresholds = [row.date for row in athlete.thresholds.all() if row.critical_power_w is not None]
    if masses and min(masses) > day:
        yield f"The body mass is the earliest known, of {min(masses)}, after the session."
    if thresholds and min(thresholds) > day:
        yield f"The critical power is the earliest known, of {min(thresholds)}, after the session."


def count_outcome(verdicts: Sequence[Verdict]) -> BatchOutcome:
    """Count what storing these would do; enough for a dry run."""
    outcome = BatchOutcome()
    for each in verdicts:
        if each.link.state == State.WAITING:
            outcome.waiting += 1
        elif each.link.state == State.REFUSED:
            outcome.refused.append((each.row.source_id, each.link.reason))
        elif each.mapped is not None and each.session is None:
            outcome.new += 1
        elif each.mapped is not None:
            outcome.changed += 1
    return outcome


def store_sessions(
    verdicts: Sequence[Verdict], fingerprints: Mapping[int, str], *, now: datetime
) -> BatchOutcome:
    """Store a judged batch; call inside the transaction that renewed the sync's lease."""
    outcome = count_outcome(verdicts)
    ready = [each for each in verdicts if each.mapped is not None]
    _lock_athletes(ready)
    no_more = [each.session for each in verdicts if each.mapped is None and each.session]
    delete_sessions(no_more, outcome)
    before = {each.session.pk for each in ready if each.session is not None}
    sessions = [_session_of(each, outcome, now=now) for each in ready]
    _recall_twins(sessions, known=before)
    save_all(sessions)
    stand_behind_recordings(sessions, now=now)
    replace_derived(sessions, [each.mapped for each in ready if each.mapped], known=before)
    for each, session in zip(ready, sessions, strict=True):
        each.link.session = session
    _save_links(verdicts, fingerprints, now=now)
    mark_due(outcome)
    for session in sessions:
        if session.local_date > (now - TEXTS_FOR).date():
            session_analysed.send(Session, session=session)
    return outcome


def _recall_twins(sessions: Sequence[Session], *, known: set[int]) -> None:
    """Take over what stands behind what as it is now that the athletes are locked."""
    if not known:
        return
    behind = Session.objects.filter(pk__in=known).exclude(duplicate_of=None)
    twins = dict(behind.order_by().values_list("pk", "duplicate_of"))
    for session in sessions:
        session.duplicate_of_id = twins.get(session.pk)


def mark_due(outcome: BatchOutcome) -> None:
    """Ask for the records that changed; in the transaction of what changed them."""
    for athlete_id, first_date in sorted(outcome.athletes.items()):
        mark_season_due(Athlete(pk=athlete_id), first_date)


def delete_sessions(sessions: Sequence[Session], outcome: BatchOutcome) -> None:
    """Remove sessions that the source no longer gives; their athletes' records change."""
    for session in sessions:
        outcome.touch(session.athlete_id, session.local_date)
    Session.objects.filter(pk__in=[session.pk for session in sessions]).delete()


def _lock_athletes(verdicts: Iterable[Verdict]) -> None:
    """Lock in the order of keys, so that two writers never wait for each other."""
    owners = {each.athlete.pk for each in verdicts if each.athlete is not None}
    list(Athlete.objects.select_for_update().filter(pk__in=owners).order_by("pk"))


def _session_of(verdict: Verdict, outcome: BatchOutcome, *, now: datetime) -> Session:
    """Fill the session's columns; a stimulus that a person chose stays."""
    mapped, athlete, local_date = verdict.mapped, verdict.athlete, verdict.local_date
    if mapped is None or athlete is None or local_date is None:
        raise ValueError("only what was mapped can be stored")
    session = verdict.session or Session()
    if not session._state.adding:
        outcome.touch(session.athlete_id, session.local_date)
    outcome.touch(athlete.pk, local_date)
    values = {
        **{each.name: getattr(mapped.totals, each.name) for each in fields(mapped.totals)},
        **asdict(mapped.rider),
        "threshold_kind": "",
        "athlete": athlete,
        "title": mapped.title,
        "plan_text": mapped.plan_text,
        "device": DEVICE,
        "local_date": local_date,
        "structure": structure_of(mapped.sets),
        "analysed_at": now,
        "changed_at": now,
        "quality": asdict(Quality(0, 0, 0, (), mapped.notes)),
    }
    for name, value in values.items():
        setattr(session, name, value)
    if not session.stimulus_is_manual:
        session.stimulus = mapped.stimulus
        session.stimulus_reason = mapped.stimulus_reason[:200]
    return session


def _save_links(
    verdicts: Sequence[Verdict], fingerprints: Mapping[int, str], *, now: datetime
) -> None:
    links = [each.link for each in verdicts]
    for link in links:
        link.fingerprint = fingerprints[link.source_id]
        link.changed_at = now
        if link.state != State.STORED:
            link.session = None
    fresh = [link for link in links if link._state.adding]
    SourceLink.objects.bulk_update(
        [link for link in links if not link._state.adding],
        ("state", "reason", "fingerprint", "changed_at", "session"),
        batch_size=100,
    )
    SourceLink.objects.bulk_create(fresh, batch_size=ROWS_A_STATEMENT)
