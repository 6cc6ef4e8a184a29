"""Sentences that give one figure, for coaches who always want it."""

from collections.abc import Sequence

from summaries.draft import SlottedSentence
from summaries.facts import SESSION, FactKind, Language, SessionFacts
from summaries.voices.templates import fill

GIVES = {
    FactKind.SET_POWER_PER_KG: "Against body mass the set came to {set_power_per_kg}.",
    FactKind.RECORD_POWER_PER_KG: "Against body mass the record is {record_power_per_kg}.",
    FactKind.SET_HEART_RATE: "Heart rate in the set averaged {set_heart_rate}.",
    FactKind.SET_CADENCE: "Cadence in the set averaged {set_cadence}.",
    FactKind.SET_RECOVERY: "Recoveries lasted {set_recovery}.",
    FactKind.SET_POWER_SHARE: "The set was ridden at {set_power_share}.",
    FactKind.MEAN_POWER: "Power averaged {mean_power} over the ride.",
    FactKind.WEIGHTED_POWER: "Weighted power was {weighted_power}.",
    FactKind.WORK: "The work came to {work}.",
    FactKind.LOAD: "The load was {load}.",
    FactKind.INTENSITY_FACTOR: "The intensity factor was {intensity_factor}.",
    FactKind.MEAN_HEART_RATE: "Heart rate averaged {mean_heart_rate} over the ride.",
    FactKind.MEAN_CADENCE: "Cadence averaged {mean_cadence} over the ride.",
    FactKind.DISTANCE: "The distance was {distance}.",
    FactKind.ELEVATION_GAIN: "There was {elevation_gain} of climbing.",
    FactKind.FITNESS: "Fitness stands at {fitness}.",
    FactKind.FORM: "Form stands at {form}.",
}


SPANISH_GIVES = {
    FactKind.SET_POWER_PER_KG: "Por masa el bloque salió a {set_power_per_kg}.",
    FactKind.RECORD_POWER_PER_KG: "Por masa el récord es de {record_power_per_kg}.",
    FactKind.SET_HEART_RATE: "El pulso en el bloque fue de {set_heart_rate}.",
    FactKind.SET_CADENCE: "La cadencia en el bloque fue de {set_cadence}.",
    FactKind.SET_RECOVERY: "Las recuperaciones fueron de {set_recovery}.",
    FactKind.SET_POWER_SHARE: "El bloque salió al {set_power_share}.",
    FactKind.MEAN_POWER: "La potencia media de la salida fue de {mean_power}.",
    FactKind.WEIGHTED_POWER: "La potencia ponderada fue de {weighted_power}.",
    FactKind.WORK: "El trabajo sumó {work}.",
    FactKind.LOAD: "La carga fue de {load}.",
    FactKind.INTENSITY_FACTOR: "El factor de intensidad fue de {intensity_factor}.",
    FactKind.MEAN_HEART_RATE: "El pulso medio de la salida fue de {mean_heart_rate}.",
    FactKind.MEAN_CADENCE: "La cadencia media de la salida fue de {mean_cadence}.",
    FactKind.DISTANCE: "La distancia fue de {distance}.",
    FactKind.ELEVATION_GAIN: "Hubo {elevation_gain} de desnivel.",
    FactKind.FITNESS: "La forma está en {fitness}.",
    FactKind.FORM: "La frescura está en {form}.",
}
GIVES_IN = {Language.ENGLISH: GIVES, Language.SPANISH: SPANISH_GIVES}


def give(
    kind: FactKind, facts: SessionFacts, abouts: Sequence[str], language: Language
) -> SlottedSentence | None:
    """State one figure, of the first thing that has it; None where the session has none."""
    template = GIVES_IN[language].get(kind)
    if template is None:
        return None
    everything = dict.fromkeys((*abouts, *(fact.about for fact in facts.all_of(kind)), SESSION))
    filled = (fill(template, facts, (about,)) for about in everything)
    return next((sentence for sentence in filled if sentence is not None), None)
