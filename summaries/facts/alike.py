"""Facts against the athlete's earlier session of the same structure."""

from collections.abc import Iterator

from analytics.engine.intervals import LabelledInterval
from analytics.engine.set_matching import main_sets
from summaries.facts.brief import SessionBrief
from summaries.facts.fact import Fact, Span, state
from summaries.facts.kinds import Claim, FactKind
from summaries.facts.printing import amount, day, known, ordinal

SAME_STRUCTURE = "same structure"  # what these facts are about


def tell_alike(brief: SessionBrief) -> Iterator[Fact]:
    """State which one of its kind the session is, and what it did differently from the last."""
    earlier = brief.earlier
    if earlier is None:
        return
    spans = _spans_of_main_sets(brief)

    def told(
        kind: FactKind, value: float | str, text: str, supports: tuple[Claim, ...] = ()
    ) -> Fact:
        return state(
            kind,
            value,
            text,
            about=SAME_STRUCTURE,
            spans=spans,
            rows=(earlier.row,),
            supports=(Claim.EARLIER, *supports),
        )

    number = earlier.number_this_year
    text = f"{ordinal(number)} {earlier.title} of {brief.local_date.year}"
    yield told(FactKind.SAME_NUMBER, number, text)
    yield told(FactKind.SAME_DAY, earlier.local_date.isoformat(), day(earlier.local_date))
    for kind, change, unchanged in (
        (FactKind.SAME_POWER_CHANGE, earlier.power_change_w, "the same power"),
        (FactKind.SAME_HEART_RATE_CHANGE, earlier.heart_rate_change_bpm, "the same heart rate"),
    ):
        if (value := known(change)) is not None:
            text = amount(abs(value), kind.unit) if round(value) else unchanged
            yield told(kind, round(value, 1), text, (_direction(value),))


def _direction(change: float) -> Claim:
    """Say which way a change went; what would print as nothing held."""
    if not round(change):
        return Claim.STEADY
    return Claim.UP if change > 0 else Claim.DOWN


def _spans_of_main_sets(brief: SessionBrief) -> tuple[Span, ...]:
    efforts: list[LabelledInterval] = [
        brief.intervals[position] for found in main_sets(brief.sets) for position in found.efforts
    ]
    return tuple((effort.start_s, effort.end_s) for effort in efforts)
