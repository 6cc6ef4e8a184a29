from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from analytics.demo.logins import DEMO_LOGINS, FIRST_COACH, SECOND_COACH
from analytics.demo.season import plan_season
from analytics.demo_team import DEMO_SEED, demo_season, store_people
from analytics.models import Athlete, Session, Thresholds

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def test_the_demo_is_loaded_once(capsys):
    call_command("load_demo", rides=12)
    first = set(Session.objects.values_list("pk", "analysed_at"))

    call_command("load_demo", rides=12)

    assert len(first) == 12
    assert set(Session.objects.values_list("pk", "analysed_at")) == first
    assert "The demo holds 12 rides of 6 athletes." in capsys.readouterr().out


def test_the_printed_logins_open_the_demo_each_with_its_own_team():
    store_people(plan_season(DEMO_SEED, TODAY))

    users = {name: authenticate(username=name, password=word) for _, name, word in DEMO_LOGINS}

    assert all(users.values())
    first = Athlete.objects.visible_to(users[FIRST_COACH])
    second = Athlete.objects.visible_to(users[SECOND_COACH])
    assert (len(first), len(second)) == (3, 3)
    assert not set(first) & set(second)


def test_a_start_on_a_later_day_goes_on_with_the_season_it_began():
    today = TODAY
    begun = demo_season(today=today)
    store_people(begun)

    again = demo_season(today=today.replace(year=today.year + 1))

    assert again.first_date == begun.first_date
    assert Thresholds.objects.order_by("date").first().date == begun.first_date
