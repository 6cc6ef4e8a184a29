"""Typed environment variables: a value that cannot be read stops the start and is named.

A typing error never turns into a default: `DEBUG=ture` is refused, not taken for false.
"""

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import environ
from django.core.exceptions import ImproperlyConfigured

Value = TypeVar("Value")
Form = tuple[str, str]  # an expression, and an example of what it fits
HOST: Form = (r"[^/\s]+", "coach.example")
ORIGIN: Form = (r"https?://[^/\s]+", "https://coach.example")
PRICE: Form = (r"[^=\s]+=\d+(\.\d+)?/\d+(\.\d+)?", "claude-sonnet=3/15")
UNREADABLE = (ValueError, TypeError, ImproperlyConfigured)
YES = frozenset({"1", "on", "true", "yes"})
NO = frozenset({"0", "off", "false", "no", ""})


def read_text(name: str, *, default: str, choices: Sequence[str] = ()) -> str:
    value = os.environ.get(name, default)
    if choices and value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}, not one of {', '.join(choices)}.")
    return value


def read_whole_number(
    name: str, *, default: int, at_least: int = 0, at_most: int | None = None
) -> int:
    value = _read(name, str(default), int, "a whole number")
    if value < at_least or (at_most is not None and value > at_most):
        bounds = f"at least {at_least}" if value < at_least else f"at most {at_most}"
        raise ImproperlyConfigured(f"{name} is {value}; it must be {bounds}.")
    return value


def read_number(name: str, *, default: float, above: float = 0.0) -> float:
    value = _read(name, str(default), float, "a number")
    if not above < value < float("inf"):
        raise ImproperlyConfigured(f"{name} is {value}; it must be a number above {above:g}.")
    return value


def read_yes_or_no(name: str, *, default: bool) -> bool:
    return _read(name, str(default), _yes_or_no, "true or false")


def read_names(name: str, *, default: Sequence[str], each: Form) -> list[str]:
    """Read texts that are parted by commas, each of a form that an example shows."""
    form, like = each
    value = os.environ.get(name, ",".join(default))
    names = [part.strip() for part in value.split(",") if part.strip()]
    for part in names:
        if not re.fullmatch(form, part):
            raise ImproperlyConfigured(f"{name} holds {part!r}, which is not such as {like}.")
    return names


def read_folder(name: str, *, default: str) -> Path:
    """Read a folder's path and make the folder where it is not there."""
    folder = Path(os.environ.get(name, default))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is {str(folder)!r}, where no folder can be made: {error.strerror}."
        ) from None
    return folder


def read_address(name: str, *, default: str, schemes: Sequence[str]) -> str:
    """Read an address such as redis://host:6379/0; it may hold a password: never repeated."""
    value = os.environ.get(name, default)
    starts = tuple(f"{scheme}://" for scheme in schemes)
    if value and not value.startswith(starts):
        raise ImproperlyConfigured(f"{name} must be an address that starts {' or '.join(starts)}.")
    return value


def read_database(name: str, *, default: str) -> dict[str, Any]:
    """Read the address of a database as Django's dictionary."""
    value = read_address(name, default=default, schemes=("sqlite", "mysql"))
    try:
        read: dict[str, Any] = environ.Env.db_url_config(value)
    except UNREADABLE:
        raise ImproperlyConfigured(f"{name} is no address of a database.") from None
    return read


class Environment:
    """The readers under the short names that the settings call them by."""

    str = staticmethod(read_text)
    int = staticmethod(read_whole_number)
    float = staticmethod(read_number)
    bool = staticmethod(read_yes_or_no)
    list = staticmethod(read_names)
    folder = staticmethod(read_folder)
    address = staticmethod(read_address)
    db = staticmethod(read_database)


def _read(name: str, default: str, read: Callable[[str], Value], wanted: str) -> Value:
    text = os.environ.get(name, default)
    try:
        return read(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {text!r}, which is not {wanted}.") from None


def _yes_or_no(text: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise ValueError(text)
