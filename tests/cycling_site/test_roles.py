import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from analytics.models import Athlete, AuditEntry, Recording, Session, Team
from cycling_site.roles import Role, granted_to, hold_roles
from tests.make import make_athlete, make_coach, make_role, make_team

pytestmark = pytest.mark.django_db


def test_roles_are_there_after_migrating_and_hold_their_permissions():
    for role in Role:
        group = Group.objects.get(name=role.value)
        assert set(group.permissions.all()) == set(granted_to(role)) != set()


def test_what_was_added_by_hand_is_taken_back_and_what_was_taken_returns():
    operator = Group.objects.get(name="operator")
    operator.permissions.set([Permission.objects.get(codename="view_athlete")])

    hold_roles()

    granted = set(operator.permissions.values_list("codename", flat=True))
    assert "operate_queue" in granted
    assert "view_athlete" not in granted


def test_no_role_can_change_roles_or_erase_the_audit_trail():
    for role in Role:
        codenames = set(granted_to(role).values_list("codename", flat=True))
        assert not codenames & {"add_group", "change_group", "delete_group", "delete_user"}
        assert not codenames & {"change_auditentry", "delete_auditentry", "add_auditentry"}


def test_an_auditor_only_views():
    assert all(grant.codename.startswith("view_") for grant in granted_to(Role.AUDITOR))


@pytest.mark.parametrize(("role", "sees"), (("staff", 1), ("auditor", 1), ("operator", 0)))
def test_who_sees_every_athlete(role, sees):
    make_athlete()
    person = make_role(role)

    assert Athlete.objects.visible_to(person).count() == sees
    assert Team.objects.visible_to(person).count() == sees


def test_entering_the_admin_without_a_role_shows_nobody():
    make_athlete()
    person = make_coach()
    person.is_staff = True
    person.save()

    for rows in (Athlete, Team, Session, Recording, AuditEntry):
        assert not rows.objects.visible_to(person).exists()


def test_an_auditor_reads_a_page_and_sends_no_form(client):
    athlete = make_athlete()
    client.force_login(make_role("auditor"))
    address = reverse("analytics:upload", args=[athlete.pk])

    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 403


def test_an_auditor_keeps_own_preferences(client):
    client.force_login(make_role("auditor"))

    answer = client.post(
        reverse("analytics:preferences"), {"units": "imperial", "minutes_a_day": "5"}
    )

    assert answer.status_code == 302


def test_a_coach_costs_no_query_for_roles(django_assert_num_queries):
    coach = make_coach(make_team())

    with django_assert_num_queries(1):
        list(Athlete.objects.visible_to(coach))
