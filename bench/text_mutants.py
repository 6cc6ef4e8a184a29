"""Correct drafts made wrong, each in one way that a language model is known for."""

import random
from collections.abc import Callable, Iterator, Mapping

from bench.text_words import Words
from summaries.draft import SLOT, Draft, SlottedSentence
from summaries.facts import Claim, Fact, FactKind, SessionFacts

UNITS = {"W": "bpm", "bpm": "W", "km": "miles", "m": "km", "kJ": "kcal", "rpm": "bpm", "%": "W"}
CHANGES = (
    FactKind.SET_FADE,
    FactKind.SET_HEART_RATE_CHANGE,
    FactKind.DECOUPLING,
    FactKind.DURABILITY_CHANGE,
    FactKind.RECORD_GAIN,
    FactKind.SAME_POWER_CHANGE,
    FactKind.SAME_HEART_RATE_CHANGE,
)
TERM = "VO2max"  # holds a digit and is no number
MEANS = (FactKind.MEAN_POWER, FactKind.WEIGHTED_POWER, FactKind.SET_POWER, FactKind.WORK)


Mutation = Callable[[Draft, SessionFacts, SessionFacts | None, random.Random], Draft | None]


def mutants_of(
    draft: Draft,
    facts: SessionFacts,
    other: SessionFacts | None,
    chance: random.Random,
    kinds: Mapping[str, Mutation],
) -> Iterator[tuple[str, Draft]]:
    """Give one mutant of each of these kinds that the session allows."""
    for kind, mutate in kinds.items():
        mutant = mutate(draft, facts, other, chance)
        if mutant is not None:
            yield kind, mutant


