import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from analytics.models import AuditEntry, ImportBatch, Recording
from tests.make import make_athlete, make_coach, make_fit, make_team
from tests.make.imports import add_zip_to, make_batch, make_rides, make_zip, work_to_the_end

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def coach(client, team):
    coach = make_coach(team)
    client.force_login(coach)
    return coach


@pytest.fixture
def athlete(team, coach):
    return make_athlete(team=team)


def address(name: str, *arguments: object) -> str:
    return reverse(f"analytics:{name}", args=arguments)


def upload(client, athlete, *files: tuple[str, bytes]):
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(address("upload", athlete.pk), {"recordings": uploads})


def send(client, batch_address: str, name: str, data: bytes):
    return client.post(batch_address, {"recording": SimpleUploadedFile(name, data)})


def test_several_files_become_one_import_with_a_row_each(client, athlete, settings):
    settings.MAX_RECORDING_BYTES = 50_000

    answer = upload(
        client,
        athlete,
        ("new.fit", make_fit([150.0] * 60)),
        ("empty.fit", b""),
        ("huge.fit", bytes(50_001)),
    )

    batch = ImportBatch.objects.get()
    assert answer.url == batch.get_absolute_url()
    page = client.get(answer.url).text
    assert "1 of 3" not in page
    assert "2 of 3 files finished" in page
    assert "The file is empty." in page
    assert "larger than 0.0477 MiB" in page
    assert Recording.objects.get().batch == batch


@pytest.mark.parametrize("asked", ({}, {"write_texts": "on"}))
def test_texts_of_every_ride_are_written_where_the_box_is_ticked(client, athlete, asked):
    files = [SimpleUploadedFile(f"{number}.fit", b"") for number in range(2)]

    client.post(address("upload", athlete.pk), {"recordings": files, **asked})
    client.post(address("import-start", athlete.pk), {"title": "2 files", **asked})

    batches = ImportBatch.objects.all()
    assert [batch.writes_texts for batch in batches] == [bool(asked)] * 2


def test_an_archive_alone_is_an_import_too(client, athlete):
    upload(client, athlete, ("export.zip", make_zip(make_rides(2))))

    batch = ImportBatch.objects.get()
    assert "1 archive still to be unpacked" in client.get(batch.get_absolute_url()).text
    work_to_the_end(batch)
    page = client.get(batch.get_absolute_url()).text
    assert "2 of 2 files finished" in page
    assert Recording.objects.first().sessions.get().get_absolute_url() in page


def test_an_archive_above_its_limit_is_refused_in_its_row(client, athlete, settings):
    settings.MAX_ARCHIVE_BYTES = 100

    upload(client, athlete, ("export.zip", make_zip(make_rides(1))))

    page = client.get(ImportBatch.objects.get().get_absolute_url()).text
    assert "export.zip" in page
    assert "The file is larger than" in page


def test_a_page_sends_files_one_after_the_other(client, athlete):
    started = client.post(address("import-start", athlete.pk), {"title": "2 files"}).json()

    good = send(client, started["files"], "ride.fit", make_fit()).json()
    bad = send(client, started["files"], "empty.fit", b"").json()

    assert good == {"name": "ride.fit", "standing": "Waiting", "fault": ""}
    assert bad == {"name": "empty.fit", "standing": "Refused", "fault": "The file is empty."}
    assert "ride.fit" in client.get(started["page"]).text
    assert client.post(started["files"]).status_code == 400


def test_a_cancelled_import_takes_no_more_files(client, athlete):
    batch = make_batch(athlete)
    client.post(address("import-step", batch.pk, "cancel"))

    answer = send(client, batch.files_url(), "ride.fit", make_fit())

    assert (answer.status_code, answer.json()["fault"][-1]) == (409, ".")
    assert not Recording.objects.exists()


def test_an_import_is_paused_resumed_and_undone_from_its_page(client, athlete, coach):
    batch = make_batch(athlete, make_rides(1))

    for step, offered in (("pause", "Resume"), ("resume", "Pause")):
        answer = client.post(address("import-step", batch.pk, step), follow=True)
        assert f">{offered}</button>" in answer.text
    work_to_the_end(batch)
    assert "Undo the whole import" in client.get(batch.get_absolute_url()).text
    client.post(address("import-step", batch.pk, "undo"))

    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.UNDOING
    assert AuditEntry.objects.first().actor == coach
    assert client.post(address("import-step", batch.pk, "explode")).status_code == 404


def test_the_fragment_asks_again_only_while_work_is_under_way(client, athlete):
    batch = make_batch(athlete, make_rides(1))
    fragment = address("import-progress", batch.pk)

    assert "hx-get" in client.get(fragment).text
    work_to_the_end(batch)
    assert "hx-get" not in client.get(fragment).text


def test_the_refused_files_can_be_shown_alone(client, athlete):
    batch = work_to_the_end(make_batch(athlete, {**make_rides(1), "notes.txt": b"physio"}))

    page = client.get(batch.get_absolute_url(), {"show": "refused"}).text

    assert "notes.txt" in page
    assert "ride-0.fit" not in page


def test_another_teams_import_looks_like_one_that_is_not_there(client, coach):
    batch = make_batch(files=make_rides(1))

    for name in ("import-detail", "import-progress"):
        assert client.get(address(name, batch.pk)).status_code == 404
    assert client.post(address("import-step", batch.pk, "cancel")).status_code == 404
    assert send(client, batch.files_url(), "a.fit", make_fit()).status_code == 404
    assert client.post(address("import-start", batch.athlete_id)).status_code == 404
    assert str(batch.athlete) not in client.get(address("import-list")).text
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.RUNNING


@pytest.mark.parametrize("rows", (1, 3))
def test_query_counts_do_not_grow_with_rows(client, athlete, rows, django_assert_max_num_queries):
    batches = [make_batch(athlete, {str(n): make_fit([100.0 + n] * 60)}) for n in range(rows)]
    batch = make_batch(athlete, make_rides(rows))
    add_zip_to(batch, make_zip(make_rides(rows)))
    for each in (*batches, batch):
        work_to_the_end(each)

    with django_assert_max_num_queries(5):
        client.get(address("import-list"))
    with django_assert_max_num_queries(8):
        client.get(batch.get_absolute_url())
