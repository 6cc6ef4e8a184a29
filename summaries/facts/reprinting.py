"""Facts as their reader wants them: the same values, printed again."""

from collections.abc import Callable
from dataclasses import replace

from summaries.facts.fact import SessionFacts
from summaries.facts.kinds import FactKind
from summaries.facts.language import Language
from summaries.facts.printing import amount
from summaries.facts.spanish import in_spanish

IMPERIAL = "imperial"
METRES_A_MILE = 1609.344
METRES_A_FOOT = 0.3048

_IMPERIAL: dict[FactKind, Callable[[float], str]] = {
    FactKind.DISTANCE: lambda metres: amount(metres / METRES_A_MILE, "mi", 1),
    FactKind.ELEVATION_GAIN: lambda metres: amount(metres / METRES_A_FOOT, "ft"),
    FactKind.MEAN_SPEED: lambda mps: amount(mps * 3600 / METRES_A_MILE, "mph", 1),
    FactKind.SET_SPEED: lambda mps: amount(mps * 3600 / METRES_A_MILE, "mph", 1),
    FactKind.TEMPERATURE: lambda celsius: amount(celsius * 9 / 5 + 32, "°F"),
}


def reprinted(
    facts: SessionFacts, units: str, language: Language = Language.ENGLISH
) -> SessionFacts:
    """Print facts again as their reader wants them, in units and language."""
    printed = _in_units(facts, units)
    return in_spanish(printed) if language is Language.SPANISH else printed


def _in_units(facts: SessionFacts, units: str) -> SessionFacts:
    """Print lengths, speeds and temperatures in the reader's units, from the unrounded values."""
    if units != IMPERIAL:
        return facts
    return SessionFacts(
        facts.owner,
        tuple(
            replace(fact, text=_IMPERIAL[fact.kind](float(fact.value)))
            if fact.kind in _IMPERIAL
            else fact
            for fact in facts.facts
        ),
    )
