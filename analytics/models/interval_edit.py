from dataclasses import asdict
from typing import Self

from django.conf import settings
from django.db import models

from analytics.engine.layouts import Span
from analytics.models.session import Session


class IntervalEditQuerySet(models.QuerySet["IntervalEdit"]):
    def current(self, session: Session) -> "IntervalEdit | None":
        """Give the edit that a session's intervals follow; None: they are as analysed."""
        return self.standing().filter(session=session).order_by("-pk").first()

    def standing(self) -> Self:
        return self.filter(undone_at=None)


class IntervalEdit(models.Model):
    """All intervals of a session as a person left them; the newest that stands wins.

    What was there before is kept with it, so that each edit can be undone.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="interval_edits")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(help_text="The spans that it changed, as in engine.layouts.")
    after = models.JSONField(help_text="The spans that it left.")

    objects = IntervalEditQuerySet.as_manager()

    class Meta:
        ordering = ["session", "pk"]

    def __str__(self) -> str:
        return f"Intervals of session {self.session_id} set on {self.made_at:%Y-%m-%d}"

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(Span(**stored) for stored in self.after)

    @property
    def spans_before(self) -> tuple[Span, ...]:
        return tuple(Span(**stored) for stored in self.before)

    @staticmethod
    def as_stored(spans: tuple[Span, ...]) -> list[dict[str, object]]:
        return [asdict(span) for span in spans]
