from cycling_site.workers import workers_alive


def test_without_a_broker_nobody_answers(settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"

    assert workers_alive() == []
