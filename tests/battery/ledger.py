"""A vendor with a memory: it notes each call that it answered, and fails one in seven."""

import hashlib
import json
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FAILS_ONE_IN = 7
SENT_BACK = "Your last draft was sent back"
LONGEST_WAIT_S = 0.4
DRAFT = json.dumps(
    {"sentences": [{"text": "A ride of 7 miracles.", "facts": []}]}
)  # never accepted


class Ledger(ThreadingHTTPServer):
    """Speaks the Messages API; ``paid`` counts the answers to each request by its digest."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.chance = random.Random(seed)  # noqa: S311 - a storm is repeatable, not secret
        self.lock = threading.Lock()
        self.paid: Counter[str] = Counter()
        self.refused = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def paid_again(self) -> int:
        """How many answers were to a request that had been answered before."""
        return sum(self.paid.values()) - len(self.paid)

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about clients that were killed."""


class _Handler(BaseHTTPRequestHandler):
    server: Ledger

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        asked = json.loads(body)["messages"][0]["content"]
        with self.server.lock:
            # A second draft that fails would have the first one paid again without any kill.
            fails = SENT_BACK not in asked and self.server.chance.randrange(FAILS_ONE_IN) == 0
            wait_s = self.server.chance.uniform(0, LONGEST_WAIT_S)
            if fails:
                self.server.refused += 1
            else:
                self.server.paid[hashlib.sha256(asked.encode()).hexdigest()] += 1
        threading.Event().wait(wait_s)
        self._send(529 if fails else 200, _error() if fails else _message())

    def _send(self, status: int, content: dict[str, object]) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Leave the storm's own lines alone."""


def _error() -> dict[str, object]:
    return {"type": "error", "error": {"type": "overloaded_error", "message": "overloaded"}}


def _message() -> dict[str, object]:
    return {
        "id": "msg_01",
        "type": "message",
        "role": "assistant",
        "model": "claude-storm-1",
        "content": [{"type": "text", "text": DRAFT}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 1200, "output_tokens": 90},
    }


@contextmanager
def open_ledger(seed: int) -> Iterator[Ledger]:
    with Ledger(seed) as ledger:
        thread = threading.Thread(target=ledger.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield ledger
        finally:
            ledger.shutdown()
            thread.join()
