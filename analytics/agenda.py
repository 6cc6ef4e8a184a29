"""The coach's list of today: decisions are raised and settled here, by whoever sees them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from analytics.audit import Act, record_act
from analytics.engine.agenda import KINDS
from analytics.engine.vocabulary import AgendaKind
from analytics.models import AgendaItem, Athlete

LONGEST_SUBJECT = 100
LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Matter:
    """Decisions of one kind that are looked at together; the first stands for the others."""

    first: AgendaItem
    others: Sequence[AgendaItem]

    @property
    def minutes(self) -> int:
        return self.first.minutes + sum(item.minutes for item in self.others)

    @property
    def is_of_one_athlete(self) -> bool:
        return all(item.athlete_id == self.first.athlete_id for item in self.others)


def matters_of(ranked: Iterable[AgendaItem]) -> list[Matter]:
    """Put ranked decisions of one kind about one athlete together; texts of all athletes."""
    together: dict[tuple[str, int | None], list[AgendaItem]] = {}
    for item in ranked:
        is_text = item.kind == AgendaKind.SUMMARY
        together.setdefault((item.kind, None if is_text else item.athlete_id), []).append(item)
    return [Matter(items[0], items[1:]) for items in together.values()]


def raise_item(
    athlete: Athlete,
    *,
    kind: AgendaKind,
    subject: str,
    evidence: str,
    address: str,
    now: datetime,
    day: date | None = None,
) -> AgendaItem:
    """Put a decision on the list, once for each athlete, kind and subject.

    ``day`` is that of the ride it is about; None where it is about today.

    Raised again, it takes the new evidence. One that had settled itself is open
    again; what a person dismissed or called done stays so.
    """
    decision = KINDS[kind]
    shown: dict[str, object] = {
        "evidence": evidence[:LONGEST_LINE],
        "address": address[:LONGEST_LINE],
        "day": day,
        "weight": decision.weight,
        "minutes": decision.minutes,
    }
    item, is_new = AgendaItem.objects.get_or_create(
        athlete=athlete,
        kind=kind,
        subject=subject[:LONGEST_SUBJECT],
        defaults={**shown, "arose_at": now},
    )
    if is_new:
        return item
    if item.settled_at is not None and item.settled_by_id is None:
        shown |= {"settled_at": None, "arose_at": now}
    changed = [name for name, value in shown.items() if getattr(item, name) != value]
    for name in changed:
        setattr(item, name, shown[name])
    if changed:
        item.save(update_fields=changed)
    return item


def settle_item(athlete: Athlete, *, kind: AgendaKind, subject: str, now: datetime) -> bool:
    """Take a decision off the list because it has been made; says whether it was on it."""
    waiting = AgendaItem.objects.filter(
        athlete=athlete, kind=kind, subject=subject[:LONGEST_SUBJECT], settled_at=None
    )
    return bool(waiting.update(settled_at=now))


@transaction.atomic
def dismiss_item(item: AgendaItem, act: Act) -> None:
    """Take a decision off the list because a person does not want it there."""
    item.dismiss(act.actor, now=act.at)
    record_act(act, "agenda.dismissed", subject=str(item), athlete=item.athlete)


@transaction.atomic
def finish_item(item: AgendaItem, act: Act) -> None:
    """Take a decision off the list because a person has done what it asks for."""
    item.say_done(act.actor, now=act.at)
    record_act(act, "agenda.done", subject=str(item), athlete=item.athlete)


@transaction.atomic
def reopen_item(item: AgendaItem, act: Act) -> None:
    """Put back what a person dismissed or called done."""
    item.open_again()
    record_act(act, "agenda.reopened", subject=str(item), athlete=item.athlete)
