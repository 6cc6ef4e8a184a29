import json
import time

import pytest

from summaries.draft import read_draft, write_draft
from summaries.providers.bedrock import BedrockProvider
from summaries.providers.interface import (
    AnswerUnusable,
    ProviderFault,
    ProviderRefused,
    ProviderUnavailable,
)
from summaries.voices import write_offline
from tests.summaries.providers.vendor_server import Answer, bedrock_error, bedrock_message

MODEL = "eu.anthropic.test-1:0"


@pytest.fixture(autouse=True)
def aws_keys(monkeypatch, tmp_path):
    """Keys of our own, so that no test meets those of the machine."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test-secret")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def provider(url, *, timeout_s=5.0):
    return BedrockProvider(
        model=MODEL, region="eu-central-1", timeout_s=timeout_s, endpoint_url=url
    )


def good_draft(prompt):
    return json.loads(write_draft(write_offline(prompt.facts)))


def test_answer_is_the_draft_with_model_and_tokens(vendor, prompt):
    vendor.script = [bedrock_message(good_draft(prompt))]

    completion = provider(vendor.url).complete(prompt)

    assert read_draft(completion.text) == write_offline(prompt.facts)
    assert (completion.model, completion.tokens_in, completion.tokens_out) == (MODEL, 1300, 80)


def test_request_forces_the_tool_and_carries_the_facts(vendor, prompt):
    vendor.script = [bedrock_message(good_draft(prompt))]

    provider(vendor.url).complete(prompt)

    (asked,) = vendor.asked
    assert asked.path == "/model/eu.anthropic.test-1%3A0/converse"
    (tool,) = asked.body["toolConfig"]["tools"]
    assert tool["toolSpec"]["inputSchema"] == {"json": prompt.schema}
    assert asked.body["toolConfig"]["toolChoice"] == {"tool": {"name": "write_note"}}
    assert asked.body["system"] == [{"text": prompt.system}]
    assert asked.body["messages"] == [{"role": "user", "content": [{"text": prompt.data}]}]


@pytest.mark.parametrize(
    ("answer", "fault", "retry_after_s"),
    (
        (
            bedrock_error(429, "ThrottlingException", retry_after="9"),
            ProviderFault.RATE_LIMITED,
            9.0,
        ),
        (bedrock_error(429, "ThrottlingException"), ProviderFault.RATE_LIMITED, None),
        (bedrock_error(429, "ModelNotReadyException"), ProviderFault.OVERLOADED, None),
        (bedrock_error(503, "ServiceUnavailableException"), ProviderFault.OVERLOADED, None),
        (bedrock_error(500, "InternalServerException"), ProviderFault.SERVER_ERROR, None),
        (bedrock_error(424, "ModelErrorException"), ProviderFault.SERVER_ERROR, None),
        (bedrock_error(408, "ModelTimeoutException"), ProviderFault.TIMEOUT, None),
        (Answer(502, b"<html>Bad gateway</html>"), ProviderFault.SERVER_ERROR, None),
        (Answer(hangs_up=True), ProviderFault.NO_NETWORK, None),
    ),
)
def test_passing_fault_may_be_tried_later(vendor, prompt, answer, fault, retry_after_s):
    vendor.script = [answer]

    with pytest.raises(ProviderUnavailable) as raised:
        provider(vendor.url).complete(prompt)

    assert raised.value.fault is fault
    assert raised.value.retry_after_s == retry_after_s
    assert str(raised.value) == fault.sentence
    assert len(vendor.asked) == 1, "retries are the queue's business"


@pytest.mark.parametrize(
    ("answer", "fault"),
    (
        (bedrock_error(403, "AccessDeniedException"), ProviderFault.INVALID_KEY),
        (bedrock_error(403, "UnrecognizedClientException"), ProviderFault.INVALID_KEY),
        (bedrock_error(403, "ExpiredTokenException"), ProviderFault.INVALID_KEY),
        (bedrock_error(404, "ResourceNotFoundException"), ProviderFault.UNKNOWN_MODEL),
        (bedrock_error(400, "ValidationException"), ProviderFault.BAD_REQUEST),
        (bedrock_message({}, stop_reason="content_filtered"), ProviderFault.REFUSED),
        (bedrock_message({}, stop_reason="guardrail_intervened"), ProviderFault.REFUSED),
    ),
)
def test_final_fault_is_not_worth_a_retry(vendor, prompt, answer, fault):
    vendor.script = [answer]

    with pytest.raises(ProviderRefused) as raised:
        provider(vendor.url).complete(prompt)

    assert raised.value.fault is fault
    assert "test-secret" not in f"{raised.value} {raised.value.detail}"


@pytest.mark.parametrize(
    ("answer", "fault"),
    (
        (bedrock_message({"sentences": []}, stop_reason="max_tokens"), "CUT_SHORT"),
        (bedrock_message({}, tool="another_tool"), "EMPTY"),
        (bedrock_message({}), "NOT_A_DRAFT"),
        (bedrock_message({"sentences": [{"text": "Held."}]}), "NOT_A_DRAFT"),
        (bedrock_message({"sentences": [{"text": "Held.", "facts": [1]}]}), "NOT_A_DRAFT"),
    ),
)
def test_unusable_answer_says_what_it_cost(vendor, prompt, answer, fault):
    vendor.script = [answer]

    with pytest.raises(AnswerUnusable) as raised:
        provider(vendor.url).complete(prompt)

    assert raised.value.fault is ProviderFault[fault]
    assert (raised.value.tokens_in, raised.value.tokens_out) == (1300, 80)


@pytest.mark.parametrize("body", (b'{"output": {"mess', b"", b"[]", b"{}"))
def test_body_that_is_no_message_is_never_a_traceback(vendor, prompt, body):
    vendor.script = [Answer(200, body)]

    with pytest.raises(ProviderUnavailable) as raised:
        provider(vendor.url).complete(prompt)

    assert raised.value.fault is ProviderFault.SERVER_ERROR


@pytest.mark.parametrize(
    "slow",
    (Answer(200, b"{}", wait_s=5.0), Answer(200, b" " * 1000, drips=True)),
    ids=("no first byte", "drip"),
)
def test_slow_answer_ends_at_the_deadline(vendor, prompt, slow):
    vendor.script = [slow]
    started_s = time.monotonic()

    with pytest.raises(ProviderUnavailable) as raised:
        provider(vendor.url, timeout_s=0.3).complete(prompt)

    assert raised.value.fault is ProviderFault.TIMEOUT
    assert time.monotonic() - started_s < 3.0


def test_nobody_listening_is_no_network(prompt):
    with pytest.raises(ProviderUnavailable) as raised:
        provider("http://127.0.0.1:9").complete(prompt)

    assert raised.value.fault is ProviderFault.NO_NETWORK


def test_missing_keys_are_told_as_not_configured(vendor, prompt, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    with pytest.raises(ProviderRefused) as raised:
        provider(vendor.url).complete(prompt)

    assert raised.value.fault is ProviderFault.NOT_CONFIGURED
