"""What the rules know of one language: the words that need proof, or are not used at all."""

from collections.abc import Mapping
from dataclasses import dataclass

from summaries.facts import Claim

Pair = tuple[str, str]

# A negation turns a claim into another; these hold in every language.
NEGATED: dict[Claim, tuple[Claim, ...]] = {
    Claim.RECORD: (Claim.NO_RECORD,),
    Claim.BEST: (Claim.NO_RECORD,),
    Claim.EARLIER: (Claim.BASELINE,),
    Claim.DOWN: (Claim.STEADY, Claim.UP),
    Claim.UP: (Claim.STEADY, Claim.DOWN),
    Claim.STEADY: (Claim.UNEVEN,),
    Claim.UNEVEN: (Claim.STEADY,),
}
# What else proves a claim than a fact that supports it by its own name.
PROVED_BY: dict[Claim, tuple[Claim, ...]] = {
    Claim.BEST: (Claim.BEST, Claim.NO_RECORD),
    Claim.EARLIER: (Claim.EARLIER, Claim.RECORD),
    Claim.HIGHEST: (Claim.HIGHEST, Claim.RECORD),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Words of one language, in lower case."""

    name: str  # "English"
    number_words: frozenset[str]
    half: str  # "the second half" counts nothing
    half_of: frozenset[str]  # what stands before the half
    second: str
    unit_words: frozenset[str]
    medical_words: frozenset[str]
    unprovable_words: frozenset[str]  # causes, feelings, circumstances
    unstated_words: frozenset[str]  # comparisons that no fact states
    unstated_pairs: frozenset[Pair] = frozenset()
    claim_words: Mapping[str, Claim]
    claim_pairs: Mapping[Pair, Claim]  # two words that claim more than each alone
    negations: frozenset[str]
    side_words: Mapping[str, Claim]  # beside a change they say its direction
    training_words: Mapping[str, str]  # what must be among the session's facts
    quantity_units: Mapping[str, tuple[str, ...]]  # what a slot named so must print
    links: frozenset[str]  # between a quantity's name and its slot
    common_words: frozenset[str]
    foreign_words: frozenset[str]
    openers: frozenset[str]
    allowed_capitals: frozenset[str]


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


def claims_of(words: Mapping[Claim, str]) -> dict[str, Claim]:
    """Turn lists of words around: each word to what it claims."""
    return {word: claim for claim, text in words.items() for word in text.split()}
