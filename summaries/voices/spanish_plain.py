"""The plain voice in Spanish: whole sentences in the third person, for the coach's own log."""

from summaries.voices.moments import Moment, Voice

_ABOUT = "[ y {distance}][, con {elevation_gain} de desnivel][ y una carga de {load}]"

SPANISH_PLAIN: Voice = {
    Moment.OPENING: (
        (
            "{first_name} hizo {title} el {weekday} por la {day_part}, {session_phrase} de {timer}"
            + _ABOUT
            + ".",
        ),
        (
            "{first_name} hizo {session_phrase} de {timer}[ y {distance}] el {weekday} por la "
            "{day_part}[, con {elevation_gain} de desnivel][ y una carga de {load}].",
        ),
        (
            "{title}, el {weekday} por la {day_part}, fue {session_phrase} de {timer}"
            + _ABOUT
            + ".",
        ),
        ("Fue {session_phrase} de {timer}[ y {distance}] el {weekday} por la {day_part}.",),
        ("{first_name} hizo {title} el {weekday} por la {day_part}: {timer}" + _ABOUT + ".",),
        ("La salida del {weekday} por la {day_part} fue de {timer}" + _ABOUT + ".",),
    ),
    Moment.SET: (
        (
            "El bloque principal fue {set_title} a {set_power}[, {set_power_share}]"
            "[, con {set_heart_rate} de media][, {set_recovery} entre esfuerzos]"
            "[, según {set_plan}].",
        ),
        (
            "El bloque principal fue {set_title}[, con {set_heart_rate} de media]"
            "[, {set_recovery} entre esfuerzos].",
        ),
    ),
    Moment.TWO_SETS: (
        (
            "El trabajo fue {a.set_title} a {a.set_power}[, {a.set_power_share}], y luego "
            "{b.set_title} a {b.set_power}[, {b.set_power_share}].",
        ),
        (
            "El trabajo fue {a.set_title}[ a {a.set_heart_rate}], y luego {b.set_title}"
            "[ a {b.set_heart_rate}].",
        ),
    ),
    Moment.MANY_SETS: (
        ("La sesión tuvo {set_count} con {effort_count}, {efforts_duration} de trabajo en total.",),
    ),
    Moment.MAIN_SET: (
        (
            "El bloque principal fue {set_title} a {set_power}[, {set_power_share}]"
            "[, con {set_heart_rate} de media].",
        ),
        ("El bloque principal fue {set_title}[, con {set_heart_rate} de media].",),
    ),
    Moment.EFFORT: (
        (
            "El trabajo fue un solo esfuerzo: {set_duration} a {set_power}[, {set_power_share}]"
            "[, con {set_heart_rate} de media].",
        ),
        ("El trabajo fue un solo esfuerzo de {set_duration}[, con {set_heart_rate} de media].",),
    ),
    Moment.EFFORTS: (
        (
            "Los esfuerzos fueron sueltos; los principales, {a.set_duration} a {a.set_power} y "
            "{b.set_duration} a {b.set_power}.",
        ),
        ("Los esfuerzos fueron sueltos; los principales, {a.set_duration} y {b.set_duration}.",),
    ),
    Moment.ENDURANCE: (
        (
            "Fue resistencia, sin esfuerzos: {mean_power} de media, {weighted_power} ponderados"
            "[, {mean_heart_rate}][, {low_zones}].",
        ),
        ("No hubo esfuerzos; salió a {mean_power} de media[ y {mean_heart_rate}].",),
        ("Fue resistencia, con {mean_heart_rate} de media[ a {mean_speed}].",),
        ("No hubo esfuerzos; salió a {mean_speed} de media.",),
    ),
    Moment.WHOLE: (
        (
            "En conjunto salieron {mean_power} de media, {weighted_power} ponderados"
            "[, con {mean_heart_rate}].",
        ),
        ("No hubo bloques; salió a {mean_power} de media[ y {mean_heart_rate}].",),
        ("No hubo bloques; salió a {mean_heart_rate} de media.",),
        ("No hubo bloques; salió a {mean_speed} de media.",),
    ),
    Moment.AGAIN: (
        (
            "Fue el {same_number}, con {same_power_change+} más que el {same_day}"
            "[, a {same_heart_rate_change-} menos][, a {same_heart_rate_change+} más].",
        ),
        (
            "Fue el {same_number}, con {same_power_change-} menos que el {same_day}"
            "[, a {same_heart_rate_change-} menos][, a {same_heart_rate_change+} más].",
        ),
        (
            "Fue el {same_number}, a {same_power_change=} que el {same_day}"
            "[ y {same_heart_rate_change-} menos][ y {same_heart_rate_change+} más].",
        ),
    ),
    Moment.RECORD: (
        (
            "Los {record_power} durante {record_duration}[ tras {record_level} de trabajo] son el "
            "récord {record_window}, {record_gain} más que los {record_previous} anteriores"
            "[, con récords también en {other_records}].",
        ),
    ),
    Moment.BASELINE: (
        (
            "Sin nada con que comparar, sus valores para {baseline_count} quedan como referencia"
            "[, entre ellos {a.baseline_power} en {a.baseline_duration}].",
        ),
    ),
    Moment.NO_RECORD: (
        ("Sus mejores {a.peak_duration} fueron {a.peak_power}; nada superó {no_record}.",),
        ("Nada superó {no_record}.",),
    ),
    Moment.CANDIDATE: (
        (
            "Los {candidate_power} durante {candidate_duration} quedan como candidatos hasta que "
            "alguien los revise.",
        ),
    ),
    Moment.PEAKS: (
        (
            "Sus mejores {a.peak_duration} fueron {a.peak_power}"
            "[, y sus mejores {b.peak_duration} {b.peak_power}].",
        ),
    ),
    Moment.LOOK_FADE: (
        (
            "La potencia cayó {set_fade-} del primer esfuerzo al último[ de {b.set_title}], de "
            "{set_first_power} a {set_last_power}[, mientras las pulsaciones subieron "
            "{set_heart_rate_change+}]; conviene cuidar el ritmo del comienzo antes de añadir "
            "repeticiones.",
        ),
        (
            "La potencia cayó {set_fade-} del primer esfuerzo al último; conviene cuidar el ritmo "
            "del comienzo.",
        ),
    ),
    Moment.LOOK_FADE_SHORT: (
        (
            "La potencia cayó {set_fade-} de la primera repetición a la última[ de {b.set_title}], "
            "de {set_first_power} a {set_last_power}; conviene dar más recuperación.",
        ),
    ),
    Moment.LOOK_RISE: (
        (
            "La potencia subió {set_fade+} del primer esfuerzo al último[ de {b.set_title}], de "
            "{set_first_power} a {set_last_power}; cabe otra repetición.",
        ),
        ("La potencia subió {set_fade+} a lo largo del bloque; cabe otra repetición.",),
    ),
    Moment.LOOK_COST: (
        (
            "La potencia cambió solo {set_fade=} del primer esfuerzo al último[ de {b.set_title}] "
            "mientras las pulsaciones subieron {set_heart_rate_change+}; toca hacer lo mismo con "
            "un coste que crezca poco.",
        ),
    ),
    Moment.LOOK_EVEN: (
        (
            "La potencia cambió solo {set_fade=} del primer esfuerzo al último[ de {b.set_title}]"
            "[, y las pulsaciones {set_heart_rate_change=}]; el ritmo fue el bueno y cabe otra "
            "repetición.",
        ),
    ),
    Moment.LOOK_SPREAD: (
        (
            "Los esfuerzos[ de {b.set_title}] fueron irregulares, con una dispersión de "
            "{set_spread}, entre {set_lowest_power} y {set_highest_power}; conviene sostener el "
            "objetivo.",
        ),
    ),
    Moment.LOOK_SET_PULSE: (
        (
            "Las pulsaciones subieron {set_heart_rate_change+} del primer esfuerzo al último; es "
            "el dato que seguir en este bloque.",
        ),
    ),
    Moment.LOOK_ABOVE_THRESHOLD: (
        (
            "Sostener {set_power_share} durante {set_mean_duration} dice que conviene revisar "
            "la potencia crítica guardada.",
        ),
    ),
    Moment.LOOK_TORQUE: (
        (
            "Los esfuerzos fueron a {set_cadence} y {set_torque}; conviene guardar la cadencia y "
            "dejar que crezca la fuerza.",
        ),
    ),
    Moment.LOOK_DECOUPLED: (
        (
            "La potencia por latido cayó {decoupling-} de la primera mitad a la segunda mitad, así "
            "que toca trabajar la resistencia.",
        ),
    ),
    Moment.LOOK_COUPLED: (
        (
            "La relación entre potencia y pulso cambió solo {decoupling=} de la primera mitad a la "
            "segunda mitad; esta duración está dominada.",
        ),
    ),
    Moment.LOOK_TIRED: (
        (
            "Tras {durability_level} de trabajo los mejores {durability_duration} fueron "
            "{durability_power}, con los {durability_fresh} en fresco; cayó {durability_change-}.",
        ),
    ),
    Moment.LOOK_DURABLE: (
        (
            "Tras {durability_level} de trabajo los mejores {durability_duration} fueron todavía "
            "{durability_power}, contra {durability_fresh} en fresco.",
        ),
    ),
    Moment.LOOK_THRESHOLD: (
        (
            "El modelo de W' llegó a {w_prime_low}, algo que nadie puede hacer; conviene revisar "
            "la potencia crítica o W'.",
        ),
    ),
    Moment.LOOK_LOAD: (
        (
            "Una carga de {load} es {load_against_fitness} la forma del día; la próxima salida, "
            "suave.",
        ),
    ),
    Moment.LOOK_UNEVEN: (
        (
            "La potencia fue irregular, con una variabilidad de {variability}; hay que ver si fue "
            "el recorrido o el ritmo.",
        ),
    ),
    Moment.LOOK_FORM: (("Llegó con una frescura de {form}, forma {fitness} y fatiga {fatigue}.",),),
    Moment.LOOK_INTENSITY: (
        ("El factor de intensidad fue {intensity_factor}[, con {work} de trabajo].",),
    ),
    Moment.LOOK_PULSE: (("El pulso llegó como máximo a {max_heart_rate}.",),),
    Moment.LOOK_SHORT: (("Con {timer} es poco para sacar conclusiones.",),),
    Moment.LOOK_TIME: (("Suma {moving} de tiempo en movimiento.",),),
    Moment.NO_DATA: (
        ("El archivo viene {no_power} y {no_heart_rate}; solo cabe juzgar tiempo y ritmo.",),
    ),
    Moment.NO_POWER: (("El archivo viene {no_power}; el juicio se apoya en el pulso.",),),
    Moment.NO_HEART_RATE: (("El archivo viene {no_heart_rate}.",),),
    Moment.MISSING: (("La grabación tiene huecos de {missing} en total, que quedan fuera.",),),
    Moment.PATCHED: (("Corregidas antes de calcular: {patched} fuera de lo posible.",),),
    Moment.PAUSED: (("Las pausas sumaron {paused} y quedan fuera de las medias.",),),
    Moment.NOTE: (("Nota sobre el archivo: {note}.",),),
}
