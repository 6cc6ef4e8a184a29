from typing import Self

from django.contrib.auth.models import User
from django.db import models

from analytics.models.access import sees_every_athlete


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, user: User) -> Self:
        """Staff and auditors see every team, coaches the ones that they are a member of."""
        if sees_every_athlete(user):
            return self
        return self.filter(memberships__coach=user)

    def in_lists(self) -> Self:
        """Leave out who is archived: nobody chooses such a team any more."""
        return self.filter(archived_at=None)


class Team(models.Model):
    name = models.CharField(max_length=100, unique=True)
    archived_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Since when the team and its athletes are left out of lists.",
    )
    coaches: "models.ManyToManyField[User, CoachMembership]" = models.ManyToManyField(
        User, through="CoachMembership", related_name="teams"
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        permissions = [("invite_coach", "Can invite coaches")]

    def __str__(self) -> str:
        return self.name


class CoachMembership(models.Model):
    """A coach sees a team's athletes for as long as this row stands."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    coach = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "coach"], name="membership_once_per_team"),
        ]

    def __str__(self) -> str:
        return f"{self.coach} coaches {self.team}"
