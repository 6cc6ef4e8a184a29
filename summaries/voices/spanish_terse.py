"""The terse voice in Spanish: notes."""

from summaries.voices.moments import Moment, Voice

SPANISH_TERSE: Voice = {
    Moment.OPENING: (
        ("{first_name}, {weekday}: {title}, {stimulus}, {timer}[, {distance}][, carga {load}].",),
        ("{first_name}, {weekday}: {stimulus}, {timer}[, {distance}][, carga {load}].",),
        ("{weekday}: {title}, {stimulus}, {timer}[, {distance}][, carga {load}].",),
        ("{weekday}: {stimulus}, {timer}[, {distance}][, carga {load}].",),
        ("{first_name}, {weekday}: {title}, {timer}[, {distance}][, carga {load}].",),
        ("{weekday} {day_part}: {timer}[, {distance}][, carga {load}].",),
    ),
    Moment.SET: (
        (
            "{set_title} a {set_power}[, {set_power_share}][, {set_heart_rate}]"
            "[, recuperaciones {set_recovery}][, {set_plan}].",
        ),
        ("{set_title}[ a {set_heart_rate}][, recuperaciones {set_recovery}].",),
    ),
    Moment.TWO_SETS: (
        (
            "{a.set_title} a {a.set_power}[, {a.set_heart_rate}], luego {b.set_title} a "
            "{b.set_power}[, {b.set_heart_rate}].",
        ),
        ("{a.set_title}, luego {b.set_title}.",),
    ),
    Moment.MANY_SETS: (("{set_count}, {effort_count}, {efforts_duration} de trabajo.",),),
    Moment.MAIN_SET: (
        ("Principal: {set_title} a {set_power}[, {set_power_share}][, {set_heart_rate}].",),
        ("Principal: {set_title}[ a {set_heart_rate}].",),
    ),
    Moment.EFFORT: (
        ("Un esfuerzo: {set_duration} a {set_power}[, {set_power_share}][, {set_heart_rate}].",),
        ("Un esfuerzo: {set_duration}[ a {set_heart_rate}].",),
    ),
    Moment.EFFORTS: (
        ("Esfuerzos sueltos: {a.set_duration} a {a.set_power}, {b.set_duration} a {b.set_power}.",),
        ("Esfuerzos sueltos: {a.set_duration}, {b.set_duration}.",),
    ),
    Moment.ENDURANCE: (
        (
            "Resistencia, sin esfuerzos: {mean_power}, {weighted_power} ponderados"
            "[, {mean_heart_rate}][, {low_zones}].",
        ),
        ("Resistencia, sin esfuerzos: {mean_power}[, {mean_heart_rate}].",),
        ("Resistencia: {mean_heart_rate}[, {mean_speed}].",),
        ("Resistencia: {mean_speed}.",),
    ),
    Moment.WHOLE: (
        ("Sin bloques: {mean_power}, {weighted_power} ponderados[, {mean_heart_rate}].",),
        ("Sin bloques: {mean_power}[, {mean_heart_rate}].",),
        ("Sin bloques: {mean_heart_rate}.",),
        ("Sin bloques: {mean_speed}.",),
    ),
    Moment.AGAIN: (
        (
            "{same_number}, contra el {same_day}: {same_power_change+} más"
            "[, {same_heart_rate_change-} menos][, {same_heart_rate_change+} más].",
        ),
        (
            "{same_number}, contra el {same_day}: {same_power_change-} menos"
            "[, {same_heart_rate_change-} menos][, {same_heart_rate_change+} más].",
        ),
        (
            "{same_number}, {same_power_change=} que el {same_day}"
            "[, {same_heart_rate_change-} menos][, {same_heart_rate_change+} más].",
        ),
    ),
    Moment.RECORD: (
        (
            "Récord: {record_duration} a {record_power}[ tras {record_level}], {record_window} "
            "por {record_gain}[; también {other_records}].",
        ),
    ),
    Moment.BASELINE: (
        (
            "Referencia para {baseline_count}[: {a.baseline_duration} a {a.baseline_power}]"
            "[, {b.baseline_duration} a {b.baseline_power}].",
        ),
    ),
    Moment.NO_RECORD: (
        ("Sin récords contra {no_record}[; mejores {a.peak_duration} {a.peak_power}].",),
    ),
    Moment.CANDIDATE: (("Candidato, aún no cuenta: {candidate_duration} a {candidate_power}.",),),
    Moment.PEAKS: (
        (
            "Mejores valores: {a.peak_duration} a {a.peak_power}"
            "[, {b.peak_duration} a {b.peak_power}].",
        ),
    ),
    Moment.LOOK_FADE: (
        (
            "Cayó {set_fade-}[ en {b.set_title}], de {set_first_power} a {set_last_power}"
            "[, pulsaciones {set_heart_rate_change+} más]: revisar el comienzo.",
        ),
        ("Cayó {set_fade-}[ en {b.set_title}]: revisar el comienzo.",),
    ),
    Moment.LOOK_FADE_SHORT: (
        (
            "Cayó {set_fade-}[ en {b.set_title}], de {set_first_power} a {set_last_power}: dar "
            "recuperación.",
        ),
    ),
    Moment.LOOK_RISE: (
        (
            "Subió {set_fade+}[ en {b.set_title}], de {set_first_power} a {set_last_power}: cabe "
            "otra repetición.",
        ),
        ("Subió {set_fade+}[ en {b.set_title}]: cabe otra repetición.",),
    ),
    Moment.LOOK_COST: (
        (
            "Potencia {set_fade=}[ en {b.set_title}], pulsaciones {set_heart_rate_change+} más: "
            "repetir antes de añadir.",
        ),
    ),
    Moment.LOOK_EVEN: (
        (
            "Potencia {set_fade=}[ en {b.set_title}][, de {set_first_power} a {set_last_power}]: "
            "añadir una repetición.",
        ),
    ),
    Moment.LOOK_SPREAD: (
        (
            "Irregular por {set_spread}[ en {b.set_title}], de {set_lowest_power} a "
            "{set_highest_power}: sostener el objetivo.",
        ),
    ),
    Moment.LOOK_SET_PULSE: (("Pulsaciones {set_heart_rate_change+} más a lo largo del bloque.",),),
    Moment.LOOK_ABOVE_THRESHOLD: (
        ("{set_power_share} durante {set_mean_duration}: revisar la potencia crítica.",),
    ),
    Moment.LOOK_TORQUE: (("Fuerza: {set_torque} a {set_cadence}, mantener.",),),
    Moment.LOOK_DECOUPLED: (
        ("Potencia por latido {decoupling-} menos: resistencia por trabajar.",),
    ),
    Moment.LOOK_COUPLED: (("Potencia por latido, cambio de {decoupling=}: duración dominada.",),),
    Moment.LOOK_TIRED: (
        (
            "Tras {durability_level}: {durability_duration} a {durability_power}, "
            "{durability_change-} menos que en fresco.",
        ),
    ),
    Moment.LOOK_DURABLE: (
        (
            "Tras {durability_level}: {durability_duration} a {durability_power}, "
            "{durability_fresh} en fresco.",
        ),
    ),
    Moment.LOOK_THRESHOLD: (("W' hasta {w_prime_low}: revisar la potencia crítica o W'.",),),
    Moment.LOOK_LOAD: (("Carga de {load_against_fitness} la forma: suave la próxima.",),),
    Moment.LOOK_UNEVEN: (("Irregular, variabilidad {variability}.",),),
    Moment.LOOK_FORM: (("Frescura {form}, forma {fitness}, fatiga {fatigue}.",),),
    Moment.LOOK_INTENSITY: (("Factor de intensidad {intensity_factor}[, {work}].",),),
    Moment.LOOK_PULSE: (("Pulso máximo {max_heart_rate}.",),),
    Moment.LOOK_SHORT: (("Con {timer}, poco que decir.",),),
    Moment.LOOK_TIME: (("En movimiento {moving}.",),),
    Moment.NO_DATA: (("Archivo {no_power} y {no_heart_rate}.",),),
    Moment.NO_POWER: (("Archivo {no_power}.",),),
    Moment.NO_HEART_RATE: (("Archivo {no_heart_rate}.",),),
    Moment.MISSING: (("Huecos de {missing}, fuera.",),),
    Moment.PATCHED: (("Corregido: {patched}.",),),
    Moment.PAUSED: (("Pausas {paused}.",),),
    Moment.NOTE: (("Archivo: {note}.",),),
}
