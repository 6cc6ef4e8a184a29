"""What the product asks of a language-model vendor, and how a vendor may fail.

    ProviderError
    |-- ProviderUnavailable   passing: rate limit, overload, 5xx, timeout, no network
    |-- AnswerUnusable        paid for and no good: empty, cut short, not a draft
    `-- ProviderRefused       final: invalid key, refusal, malformed request, no credit

An adapter translates its SDK's exceptions into these at the boundary; no other
module knows which vendor is behind it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from summaries.prompt import Prompt


class ProviderFault(StrEnum):
    """What went wrong, each with the sentence that a coach reads."""

    sentence: str

    def __new__(cls, code: str, sentence: str = "") -> "ProviderFault":
        member = str.__new__(cls, code)
        member._value_ = code
        member.sentence = sentence
        return member

    RATE_LIMITED = "rate limited", "The writing service asks us to slow down."
    OVERLOADED = "overloaded", "The writing service is overloaded."
    SERVER_ERROR = "server error", "The writing service had an error of its own."
    TIMEOUT = "timeout", "The writing service did not answer in time."
    NO_NETWORK = "no network", "The writing service cannot be reached."
    EMPTY = "empty", "The writing service sent an empty answer."
    CUT_SHORT = "cut short", "The writing service stopped in the middle of its answer."
    NOT_A_DRAFT = "not a draft", "The writing service sent something that is not a text."
    INVALID_KEY = "invalid key", "The writing service does not accept our key."
    NO_CREDIT = "no credit", "The account with the writing service has run out of credit."
    REFUSED = "refused", "The writing service declined to write about this session."
    BAD_REQUEST = "bad request", "The writing service does not understand our request."
    UNKNOWN_MODEL = "unknown model", "The writing service does not offer the model that is set."
    EXPIRED = "expired", "The writing service did not get to it within a day."
    BATCH_FAILED = "batch failed", "The writing service could not finish the batch of this text."
    BUCKET_REFUSED = "bucket refused", "The bucket for batches of texts is closed to us."
    NOT_CONFIGURED = "not configured", "No writing service is set up."


class ProviderError(Exception):
    """The provider gave no usable completion."""

    def __init__(self, fault: ProviderFault, detail: str = "") -> None:
        super().__init__(fault.sentence)
        self.fault = fault
        self.detail = detail  # the vendor's own words, for the log


class ProviderUnavailable(ProviderError):
    """The same request may succeed later."""

    def __init__(
        self, fault: ProviderFault, detail: str = "", *, retry_after_s: float | None = None
    ) -> None:
        super().__init__(fault, detail)
        self.retry_after_s = retry_after_s  # None: the vendor named no time


class AnswerUnusable(ProviderError):
    """The vendor answered and counts the tokens; asking again may help once."""

    def __init__(
        self, fault: ProviderFault, detail: str = "", *, tokens_in: int = 0, tokens_out: int = 0
    ) -> None:
        super().__init__(fault, detail)
        self.tokens_in = tokens_in
        self.tokens_out = tokens_out


class ProviderRefused(ProviderError):
    """The same request will fail again."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A vendor's answer: a draft as JSON, not yet checked against the facts."""

    text: str
    model: str
    tokens_in: int = 0
    tokens_out: int = 0


class TextProvider(Protocol):
    """Anything that turns a prompt into a draft."""

    name: str

    def complete(self, prompt: Prompt) -> Completion:
        """Return the model's answer, which holds a readable draft.

        Raises ProviderUnavailable when a retry may help later, AnswerUnusable
        when the answer was no draft, ProviderRefused when nothing will help.
        """
        ...
