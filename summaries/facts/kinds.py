"""What a fact can be about, and what it allows a text to claim."""

from enum import StrEnum


class FactKind(StrEnum):
    """What one fact states; each knows the unit of its value and what it means."""

    unit: str
    definition: str

    def __new__(cls, code: str, unit: str = "", definition: str = "") -> "FactKind":
        member = str.__new__(cls, code)
        member._value_ = code
        member.unit = unit
        member.definition = definition
        return member

    # Who, what, when
    ATHLETE = "athlete", "", "The athlete's name."
    FIRST_NAME = "first_name", "", "The name the athlete is called by."
    TITLE = "title", "", "The title the ride carries."
    WEEKDAY = "weekday", "", "The athlete's local day of the week."
    DATE = "date", "", "The athlete's local day."
    DAY_PART = "day_part", "", "Part of the local day in which the ride started."
    STIMULUS = (
        "stimulus",
        "",
        "What the session trained, from its intervals and totals or the coach.",
    )
    SESSION_PHRASE = "session_phrase", "", "What kind of session it was, by what it trained."

    # The whole ride
    TIMER = "timer", "s", "Time on the timer, pauses left out."
    ELAPSED = "elapsed", "s", "Time from the first sample to the last."
    MOVING = "moving", "s", "Timer seconds faster than 0.5 m/s or pedalled."
    DISTANCE = "distance", "m", "Distance ridden."
    ELEVATION_GAIN = "elevation_gain", "m", "Metres climbed, from smoothed altitude."
    MEAN_SPEED = "mean_speed", "m/s", "Mean speed over the timer."
    MEAN_POWER = "mean_power", "W", "Mean power over the timer, coasting counted as 0 W."
    MAX_POWER = "max_power", "W", "Highest power of one second."
    WEIGHTED_POWER = "weighted_power", "W", "Fourth-power mean of the 30-second mean power."
    WORK = "work", "kJ", "Mechanical work: the sum of power over the ride."
    MEAN_HEART_RATE = "mean_heart_rate", "bpm", "Mean heart rate over the timer."
    MAX_HEART_RATE = "max_heart_rate", "bpm", "Highest heart rate of the ride."
    MEAN_CADENCE = "mean_cadence", "rpm", "Mean cadence while pedalling, zeros left out."
    VARIABILITY = "variability", "", "Weighted power divided by mean power."
    INTENSITY_FACTOR = "intensity_factor", "", "Weighted power divided by the threshold of the day."
    LOAD = "load", "", "Training load: 100 is an hour at the threshold of the day."
    LOAD_AGAINST_FITNESS = (
        "load_against_fitness",
        "",
        "Training load divided by the fitness of the day.",
    )
    FITNESS = "fitness", "", "Training load of the past weeks, 42-day exponential mean."
    FATIGUE = "fatigue", "", "Training load of the past days, 7-day exponential mean."
    FORM = "form", "", "Fitness minus fatigue of the day before."
    DECOUPLING = (
        "decoupling",
        "%",
        "Power per heartbeat, second half of the ride against the first half.",
    )
    LOW_ZONES = "low_zones", "%", "Share of the time in the lowest two power zones."
    TEMPERATURE = "temperature", "°C", "Mean temperature at the device."
    W_PRIME_LOW = "w_prime_low", "%", "Lowest W' balance, as a share of W'."

    # Sets and single efforts
    SET_COUNT = "set_count", "", "How many interval sets the ride holds."
    EFFORT_COUNT = "effort_count", "", "How many efforts the sets hold together."
    EFFORTS_DURATION = "efforts_duration", "s", "Duration of all those efforts together."
    SET_TITLE = "set_title", "", "The set's structure: repetitions and their duration."
    SET_REPETITIONS = "set_repetitions", "", "How many efforts the set holds."
    SET_INTENSITY = "set_intensity", "", "How hard the set's efforts were, from power and duration."
    SET_CHARACTERISTIC = "set_characteristic", "", "How the set's efforts were ridden."
    SET_DURATION = "set_duration", "s", "Duration of the set's efforts together."
    SET_MEAN_DURATION = "set_mean_duration", "s", "Mean duration of one effort of the set."
    SET_RECOVERY = "set_recovery", "s", "Median recovery between the set's efforts."
    SET_POWER = "set_power", "W", "Mean power of the set's efforts, weighted by duration."
    SET_POWER_PER_KG = "set_power_per_kg", "W/kg", "The set's mean power per kilogram."
    SET_POWER_SHARE = "set_power_share", "%", "The set's mean power as a share of critical power."
    SET_HEART_RATE = "set_heart_rate", "bpm", "Mean heart rate of the set's efforts."
    SET_CADENCE = "set_cadence", "rpm", "Mean cadence of the set's efforts."
    SET_TORQUE = "set_torque", "N m", "Mean torque of the set's efforts."
    SET_SPEED = "set_speed", "m/s", "Mean speed of the set's efforts."
    SET_FADE = "set_fade", "%", "Mean power of the set's last effort against its first."
    SET_SPREAD = "set_spread", "%", "Standard deviation of the efforts' power, share of the mean."
    SET_FIRST_POWER = "set_first_power", "W", "Mean power of the set's first effort."
    SET_LAST_POWER = "set_last_power", "W", "Mean power of the set's last effort."
    SET_HIGHEST_POWER = "set_highest_power", "W", "Mean power of the set's strongest effort."
    SET_LOWEST_POWER = "set_lowest_power", "W", "Mean power of the set's weakest effort."
    SET_HEART_RATE_CHANGE = (
        "set_heart_rate_change",
        "bpm",
        "Mean heart rate of the last effort against the first.",
    )

    SET_PLAN = "set_plan", "", "The set's efforts are steps of the workout on the device."

    # The same structure earlier
    SAME_NUMBER = (
        "same_number",
        "",
        "How many sessions of this structure the calendar year holds, this one included.",
    )
    SAME_DAY = "same_day", "", "Day of the last earlier session of this structure."
    SAME_POWER_CHANGE = (
        "same_power_change",
        "W",
        "Mean power of the sets against the last earlier session of this structure.",
    )
    SAME_HEART_RATE_CHANGE = (
        "same_heart_rate_change",
        "bpm",
        "Mean heart rate of the sets against the last earlier session of this structure.",
    )

    # Bests
    PEAK_DURATION = "peak_duration", "s", "Duration of one of this ride's peaks."
    PEAK_POWER = "peak_power", "W", "Best mean power of this ride over that duration."
    RECORD_DURATION = "record_duration", "s", "Duration of a peak that beat the best of a window."
    RECORD_LEVEL = "record_level", "", "Work done before a peak that beat the best of a window."
    RECORD_POWER = "record_power", "W", "Mean power of a peak that beat the best of a window."
    RECORD_POWER_PER_KG = "record_power_per_kg", "W/kg", "That power per kilogram of body mass."
    RECORD_WINDOW = "record_window", "", "The longest window of days whose best was beaten."
    RECORD_GAIN = "record_gain", "W", "By how much the best of that window was beaten."
    RECORD_PREVIOUS = "record_previous", "W", "The best of that window before this ride."
    RECORD_COUNT = (
        "record_count",
        "",
        "How many durations brought a record, one level counted once.",
    )
    OTHER_RECORDS = "other_records", "", "Durations of the other records in the same window."
    NO_RECORD = "no_record", "", "What this ride's peaks were compared with, without beating it."
    BASELINE_COUNT = "baseline_count", "", "Durations for which this ride holds the first value."
    BASELINE_DURATION = "baseline_duration", "s", "Duration of a first value."
    BASELINE_POWER = (
        "baseline_power",
        "W",
        "First value for that duration; nothing to compare with.",
    )
    CANDIDATE_DURATION = "candidate_duration", "s", "Duration of a peak that is held back."
    CANDIDATE_POWER = (
        "candidate_power",
        "W",
        "A peak that does not count until somebody accepts it.",
    )
    DURABILITY_LEVEL = "durability_level", "", "Work done before the later of two peaks."
    DURABILITY_DURATION = "durability_duration", "s", "Duration of the two peaks compared."
    DURABILITY_FRESH = "durability_fresh", "W", "Best power over that duration in the whole ride."
    DURABILITY_POWER = "durability_power", "W", "Best power over that duration after that work."
    DURABILITY_CHANGE = "durability_change", "%", "The later peak against the fresh one."

    # Quality
    NO_POWER = "no_power", "", "The recording holds no power."
    NO_HEART_RATE = "no_heart_rate", "", "The recording holds no heart rate."
    MISSING = "missing", "s", "Seconds in which the timer ran and nothing was recorded."
    FILLED = "filled", "s", "Seconds of short dropouts, filled between their neighbours."
    PAUSED = "paused", "s", "Seconds in which the timer was stopped."
    PATCHED = "patched", "", "Values that no rider produced, replaced between good neighbours."
    NOTE = "note", "", "A remark of the analysis about this file."


class Claim(StrEnum):
    """What a word may claim only beside a fact that supports it."""

    RECORD = "record"
    BEST = "best"  # the highest of this ride, or of a window
    FIRST = "first"
    BASELINE = "baseline"
    CANDIDATE = "candidate"
    NO_RECORD = "no record"
    EIGHT_WEEKS = "8 weeks"
    ONE_YEAR = "1 year"
    ALL_TIME = "all time"
    UP = "up"
    DOWN = "down"
    STEADY = "steady"
    UNEVEN = "uneven"
    HIGHEST = "highest"
    LOWEST = "lowest"
    NO_POWER = "no power"
    NO_HEART_RATE = "no heart rate"
    PAUSE = "pause"
    DROPOUT = "dropout"
    REPAIR = "repair"
    CLIMB = "climb"
    EARLIER = "earlier"  # against the last session of the same structure
    PLAN = "plan"
    FRESHNESS = "freshness"
    TEMPERATURE = "temperature"
    RACE = "race"
    TEST = "test"
