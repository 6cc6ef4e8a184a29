"""The product's codes, each with the words that a person reads."""

from enum import StrEnum
from typing import Self


class LabelledCode(StrEnum):
    """A short code, as it is stored and exchanged, that knows its label."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """List (code, label), as Django's ``choices`` wants them."""
        return [(member.value, member.label) for member in cls]


class Stimulus(LabelledCode):
    """What a session trained."""

    NEUROMUSCULAR = "N", "Neuromuscular"
    ANAEROBIC = "AN", "Anaerobic"
    VO2MAX = "V", "VO2max"
    THRESHOLD = "T", "Threshold"
    AEROBIC = "A", "Aerobic"
    RECOVERY = "RV", "Recovery"
    LACTATE_CLEARANCE = "LC", "Lactate Clearance"
    FATIGUE_RESISTANCE = "FR", "Fatigue Resistance"
    ACTIVATION = "AV", "Activation"
    TEST = "TS", "Test"
    RACE = "R", "Race"


class Intensity(LabelledCode):
    """How hard one interval was."""

    AEROBIC = "A", "Aerobic"
    TEMPO = "TP", "Tempo"
    THRESHOLD = "T", "Threshold"
    VO2MAX = "V", "VO2max"
    ANAEROBIC = "AN", "Anaerobic"
    NEUROMUSCULAR = "N", "Neuromuscular"


class Characteristic(LabelledCode):
    """How an interval was ridden; a second fact that never replaces its intensity."""

    MAXIMUM = "M", "Maximum"
    TORQUE = "T", "Torque"
    CADENCE = "C", "Cadence"
    PROGRESSIVE = "P", "Progressive"
    INTRA_RECOVERY = "R", "Intra-Recovery"
    DYNAMIC = "D", "Dynamic"


class IntervalSource(LabelledCode):
    """Where an interval's edges come from, best first."""

    MANUAL = "manual", "Set by hand"
    PLAN = "plan", "Planned step"
    LAP = "lap", "Lap"
    DETECTED = "detected", "Detected"


class ThresholdKind(LabelledCode):
    """Which threshold a figure was computed with."""

    FTP = "ftp", "FTP"
    CRITICAL_POWER = "cp", "Critical power"


class Window(LabelledCode):
    """The stretch of days before a session that its peaks are compared with."""

    EIGHT_WEEKS = "8w", "8 weeks"
    ONE_YEAR = "1y", "1 year"
    ALL_TIME = "all", "All time"


class AgendaKind(LabelledCode):
    """Why an athlete stands on the coach's list of today."""

    QUARANTINED_PEAK = "peak", "Peak waiting for a decision"
    THRESHOLD_PROPOSAL = "threshold", "New threshold proposed"
    FAILED_IMPORT = "import", "Import failed"
    FORM = "form", "Form is very low"
    SILENCE = "silence", "Silent after a hard day"
    SUMMARY = "summary", "Summary to review"
    DECOUPLING = "decoupling", "Decoupling out of the ordinary"
    NEW_RECORD = "record", "New record"
    STALE_FIGURES = "stale", "Weight or thresholds are old"


class Units(LabelledCode):
    """The units that a user reads lengths and speeds in."""

    METRIC = "metric", "Metric: km, m, kg"
    IMPERIAL = "imperial", "Imperial: miles, feet, lb"
