"""One rule a function: what a single sentence must not do."""

import re
import unicodedata
from collections.abc import Iterator

from summaries.checking.sentence import ReadSentence, bare
from summaries.checking.verdict import Fault, FaultKind
from summaries.draft import SLOT
from summaries.facts import FactKind, SessionFacts

WORDS_WITHOUT_A_COMMON_ONE = 9  # a longer sentence holds at least one of the commonest words
_MARKUP = re.compile(r"[<>{}\[\]`*_#|\\~^=]|://|www\.|[\n\r\t]")
_INNER_STOP = re.compile(r"[.!?…]\s")
_NUMBERED_TERM = re.compile(r"\bVO2(max)?\b")


def no_markup(read: ReadSentence) -> Iterator[Fault]:
    outside = SLOT.sub("", read.source.text)
    if _MARKUP.search(outside) or any(unicodedata.category(sign)[0] == "C" for sign in outside):
        yield _fault(read, FaultKind.MARKUP, "write plain words, no markup, braces or addresses.")


def slots_are_listed(read: ReadSentence) -> Iterator[Fault]:
    slots, listed = set(read.source.slots), set(read.source.facts)
    for slot in sorted(slots | listed):
        if slot not in read.facts and slot in slots:
            yield _fault(read, FaultKind.SLOT, f"{slot} is no fact of this session.")
        elif slot not in listed:
            yield _fault(read, FaultKind.SLOT, f"{slot} is used and not listed.")
        elif slot not in slots:
            yield _fault(read, FaultKind.SLOT, f"{slot} is listed and not used.")


def no_numbers(read: ReadSentence) -> Iterator[Fault]:
    outside = _NUMBERED_TERM.sub("", SLOT.sub("", read.source.text))
    if any(unicodedata.category(sign)[0] == "N" for sign in outside):
        yield _fault(read, FaultKind.NUMBER, "a digit stands outside a slot.")
    for position, token in enumerate(read.tokens):
        for piece in token.pieces:
            if piece in read.lexicon.number_words and not _names_a_half(read, position, piece):
                message = f"“{token.text}” counts something outside a slot."
                yield _fault(read, FaultKind.NUMBER, message)


def _names_a_half(read: ReadSentence, position: int, piece: str) -> bool:
    before = read.tokens[position - 1].word if position else ""
    after = read.tokens[position + 1].word if position + 1 < len(read.tokens) else ""
    return (piece == read.lexicon.half and before in read.lexicon.half_of) or (
        piece == read.lexicon.second and after == read.lexicon.half
    )


def no_units(read: ReadSentence) -> Iterator[Fault]:
    for token in read.tokens:
        is_w_prime = token.text.startswith(("W'", "W’"))
        if not is_w_prime and (
            token.text == "%" or read.lexicon.unit_words.intersection(token.pieces)
        ):
            message = f"“{token.text}” is a unit; a slot prints its own."
            yield _fault(read, FaultKind.UNIT, message)


def quantities_match(read: ReadSentence) -> Iterator[Fault]:
    """Refuse “cadence of {power}”: a named quantity needs a slot that prints its unit."""
    for position, token in enumerate(read.tokens):
        units = read.lexicon.quantity_units.get(token.word)
        if units is None:
            continue
        ahead = position + 1
        while ahead < len(read.tokens) and read.tokens[ahead].word in read.lexicon.links:
            ahead += 1
        fact = read.fact_at(ahead)
        if fact is not None and not fact.text.endswith(units):
            message = f"{fact.id} prints “{fact.text}”, which is no {token.word}."
            yield _fault(read, FaultKind.QUANTITY, message)


def pairs_belong_together(read: ReadSentence) -> Iterator[Fault]:
    """Refuse one duration's power beside another's: both are facts, together they are wrong."""
    for power_kind, duration_kind in PAIRS:
        powers, durations = _about(read, power_kind), _about(read, duration_kind)
        is_paired = len(powers) == len(durations)
        if powers and not (powers == durations if is_paired else {*durations} <= {*powers}):
            message = "a duration stands with the power of another."
            yield _fault(read, FaultKind.QUANTITY, message)


