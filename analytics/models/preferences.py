from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from analytics.engine.vocabulary import Units

DEFAULT_MINUTES = 10
MOST_MINUTES = 240


class CoachPreferencesManager(models.Manager["CoachPreferences"]):
    def of(self, user: User) -> "CoachPreferences":
        """Give a user's preferences, or the defaults where none were stored."""
        try:
            return user.preferences
        except CoachPreferences.DoesNotExist:
            return self.model(user=user)


class CoachPreferences(models.Model):
    """How one user wants the pages: units, and the minutes that Today may take."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    units = models.CharField(max_length=10, choices=Units.choices(), default=Units.METRIC)
    minutes_a_day = models.PositiveSmallIntegerField(default=DEFAULT_MINUTES)

    objects = CoachPreferencesManager()

    class Meta:
        verbose_name_plural = "coach preferences"
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes_a_day__gte=1, minutes_a_day__lte=MOST_MINUTES),
                name="preferences_minutes_range",
            ),
        ]

    def __str__(self) -> str:
        return f"Preferences of {self.user}"
