"""A ride that goes: deleted for good, or moved to the athlete who rode it."""

from datetime import date

from django.db import transaction

from analytics.audit import Act, record_act
from analytics.models import Athlete, BodyMass, Case, Session
from analytics.record_book import mark_records_due


def delete_session(session: Session, act: Act) -> None:
    """Remove a ride with all that was derived from it; the records after it are due."""
    with transaction.atomic():
        athlete = Athlete.objects.select_for_update().get(pk=session.athlete_id)
        record_act(
            act,
            "session.deleted",
            subject=f"session {session.pk}",
            athlete=athlete,
            detail={"title": session.title, "date": session.local_date.isoformat()},
        )
        Session.objects.filter(pk=session.pk).delete()
        mark_records_due(athlete, session.local_date)


def move_session(session: Session, athlete: Athlete, act: Act) -> None:
    """Give a ride to another athlete, on that athlete's own day; both have records due.

    Its figures keep the thresholds and the mass that they were made with. What a
    person decided of its peaks was held against another rider's bests and is dropped.
    """
    with transaction.atomic():
        pair = sorted((session.athlete_id, athlete.pk))  # always in this order: no deadlock
        locked = {pk: Athlete.objects.select_for_update().get(pk=pk) for pk in pair}
        before, after = locked[session.athlete_id], locked[athlete.pk]
        left = session.local_date
        Session.objects.filter(duplicate_of=session).update(duplicate_of=None)
        Case.objects.filter(session=session).delete()
        session.athlete, session.duplicate_of = after, None
        session.local_date = after.local_time(session.started_at).date()
        session.changed_at = act.at
        session.save(update_fields=["athlete", "duplicate_of", "local_date", "changed_at"])
        mark_records_due(before, left)
        mark_records_due(after, session.local_date)
        record_act(
            act,
            "session.moved",
            subject=f"session {session.pk}",
            athlete=after,
            detail={"from": before.pk, "to": after.pk},
        )


def change_mass(athlete: Athlete, day: date, mass_kg: float, act: Act) -> None:
    """Note a mass; the records from that day on are due, with whatever is analysed again."""
    with transaction.atomic():
        Athlete.objects.select_for_update().get(pk=athlete.pk)
        BodyMass.objects.update_or_create(athlete=athlete, date=day, defaults={"mass_kg": mass_kg})
        mark_records_due(athlete, day)
        record_act(
            act,
            "mass.changed",
            subject=f"athlete {athlete.pk}",
            athlete=athlete,
            detail={"date": day.isoformat(), "mass_kg": mass_kg},
        )
