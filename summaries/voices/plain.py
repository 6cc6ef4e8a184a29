"""The plain voice: whole sentences in the third person, for the coach's own log."""

from summaries.voices.moments import Moment, Voice
from summaries.voices.plain_looks import PLAIN_LOOKS

PLAIN: Voice = {
    Moment.OPENING: (
        (
            "{first_name}'s {title} on {weekday} {day_part} was {session_phrase} of {timer}"
            "[ and {distance}][, with {elevation_gain} of climbing][, for a load of {load}].",
            "On {weekday} {day_part} {first_name} rode {title}, {session_phrase} of {timer}"
            "[ and {distance}][, with {elevation_gain} of climbing][, at a load of {load}].",
        ),
        (
            "{first_name} did {session_phrase} of {timer}[ and {distance}] on {weekday} "
            "{day_part}[, with {elevation_gain} of climbing][, for a load of {load}].",
            "{weekday} {day_part} brought {session_phrase} for {first_name}: {timer}"
            "[ and {distance}][, with {elevation_gain} of climbing][, at a load of {load}].",
        ),
        (
            "{title} on {weekday} {day_part} was {session_phrase} of {timer}[ and {distance}]"
            "[, with {elevation_gain} of climbing][, for a load of {load}].",
        ),
        (
            "This was {session_phrase} of {timer}[ and {distance}] on {weekday} {day_part}"
            "[, with {elevation_gain} of climbing][, for a load of {load}].",
        ),
        (
            "{first_name} rode {title} on {weekday} {day_part}: {timer}[ and {distance}]"
            "[, with {elevation_gain} of climbing][, for a load of {load}].",
        ),
        (
            "The ride on {weekday} {day_part} came to {timer}[ and {distance}]"
            "[, with {elevation_gain} of climbing][, for a load of {load}].",
        ),
    ),
    Moment.SET: (
        (
            "The main set was {set_title} at {set_power}[, {set_power_share}]"
            "[, with heart rate at {set_heart_rate}][, {set_recovery} between efforts]"
            "[, following {set_plan}].",
            "The work was {set_title}, ridden at {set_power}[ or {set_power_per_kg}]"
            "[, {set_power_share}][, with heart rate averaging {set_heart_rate}].",
        ),
        (
            "The main set was {set_title}[, with heart rate at {set_heart_rate}]"
            "[, {set_recovery} between efforts].",
        ),
    ),
    Moment.TWO_SETS: (
        (
            "The work came as {a.set_title} at {a.set_power}[, {a.set_power_share}], and then "
            "{b.set_title} at {b.set_power}[, {b.set_power_share}].",
            "There were {a.set_title} at {a.set_power}[ and {a.set_heart_rate}], followed by "
            "{b.set_title} at {b.set_power}[ and {b.set_heart_rate}].",
        ),
        (
            "The work came as {a.set_title}[ at {a.set_heart_rate}], and then "
            "{b.set_title}[ at {b.set_heart_rate}].",
        ),
    ),
    Moment.MANY_SETS: (
        (
            "The session held {set_count} with {effort_count}, {efforts_duration} of work in all.",
            "The work was split into {set_count}: {effort_count} and {efforts_duration} in all.",
        ),
    ),
    Moment.MAIN_SET: (
        (
            "Its main set was {set_title} at {set_power}[, {set_power_share}]"
            "[, with heart rate at {set_heart_rate}].",
        ),
        ("Its main set was {set_title}[, with heart rate at {set_heart_rate}].",),
    ),
    Moment.EFFORT: (
        (
            "It held a single effort of note, {set_duration} at {set_power}[, {set_power_share}]"
            "[, with heart rate at {set_heart_rate}].",
            "The work was a single effort: {set_duration} at {set_power}[ or {set_power_per_kg}]"
            "[, with heart rate at {set_heart_rate}].",
        ),
        ("It held a single effort of note, {set_duration}[ with heart rate at {set_heart_rate}].",),
    ),
    Moment.EFFORTS: (
        (
            "The efforts stood apart rather than in a set; the main ones were {a.set_duration} at "
            "{a.set_power} and {b.set_duration} at {b.set_power}.",
        ),
        (
            "The efforts stood apart rather than in a set, the main ones over {a.set_duration} "
            "and {b.set_duration}.",
        ),
    ),
    Moment.ENDURANCE: (
        (
            "It was ridden as endurance, without efforts: {mean_power} on average, "
            "{weighted_power} weighted[, heart rate {mean_heart_rate}][, {low_zones}].",
            "There were no efforts in it; power averaged {mean_power}, {weighted_power} weighted"
            "[, at {mean_heart_rate}][, with {low_zones}].",
        ),
        (
            "It was ridden without efforts, at {mean_power} on average"
            "[ with heart rate at {mean_heart_rate}].",
        ),
        (
            "It was ridden as endurance, with heart rate averaging {mean_heart_rate}"
            "[ at {mean_speed}].",
        ),
        ("It was ridden without efforts, at {mean_speed} on average.",),
    ),
    Moment.WHOLE: (
        (
            "Over the whole of it power averaged {mean_power}, {weighted_power} weighted"
            "[, with heart rate at {mean_heart_rate}][ and a highest value of {max_power}].",
            "Power averaged {mean_power}, {weighted_power} weighted[, at {mean_heart_rate}]; "
            "there was no set in it.",
        ),
        ("There was no set in it; power averaged {mean_power}[ at {mean_heart_rate}].",),
        ("There was no set in it; heart rate averaged {mean_heart_rate}.",),
        ("There was no set in it; speed averaged {mean_speed}.",),
    ),
    Moment.AGAIN: (
        (
            "It was the {same_number}, with {same_power_change+} more than on {same_day}"
            "[, at {same_heart_rate_change-} less][, at {same_heart_rate_change+} more].",
            "Against {same_day}, this {same_number} came out {same_power_change+} higher"
            "[ at {same_heart_rate_change-} less][ at {same_heart_rate_change+} more].",
        ),
        (
            "It was the {same_number}, with {same_power_change-} less than on {same_day}"
            "[, at {same_heart_rate_change-} less][, at {same_heart_rate_change+} more].",
        ),
        (
            "It was the {same_number}, at {same_power_change=} as on {same_day}"
            "[ and {same_heart_rate_change-} less][ and {same_heart_rate_change+} more].",
        ),
    ),
    Moment.RECORD: (
        (
            "The {record_power} for {record_duration}[ after {record_level} of work] is the best "
            "of {record_window}, {record_gain} up on the previous {record_previous}"
            "[, with records over {other_records} as well].",
            "The record of the day is {record_duration} at {record_power}[ after {record_level} of "
            "work][, {record_power_per_kg}], the best of {record_window} by {record_gain}"
            "[, with further records over {other_records}].",
        ),
    ),
    Moment.BASELINE: (
        (
            "With nothing earlier to compare, its values for {baseline_count} stand as baselines, "
            "among them {a.baseline_power} for {a.baseline_duration} and {b.baseline_power} for "
            "{b.baseline_duration}.",
        ),
        (
            "With nothing earlier to compare, its values for {baseline_count} stand as baselines"
            "[, among them {a.baseline_power} for {a.baseline_duration}].",
        ),
    ),
    Moment.NO_RECORD: (
        (
            "The best {a.peak_duration} of the ride was {a.peak_power}; nothing in it beat "
            "{no_record}.",
            "Nothing in it beat {no_record}, with {a.peak_power} for the best {a.peak_duration}"
            "[ and {b.peak_power} for the best {b.peak_duration}].",
        ),
        ("Nothing in it beat {no_record}.",),
    ),
    Moment.CANDIDATE: (
        (
            "The {candidate_power} for {candidate_duration} is held back as a candidate until "
            "somebody has looked at it.",
        ),
    ),
    Moment.PEAKS: (
        (
            "The best {a.peak_duration} of the ride came to {a.peak_power}, the best "
            "{b.peak_duration} to {b.peak_power}.",
        ),
        ("The best {a.peak_duration} of the ride came to {a.peak_power}.",),
    ),
    **PLAIN_LOOKS,
    Moment.NO_DATA: (
        (
            "The file holds {no_power} and {no_heart_rate}, so time and pace are all it can be "
            "judged by.",
        ),
    ),
    Moment.NO_POWER: (("The file holds {no_power}, so the judgement rests on heart rate.",),),
    Moment.NO_HEART_RATE: (
        ("The file holds {no_heart_rate}, so what the power cost cannot be told.",),
    ),
    Moment.MISSING: (
        ("The recording has gaps of {missing} in all, which are left out rather than guessed.",),
    ),
    Moment.PATCHED: (
        ("Repaired before anything was computed: {patched} beyond what a rider can do.",),
    ),
    Moment.PAUSED: (("Pauses took {paused} and are left out of the averages.",),),
    Moment.NOTE: (("A remark on the file: {note}.",),),
}
