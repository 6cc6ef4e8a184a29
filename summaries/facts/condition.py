"""Facts about the recording itself: what is missing, paused or was mended."""

from collections.abc import Iterator
from dataclasses import replace

from analytics.engine.printing import clock
from summaries.facts.brief import SessionBrief
from summaries.facts.fact import Fact, state
from summaries.facts.kinds import Claim, FactKind
from summaries.facts.printing import LONGEST_NOTE, count, plain_line


def tell_condition(brief: SessionBrief) -> Iterator[Fact]:
    """State what a reader must know of the recording before trusting the figures."""
    for fact in _tell_all(brief):
        yield replace(fact, rows=("recording",))


def _tell_all(brief: SessionBrief) -> Iterator[Fact]:
    totals, quality = brief.totals, brief.quality
    if totals.mean_power_w is None:
        yield state(FactKind.NO_POWER, 0, "no power", supports=(Claim.NO_POWER,))
    if totals.mean_heart_rate_bpm is None:
        claims = (Claim.NO_HEART_RATE,)
        yield state(FactKind.NO_HEART_RATE, 0, "no heart rate", supports=claims)
    for kind, seconds, claim in (
        (FactKind.MISSING, quality.missing_s, Claim.DROPOUT),
        (FactKind.FILLED, quality.filled_s, Claim.DROPOUT),
        (FactKind.PAUSED, quality.paused_s, Claim.PAUSE),
    ):
        if seconds > 0:
            yield state(kind, seconds, clock(seconds), supports=(claim,))
    if quality.patches:
        spans = tuple((patch.second, patch.second + 1) for patch in quality.patches)
        number = len(spans)
        text = count(number, "reading")
        yield state(FactKind.PATCHED, number, text, spans=spans, supports=(Claim.REPAIR,))
    for number, note in enumerate(quality.notes, 1):
        text = plain_line(note, LONGEST_NOTE).rstrip(".")
        if text:
            yield state(FactKind.NOTE, text, text, about=f"note {number}")
