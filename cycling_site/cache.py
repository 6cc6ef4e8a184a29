"""A cache that may be lost: without its server everything goes on, only not cached."""

import logging
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)


class _Forgiven(AbstractContextManager[None]):
    """A block that ends early where the server does not answer."""

    def __exit__(self, kind: type[BaseException] | None, *_where: object) -> bool:
        if kind is None or not issubclass(kind, redis.RedisError):
            return False
        logger.warning("The cache does not answer (%s); going on without it", kind.__name__)
        return True


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, for which a server that is away is an empty cache.

    ``add`` then says that the key was free: what is limited by it goes on
    unlimited rather than not at all.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {**params.get("OPTIONS", {}), "retry": Retry(NoBackoff(), 0)}
        super().__init__(server, {**params, "OPTIONS": options})

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        with _Forgiven():
            return bool(super().add(key, value, timeout, version))
        return True

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        with _Forgiven():
            return super().get(key, default, version)
        return default

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        with _Forgiven():
            super().set(key, value, timeout, version)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        with _Forgiven():
            return bool(super().touch(key, timeout, version))
        return False

    def delete(self, key: Any, version: int | None = None) -> bool:
        with _Forgiven():
            return bool(super().delete(key, version))
        return False

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        with _Forgiven():
            return super().get_many(keys, version)
        return {}

    def has_key(self, key: Any, version: int | None = None) -> bool:
        with _Forgiven():
            return bool(super().has_key(key, version))
        return False

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        with _Forgiven():
            return super().incr(key, delta, version)
        raise ValueError(f"Key {key!r} is not there")  # what callers expect of a key that expired

    def set_many(
        self, data: Mapping[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[Any]:
        with _Forgiven():
            return super().set_many(dict(data), timeout, version)
        return list(data)

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        with _Forgiven():
            super().delete_many(keys, version)

    def clear(self) -> None:
        """Delete our own keys alone: the queue lives on the same server."""
        with _Forgiven():
            client = self._cache.get_client(write=True)
            for key in client.scan_iter(match=f"{self.key_prefix}:*", count=1000):
                client.delete(key)
