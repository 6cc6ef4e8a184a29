from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from analytics.audit import Act
from analytics.models import AuditEntry, Recording, UploadToken
from analytics.models.upload_token import RATE_WINDOW, UPLOADS_A_WINDOW
from analytics.people import merge_athletes
from analytics.upload_tokens import make_token, revoke_token
from tests.make import make_athlete, make_coach, make_fit, make_team
from tests.make.imports import make_rides, make_zip

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def athlete(team):
    return make_athlete(team=team)


@pytest.fixture
def secret(team):
    coach = make_coach(team)
    return make_token(coach, name="bike computer", act=Act(coach, timezone.now()))


def send(client, athlete, secret, data=None, *, field="recording"):
    file = SimpleUploadedFile("ride.fit", make_fit() if data is None else data)
    return client.post(
        reverse("analytics:token-upload", args=[athlete.pk]),
        {field: file},
        headers={"Authorization": f"Bearer {secret}"},
    )


def test_a_script_uploads_a_ride_once(client, athlete, secret):
    first = send(client, athlete, secret)
    again = send(client, athlete, secret)

    recording = Recording.objects.get()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == {
        "recording": recording.get_absolute_url(),
        "state": "waiting",
        "is_new": True,
    }
    assert recording.received_from == UploadToken.objects.get().user
    assert UploadToken.objects.get().last_used_at is not None


@pytest.mark.parametrize(
    ("data", "status", "told"),
    (
        (b"", 422, "The file is empty."),
        (make_zip(make_rides(1)), 422, "not an archive"),
    ),
    ids=("empty", "archive"),
)
def test_a_file_that_is_not_taken_is_told_in_one_sentence(
    client, athlete, secret, data, status, told
):
    answer = send(client, athlete, secret, data)

    assert answer.status_code == status
    assert told in answer.json()["fault"]
    assert answer.json()["fault"].endswith(".")


def test_a_file_for_a_merged_athlete_goes_to_the_one_that_stays(client, athlete, secret):
    kept = make_athlete(team=athlete.team)
    merge_athletes(kept, athlete, Act(None, timezone.now()))

    assert send(client, athlete, secret).status_code == 201
    assert Recording.objects.get().athlete == kept


def test_a_missing_file_and_a_foreign_athlete_are_told(client, athlete, secret):
    assert send(client, athlete, secret, field="other").status_code == 400
    assert send(client, make_athlete(), secret).status_code == 404
    assert not Recording.objects.exists()


def test_without_a_standing_token_nothing_opens(client, athlete, secret):
    token = UploadToken.objects.get()

    assert send(client, athlete, "upl_wrong").status_code == 401
    assert send(client, athlete, secret[1:]).status_code == 401
    client.force_login(token.user)
    assert send(client, athlete, "").status_code == 401
    assert revoke_token(token, Act(token.user, timezone.now()))
    assert send(client, athlete, secret).status_code == 401
    assert not revoke_token(token, Act(token.user, timezone.now()))


def test_a_token_of_somebody_locked_out_opens_nothing(client, athlete, secret):
    user = UploadToken.objects.get().user
    user.is_active = False
    user.save()

    assert send(client, athlete, secret).status_code == 401


def test_a_token_opens_no_other_page(client, athlete, secret):
    headers = {"Authorization": f"Bearer {secret}"}

    for address in (athlete.get_absolute_url(), reverse("analytics:token-list")):
        assert client.get(address, headers=headers).status_code == 302


def test_uploads_with_one_token_are_limited_by_the_minute(client, athlete, secret):
    UploadToken.objects.update(uploads_in_window=UPLOADS_A_WINDOW, window_began_at=timezone.now())

    answer = send(client, athlete, secret)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")

    UploadToken.objects.update(window_began_at=timezone.now() - RATE_WINDOW - timedelta(seconds=1))
    assert send(client, athlete, secret).status_code == 201


def test_a_token_is_made_shown_once_and_revoked_on_its_page(client, team):
    coach = make_coach(team)
    client.force_login(coach)
    address = reverse("analytics:token-list")

    made = client.post(address, {"name": "laptop"})
    secret = made.text.partition("<code>upl_")[2].partition("<")[0]

    assert len(secret) > 30
    assert made["Cache-Control"] == "no-store"
    assert secret not in client.get(address).text
    token = UploadToken.objects.get()
    assert secret not in token.digest
    client.post(reverse("analytics:token-revoke", args=[token.pk]))
    assert "Revoked" in client.get(address).text
    assert set(AuditEntry.objects.values_list("act", flat=True)) == {
        "token.made",
        "token.revoked",
    }
    assert "what it is for" in client.post(address, {"name": ""}).text


def test_nobody_sees_or_revokes_the_token_of_another(client, team, secret):
    client.force_login(make_coach(team))

    assert "bike computer" not in client.get(reverse("analytics:token-list")).text
    token = UploadToken.objects.get()
    assert client.post(reverse("analytics:token-revoke", args=[token.pk])).status_code == 404
