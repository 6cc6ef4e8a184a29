import pytest

from cycling_site import celery_app
from cycling_site.queues import QUEUES


def queue_of(task_name, **options):
    return celery_app.amqp.router.route(options, task_name)["queue"].name


@pytest.mark.parametrize(
    ("task_name", "queue"),
    (
        ("analytics.tasks.recordings.sweep_recordings", "interactive"),
        ("analytics.tasks.recordings.ingest_recording_task", "analysis"),
        ("analytics.tasks.imports.unpack_import_task", "batch"),
        ("summaries.tasks.write_summary_task", "texts"),
        ("summaries.tasks.write_batch_task", "batch"),
        ("somebody.elses", "analysis"),
    ),
)
def test_each_task_has_its_queue(task_name, queue):
    assert queue_of(task_name) == queue


def test_who_sends_a_task_may_choose_a_faster_queue():
    assert queue_of("summaries.tasks.write_summary_task", queue="interactive") == "interactive"


def test_every_registered_task_waits_in_a_queue_that_a_worker_empties():
    celery_app.loader.import_default_modules()
    ours = [name for name in celery_app.tasks if not name.startswith("celery.")]

    assert {queue_of(name) for name in ours} >= {"interactive", "analysis", "texts"}
    assert {queue_of(name) for name in ours} <= set(QUEUES)
