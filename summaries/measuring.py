"""Each call of a vendor: a line in the log, without a word of what was asked or answered."""

import time

import structlog
from prometheus_client import Counter, Histogram

from summaries.prompt import Prompt
from summaries.providers.interface import Completion, ProviderError, TextProvider

CALLS = Counter("directeur_vendor_calls", "Calls of text providers.", ["provider", "outcome"])
TOKENS = Counter("directeur_vendor_tokens", "Tokens paid for.", ["provider", "model", "direction"])
SECONDS = Histogram(
    "directeur_vendor_seconds",
    "Time for a call.",
    ["provider"],
    buckets=(0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120),
)
log = structlog.get_logger("summaries.vendor")


class MeasuredProvider:
    """A provider whose calls are counted and logged, under the id of what they are made for."""

    def __init__(self, provider: TextProvider) -> None:
        self._provider = provider
        self.name = provider.name

    def complete(self, prompt: Prompt) -> Completion:
        started_s = time.perf_counter()
        try:
            completion = self._provider.complete(prompt)
        except ProviderError as error:
            self._tell(error.fault.value, started_s)
            raise
        self._tell("answered", started_s, completion)
        return completion

    def _tell(self, outcome: str, started_s: float, answer: Completion | None = None) -> None:
        seconds = time.perf_counter() - started_s
        CALLS.labels(self.name, outcome).inc()
        SECONDS.labels(self.name).observe(seconds)
        tokens = {}
        if answer is not None:
            tokens = {"tokens_in": answer.tokens_in, "tokens_out": answer.tokens_out}
            for direction, number in tokens.items():
                TOKENS.labels(self.name, answer.model, direction).inc(number)
        ms = round(seconds * 1000, 1)
        log.info("vendor call", provider=self.name, outcome=outcome, ms=ms, **tokens)