def _digit_changed(
    draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    def changed(fact: Fact) -> str:
        digits = [at for at, sign in enumerate(fact.text) if sign.isdigit()]
        at = chance.choice(digits)
        digit = chance.choice([d for d in "0123456789" if d != fact.text[at]])
        return fact.text[:at] + digit + fact.text[at + 1 :]

    return _with_slot_as(draft, facts, chance, changed)


def _unit_changed(
    draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    """Give the slot another unit behind it, as a model that does not trust ours."""
    found = _numeric_slots(draft, facts)
    if not found:
        return None
    at, slot = chance.choice(found)
    fact = facts.by_id(slot)
    unit = UNITS.get(fact.unit if fact else "", "watts")
    text = draft[at].text.replace(f"{{{slot}}}", f"{{{slot}}} {unit}", 1)
    return replaced(draft, at, text)


def _word_for_number(words: Words) -> Mutation:
    def mutate(
        draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
    ) -> Draft | None:
        return _with_slot_as(draft, facts, chance, lambda _fact: chance.choice(words.numbers))

    return mutate


def _another_sessions_number(
    draft: Draft, facts: SessionFacts, other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    if other is None:
        return None
    theirs = [fact for fact in other.facts if any(map(str.isdigit, fact.text.replace(TERM, "")))]
    return _with_slot_as(draft, facts, chance, lambda _fact: chance.choice(theirs).text)


def _fact_that_is_not_there(
    draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    found = _numeric_slots(draft, facts)
    if not found:
        return None
    at, slot = chance.choice(found)
    text = draft[at].text.replace(f"{{{slot}}}", f"{{f{len(facts.facts) + 7}}}", 1)
    return replaced(draft, at, text)


def _another_peaks_number(words: Words) -> Mutation:
    """Give one duration's power for another's: both are facts, together they are wrong."""

    def mutate(
        draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
    ) -> Draft | None:
        powers, durations = facts.all_of(FactKind.PEAK_POWER), facts.all_of(FactKind.PEAK_DURATION)
        pairs = [
            (p, d) for p in powers for d in durations if p.about != d.about and p.text != d.text
        ]
        if not pairs:
            return None
        power, duration = chance.choice(pairs)
        return replaced(draft, len(draft) - 1, words.peak % (duration.id, power.id))

    return mutate


def _wrong_window(words: Words) -> Mutation:
    def mutate(
        draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
    ) -> Draft | None:
        records = [
            (fact, claim)
            for fact in facts.all_of(FactKind.RECORD_POWER)
            for claim in words.windows
            if claim in fact.supports
        ]
        if not records:
            return None
        fact, claim = chance.choice(records)
        window = chance.choice(words.windows[claim])
        return replaced(draft, len(draft) - 1, words.window % (fact.id, window))

    return mutate


def _wrong_direction(words: Words) -> Mutation:
    def mutate(
        draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
    ) -> Draft | None:
        changes = [
            fact
            for kind in CHANGES
            for fact in facts.all_of(kind)
            if (Claim.UP in fact.supports) != (Claim.DOWN in fact.supports)
        ]
        if not changes:
            return None
        fact = chance.choice(changes)
        word = chance.choice(words.upward if Claim.DOWN in fact.supports else words.downward)
        return replaced(draft, len(draft) - 1, words.direction % (word, fact.id))

    return mutate


def _invented_cause(words: Words) -> Mutation:
    def mutate(
        draft: Draft, _facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
    ) -> Draft | None:
        at = chance.randrange(len(draft))
        cause = chance.choice(words.causes)
        return replaced(draft, at, f"{draft[at].text.removesuffix('.')} {cause}.")

    return mutate


def _claimed(sentences: tuple[str, ...], *kinds: FactKind) -> Mutation:
    """Say of a fact what it does not support: a record of a mean, a plan that was not."""

    def mutate(
        draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
    ) -> Draft | None:
        found = [fact for kind in kinds for fact in facts.all_of(kind)]
        if not found:
            return None
        return replaced(draft, len(draft) - 1, chance.choice(sentences) % chance.choice(found).id)

    return mutate


def _numeric_slots(draft: Draft, facts: SessionFacts) -> list[tuple[int, str]]:
    return [
        (at, slot)
        for at, sentence in enumerate(draft)
        for slot in sentence.slots
        if (fact := facts.by_id(slot)) and any(sign.isdigit() for sign in fact.text)
    ]


def _with_slot_as(
    draft: Draft,
    facts: SessionFacts,
    chance: random.Random,
    written: Callable[[Fact], str],
) -> Draft | None:
    """Write a slot's number out, as a model does that prints numbers itself."""
    found = _numeric_slots(draft, facts)
    if not found:
        return None
    at, slot = chance.choice(found)
    fact = facts.by_id(slot)
    if fact is None:
        return None
    return replaced(draft, at, draft[at].text.replace(f"{{{slot}}}", written(fact), 1))


def replaced(draft: Draft, at: int, text: str) -> Draft:
    sentence = SlottedSentence(text, tuple(dict.fromkeys(SLOT.findall(text))))
    return (*draft[:at], sentence, *draft[at + 1 :])


def numbers_of(words: Words) -> dict[str, Mutation]:
    """Give the ways in which a number goes wrong in a language."""
    return {
        "a digit changed": _digit_changed,
        "a unit": _unit_changed,
        "a number as a word": _word_for_number(words),
        "another session's number": _another_sessions_number,
        "a fact that is not there": _fact_that_is_not_there,
        "another peak's number": _another_peaks_number(words),
    }


def claims_of(words: Words) -> dict[str, Mutation]:
    """Give the ways in which a claim goes wrong in a language, those that it has words for."""
    window = {"a wrong window": _wrong_window(words)} if words.windows else {}
    plan = {"a plan that was not": _claimed(words.plans, *MEANS)} if words.plans else {}
    return {
        **window,
        "a wrong direction": _wrong_direction(words),
        "an invented cause": _invented_cause(words),
        "a quarantined record": _claimed(words.records, FactKind.CANDIDATE_POWER),
        "a record of a mean": _claimed(words.records, *MEANS),
        "an earlier time that was not": _claimed(words.earlier, *MEANS),
        **plan,
    }
