"""How one coach wants a text: tone, length, units, and the rules learned from their edits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summaries.draft import SLOT, Draft
from summaries.facts import FactKind, Language, SessionFacts

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Manner:
    """What a draft is asked for with, written in and checked against."""

    tone: str = "plain"
    units: str = "metric"
    language: Language = Language.ENGLISH
    fewest_sentences: int = 3
    most_sentences: int = 6
    most_words: int = 140
    never_says: tuple[str, ...] = ()
    always_gives: tuple[FactKind, ...] = ()
    never_gives: tuple[FactKind, ...] = ()


PLAIN_MANNER = Manner()


def words_of(text: str) -> tuple[str, ...]:
    """Split plain words as rules compare them: lower case, straight apostrophes."""
    return tuple(word.lower().replace("’", "'") for word in _WORD.findall(text))


def says(text: str, phrase: str) -> bool:
    """Tell whether a text holds a phrase, word for word, whatever its capitals and signs."""
    words, wanted = words_of(text), words_of(phrase)
    if not wanted:
        return False
    size = len(wanted)
    return any(words[at : at + size] == wanted for at in range(len(words) - size + 1))


def named(kind: FactKind) -> str:
    """Name a kind of fact as a coach reads it: record power per kg."""
    return kind.value.replace("_", " ")


def breaks_of_manner(
    draft: Draft, facts: SessionFacts, manner: Manner
) -> Iterator[tuple[int | None, str]]:
    """Tell which accepted rules a draft breaks, and in which sentence.

    A fact that the session does not have is not missed.
    """
    for number, sentence in enumerate(draft, 1):
        stretches = SLOT.split(sentence.text)[::2]
        for phrase in manner.never_says:
            if any(says(stretch, phrase) for stretch in stretches):
                yield number, f"this coach never says “{phrase}”."
    given = kinds_in(draft, facts)
    for kind in manner.never_gives:
        if kind in given:
            yield None, f"This coach never gives the {named(kind)}."
    for kind in manner.always_gives:
        if kind not in given and facts.all_of(kind):
            yield None, f"This coach always gives the {named(kind)}."


def kinds_in(draft: Draft, facts: SessionFacts) -> frozenset[FactKind]:
    """Collect what kinds of facts a draft prints."""
    named_facts = (facts.by_id(slot) for sentence in draft for slot in sentence.slots)
    return frozenset(fact.kind for fact in named_facts if fact is not None)
