"""Texts of a batch that a vendor writes together, within a day and at half the price.

Packed, sent off, looked at until they are done, and taken in once. The rows know their parcel and
the parcel the vendor's id, so whoever looks next goes on where a dead worker stopped.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from summaries.asking import OF_THE_SERVICE
from summaries.manner import Manner
from summaries.models import Parcel, ProviderStanding, Summary, TextBatch, VendorCall
from summaries.prices import BATCH_SHARE, Price, cost_usd
from summaries.providers.bulk import BulkProvider
from summaries.providers.interface import (
    AnswerUnusable,
    Completion,
    ProviderError,
    ProviderFault,
    ProviderUnavailable,
)
from summaries.writing import first_prompt

CLOCKS_DIFFER_BY = timedelta(minutes=5)  # the vendor's and ours, at the most
GIVEN_UP_AFTER = timedelta(hours=26)  # the vendor lets go after a day
SENT_BACK_FOR = timedelta(minutes=5)  # where the vendor did not take it


def size_of_parcel(waiting: int, bulk: BulkProvider) -> int:
    """Say how many go together, so that those left are none or enough for a parcel of their own."""
    if waiting <= bulk.most:
        return waiting if waiting >= bulk.fewest else 0
    return min(bulk.most, waiting - bulk.fewest)


def send_parcel(
    batch: TextBatch,
    rows: Sequence[Summary],
    bulk: BulkProvider,
    *,
    manner_of: Callable[[Summary], Manner],
    now: datetime,
) -> int:
    """Pack waiting rows and hand them in; returns how many are with the vendor."""
    parcel = Parcel.objects.create(
        batch=batch, provider=bulk.name, model=bulk.model, packed_at=now, seen_at=now
    )
    packed = Summary.objects.pack(rows, parcel, now=now)
    if len(packed) < bulk.fewest:  # another worker was faster
        Summary.objects.put_back(parcel)
        parcel.delete()
        return 0
    prompts = {_mark(row): first_prompt(row, manner_of(row)) for row in packed}
    try:
        vendor_id = bulk.hand_in(parcel.name, prompts)
    except ProviderError as error:
        _send_back(parcel, error, now=now)
        return 0
    parcel.send_off(vendor_id, now=now)
    ProviderStanding.objects.note_answer(bulk.name)
    return len(prompts)


def look_after(parcel: Parcel, bulk: BulkProvider, *, now: datetime) -> bool:
    """Go on with a parcel that was claimed; True when its answers are there to be taken."""
    if parcel.state == Parcel.State.PACKED:
        _find_again(parcel, bulk, now=now)
        return False
    if parcel.batch.state == TextBatch.State.CANCELLED and not parcel.is_called_back:
        bulk.call_back(parcel.vendor_id)
        Parcel.objects.filter(pk=parcel.pk).update(is_called_back=True)
    if bulk.is_done(parcel.vendor_id):
        return True
    if now > parcel.packed_at + GIVEN_UP_AFTER:
        give_up(parcel, ProviderUnavailable(ProviderFault.EXPIRED), now=now)
    return False


def give_up(parcel: Parcel, error: ProviderError, *, now: datetime) -> None:
    """Take back, without an answer, what a vendor has."""
    _release_all(parcel, error, now=now)
    parcel.give_up(Parcel.State.AWAY)


def take_in(
    parcel: Parcel, bulk: BulkProvider, *, prices: Mapping[str, Price], now: datetime
) -> Iterator[Summary]:
    """Store each answer with its cost, once; yields what is to be written from it now.

    Who dies half-way leaves the rest in the parcel, and the answers cost nothing to fetch again.
    """
    rows = {_mark(row): row for row in parcel.summaries.all()}
    for mark, answer in bulk.answers(parcel.vendor_id):
        row = rows.pop(mark, None)
        if row is not None and _take(row, answer, parcel, prices, now=now):
            yield Summary.objects.select_related("session__athlete").get(pk=row.pk)
    for row in rows.values():  # no answer to it came back, or the marks are not ours
        _release(row, ProviderUnavailable(ProviderFault.EXPIRED), parcel.batch, now=now)
    parcel.take_in()


def _take(
    row: Summary,
    answer: Completion | ProviderError,
    parcel: Parcel,
    prices: Mapping[str, Price],
    *,
    now: datetime,
) -> bool:
    """Take one answer; True where the row is ours to write now."""
    if isinstance(answer, Completion):
        with transaction.atomic():
            if not row.unpack(now=now, answer=json.dumps(asdict(answer))):
                return False
            tokens = (answer.tokens_in, answer.tokens_out)
            _count(row, parcel, answer.model, tokens, prices, now=now)
        return True
    if isinstance(answer, AnswerUnusable):
        with transaction.atomic():
            if not row.unpack(now=now):
                return False
            tokens = (answer.tokens_in, answer.tokens_out)
            _count(row, parcel, parcel.model, tokens, prices, now=now)
        return True
    _release(row, answer, parcel.batch, now=now)
    return False


def _count(
    row: Summary,
    parcel: Parcel,
    model: str,
    tokens: tuple[int, int],
    prices: Mapping[str, Price],
    *,
    now: datetime,
) -> None:
    full_usd = cost_usd(model, *tokens, prices)
    VendorCall.objects.create(
        provider=parcel.provider,
        model=model,
        team=row.session.athlete.team,
        summary=row,
        at=now,
        tokens_in=tokens[0],
        tokens_out=tokens[1],
        cost_usd=None if full_usd is None else BATCH_SHARE * full_usd,
    )


def _release(row: Summary, error: ProviderError, batch: TextBatch, *, now: datetime) -> None:
    """Put a row that came back without an answer in line again, or end it."""
    if not row.unpack(now=now):
        return
    batch.refresh_from_db(fields=["state"])
    if batch.state == TextBatch.State.CANCELLED:
        row.delete()
    elif isinstance(error, ProviderUnavailable) and not row.is_last_attempt:
        row.release(due_at=now)
    else:
        row.fail(str(error), now=now)


def _release_all(parcel: Parcel, error: ProviderError, *, now: datetime) -> None:
    for row in parcel.summaries.all():
        _release(row, error, parcel.batch, now=now)


def _send_back(parcel: Parcel, error: ProviderError, *, now: datetime) -> None:
    """Undo the packing of what the vendor did not take; passing faults wait, final ones end it."""
    if error.fault in OF_THE_SERVICE:
        ProviderStanding.objects.note_fault(parcel.provider, str(error), now=now)
    due_at = now
    if isinstance(error, ProviderUnavailable):
        due_at = now + timedelta(seconds=error.retry_after_s or SENT_BACK_FOR.total_seconds())
    _release_all(parcel, error, now=due_at)
    parcel.give_up(Parcel.State.PACKED)


def _find_again(parcel: Parcel, bulk: BulkProvider, *, now: datetime) -> None:
    """Find out whether a parcel whose worker died was handed in; what was not is packed anew."""
    number = parcel.summaries.count()
    since = parcel.packed_at - CLOCKS_DIFFER_BY
    known = set(Parcel.objects.exclude(vendor_id="").values_list("vendor_id", flat=True))
    found = bulk.find(parcel.name, requests=number, since=since) if number else []
    if unknown := [vendor_id for vendor_id in found if vendor_id not in known]:
        parcel.send_off(unknown[-1], now=now)
        return
    _release_all(parcel, ProviderUnavailable(ProviderFault.NO_NETWORK), now=now)
    parcel.give_up(Parcel.State.PACKED)


def _mark(summary: Summary) -> str:
    """Mark a request so that its answer finds the row, at this attempt and no other."""
    return f"text-{summary.pk}-{summary.attempt}"
