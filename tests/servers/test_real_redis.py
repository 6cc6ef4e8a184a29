import os

import pytest
import redis
from django.conf import settings

pytestmark = pytest.mark.redis


def test_second_pass_queues_on_a_real_redis():
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as client:
        server = client.info("server")

    assert os.environ["REDIS_URL"] == settings.CELERY_BROKER_URL
    assert "redis_version" in server
    assert "valkey_version" not in server
