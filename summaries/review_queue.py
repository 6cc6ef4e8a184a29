"""The queue of texts to review, and the product's own measure of their quality."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import fmean

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.timezone import localdate

from summaries.models import Summary

WEEKS_SHOWN = 12
ROWS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class WeekOfReviews:
    """How much of a week's approved texts the coaches had to change."""

    monday: date
    approved: int
    untouched_percent: float
    mean_distance_percent: float


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    waiting: Sequence[Summary]
    waiting_count: int
    weeks: Sequence[WeekOfReviews]


def review_queue_of(user: User, *, now: datetime) -> ReviewQueue:
    """List what waits for a coach, the newest ride first, and the weeks before."""
    waiting = texts_to_review(user)
    rows = waiting.select_related("session__athlete").order_by("-session__started_at", "-pk")
    return ReviewQueue(list(rows[:ROWS_SHOWN]), waiting.count(), weeks_of_reviews(user, now=now))


def texts_to_review(user: User) -> QuerySet[Summary]:
    """Select what waits for a coach: written and not approved, or out of date."""
    waiting = (Summary.State.READY, Summary.State.STALE)
    return Summary.objects.visible_to(user).filter(state__in=waiting).newest_versions()


def next_to_review(user: User, after: Summary) -> Summary | None:
    """Find the text that comes after one in the queue; from the end, the first again."""
    waiting = texts_to_review(user).exclude(session=after.session)
    in_order = waiting.order_by("-session__started_at", "-pk")
    older = in_order.filter(session__started_at__lte=after.session.started_at)
    return older.first() or in_order.first()


def weeks_of_reviews(user: User, *, now: datetime) -> list[WeekOfReviews]:
    """Measure the approved texts of the past weeks, the newest week first."""
    approved = (
        Summary.objects.visible_to(user)
        .filter(approved_at__gt=now - timedelta(weeks=WEEKS_SHOWN), edit_distance__isnull=False)
        .order_by("-approved_at")
        .values_list("approved_at", "edit_distance")
    )
    measured = [(_monday(at), share) for at, share in approved if at and share is not None]
    return [
        _measured(monday, [share for _monday, share in rows])
        for monday, rows in groupby(measured, key=lambda row: row[0])
    ]


def _monday(moment: datetime) -> date:
    day = localdate(moment)
    return day - timedelta(days=day.weekday())


def _measured(monday: date, distances: Sequence[float]) -> WeekOfReviews:
    untouched = sum(distance == 0 for distance in distances)
    return WeekOfReviews(
        monday,
        len(distances),
        untouched_percent=100 * untouched / len(distances),
        mean_distance_percent=100 * fmean(distances),
    )
