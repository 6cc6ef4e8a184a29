"""A local server that speaks both vendors' wire formats, faults included."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

DRIP_PAUSE_S = 0.05
# True of every session: the ids of who, when and how long.
TRUE_DRAFT = json.dumps(
    {
        "sentences": [
            {"text": "{f2} rode {f7} of {f8}.", "facts": ["f2", "f7", "f8"]},
            {"text": "It was a {f3} {f5}.", "facts": ["f3", "f5"]},
            {"text": "The day was {f4}.", "facts": ["f4"]},
        ]
    }
)


@dataclass(frozen=True)
class Answer:
    """What the server does with one request."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0.0  # before the first byte
    drips: bool = False  # byte by byte, each well inside any read timeout
    hangs_up: bool = False  # closes the connection without a word


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    at_s: float = 0.0  # on the monotonic clock


class Desk(Protocol):
    """A part of a vendor that remembers what it was given."""

    def answer(self, method: str, path: str, body: Any) -> Answer | None: ...


class VendorServer(ThreadingHTTPServer):
    """Answer requests from a script, in order; the last answer repeats."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script: list[Answer] = []
        self.asked: list[Asked] = []
        self.desk: Desk | None = None  # answers what it knows before the script does
        self.is_closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet about clients that hung up: some tests make them."""


class _Handler(BaseHTTPRequestHandler):
    server: VendorServer

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        body = json.loads(self.rfile.read(length) or b"{}")
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(Asked(self.path, headers, body, time.monotonic()))
        self._answer("POST", body)

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(Asked(self.path, headers, {}, time.monotonic()))
        self._answer("PUT", content)

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(Asked(self.path, headers, {}, time.monotonic()))
        self._answer("GET", {})

    def _answer(self, method: str, body: Any) -> None:
        desk, script = self.server.desk, self.server.script
        known = desk.answer(method, self.path, body) if desk is not None else None
        self._send(known or (script.pop(0) if len(script) > 1 else script[0]))

    def _send(self, answer: Answer) -> None:
        self.server.is_closing.wait(answer.wait_s)
        if answer.hangs_up:
            self.close_connection = True
            return
        self.send_response(answer.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if not answer.drips:
            self.wfile.write(answer.body)
            return
        for position in range(len(answer.body)):
            if self.server.is_closing.wait(DRIP_PAUSE_S):
                return
            self.wfile.write(answer.body[position : position + 1])
            self.wfile.flush()

    def log_message(self, *args: Any) -> None:
        """Leave the tests' output alone."""


@contextmanager
def vendor_server() -> Iterator[VendorServer]:
    """Run a server on a free port for one test."""
    with VendorServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.is_closing.set()
            server.shutdown()
            thread.join()


def anthropic_message(
    text: str | None, *, stop_reason: str = "end_turn", tokens: tuple[int, int] = (1200, 90)
) -> Answer:
    """Make an answer of the Messages API."""
    content = [] if text is None else [{"type": "text", "text": text}]
    return _json(
        200,
        {
            "id": "msg_01",
            "type": "message",
            "role": "assistant",
            "model": "claude-test-1",
            "content": content,
            "stop_reason": stop_reason,
            "stop_sequence": None,
            "usage": {"input_tokens": tokens[0], "output_tokens": tokens[1]},
        },
    )


def anthropic_error(status: int, kind: str, **headers: str) -> Answer:
    error = {"type": "error", "error": {"type": kind, "message": f"{kind}, in its own words"}}
    return _json(status, error, {name.replace("_", "-"): value for name, value in headers.items()})


def bedrock_message(
    tool_input: Any, *, stop_reason: str = "tool_use", tool: str = "write_note"
) -> Answer:
    """Make an answer of the Converse API that calls a tool."""
    use = {"toolUse": {"toolUseId": "t1", "name": tool, "input": tool_input}}
    return _json(
        200,
        {
            "output": {"message": {"role": "assistant", "content": [{"text": "So."}, use]}},
            "stopReason": stop_reason,
            "usage": {"inputTokens": 1300, "outputTokens": 80, "totalTokens": 1380},
            "metrics": {"latencyMs": 12},
        },
    )


def bedrock_error(status: int, kind: str, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return _json(status, {"message": "in its own words"}, {"x-amzn-ErrorType": kind, **named})


def _json(status: int, content: Any, headers: dict[str, str] | None = None) -> Answer:
    return Answer(status, json.dumps(content).encode(), headers or {})
