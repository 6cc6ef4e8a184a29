"""Every page of the product, found in the URLconf, with an example of each row that it needs."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from analytics.athlete_state import work_out_state
from analytics.audit import Act
from analytics.demo_team import demo_season, store_people
from analytics.invitations import invite
from analytics.management.commands.load_demo import load_here
from analytics.models import (
    AgendaItem,
    Athlete,
    Case,
    ImportBatch,
    PowerCut,
    Recording,
    Session,
    Team,
)
from summaries.models import Summary, TextBatch
from tests.make import import_fit, make_fit

RIDES = 14


def open_secret() -> str:
    now = timezone.now()
    team = Team.objects.earliest("pk")
    _, secret = invite("new@example.org", [team], lasting=timedelta(1), act=Act(None, now))
    return secret


# What stands for a parameter of an address, where it means different things with its namespace
# in front; a page whose rows are missing here is not found, which fails the walk.
EXAMPLES: dict[str, Callable[[], object]] = {
    "athlete_id": lambda: Session.objects.latest("started_at").athlete_id,
    "user_id": lambda: User.objects.filter(is_superuser=True).latest("pk").pk,
    "session_id": lambda: Session.objects.latest("started_at").pk,
    "recording_id": lambda: Recording.objects.filter(state="failed").latest("pk").pk,
    "item_id": lambda: AgendaItem.objects.latest("pk").pk,
    "analytics:batch_id": lambda: ImportBatch.objects.latest("pk").pk,
    "summaries:batch_id": lambda: TextBatch.objects.latest("pk").pk,
    "summary_id": lambda: Summary.objects.filter(state__in=("ready", "draft")).latest("pk").pk,
    "secret": open_secret,
    "step": lambda: "pause",
    "channel": lambda: "power_w",
    "second": lambda: 10,
    "case_id": lambda: Case.objects.latest("pk").pk,
    "cut_id": lambda: PowerCut.objects.latest("pk").pk,
    "verb": lambda: "accept",
    "table": lambda: "athletes",
    "form": lambda: "csv",
}


def load_demo_rows() -> None:
    """Load the first rides of the demo season, and one row of everything else."""
    season = demo_season(today=timezone.localdate())
    athletes = store_people(season)
    for _ in load_here(season.rides[:RIDES], athletes):
        pass
    first = Session.objects.earliest("started_at").athlete
    import_fit(first, make_fit([float("nan")] * 300), name="no-power.fit")
    failed = import_fit(first, b"not a ride", name="broken.fit")
    Recording.objects.filter(pk=failed.pk).update(state="failed", reason="It broke.")
    now = timezone.now()
    ImportBatch.objects.create(
        athlete=first, title="Spring", started_at=now, resumed_at=now, seen_at=now
    )
    TextBatch.objects.create(
        team=first.team, title="Spring", provider="offline", started_at=now, seen_at=now
    )
    Case.objects.create(
        session=Session.objects.latest("started_at"),
        level=0,
        duration_s=7,
        start_s=10,
        power_w=900.0,
        reasons=["25 % above the best of all time"],
    )
    PowerCut.objects.create(
        session=Session.objects.latest("started_at"),
        spans=[[20, 22]],
        subject="1400 W over 1 s",
        reasons=["a burst"],
        decided_at=now,
    )
    for athlete in Athlete.objects.all():
        work_out_state(athlete, now=Session.objects.latest("started_at").started_at)
        work_out_state(athlete, now=now + timedelta(seconds=1))


def addresses() -> Iterator[str]:
    """Give one address of each route."""
    for name, parameters in _routes(get_resolver(), ()):
        yield reverse(name, kwargs={each: example_of(name, each)() for each in parameters})


def example_of(name: str, parameter: str) -> Callable[[], object]:
    """Give what is known of a parameter; without it the first row, which a POST never reads."""
    namespace = name.partition(":")[0]
    return EXAMPLES.get(f"{namespace}:{parameter}") or EXAMPLES.get(parameter) or (lambda: 1)


def pages_among(client: Client, candidates: Iterator[str]) -> list[str]:
    """Keep what answers a visit with a whole page; nothing else may go wrong."""
    pages = []
    for address in candidates:
        answer = client.get(address)
        told = f"{address} answered {answer.status_code}: does it need an EXAMPLE?"
        assert answer.status_code in (200, 302, 401, 405), told
        if answer.status_code == 200 and b"<html" in answer.content:
            pages.append(address)
    return pages


def _routes(resolver: URLResolver, namespaces: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _routes(pattern, inner)
        elif pattern.name and not _is_djangos(pattern, namespaces):
            yield ":".join((*namespaces, pattern.name)), list(pattern.pattern.regex.groupindex)


def _is_djangos(pattern: URLPattern, namespaces: tuple[str, ...]) -> bool:
    """Tell the tables of the admin, which Django draws, from the pages that we added to it.

    Their colours are ours and pass; inputs of an inline and the search field have no label, which
    only Django can mend.
    """
    return "admin" in namespaces and pattern.callback.__module__.startswith("django.")
