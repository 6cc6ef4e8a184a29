"""A session told without a database or a network: the engine's values in, a checked text out."""

from analytics.engine.session import AnalysedSession
from summaries.checking import Rejection, check_draft
from summaries.facts import SessionBrief, gather_facts
from summaries.voices import DEFAULT_VOICE, write_offline


def tell_offline(session: AnalysedSession) -> str:
    """Write the summary of a ride that was compared with nothing."""
    facts = gather_facts(
        SessionBrief(
            title=session.ride.title,
            local_date=session.totals.started_at.date(),
            started_at=session.totals.started_at,
            totals=session.totals,
            intervals=session.intervals,
            sets=session.sets,
            peaks=session.peaks,
            stimulus=session.stimulus,
            stimulus_reason=session.stimulus_reason,
            quality=session.quality,
            rider=session.rider,
        )
    )
    verdict = check_draft(write_offline(facts, DEFAULT_VOICE), facts)
    if isinstance(verdict, Rejection):
        raise AssertionError(f"the offline writer was rejected: {'; '.join(verdict.reasons)}")
    return verdict.text
