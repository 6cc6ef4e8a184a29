"""What the facts of a session are gathered from: engine values only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from analytics.engine.intervals import LabelledInterval
from analytics.engine.peaks import PeakPower
from analytics.engine.quality import Quality
from analytics.engine.records import Record
from analytics.engine.rider import Rider
from analytics.engine.sets import DetectedSet
from analytics.engine.totals import SessionTotals
from analytics.engine.vocabulary import Stimulus


@dataclass(frozen=True, slots=True)
class DayForm:
    """Load over days, as it stood on the day of the ride."""

    fitness: float
    fatigue: float
    form: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAlike:
    """The athlete's last earlier session of the same structure, held against this one."""

    title: str  # of the structure: "5 x 5:00"
    local_date: date
    number_this_year: int  # 1: this session is the first of its calendar year
    power_change_w: float | None
    heart_rate_change_bpm: float | None
    row: str  # which session it is: "session 17"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionBrief:
    """One analysed session, and what is known around it."""

    local_date: date
    started_at: datetime  # in the athlete's local time
    totals: SessionTotals
    quality: Quality
    athlete_name: str = ""
    title: str = ""
    owner: str = ""  # opaque mark of athlete and session, part of the facts' digest
    intervals: Sequence[LabelledInterval] = ()
    sets: Sequence[DetectedSet] = ()
    peaks: Sequence[PeakPower] = ()
    records: Sequence[Record] | None = None  # None: compared with nothing; (): nothing beaten
    candidates: Sequence[Record] = ()  # quarantined: would be records if somebody accepts them
    stimulus: Stimulus | None = None
    stimulus_reason: str = ""
    rider: Rider = field(default_factory=Rider)
    form: DayForm | None = None
    earlier: EarlierAlike | None = None  # None: the first of its structure, or without one
    has_samples: bool = True  # False: where a peak began and what was a pause is unknown
