from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from analytics.models import Recording, Session
from tests.make import (
    import_fit,
    make_athlete,
    make_coach,
    make_fit,
    make_session,
    make_staff,
    make_team,
)
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team(name="Own team")


@pytest.fixture
def coach(client, team):
    coach = make_coach(team)
    client.force_login(coach)
    return coach


def upload(client, athlete, *files: tuple[str, bytes]):
    address = reverse("analytics:upload", args=[athlete.pk])
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(address, {"recordings": uploads})


def addresses_of(athlete) -> list[str]:
    session = make_session(athlete=athlete)
    recording = session.recording
    return [
        athlete.get_absolute_url(),
        reverse("analytics:upload", args=[athlete.pk]),
        recording.get_absolute_url(),
        reverse("analytics:recording-progress", args=[recording.pk]),
        reverse("analytics:recording-row", args=[recording.pk]),
        session.get_absolute_url(),
        reverse("analytics:session-stream", args=[session.pk]),
        reverse("summaries:session-summary", args=[session.pk]),
    ]


def test_a_coach_sees_the_athletes_of_own_teams_only(client, coach, team):
    own = make_athlete(team=team)
    foreign = make_athlete()

    page = client.get(reverse("analytics:roster")).text

    assert str(own) in page
    assert str(foreign) not in page


def test_staff_see_every_athlete(client):
    athlete = make_athlete()
    client.force_login(make_staff())

    assert str(athlete) in client.get(reverse("analytics:roster")).text


def test_what_is_another_teams_looks_like_what_is_not_there(client, coach):
    for address in addresses_of(make_athlete()):
        assert client.get(address).status_code == 404, address


def test_own_addresses_answer(client, coach, team):
    for address in addresses_of(make_athlete(team=team)):
        assert client.get(address).status_code in (200, 302), address


def test_nobody_sees_anything_without_signing_in(client):
    for address in addresses_of(make_athlete()):
        answer = client.get(address)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/sign-in/"), address


def test_another_teams_athlete_takes_no_upload(client, coach):
    answer = upload(client, make_athlete(), ("ride.fit", make_fit()))

    assert answer.status_code == 404
    assert not Recording.objects.exists()


def test_one_uploaded_file_leads_to_its_own_page(client, coach, team):
    athlete = make_athlete(team=team)

    answer = upload(client, athlete, ("ride.fit", make_fit()))

    recording = Recording.objects.get()
    assert answer.url == recording.get_absolute_url()
    assert (recording.athlete, recording.received_from) == (athlete, coach)
    assert "waiting for a worker" in client.get(answer.url).text


def test_each_file_of_an_upload_is_judged_on_its_own(client, coach, team, settings):
    settings.MAX_RECORDING_BYTES = 50_000
    athlete = make_athlete(team=team)
    import_fit(athlete, make_fit())

    page = upload(
        client,
        athlete,
        ("again.fit", make_fit()),
        ("new.fit", make_fit([150.0] * 60)),
        ("empty.fit", b""),
        ("huge.fit", bytes(50_001)),
    ).url
    page = client.get(page).text

    assert "Here before" in page
    assert "The file is empty." in page
    assert "larger than 0.0477 MiB" in page
    assert Recording.objects.count() == 2


def test_an_upload_without_a_file_says_so_beside_the_field(client, coach, team):
    athlete = make_athlete(team=team)

    page = client.post(reverse("analytics:upload", args=[athlete.pk])).text

    assert "Choose at least one file." in page


def test_an_upload_is_dated_by_the_athletes_clock(client, coach, team):
    athlete = make_athlete(team=team, time_zone="Asia/Tokyo")
    import_fit(athlete, make_fit())
    Recording.objects.update(received_at=datetime(2026, 5, 3, 20, 30, tzinfo=UTC))

    page = client.get(reverse("analytics:upload", args=[athlete.pk])).text

    assert "4 May 2026, 05:30" in page
    assert "3 May 2026</a>" in page  # the ride itself, at 16:30 in Tokyo


def test_progress_turns_into_the_session(client, coach, team):
    recording = import_fit(make_athlete(team=team), make_fit())
    session = recording.sessions.get()

    progress = client.get(reverse("analytics:recording-progress", args=[recording.pk]))

    assert progress["HX-Redirect"] == session.get_absolute_url()
    assert client.get(recording.get_absolute_url()).url == session.get_absolute_url()


def test_a_refused_recording_says_why_and_can_be_tried_again(client, coach, team):
    recording = import_fit(make_athlete(team=team), make_fit(sport="running"))

    page = client.get(recording.get_absolute_url()).text
    client.post(reverse("analytics:recording-analyse", args=[recording.pk]))

    assert "running" in page
    recording.refresh_from_db()
    assert recording.state == Recording.State.WAITING


def test_the_session_page_tells_the_records_of_each_window(client, coach, team):
    athlete = make_athlete(team=team)
    make_session(athlete=athlete, power_w=[200.0] * 400, started_at=STARTED_AT)
    later = STARTED_AT + timedelta(days=10)
    session = make_session(athlete=athlete, power_w=[230.0] * 400, started_at=later)

    page = client.get(session.get_absolute_url()).text

    assert page.count("+30 W on 200 W") >= 3
    assert "baseline" not in page


def test_the_session_page_draws_the_ride_without_scripts(client, coach, team):
    session = make_session(athlete=make_athlete(team=team))

    page = client.get(session.get_absolute_url()).text

    assert "<polygon points=" in page
    assert "Power from 200 to 200 W." in page


def test_the_stream_is_sent_as_columns_with_nulls_for_missing_seconds(client, coach, team):
    session = make_session(
        athlete=make_athlete(team=team), power_w=[100.0] * 30 + [float("nan")] * 20 + [100.0] * 30
    )

    stream = client.get(reverse("analytics:session-stream", args=[session.pk])).json()

    power_w = stream["channels"]["power_w"]
    assert len(power_w) == stream["elapsed_s"] == 80
    assert power_w[40] is None
    assert "latitude_deg" not in stream["channels"]


@pytest.mark.parametrize("rows", (1, 3))
def test_query_counts_do_not_grow_with_rows(
    client, coach, team, rows, django_assert_max_num_queries
):
    athletes = [make_athlete(team=team) for _ in range(rows)]
    for number in range(rows):
        make_session(athlete=athletes[0], started_at=STARTED_AT + timedelta(days=number))
    session = Session.objects.first()

    with django_assert_max_num_queries(8):
        client.get(athletes[0].get_absolute_url())
    with django_assert_max_num_queries(8):
        client.get(session.get_absolute_url())


def test_a_nonsense_page_number_shows_a_page(client, coach, team):
    session = make_session(athlete=make_athlete(team=team))

    page = client.get(session.athlete.get_absolute_url(), {"page": "many"})

    assert page.status_code == 200
    assert session.get_absolute_url() in page.text
