from datetime import datetime, timedelta
from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

RATE_WINDOW = timedelta(minutes=1)
UPLOADS_A_WINDOW = 60


class UploadTokenQuerySet(models.QuerySet["UploadToken"]):
    def visible_to(self, user: User) -> Self:
        """A token is its maker's own, whoever else may see the athletes."""
        return self.filter(user=user)

    def valid(self, digest: str) -> "UploadToken | None":
        """Find the token with this digest, unless it was revoked or its maker locked out."""
        tokens = self.select_related("user").filter(revoked_at=None, user__is_active=True)
        return tokens.filter(digest=digest).first()


class UploadToken(models.Model):
    """A secret by which a script uploads in the name of a user, and does nothing else."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="upload_tokens")
    name = models.CharField(max_length=100, help_text="What it is for: bike computer, laptop.")
    digest = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the token; the token itself is not kept."
    )
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    window_began_at = models.DateTimeField(help_text="Of the minute in which uploads are counted.")
    uploads_in_window = models.PositiveIntegerField(default=0)

    objects = UploadTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    # Nothing else writes these fields.

    def count_upload(self, *, now: datetime) -> bool:
        """Count one more use; False where this minute's are used up. One UPDATE decides."""
        mine = UploadToken.objects.filter(pk=self.pk)
        began = mine.filter(window_began_at__lte=now - RATE_WINDOW)
        if began.update(window_began_at=now, uploads_in_window=1, last_used_at=now):
            return True
        free = mine.filter(Q(uploads_in_window__lt=UPLOADS_A_WINDOW))
        return bool(free.update(uploads_in_window=F("uploads_in_window") + 1, last_used_at=now))

    def revoke(self, *, now: datetime) -> bool:
        standing = UploadToken.objects.filter(pk=self.pk, revoked_at=None)
        return bool(standing.update(revoked_at=now))
