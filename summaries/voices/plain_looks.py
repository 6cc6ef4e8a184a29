"""The plain voice on the one thing that a coach would look at."""

from summaries.voices.moments import Moment, Voice

PLAIN_LOOKS: Voice = {
    Moment.LOOK_FADE: (
        (
            "Power fell {set_fade-} from the first effort to the last[ of {b.set_title}], "
            "{set_first_power} to {set_last_power}[, while heart rate rose "
            "{set_heart_rate_change+}]; look at the pacing of the opening effort before adding "
            "repetitions.",
            "The set[ of {b.set_title}] faded by {set_fade-}, from {set_first_power} in the "
            "opening effort to {set_last_power} in the last; a calmer start or more recovery is "
            "the thing to try.",
        ),
        (
            "The set faded by {set_fade-} from the first effort to the last; look at the pacing "
            "before adding repetitions.",
        ),
    ),
    Moment.LOOK_FADE_SHORT: (
        (
            "The repetitions[ of {b.set_title}] lost {set_fade-} on the way, {set_first_power} to "
            "{set_last_power}; fewer of them or more recovery would keep the quality up.",
            "Power fell {set_fade-} from the first repetition to the last[ of {b.set_title}], "
            "{set_first_power} to {set_last_power}; give the next round more recovery before it "
            "gets more repetitions.",
        ),
    ),
    Moment.LOOK_RISE: (
        (
            "Power rose {set_fade+} from the first effort to the last[ of {b.set_title}], "
            "{set_first_power} to {set_last_power}; either the opening was careful or there is "
            "room for another repetition.",
            "The set[ of {b.set_title}] was built, the last effort {set_fade+} up on the opening "
            "effort ({set_first_power} to {set_last_power}); the target can start closer to where "
            "it ended.",
        ),
        ("Power rose {set_fade+} through the set; there may be room for another repetition.",),
    ),
    Moment.LOOK_COST: (
        (
            "Power changed by just {set_fade=} from the first effort to the last[ of "
            "{b.set_title}] while heart rate rose {set_heart_rate_change+}; the same work should "
            "come at less cost before it grows.",
        ),
    ),
    Moment.LOOK_EVEN: (
        (
            "Power changed by just {set_fade=} from the first effort to the last[ of {b.set_title}]"
            "[, and heart rate by {set_heart_rate_change=}]; another repetition is a fair "
            "next step.",
            "The last effort[ of {b.set_title}] differed from the opening effort by just "
            "{set_fade=}[, {set_last_power} against {set_first_power}]; the pacing was right and "
            "the target can move.",
        ),
    ),
    Moment.LOOK_SPREAD: (
        (
            "The efforts[ of {b.set_title}] were uneven, with a spread of {set_spread}, between "
            "{set_lowest_power} and {set_highest_power}; holding the target matters more here "
            "than raising it.",
        ),
    ),
    Moment.LOOK_SET_PULSE: (
        (
            "Heart rate rose {set_heart_rate_change+} from the first effort to the last, which is "
            "the figure to follow in this set.",
            "From the first effort to the last heart rate went up {set_heart_rate_change+}; the "
            "pace to ask for is what keeps that figure small.",
        ),
    ),
    Moment.LOOK_TORQUE: (
        (
            "The efforts were pushed at {set_cadence} and {set_torque}; keep the cadence there and "
            "let the torque come up from it.",
        ),
    ),
    Moment.LOOK_ABOVE_THRESHOLD: (
        (
            "Holding {set_power_share} for {set_mean_duration} says that the stored critical power "
            "needs another look.",
        ),
    ),
    Moment.LOOK_DECOUPLED: (
        (
            "Power per heartbeat fell {decoupling-} from the first half to the second half, which "
            "puts endurance rather than power in question.",
            "Against heart rate, power fell {decoupling-} between the halves; watch that figure on "
            "the next ride of this duration.",
        ),
    ),
    Moment.LOOK_COUPLED: (
        (
            "Power per heartbeat moved by just {decoupling=} between the halves, so this duration "
            "is well in hand.",
            "Between the halves power per heartbeat changed by {decoupling=}; the next step is "
            "more time, not more power.",
        ),
    ),
    Moment.LOOK_TIRED: (
        (
            "After {durability_level} of work the best {durability_duration} was "
            "{durability_power}, {durability_change-} below the fresh {durability_fresh}; that "
            "difference is worth training.",
        ),
    ),
    Moment.LOOK_DURABLE: (
        (
            "After {durability_level} of work the best {durability_duration} still came to "
            "{durability_power} against {durability_fresh} fresh, which is durable riding.",
        ),
    ),
    Moment.LOOK_THRESHOLD: (
        (
            "The modelled W' balance went down to {w_prime_low}, which no rider can do; the stored "
            "critical power or W' needs another look.",
        ),
    ),
    Moment.LOOK_LOAD: (
        (
            "A load of {load} is {load_against_fitness} the fitness of the day, so the next ride "
            "should be light.",
        ),
    ),
    Moment.LOOK_FORM: (
        (
            "It was ridden on a form of {form}, fitness {fitness} and fatigue {fatigue}, and is "
            "to be read with that in mind.",
        ),
    ),
    Moment.LOOK_INTENSITY: (
        ("The intensity factor was {intensity_factor}[, with {work} of work done].",),
    ),
    Moment.LOOK_UNEVEN: (
        (
            "Power was uneven, with a variability of {variability}; whether the course or the "
            "pacing made it so is the question to ask.",
        ),
    ),
    Moment.LOOK_PULSE: (("The highest heart rate of the ride was {max_heart_rate}.",),),
    Moment.LOOK_SHORT: (("At {timer} it is too short to read much into.",),),
    Moment.LOOK_TIME: (("It adds {moving} of moving time to the log.",),),
}
