"""Facts as a Spanish text prints them: the same values, words and decimal comma in Spanish."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from summaries.facts.fact import Fact, SessionFacts
from summaries.facts.kinds import FactKind
from summaries.facts.printing import WEEKDAYS

_WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
    "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_WORDS = {
    **dict(zip(WEEKDAYS, _WEEKDAYS, strict=True)),
    "morning": "mañana",
    "afternoon": "tarde",
    "evening": "noche",
    "night": "noche",
    "neuromuscular": "neuromuscular",
    "anaerobic": "anaeróbico",
    "VO2max": "VO2max",
    "threshold": "umbral",
    "tempo": "tempo",
    "aerobic": "aeróbico",
    "recovery": "recuperación",
    "lactate clearance": "aclarado de lactato",
    "fatigue resistance": "resistencia a la fatiga",
    "activation": "activación",
    "test": "test",
    "race": "carrera",
    "maximum": "máximo",
    "torque": "fuerza",
    "cadence": "cadencia",
    "progressive": "progresivo",
    "intra-recovery": "recuperación",
    "dynamic": "dinámico",
    "a neuromuscular session": "una sesión neuromuscular",
    "an anaerobic session": "una sesión anaeróbica",
    "a VO2max session": "una sesión de VO2max",
    "a threshold session": "una sesión de umbral",
    "an aerobic ride": "una salida aeróbica",
    "a recovery ride": "una salida de recuperación",
    "a lactate clearance session": "una sesión de aclarado de lactato",
    "a fatigue resistance session": "una sesión de resistencia a la fatiga",
    "an activation ride": "una salida de activación",
    "a test": "un test",
    "a race": "una carrera",
    "the steps of the workout": "los pasos del entrenamiento",
    "the same power": "la misma potencia",
    "the same heart rate": "las mismas pulsaciones",
    "the past 8 weeks": "de las últimas 8 semanas",
    "the past year": "del último año",
    "all time": "de todos los tiempos",
    "the bests of 8 weeks, a year or all time": "las mejores marcas de 8 semanas, un año y siempre",
    "no power": "sin potencia",
    "no heart rate": "sin pulsaciones",
}
_WORDED = (
    FactKind.WEEKDAY,
    FactKind.DAY_PART,
    FactKind.STIMULUS,
    FactKind.SESSION_PHRASE,
    FactKind.SET_INTENSITY,
    FactKind.SET_CHARACTERISTIC,
    FactKind.SET_PLAN,
    FactKind.RECORD_WINDOW,
    FactKind.NO_RECORD,
    FactKind.NO_POWER,
    FactKind.NO_HEART_RATE,
)
_AS_WRITTEN = (FactKind.ATHLETE, FactKind.FIRST_NAME, FactKind.TITLE)
_ENGLISH_ALONE = (FactKind.NOTE,)  # the analysis writes its remarks in English
_PARTS = (
    (" in zones 1 and 2", " en las zonas 1 y 2"),
    (" of critical power", " de la potencia crítica"),
    (" more durations", " duraciones más"),
    (" durations", " duraciones"),
    (" duration", " duración"),
    (" efforts", " esfuerzos"),
    (" effort", " esfuerzo"),
    (" sets", " bloques"),
    (" set", " bloque"),
    (" records", " récords"),
    (" record", " récord"),
    (" readings", " lecturas"),
    (" reading", " lectura"),
    (" times", " veces"),
    (" and ", " y "),
    (" bpm", " ppm"),
)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")


def in_spanish(facts: SessionFacts) -> SessionFacts:
    """Print every fact in Spanish; remarks that exist in English alone are left out."""
    return SessionFacts(
        facts.owner,
        tuple(
            replace(fact, text=_text(fact))
            for fact in facts.facts
            if fact.kind not in _ENGLISH_ALONE
        ),
    )


def _text(fact: Fact) -> str:
    if fact.kind in _AS_WRITTEN:
        return fact.text
    if fact.kind in _WORDED or fact.text in _WORDS:
        return _WORDS.get(fact.text, fact.text)
    if fact.kind in _SPECIAL:
        return _SPECIAL[fact.kind](fact)
    return _replaced(fact.text)


def _replaced(text: str) -> str:
    """Put the words around a number into Spanish, and its separators the other way round."""
    for english, spanish in _PARTS:
        if english in text:
            text = text.replace(english, spanish)
    return _NUMBER.sub(lambda match: match[0].translate(_SEPARATORS), text)


_SEPARATORS = str.maketrans(",.", ".,")


def _day(fact: Fact) -> str:
    day = date.fromisoformat(str(fact.value))
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"


def _number_of_its_kind(fact: Fact) -> str:
    _ordinal, _, structure = fact.text.partition(" ")
    return f"{fact.value}.º {structure.replace(' of ', ' de ')}"


_SPECIAL: dict[FactKind, Callable[[Fact], str]] = {
    FactKind.DATE: _day,
    FactKind.SAME_DAY: _day,
    FactKind.SAME_NUMBER: _number_of_its_kind,
}
