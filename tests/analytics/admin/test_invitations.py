import smtplib

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from analytics.models import AuditEntry, Invitation
from tests.make import make_role, make_team
from tests.make.people import PASSWORD

pytestmark = pytest.mark.django_db
LIST = "/admin/analytics/invitation/"


@pytest.fixture
def staff(client):
    staff = make_role("staff")
    client.force_login(staff)
    return staff


def invite(client, *teams, email="lou@example.org"):
    page = client.post(
        reverse("admin:invite-coach"), {"email": email, "teams": [team.pk for team in teams]}
    )
    return page.context.get("link"), page


def accept(link: str, username="lou", password=PASSWORD):
    form = {
        "first_name": "Lou",
        "last_name": "Sedge",
        "username": username,
        "password1": password,
        "password2": password,
    }
    return Client().post(link, form)


def test_a_coach_is_invited_by_letter_and_joins_the_teams(client, staff):
    near, far = make_team(name="Sedgefen"), make_team(name="Marshside")

    link, page = invite(client, near)
    (letter,) = mail.outbox
    assert letter.to == ["lou@example.org"]
    assert link in letter.body
    assert link in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert accept(link).url == "/sign-in/"

    coach = User.objects.get(username="lou")
    assert (coach.email, coach.is_staff) == ("lou@example.org", False)
    assert list(coach.teams.all()) == [near]
    assert far not in coach.teams.all()
    told = AuditEntry.objects.values_list("act", "actor__username").order_by("pk")
    assert list(told) == [("coach.invited", staff.username), ("coach.joined", "lou")]


def test_the_secret_is_kept_nowhere(client, staff):
    link, _page = invite(client, make_team())

    secret = link.rstrip("/").rpartition("/")[2]
    assert len(secret) > 40
    assert secret not in repr(list(Invitation.objects.values()))
    assert secret not in repr(list(AuditEntry.objects.values()))


def test_a_link_works_once(client, staff):
    link, _page = invite(client, make_team())
    accept(link)

    again = accept(link, username="eve")

    assert again.status_code == 404
    assert not User.objects.filter(username="eve").exists()


def test_a_link_ends_with_its_days(client, staff):
    link, _page = invite(client, make_team())
    row = Invitation.objects.get()
    Invitation.objects.update(invited_at=row.invited_at - 2 * (row.expires_at - row.invited_at))
    Invitation.objects.update(expires_at=row.invited_at)

    assert accept(link).status_code == 404
    assert client.get(link).status_code == 404
    assert not User.objects.filter(username="lou").exists()


def test_revoking_asks_first_and_then_the_link_opens_nothing(client, staff):
    link, _page = invite(client, make_team())
    chosen = {"action": "revoke_selected", "_selected_action": [Invitation.objects.get().pk]}

    assert "lou@example.org: the link will open nothing" in client.post(LIST, chosen).text
    assert client.get(link).status_code == 200
    client.post(LIST, chosen | {"confirmed": "yes"})

    assert accept(link).status_code == 404
    assert AuditEntry.objects.filter(act="coach.invitation_revoked", actor=staff).exists()


def test_a_weak_password_is_named_and_the_link_stays_good(client, staff):
    link, _page = invite(client, make_team())

    page = accept(link, password=PASSWORD[:5]).text

    assert "too short" in page
    assert 'value="Sedge"' in page
    assert accept(link).status_code == 302


def test_an_address_with_an_account_is_named_beside_the_field(client, staff):
    User.objects.create_user("ann", email="ann@example.org")

    link, page = invite(client, make_team(), email="Ann@example.org")

    assert link is None
    assert "belongs to the account ann" in page.text


def test_a_machine_without_mail_shows_the_link(client, staff, settings):
    settings.EMAIL_BACKEND = "tests.analytics.admin.test_invitations.BrokenMail"

    link, page = invite(client, make_team())

    assert "give the link yourself" in page.text
    assert accept(link).status_code == 302


class BrokenMail:
    """A mail server that is down."""

    def __init__(self, **_):
        pass

    def send_messages(self, _letters):
        raise smtplib.SMTPServerDisconnected("gone")


@pytest.mark.parametrize("count", (1, 3))
def test_the_list_takes_the_same_queries_however_long(
    client, staff, django_assert_num_queries, count
):
    for number in range(count):
        invite(client, make_team(), email=f"coach{number}@example.org")

    with django_assert_num_queries(7):
        assert client.get(LIST).status_code == 200
