import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from analytics.models import AuditEntry
from tests.make import make_coach, make_role, make_team
from tests.make.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, name: str, password: str = PASSWORD, address: str = "192.0.2.1"):
    form = {"login": name, "password": password}
    return client.post(reverse("sign-in"), form, REMOTE_ADDR=address)


def test_signing_in_leads_to_today_and_is_told_in_the_trail(client):
    coach = make_coach(make_team())

    answer = sign_in(client, coach.username)

    assert (answer.status_code, answer.url) == (302, "/")
    entry = AuditEntry.objects.get(act="account.signed_in")
    assert (entry.actor, entry.address) == (coach, "192.0.2.1")


def test_a_wrong_password_is_told_beside_the_form(client):
    coach = make_coach()

    page = sign_in(client, coach.username, "wrong").text

    assert 'role="alert"' in page
    assert "_auth_user_id" not in client.session
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor) == ("account.sign_in_failed", None)
    assert coach.username in entry.subject


def test_what_was_typed_for_a_name_is_kept_nowhere(client):
    sign_in(client, "my-secret-by-mistake", "wrong")

    entry = AuditEntry.objects.get()
    assert entry.subject == "an account that does not exist"
    assert "my-secret" not in repr(AuditEntry.objects.values())


def test_signing_out_and_a_new_password_are_told_in_the_trail(client):
    coach = make_coach()
    sign_in(client, coach.username)
    form = {"oldpassword": PASSWORD, "password1": "something-new-9", "password2": "something-new-9"}
    client.post(reverse("account_change_password"), form)
    client.post(reverse("sign-out"))

    told = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert told == ["account.signed_in", "account.password_changed", "account.signed_out"]


def test_a_second_factor_is_set_up_taken_away_and_told_in_the_trail(
    client, django_capture_on_commit_callbacks
):
    staff = make_role("staff")
    staff.email = "staff@example.org"
    staff.save()
    sign_in(client, staff.username)
    client.get(reverse("account_email"))  # which makes a row of the address, not yet proven
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code})
    assert Authenticator.objects.filter(user=staff, type="totp").exists()
    client.post(reverse("mfa_deactivate_totp"))

    told = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"account.second_factor_added", "account.second_factor_removed"} <= told


def test_a_guesser_has_to_wait_and_the_owner_does_not(client):
    coach = make_coach()
    sign_in(client, coach.username)
    client.post(reverse("sign-out"))
    stranger = Client()

    for _ in range(6):
        answer = sign_in(stranger, coach.username, "wrong", address="203.0.113.9")
    assert "Too many failed" in answer.text
    assert sign_in(stranger, coach.username, address="203.0.113.9").status_code == 200

    assert sign_in(client, coach.username).status_code == 302


def test_a_forged_cookie_makes_nobody_known():
    coach = make_coach()
    stranger = Client()
    stranger.cookies["known_browser"] = coach.username

    for _ in range(6):
        answer = sign_in(stranger, coach.username, "wrong")

    assert "Too many failed" in answer.text


def test_nobody_opens_an_account_alone(client):
    form = {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}

    client.post(reverse("account_signup"), form)

    assert not User.objects.filter(username="eve").exists()


def test_a_lost_password_is_asked_for_by_letter_and_the_link_works_once(client):
    coach = make_coach()
    coach.email = "coach@example.org"
    coach.save()

    client.post(reverse("account_reset_password"), {"email": coach.email})
    (letter,) = mail.outbox
    link = next(word for word in letter.body.split() if "/reset/key/" in word)
    page = client.get(link, follow=True)
    form = {"password1": "another-long-password", "password2": "another-long-password"}
    client.post(page.redirect_chain[-1][0], form)

    assert sign_in(Client(), coach.username, "another-long-password").status_code == 302
    assert "password1" not in Client().get(link, follow=True).text


def test_the_admin_has_no_door_of_its_own(client):
    answer = client.get("/admin/")

    assert answer.status_code == 302
    assert client.get(answer.url).url.startswith("/sign-in/")


def test_staff_without_a_second_factor_are_sent_to_set_one_up(client, settings):
    settings.REQUIRE_TOTP_FOR_STAFF = True
    staff = make_role("staff")
    client.force_login(staff)

    assert client.get("/admin/").url == reverse("mfa_activate_totp")
    assert client.get("/").url == reverse("mfa_activate_totp")

    TOTP.activate(staff, generate_totp_secret())
    assert client.get("/admin/").status_code == 200


def test_coaches_need_no_second_factor(client, settings):
    settings.REQUIRE_TOTP_FOR_STAFF = True
    client.force_login(make_coach(make_team()))

    assert client.get("/").status_code == 200


def test_a_second_factor_is_asked_for_at_the_door(client):
    staff = make_role("staff")
    TOTP.activate(staff, generate_totp_secret())

    answer = sign_in(client, staff.username)

    assert answer.url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session


def test_other_sessions_are_listed_and_ended(client):
    coach = make_coach(make_team())
    sign_in(client, coach.username)
    elsewhere = Client()
    sign_in(elsewhere, coach.username, address="198.51.100.7")

    page = client.get(reverse("usersessions_list")).text
    assert "198.51.100.7" in page
    client.post(reverse("usersessions_list"))

    assert elsewhere.get("/").status_code == 302
    assert client.get("/").status_code == 200
    entry = AuditEntry.objects.get(act="account.sign_ins_ended")
    assert (entry.actor, entry.detail) == (coach, {"ended": 1})
