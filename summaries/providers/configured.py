"""The provider that the settings choose.

A vendor's SDK costs seconds and tens of megabytes to import, and the default
provider needs none: each is imported when it is asked for, and nowhere else.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from summaries.providers.answers import MAX_TOKENS
from summaries.providers.bulk import BulkProvider
from summaries.providers.interface import TextProvider
from summaries.providers.offline import OfflineProvider
from summaries.providers.scripted import ScriptedProvider


def configured_provider(name: str = "") -> TextProvider:
    """Make the provider of that name, or the one that the settings name.

    Raises
    ------
    ImproperlyConfigured
        If there is no such provider or a setting that it needs is empty.
    """
    wanted = name or settings.SUMMARY_PROVIDER
    if wanted not in MAKERS:
        known = ", ".join(MAKERS)
        raise ImproperlyConfigured(f"There is no provider {wanted!r}; there are {known}.")
    return MAKERS[wanted]()


def configured_bulk(name: str) -> BulkProvider | None:
    """Make what asks that provider for many texts at once; None where it has no such way."""
    if fewest_in_bulk(name) is None:
        return None
    return _bedrock_bulk() if name == "bedrock" else _anthropic_bulk()


def fewest_in_bulk(name: str) -> int | None:
    """Say how many texts a provider takes together at least; None where it takes one by one.

    Bedrock's way goes through a bucket of S3, which the settings may name.
    """
    if name == "bedrock" and settings.BEDROCK_BATCH_URL and settings.BEDROCK_BATCH_ROLE:
        return int(settings.BEDROCK_BATCH_FEWEST)
    return 1 if name == "anthropic" else None


def model_of(name: str) -> str:
    """Name the model that a provider would be asked with; its own name where it has none."""
    models = {"anthropic": settings.ANTHROPIC_MODEL, "bedrock": settings.BEDROCK_MODEL}
    return models.get(name, name)


def parameters_of(name: str) -> dict[str, Any]:
    """State what a vendor is asked with, to be stored with the text."""
    if name not in ("anthropic", "bedrock"):
        return {}
    return {
        "model": model_of(name),
        "max_tokens": MAX_TOKENS,
        "timeout_s": settings.PROVIDER_TIMEOUT_S,
        "per_minute": settings.PROVIDER_RATES.get(name),
    }


def _anthropic() -> TextProvider:
    from summaries.providers.anthropic import AnthropicProvider  # noqa: PLC0415  see the module

    return AnthropicProvider(
        model=_setting("ANTHROPIC_MODEL"), timeout_s=settings.PROVIDER_TIMEOUT_S
    )


def _anthropic_bulk() -> BulkProvider:
    from summaries.providers.anthropic_bulk import AnthropicBulk  # noqa: PLC0415  see the module

    return AnthropicBulk(model=_setting("ANTHROPIC_MODEL"), timeout_s=settings.PROVIDER_TIMEOUT_S)


def _bedrock_bulk() -> BulkProvider:
    from summaries.providers.bedrock_bulk import BedrockBulk  # noqa: PLC0415  see the module

    return BedrockBulk(
        model=_setting("BEDROCK_MODEL"),
        region=_setting("BEDROCK_REGION"),
        folder_url=settings.BEDROCK_BATCH_URL,
        role_arn=settings.BEDROCK_BATCH_ROLE,
        fewest=settings.BEDROCK_BATCH_FEWEST,
        timeout_s=settings.PROVIDER_TIMEOUT_S,
    )


def _bedrock() -> TextProvider:
    from summaries.providers.bedrock import BedrockProvider  # noqa: PLC0415  see the module

    return BedrockProvider(
        model=_setting("BEDROCK_MODEL"),
        region=_setting("BEDROCK_REGION"),
        timeout_s=settings.PROVIDER_TIMEOUT_S,
    )


def _setting(name: str) -> str:
    value = str(getattr(settings, name))
    if not value:
        raise ImproperlyConfigured(f"Set {name}: the chosen provider needs it.")
    return value


MAKERS: dict[str, Callable[[], TextProvider]] = {
    "offline": OfflineProvider,
    "anthropic": _anthropic,
    "bedrock": _bedrock,
    "scripted": ScriptedProvider,
}
