"""What each provider offers here and now, as the settings have it."""

from django.conf import settings
from django.db.models import QuerySet

from analytics.models import Session
from summaries.batching import Estimate, Terms, estimate, texts_by_provider
from summaries.models import TeamTexts, TextBatch
from summaries.prices import BATCH_SHARE, read_prices
from summaries.providers.configured import has_bulk, model_of

Pace = TextBatch.Pace


def offer(
    sessions: QuerySet[Session], *, wanted: str = "", pace: TextBatch.Pace = Pace.NOW
) -> Estimate:
    """Estimate what texts of these sessions would take, whoever writes which of them."""
    texts = texts_by_provider(sessions, wanted=wanted, default=settings.SUMMARY_PROVIDER)
    prices = read_prices(settings.MODEL_PRICES)
    return estimate(texts, terms_of=lambda name: terms_of(name, pace), prices=prices)


def terms_of(provider: str, pace: TextBatch.Pace) -> Terms:
    is_bulk = pace == Pace.WITHIN_A_DAY and has_bulk(provider)
    return Terms(
        model=model_of(provider),
        per_minute=None if is_bulk else settings.PROVIDER_RATES.get(provider),
        price_share=BATCH_SHARE if is_bulk else 1.0,
    )


def can_wait() -> bool:
    """Tell whether anybody's provider writes many texts together for less."""
    chosen = TeamTexts.objects.values_list("provider", flat=True)
    return any(has_bulk(provider) for provider in (settings.SUMMARY_PROVIDER, *chosen))
