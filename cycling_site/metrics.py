"""What Prometheus may ask: requests, tasks, vendor calls, and how long work has waited.

Counters live in files that all processes of a machine share; what waits is asked of the database,
where it is true for every machine.
"""

import os
import socket
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Count, Min, Sum
from django.utils import timezone
from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    values,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from analytics.models import Recording
from summaries.choosing import month_start
from summaries.models import ProviderStanding, Summary, VendorCall

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def this_process() -> str:
    """Name the files that this process counts into: its number is its own in one container only."""
    return f"{socket.gethostname().replace('_', '-')}-{os.getpid()}"


if SHARED_FOLDER in os.environ:  # before the first counter is made
    values.ValueClass = values.MultiProcessValue(this_process)  # type: ignore[no-untyped-call]  # no types there
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


class Vendors(Collector):
    """What the writing services were asked and cost this month, and which are left alone."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterable[Metric]:
        labels = ["provider", "model"]
        calls = GaugeMetricFamily("directeur_vendor_calls", "Calls this month.", labels=labels)
        tokens = GaugeMetricFamily(
            "directeur_vendor_tokens", "Tokens this month.", labels=[*labels, "way"]
        )
        cost = GaugeMetricFamily(
            "directeur_vendor_cost_usd", "Cost this month, of known prices.", labels=labels
        )
        this_month = VendorCall.objects.filter(at__gte=month_start(self._now)).order_by()
        for row in this_month.values("provider", "model").annotate(
            calls=Count("pk"),
            sent=Sum("tokens_in"),
            written=Sum("tokens_out"),
            usd=Sum("cost_usd"),
        ):
            of = [row["provider"], row["model"]]
            calls.add_metric(of, row["calls"])
            tokens.add_metric([*of, "in"], row["sent"])
            tokens.add_metric([*of, "out"], row["written"])
            if row["usd"] is not None:
                cost.add_metric(of, float(row["usd"]))
        return [calls, tokens, cost, self._left_alone()]

    def _left_alone(self) -> Metric:
        open_breakers = GaugeMetricFamily(
            "directeur_vendor_left_alone", "1 after faults in a row.", labels=["provider"]
        )
        for standing in ProviderStanding.objects.order_by("provider"):
            is_open = standing.is_left_alone(now=self._now)
            open_breakers.add_metric([standing.provider], float(is_open))
        return open_breakers


def told_metrics() -> bytes:
    """Give all of it in Prometheus's text format."""
    waiting = CollectorRegistry()
    now = timezone.now()
    waiting.register(Backlog(now))
    waiting.register(Vendors(now))
    counted = REGISTRY
    if SHARED_FOLDER in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # the library has no types
    return bytes(generate_latest(counted) + generate_latest(waiting))
