"""The coach's list of today: what each kind of decision weighs, takes and asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate, takewhile

from analytics.engine.vocabulary import AgendaKind

FRESH = timedelta(days=14)  # what is about an older ride comes after everything else


@dataclass(frozen=True, slots=True)
class KindOfDecision:
    """What the list knows of one kind."""

    weight: int  # a higher one comes first
    minutes: int  # that a decision usually takes
    action: str  # the words on the link to where it is decided
    done: str  # the words on the button for what is done away from the product; empty: none
    why: str  # half a sentence for the explanation of the order


KINDS = {
    AgendaKind.QUARANTINED_PEAK: KindOfDecision(
        90, 2, "Decide", "", "a doubtful peak holds up records and thresholds until it is decided"
    ),
    AgendaKind.THRESHOLD_PROPOSAL: KindOfDecision(
        80, 2, "Decide", "", "every intensity and load from now on is measured against it"
    ),
    AgendaKind.FAILED_IMPORT: KindOfDecision(
        70, 2, "See why", "", "a ride is missing from every figure"
    ),
    AgendaKind.FORM: KindOfDecision(
        60, 3, "Look at the load", "Planned for", "the next days' training may have to change"
    ),
    AgendaKind.SILENCE: KindOfDecision(
        50, 3, "Look at the last rides", "Spoken to", "illness and injury begin with silence"
    ),
    AgendaKind.NEW_RECORD: KindOfDecision(
        40, 1, "See the record", "Congratulated", "praise is best while it is fresh"
    ),
    AgendaKind.DECOUPLING: KindOfDecision(
        30, 2, "Look at the ride", "Noted", "it may be heat, fatigue or a sensor"
    ),
    AgendaKind.STALE_FIGURES: KindOfDecision(
        20, 2, "Bring up to date", "", "figures per kilogram and zones drift away slowly"
    ),
    AgendaKind.SUMMARY: KindOfDecision(
        10, 1, "Review", "", "reading fills the minutes that are left, one text after the other"
    ),
}


def count_fitting(minutes_each: Iterable[int], *, minutes_a_day: int) -> int:
    """Count how many decisions, in their order, fit into a day; the first one always does."""
    whole = list(accumulate(minutes_each))
    fitting = sum(1 for _ in takewhile(lambda taken: taken <= minutes_a_day, whole))
    return max(fitting, min(len(whole), 1))
