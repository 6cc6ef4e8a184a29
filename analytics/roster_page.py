"""The roster: one row an athlete, sorted and filtered as its address says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from analytics.models import AgendaItem, Athlete, AthleteState, Team
from analytics.models.athlete import AthleteQuerySet
from analytics.page_numbers import read_page_number
from analytics.row_addresses import addresses_of
from analytics.sparkline import Sparkline, draw_sparkline

ROWS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the roster: its key in the address, its heading, and what it sorts by."""

    key: str
    heading: str
    field: str
    is_number: bool = True
    unit: str = ""


COLUMNS = (
    Column("name", "Athlete", "last_name", is_number=False),
    Column("team", "Team", "team__name", is_number=False),
    Column("last", "Last ride", "state__last_date", is_number=False),
    Column("load7", "Load, 7 days", "state__load_7_days"),
    Column("hours7", "Hours, 7 days", "state__timer_7_days_s", unit="h"),
    Column("load28", "Load, 28 days", "state__load_28_days"),
    Column("hours28", "Hours, 28 days", "state__timer_28_days_s", unit="h"),
    Column("fitness", "Fitness", "state__fitness"),
    Column("fatigue", "Fatigue", "state__fatigue"),
    Column("form", "Form", "state__form"),
    Column("record", "Last record", "state__record_date", is_number=False),
    Column("open", "To decide", "open_decisions"),
)
KEYS = {column.key: column for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class RosterRow:
    athlete: Athlete
    state: AthleteState  # an empty one until the first is worked out
    form_line: Sparkline | None
    open_decisions: int
    address: str
    upload_address: str
    last_address: str  # of the last ride; empty: none
    record_address: str  # of the ride of the last record; empty: none


@dataclass(frozen=True, slots=True)
class RosterPage:
    rows: Sequence[RosterRow]
    teams: Sequence[Team]
    team: Team | None  # the one that the list is filtered by
    sort: str  # the key, with a minus in front for descending
    headings: Sequence[tuple[Column, str, str]]  # column, key of its link, ascending or descending
    number: int
    has_next: bool
    ignored: Sequence[str]  # what of the address made no sense, a sentence each


def compose_roster(
    user: User, asked: Mapping[str, str], *, rows_a_page: int = ROWS_A_PAGE
) -> RosterPage:
    """Read the address, then one query for the rows and one for the teams."""
    ignored: list[str] = []
    teams = list(Team.objects.visible_to(user).in_lists())
    team = _team(asked.get("team", ""), teams, ignored)
    sort = _sort(asked.get("sort", ""), ignored)
    number = read_page_number(asked.get("page", ""), ignored)
    athletes = _with_columns(Athlete.objects.visible_to(user).in_lists())
    if team is not None:
        athletes = athletes.filter(team=team)
    start = (number - 1) * rows_a_page
    found = list(_sorted(athletes, sort)[start : start + rows_a_page + 1])
    return RosterPage(
        rows=_rows(found[:rows_a_page]),
        teams=teams,
        team=team,
        sort=sort,
        headings=[_heading(column, sort) for column in COLUMNS],
        number=number,
        has_next=len(found) > rows_a_page,
        ignored=ignored,
    )


def _with_columns(athletes: AthleteQuerySet) -> AthleteQuerySet:
    waiting = (
        AgendaItem.objects.still_open()
        .filter(athlete=OuterRef("pk"))
        .order_by()
        .values("athlete")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return athletes.select_related("team", "state").annotate(
        open_decisions=Coalesce(Subquery(waiting, output_field=IntegerField()), 0)
    )


def _sorted(athletes: AthleteQuerySet, sort: str) -> AthleteQuerySet:
    field = F(KEYS[sort.lstrip("-")].field)
    first = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
    return athletes.order_by(first, "last_name", "first_name", "pk")


def _rows(athletes: Sequence[Athlete]) -> list[RosterRow]:
    athlete_at = addresses_of("analytics:athlete-detail")
    upload_at = addresses_of("analytics:upload")
    session_at = addresses_of("analytics:session-detail")
    rows = []
    for athlete in athletes:
        state = getattr(athlete, "state", None) or AthleteState()
        last, record = state.last_session_id, state.record_session_id
        rows.append(
            RosterRow(
                athlete=athlete,
                state=state,
                form_line=draw_sparkline(state.form_line),
                open_decisions=getattr(athlete, "open_decisions", 0),
                address=athlete_at(athlete.pk),
                upload_address=upload_at(athlete.pk),
                last_address="" if last is None else session_at(last),
                record_address="" if record is None else session_at(record),
            )
        )
    return rows


def _heading(column: Column, sort: str) -> tuple[Column, str, str]:
    """Link a heading to its own order; numbers start with the largest, and again turns it round."""
    if sort.lstrip("-") != column.key:
        return column, f"-{column.key}" if column.is_number else column.key, ""
    if sort.startswith("-"):
        return column, column.key, "descending"
    return column, f"-{column.key}", "ascending"


def _team(asked: str, teams: Sequence[Team], ignored: list[str]) -> Team | None:
    found = next((team for team in teams if str(team.pk) == asked), None)
    if asked and found is None:
        ignored.append(f"There is no team “{asked}” of yours; all athletes are shown.")
    return found


def _sort(asked: str, ignored: list[str]) -> str:
    if not asked:
        return "name"
    if asked.removeprefix("-") in KEYS:
        return asked
    ignored.append(f"“{asked}” is no column; the list is sorted by name.")
    return "name"
