"""What Today shows: the decisions that fit into the coach's minutes, and the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q

from analytics.agenda import Matter, matters_of
from analytics.engine.agenda import KINDS, KindOfDecision, count_fitting
from analytics.engine.vocabulary import AgendaKind
from analytics.models import AgendaItem, CoachPreferences

MOST_SHOWN = 60  # nobody goes further in one morning
HANDLED_SHOWN = 20
COUNTED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class KindCount:
    """How often one kind arose lately, and how much of it was dismissed."""

    kind: AgendaKind
    decision: KindOfDecision
    arisen: int
    dismissed: int

    @property
    def dismissed_percent(self) -> float | None:
        return 100 * self.dismissed / self.arisen if self.arisen else None


@dataclass(frozen=True, slots=True)
class TodayPage:
    fitting: Sequence[Matter]
    later: Sequence[Matter]
    fitting_count: int  # of decisions
    later_count: int
    unlisted: int  # open decisions beyond the ones listed
    minutes: int  # that the fitting ones take
    minutes_a_day: int
    handled: Sequence[AgendaItem]
    just_handled: AgendaItem | None
    counts: Sequence[KindCount]

    @property
    def open_count(self) -> int:
        return self.fitting_count + self.later_count + self.unlisted


def compose_today(user: User, *, now: datetime, just_handled: str = "") -> TodayPage:
    """Rank a user's open decisions and cut the list where the minutes end."""
    preferences = CoachPreferences.objects.of(user)
    visible = AgendaItem.objects.visible_to(user).in_lists().select_related("athlete")
    ranked = visible.still_open().ranked(today=now.date())
    items = list(ranked[: MOST_SHOWN + 1])
    unlisted = visible.still_open().count() - MOST_SHOWN if len(items) > MOST_SHOWN else 0
    items = items[:MOST_SHOWN]
    cut = count_fitting((item.minutes for item in items), minutes_a_day=preferences.minutes_a_day)
    handled = list(
        visible.filter(Q(dismissed_by=user) | Q(settled_by=user)).order_by(
            "-dismissed_at", "-settled_at", "-pk"
        )[:HANDLED_SHOWN]
    )
    return TodayPage(
        fitting=matters_of(items[:cut]),
        later=matters_of(items[cut:]),
        fitting_count=cut,
        later_count=len(items) - cut,
        unlisted=unlisted,
        minutes=sum(item.minutes for item in items[:cut]),
        minutes_a_day=preferences.minutes_a_day,
        handled=handled,
        just_handled=next((item for item in handled if str(item.pk) == just_handled), None),
        counts=_counts(user, since=now - COUNTED),
    )


def _counts(user: User, *, since: datetime) -> list[KindCount]:
    counted = AgendaItem.objects.visible_to(user).filter(arose_at__gte=since).count_by_kind()
    return [
        KindCount(kind, decision, *counted.get(kind, (0, 0))) for kind, decision in KINDS.items()
    ]
