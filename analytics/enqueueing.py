"""Messages to the workers: hints about rows that wait in the database."""

import logging
from functools import partial
from typing import Any

from amqp.exceptions import ChannelError
from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def is_queue_empty(task: "Task[Any, Any]") -> bool:
    """Tell whether nothing waits where such a task waits, so that rows which do were forgotten.

    Asked before a sweep sends messages again: while the queue is long, each row of it has one.
    """
    queue = task.app.amqp.router.route({}, task.name)["queue"].name
    try:
        with task.app.connection_for_read() as connection:
            channel: Any = connection.default_channel
            return bool(channel.queue_declare(queue, passive=True).message_count == 0)
    except ChannelError:  # no such queue: nobody has sent anything yet
        return True


def enqueue_on_commit(task: "Task[Any, Any]", **arguments: int) -> None:
    """Send a message once the row that it stands for is there to be found."""
    transaction.on_commit(partial(_enqueue, task, arguments))


def _enqueue(task: "Task[Any, Any]", arguments: dict[str, int]) -> None:
    try:
        task.delay(**arguments)
    except OperationalError:
        # The row is the truth: the sweep finds it waiting when the broker is back.
        logger.warning("No broker for %s(%s); it waits for the sweep", task.name, arguments)
