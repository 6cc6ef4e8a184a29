"""One attempt at one claimed summary, with the settings of this machine."""

import logging
import random
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from analytics.models import Team
from summaries.asking import AskedProvider, Terms
from summaries.choosing import Choice, choose_provider, wanted_provider
from summaries.manner import Manner
from summaries.measuring import MeasuredProvider
from summaries.models import CoachVoice, Summary
from summaries.prices import price_of, read_prices
from summaries.providers.configured import configured_provider, model_of, parameters_of
from summaries.providers.interface import ProviderError, ProviderUnavailable
from summaries.review_agenda import ask_for_review
from summaries.writing import write_summary

logger = logging.getLogger(__name__)

FIRST_RETRY_S = 5.0


def attempt(summary: Summary, *, has_first_turn: bool = False) -> float | None:
    """Write a claimed summary; seconds until the next attempt, or None where none is wanted."""
    try:
        _write(summary, has_first_turn=has_first_turn)
    except ProviderUnavailable as error:
        if summary.is_last_attempt:
            summary.fail(f"{error} Gave up after {summary.attempt} attempts.", now=timezone.now())
            return None
        pause_s = pause_before_next(summary.attempt, error)
        summary.release(due_at=timezone.now() + timedelta(seconds=pause_s))
        return pause_s
    except ProviderError as error:
        summary.fail(str(error), now=timezone.now())
    except Exception:  # whatever goes wrong, the row must not stay "being written"
        logger.exception("Writing of summary %s failed", summary.pk)
        summary.fail("The text could not be written; ask for it again.", now=timezone.now())
    return None


def _write(summary: Summary, *, has_first_turn: bool) -> None:
    choice = choice_for(summary)
    manner = manner_of(summary)
    terms = Terms(
        per_minute=settings.PROVIDER_RATES.get(choice.provider),
        prices=read_prices(settings.MODEL_PRICES),
        clock=timezone.now,
        has_first_turn=has_first_turn,
    )
    provider = MeasuredProvider(configured_provider(choice.provider))
    is_written = write_summary(
        summary,
        provider=AskedProvider(provider, summary, terms),
        voice=manner.tone,
        manner=manner,
        now=timezone.now(),
        note=choice.note,
        parameters=parameters_of(choice.provider),
    )
    if is_written:
        ask_for_review(summary, "written, not yet read", now=timezone.now())


def provider_wanted(summary: Summary) -> str:
    """Name who would write a row: by the request, its team, or the settings."""
    team = summary.session.athlete.team
    return wanted_provider(team, wanted=summary.wanted_provider, default=settings.SUMMARY_PROVIDER)


def choice_for(summary: Summary) -> Choice:
    """Choose who writes a row now, by its request, its team, the budget and the breaker."""
    return choice_of(summary.session.athlete.team, wanted=summary.wanted_provider)


def choice_of(team: Team, *, wanted: str) -> Choice:
    """Choose who writes a team's texts now."""
    model = model_of(wanted_provider(team, wanted=wanted, default=settings.SUMMARY_PROVIDER))
    prices = read_prices(settings.MODEL_PRICES)
    return choose_provider(
        team,
        wanted=wanted,
        default=settings.SUMMARY_PROVIDER,
        budget_usd=settings.MONTHLY_BUDGET_USD,
        has_price=price_of(model, prices) is not None,
        now=timezone.now(),
    )


def manner_of(summary: Summary) -> Manner:
    """Take the manner of whoever asked, else of the team's first coach who has one."""
    team = summary.session.athlete.team
    voice = CoachVoice.objects.of_team(team, asked_by=summary.requested_by)
    return voice.manner() if voice is not None else Manner(tone=settings.SUMMARY_VOICE)


def pause_before_next(attempt_number: int, error: ProviderUnavailable) -> float:
    """Double the pause with each attempt, spread so that workers do not come back together."""
    if error.retry_after_s is not None:
        return float(error.retry_after_s) * random.uniform(1.0, 1.2)  # noqa: S311  spreads load, no secret
    pause_s: float = FIRST_RETRY_S * 2 ** (attempt_number - 1)
    return pause_s * random.uniform(0.75, 1.25)  # noqa: S311  spreads load, no secret
