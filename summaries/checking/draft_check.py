"""All rules on all sentences of a draft."""

import re
from collections.abc import Iterator

from summaries.checking.claims import claims_are_supported
from summaries.checking.english import ENGLISH
from summaries.checking.rules import (
    is_one_sentence_of_the_language,
    no_foreign_names,
    no_markup,
    no_numbers,
    no_units,
    nothing_unprovable,
    pairs_belong_together,
    quantities_match,
    slots_are_listed,
    training_is_known,
)
from summaries.checking.sentence import ReadSentence, bare, read_sentence
from summaries.checking.spanish import SPANISH
from summaries.checking.verdict import CheckedText, Fault, FaultKind, LengthBounds, Rejection
from summaries.draft import Draft, render, render_parts
from summaries.facts import Language, SessionFacts
from summaries.manner import PLAIN_MANNER, Manner, breaks_of_manner

LEXICONS = {Language.ENGLISH: ENGLISH, Language.SPANISH: SPANISH}
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def check_draft(
    draft: Draft,
    facts: SessionFacts,
    bounds: LengthBounds | None = None,
    manner: Manner | None = None,
) -> CheckedText | Rejection:
    """Hold a draft against the facts of its session.

    Returns the finished text, its numbers printed from the facts, or every reason
    why the draft may not be shown. ``manner`` is what the coach wants of every
    text; its length holds unless ``bounds`` say another.
    """
    bounds = bounds or bounds_of(manner or PLAIN_MANNER)
    names = _names_in(facts)
    lexicon = LEXICONS[(manner or PLAIN_MANNER).language]
    reads = [read_sentence(n, sentence, facts, lexicon) for n, sentence in enumerate(draft, 1)]
    faults = [fault for read in reads for fault in _sentence_faults(read, facts, names)]
    faults += _length_faults(draft, facts, bounds)
    if manner is not None:
        faults += [
            Fault(FaultKind.MANNER, number, message)
            for number, message in breaks_of_manner(draft, facts, manner)
        ]
    if faults:
        return Rejection(tuple(faults))
    return CheckedText(draft, render(draft, facts), render_parts(draft, facts), facts.digest)


def bounds_of(manner: Manner) -> LengthBounds:
    return LengthBounds(manner.fewest_sentences, manner.most_sentences, manner.most_words)


def _sentence_faults(
    read: ReadSentence, facts: SessionFacts, names: frozenset[str]
) -> Iterator[Fault]:
    for rule in (
        no_markup,
        slots_are_listed,
        no_numbers,
        no_units,
        quantities_match,
        pairs_belong_together,
        nothing_unprovable,
        claims_are_supported,
        is_one_sentence_of_the_language,
    ):
        yield from rule(read)
    yield from training_is_known(read, facts)
    yield from no_foreign_names(read, names)


def _names_in(facts: SessionFacts) -> frozenset[str]:
    """Collect the words that the facts themselves print."""
    return frozenset(bare(word) for fact in facts.facts for word in _WORD.findall(fact.text))


def _length_faults(draft: Draft, facts: SessionFacts, bounds: LengthBounds) -> Iterator[Fault]:
    number = len(draft)
    if not bounds.fewest_sentences <= number <= bounds.most_sentences:
        wanted = f"{bounds.fewest_sentences} to {bounds.most_sentences} sentences"
        yield Fault(FaultKind.LENGTH, None, f"Write {wanted}, not {number}.")
    try:
        words = len(render(draft, facts).split())
    except KeyError:  # an unknown fact is a fault of its own
        return
    if words > bounds.most_words:
        message = f"Write at most {bounds.most_words} words, not {words}."
        yield Fault(FaultKind.LENGTH, None, message)
