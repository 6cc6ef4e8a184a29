import pytest
from django.urls import reverse

from analytics.models import AuditEntry, CoachMembership
from tests.make import make_coach, make_role, make_staff, make_team

pytestmark = pytest.mark.django_db


def form_of(account, *memberships: CoachMembership, **changes: object) -> dict[str, object]:
    """Give what the browser would send for an account, with the changes."""
    rows: dict[str, object] = {
        "memberships-TOTAL_FORMS": len(memberships),
        "memberships-INITIAL_FORMS": sum(row.pk is not None for row in memberships),
    }
    for number, row in enumerate(memberships):
        rows |= {
            f"memberships-{number}-id": row.pk or "",
            f"memberships-{number}-coach": account.pk,
            f"memberships-{number}-team": row.team_id,
        }
    names = {name: getattr(account, name) for name in ("username", "first_name", "last_name")}
    return names | {"email": account.email, "is_active": "on"} | rows | changes


def change_page(account) -> str:
    return reverse("admin:auth_user_change", args=[account.pk])


def test_staff_give_a_coach_a_team_and_the_trail_tells(client):
    coach, team = make_coach(), make_team(name="Linden")
    staff = make_role("staff")
    client.force_login(staff)

    answer = client.post(change_page(coach), form_of(coach, CoachMembership(team=team)))

    assert answer.status_code == 302
    assert list(coach.teams.all()) == [team]
    (entry,) = AuditEntry.objects.filter(act="account.permissions_changed")
    assert entry.actor == staff
    assert (entry.detail["before"]["teams"], entry.detail["after"]["teams"]) == ([], ["Linden"])


def test_staff_make_nobody_a_superuser(client):
    coach = make_coach()
    client.force_login(make_role("staff"))

    client.post(change_page(coach), form_of(coach, is_superuser="on", is_staff="on", groups="1"))

    coach.refresh_from_db()
    assert not coach.is_superuser
    assert not coach.is_staff
    assert not coach.groups.exists()


@pytest.mark.parametrize("make", (make_staff, lambda: make_role("operator")))
def test_staff_do_not_touch_who_holds_a_role(client, make):
    other = make()
    client.force_login(make_role("staff"))

    assert client.post(change_page(other), form_of(other, username="mine")).status_code == 403


def test_a_superuser_gives_a_role(client):
    person, operator = make_coach(), make_role("operator").groups.get()
    client.force_login(make_staff())

    client.post(change_page(person), form_of(person, is_staff="on", groups=str(operator.pk)))

    assert list(person.groups.all()) == [operator]
    assert AuditEntry.objects.get().detail["after"]["roles"] == ["operator"]


def test_a_change_of_the_name_alone_is_no_change_of_permissions(client):
    coach = make_coach()
    client.force_login(make_role("staff"))

    client.post(change_page(coach), form_of(coach, first_name="Nika"))

    coach.refresh_from_db()
    assert coach.first_name == "Nika"
    assert not AuditEntry.objects.exists()
