import json
import time

import pytest

from summaries.draft import read_draft, write_draft
from summaries.providers.anthropic import AnthropicProvider
from summaries.providers.interface import (
    AnswerUnusable,
    ProviderFault,
    ProviderRefused,
    ProviderUnavailable,
)
from summaries.voices import write_offline
from tests.summaries.providers.vendor_server import Answer, anthropic_error, anthropic_message


def provider(url, *, timeout_s=5.0, api_key="sk-test-secret"):
    return AnthropicProvider(
        model="claude-test-1", timeout_s=timeout_s, base_url=url, api_key=api_key
    )


def good_draft(prompt):
    return write_draft(write_offline(prompt.facts))


def test_answer_is_the_draft_with_model_and_tokens(vendor, prompt):
    vendor.script = [anthropic_message(good_draft(prompt))]

    completion = provider(vendor.url).complete(prompt)

    assert read_draft(completion.text) == write_offline(prompt.facts)
    assert (completion.model, completion.tokens_in, completion.tokens_out) == (
        "claude-test-1",
        1200,
        90,
    )


def test_request_asks_for_the_schema_and_carries_the_facts(vendor, prompt):
    vendor.script = [anthropic_message(good_draft(prompt))]

    provider(vendor.url).complete(prompt)

    (asked,) = vendor.asked
    assert asked.path == "/v1/messages"
    assert asked.body["model"] == "claude-test-1"
    assert asked.body["output_config"]["format"] == {
        "type": "json_schema",
        "schema": prompt.schema,
    }
    assert asked.body["system"] == prompt.system
    assert asked.body["messages"] == [{"role": "user", "content": prompt.data}]
    assert "sk-test-secret" in json.dumps(asked.headers)


@pytest.mark.parametrize(
    ("answer", "fault", "retry_after_s"),
    (
        (
            anthropic_error(429, "rate_limit_error", retry_after="17"),
            ProviderFault.RATE_LIMITED,
            17.0,
        ),
        (anthropic_error(429, "rate_limit_error"), ProviderFault.RATE_LIMITED, None),
        (
            anthropic_error(429, "rate_limit_error", retry_after="Tue, 12 May 2026 07:00:00 GMT"),
            ProviderFault.RATE_LIMITED,
            None,
        ),
        (anthropic_error(500, "api_error"), ProviderFault.SERVER_ERROR, None),
        (anthropic_error(503, "api_error"), ProviderFault.SERVER_ERROR, None),
        (anthropic_error(529, "overloaded_error"), ProviderFault.OVERLOADED, None),
        (Answer(hangs_up=True), ProviderFault.NO_NETWORK, None),
        (Answer(500, b"<html>Bad gateway</html>"), ProviderFault.SERVER_ERROR, None),
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
        (anthropic_error(401, "authentication_error"), ProviderFault.INVALID_KEY),
        (anthropic_error(403, "permission_error"), ProviderFault.INVALID_KEY),
        (anthropic_error(402, "billing_error"), ProviderFault.NO_CREDIT),
        (anthropic_error(400, "billing_error"), ProviderFault.NO_CREDIT),
        (anthropic_error(404, "not_found_error"), ProviderFault.UNKNOWN_MODEL),
        (anthropic_error(400, "invalid_request_error"), ProviderFault.BAD_REQUEST),
        (anthropic_message("I cannot.", stop_reason="refusal"), ProviderFault.REFUSED),
    ),
)
def test_final_fault_is_not_worth_a_retry(vendor, prompt, answer, fault):
    vendor.script = [answer]

    with pytest.raises(ProviderRefused) as raised:
        provider(vendor.url).complete(prompt)

    assert raised.value.fault is fault
    assert "sk-test-secret" not in f"{raised.value} {raised.value.detail}"


@pytest.mark.parametrize(
    ("answer", "fault"),
    (
        (anthropic_message('{"sentences": [{"te', stop_reason="max_tokens"), "CUT_SHORT"),
        (anthropic_message(None), "EMPTY"),
        (anthropic_message("  "), "EMPTY"),
        (anthropic_message('{"sentences": [{"te'), "NOT_A_DRAFT"),
        (anthropic_message('{"sentences": [{"text": "Held."}]}'), "NOT_A_DRAFT"),
        (anthropic_message("Anna rode well."), "NOT_A_DRAFT"),
    ),
)
def test_unusable_answer_says_what_it_cost(vendor, prompt, answer, fault):
    vendor.script = [answer]

    with pytest.raises(AnswerUnusable) as raised:
        provider(vendor.url).complete(prompt)

    assert raised.value.fault is ProviderFault[fault]
    assert (raised.value.tokens_in, raised.value.tokens_out) == (1200, 90)


@pytest.mark.parametrize("body", (b'{"id": "msg_01", "content": [{"ty', b"", b"[]", b"{}"))
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
    assert time.monotonic() - started_s < 2.0


def test_nobody_listening_is_no_network(prompt):
    with pytest.raises(ProviderUnavailable) as raised:
        provider("http://127.0.0.1:9").complete(prompt)

    assert raised.value.fault is ProviderFault.NO_NETWORK


def test_missing_key_is_told_as_not_configured(vendor, prompt, monkeypatch, tmp_path):
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", str(tmp_path))

    with pytest.raises(ProviderRefused) as raised:
        provider(vendor.url, api_key=None).complete(prompt)

    assert raised.value.fault is ProviderFault.NOT_CONFIGURED
