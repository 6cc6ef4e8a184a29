"""Tables of the texts: their life cycle, and what is known around it."""

from summaries.models.batch import TextBatch
from summaries.models.life_cycle import MAX_ATTEMPTS
from summaries.models.parcel import Parcel
from summaries.models.summary import CLAIM_LEASE, WAIT_BEFORE_SWEEP, Summary
from summaries.models.vendor import ProviderStanding, TeamTexts, VendorCall
from summaries.models.voice import CoachVoice, VoiceRule

__all__ = (
    "CLAIM_LEASE",
    "MAX_ATTEMPTS",
    "WAIT_BEFORE_SWEEP",
    "CoachVoice",
    "Parcel",
    "ProviderStanding",
    "Summary",
    "TeamTexts",
    "TextBatch",
    "VendorCall",
    "VoiceRule",
)
