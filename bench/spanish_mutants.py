"""Correct Spanish drafts made wrong, and Spanish wordings that our own voices do not use."""

import random

from bench.text_mutants import CHANGES, MEANS, Mutation, replaced
from summaries.draft import Draft
from summaries.facts import Claim, FactKind, SessionFacts

CAUSES = ("por el calor", "gracias al buen sueño", "debido al viento", "porque las piernas pesaban")
UPWARD = ("subió", "mejoró", "aumentó", "creció")
DOWNWARD = ("cayó", "bajó", "perdió", "descendió")
RECORD_WORDS = ("{%s} fue un récord.", "{%s} es la mejor marca.", "Superó el récord con {%s}.")
EARLIER_WORDS = ("Los {%s} fueron más que la última vez.", "Con {%s} subió sobre la anterior.")
NUMBERS = ("trescientos", "cinco", "veinte", "doscientas")
FREE_WORDINGS = (
    "{first_name} sostuvo {set_power} en {set_title}.",
    "La cadencia en el bloque estuvo en {set_cadence}.",
    "El pulso estuvo en {mean_heart_rate} durante {timer}.",
    "Fueron {distance} con {elevation_gain} de desnivel.",
    "La potencia cayó {set_fade-} del primer esfuerzo al último.",
    "La potencia subió {set_fade+} en el bloque.",
    "Las pulsaciones subieron {set_heart_rate_change+} a lo largo del bloque.",
    "Los {record_power} en {record_duration} son un récord {record_window}.",
    "Nada superó {no_record}.",
    "Los mejores {peak_duration} fueron {peak_power}.",
    "La forma está en {fitness} y la fatiga en {fatigue}.",
    "Los {candidate_power} en {candidate_duration} quedan como candidatos.",
    "Salieron {same_power_change+} más que la última vez, el {same_day}.",
    "La potencia fue {same_power_change-} inferior a la sesión anterior.",
)


def _number_as_a_word(
    draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    return replaced(draft, len(draft) - 1, f"Salieron {chance.choice(NUMBERS)} en el bloque.")


def _another_peaks_number(
    draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    powers, durations = facts.all_of(FactKind.PEAK_POWER), facts.all_of(FactKind.PEAK_DURATION)
    pairs = [(p, d) for p in powers for d in durations if p.about != d.about and p.text != d.text]
    if not pairs:
        return None
    power, duration = chance.choice(pairs)
    text = f"Sus mejores {{{duration.id}}} fueron {{{power.id}}}."
    return replaced(draft, len(draft) - 1, text)


def _invented_cause(
    draft: Draft, _facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
) -> Draft | None:
    at = chance.randrange(len(draft))
    return replaced(draft, at, f"{draft[at].text.removesuffix('.')} {chance.choice(CAUSES)}.")


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
    return replaced(draft, len(draft) - 1, f"En la salida {word} {{{fact.id}}} de media.")


def _claimed(words: tuple[str, ...], *kinds: FactKind) -> Mutation:
    def mutate(
        draft: Draft, facts: SessionFacts, _other: SessionFacts | None, chance: random.Random
    ) -> Draft | None:
        found = [fact for kind in kinds for fact in facts.all_of(kind)]
        if not found:
            return None
        return replaced(draft, len(draft) - 1, chance.choice(words) % chance.choice(found).id)

    return mutate


NUMERIC: dict[str, Mutation] = {
    "a number as a word": _number_as_a_word,
    "another peak's number": _another_peaks_number,
}
CLAIMS: dict[str, Mutation] = {
    "a wrong direction": _wrong_direction,
    "an invented cause": _invented_cause,
    "a quarantined record": _claimed(RECORD_WORDS, FactKind.CANDIDATE_POWER),
    "a record of a mean": _claimed(RECORD_WORDS, *MEANS),
    "an earlier time that was not": _claimed(EARLIER_WORDS, *MEANS),
}
