"""From an analysed session to everything that a text may say about it."""

from summaries.facts.alike import tell_alike
from summaries.facts.bests import tell_bests
from summaries.facts.brief import SessionBrief
from summaries.facts.condition import tell_condition
from summaries.facts.efforts import tell_sets
from summaries.facts.fact import SessionFacts
from summaries.facts.whole import tell_form, tell_identity, tell_totals


def gather_facts(brief: SessionBrief) -> SessionFacts:
    """State every figure of a session once: value, unit, print, definition and proof.

    Deterministic: equal briefs give equal facts with equal ids and digest.
    """
    return SessionFacts.numbered(
        brief.owner,
        (
            *tell_identity(brief),
            *tell_totals(brief),
            *tell_form(brief),
            *tell_sets(brief),
            *tell_alike(brief),
            *tell_bests(brief),
            *tell_condition(brief),
        ),
    )
