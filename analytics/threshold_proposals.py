"""Threshold proposals of an athlete: made from the last 90 days, decided by a person."""

from datetime import date, datetime, timedelta

from django.db import transaction

from analytics.agenda import raise_item, settle_item
from analytics.audit import Act, record_act
from analytics.engine.peaks import FRESH_LEVEL
from analytics.engine.power_model import (
    LONGEST_S,
    SHORTEST_S,
    WINDOW_DAYS,
    Effort,
    Refusal,
    best_efforts,
    fit_critical_power,
)
from analytics.engine.threshold_proposal import ThresholdProposal as Found
from analytics.engine.threshold_proposal import propose_threshold
from analytics.engine.vocabulary import AgendaKind
from analytics.models import Athlete, Peak, ThresholdProposal, Thresholds

MOST_W_PRIME_J = 100_000.0
SAME_W = 0.05  # a fit that differs by less is the same proposal
FIGURES = ("critical_power_w", "w_prime_j")
SUBJECT = "critical power"
State = ThresholdProposal.State

Holders = dict[Effort, int]  # the session of each effort


def update_proposal(athlete: Athlete, *, now: datetime) -> ThresholdProposal | None:
    """Bring an athlete's open proposal in line with the rides of the last 90 days.

    One at most is open: a better estimate takes its place, and where nothing
    speaks for it any longer it is stale. What a person refused stays refused until
    an estimate exceeds it by more than its error.
    """
    today = athlete.local_time(now).date()
    with transaction.atomic():
        Athlete.objects.select_for_update().get(pk=athlete.pk)
        found, session_id = _estimate(athlete, today=today)
        known = athlete.threshold_proposals.waiting().first()
        if found is not None and _was_refused(athlete, found, since=today):
            found = None
        if found is not None and known is not None and _is_same(known, found, session_id):
            return known
        athlete.threshold_proposals.waiting().update(state=State.STALE, decided_at=now)
        if found is None:
            settle_item(athlete, kind=AgendaKind.THRESHOLD_PROPOSAL, subject=SUBJECT, now=now)
            return None
        made = _create(athlete, found, session_id, now=now)
        _raise(made, now=now)
    return made


def accept_proposal(proposal: ThresholdProposal, act: Act) -> bool:
    """Write the thresholds, from the effort's day on; False where it is decided already.

    Where newer thresholds are in force, theirs is the day: older ones would not count.
    """
    with transaction.atomic():
        if not _take(proposal, (State.OPEN,)):
            return False
        day = _first_day(proposal)
        row = Thresholds.objects.filter(athlete=proposal.athlete, date=day).first()
        proposal.replaced = {name: getattr(row, name) for name in FIGURES} if row else None
        row = row or Thresholds(athlete=proposal.athlete, date=day)
        row.critical_power_w, row.w_prime_j = proposal.critical_power_w, proposal.w_prime_j
        row.save()
        proposal.valid_from_date = day
        _decide(proposal, State.ACCEPTED, act, "threshold.accepted")
    return True


def refuse_proposal(proposal: ThresholdProposal, act: Act) -> bool:
    """Leave the thresholds as they are; False where it is decided already."""
    with transaction.atomic():
        if not _take(proposal, (State.OPEN,)):
            return False
        _decide(proposal, State.REFUSED, act, "threshold.refused")
    return True


def undo_decision(proposal: ThresholdProposal, act: Act) -> bool:
    """Put an accepted or refused proposal back; False where that cannot be undone.

    Thresholds that somebody changed after the acceptance are left alone.
    """
    with transaction.atomic():
        if not _take(proposal, (State.ACCEPTED, State.REFUSED)):
            return False
        if proposal.state == State.ACCEPTED and not _take_thresholds_back(proposal):
            return False
        proposal.athlete.threshold_proposals.waiting().update(state=State.STALE, decided_at=act.at)
        proposal.replaced = proposal.valid_from_date = None
        _decide(proposal, State.OPEN, act, "threshold.reopened")
        _raise(proposal, now=act.at)
    return True


def _estimate(athlete: Athlete, *, today: date) -> tuple[Found | None, int | None]:
    holders = _efforts(athlete, today=today)
    fit = fit_critical_power(best_efforts(holders, end=today + timedelta(days=1)))
    if isinstance(fit, Refusal) or fit.w_prime_j > MOST_W_PRIME_J:
        return None, None
    athlete_now = Athlete.objects.prefetch_related("thresholds", "masses").get(pk=athlete.pk)
    found = propose_threshold(fit, athlete_now.rider_on(today))
    return found, holders[found.effort] if found else None


