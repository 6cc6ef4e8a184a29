"""Anthropic's Message Batches through its SDK: half the price, within a day."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from anthropic import Anthropic, AnthropicError
from anthropic.types.message import Message
from anthropic.types.messages import MessageBatchIndividualResponse

from summaries.prompt import Prompt
from summaries.providers.anthropic import (
    completion_of,
    is_whole,
    open_client,
    request_for,
    translated,
)
from summaries.providers.interface import (
    Completion,
    ProviderError,
    ProviderFault,
    ProviderRefused,
    ProviderUnavailable,
)

LISTED = 100
# What was wrong with one request of many; every other kind may go better next time.
FINAL_ERRORS = {
    "invalid_request_error": ProviderFault.BAD_REQUEST,
    "authentication_error": ProviderFault.INVALID_KEY,
    "permission_error": ProviderFault.INVALID_KEY,
    "billing_error": ProviderFault.NO_CREDIT,
    "not_found_error": ProviderFault.UNKNOWN_MODEL,
}
Found = TypeVar("Found")


class AnthropicBulk:
    """Ask a model of Anthropic for many texts at once."""

    name = "anthropic"
    fewest, most = 1, 25

    def __init__(
        self,
        *,
        model: str,
        timeout_s: float,
        base_url: str | None = None,
        api_key: str | None = None,
    ) -> None:
        self.model = model
        self._open: Callable[[], Anthropic] = lambda: open_client(
            api_key=api_key, base_url=base_url, timeout_s=timeout_s
        )

    def hand_in(self, name: str, prompts: Mapping[str, Prompt]) -> str:
        def send(client: Anthropic) -> str:
            batch = client.messages.batches.create(
                requests=[
                    {"custom_id": mark, "params": request_for(prompt, self.model)}
                    for mark, prompt in prompts.items()
                ]
            )
            return _stated(batch.id)

        return self._ask(send)

    def find(self, name: str, *, requests: int, since: datetime) -> list[str]:
        """Find those of as many requests: this vendor knows no names.

        Should one be somebody else's, none of its marks fit and the texts wait again.
        """

        def listed(client: Anthropic) -> list[str]:
            return [
                batch.id
                for batch in client.messages.batches.list(limit=LISTED).data
                if batch.created_at >= since
                and _requests_in(batch.request_counts.to_dict()) == requests
            ]

        return self._ask(listed)

    def is_done(self, vendor_id: str) -> bool:
        batch = self._ask(lambda client: client.messages.batches.retrieve(vendor_id))
        return _stated(batch.processing_status) == "ended"

    def answers(self, vendor_id: str) -> Iterator[tuple[str, Completion | ProviderError]]:
        def take(client: Anthropic) -> list[MessageBatchIndividualResponse]:
            return list(client.messages.batches.results(vendor_id))

        for line in self._ask(take):
            yield line.custom_id, _answer_of(line)

    def call_back(self, vendor_id: str) -> None:
        self._ask(lambda client: client.messages.batches.cancel(vendor_id))

    def _ask(self, call: Callable[[Anthropic], Found]) -> Found:
        try:
            with self._open() as client:
                return call(client)
        except AnthropicError as error:
            raise translated(error) from error
        except (json.JSONDecodeError, AttributeError, TypeError) as error:
            raise ProviderUnavailable(ProviderFault.SERVER_ERROR, "a cut body") from error


def _requests_in(counts: Mapping[str, object]) -> int:
    return sum(number for number in counts.values() if isinstance(number, int))


def _stated(text: str | None) -> str:
    """Take what a whole answer states: the SDK builds its types without looking."""
    if not isinstance(text, str) or not text:
        raise TypeError("a body of no shape")
    return text


def _answer_of(line: MessageBatchIndividualResponse) -> Completion | ProviderError:
    result = line.result
    if result.type == "succeeded":
        return _completion_or_fault(result.message)
    if result.type == "errored":
        error = result.error.error
        if error.type in FINAL_ERRORS:
            return ProviderRefused(FINAL_ERRORS[error.type], error.message)
        return ProviderUnavailable(ProviderFault.SERVER_ERROR, error.message)
    return ProviderUnavailable(ProviderFault.EXPIRED, result.type)


def _completion_or_fault(message: Message) -> Completion | ProviderError:
    if not is_whole(message):
        return ProviderUnavailable(ProviderFault.SERVER_ERROR, "a body that is no message")
    try:
        return completion_of(message)
    except ProviderError as fault:
        return fault
