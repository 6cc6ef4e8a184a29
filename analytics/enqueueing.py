"""Messages to the workers: hints about rows that wait in the database."""

import logging
from functools import partial
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue_on_commit(task: "Task[Any, Any]", **arguments: int) -> None:
    """Send a message once the row that it stands for is there to be found."""
    transaction.on_commit(partial(_enqueue, task, arguments))


def _enqueue(task: "Task[Any, Any]", arguments: dict[str, int]) -> None:
    try:
        task.delay(**arguments)
    except OperationalError:
        # The row is the truth: the sweep finds it waiting when the broker is back.
        logger.warning("No broker for %s(%s); it waits for the sweep", task.name, arguments)
