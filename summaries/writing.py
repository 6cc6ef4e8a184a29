"""One summary written: facts, a draft, the check; a rejected draft goes back once."""

from dataclasses import dataclass
from datetime import datetime

from summaries.checking import CheckedText, Rejection, check_draft
from summaries.draft import DraftUnreadable, read_draft, write_draft
from summaries.facts import SessionFacts
from summaries.gathering import gather_session_facts
from summaries.models import Summary
from summaries.prompt import PROMPT_VERSION, build_prompt
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


def write_summary(summary: Summary, *, provider: TextProvider, voice: str, now: datetime) -> bool:
    """Write a claimed summary; True if the claim still held when the text was stored.

    Raises what the provider raises when it has no answer.
    """
    facts = gather_session_facts(summary.session)
    written = write_text(facts, provider=provider, voice=voice)
    return summary.finish(
        now=now,
        text=written.checked.text,
        draft=write_draft(written.checked.draft),
        facts=facts.to_json(),
        facts_digest=facts.digest,
        voice=voice,
        provider=written.provider,
        model=written.model,
        prompt_version=PROMPT_VERSION,
        tokens_in=written.tokens_in,
        tokens_out=written.tokens_out,
        note=written.note,
    )


def write_text(facts: SessionFacts, *, provider: TextProvider, voice: str) -> WrittenText:
    """Ask for a draft that passes the check; after a second rejection the offline writer writes.

    Raises what the provider raises when it has no answer at all.
    """
    tokens_in = tokens_out = 0
    reasons: tuple[str, ...] = ()
    for _ in range(DRAFTS_ASKED_FOR):
        try:
            completion = provider.complete(build_prompt(facts, voice=voice, reasons=reasons))
        except AnswerUnusable as answer:
            tokens_in += answer.tokens_in
            tokens_out += answer.tokens_out
            reasons = (str(answer),)
            continue
        tokens_in += completion.tokens_in
        tokens_out += completion.tokens_out
        verdict = _check(completion, facts)
        if isinstance(verdict, CheckedText):
            return WrittenText(verdict, provider.name, completion.model, tokens_in, tokens_out)
        reasons = verdict
    return _written_offline(facts, voice, reasons, tokens_in, tokens_out)


def _check(completion: Completion, facts: SessionFacts) -> CheckedText | tuple[str, ...]:
    try:
        verdict = check_draft(read_draft(completion.text), facts)
    except DraftUnreadable as fault:
        return (str(fault),)
    return verdict.reasons if isinstance(verdict, Rejection) else verdict


def _written_offline(
    facts: SessionFacts, voice: str, reasons: tuple[str, ...], tokens_in: int, tokens_out: int
) -> WrittenText:
    completion = OfflineProvider().complete(build_prompt(facts, voice=voice))
    verdict = check_draft(read_draft(completion.text), facts)
    if isinstance(verdict, Rejection):
        raise AssertionError(f"the offline writer was rejected: {'; '.join(verdict.reasons)}")
    note = f"Written offline: two drafts were rejected ({'; '.join(reasons)})."
    return WrittenText(verdict, OfflineProvider.name, completion.model, tokens_in, tokens_out, note)
