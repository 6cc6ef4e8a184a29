"""What drafts are made wrong with, and said with as our own voices do not: by language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from summaries.facts import Claim, Language


@dataclass(frozen=True)
class Words:
    """Of one language; each %s takes a word or the id of a slot. Empty: that kind is not tried."""

    numbers: tuple[str, ...]
    peak: str  # of one duration with the power of another
    causes: tuple[str, ...]
    direction: str
    upward: tuple[str, ...]
    downward: tuple[str, ...]
    records: tuple[str, ...]
    earlier: tuple[str, ...]
    free_wordings: tuple[str, ...]  # true of any session that has the facts
    plans: tuple[str, ...] = ()
    window: str = ""
    windows: Mapping[Claim, tuple[str, ...]] = field(default_factory=dict)


ENGLISH = Words(
    numbers=(
        "two hundred",
        "three hundred",
        "four hundred",
        "five hundred",
        "six hundred",
        "seven hundred",
        "eight hundred",
        "nine hundred",
    ),
    peak="The best {%s} of the ride came to {%s}.",
    causes=(
        "because of the heat",
        "thanks to good sleep",
        "due to the headwind",
        "after a stressful week",
        "as the legs felt heavy",
        "owing to poor nutrition",
    ),
    direction="It %s by {%s} over the ride.",
    upward=("rose", "improved", "increased", "climbed to a higher level, up"),
    downward=("fell", "faded", "dropped", "declined"),
    records=(
        "{%s} was a record.",
        "{%s} is a new best.",
        "A personal best of {%s}.",
        "It broke the record with {%s}.",
    ),
    earlier=(
        "The {%s} was more than last time.",
        "At {%s} it beat the previous session.",
        "{%s} was less than on the earlier ride.",
        "The {%s} came easier than the time before.",
    ),
    plans=(
        "The {%s} was held as planned.",
        "It came to the prescribed {%s}.",
        "The {%s} was scheduled.",
    ),
    window="The {%s} is the best of %s.",
    windows={
        Claim.EIGHT_WEEKS: ("the year", "all time"),
        Claim.ONE_YEAR: ("the past weeks", "all time"),
        Claim.ALL_TIME: ("the past weeks", "the year"),
    },
    free_wordings=(
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
    ),
)
SPANISH = Words(
    numbers=("trescientos", "cinco", "veinte", "doscientas"),
    peak="Sus mejores {%s} fueron {%s}.",
    causes=(
        "por el calor",
        "gracias al buen sueño",
        "debido al viento",
        "porque las piernas pesaban",
    ),
    direction="En la salida %s {%s} de media.",
    upward=("subió", "mejoró", "aumentó", "creció"),
    downward=("cayó", "bajó", "perdió", "descendió"),
    records=("{%s} fue un récord.", "{%s} es la mejor marca.", "Superó el récord con {%s}."),
    earlier=("Los {%s} fueron más que la última vez.", "Con {%s} subió sobre la anterior."),
    free_wordings=(
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
    ),
)
WORDS = {Language.ENGLISH: ENGLISH, Language.SPANISH: SPANISH}
