from celery import Celery

from cycling_site.workers import workers_alive


def test_without_a_broker_nobody_answers():
    assert workers_alive(Celery(broker="redis://127.0.0.1:1/0")) == []
