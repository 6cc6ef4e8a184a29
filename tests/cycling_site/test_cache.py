import pytest
import redis

from cycling_site.cache import ForgivingRedisCache
from cycling_site.embedded_broker import start_broker
from cycling_site.processes import free_port, stop_child


def cache_at(url):
    return ForgivingRedisCache(url, {"KEY_PREFIX": "directeur"})


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cache")
    broker = start_broker(folder, log_path=folder / "broker.log")
    yield broker.url
    stop_child(broker.child)


def test_what_is_kept_is_found(url):
    cache = cache_at(url)

    cache.set("a", 1)
    cache.set_many({"b": 2, "c": 3})

    assert cache.get("a") == 1
    assert cache.get_many(["b", "c", "d"]) == {"b": 2, "c": 3}
    assert cache.has_key("b")
    assert (cache.add("a", 9), cache.add("e", 9)) == (False, True)
    assert cache.incr("a") == 2
    assert cache.touch("a", 60)
    assert cache.delete("a")
    cache.delete_many(["b"])
    assert cache.get("b", "nothing") == "nothing"


def test_clearing_leaves_the_queue_on_the_same_server_alone(url):
    cache = cache_at(url)
    with redis.Redis.from_url(url) as queue:
        queue.rpush("analysis", "a message")
        cache.set("a", 1)

        cache.clear()

        assert cache.get("a") is None
        assert queue.llen("analysis") == 1


def test_without_its_server_the_cache_is_empty_and_nothing_breaks():
    cache = cache_at(f"redis://127.0.0.1:{free_port()}/0")

    cache.set("a", 1)

    assert cache.get("a", "nothing") == "nothing"
    assert cache.get_many(["a"]) == {}
    assert not cache.has_key("a")
    assert cache.add("a", 1)
    assert cache.set_many({"a": 1}) == ["a"]
    assert not cache.touch("a")
    assert not cache.delete("a")
    cache.delete_many(["a"])
    cache.clear()
    with pytest.raises(ValueError, match="not there"):
        cache.incr("a")
