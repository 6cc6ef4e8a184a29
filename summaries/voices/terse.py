"""The terse voice: notes, as a coach with forty athletes writes them."""

from summaries.voices.moments import Moment, Voice

TERSE: Voice = {
    Moment.OPENING: (
        ("{first_name}, {weekday}: {title}, {stimulus}, {timer}[, {distance}][, load {load}].",),
        ("{first_name}, {weekday}: {stimulus}, {timer}[, {distance}][, load {load}].",),
        ("{weekday}: {title}, {stimulus}, {timer}[, {distance}][, load {load}].",),
        ("{weekday}: {stimulus}, {timer}[, {distance}][, load {load}].",),
        ("{first_name}, {weekday}: {title}, {timer}[, {distance}][, load {load}].",),
        ("{weekday} {day_part}: {timer}[, {distance}][, load {load}].",),
    ),
    Moment.SET: (
        (
            "{set_title} at {set_power}[, {set_power_share}][, {set_heart_rate}]"
            "[, recoveries {set_recovery}][, {set_plan}].",
        ),
        ("{set_title}[ at {set_heart_rate}][, recoveries {set_recovery}].",),
    ),
    Moment.TWO_SETS: (
        (
            "{a.set_title} at {a.set_power}[, {a.set_heart_rate}], then {b.set_title} at "
            "{b.set_power}[, {b.set_heart_rate}].",
        ),
        ("{a.set_title}, then {b.set_title}.",),
    ),
    Moment.MANY_SETS: (("{set_count}, {effort_count}, {efforts_duration} of work.",),),
    Moment.MAIN_SET: (
        ("Main set: {set_title} at {set_power}[, {set_power_share}][, {set_heart_rate}].",),
        ("Main set: {set_title}[ at {set_heart_rate}].",),
    ),
    Moment.EFFORT: (
        ("Single effort: {set_duration} at {set_power}[, {set_power_share}][, {set_heart_rate}].",),
        ("Single effort: {set_duration}[ at {set_heart_rate}].",),
    ),
    Moment.EFFORTS: (
        (
            "Separate efforts: {a.set_duration} at {a.set_power}, {b.set_duration} at "
            "{b.set_power}.",
        ),
        ("Separate efforts: {a.set_duration}, {b.set_duration}.",),
    ),
    Moment.ENDURANCE: (
        (
            "Endurance, no efforts: {mean_power}, {weighted_power} weighted[, {mean_heart_rate}]"
            "[, {low_zones}].",
        ),
        ("Endurance, no efforts: {mean_power}[, {mean_heart_rate}].",),
        ("Endurance: {mean_heart_rate}[, {mean_speed}].",),
        ("Endurance: {mean_speed}.",),
    ),
    Moment.WHOLE: (
        ("No set: {mean_power}, {weighted_power} weighted[, {mean_heart_rate}].",),
        ("No set: {mean_power}[, {mean_heart_rate}].",),
        ("No set: {mean_heart_rate}.",),
        ("No set: {mean_speed}.",),
    ),
    Moment.AGAIN: (
        (
            "{same_number}, against {same_day}: {same_power_change+} up"
            "[, {same_heart_rate_change-} down][, {same_heart_rate_change+} up].",
        ),
        (
            "{same_number}, against {same_day}: {same_power_change-} down"
            "[, {same_heart_rate_change-} down][, {same_heart_rate_change+} up].",
        ),
        (
            "{same_number}, {same_power_change=} as on {same_day}"
            "[, {same_heart_rate_change-} down][, {same_heart_rate_change+} up].",
        ),
    ),
    Moment.RECORD: (
        (
            "Record: {record_duration} at {record_power}[ after {record_level}], best of "
            "{record_window} by {record_gain}[; also {other_records}].",
        ),
    ),
    Moment.BASELINE: (
        (
            "Baselines for {baseline_count}[: {a.baseline_duration} at {a.baseline_power}]"
            "[, {b.baseline_duration} at {b.baseline_power}].",
        ),
    ),
    Moment.NO_RECORD: (
        ("No records against {no_record}[; best {a.peak_duration} {a.peak_power}].",),
    ),
    Moment.CANDIDATE: (
        ("Candidate, not counted yet: {candidate_duration} at {candidate_power}.",),
    ),
    Moment.PEAKS: (
        (
            "Best of the ride: {a.peak_duration} at {a.peak_power}"
            "[, {b.peak_duration} at {b.peak_power}].",
        ),
    ),
    Moment.LOOK_FADE: (
        (
            "Faded {set_fade-}[ in {b.set_title}], {set_first_power} to {set_last_power}"
            "[, heart rate up {set_heart_rate_change+}]: check the opening pace.",
        ),
        ("Faded {set_fade-}[ in {b.set_title}]: check the opening pace.",),
    ),
    Moment.LOOK_FADE_SHORT: (
        (
            "Faded {set_fade-}[ in {b.set_title}], {set_first_power} to {set_last_power}: more "
            "recovery.",
        ),
    ),
    Moment.LOOK_RISE: (
        (
            "Built {set_fade+}[ in {b.set_title}], {set_first_power} to {set_last_power}: room "
            "for another repetition.",
        ),
        ("Built {set_fade+}[ in {b.set_title}]: room for another repetition.",),
    ),
    Moment.LOOK_COST: (
        (
            "Power change {set_fade=}[ in {b.set_title}], heart rate up {set_heart_rate_change+}: "
            "repeat before adding work.",
        ),
    ),
    Moment.LOOK_EVEN: (
        (
            "Power change {set_fade=}[ in {b.set_title}][, {set_first_power} to "
            "{set_last_power}]: add a repetition.",
        ),
    ),
    Moment.LOOK_SPREAD: (
        (
            "Uneven by {set_spread}[ in {b.set_title}], {set_lowest_power} to "
            "{set_highest_power}: hold the target, then raise it.",
        ),
    ),
    Moment.LOOK_SET_PULSE: (("Heart rate up {set_heart_rate_change+} through the set.",),),
    Moment.LOOK_ABOVE_THRESHOLD: (
        ("{set_power_share} for {set_mean_duration}: revise critical power.",),
    ),
    Moment.LOOK_TORQUE: (("Torque work: {set_torque} at {set_cadence}, keep it there.",),),
    Moment.LOOK_DECOUPLED: (("Power per heartbeat down {decoupling-}: endurance to work on.",),),
    Moment.LOOK_COUPLED: (("Power per heartbeat within {decoupling=}: duration in hand.",),),
    Moment.LOOK_TIRED: (
        (
            "After {durability_level}: {durability_duration} at {durability_power}, "
            "{durability_change-} below fresh.",
        ),
    ),
    Moment.LOOK_DURABLE: (
        (
            "After {durability_level}: {durability_duration} at {durability_power}, "
            "{durability_fresh} fresh.",
        ),
    ),
    Moment.LOOK_THRESHOLD: (("W' balance down to {w_prime_low}: revise critical power or W'.",),),
    Moment.LOOK_LOAD: (("Load is {load_against_fitness} fitness: light next.",),),
    Moment.LOOK_UNEVEN: (("Uneven, variability {variability}: course or pacing?",),),
    Moment.LOOK_FORM: (("Form {form}, fitness {fitness}, fatigue {fatigue}.",),),
    Moment.LOOK_INTENSITY: (("Intensity factor {intensity_factor}[, {work}].",),),
    Moment.LOOK_PULSE: (("Highest heart rate {max_heart_rate}.",),),
    Moment.LOOK_SHORT: (("Too short at {timer} to read much into.",),),
    Moment.LOOK_TIME: (("Moving time {moving}.",),),
    Moment.NO_DATA: (("File has {no_power} and {no_heart_rate}.",),),
    Moment.NO_POWER: (("File has {no_power}.",),),
    Moment.NO_HEART_RATE: (("File has {no_heart_rate}.",),),
    Moment.MISSING: (("Gaps of {missing}, left out.",),),
    Moment.PATCHED: (("Repaired: {patched}.",),),
    Moment.PAUSED: (("Pauses {paused}.",),),
    Moment.NOTE: (("File: {note}.",),),
}
