"""What a coach decides about a text: approve it, or write it differently."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from analytics.audit import Act, record_act
from summaries.distance import edit_distance
from summaries.draft import read_draft, write_draft
from summaries.facts import Fact, SessionFacts
from summaries.gathering import gather_session_facts, last_change_behind
from summaries.models import Summary
from summaries.relinking import relink
from summaries.review_agenda import ask_for_review, review_done

LONGEST_TEXT = 4000


class EditRefused(Exception):
    """The changed text was not kept; the message says why."""


def approve(summary: Summary, act: Act) -> bool:
    """Approve a ready text; False if it is something else by now."""
    user = _person(act)
    distance = edit_distance(written_text(summary), summary.text)
    with transaction.atomic():
        if not summary.approve(user, now=act.at, edit_distance=distance):
            return False
        review_done(summary.session, now=act.at)
        record_act(act, "summary.approved", subject=str(summary), athlete=summary.session.athlete)
    return True


def written_text(summary: Summary) -> str:
    """Find the provider's text that a version goes back to."""
    return root_of(summary).text


def root_of(summary: Summary) -> Summary:
    """Find the version that edits go back to."""
    while summary.based_on is not None:
        summary = summary.based_on
    return summary


def edit(summary: Summary, text: str, act: Act) -> Summary:
    """Keep a coach's text as the next version, its numbers linked to the facts of today.

    Raises
    ------
    EditRefused
        If the text cannot be kept, or a newer version is there or on its way.
    """
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    _refuse_unusable(text)
    facts = gather_session_facts(summary.session, summary.units, summary.language)
    draft = relink(text, facts, preferred=_facts_used(summary, facts))
    try:
        with transaction.atomic():
            edited = _next_version(summary, act, text, write_draft(draft), facts)
            ask_for_review(edited, "edited, not yet approved", now=act.at)
            record_act(act, "summary.edited", subject=str(edited), athlete=edited.session.athlete)
    except IntegrityError as error:
        raise EditRefused(_OVERTAKEN) from error
    return edited


_OVERTAKEN = (
    "There is a newer version of this text by now, or one is being written. "
    "Yours is kept below: copy it, open the newer one and decide."
)


def _refuse_unusable(text: str) -> None:
    if not text:
        raise EditRefused("A text cannot be empty.")
    if len(text) > LONGEST_TEXT:
        raise EditRefused(f"A text has at most {LONGEST_TEXT} characters; this has {len(text)}.")
    if "{" in text or "}" in text:
        raise EditRefused("Braces stand for slots and cannot be used in a text.")


def _facts_used(summary: Summary, facts: SessionFacts) -> list[Fact]:
    """Find today's facts about the same things as those that a version names."""
    before = SessionFacts.from_json(summary.facts)
    slots = [slot for sentence in read_draft(summary.draft) for slot in sentence.slots]
    named = [fact for slot in slots if (fact := before.by_id(slot)) is not None]
    return [now for fact in named if (now := facts.find(fact.kind, fact.about)) is not None]


def _next_version(
    summary: Summary, act: Act, text: str, draft: str, facts: SessionFacts
) -> Summary:
    """Make the version after this one; the constraint refuses a second of the same number."""
    if Summary.objects.next_version(summary.session) != summary.version + 1:
        raise EditRefused(_OVERTAKEN)
    return Summary.objects.create(
        session=summary.session,
        version=summary.version + 1,
        state=Summary.State.READY,
        requested_at=act.at,
        requested_by=act.actor,
        due_at=act.at,
        finished_at=act.at,
        based_on=summary,
        edited_by=act.actor,
        text=text,
        draft=draft,
        facts=facts.to_json(),
        facts_digest=facts.digest,
        compared_at=last_change_behind(summary.session),
        voice=summary.voice,
        units=summary.units,
        language=summary.language,
        provider=summary.provider,
        model=summary.model,
        prompt_version=summary.prompt_version,
    )


def _person(act: Act) -> User:
    if act.actor is None:
        raise ValueError("a text is approved by a person")
    return act.actor
