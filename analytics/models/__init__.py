"""Tables, querysets and constraints; no calculations."""

from analytics.models.agenda import AgendaItem
from analytics.models.athlete import Athlete, BodyMass, Thresholds
from analytics.models.athlete_state import AthleteState
from analytics.models.audit import AuditEntry
from analytics.models.import_batch import ImportBatch, ImportFile
from analytics.models.interval import Interval, IntervalSet
from analytics.models.interval_edit import IntervalEdit
from analytics.models.invitation import Invitation
from analytics.models.peak import HighMark, Peak, PeakColumns, Record, RelativeRecord
from analytics.models.preferences import CoachPreferences
from analytics.models.record_book import Case, PowerCut, RecordBook
from analytics.models.recording import Recording
from analytics.models.session import PartedPair, Session, SessionStream
from analytics.models.source import SourceLink, SourceSync
from analytics.models.team import CoachMembership, Team
from analytics.models.threshold_proposal import ThresholdProposal
from analytics.models.upload_token import UploadToken

__all__ = (
    "AgendaItem",
    "Athlete",
    "AthleteState",
    "AuditEntry",
    "BodyMass",
    "Case",
    "CoachMembership",
    "CoachPreferences",
    "HighMark",
    "ImportBatch",
    "ImportFile",
    "Interval",
    "IntervalEdit",
    "IntervalSet",
    "Invitation",
    "PartedPair",
    "Peak",
    "PeakColumns",
    "PowerCut",
    "Record",
    "RecordBook",
    "Recording",
    "RelativeRecord",
    "Session",
    "SessionStream",
    "SourceLink",
    "SourceSync",
    "Team",
    "ThresholdProposal",
    "Thresholds",
    "UploadToken",
)
