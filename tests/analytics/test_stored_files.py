from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from analytics.models import Recording
from analytics.stored_files import find_orphans
from analytics.tasks import remove_orphans_task
from tests.make import import_fit, make_athlete, make_fit
from tests.make.imports import add_to, add_zip_to, make_batch, make_rides, make_zip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return default_storage


def orphans(*, days: int = 2) -> list[str]:
    return list(find_orphans(default_storage, now=timezone.now() + timedelta(days=days)))


def test_what_was_stored_before_its_transaction_rolled_back_is_found_and_removed(storage):
    batch = make_batch()
    with transaction.atomic():
        name = add_to(batch, "ride.fit", make_fit()).recording.content.name
        transaction.set_rollback(True)

    assert not Recording.objects.exists()
    assert orphans() == [name]

    remove_orphans_task()  # too young
    assert storage.exists(name)

    for name in orphans():
        storage.delete(name)
    assert orphans() == []


def test_files_with_a_row_stay_wherever_they_lie(storage):
    batch = make_batch(files=make_rides(1))
    add_zip_to(batch, make_zip(make_rides(1)))
    moved = import_fit(make_athlete(), make_fit())
    Recording.objects.filter(pk=moved.pk).update(athlete=batch.athlete)

    assert orphans() == []


def test_half_written_files_and_archives_without_a_row_go(storage):
    batch = make_batch()
    for name in ("7/.part-x1", f"archives/{batch.pk}/9.zip", "elsewhere/notes.txt"):
        storage.save(name, ContentFile(b"bytes"))

    assert orphans() == ["7/.part-x1", f"archives/{batch.pk}/9.zip"]
    assert orphans(days=0) == []
