"""What a text can say, one moment a sentence, whatever the voice."""

from collections.abc import Mapping
from enum import StrEnum

# Templates of one moment: tiers from the fullest to the plainest; inside a tier
# equally good wordings. A tier is used when all the facts that it names exist.
Tiers = tuple[tuple[str, ...], ...]


class Moment(StrEnum):
    """One thing to say."""

    OPENING = "opening"

    SET = "one set"
    TWO_SETS = "two sets"
    MANY_SETS = "many sets"
    MAIN_SET = "the main set of many"
    EFFORT = "one effort"
    EFFORTS = "efforts that stand apart"
    ENDURANCE = "no efforts at all"
    WHOLE = "a hard ride without sets"

    AGAIN = "the same structure before"

    RECORD = "record"
    BASELINE = "baseline"
    NO_RECORD = "nothing beaten"
    CANDIDATE = "candidate"
    PEAKS = "peaks of the ride"

    LOOK_FADE = "the set faded"
    LOOK_FADE_SHORT = "short repetitions faded"
    LOOK_RISE = "the set was built"
    LOOK_COST = "even power at a rising heart rate"
    LOOK_EVEN = "the set was even"
    LOOK_SPREAD = "the efforts were uneven"
    LOOK_SET_PULSE = "heart rate rose over the set"
    LOOK_ABOVE_THRESHOLD = "a long effort above critical power"
    LOOK_TORQUE = "low cadence under load"
    LOOK_DECOUPLED = "power per heartbeat fell"
    LOOK_COUPLED = "power per heartbeat held"
    LOOK_TIRED = "power after work fell"
    LOOK_DURABLE = "power after work held"
    LOOK_THRESHOLD = "the thresholds are too low"
    LOOK_LOAD = "much load for this athlete"
    LOOK_UNEVEN = "an uneven ride"
    LOOK_FORM = "form of the day"
    LOOK_INTENSITY = "how hard the ride was"
    LOOK_PULSE = "heart rate alone"
    LOOK_SHORT = "too short to read"
    LOOK_TIME = "time alone"

    NO_DATA = "neither power nor heart rate"
    NO_POWER = "no power"
    NO_HEART_RATE = "no heart rate"
    MISSING = "gaps"
    PATCHED = "repaired values"
    PAUSED = "long pauses"
    NOTE = "a remark on the file"


Voice = Mapping[Moment, Tiers]
