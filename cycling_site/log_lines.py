"""What the log holds: ids, counts and places in the code; no name, no token, no figure of a person.

An exception is logged as its kind and the way to it. Its message may quote what somebody typed or
rode, so only an error of the system, and the number of one of the database, keep theirs.
"""

import logging
import traceback
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from django.db import Error as DatabaseError

PROJECT_DIR = Path(__file__).resolve().parent.parent
QUIET = ("botocore", "boto3", "anthropic", "httpx", "httpcore", "urllib3", "django.db.backends")
FRAMES_KEPT = 12
Line = MutableMapping[str, Any]


def logging_config(*, level: str, form: str) -> dict[str, Any]:
    """Give the dictionary for Django's LOGGING; ``form`` is json or line."""
    renderer: Any = structlog.processors.JSONRenderer()
    if form == "line":
        renderer = structlog.processors.LogfmtRenderer(
            key_order=["timestamp", "level", "event"], bool_as_flag=False
        )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"discreet": {"()": Discreet}},
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": BEFORE,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    tell_exception,
                    renderer,
                ],
            }
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "structured",
                "filters": ["discreet"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        # At their own DEBUG level these write out whole requests, answers and rows.
        "loggers": {name: {"level": "WARNING"} for name in QUIET}
        | {"django": {"handlers": [], "propagate": True}},
    }


BEFORE: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure_structlog() -> None:
    structlog.configure(
        processors=[*BEFORE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


class Discreet(logging.Filter):
    """Takes out of others' log lines what may be a token or quote a person."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple) and len(record.args) > 1:
            record.args = (record.args[0], route_of(request), *record.args[2:])
        if record.name == "celery.app.trace" and isinstance(record.args, dict):
            told = {"exc": "see exception", "traceback": "", "args": "", "kwargs": ""}
            record.args = {**record.args, **told}
        return True


def route_of(request: Any) -> str:
    """Name the pattern that a request's address fits; the address itself may hold a token."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match is not None else "an unknown address"


def tell_exception(_logger: object, _method: str, line: Line) -> Line:
    """Replace the exception by its kind and the places it went through."""
    found = line.pop("exc_info", None)
    line.pop("exc_text", None)
    if isinstance(found, BaseException):
        error: BaseException | None = found
    elif isinstance(found, tuple):
        error = found[1]
    else:
        error = None
    if error is not None:
        line["exception"] = " < ".join(_told(error))
    return line


def _told(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield f"{type(cause).__name__}{_message(cause)} at {_way(cause.__traceback__)}"
        cause = cause.__cause__ or cause.__context__


def _message(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f" ({error.strerror})"
    if isinstance(error, DatabaseError) and error.args and isinstance(error.args[0], int):
        return f" ({error.args[0]})"
    return ""


def _way(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-FRAMES_KEPT:]
    return " > ".join(f"{_place(frame.filename)}:{frame.lineno}" for frame in frames) or "no frame"


def _place(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(PROJECT_DIR) and ".venv" not in path.parts:
        return path.relative_to(PROJECT_DIR).as_posix()
    return "/".join(path.parts[-2:])
