"""Anthropic's Messages API through its SDK, with structured output."""

import json
import ssl
from functools import cache

from anthropic import (
    Anthropic,
    AnthropicError,
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    DefaultHttpxClient,
)
from anthropic.types import Message, Usage
from anthropic.types.message_create_params import MessageCreateParamsNonStreaming

from summaries.prompt import Prompt
from summaries.providers.answers import MAX_TOKENS, seconds, usable
from summaries.providers.deadline import answer_within
from summaries.providers.interface import (
    AnswerUnusable,
    Completion,
    ProviderError,
    ProviderFault,
    ProviderRefused,
    ProviderUnavailable,
)

CUT_REASONS = ("max_tokens", "model_context_window_exceeded")
FINAL_FAULTS = {
    401: ProviderFault.INVALID_KEY,
    402: ProviderFault.NO_CREDIT,
    403: ProviderFault.INVALID_KEY,
    404: ProviderFault.UNKNOWN_MODEL,
}


@cache
def trusted_certificates() -> ssl.SSLContext:
    """Load the system's certificates once: it costs as much as the rest of a call."""
    return ssl.create_default_context()


class AnthropicProvider:
    """Ask a model of Anthropic; the key comes from the environment unless given."""

    name = "anthropic"

    def __init__(
        self,
        *,
        model: str,
        timeout_s: float,
        base_url: str | None = None,
        api_key: str | None = None,
    ) -> None:
        self._model = model
        self._timeout_s = timeout_s
        self._base_url = base_url
        self._api_key = api_key

    def complete(self, prompt: Prompt) -> Completion:
        try:
            message = self._ask(prompt)
        except AnthropicError as error:
            raise translated(error) from error
        except json.JSONDecodeError as error:
            raise ProviderUnavailable(ProviderFault.SERVER_ERROR, "a cut body") from error
        if not is_whole(message):
            raise ProviderUnavailable(ProviderFault.SERVER_ERROR, "a body that is no message")
        return completion_of(message)

    def _ask(self, prompt: Prompt) -> Message:
        client = open_client(
            api_key=self._api_key, base_url=self._base_url, timeout_s=self._timeout_s
        )
        with client:
            return answer_within(
                self._timeout_s,
                lambda: client.messages.create(**request_for(prompt, self._model)),
                hang_up=client.close,
            )


def open_client(*, api_key: str | None, base_url: str | None, timeout_s: float) -> Anthropic:
    """Open the SDK's client; retries are the queue's business, which backs off by itself."""
    client = Anthropic(
        api_key=api_key,
        base_url=base_url,
        timeout=timeout_s,
        max_retries=0,
        http_client=DefaultHttpxClient(verify=trusted_certificates()),
    )
    if not client.api_key and not client.auth_token:  # the SDK says so by a TypeError, later
        client.close()
        raise ProviderRefused(ProviderFault.NOT_CONFIGURED, "no key")
    return client


def request_for(prompt: Prompt, model: str) -> MessageCreateParamsNonStreaming:
    """Write a prompt as the Messages API takes it."""
    return {
        "model": model,
        "max_tokens": MAX_TOKENS,
        "system": prompt.system,
        "messages": [{"role": "user", "content": prompt.data}],
        "output_config": {"format": {"type": "json_schema", "schema": prompt.schema}},
    }


def is_whole(message: object) -> bool:
    """Tell a message from other JSON: the SDK builds its types without looking."""
    content, usage = getattr(message, "content", None), getattr(message, "usage", None)
    return isinstance(content, list) and isinstance(usage, Usage)


def completion_of(message: Message) -> Completion:
    """Read the answer out of a message that came back whole."""
    text = "".join(block.text or "" for block in message.content if block.type == "text")
    usage = message.usage
    if message.stop_reason == "refusal":
        raise ProviderRefused(ProviderFault.REFUSED)
    if message.stop_reason in CUT_REASONS:
        raise AnswerUnusable(
            ProviderFault.CUT_SHORT, tokens_in=usage.input_tokens, tokens_out=usage.output_tokens
        )
    return usable(Completion(text, message.model, usage.input_tokens, usage.output_tokens))


def translated(error: AnthropicError) -> ProviderError:
    """Say an SDK's exception in the product's words."""
    if isinstance(error, APITimeoutError):
        return ProviderUnavailable(ProviderFault.TIMEOUT, error.message)
    if isinstance(error, APIConnectionError):
        return ProviderUnavailable(ProviderFault.NO_NETWORK, error.message)
    if isinstance(error, APIStatusError):
        return _status_error(error)
    return ProviderRefused(ProviderFault.NOT_CONFIGURED, str(error))


def _status_error(error: APIStatusError) -> ProviderError:
    detail = error.api_message or f"status {error.status_code}"
    if error.status_code == 429:
        wait_s = seconds(error.response.headers.get("retry-after"))
        return ProviderUnavailable(ProviderFault.RATE_LIMITED, detail, retry_after_s=wait_s)
    if error.status_code == 529:
        return ProviderUnavailable(ProviderFault.OVERLOADED, detail)
    if error.status_code in (408, 409) or error.status_code >= 500:
        return ProviderUnavailable(ProviderFault.SERVER_ERROR, detail)
    if error.type == "billing_error":
        return ProviderRefused(ProviderFault.NO_CREDIT, detail)
    return ProviderRefused(FINAL_FAULTS.get(error.status_code, ProviderFault.BAD_REQUEST), detail)
