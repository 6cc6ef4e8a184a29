import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from analytics.models import AuditEntry
from tests.cycling_site.test_accounts import sign_in
from tests.make import make_coach, make_role, make_staff, make_team
from tests.make.people import PASSWORD

pytestmark = pytest.mark.django_db
ENDED = "account.sign_ins_ended"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def coach():
    return make_coach(make_team())


def test_the_staff_see_where_a_coach_is_signed_in_and_end_it(client, coach):
    elsewhere, staff = Client(), make_role("staff")
    sign_in(elsewhere, coach.username, address="198.51.100.7")
    client.force_login(staff)
    page = reverse("sign-ins", args=[coach.pk])

    assert "198.51.100.7" in client.get(page).text
    assert elsewhere.get("/").status_code == 200
    client.post(page)
    assert elsewhere.get("/").status_code == 200
    client.post(page, {"confirmed": "yes"})

    assert elsewhere.get("/").status_code == 302
    entry = AuditEntry.objects.get(act=ENDED)
    assert (entry.actor, entry.detail) == (staff, {"ended": 1})
    assert coach.username in entry.subject
    assert "signed in nowhere" in client.get(page).text


def test_whoever_holds_a_role_is_not_the_staffs_to_sign_out(client):
    superuser = make_staff()
    sign_in(Client(), superuser.username)
    client.force_login(make_role("staff"))
    page = reverse("sign-ins", args=[superuser.pk])

    assert "End all of them" not in client.get(page).text
    assert client.post(page, {"confirmed": "yes"}).status_code == 403
    assert not AuditEntry.objects.filter(act=ENDED).exists()


def test_a_new_password_ends_what_was_opened_elsewhere_with_the_old_one(client, coach):
    elsewhere = Client()
    sign_in(elsewhere, coach.username)
    sign_in(client, coach.username)

    form = {"oldpassword": PASSWORD, "password1": "something-new-9", "password2": "something-new-9"}
    client.post(reverse("account_change_password"), form)

    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    entry = AuditEntry.objects.get(act=ENDED)
    assert (entry.actor, entry.detail) == (coach, {"ended": 1})
