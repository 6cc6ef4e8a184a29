"""Anthropic's Message Batches as the local server speaks them."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.summaries.providers.vendor_server import Answer, anthropic_message

ADDRESS = re.compile(r"/v1/messages/batches(?:/(\w+))?(?:/(results|cancel))?(?:\?.*)?")

Result = dict[str, Any]
Writer = Callable[[dict[str, Any]], Result]  # from a request's params to its result


def succeeded(text: str | None, **message: Any) -> Result:
    return {"type": "succeeded", "message": json.loads(anthropic_message(text, **message).body)}


def errored(kind: str) -> Result:
    error = {"type": kind, "message": f"{kind}, in its own words"}
    return {"type": "errored", "error": {"type": "error", "error": error, "request_id": None}}


EXPIRED: Result = {"type": "expired"}
CANCELED: Result = {"type": "canceled"}


@dataclass
class KeptBatch:
    vendor_id: str
    requests: list[dict[str, Any]]
    results: list[Result] = field(default_factory=list)  # empty: still in progress
    is_canceling: bool = False

    def as_json(self) -> dict[str, Any]:
        number = len(self.requests)
        is_ended = bool(self.results)
        counts = dict.fromkeys(("processing", "succeeded", "errored", "canceled", "expired"), 0)
        counts["succeeded" if is_ended else "processing"] = number
        now = datetime.now(UTC).isoformat()
        return {
            "id": self.vendor_id,
            "type": "message_batch",
            "processing_status": "ended" if is_ended else "in_progress",
            "request_counts": counts,
            "created_at": now,
            "expires_at": now,
            "ended_at": now if is_ended else None,
            "archived_at": None,
            "cancel_initiated_at": now if self.is_canceling else None,
            "results_url": f"/v1/messages/batches/{self.vendor_id}/results" if is_ended else None,
        }


@dataclass
class BatchDesk:
    """Keep what is handed in until the test lets it end."""

    batches: dict[str, KeptBatch] = field(default_factory=dict)
    faults: list[Answer] = field(default_factory=list)  # sent in place of the next answers

    def answer(self, method: str, path: str, body: dict[str, Any]) -> Answer | None:
        match = ADDRESS.fullmatch(path)
        if match is None:
            return None
        if self.faults:
            return self.faults.pop(0)
        vendor_id, act = match.groups()
        if vendor_id is None:
            return self._hand_in(body) if method == "POST" else self._list()
        batch = self.batches[vendor_id]
        if act == "results":
            return _lines(batch)
        if act == "cancel":
            batch.is_canceling = True
        return _json(batch.as_json())

    def end(self, write: Writer) -> None:
        """Let every batch end, each request answered by ``write``; last in, first out."""
        for batch in self.batches.values():
            batch.results = [write(request["params"]) for request in batch.requests]

    def _hand_in(self, body: dict[str, Any]) -> Answer:
        vendor_id = f"msgbatch_{len(self.batches) + 1}"
        self.batches[vendor_id] = KeptBatch(vendor_id, body["requests"])
        return _json(self.batches[vendor_id].as_json())

    def _list(self) -> Answer:
        data = [batch.as_json() for batch in reversed(self.batches.values())]
        return _json({"data": data, "has_more": False, "first_id": None, "last_id": None})


def _lines(batch: KeptBatch) -> Answer:
    lines = [
        json.dumps({"custom_id": request["custom_id"], "result": result})
        for request, result in zip(batch.requests, batch.results, strict=True)
    ]
    return Answer(200, "\n".join(reversed(lines)).encode() + b"\n")


def _json(content: Any) -> Answer:
    return Answer(200, json.dumps(content).encode())
