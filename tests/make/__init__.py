"""Typed makers of what tests need; each gives the smallest thing that is real."""

from tests.make.commands import exit_code_of
from tests.make.people import make_athlete, make_coach, make_role, make_staff, make_team
from tests.make.rides import make_fit, make_ride, make_tcx
from tests.make.sessions import import_fit, make_past, make_ridden, make_session

__all__ = (
    "exit_code_of",
    "import_fit",
    "make_athlete",
    "make_coach",
    "make_fit",
    "make_past",
    "make_ridden",
    "make_ride",
    "make_role",
    "make_session",
    "make_staff",
    "make_tcx",
    "make_team",
)
