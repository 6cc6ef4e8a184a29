"""What the staff do with sessions: delete, give to the right athlete, analyse again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count

from analytics.audit import Act, record_act
from analytics.models import Athlete, Record, Recording, Session
from analytics.record_book import mark_season_due
from analytics.record_rows import drop_cases


class ActRefused(Exception):
    """The act would leave something half done; the message is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class AthleteLoss:
    """What one athlete's record book loses, and from which day on it is decided again."""

    athlete: Athlete
    first_date: date
    sessions: int
    records: int
    later_sessions: int


def preview_removal(sessions: Sequence[Session]) -> list[AthleteLoss]:
    """Tell, athlete by athlete, which records go and how many later rides are decided again."""
    losses = []
    for athlete in Athlete.objects.filter(pk__in={session.athlete_id for session in sessions}):
        own = [session for session in sessions if session.athlete_id == athlete.pk]
        first = min(session.local_date for session in own)
        later = Session.objects.filter(athlete=athlete, local_date__gte=first)
        losses.append(
            AthleteLoss(
                athlete=athlete,
                first_date=first,
                sessions=len(own),
                records=Record.objects.filter(session__in=own).count(),
                later_sessions=later.exclude(pk__in=[session.pk for session in own]).count(),
            )
        )
    return losses


@transaction.atomic
def delete_sessions(sessions: Sequence[Session], act: Act) -> set[int]:
    """Delete sessions with all that hangs on them; gives the athletes whose records are due.

    A recording goes with the last of its sessions, so that the same file can be imported again.
    """
    athletes = set()
    for session in _take(sessions):
        athlete, first_date = session.athlete, _first_date(session)
        detail = {"day": session.local_date.isoformat()}
        subject = f"session {session.pk}"
        recording = session.recording
        Session.objects.alike_after(session).update(changed_at=act.at)
        session.delete()
        if recording is not None and not recording.sessions.exists():
            remove_recording(recording)
        mark_season_due(athlete, first_date)
        record_act(act, "session.deleted", subject=subject, athlete=athlete, detail=detail)
        athletes.add(athlete.pk)
    return athletes


def _take(sessions: Sequence[Session], *others: Athlete) -> list[Session]:
    """Lock athletes, always in the order of their keys, and read sessions as they now are.

    What is gone meanwhile is left out.
    """
    rows = Session.objects.filter(pk__in=[session.pk for session in sessions])
    locked = {athlete.pk for athlete in others}
    locked.update(rows.order_by().values_list("athlete_id", flat=True))
    for pk in sorted(locked):
        Athlete.objects.select_for_update().get(pk=pk)
    taken = list(rows.select_related("athlete", "recording").order_by("pk"))
    if not {session.athlete_id for session in taken} <= locked:
        raise ActRefused("Somebody else moved one of these rides just now; look at them again.")
    return taken


def _first_date(session: Session) -> date:
    """Give the day from which an athlete's records change where a session goes.

    What it stood in front of counts from then on, and may have started on the day before.
    """
    behind = session.duplicates.values_list("local_date", flat=True)
    return min([session.local_date, *behind])


def remove_recording(recording: Recording) -> None:
    """Delete the row now, and the bytes once the row is gone for good."""
    content = recording.content
    recording.delete()
    transaction.on_commit(lambda: content.storage.delete(content.name or ""))


@transaction.atomic
def move_sessions(sessions: Sequence[Session], athlete: Athlete, act: Act) -> set[int]:
    """Give sessions and their recordings to the athlete who rode them; all or nothing.

    They keep their figures, which rest on the thresholds of the other athlete, until they are
    analysed again: the edge asks for that. What a person decided of their peaks was held against
    another rider's bests and is dropped, and so is what they were a duplicate of.
    """
    touched = set()
    for session in _take(sessions, athlete):
        before = session.athlete
        if before.pk == athlete.pk:
            continue
        Session.objects.alike_after(session).update(changed_at=act.at)
        _move_recording(session, athlete)
        mark_season_due(before, _first_date(session))
        Session.objects.filter(duplicate_of=session).update(duplicate_of=None)
        drop_cases(session)
        session.athlete, session.duplicate_of = athlete, None
        session.local_date = athlete.local_time(session.started_at).date()
        session.changed_at = act.at
        session.save(update_fields=["athlete", "duplicate_of", "local_date", "changed_at"])
        mark_season_due(athlete, session.local_date)
        for person in (before, athlete):
            record_act(
                act,
                "session.moved",
                subject=f"session {session.pk}",
                athlete=person,
                detail={"before": before.pk, "after": athlete.pk},
            )
        touched |= {before.pk, athlete.pk}
    return touched


def _move_recording(session: Session, athlete: Athlete) -> None:
    recording = session.recording
    if recording is None or recording.athlete_id == athlete.pk:
        return
    if Recording.objects.filter(athlete=athlete, digest=recording.digest).exists():
        raise ActRefused(f"{athlete} has the file {recording.name} already; delete one of the two.")
    others = recording.sessions.exclude(pk=session.pk).aggregate(others=Count("pk"))["others"]
    if others:
        raise ActRefused(f"The file {recording.name} holds {others + 1} rides; move them together.")
    recording.athlete = athlete
    recording.save(update_fields=["athlete"])


def analyse_again(recordings: Sequence[Recording], act: Act) -> list[int]:
    """Put the stored files of sessions in line once more; gives those that were not there yet."""
    queued = [recording for recording in recordings if recording.wait_again(now=act.at)]
    for recording in queued:
        record_act(
            act,
            "recording.analysed_again",
            subject=f"recording {recording.pk}",
            athlete=recording.athlete,
        )
    return [recording.pk for recording in queued]
