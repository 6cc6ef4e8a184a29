"""The warm voice on the one thing that a coach would look at."""

from summaries.voices.moments import Moment, Voice

WARM_LOOKS: Voice = {
    Moment.LOOK_FADE: (
        (
            "You lost {set_fade-} from the first effort to the last[ of {b.set_title}], "
            "{set_first_power} to {set_last_power}[, while your heart rate rose "
            "{set_heart_rate_change+}]; start the next round a little calmer and see whether the "
            "end holds.",
            "The set[ of {b.set_title}] faded by {set_fade-}, {set_first_power} in the opening "
            "effort and {set_last_power} in the last; hold back a touch at the start before we "
            "add repetitions.",
        ),
        (
            "You lost {set_fade-} from the first effort to the last; start the next round a little "
            "calmer and see whether the end holds.",
        ),
    ),
    Moment.LOOK_FADE_SHORT: (
        (
            "You lost {set_fade-} on the way through the set[ of {b.set_title}], "
            "{set_first_power} to {set_last_power}; take more recovery and keep the quality up.",
            "Power fell {set_fade-} from the first repetition to the last[ of {b.set_title}], "
            "{set_first_power} to {set_last_power}; rather fewer of them, all at full power.",
        ),
    ),
    Moment.LOOK_RISE: (
        (
            "You built it: power rose {set_fade+} from the first effort to the last[ of "
            "{b.set_title}], {set_first_power} to {set_last_power}, so there is room for another "
            "repetition.",
            "Your last effort[ of {b.set_title}] was {set_fade+} up on the opening effort, "
            "{set_last_power} against {set_first_power}; next time start nearer to where you "
            "finished.",
        ),
        ("Power rose {set_fade+} through the set, so there may be room for another repetition.",),
    ),
    Moment.LOOK_COST: (
        (
            "Your power changed by just {set_fade=} from the first effort to the last[ of "
            "{b.set_title}] while your heart rate rose {set_heart_rate_change+}; let us get the "
            "same work at less cost before we add to it.",
        ),
    ),
    Moment.LOOK_EVEN: (
        (
            "Your power changed by just {set_fade=} from the first effort to the last[ of "
            "{b.set_title}][, your heart rate by {set_heart_rate_change=}]; we can add a "
            "repetition.",
            "Your last effort[ of {b.set_title}] differed from the opening effort by just "
            "{set_fade=}[, {set_last_power} against {set_first_power}]; that is the pacing I "
            "want, and the target can move.",
        ),
    ),
    Moment.LOOK_SPREAD: (
        (
            "The efforts[ of {b.set_title}] were uneven, with a spread of {set_spread}, between "
            "{set_lowest_power} and {set_highest_power}; try to hold the target before you try to "
            "raise it.",
        ),
    ),
    Moment.LOOK_SET_PULSE: (
        (
            "Your heart rate rose {set_heart_rate_change+} from the first effort to the last; ride "
            "the next set so that this figure stays small.",
        ),
    ),
    Moment.LOOK_ABOVE_THRESHOLD: (
        (
            "You held {set_power_share} for {set_mean_duration}, so I will look at your critical "
            "power again.",
        ),
    ),
    Moment.LOOK_TORQUE: (
        (
            "You pushed the efforts at {set_cadence} and {set_torque}; keep the cadence there and "
            "let the torque come up from it.",
        ),
    ),
    Moment.LOOK_DECOUPLED: (
        (
            "Your power per heartbeat fell {decoupling-} from the first half to the second half, "
            "so endurance is what we work on.",
            "Against your heart rate, power fell {decoupling-} between the halves; keep an eye on "
            "that on the next ride of this duration.",
        ),
    ),
    Moment.LOOK_COUPLED: (
        (
            "Your power per heartbeat moved by just {decoupling=} between the halves, so this "
            "duration is well in hand.",
            "Between the halves your power per heartbeat changed by {decoupling=}; next we add "
            "time, not power.",
        ),
    ),
    Moment.LOOK_TIRED: (
        (
            "After {durability_level} of work your best {durability_duration} was "
            "{durability_power}, {durability_change-} below the fresh {durability_fresh}; that "
            "difference is worth training.",
        ),
    ),
    Moment.LOOK_DURABLE: (
        (
            "After {durability_level} of work you still had {durability_power} for "
            "{durability_duration}, against {durability_fresh} fresh, and that is durable riding.",
        ),
    ),
    Moment.LOOK_THRESHOLD: (
        (
            "Your modelled W' balance went down to {w_prime_low}, which nobody can do, so I will "
            "look at your critical power and W' again.",
        ),
    ),
    Moment.LOOK_LOAD: (
        (
            "A load of {load} is {load_against_fitness} your fitness of the day, so keep the next "
            "ride light.",
        ),
    ),
    Moment.LOOK_UNEVEN: (
        (
            "Your power was uneven, with a variability of {variability}; tell me whether that was "
            "the course or the pacing.",
        ),
    ),
    Moment.LOOK_FORM: (
        (
            "You rode it on a form of {form}, fitness {fitness} and fatigue {fatigue}, so read it "
            "with that in mind.",
        ),
    ),
    Moment.LOOK_INTENSITY: (
        ("That was an intensity factor of {intensity_factor}[ and {work} of work].",),
    ),
    Moment.LOOK_PULSE: (("Your highest heart rate was {max_heart_rate}.",),),
    Moment.LOOK_SHORT: (("At {timer} it is too short for me to read much into.",),),
    Moment.LOOK_TIME: (("It adds {moving} of moving time to your log.",),),
}
