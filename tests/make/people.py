from itertools import count

from django.contrib.auth.models import Group, User

from analytics.models import Athlete, CoachMembership, Team

NUMBERS = count(1)
PASSWORD = "a-long-enough-password"  # noqa: S105 - of accounts that live for one test


def make_team(*, name: str = "") -> Team:
    return Team.objects.create(name=name or f"Team {next(NUMBERS)}")


def make_coach(*teams: Team) -> User:
    coach = User.objects.create_user(f"coach{next(NUMBERS)}", password=PASSWORD)
    CoachMembership.objects.bulk_create(CoachMembership(team=team, coach=coach) for team in teams)
    return coach


def make_staff() -> User:
    return User.objects.create_superuser(f"staff{next(NUMBERS)}", password=PASSWORD)


def make_role(role: str) -> User:
    """Make somebody who may enter the admin with what the role grants, and nothing else."""
    user = User.objects.create_user(f"{role}{next(NUMBERS)}", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def make_athlete(
    *, team: Team | None = None, time_zone: str = "UTC", last_name: str = ""
) -> Athlete:
    number = next(NUMBERS)
    return Athlete.objects.create(
        team=team or make_team(),
        first_name="Ada",
        last_name=last_name or f"Rider{number}",
        time_zone=time_zone,
    )
