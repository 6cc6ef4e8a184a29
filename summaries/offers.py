"""What each provider offers here and now, as the settings have it."""

from django.conf import settings
from django.db.models import QuerySet

from analytics.models import Session
from summaries.batching import Estimate, Terms, estimate, texts_by_provider
from summaries.models import TeamTexts, TextBatch
from summaries.prices import BATCH_SHARE, read_prices
from summaries.providers.configured import fewest_in_bulk, model_of

Pace = TextBatch.Pace


def offer(
    sessions: QuerySet[Session], *, wanted: str = "", pace: TextBatch.Pace = Pace.NOW
) -> Estimate:
    """Estimate what texts of these sessions would take, whoever writes which of them."""
    texts = texts_by_provider(sessions, wanted=wanted, default=settings.SUMMARY_PROVIDER)
    prices = read_prices(settings.MODEL_PRICES)
    by_provider = {name: terms_of(name, number, pace) for name, number in texts.items()}
    return estimate(texts, terms=by_provider, prices=prices)


def terms_of(provider: str, texts: int, pace: TextBatch.Pace) -> Terms:
    """Read what a provider asks for that many texts: fewer than it takes together cost full."""
    fewest = fewest_in_bulk(provider)
    is_bulk = pace == Pace.WITHIN_A_DAY and fewest is not None and texts >= fewest
    return Terms(
        model=model_of(provider),
        per_minute=None if is_bulk else settings.PROVIDER_RATES.get(provider),
        price_share=BATCH_SHARE if is_bulk else 1.0,
    )


def can_wait() -> bool:
    """Tell whether anybody's provider writes many texts together for less."""
    chosen = TeamTexts.objects.values_list("provider", flat=True)
    return any(fewest_in_bulk(provider) for provider in (settings.SUMMARY_PROVIDER, *chosen))
