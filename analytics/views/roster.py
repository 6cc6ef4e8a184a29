from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analytics.audit import record_act
from analytics.csv_cells import write_csv
from analytics.roster_page import COLUMNS, RosterRow, compose_roster
from analytics.views.access import SignedInRequest, act_of

MOST_CSV_ROWS = 10_000


@login_required
@require_safe
def roster(request: SignedInRequest) -> HttpResponse:
    page = compose_roster(request.user, request.GET.dict())
    return render(request, "analytics/roster.html", {"view": page})


@login_required
@require_safe
def roster_csv(request: SignedInRequest) -> HttpResponse:
    """Give the list as it is sorted and filtered on the page, all of its pages in one file."""
    asked = request.GET.dict() | {"page": ""}
    page = compose_roster(request.user, asked, rows_a_page=MOST_CSV_ROWS)
    detail = {"rows": len(page.rows)}
    record_act(act_of(request), "athletes.exported", subject="table of the roster", detail=detail)
    text = write_csv([column.heading for column in COLUMNS], (_cells(row) for row in page.rows))
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="athletes.csv"'},
    )


def _cells(row: RosterRow) -> list[object]:
    state = row.state
    return [
        str(row.athlete),
        str(row.athlete.team),
        state.last_date,
        _rounded(state.load_7_days),
        round(state.timer_7_days_s / 3600, 1),
        _rounded(state.load_28_days),
        round(state.timer_28_days_s / 3600, 1),
        _rounded(state.fitness),
        _rounded(state.fatigue),
        _rounded(state.form),
        state.record_line,
        row.open_decisions,
    ]


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)
