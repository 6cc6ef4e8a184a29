"""The warm voice in Spanish: a note to the athlete, as tú."""

from summaries.voices.moments import Moment, Voice
from summaries.voices.spanish_plain import SPANISH_PLAIN

_ABOUT = "[ y {distance}][, con {elevation_gain} de desnivel][ y una carga de {load}]"

SPANISH_WARM: Voice = {
    **SPANISH_PLAIN,  # what speaks of the file or the bike alone is said alike
    Moment.OPENING: (
        (
            "{first_name}, {title} el {weekday} por la {day_part} fue {session_phrase} de {timer}"
            + _ABOUT
            + ".",
        ),
        (
            "{first_name}, el {weekday} por la {day_part} hiciste {session_phrase} de {timer}"
            + _ABOUT
            + ".",
        ),
        (
            "Tu {title} del {weekday} por la {day_part} fue {session_phrase} de {timer}"
            + _ABOUT
            + ".",
        ),
        ("El {weekday} por la {day_part} hiciste {session_phrase} de {timer}" + _ABOUT + ".",),
        ("{first_name}, {title} el {weekday} por la {day_part} fue de {timer}" + _ABOUT + ".",),
        ("Tu salida del {weekday} por la {day_part} fue de {timer}" + _ABOUT + ".",),
    ),
    Moment.SET: (
        (
            "Hiciste los {set_title} a {set_power}[, {set_power_share}][, con {set_heart_rate} de "
            "media][, {set_recovery} entre esfuerzos][, según {set_plan}].",
        ),
        (
            "Hiciste los {set_title}[ con {set_heart_rate} de media]"
            "[, {set_recovery} entre esfuerzos].",
        ),
    ),
    Moment.TWO_SETS: (
        (
            "Hiciste {a.set_title} a {a.set_power}[, {a.set_power_share}], y después {b.set_title} "
            "a {b.set_power}[, {b.set_power_share}].",
        ),
        (
            "Hiciste {a.set_title}[ a {a.set_heart_rate}], y después {b.set_title}"
            "[ a {b.set_heart_rate}].",
        ),
    ),
    Moment.MANY_SETS: (
        ("Hiciste {set_count} con {effort_count}, {efforts_duration} de trabajo en total.",),
    ),
    Moment.EFFORT: (
        (
            "Hiciste un solo esfuerzo: {set_duration} a {set_power}[, {set_power_share}]"
            "[, con {set_heart_rate} de media].",
        ),
        ("Hiciste un solo esfuerzo de {set_duration}[, con {set_heart_rate} de media].",),
    ),
    Moment.EFFORTS: (
        (
            "Tus esfuerzos fueron sueltos; los principales, {a.set_duration} a {a.set_power} y "
            "{b.set_duration} a {b.set_power}.",
        ),
        ("Tus esfuerzos fueron sueltos; los principales, {a.set_duration} y {b.set_duration}.",),
    ),
    Moment.ENDURANCE: (
        (
            "Rodaste sin esfuerzos: {mean_power} de media, {weighted_power} ponderados"
            "[, {mean_heart_rate}][, {low_zones}].",
        ),
        ("Rodaste sin esfuerzos, a {mean_power} de media[ y {mean_heart_rate}].",),
        ("Rodaste con {mean_heart_rate} de media[ a {mean_speed}].",),
        ("Rodaste sin esfuerzos, a {mean_speed} de media.",),
    ),
    Moment.WHOLE: (
        (
            "En conjunto te salieron {mean_power} de media, {weighted_power} ponderados"
            "[, con {mean_heart_rate}].",
        ),
        ("No hubo bloques; rodaste a {mean_power} de media[ y {mean_heart_rate}].",),
        ("No hubo bloques; rodaste a {mean_heart_rate} de media.",),
        ("No hubo bloques; rodaste a {mean_speed} de media.",),
    ),
    Moment.AGAIN: (
        (
            "Fue tu {same_number}, con {same_power_change+} más que el {same_day}"
            "[, a {same_heart_rate_change-} menos][, a {same_heart_rate_change+} más].",
        ),
        (
            "Fue tu {same_number}, con {same_power_change-} menos que el {same_day}"
            "[, a {same_heart_rate_change-} menos][, a {same_heart_rate_change+} más].",
        ),
        (
            "Fue tu {same_number}, a {same_power_change=} que el {same_day}"
            "[ y {same_heart_rate_change-} menos][ y {same_heart_rate_change+} más].",
        ),
    ),
    Moment.RECORD: (
        (
            "Tus {record_power} durante {record_duration}[ tras {record_level} de trabajo] son tu "
            "récord {record_window}, {record_gain} más que los {record_previous} anteriores"
            "[, con récords también en {other_records}].",
        ),
    ),
    Moment.BASELINE: (
        (
            "Sin nada con que comparar, tus valores para {baseline_count} quedan como referencia"
            "[, entre ellos {a.baseline_power} en {a.baseline_duration}].",
        ),
    ),
    Moment.NO_RECORD: (
        ("Tus mejores {a.peak_duration} fueron {a.peak_power}; nada superó {no_record}.",),
        ("Nada superó {no_record}, y eso no juzga el trabajo.",),
    ),
    Moment.CANDIDATE: (
        (
            "Tus {candidate_power} durante {candidate_duration} quedan como candidatos hasta que "
            "revise el archivo.",
        ),
    ),
    Moment.PEAKS: (
        (
            "Tus mejores {a.peak_duration} fueron {a.peak_power}"
            "[, y tus mejores {b.peak_duration} {b.peak_power}].",
        ),
    ),
    Moment.LOOK_FADE: (
        (
            "Tu potencia cayó {set_fade-} del primer esfuerzo al último[ de {b.set_title}], de "
            "{set_first_power} a {set_last_power}[, mientras las pulsaciones subieron "
            "{set_heart_rate_change+}]; empieza con algo de reserva y veremos si el final aguanta.",
        ),
        ("Tu potencia cayó {set_fade-} del primer esfuerzo al último; empieza con calma.",),
    ),
    Moment.LOOK_FADE_SHORT: (
        (
            "Tu potencia cayó {set_fade-} de la primera repetición a la última[ de {b.set_title}], "
            "de {set_first_power} a {set_last_power}; dale otro rato a la recuperación.",
        ),
    ),
    Moment.LOOK_RISE: (
        (
            "Tu potencia subió {set_fade+} del primer esfuerzo al último[ de {b.set_title}], de "
            "{set_first_power} a {set_last_power}; te cabe otra repetición.",
        ),
        ("Tu potencia subió {set_fade+} a lo largo del bloque; te cabe otra repetición.",),
    ),
    Moment.LOOK_COST: (
        (
            "Tu potencia cambió solo {set_fade=} del primer esfuerzo al último[ de {b.set_title}] "
            "mientras las pulsaciones subieron {set_heart_rate_change+}; repetimos antes de subir.",
        ),
    ),
    Moment.LOOK_EVEN: (
        (
            "Tu potencia cambió solo {set_fade=} del primer esfuerzo al último[ de {b.set_title}]"
            "[, y las pulsaciones {set_heart_rate_change=}]; ese es el ritmo que busco y podemos "
            "añadir una repetición.",
        ),
    ),
    Moment.LOOK_ABOVE_THRESHOLD: (
        (
            "Sostuviste {set_power_share} durante {set_mean_duration}; revisaré tu potencia "
            "crítica.",
        ),
    ),
    Moment.LOOK_DECOUPLED: (
        (
            "Tu potencia por latido cayó {decoupling-} de la primera mitad a la segunda mitad, así "
            "que trabajaremos la resistencia.",
        ),
    ),
    Moment.LOOK_THRESHOLD: (
        (
            "Tu modelo de W' llegó a {w_prime_low}, algo que nadie puede hacer; revisaré tu "
            "potencia crítica y W'.",
        ),
    ),
    Moment.LOOK_LOAD: (
        (
            "Una carga de {load} es {load_against_fitness} tu forma del día; la próxima salida, "
            "suave.",
        ),
    ),
    Moment.LOOK_UNEVEN: (
        (
            "Tu potencia fue irregular, con una variabilidad de {variability}; cuéntame si fue el "
            "recorrido o el ritmo.",
        ),
    ),
    Moment.LOOK_FORM: (
        ("Llegaste con una frescura de {form}, forma {fitness} y fatiga {fatigue}.",),
    ),
    Moment.LOOK_PULSE: (("Tu pulso llegó como máximo a {max_heart_rate}.",),),
    Moment.NO_DATA: (("El archivo viene {no_power} y {no_heart_rate}; cuéntame cómo fue.",),),
    Moment.NO_POWER: (("El archivo viene {no_power}; me guío por tu pulso.",),),
    Moment.NO_HEART_RATE: (
        ("El archivo viene {no_heart_rate}, así que no sé qué te costó la potencia.",),
    ),
}