def _efforts(athlete: Athlete, *, today: date) -> Holders:
    """Give the fresh peaks that count of the rolling window, the earliest first."""
    rows = (
        Peak.objects.filter(
            session__athlete=athlete,
            session__duplicate_of=None,
            session__local_date__gt=today - timedelta(days=WINDOW_DAYS),
            session__local_date__lte=today,
            level=FRESH_LEVEL,
            duration_s__gt=SHORTEST_S,
            duration_s__lte=LONGEST_S,
            eligible=True,
            quarantine="",
        )
        .order_by("-session__started_at", "-session_id")
        .values_list("duration_s", "power_w", "session__local_date", "session_id")
    )
    return {
        Effort(duration_s, power_w, day): session_id
        for duration_s, power_w, day, session_id in rows
    }


def _was_refused(athlete: Athlete, found: Found, *, since: date) -> bool:
    """Tell whether a person refused as much within the window."""
    refused = athlete.threshold_proposals.filter(
        state=State.REFUSED, effort_date__gt=since - timedelta(days=WINDOW_DAYS)
    )
    margin_w = max(1.0, found.critical_power_error_w)
    return refused.filter(critical_power_w__gte=found.critical_power_w - margin_w).exists()


def _is_same(known: ThresholdProposal, found: Found, session_id: int | None) -> bool:
    return (
        known.session_id == session_id
        and known.effort_duration_s == found.effort.duration_s
        and known.previous_critical_power_w == found.previous_critical_power_w
        and abs(known.critical_power_w - found.critical_power_w) < SAME_W
    )


def _create(
    athlete: Athlete, found: Found, session_id: int | None, *, now: datetime
) -> ThresholdProposal:
    return ThresholdProposal.objects.create(
        athlete=athlete,
        critical_power_w=found.critical_power_w,
        critical_power_error_w=found.critical_power_error_w,
        w_prime_j=found.w_prime_j,
        w_prime_error_j=found.w_prime_error_j,
        previous_critical_power_w=found.previous_critical_power_w,
        session_id=session_id,
        effort_duration_s=found.effort.duration_s,
        effort_power_w=found.effort.power_w,
        effort_date=found.effort.day,
        reason=found.reason[:200],
        made_at=now,
    )


def _raise(proposal: ThresholdProposal, *, now: datetime) -> None:
    raise_item(
        proposal.athlete,
        kind=AgendaKind.THRESHOLD_PROPOSAL,
        subject=SUBJECT,
        evidence=f"Critical power {proposal.critical_power_w:.0f} W. {proposal.reason}",
        address=f"{proposal.athlete.get_absolute_url()}#proposals",
        now=now,
    )


def _take(proposal: ThresholdProposal, states: tuple[str, ...]) -> bool:
    """Lock the athlete and read the proposal as it now stands."""
    Athlete.objects.select_for_update().get(pk=proposal.athlete_id)
    proposal.refresh_from_db()
    return proposal.state in states


def _first_day(proposal: ThresholdProposal) -> date:
    """Choose the day from which the new thresholds hold."""
    today = proposal.athlete.local_time(proposal.made_at).date()
    in_force = (
        Thresholds.objects.filter(athlete=proposal.athlete, date__lte=today)
        .exclude(critical_power_w=None)
        .order_by("-date")
        .first()
    )
    return max(proposal.effort_date, in_force.date) if in_force else proposal.effort_date


def _take_thresholds_back(proposal: ThresholdProposal) -> bool:
    """Restore the day's thresholds; False where they are no longer what accepting wrote."""
    written = {name: getattr(proposal, name) for name in FIGURES}
    rows = proposal.athlete.thresholds.filter(**written)
    row = next((each for each in rows if each.date == proposal.valid_from_date), None)
    if row is None:
        return False
    if proposal.replaced is None and row.ftp_w is None and row.threshold_heart_rate_bpm is None:
        row.delete()
        return True
    for name, value in (proposal.replaced or dict.fromkeys(FIGURES)).items():
        setattr(row, name, value)
    row.save()
    return True


def _decide(proposal: ThresholdProposal, state: str, act: Act, what: str) -> None:
    is_open = state == State.OPEN
    proposal.state = state
    proposal.decided_at = None if is_open else act.at
    proposal.decided_by = None if is_open else act.actor
    proposal.save()
    if not is_open:
        settle_item(
            proposal.athlete, kind=AgendaKind.THRESHOLD_PROPOSAL, subject=SUBJECT, now=act.at
        )
    record_act(
        act,
        what,
        subject=f"threshold proposal {proposal.pk}",
        athlete=proposal.athlete,
        detail={
            "critical_power_w": round(proposal.critical_power_w, 1),
            "w_prime_j": round(proposal.w_prime_j),
            "previous_critical_power_w": proposal.previous_critical_power_w,
            "valid_from": str(proposal.valid_from_date or ""),
        },
    )
