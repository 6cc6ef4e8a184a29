"""Claim words: each needs a fact beside it that supports exactly it."""

from collections.abc import Iterator

from summaries.checking.lexicon import NEGATED, PROVED_BY
from summaries.checking.sentence import ReadSentence, Token
from summaries.checking.verdict import Fault, FaultKind
from summaries.facts import Claim, FactKind

NEGATION_REACHES = 4  # words ahead of it
CHANGE_KINDS = (
    FactKind.SET_FADE,
    FactKind.SET_HEART_RATE_CHANGE,
    FactKind.DECOUPLING,
    FactKind.DURABILITY_CHANGE,
    FactKind.RECORD_GAIN,
    FactKind.SAME_POWER_CHANGE,
    FactKind.SAME_HEART_RATE_CHANGE,
)


def claims_are_supported(read: ReadSentence) -> Iterator[Fault]:
    """Refuse a claim whose nearest fact does not support it.

    The nearest slot decides, not any slot of the sentence: "a mean of {f5} was a
    record, with {f9}" must fail although f9 is a record.
    """
    for position, token in enumerate(read.tokens):
        for claim in _claims_at(read, position, token):
            needed = _needed(read, position, claim)
            beside = read.nearest_facts(position)
            if not any(set(needed) & set(fact.supports) for fact in beside):
                where = f"beside {beside[0].id}" if beside else "without a fact"
                message = f"“{token.text}” is claimed {where}, which does not support it."
                yield Fault(FaultKind.CLAIM, read.number, message)


def _claims_at(read: ReadSentence, position: int, token: Token) -> Iterator[Claim]:
    for word in dict.fromkeys((token.word, *token.pieces)):
        if word in read.lexicon.claim_words:
            yield read.lexicon.claim_words[word]
    if position:
        pair = (read.tokens[position - 1].word, token.word)
        if pair in read.lexicon.claim_pairs:
            yield read.lexicon.claim_pairs[pair]
    side = read.lexicon.side_words.get(token.word)
    if side is not None and _stands_beside_change(read, position):
        yield side


def _stands_beside_change(read: ReadSentence, position: int) -> bool:
    beside = (read.fact_at(position - 1), read.fact_at(position + 1))
    return any(fact is not None and fact.kind in CHANGE_KINDS for fact in beside)


def _needed(read: ReadSentence, position: int, claim: Claim) -> tuple[Claim, ...]:
    """List the claims any of which proves this one, read with a negation before it."""
    ahead = read.tokens[max(0, position - NEGATION_REACHES) : position]
    is_negated = any(
        token.word in read.lexicon.negations or token.word.endswith("n't") for token in ahead
    )
    if is_negated and claim in NEGATED:
        return NEGATED[claim]
    return PROVED_BY.get(claim, (claim,))
