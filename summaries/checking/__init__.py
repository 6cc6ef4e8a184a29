"""Checking: a text is shown only if every number and claim in it is in the facts."""

from summaries.checking.draft_check import check_draft
from summaries.checking.verdict import CheckedText, Fault, FaultKind, LengthBounds, Rejection

__all__ = ["CheckedText", "Fault", "FaultKind", "LengthBounds", "Rejection", "check_draft"]
