"""The queue as the operators see it: counts, waits and reasons; nobody's name, nobody's figures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from analytics.audit import Act, record_act
from analytics.enqueueing import enqueue_on_commit
from analytics.models import Athlete, ImportBatch, Recording, Session
from analytics.tasks import ingest_recording_task
from cycling_site.celery import app as celery_app
from cycling_site.heartbeat import last_heartbeat
from cycling_site.workers import workers_alive
from summaries.models import Summary, TextBatch
from summaries.tasks import write_summary_task

REASONS_SHOWN = 20
BATCHES_SHOWN = 20
UNDER_WAY = (TextBatch.State.RUNNING, TextBatch.State.PAUSED)
MOST_AT_ONCE = 1000
CANCELLED = "Cancelled on the queue page; it can be asked for again."


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of work: how much of it is where."""

    key: str
    title: str
    waiting: int
    running: int
    failed: int
    oldest_wait_s: float | None
    done_last_hour: int | None


def lines_of_work(now: datetime) -> list[Line]:
    hour_ago = now - timedelta(hours=1)
    analysed = Session.objects.filter(changed_at__gte=hour_ago, analysed_at__gte=hour_ago)
    written = Summary.objects.filter(state=Summary.State.READY, finished_at__gte=hour_ago)
    recordings, texts = counts_of(Recording.objects.all()), counts_of(Summary.objects.all())
    oldest_text = Summary.objects.filter(state=Summary.State.WAITING).aggregate(
        since=Min("requested_at")
    )["since"]
    oldest_file = Recording.objects.filter(state=Recording.State.WAITING).aggregate(
        since=Min("received_at")
    )["since"]
    due = Athlete.objects.filter(records_due_from__isnull=False)
    return [
        line("recordings", "Recordings to analyse", recordings, oldest_file, analysed.count(), now),
        line("texts", "Texts to write", texts, oldest_text, written.count(), now),
        Line("records", "Record books to decide", due.count(), 0, 0, None, None),
    ]


def counts_of(rows: "QuerySet[Any]") -> dict[str, int]:
    """Count the rows that are not done, state by state, along the index on the state."""
    unfinished = rows.order_by().filter(
        state__in=("waiting", "analysing", "writing", "failed", "refused")
    )
    return dict(unfinished.values_list("state").annotate(rows=Count("pk")))


def line(
    key: str, title: str, counts: dict[str, int], since: datetime | None, done: int, now: datetime
) -> Line:
    return Line(
        key=key,
        title=title,
        waiting=counts.get("waiting", 0),
        running=counts.get("analysing", 0) + counts.get("writing", 0),
        failed=counts.get("failed", 0),
        oldest_wait_s=None if since is None else (now - since).total_seconds(),
        done_last_hour=done,
    )


def failures_by_reason() -> list[tuple[str, str, int]]:
    """Group what failed by what was said, the most frequent first."""
    failed = [
        ("recordings", Recording.objects.filter(state=Recording.State.FAILED), "reason"),
        ("texts", Summary.objects.filter(state=Summary.State.FAILED), "failure"),
    ]
    found = []
    for key, rows, reason in failed:
        counted = rows.order_by().values_list(reason).annotate(rows=Count("pk"))
        found += [(key, said, count) for said, count in counted.order_by("-rows")[:REASONS_SHOWN]]
    return found


@require_http_methods(["GET", "POST"])
def queue_page(request: HttpRequest) -> HttpResponse:
    """Show the queue; retry what failed or cancel what waits, after a look at how many."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm("analytics.operate_queue"):
        raise PermissionDenied
    act = Act(user, timezone.now(), request.META.get("REMOTE_ADDR") or None)
    name, key = request.POST.get("act", ""), request.POST.get("kind", "")
    if request.method == "POST" and (name, key) in ACTS:
        count, do = ACTS[name, key]
        if request.POST.get("confirmed"):
            messages.success(request, f"Done for {do(act)}.")
            return redirect("queue")
        return show(request, asked={"act": name, "kind": key, "rows": count()})
    return show(request)


def show(request: HttpRequest, **context: Any) -> HttpResponse:
    now = timezone.now()
    heart = last_heartbeat()
    context |= {
        "title": "Queue",
        "most_at_once": MOST_AT_ONCE,
        "lines": lines_of_work(now),
        "failures": failures_by_reason(),
        "silent_s": None if heart is None else (now - heart).total_seconds(),
        "workers": workers_alive(celery_app.conf.broker_url, now_s=now.timestamp()),
        "text_batches": TextBatch.objects.filter(state__in=UNDER_WAY).annotate(
            left=Count("summaries", filter=Q(summaries__state__in=("waiting", "writing")))
        )[:BATCHES_SHOWN],
        "batches": ImportBatch.objects.filter(state=ImportBatch.State.RUNNING).count(),
    }
    return TemplateResponse(request, "admin/queue.html", admin.site.each_context(request) | context)


def retry_recordings(act: Act) -> int:
    failed = Recording.objects.filter(state=Recording.State.FAILED)[:MOST_AT_ONCE]
    with transaction.atomic():
        queued = [row.pk for row in failed if row.wait_again(now=act.at)]
        for recording_id in queued:
            enqueue_on_commit(ingest_recording_task, recording_id=recording_id)
        tell(act, "queue.retried", "recordings", len(queued))
    return len(queued)


def retry_texts(act: Act) -> int:
    """Ask for the next version of each session whose newest text failed."""
    failed = Summary.objects.filter(state=Summary.State.FAILED).select_related("session")
    sessions = {row.session_id: row.session for row in failed[:MOST_AT_ONCE]}
    done = 0
    with transaction.atomic():
        for session in sessions.values():
            latest = Summary.objects.latest_of(session)
            if latest is not None and latest.state == Summary.State.FAILED:
                summary, _is_new = Summary.objects.request(session, now=act.at)
                enqueue_on_commit(write_summary_task, summary_id=summary.pk)
                done += 1
        tell(act, "queue.retried", "texts", done)
    return done


def cancel_recordings(act: Act) -> int:
    with transaction.atomic():
        done = Recording.objects.filter(state=Recording.State.WAITING).update(
            state=Recording.State.FAILED, reason=CANCELLED
        )
        tell(act, "queue.cancelled", "recordings", done)
    return done


def cancel_texts(act: Act) -> int:
    with transaction.atomic():
        done = Summary.objects.filter(state=Summary.State.WAITING).update(
            state=Summary.State.FAILED, failure=CANCELLED, open_session=None, finished_at=act.at
        )
        tell(act, "queue.cancelled", "texts", done)
    return done


def tell(act: Act, what: str, kind: str, rows: int) -> None:
    record_act(act, what, subject=f"queue of {kind}", detail={"rows": rows})


def count_in(rows: "type[Recording] | type[Summary]", state: str) -> int:
    return rows._default_manager.filter(state=state).count()


ACTS: dict[tuple[str, str], tuple[Callable[[], int], Callable[[Act], int]]] = {
    ("retry", "recordings"): (partial(count_in, Recording, "failed"), retry_recordings),
    ("retry", "texts"): (partial(count_in, Summary, "failed"), retry_texts),
    ("cancel", "recordings"): (partial(count_in, Recording, "waiting"), cancel_recordings),
    ("cancel", "texts"): (partial(count_in, Summary, "waiting"), cancel_texts),
}
