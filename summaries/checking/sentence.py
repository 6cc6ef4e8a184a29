"""A slotted sentence as the rules read it: words and facts in order."""

import re
from dataclasses import dataclass

from summaries.checking.lexicon import Lexicon
from summaries.draft import SlottedSentence
from summaries.facts import Fact, FactKind, SessionFacts

_TOKEN = re.compile(r"\{([A-Za-z0-9_]{1,20})\}(?:['’]s\b)?|([^\W\d_][\w'’-]*|%)|(\S)")
NAMING = (
    FactKind.ATHLETE,
    FactKind.FIRST_NAME,
    FactKind.TITLE,
    FactKind.WEEKDAY,
    FactKind.DATE,
    FactKind.DAY_PART,
    FactKind.SET_TITLE,
)
CLAUSE_MARKS = frozenset(",;:()")
WORDS_OF_A_MARK = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a slot or another sign."""

    text: str  # as written
    word: str = ""  # in lower case, without a possessive; empty for a slot or a sign
    slot: str = ""

    @property
    def pieces(self) -> tuple[str, ...]:
        """Parts of a compound: five-minute is five and minute."""
        return tuple(piece for piece in self.word.split("-") if piece)


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One sentence of a draft beside the facts of its session."""

    number: int
    source: SlottedSentence
    tokens: tuple[Token, ...]
    facts: dict[str, Fact]  # those that its slots name and the session has
    lexicon: Lexicon

    def nearest_facts(self, position: int) -> list[Fact]:
        """Find the fact beside a word; two where both sides are equally near.

        What only names a thing is passed over while the sentence holds a value:
        "the set of {5 x 5:00} faded by {4 %}" claims something of the value.
        A comma is further away than a word: what stands in the same clause is nearer.
        """
        slots = [at for at, token in enumerate(self.tokens) if token.slot in self.facts]
        values = [at for at in slots if self.facts[self.tokens[at].slot].kind not in NAMING]
        distances = {at: self._distance(at, position) for at in values or slots}
        least = min(distances.values(), default=0)
        return [self.facts[self.tokens[at].slot] for at, far in distances.items() if far == least]

    def _distance(self, one: int, other: int) -> int:
        between = self.tokens[min(one, other) : max(one, other)]
        marks = sum(token.text in CLAUSE_MARKS for token in between)
        return len(between) + WORDS_OF_A_MARK * marks

    def fact_at(self, position: int) -> Fact | None:
        if 0 <= position < len(self.tokens):
            return self.facts.get(self.tokens[position].slot)
        return None


def read_sentence(
    number: int, source: SlottedSentence, facts: SessionFacts, lexicon: Lexicon
) -> ReadSentence:
    """Split a sentence into its tokens and look up what its slots name."""
    tokens = tuple(_token(*match.groups()) for match in _TOKEN.finditer(source.text))
    named = {slot: fact for slot in source.slots if (fact := facts.by_id(slot)) is not None}
    return ReadSentence(number, source, tokens, named, lexicon)


def _token(slot: str | None, word: str | None, sign: str | None) -> Token:
    if slot:
        return Token(text=slot, slot=slot)
    if word:
        return Token(text=word, word=bare(word).lower())
    return Token(text=sign or "")


def bare(word: str) -> str:
    """Take a possessive or a loose sign off the end of a word."""
    return re.sub(r"['’]s$", "", word).strip("'’-")
