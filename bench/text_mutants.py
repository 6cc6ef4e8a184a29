"""Correct drafts made wrong, each in one way that a language model is known for."""

import random
import re
from collections.abc import Callable, Iterator, Mapping

from summaries.draft import SLOT, Draft, SlottedSentence
from summaries.facts import Claim, Fact, FactKind, SessionFacts

WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
UNITS = {"W": "bpm", "bpm": "W", "km": "miles", "m": "km", "kJ": "kcal", "rpm": "bpm", "%": "W"}
CAUSES = (
    "because of the heat",
    "thanks to good sleep",
    "due to the headwind",
    "after a stressful week",
    "as the legs felt heavy",
    "owing to poor nutrition",
)
WINDOW_WORDS = {
    Claim.EIGHT_WEEKS: ("the year", "all time"),
    Claim.ONE_YEAR: ("the past weeks", "all time"),
    Claim.ALL_TIME: ("the past weeks", "the year"),
}
UPWARD = ("rose", "improved", "increased", "climbed to a higher level, up")
DOWNWARD = ("fell", "faded", "dropped", "declined")
RECORD_WORDS = (
    "{%s} was a record.",
    "{%s} is a new best.",
    "A personal best of {%s}.",
    "It broke the record with {%s}.",
)
EARLIER_WORDS = (
    "The {%s} was more than last time.",
    "At {%s} it beat the previous session.",
    "{%s} was less than on the earlier ride.",
    "The {%s} came easier than the time before.",
)
PLAN_WORDS = (
    "The {%s} was held as planned.",
    "It came to the prescribed {%s}.",
    "The {%s} was scheduled.",
)
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

# Wordings that our own voices do not use, true of any session that has the facts.
FREE_WORDINGS = (
    "{first_name} held {set_power} across {set_title}.",
    "Across {set_title} the cadence sat at {set_cadence}.",
    "Heart rate averaged {mean_heart_rate} over {timer}.",
    "The ride covered {distance} with {elevation_gain} of climbing.",
    "It came to {work} of work, and a load of {load}.",
    "Power dropped {set_fade-} from the first effort to the last.",
    "Power increased {set_fade+} through the set.",
    "Heart rate rose {set_heart_rate_change+} while the work went on.",
    "The strongest effort came in at {set_highest_power}, the weakest at {set_lowest_power}.",
    "A record over {record_duration}: {record_power}, {record_gain} better than the previous "
    "{record_previous}.",
    "{record_power} for {record_duration} is the best of {record_window}.",
    "None of it beat {no_record}.",
    "The best {peak_duration} came to {peak_power}.",
    "Pacing was even, with a variability of {variability=}.",
    "Fitness stands at {fitness}, fatigue at {fatigue}.",
    "The {candidate_power} over {candidate_duration} stays a candidate for now.",
    "Recoveries lasted {set_recovery}.",
    "That is {same_power_change+} more than last time, on {same_day}.",
    "Power was {same_power_change-} lower than in the previous session of this kind.",
    "Heart rate sat {same_heart_rate_change-} below the time before.",
    "The set went as planned, along {set_plan}.",
    "On {weekday} {day_part} {first_name} did {session_phrase}.",
)

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


def _word_for_number(
    draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    return _with_slot_as(draft, facts, chance, lambda _fact: f"{chance.choice(WORDS[2:])} hundred")


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


def _another_peaks_number(
    draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    """Give one duration's power for another's: both are facts, together they are wrong."""
    powers, durations = facts.all_of(FactKind.PEAK_POWER), facts.all_of(FactKind.PEAK_DURATION)
    pairs = [(p, d) for p in powers for d in durations if p.about != d.about and p.text != d.text]
    if not pairs:
        return None
    power, duration = chance.choice(pairs)
    text = f"The best {{{duration.id}}} of the ride came to {{{power.id}}}."
    return replaced(draft, len(draft) - 1, text)


def _wrong_window(
    draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    records = [
        (fact, claim)
        for fact in facts.all_of(FactKind.RECORD_POWER)
        for claim in WINDOW_WORDS
        if claim in fact.supports
    ]
    if not records:
        return None
    fact, claim = chance.choice(records)
    window = chance.choice(WINDOW_WORDS[claim])
    return replaced(draft, len(draft) - 1, f"The {{{fact.id}}} is the best of {window}.")


def _wrong_direction(
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
    word = chance.choice(UPWARD if Claim.DOWN in fact.supports else DOWNWARD)
    return replaced(draft, len(draft) - 1, f"It {word} by {{{fact.id}}} over the ride.")


def _invented_cause(
    draft: Draft, _facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    at = chance.randrange(len(draft))
    text = re.sub(r"[.]$", f" {chance.choice(CAUSES)}.", draft[at].text)
    return replaced(draft, at, text)


def _quarantined_record(
    draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    candidates = facts.all_of(FactKind.CANDIDATE_POWER)
    if not candidates:
        return None
    text = chance.choice(RECORD_WORDS) % chance.choice(candidates).id
    return replaced(draft, len(draft) - 1, text)


def _record_of_a_mean(
    draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    means = [fact for kind in MEANS for fact in facts.all_of(kind)]
    if not means:
        return None
    text = chance.choice(RECORD_WORDS) % chance.choice(means).id
    return replaced(draft, len(draft) - 1, text)


def _earlier_time_that_was_not(
    draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    """Hold a mean against a time before of which no fact tells."""
    means = [fact for kind in MEANS for fact in facts.all_of(kind)]
    if not means:
        return None
    text = chance.choice(EARLIER_WORDS) % chance.choice(means).id
    return replaced(draft, len(draft) - 1, text)


def _plan_that_was_not(
    draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    means = [fact for kind in MEANS for fact in facts.all_of(kind)]
    if not means:
        return None
    text = chance.choice(PLAN_WORDS) % chance.choice(means).id
    return replaced(draft, len(draft) - 1, text)


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


NUMBERS: dict[str, Mutation] = {
    "a digit changed": _digit_changed,
    "a unit": _unit_changed,
    "a number as a word": _word_for_number,
    "another session's number": _another_sessions_number,
    "a fact that is not there": _fact_that_is_not_there,
    "another peak's number": _another_peaks_number,
}
CLAIMS: dict[str, Mutation] = {
    "a wrong window": _wrong_window,
    "a wrong direction": _wrong_direction,
    "an invented cause": _invented_cause,
    "a quarantined record": _quarantined_record,
    "a record of a mean": _record_of_a_mean,
    "an earlier time that was not": _earlier_time_that_was_not,
    "a plan that was not": _plan_that_was_not,
}
