"""Facts: every number that a text may use, rounded once, with its proof."""

from summaries.facts.brief import DayForm, EarlierAlike, SessionBrief
from summaries.facts.fact import SESSION, Fact, SessionFacts
from summaries.facts.gathering import gather_facts
from summaries.facts.kinds import Claim, FactKind
from summaries.facts.language import Language
from summaries.facts.reprinting import reprinted

__all__ = [
    "SESSION",
    "Claim",
    "DayForm",
    "EarlierAlike",
    "Fact",
    "FactKind",
    "Language",
    "SessionBrief",
    "SessionFacts",
    "gather_facts",
    "reprinted",
]
