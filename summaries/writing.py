"""One summary written: facts, a draft, the check; a rejected draft goes back once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Sum

from analytics.models import Session
from summaries.checking import CheckedText, Rejection, check_draft
from summaries.draft import DraftUnreadable, read_draft, write_draft
from summaries.facts import SessionFacts
from summaries.gathering import gather_session_facts, last_change_behind
from summaries.manner import PLAIN_MANNER, Manner
from summaries.models import Summary
from summaries.prompt import PROMPT_VERSION, Prompt, build_prompt
from summaries.providers.interface import AnswerUnusable, Completion, TextProvider
from summaries.providers.offline import OfflineProvider

DRAFTS_ASKED_FOR = 2  # the first, and one more with the reasons


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text that passed the check, and where it came from."""

    checked: CheckedText
    provider: str
    model: str
    tokens_in: int
    tokens_out: int
    note: str = ""


def write_summary(
    summary: Summary,
    *,
    provider: TextProvider,
    voice: str,
    now: datetime,
    note: str = "",
    manner: Manner | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> bool:
    """Write a claimed summary; True if the claim still held when the text was stored.

    The facts are stored before anybody is asked: an answer that outlives its worker
    is read against those that it was given for. Raises what the provider raises when
    it has no answer.
    """
    manner = manner or Manner(tone=voice)
    facts = facts_to_write_from(summary, manner)
    written = write_text(
        facts,
        provider=provider,
        voice=voice,
        manner=manner,
        plan_text=summary.session.plan_text,
    )
    return summary.finish(
        now=now,
        text=written.checked.text,
        draft=write_draft(written.checked.draft),
        voice=voice,
        units=manner.units,
        language=manner.language.value,
        provider=written.provider,
        model=written.model,
        prompt_version=PROMPT_VERSION,
        tokens_in=written.tokens_in,
        tokens_out=written.tokens_out,
        cost_usd=summary.calls.aggregate(usd=Sum("cost_usd"))["usd"],
        parameters=dict(parameters or {}),
        note=" ".join(filter(None, (note, written.note))),
    )


def facts_to_write_from(summary: Summary, manner: Manner) -> SessionFacts:
    """Gather the facts and keep them, or take those that a kept answer was given for."""
    if summary.answer:
        return SessionFacts.from_json(summary.facts)
    session = Session.objects.select_related("athlete").get(pk=summary.session_id)
    as_of = last_change_behind(session)
    facts = gather_session_facts(session, manner.units, manner.language)
    summary.keep(facts=facts.to_json(), facts_digest=facts.digest, compared_at=as_of)
    return facts


def first_prompt(summary: Summary, manner: Manner) -> Prompt:
    """Write what a provider is asked first; its answer may come much later."""
    facts = facts_to_write_from(summary, manner)
    plan_text = summary.session.plan_text
    return build_prompt(facts, voice=manner.tone, plan_text=plan_text, manner=manner)


def write_text(
    facts: SessionFacts,
    *,
    provider: TextProvider,
    voice: str,
    manner: Manner = PLAIN_MANNER,
    plan_text: str = "",
) -> WrittenText:
    """Ask for a draft that passes the check; after a second rejection the offline writer writes.

    Raises what the provider raises when it has no answer at all.
    """
    tokens_in = tokens_out = 0
    reasons: tuple[str, ...] = ()
    for _ in range(DRAFTS_ASKED_FOR):
        try:
            completion = provider.complete(
                build_prompt(
                    facts, voice=voice, plan_text=plan_text, reasons=reasons, manner=manner
                )
            )
        except AnswerUnusable as answer:
            tokens_in += answer.tokens_in
            tokens_out += answer.tokens_out
            reasons = (str(answer),)
            continue
        tokens_in += completion.tokens_in
        tokens_out += completion.tokens_out
        verdict = _check(completion, facts, manner)
        if isinstance(verdict, CheckedText):
            return WrittenText(verdict, provider.name, completion.model, tokens_in, tokens_out)
        reasons = verdict
    return _written_offline(facts, manner, reasons, tokens_in, tokens_out)


def _check(
    completion: Completion, facts: SessionFacts, manner: Manner
) -> CheckedText | tuple[str, ...]:
    try:
        verdict = check_draft(read_draft(completion.text), facts, manner=manner)
    except DraftUnreadable as fault:
        return (str(fault),)
    return verdict.reasons if isinstance(verdict, Rejection) else verdict


def _written_offline(
    facts: SessionFacts, manner: Manner, reasons: tuple[str, ...], tokens_in: int, tokens_out: int
) -> WrittenText:
    completion = OfflineProvider().complete(build_prompt(facts, voice=manner.tone, manner=manner))
    at_any_length = replace(manner, fewest_sentences=1)  # where there is no more to say
    verdict = check_draft(read_draft(completion.text), facts, manner=at_any_length)
    if isinstance(verdict, Rejection):
        raise AssertionError(f"the offline writer was rejected: {'; '.join(verdict.reasons)}")
    note = f"Written offline: two drafts were rejected ({'; '.join(reasons)})."
    return WrittenText(verdict, OfflineProvider.name, completion.model, tokens_in, tokens_out, note)
