import gzip
import json
import zipfile

import pytest
from django.apps import apps
from django.utils import timezone

from analytics.audit import Act
from analytics.models import Athlete, AuditEntry, BodyMass, Session
from analytics.privacy import count_held, erase_athlete, export_athlete
from tests.make import import_fit, make_athlete, make_fit, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def act():
    return Act(make_staff(), timezone.now())


@pytest.fixture
def athlete(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    athlete = make_athlete(last_name="Zq-only")
    BodyMass.objects.create(athlete=athlete, date="2026-05-01", mass_kg=60)
    import_fit(athlete, make_fit(title="Hard Tuesday"))
    return athlete


def test_the_export_holds_every_table_and_the_file_as_it_came(athlete, act):
    import_fit(make_athlete(last_name="Foreign"), make_fit([300.0] * 500, title="Not theirs"))

    with export_athlete(athlete, act) as out, zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        session = json.loads(archive.read("analytics.session.json"))[0]
        everything = b"".join(archive.read(name) for name in names)
        (stored,) = [name for name in names if name.startswith("recordings/")]
        assert gzip.decompress(archive.read(stored)) == make_fit(title="Hard Tuesday")

    assert session["title"] == "Hard Tuesday"
    assert {"analytics.athlete.json", "analytics.bodymass.json", "analytics.peak.json"} <= set(
        names
    )
    assert "summaries.summary.json" in names
    assert b"Not theirs" not in everything
    assert b"Foreign" not in everything
    assert AuditEntry.objects.get(act="athlete.exported").athlete == athlete


def test_erasing_leaves_nothing_but_the_certificate(
    athlete, act, django_capture_on_commit_callbacks
):
    other = make_athlete()
    kept = import_fit(other, make_fit([300.0] * 500))
    recording = athlete.recordings.get()
    held = dict(count_held(athlete))
    number = athlete.pk

    with django_capture_on_commit_callbacks(execute=True):
        certificate = erase_athlete(athlete, act)

    assert held["analytics.session"] == 1
    assert certificate.detail["rows"]["analytics.session"] == 1
    assert certificate.subject == f"athlete {number}"
    assert "Zq" not in json.dumps(certificate.detail)
    assert list(Athlete.objects.all()) == [other]
    assert list(Session.objects.all()) == [kept.sessions.get()]
    assert not recording.content.storage.exists(recording.content.name)
    assert kept.content.storage.exists(kept.content.name)
    for model in apps.get_models():
        names = {field.attname for field in model._meta.concrete_fields}
        if "athlete_id" in names:
            assert not model._default_manager.filter(athlete_id=number).exists(), model
