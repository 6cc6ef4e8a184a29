from typing import Any, NoReturn, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

from analytics.models.athlete import Athlete


class AuditIsAppendOnly(TypeError):
    """Somebody tried to change or to remove what the audit trail says."""


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, user: User) -> Self:
        """Whoever the role lets read the trail reads all of it."""
        may_read = user.is_staff and user.has_perm("analytics.view_auditentry")
        return self if may_read else self.none()

    def about(self, athlete: Athlete) -> Self:
        return self.filter(athlete=athlete)

    def update(self, **_: Any) -> NoReturn:
        raise AuditIsAppendOnly("An audit entry is never changed.")

    def delete(self) -> NoReturn:
        raise AuditIsAppendOnly("An audit entry is never removed.")


class AuditEntry(models.Model):
    """Who did what to whom, when and from where: written once, read for ever."""

    at = models.DateTimeField()
    act = models.CharField(
        max_length=60, help_text="What was done, as subject.verb: peak.accepted."
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(max_length=150, help_text="Stays when the account is gone.")
    athlete = models.ForeignKey(
        Athlete, on_delete=models.SET_NULL, null=True, blank=True, related_name="audit_entries"
    )
    subject = models.CharField(max_length=200, help_text="What it was done to, such as session 12.")
    detail = models.JSONField(default=dict, help_text="What was there before and after.")
    address = models.GenericIPAddressField(null=True, blank=True, help_text="Where it came from.")

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "audit entries"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["athlete", "at"], name="audit_athlete"),
            models.Index(fields=["act", "at"], name="audit_act"),
            models.Index(fields=["actor", "at"], name="audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.act} of {self.subject} by {self.actor_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditIsAppendOnly("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditIsAppendOnly("An audit entry is never removed.")
