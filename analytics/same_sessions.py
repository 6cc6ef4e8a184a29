"""The same session before: earlier rides of one structure, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, FloatField, Sum, prefetch_related_objects

from analytics.engine.set_matching import (
    DURATION_RATIO,
    SetShape,
    main_sets,
    share_structure,
)
from analytics.models import Interval, IntervalSet, Session
from analytics.models.session import SessionQuerySet

MOST_CANDIDATES = 100  # newest first, of those that an index calls alike


@dataclass(frozen=True, slots=True)
class StructuredSession:
    """A session's main sets together; means are weighted by duration, None where unknown."""

    session: Session
    titles: tuple[str, ...]
    mean_power_w: float | None
    mean_heart_rate_bpm: float | None
    fade_percent: float | None  # last effort against the first, averaged over the sets
    watts_per_beat: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier session, and what this one does differently; None where either is unknown."""

    earlier: StructuredSession
    power_change_w: float | None
    heart_rate_change_bpm: float | None
    heart_rate_change_at_that_power_bpm: float | None  # at the earlier session's power
    fade_change: float | None  # percentage points


@dataclass(frozen=True, slots=True)
class SameStructure:
    """A session among its likes."""

    this: StructuredSession
    earlier: tuple[Comparison, ...]  # newest first
    number_this_year: int  # 1: the first one in this session's calendar year


def earlier_with_same_structure(session: Session, limit: int) -> SameStructure | None:
    """Find the athlete's earlier sessions of the same structure, the newest first.

    Repetitions, duration, power relative to critical power and recovery are compared
    by tolerance (``engine.set_matching``), titles not at all. None where the session has
    no sets or is the first of its structure.
    """
    if not session.structure:
        return None
    prefetch_related_objects([session], "interval_sets")
    shapes = _shapes_of([session])[session.pk]
    candidates = list(_candidates(session, shapes))
    known = _shapes_of(candidates)
    alike = [each for each in candidates if share_structure(shapes, known[each.pk])]
    if not alike:
        return None
    this = _describe(session)
    return SameStructure(
        this=this,
        earlier=tuple(_compare(this, _describe(each)) for each in alike[:limit]),
        number_this_year=1
        + sum(1 for each in alike if each.local_date.year == session.local_date.year),
    )


def _candidates(session: Session, shapes: Sequence[SetShape]) -> SessionQuerySet:
    """Let the database find sessions with the same repetitions and a like first set."""
    longest = max(shapes, key=lambda shape: shape.repetitions * shape.duration_s)
    return (
        Session.objects.ridden_before(session)
        .counting()
        .filter(
            structure=session.structure,
            interval_sets__repetitions=longest.repetitions,
            interval_sets__mean_duration_s__gte=longest.duration_s / DURATION_RATIO,
            interval_sets__mean_duration_s__lte=longest.duration_s * DURATION_RATIO,
        )
        .distinct()
        .order_by("-started_at", "-pk")
        .prefetch_related("interval_sets")[:MOST_CANDIDATES]
    )


def _shapes_of(sessions: Sequence[Session]) -> dict[int, list[SetShape]]:
    """Give the shapes of each session's main sets, in one more query for all of them."""
    sets = {session.pk: main_sets(list(session.interval_sets.all())) for session in sessions}
    fractions = _fractions_of([each for found in sets.values() for each in found])
    return {
        session_id: [
            SetShape.of(
                each.repetitions, each.mean_duration_s, each.recoveries_s, fractions.get(each.pk)
            )
            for each in found
        ]
        for session_id, found in sets.items()
    }


def _fractions_of(sets: Sequence[IntervalSet]) -> dict[int, float]:
    """Average each set's share of critical power, weighted by duration."""
    rows = Interval.objects.filter(interval_set__in=[each.pk for each in sets]).exclude(
        power_fraction=None
    )
    totals = (
        rows.order_by()
        .values_list("interval_set_id")
        .annotate(
            done=Sum(F("power_fraction") * (F("end_s") - F("start_s")), output_field=FloatField()),
            seconds=Sum(F("end_s") - F("start_s")),
        )
    )
    return {set_id: done / seconds for set_id, done, seconds in totals if set_id}


def _describe(session: Session) -> StructuredSession:
    sets = main_sets(list(session.interval_sets.all()))
    power_w = _weighted(sets, [each.mean_power_w for each in sets])
    heart_rate_bpm = _weighted(sets, [each.mean_heart_rate_bpm for each in sets])
    return StructuredSession(
        session=session,
        titles=tuple(each.title for each in sets),
        mean_power_w=power_w,
        mean_heart_rate_bpm=heart_rate_bpm,
        fade_percent=_weighted(sets, [each.fade_percent for each in sets]),
        watts_per_beat=power_w / heart_rate_bpm if power_w and heart_rate_bpm else None,
    )


def _weighted(sets: Sequence[IntervalSet], values: Sequence[float | None]) -> float | None:
    """Average by duration over the sets that have the value."""
    known = [
        (value, each.total_duration_s)
        for value, each in zip(values, sets, strict=True)
        if value is not None
    ]
    total_s = sum(duration_s for _, duration_s in known)
    return sum(value * duration_s for value, duration_s in known) / total_s if total_s else None


def _compare(this: StructuredSession, earlier: StructuredSession) -> Comparison:
    return Comparison(
        earlier=earlier,
        power_change_w=_change(this.mean_power_w, earlier.mean_power_w),
        heart_rate_change_bpm=_change(this.mean_heart_rate_bpm, earlier.mean_heart_rate_bpm),
        heart_rate_change_at_that_power_bpm=_at_that_power(this, earlier),
        fade_change=_change(this.fade_percent, earlier.fade_percent),
    )


def _at_that_power(this: StructuredSession, earlier: StructuredSession) -> float | None:
    """Scale this session's heart rate to the earlier power by its own watts per beat."""
    if this.watts_per_beat is None or not earlier.mean_power_w or not earlier.mean_heart_rate_bpm:
        return None
    return earlier.mean_power_w / this.watts_per_beat - earlier.mean_heart_rate_bpm


def _change(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before
