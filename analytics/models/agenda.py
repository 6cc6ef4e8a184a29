from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Case, Count, F, Q, Value, When

from analytics.engine.agenda import FRESH, KINDS, KindOfDecision
from analytics.engine.vocabulary import AgendaKind
from analytics.models.access import sees_every_athlete
from analytics.models.athlete import Athlete


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: User) -> Self:
        """Staff and auditors see every item, coaches those of their own teams' athletes."""
        if sees_every_athlete(user):
            return self
        return self.filter(athlete__team__memberships__coach=user)

    def in_lists(self) -> Self:
        """Leave out what is about an archived athlete."""
        return self.filter(athlete__archived_at=None)

    def still_open(self) -> Self:
        return self.filter(settled_at=None, dismissed_at=None)

    def ranked(self, *, today: date) -> Self:
        """Put today and the last two weeks first; in each by kind, then the newest ride."""
        is_fresh = Q(day=None) | Q(day__gte=today - FRESH)
        return self.order_by(
            Case(When(is_fresh, then=Value(0)), default=Value(1)),
            "-weight",
            F("day").desc(nulls_first=True),
            "arose_at",
            "pk",
        )

    def count_by_kind(self) -> dict[str, tuple[int, int]]:
        """Count, kind by kind, what arose and how much of it was dismissed."""
        counted = (
            self.order_by("kind")
            .values_list("kind")
            .annotate(arisen=Count("pk"), dismissed=Count("pk", filter=~Q(dismissed_at=None)))
        )
        return {kind: (arisen, dismissed) for kind, arisen, dismissed in counted}


class AgendaItem(models.Model):
    """One open decision about an athlete; it stays, settled or dismissed, to be counted."""

    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, related_name="agenda_items")
    kind = models.CharField(max_length=10, choices=AgendaKind.choices())
    subject = models.CharField(
        max_length=100, help_text="What it is about, so that the same matter is raised once."
    )
    evidence = models.CharField(max_length=300)
    address = models.CharField(max_length=300, help_text="The page on which it is decided.")
    day = models.DateField(
        null=True, blank=True, help_text="Of the ride that it is about; null: about today."
    )
    weight = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    arose_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who said that it is done; empty: it settled itself.",
    )
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["-weight", "arose_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["athlete", "kind", "subject"], name="agenda_subject_once"
            ),
        ]
        indexes = [
            models.Index(fields=["settled_at", "dismissed_at", "weight"], name="agenda_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def decision(self) -> KindOfDecision:
        return KINDS[AgendaKind(self.kind)]

    # What a person says of it; each is undone by ``open_again``.

    def dismiss(self, user: User | None, *, now: datetime) -> None:
        self._store(dismissed_at=now, dismissed_by=user)

    def say_done(self, user: User | None, *, now: datetime) -> None:
        self._store(settled_at=now, settled_by=user)

    def open_again(self) -> None:
        self._store(settled_at=None, settled_by=None, dismissed_at=None, dismissed_by=None)

    def _store(self, **values: datetime | User | None) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))
