import os
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from cycling_site.embedded_broker import start_broker
from cycling_site.heartbeat import keep_heartbeat
from cycling_site.processes import free_port, stop_child
from cycling_site.tasks import beat_heart

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    folder = tmp_path_factory.mktemp("probe")
    started = start_broker(folder, log_path=folder / "broker.log")
    yield started.url
    stop_child(started.child)


@pytest.fixture
def everything_works(broker, settings, tmp_path):
    settings.CELERY_BROKER_URL = broker
    cache.clear()
    beat_heart()
    yield settings
    cache.clear()


def readiness():
    answer = Client().get("/readyz", headers={"Host": "10.0.0.7"})
    return answer.status_code, answer.json()


def test_alive_needs_nothing_but_the_process(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get("/healthz", headers={"Host": "10.0.0.7"})

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_when_every_part_works(everything_works):
    status, body = readiness()

    assert body.pop("ready") is True
    assert body == dict.fromkeys(
        ("database", "migrations", "broker", "cache", "storage", "worker"), "ok"
    )
    assert status == 200


def test_a_broker_that_is_away_is_named(everything_works):
    everything_works.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"

    status, body = readiness()

    assert status == 503
    assert [name for name, state in body.items() if state == "fails"] == ["broker"]


def test_a_worker_that_has_been_silent_is_named(everything_works):
    keep_heartbeat(timezone.now() - timedelta(minutes=5))

    assert readiness()[1]["worker"] == "fails"

    cache.clear()
    assert readiness()[1]["worker"] == "fails"


def test_a_missing_migration_is_named_and_a_later_one_is_not(everything_works):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("analytics", "9999_of_the_next_release")
    assert readiness()[1]["migrations"] == "ok"

    newest = recorder.migration_qs.filter(app="summaries").order_by("-name").first()
    newest.delete()
    assert readiness()[1]["migrations"] == "fails"


def test_a_storage_that_takes_no_file_is_named(everything_works, tmp_path):
    blocked = tmp_path / "recordings"
    blocked.write_text("a file where the folder should be")
    everything_works.MEDIA_ROOT = blocked

    assert readiness()[1]["storage"] == "fails"


def test_a_lost_cache_is_named(everything_works):
    everything_works.CACHES = {
        "default": {
            "BACKEND": "cycling_site.cache.ForgivingRedisCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
        }
    }

    body = readiness()[1]

    assert (body["cache"], body["database"]) == ("fails", "ok")


def test_figures_are_for_those_who_know_the_token(settings):
    settings.METRICS_TOKEN = "of-the-monitor"  # noqa: S105 - of this test

    assert Client().get("/metrics").status_code == 404
    wrong = Client().get("/metrics", headers={"Authorization": "Bearer of-the-monit\u00f6r"})
    assert wrong.status_code == 404
    right = Client().get("/metrics", headers={"Authorization": "Bearer of-the-monitor"})
    assert right.status_code == 200


def test_without_a_token_there_are_no_figures(settings):
    settings.METRICS_TOKEN = ""

    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_probes_write_nothing_that_stays(everything_works):
    readiness()

    folder = everything_works.MEDIA_ROOT / "probe"
    assert os.listdir(folder) == []  # noqa: PTH208 - the folder itself may be absent elsewhere
