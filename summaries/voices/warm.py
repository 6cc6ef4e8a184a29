"""The warm voice: a note to the athlete, in the second person."""

from summaries.voices.moments import Moment, Voice
from summaries.voices.warm_looks import WARM_LOOKS

WARM: Voice = {
    Moment.OPENING: (
        (
            "{first_name}, {title} on {weekday} was {session_phrase} of {timer}[ and {distance}]"
            "[, with {elevation_gain} of climbing][, for a load of {load}].",
            "{first_name}, your {weekday} {day_part} was {title}: {session_phrase} of {timer}"
            "[ and {distance}][, at a load of {load}].",
        ),
        (
            "{first_name}, on {weekday} {day_part} you did {session_phrase} of {timer}"
            "[ and {distance}][, with {elevation_gain} of climbing][, for a load of {load}].",
            "{first_name}, your {weekday} {day_part} was {session_phrase}: {timer}"
            "[ and {distance}][, at a load of {load}].",
        ),
        (
            "Your {weekday} {day_part} was {title}: {session_phrase} of {timer}[ and {distance}]"
            "[, for a load of {load}].",
        ),
        (
            "On {weekday} {day_part} you did {session_phrase} of {timer}[ and {distance}]"
            "[, with {elevation_gain} of climbing][, for a load of {load}].",
        ),
        (
            "{first_name}, {title} on {weekday} {day_part} came to {timer}[ and {distance}]"
            "[, for a load of {load}].",
        ),
        (
            "Your ride on {weekday} {day_part} came to {timer}[ and {distance}]"
            "[, with {elevation_gain} of climbing][, for a load of {load}].",
        ),
    ),
    Moment.SET: (
        (
            "You rode the {set_title} at {set_power}[, {set_power_share}]"
            "[, with your heart rate at {set_heart_rate}][, {set_recovery} between efforts]"
            "[, following {set_plan}].",
            "The {set_title} came out at {set_power}[ or {set_power_per_kg}][, {set_power_share}]"
            "[, with your heart rate averaging {set_heart_rate}].",
        ),
        (
            "You rode the {set_title}[ with your heart rate at {set_heart_rate}]"
            "[, {set_recovery} between efforts].",
        ),
    ),
    Moment.TWO_SETS: (
        (
            "You did {a.set_title} at {a.set_power}[, {a.set_power_share}], and after that "
            "{b.set_title} at {b.set_power}[, {b.set_power_share}].",
        ),
        (
            "You did {a.set_title}[ at {a.set_heart_rate}], and after that "
            "{b.set_title}[ at {b.set_heart_rate}].",
        ),
    ),
    Moment.MANY_SETS: (
        (
            "That was {set_count} with {effort_count}, {efforts_duration} of work in all.",
            "You got through {set_count}: {effort_count} and {efforts_duration} of work in all.",
        ),
    ),
    Moment.MAIN_SET: (
        (
            "The main set, {set_title}, came out at {set_power}"
            "[, {set_power_share}][, with your heart rate at {set_heart_rate}].",
        ),
        ("The main part of it was {set_title}[, with your heart rate at {set_heart_rate}].",),
    ),
    Moment.EFFORT: (
        (
            "There was a single effort to it, {set_duration} at {set_power}[, {set_power_share}]"
            "[, with your heart rate at {set_heart_rate}].",
            "You kept the work for a single effort: {set_duration} at {set_power}"
            "[ or {set_power_per_kg}][, with your heart rate at {set_heart_rate}].",
        ),
        (
            "There was a single effort to it, {set_duration} long"
            "[ with your heart rate at {set_heart_rate}].",
        ),
    ),
    Moment.EFFORTS: (
        (
            "Your efforts stood apart from each other, the main ones {a.set_duration} at "
            "{a.set_power} and {b.set_duration} at {b.set_power}.",
        ),
        (
            "Your efforts stood apart from each other, the main ones over {a.set_duration} and "
            "{b.set_duration}.",
        ),
    ),
    Moment.ENDURANCE: (
        (
            "You rode it as endurance, without efforts: {mean_power} on average, "
            "{weighted_power} weighted[, with your heart rate at {mean_heart_rate}]"
            "[, {low_zones}].",
            "No efforts in this ride: you averaged {mean_power}, {weighted_power} weighted"
            "[, at {mean_heart_rate}][, with {low_zones}].",
        ),
        (
            "You rode it without efforts, at {mean_power} on average"
            "[ with your heart rate at {mean_heart_rate}].",
        ),
        (
            "You rode it as endurance, with your heart rate averaging {mean_heart_rate}"
            "[ at {mean_speed}].",
        ),
        ("You rode it without efforts, at {mean_speed} on average.",),
    ),
    Moment.WHOLE: (
        (
            "Over the whole of it you averaged {mean_power}, {weighted_power} weighted"
            "[, with your heart rate at {mean_heart_rate}][ and {max_power} at the most].",
            "You averaged {mean_power}, {weighted_power} weighted[, at {mean_heart_rate}]; there "
            "was no set in it.",
        ),
        ("There was no set in it; you averaged {mean_power}[ at {mean_heart_rate}].",),
        ("There was no set in it; your heart rate averaged {mean_heart_rate}.",),
        ("There was no set in it; your speed averaged {mean_speed}.",),
    ),
    Moment.AGAIN: (
        (
            "It was your {same_number}, and you held {same_power_change+} more than on {same_day}"
            "[, at {same_heart_rate_change-} less][, at {same_heart_rate_change+} more].",
        ),
        (
            "It was your {same_number}, with {same_power_change-} less than on {same_day}"
            "[, at {same_heart_rate_change-} less][, at {same_heart_rate_change+} more].",
        ),
        (
            "It was your {same_number}, at {same_power_change=} as on {same_day}"
            "[ and {same_heart_rate_change-} less][ and {same_heart_rate_change+} more].",
        ),
    ),
    Moment.RECORD: (
        (
            "Your {record_power} for {record_duration}[ after {record_level} of work] is your best "
            "of {record_window}, {record_gain} up on the previous {record_previous}"
            "[, with records over {other_records} as well].",
            "You set a record: {record_duration} at {record_power}[ after {record_level} of work]"
            "[, {record_power_per_kg}], your best of {record_window} by {record_gain}"
            "[, with more records over {other_records}].",
        ),
    ),
    Moment.BASELINE: (
        (
            "With nothing earlier to compare, your values for {baseline_count} are now the "
            "baselines, among them {a.baseline_power} for {a.baseline_duration} and "
            "{b.baseline_power} for {b.baseline_duration}.",
        ),
        (
            "With nothing earlier to compare, your values for {baseline_count} are now the "
            "baselines[, among them {a.baseline_power} for {a.baseline_duration}].",
        ),
    ),
    Moment.NO_RECORD: (
        (
            "Your best {a.peak_duration} was {a.peak_power}; nothing beat {no_record}.",
            "You had {a.peak_power} for your best {a.peak_duration}, and nothing beat {no_record}.",
        ),
        ("Nothing in it beat {no_record}, which is no verdict on the work.",),
    ),
    Moment.CANDIDATE: (
        (
            "Your {candidate_power} for {candidate_duration} is held back as a candidate until I "
            "have had a look at the file.",
        ),
    ),
    Moment.PEAKS: (
        (
            "Your best {a.peak_duration} of the ride came to {a.peak_power}, your best "
            "{b.peak_duration} to {b.peak_power}.",
        ),
        ("Your best {a.peak_duration} of the ride came to {a.peak_power}.",),
    ),
    **WARM_LOOKS,
    Moment.NO_DATA: (
        ("The file holds {no_power} and {no_heart_rate}, so tell me how hard it was.",),
    ),
    Moment.NO_POWER: (("The file holds {no_power}, so I go by your heart rate.",),),
    Moment.NO_HEART_RATE: (
        ("The file holds {no_heart_rate}, so I cannot tell what the power cost you.",),
    ),
    Moment.MISSING: (
        ("The recording has gaps of {missing} in all, which I leave out rather than guess.",),
    ),
    Moment.PATCHED: (
        ("Repaired before anything was computed: {patched} beyond what a rider can do.",),
    ),
    Moment.PAUSED: (("Pauses took {paused} and are left out of your averages.",),),
    Moment.NOTE: (("A remark on the file: {note}.",),),
}
