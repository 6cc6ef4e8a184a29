"""Templates: words with slots named by kind, filled with the ids of a session's facts.

``{set_power}`` is a slot; ``{b.set_power}`` takes it from the second of two things.
``{set_fade-}`` wants a fact that went down, ``+`` up, ``=`` one that held.
``[, {set_heart_rate}]`` is left out where a fact in it is missing. The parts of a
template that are not in brackets must all be there.
"""

import re
from collections.abc import Sequence

from summaries.draft import SlottedSentence
from summaries.facts import SESSION, Claim, Fact, FactKind, SessionFacts

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(?:([ab])\.)?([a-z_]+)([+=-]?)\}")
_DIRECTIONS = {"+": Claim.UP, "-": Claim.DOWN, "=": Claim.STEADY}


def fill(template: str, facts: SessionFacts, abouts: Sequence[str] = ()) -> SlottedSentence | None:
    """Put fact ids into a template's slots; None where one that it needs is missing.

    ``abouts`` names the things that slots ``a`` (or without a letter) and ``b``
    speak of; facts of the whole session are found in any case.
    """

    def optional(match: re.Match[str]) -> str:
        return match[1] if _slots_exist(match[1], facts, abouts) else ""

    text = _OPTIONAL.sub(optional, template)
    if not _slots_exist(text, facts, abouts):
        return None
    ids: list[str] = []

    def named(match: re.Match[str]) -> str:
        fact = _find(match, facts, abouts)
        ids.append(fact.id if fact else "")
        return f"{{{ids[-1]}}}"

    filled = _SLOT.sub(named, text)
    return SlottedSentence(filled, tuple(dict.fromkeys(ids)))


def _slots_exist(text: str, facts: SessionFacts, abouts: Sequence[str]) -> bool:
    return all(_find(match, facts, abouts) is not None for match in _SLOT.finditer(text))


def _find(match: re.Match[str], facts: SessionFacts, abouts: Sequence[str]) -> Fact | None:
    letter, code, direction = match.groups()
    position = 1 if letter == "b" else 0
    kind = FactKind(code)
    about = abouts[position] if position < len(abouts) else SESSION
    fact = facts.find(kind, about)
    if fact is None and letter is None:
        fact = facts.find(kind, SESSION)
    if fact is not None and direction and _DIRECTIONS[direction] not in fact.supports:
        return None
    return fact
