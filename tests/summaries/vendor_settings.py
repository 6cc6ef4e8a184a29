"""Both vendors' SDKs pointed at the local server, by the environment that they read themselves."""

import pytest

from tests.summaries.providers.vendor_server import VendorServer


def point_sdks_at(vendor: VendorServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "ANTHROPIC_BASE_URL": vendor.url,
        "ANTHROPIC_API_KEY": "sk-test-secret",
        "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": vendor.url,
        "AWS_ENDPOINT_URL_BEDROCK": vendor.url,
        "AWS_ENDPOINT_URL_S3": vendor.url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "aws-test-secret",
    }.items():
        monkeypatch.setenv(name, value)
