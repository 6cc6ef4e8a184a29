import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from summaries.providers.configured import configured_provider


def test_default_needs_no_network(settings):
    settings.SUMMARY_PROVIDER = "offline"

    assert configured_provider().name == "offline"


@pytest.mark.parametrize("name", ("offline", "scripted", "anthropic", "bedrock"))
def test_settings_choose_the_provider(settings, name):
    settings.SUMMARY_PROVIDER = name
    settings.BEDROCK_MODEL = "eu.anthropic.test-1:0"
    settings.BEDROCK_REGION = "eu-central-1"

    assert configured_provider().name == name


def test_name_goes_before_the_setting(settings):
    settings.SUMMARY_PROVIDER = "anthropic"

    assert configured_provider("offline").name == "offline"


def test_unknown_provider_lists_the_known(settings):
    settings.SUMMARY_PROVIDER = "oracle"

    with pytest.raises(ImproperlyConfigured, match="'oracle'; there are offline, anthropic"):
        configured_provider()


@pytest.mark.parametrize("setting", ("BEDROCK_MODEL", "BEDROCK_REGION"))
def test_empty_setting_of_the_chosen_provider_is_named(settings, setting):
    settings.BEDROCK_MODEL = "eu.anthropic.test-1:0"
    settings.BEDROCK_REGION = "eu-central-1"
    setattr(settings, setting, "")

    with pytest.raises(ImproperlyConfigured, match=f"Set {setting}"):
        configured_provider("bedrock")


def test_choosing_offline_imports_no_vendor():
    code = (
        "import sys; import summaries.providers.configured; "
        "print(sorted({'anthropic', 'boto3'} & set(sys.modules)))"
    )

    command = [sys.executable, "-c", code]
    printed = subprocess.run(  # noqa: S603  our own interpreter and code
        command, capture_output=True, text=True, check=True
    ).stdout

    assert printed.strip() == "[]"
