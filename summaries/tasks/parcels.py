import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from analytics.models import Team
from summaries.batching import finish_if_done
from summaries.models import Parcel, Summary, TextBatch
from summaries.parcels import give_up, look_after, send_parcel, size_of_parcel, take_in
from summaries.prices import read_prices
from summaries.providers.bulk import BatchFailed, BulkProvider
from summaries.providers.configured import configured_bulk
from summaries.providers.interface import ProviderError
from summaries.tasks.attempt import attempt, choice_for, choice_of, manner_of
from summaries.tasks.writing import catch_up

logger = logging.getLogger(__name__)


def send_what_can_wait(batch: TextBatch, offered: list[Summary]) -> bool:
    """Hand in texts of a batch together, where their provider has a way for that.

    False where the next one is to be written by itself: another provider's, answered already, or
    of too few for the vendor.
    """
    bulk = configured_bulk(choice_for(offered[0]).provider) if _can_wait(offered[0]) else None
    rows = [] if bulk is None else _parcel_for(batch, bulk)
    if bulk is None or not rows:
        return False
    send_parcel(batch, rows, bulk, manner_of=manner_of, now=timezone.now())
    return True


def _parcel_for(batch: TextBatch, bulk: BulkProvider) -> list[Summary]:
    """Choose waiting texts of a provider that go together; none where they are too few."""
    teams = Team.objects.filter(athletes__sessions__summaries__batch=batch).distinct()
    its_own = [t for t in teams if choice_of(t, wanted=batch.provider).provider == bulk.name]
    waiting = Summary.objects.to_pack(batch, now=timezone.now()).filter(
        session__athlete__team__in=its_own
    )
    rows = list(waiting[: bulk.most + bulk.fewest])
    return rows[: size_of_parcel(len(rows), bulk)]


def _can_wait(row: Summary) -> bool:
    return row.state == Summary.State.WAITING and not row.answer


@shared_task
def sweep_parcels() -> None:
    """Look after what is with a vendor, or was left half packed by a dead worker."""
    for parcel_id in Parcel.objects.to_look_at(now=timezone.now()).values_list("pk", flat=True):
        look_after_text_batch_parcel_task.delay(parcel_id=parcel_id)


@shared_task
def look_after_text_batch_parcel_task(*, parcel_id: int) -> None:
    """Ask whether a parcel is done and write its texts from the answers; safe to deliver twice."""
    parcel = Parcel.objects.claim(parcel_id, now=timezone.now())
    bulk = configured_bulk(parcel.provider) if parcel is not None else None
    if parcel is None or bulk is None:
        return
    try:
        if look_after(parcel, bulk, now=timezone.now()):
            prices = read_prices(settings.MODEL_PRICES)
            for summary in take_in(parcel, bulk, prices=prices, now=timezone.now()):
                if attempt(summary) is None:
                    catch_up(summary)
    except BatchFailed as error:
        logger.warning("Parcel %s: %s It says: %s", parcel.pk, error, error.detail)
        give_up(parcel, error, now=timezone.now())
    except ProviderError as error:
        logger.warning("Parcel %s: %s It is looked at again soon.", parcel.pk, error)
        return
    finish_if_done(parcel.batch, now=timezone.now())
