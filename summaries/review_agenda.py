"""Texts that wait for a review, on the coach's list of today."""

from datetime import datetime, timedelta

from analytics.agenda import raise_item, settle_item
from analytics.engine.vocabulary import AgendaKind
from analytics.models import Session
from summaries.models import Summary

# Nobody reviews the texts of an imported decade one by one: those stay in the review queue.
ASKED_FOR = timedelta(days=14)


def ask_for_review(summary: Summary, state: str, *, now: datetime) -> None:
    """Raise a recent ride's text on the list; the newest state of it replaces an earlier one."""
    session = summary.session
    if session.local_date < (now - ASKED_FOR).date():
        return
    raise_item(
        session.athlete,
        kind=AgendaKind.SUMMARY,
        subject=_subject(session),
        evidence=f"{session.heading} on {session.local_date.day} {session.local_date:%b}: {state}",
        day=session.local_date,
        address=summary.get_absolute_url(),
        now=now,
    )


def review_done(session: Session, *, now: datetime) -> None:
    settle_item(session.athlete, kind=AgendaKind.SUMMARY, subject=_subject(session), now=now)


def _subject(session: Session) -> str:
    return f"session {session.pk}"
