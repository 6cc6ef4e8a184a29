import time
from types import SimpleNamespace

import pytest

from cycling_site.embedded_broker import start_broker
from cycling_site.processes import free_port, stop_child
from cycling_site.workers import (
    SAID_EVERY_S,
    SILENT_AFTER_S,
    SignsOfLife,
    say_alive,
    workers_alive,
)


@pytest.fixture(scope="module")
def broker_url(tmp_path_factory):
    folder = tmp_path_factory.mktemp("broker")
    broker = start_broker(folder, log_path=folder / "broker.log")
    yield broker.url
    stop_child(broker.child)


def heart_of(name: str, url: str) -> SimpleNamespace:
    app = SimpleNamespace(conf=SimpleNamespace(broker_url=url))
    return SimpleNamespace(eventer=SimpleNamespace(app=app, hostname=name), app=app, hostname=name)


def test_a_worker_is_alive_from_its_first_beat_until_it_ends(broker_url):
    signs, heart = SignsOfLife(), heart_of("worker@one", broker_url)

    signs.beat(heart)
    assert workers_alive(broker_url, now_s=time.time()) == ["worker@one"]

    signs.stop(heart)
    assert workers_alive(broker_url, now_s=time.time()) == []


def test_a_beat_soon_after_another_says_nothing_anew(broker_url):
    signs, heart = SignsOfLife(), heart_of("worker@two", broker_url)
    signs.beat(heart)
    SignsOfLife().stop(heart)

    signs.beat(heart)

    assert workers_alive(broker_url, now_s=time.time()) == []


def test_a_worker_that_was_killed_falls_silent(broker_url):
    now_s = time.time()
    say_alive(broker_url, "worker@killed", now_s=now_s)

    assert workers_alive(broker_url, now_s=now_s + SILENT_AFTER_S - 1) == ["worker@killed"]
    assert workers_alive(broker_url, now_s=now_s + SILENT_AFTER_S + 1) == []
    assert SAID_EVERY_S * 3 < SILENT_AFTER_S


def test_without_a_broker_nobody_lives_and_no_beat_fails():
    nowhere = f"redis://127.0.0.1:{free_port()}/0"

    SignsOfLife().beat(heart_of("worker@three", nowhere))

    assert workers_alive(nowhere, now_s=time.time()) == []
