"""The test of a provider that an administrator presses a button for."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from summaries.probing import Probe, probe
from summaries.providers.configured import configured_provider


def probe_provider(name: str = "") -> Probe:
    """Try the provider of that name, or the one that the settings choose; never raises."""
    try:
        provider = configured_provider(name)
    except ImproperlyConfigured as fault:
        wanted = name or settings.SUMMARY_PROVIDER
        return Probe(wanted, is_working=False, sentence=str(fault))
    return probe(provider)
