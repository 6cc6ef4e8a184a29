"""What Prometheus may ask: requests, tasks, vendor calls, and how long work has waited.

Counters live in files that all processes of a machine share; what waits is asked of the database,
where it is true for every machine.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from analytics.models import Recording
from summaries.models import Summary

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
REQUESTS = Counter("directeur_requests", "Pages answered.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram("directeur_request_seconds", "Time for a page.", ["route"])
TASKS = Counter("directeur_tasks", "Tasks ended.", ["task", "state"])
TASK_SECONDS = Histogram(
    "directeur_task_seconds",
    "Time for a task.",
    ["task"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120),
)


class Backlog(Collector):
    """How many rows wait or are in hand, and for how long the oldest has waited."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterable[Metric]:
        count = GaugeMetricFamily("directeur_backlog", "Rows.", labels=["work", "state"])
        age = GaugeMetricFamily("directeur_backlog_age_seconds", "Oldest due row.", labels=["work"])
        for work, states in self._by_state():
            due = [oldest for state, (_rows, oldest) in states.items() if state == "waiting"]
            for state, (rows, _oldest) in states.items():
                count.add_metric([work, state], rows)
            waited_s = max((self._now - due[0]).total_seconds(), 0.0) if due else 0.0
            age.add_metric([work], waited_s)
        return [count, age]

    def _by_state(self) -> Iterator[tuple[str, dict[str, tuple[int, datetime]]]]:
        for work, rows in (("recordings", Recording.objects), ("summaries", Summary.objects)):
            found = (
                rows.order_by()
                .values_list("state")
                .annotate(rows=Count("pk"), oldest=Min("due_at"))
            )
            yield work, {state: (number, oldest) for state, number, oldest in found}


def told_metrics() -> bytes:
    """Give all of it in Prometheus's text format."""
    waiting = CollectorRegistry()
    waiting.register(Backlog(timezone.now()))
    counted = REGISTRY
    if SHARED_FOLDER in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # the library has no types
    return bytes(generate_latest(counted) + generate_latest(waiting))
