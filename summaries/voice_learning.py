"""Proposals for a coach's voice, from the texts that they approved."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import F

from summaries.draft import read_draft
from summaries.facts import SessionFacts
from summaries.learning import Edit, propose_rules
from summaries.models import Summary, VoiceRule
from summaries.reviewing import root_of

LATEST_TEXTS = 100


def learn_voice(coach: User, *, now: datetime) -> int:
    """Propose what the coach's edits speak for; returns how many proposals are new.

    What was accepted or refused before stays decided; its counts are brought up to date.
    """
    new = 0
    for proposal in propose_rules(edits_of(coach)):
        rule, is_new = VoiceRule.objects.get_or_create(
            coach=coach,
            kind=proposal.kind.value,
            what=proposal.what[:100],
            defaults={"times": proposal.times, "of": proposal.of, "proposed_at": now},
        )
        new += is_new
        if not is_new and (rule.times, rule.of) != (proposal.times, proposal.of):
            VoiceRule.objects.filter(pk=rule.pk).update(times=proposal.times, of=proposal.of)
    return new


def edits_of(coach: User) -> list[Edit]:
    """Read the latest texts that a coach approved beside the drafts that they go back to."""
    approved = Summary.objects.filter(approved_by=coach).select_related("based_on")
    return [
        Edit(
            draft=read_draft(root.draft),
            draft_facts=SessionFacts.from_json(root.facts),
            approved=read_draft(summary.draft),
            approved_facts=SessionFacts.from_json(summary.facts),
        )
        for summary in approved.order_by(F("approved_at").desc())[:LATEST_TEXTS]
        if (root := root_of(summary)).draft and summary.draft
    ]
