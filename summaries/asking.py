"""A call of a vendor as the product makes it: in its turn, counted, its answer kept."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction

from summaries.models import ProviderStanding, Summary, VendorCall
from summaries.prices import Price, cost_usd
from summaries.prompt import Prompt
from summaries.providers.interface import (
    AnswerUnusable,
    Completion,
    ProviderError,
    ProviderFault,
    ProviderUnavailable,
    TextProvider,
)

# What is wrong with the service or our account, not with one session.
OF_THE_SERVICE = frozenset(
    {
        ProviderFault.RATE_LIMITED,
        ProviderFault.OVERLOADED,
        ProviderFault.SERVER_ERROR,
        ProviderFault.TIMEOUT,
        ProviderFault.NO_NETWORK,
        ProviderFault.INVALID_KEY,
        ProviderFault.NO_CREDIT,
        ProviderFault.UNKNOWN_MODEL,
        ProviderFault.NOT_CONFIGURED,
    }
)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms vendors are asked; the edge reads them from the settings."""

    per_minute: float | None  # None: as fast as it goes
    prices: Mapping[str, Price]
    clock: Callable[[], datetime]
    has_first_turn: bool = False  # a batch has reserved the first call before it claimed


class AskedProvider:
    """A provider that is asked for one summary, in its turn.

    What it has answered is stored before anything else is done with it, so a worker
    that dies afterwards costs no second call.
    """

    def __init__(self, provider: TextProvider, summary: Summary, terms: Terms) -> None:
        self._provider = provider
        self._summary = summary
        self._terms = terms
        self._kept = summary.answer
        self._has_turn = terms.has_first_turn
        self.name = provider.name

    def complete(self, prompt: Prompt) -> Completion:
        if self._kept:
            kept, self._kept = json.loads(self._kept), ""
            return Completion(**kept)
        self._await_turn()
        try:
            completion = self._provider.complete(prompt)
        except AnswerUnusable as answer:
            self._count(self._summary.model, answer.tokens_in, answer.tokens_out)
            raise
        except ProviderError as error:
            self._note_fault(error)
            raise
        with transaction.atomic():
            self._count(completion.model, completion.tokens_in, completion.tokens_out)
            self._summary.keep(answer=json.dumps(asdict(completion)))
        ProviderStanding.objects.note_answer(self.name)
        return completion

    def _await_turn(self) -> None:
        if self._terms.per_minute is None or self._has_turn:
            self._has_turn = False
            return
        now = self._terms.clock()
        turn_at = ProviderStanding.objects.take_turn(
            self.name, per_minute=self._terms.per_minute, may_wait=True, now=now
        )
        if turn_at is not None and turn_at > now:
            time.sleep((turn_at - now).total_seconds())

    def _count(self, model: str, tokens_in: int, tokens_out: int) -> None:
        if tokens_in or tokens_out:
            VendorCall.objects.create(
                provider=self.name,
                model=model,
                team=self._summary.session.athlete.team,
                summary=self._summary,
                at=self._terms.clock(),
                tokens_in=tokens_in,
                tokens_out=tokens_out,
                cost_usd=cost_usd(model, tokens_in, tokens_out, self._terms.prices),
            )

    def _note_fault(self, error: ProviderError) -> None:
        now = self._terms.clock()
        if error.fault in OF_THE_SERVICE:
            ProviderStanding.objects.note_fault(self.name, str(error), now=now)
        if isinstance(error, ProviderUnavailable) and error.retry_after_s:
            until = now + timedelta(seconds=error.retry_after_s)
            ProviderStanding.objects.hold_off(self.name, until=until)