def _about(read: ReadSentence, kind: FactKind) -> list[str]:
    """List what a sentence's facts of one kind are about, in their order."""
    facts = (read.facts.get(token.slot) for token in read.tokens)
    return [fact.about for fact in facts if fact is not None and fact.kind is kind]


PAIRS = (
    (FactKind.PEAK_POWER, FactKind.PEAK_DURATION),
    (FactKind.RECORD_POWER, FactKind.RECORD_DURATION),
    (FactKind.BASELINE_POWER, FactKind.BASELINE_DURATION),
    (FactKind.CANDIDATE_POWER, FactKind.CANDIDATE_DURATION),
)


def nothing_unprovable(read: ReadSentence) -> Iterator[Fault]:
    unstated = read.lexicon.unstated_pairs
    for position, token in enumerate(read.tokens):
        words = {token.word, *token.pieces}
        if words & read.lexicon.medical_words:
            message = f"“{token.text}” is medical; leave it to people."
            yield _fault(read, FaultKind.MEDICAL, message)
        elif words & read.lexicon.unprovable_words:
            message = f"“{token.text}” tells a cause or a circumstance that no fact holds."
            yield _fault(read, FaultKind.UNPROVABLE, message)
        elif words & read.lexicon.unstated_words or _pair_at(read, position) in unstated:
            message = f"“{token.text}” compares with something that no fact holds."
            yield _fault(read, FaultKind.CLAIM, message)


def _pair_at(read: ReadSentence, position: int) -> tuple[str, str]:
    before = read.tokens[position - 1].word if position else ""
    return (before, read.tokens[position].word)


def training_is_known(read: ReadSentence, facts: SessionFacts) -> Iterator[Fault]:
    """Refuse to call a session or a set what its facts do not call it."""
    told = " ".join(fact.text.lower() for fact in facts.facts if fact.kind in _TRAINING_KINDS)
    for token in read.tokens:
        needed = read.lexicon.training_words.get(token.word)
        if needed is not None and needed not in told:
            message = f"no fact calls this session “{token.text}”."
            yield _fault(read, FaultKind.CLAIM, message)


_TRAINING_KINDS = (FactKind.STIMULUS, FactKind.SET_INTENSITY, FactKind.SET_TITLE)


def no_foreign_names(read: ReadSentence, names: frozenset[str]) -> Iterator[Fault]:
    """Refuse capitals that neither the facts nor plain English explain."""
    opens = True
    for token in read.tokens:
        if token.word and token.text[0].isupper():
            is_plain = opens and token.word in read.lexicon.openers
            if not is_plain and bare(token.text) not in read.lexicon.allowed_capitals | names:
                message = f"“{token.text}” may be a name; names come from the facts."
                yield _fault(read, FaultKind.NAME, message)
        opens = token.text == ":" or (opens and not token.word and not token.slot)


def is_one_sentence_of_the_language(read: ReadSentence) -> Iterator[Fault]:
    text = read.source.text
    if not text.endswith((".", "!", "?")) or _INNER_STOP.search(SLOT.sub("x", text)):
        yield _fault(read, FaultKind.LENGTH, "write one whole sentence with its full stop.")
    if text[:1].islower():
        yield _fault(read, FaultKind.LENGTH, "open the sentence with a capital or a slot.")
    words = [token.word for token in read.tokens if token.word]
    foreign = sum(word in read.lexicon.foreign_words for word in words)
    common = sum(word in read.lexicon.common_words for word in words)
    letters = SLOT.sub("", text)
    if (
        (len(words) > WORDS_WITHOUT_A_COMMON_ONE and common < 1)
        or foreign > max(1, common)
        or not _is_latin(letters)
    ):
        yield _fault(read, FaultKind.LANGUAGE, f"write {read.lexicon.name}.")


def _is_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(sign, "") for sign in text if sign.isalpha())


def _fault(read: ReadSentence, kind: FaultKind, message: str) -> Fault:
    return Fault(kind, read.number, message)
