"""The demo's people as rows: teams, coaches who can sign in, athletes with their history."""

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from analytics.demo.logins import DEMO_PASSWORD, STAFF
from analytics.demo.people import Athlete as DemoAthlete
from analytics.demo.people import Coach
from analytics.demo.roster import SEASON_WEEKS
from analytics.demo.season import Season, plan_season
from analytics.models import Athlete, BodyMass, CoachMembership, Team, Thresholds

DEMO_SEED = 2026


def demo_season(*, today: date) -> Season:
    """Plan the season that an earlier start began, else one that has just ended."""
    season = plan_season(DEMO_SEED, today - timedelta(days=2))
    names = [team.name for team in season.teams]
    begun = Thresholds.objects.filter(athlete__team__name__in=names).order_by("date").first()
    if begun is None or begun.date == season.first_date:
        return season
    return plan_season(DEMO_SEED, begun.date + timedelta(days=7 * SEASON_WEEKS - 1))


@transaction.atomic
def store_people(season: Season) -> dict[str, Athlete]:
    """Create what is missing of the demo's people; gives the athletes by user name."""
    if not User.objects.filter(username=STAFF).exists():
        User.objects.create_superuser(STAFF, password=DEMO_PASSWORD)
    athletes = {}
    for planned in season.teams:
        team, _ = Team.objects.get_or_create(name=planned.name)
        for coach in planned.coaches:
            _store_coach(team, coach)
        for athlete in planned.athletes:
            athletes[athlete.user_name] = _store_athlete(team, athlete)
    return athletes


def _store_coach(team: Team, coach: Coach) -> None:
    user, is_new = User.objects.get_or_create(
        username=coach.user_name,
        defaults={"first_name": coach.first_name, "last_name": coach.last_name},
    )
    if is_new:
        user.set_password(DEMO_PASSWORD)
        user.save()
    CoachMembership.objects.get_or_create(team=team, coach=user)


def _store_athlete(team: Team, planned: DemoAthlete) -> Athlete:
    athlete, is_new = Athlete.objects.get_or_create(
        team=team,
        first_name=planned.first_name,
        last_name=planned.last_name,
        defaults={"time_zone": planned.time_zone},
    )
    if is_new:
        BodyMass.objects.bulk_create(
            BodyMass(athlete=athlete, date=mass.from_date, mass_kg=mass.mass_kg)
            for mass in planned.masses
        )
        Thresholds.objects.bulk_create(
            Thresholds(
                athlete=athlete,
                date=known.from_date,
                critical_power_w=known.critical_power_w,
                w_prime_j=known.w_prime_j,
                ftp_w=known.ftp_w,
                threshold_heart_rate_bpm=known.threshold_heart_rate_bpm,
            )
            for known in planned.thresholds
        )
    return athlete
