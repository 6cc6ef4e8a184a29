"""Whether a stored text still tells what the data holds."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from analytics.models import Session
from summaries.comparing import is_only_load_untold, tell_changes
from summaries.draft import read_draft
from summaries.facts import SessionFacts
from summaries.gathering import gather_session_facts, last_change_behind
from summaries.models import Summary
from summaries.review_agenda import ask_for_review


def texts_behind() -> QuerySet[Summary]:
    """Select newest texts whose session has changed since they were held against its facts."""
    told = (Summary.State.READY, Summary.State.APPROVED, Summary.State.STALE)
    alike = Session.objects.exclude(structure="").filter(
        athlete=OuterRef("session__athlete"),
        structure=OuterRef("session__structure"),
        started_at__lt=OuterRef("session__started_at"),
        changed_at__gt=OuterRef("compared_at"),
    )
    changed = Q(session__changed_at__gt=F("compared_at")) | Q(compared_at=None) | Exists(alike)
    return Summary.objects.filter(changed, state__in=told).newest_versions()


def is_behind(summary: Summary) -> bool:
    """Tell whether the session has changed since the text was last held against it."""
    if not summary.is_told:
        return False
    return summary.compared_at is None or last_change_behind(summary.session) > summary.compared_at


def hold_against_facts(summary: Summary, *, now: datetime) -> bool:
    """Compare the facts of a text with those of today; True if it is out of date.

    A text whose facts have come back, such as after an undone patch, is what it
    was before.
    """
    as_of = last_change_behind(summary.session)  # before the facts: what comes later is seen later
    facts = gather_session_facts(summary.session, summary.units, summary.language)
    if facts.digest == summary.facts_digest:
        summary.hold_true(as_of=as_of)
        return False
    before, draft = SessionFacts.from_json(summary.facts), read_draft(summary.draft)
    if is_only_load_untold(before, facts, draft):
        summary.hold_true(as_of=as_of)
        return False
    changes = tell_changes(before, facts, draft)
    with transaction.atomic():
        if summary.turn_stale(changes, as_of=as_of):
            ask_for_review(summary, f"out of date: {changes}", now=now)
    return True
