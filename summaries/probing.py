"""Whether a provider works, tried now with a real request about an invented ride."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from analytics.engine.quality import Quality
from analytics.engine.totals import SessionTotals
from summaries.checking import Rejection, check_draft
from summaries.draft import read_draft
from summaries.facts import SessionBrief, gather_facts
from summaries.prompt import build_prompt
from summaries.providers.interface import ProviderError, TextProvider

RIDDEN_AT = datetime(2026, 5, 12, 7, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of a test call, in words that a person can act on."""

    provider: str
    is_working: bool
    sentence: str
    model: str = ""
    milliseconds: float = 0.0
    tokens_in: int = 0
    tokens_out: int = 0


def probe(provider: TextProvider) -> Probe:
    """Ask for the text of an invented hour; it is paid for and shown to nobody."""
    facts = gather_facts(_invented_ride())
    started_s = time.perf_counter()
    try:
        completion = provider.complete(build_prompt(facts))
    except ProviderError as error:
        return Probe(provider.name, is_working=False, sentence=str(error))
    milliseconds = 1000 * (time.perf_counter() - started_s)
    verdict = check_draft(read_draft(completion.text), facts)
    sentence = "It answers, and its text passes the check."
    if isinstance(verdict, Rejection):
        sentence = f"It answers, but its text was sent back: {verdict.reasons[0]}"
    return Probe(
        provider.name,
        is_working=True,
        sentence=sentence,
        model=completion.model,
        milliseconds=milliseconds,
        tokens_in=completion.tokens_in,
        tokens_out=completion.tokens_out,
    )


def _invented_ride() -> SessionBrief:
    return SessionBrief(
        owner="nobody",
        local_date=RIDDEN_AT.date(),
        started_at=RIDDEN_AT,
        quality=Quality(filled_s=0, missing_s=0, paused_s=0, patches=(), notes=()),
        totals=SessionTotals(
            started_at=RIDDEN_AT,
            elapsed_s=3600,
            timer_s=3600,
            moving_s=3600,
            distance_m=30_000.0,
            mean_power_w=200.0,
            weighted_power_w=205.0,
            mean_heart_rate_bpm=140.0,
            mean_speed_mps=8.33,
        ),
    )
