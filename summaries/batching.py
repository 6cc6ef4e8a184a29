"""Many texts asked for together: which sessions, at what price, and their rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from analytics.audit import Act, record_act
from analytics.models import Session, Team
from summaries.choosing import OFFLINE
from summaries.models import Summary, TeamTexts, TextBatch, VendorCall
from summaries.prices import USUAL_TOKENS_IN, USUAL_TOKENS_OUT, Price, cost_usd

MOST_IN_A_BATCH = 20_000
ROWS_A_TIME = 500


class Scope(StrEnum):
    """Which sessions of those that are chosen get a new text."""

    MISSING = "missing"
    STALE = "stale"
    UNAPPROVED = "unapproved"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Terms:
    """What one provider asks for, as the settings have it."""

    model: str
    per_minute: float | None  # None: nothing limits its rate
    price_share: float = 1.0  # of the full price, through a vendor's batch interface


@dataclass(frozen=True, slots=True)
class Share:
    """The texts of a batch that one provider writes."""

    provider: str
    model: str
    texts: int
    is_cheaper: bool  # through a vendor's batch interface


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a batch will take before anybody starts it."""

    shares: tuple[Share, ...]  # the largest first
    usd: float | None  # None: the price of one of the models is not known
    minutes: float | None  # None: nothing limits its rate

    @property
    def texts(self) -> int:
        return sum(share.texts for share in self.shares)

    @property
    def is_free(self) -> bool:
        return all(share.provider == OFFLINE for share in self.shares)


def sessions_for(
    user: User | None,
    *,
    scope: Scope,
    team: Team | None = None,
    since: date | None = None,
    until: date | None = None,
    chosen: Sequence[int] = (),
    under_way: bool = False,
) -> QuerySet[Session]:
    """Select the sessions that a batch writes about; ``user`` None means everybody's.

    ``under_way`` selects those it leaves out: their next text waits or is being written.
    """
    sessions = Session.objects.all() if user is None else Session.objects.visible_to(user)
    if team is not None:
        sessions = sessions.filter(athlete__team=team)
    if since is not None:
        sessions = sessions.filter(local_date__gte=since)
    if until is not None:
        sessions = sessions.filter(local_date__lte=until)
    if chosen:
        sessions = sessions.filter(pk__in=chosen)
    return _within(sessions, scope).filter(open_summary__isnull=not under_way).distinct()


def _within(sessions: QuerySet[Session], scope: Scope) -> QuerySet[Session]:
    newest = Summary.objects.filter(session=OuterRef("pk")).newest_versions()
    told = (Summary.State.READY, Summary.State.APPROVED, Summary.State.STALE)
    if scope is Scope.MISSING:
        return sessions.filter(~Exists(newest.filter(state__in=told)))
    if scope is Scope.STALE:
        return sessions.filter(Exists(newest.filter(state=Summary.State.STALE)))
    if scope is Scope.UNAPPROVED:
        return sessions.filter(~Exists(newest.filter(state=Summary.State.APPROVED)))
    return sessions


def texts_by_provider(sessions: QuerySet[Session], *, wanted: str, default: str) -> dict[str, int]:
    """Count the sessions by who would write them: who is wanted, else what each team chose."""
    counts = sessions.order_by().values_list("athlete__team").annotate(Count("pk", distinct=True))
    of_team = dict(TeamTexts.objects.exclude(provider="").values_list("team", "provider"))
    found: dict[str, int] = {}
    for team, number in counts:
        provider = wanted or of_team.get(team, default)
        found[provider] = found.get(provider, 0) + number
    return found


def estimate(
    texts: Mapping[str, int], *, terms: Mapping[str, Terms], prices: Mapping[str, Price]
) -> Estimate:
    """Reckon with the mean tokens of the latest calls, or with the usual ones before the first."""
    usual = (float(USUAL_TOKENS_IN), float(USUAL_TOKENS_OUT))
    costs: list[float | None] = []
    minutes: list[float] = []
    shares: list[Share] = []
    for provider, number in sorted(texts.items(), key=lambda entry: (-entry[1], entry[0])):
        its = terms[provider]
        tokens_in, tokens_out = VendorCall.objects.mean_tokens(provider) or usual
        tokens = (round(number * tokens_in), round(number * tokens_out))
        full_usd = cost_usd(its.model, *tokens, prices)
        costs.append(None if full_usd is None else its.price_share * full_usd)
        minutes += [number / its.per_minute] if its.per_minute else []
        shares.append(Share(provider, its.model, number, is_cheaper=its.price_share < 1))
    known = [usd for usd in costs if usd is not None]
    usd = sum(known) if len(known) == len(costs) else None
    return Estimate(tuple(shares), usd, max(minutes, default=None))


def start_batch(
    sessions: QuerySet[Session],
    act: Act,
    *,
    title: str,
    wanted: str = "",
    team: Team | None = None,
    pace: TextBatch.Pace = TextBatch.Pace.NOW,
    estimated_usd: float | None = None,
) -> TextBatch:
    """Open a batch with a waiting row for each session; none gets a second open version.

    ``wanted`` writes all of it, else each team's own provider does.
    """
    with transaction.atomic():
        batch = TextBatch.objects.create(
            team=team,
            title=title[:200],
            provider=wanted,
            pace=pace,
            started_by=act.actor,
            started_at=act.at,
            seen_at=act.at,
            estimated_usd=estimated_usd,
        )
        # A session that somebody has asked for meanwhile keeps its one open version.
        rows = _waiting_rows(sessions, batch, act)
        Summary.objects.bulk_create(rows, batch_size=ROWS_A_TIME, ignore_conflicts=True)
        batch.total = batch.summaries.count()
        batch.save(update_fields=["total"])
        record_act(act, "texts.batch_started", subject=str(batch), detail={"texts": batch.total})
    return batch


def _waiting_rows(sessions: QuerySet[Session], batch: TextBatch, act: Act) -> list[Summary]:
    """Make the next version of each session, the newest ride first."""
    numbered = Session.objects.filter(pk__in=sessions.values("pk")).annotate(
        newest=Max("summaries__version")
    )
    found = numbered.order_by("-started_at").values_list("pk", "newest")
    return [
        Summary(
            session_id=pk,
            open_session_id=pk,
            version=(newest or 0) + 1,
            batch=batch,
            wanted_provider=batch.provider,
            requested_at=act.at,
            requested_by=act.actor,
            due_at=act.at,
        )
        for pk, newest in found[:MOST_IN_A_BATCH]
    ]


def cancel_batch(batch: TextBatch, act: Act) -> bool:
    """Stop a batch: what waits is dropped, what is being written comes to its end."""
    with transaction.atomic():
        if not batch.cancel(now=act.at):
            return False
        batch.summaries.filter(state=Summary.State.WAITING).delete()
        record_act(act, "texts.batch_cancelled", subject=str(batch))
    return True


def finish_if_done(batch: TextBatch, *, now: datetime) -> bool:
    under_way = (Summary.State.WAITING, Summary.State.WRITING)
    if batch.summaries.filter(state__in=under_way).exists():
        return False
    return batch.finish(now=now)
