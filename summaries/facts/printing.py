"""How values print: rounded once, here, with their unit."""

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
MINUS = "\N{MINUS SIGN}"
LONGEST_TITLE = 60
LONGEST_NAME = 40
LONGEST_NOTE = 160

# A title that reads as sentences, an address or code is not repeated to an athlete.
_NO_TITLE = re.compile(r"[<>{}\[\]`|\\]|[.!?:;]\s+\S+\s|://|www\.|@")


def known(value: float | None) -> float | None:
    """Pass a finite number on; None for everything that is not a value."""
    return None if value is None or not math.isfinite(value) else float(value)


def amount(value: float, unit: str, decimals: int = 0) -> str:
    """Print a number and its unit, with a minus sign where negative and never as minus zero."""
    number = f"{round(value, decimals) + 0.0:,.{decimals}f}".replace("-", MINUS)
    return f"{number} {unit}" if unit else number


def kilometres(distance_m: float) -> str:
    return amount(distance_m / 1000, "km", 1)


def speed(speed_mps: float) -> str:
    return amount(speed_mps * 3.6, "km/h", 1)


def day(local_date: date) -> str:
    """Print a day as 12 May 2026, in English whatever the machine's language."""
    return f"{local_date.day} {MONTHS[local_date.month - 1]} {local_date.year}"


def day_part(started_at: datetime) -> str:
    """Name the part of the day in which a ride started."""
    for first_hour, name in ((22, "night"), (17, "evening"), (12, "afternoon"), (5, "morning")):
        if started_at.hour >= first_hour:
            return name
    return "night"


def listed(words: Sequence[str]) -> str:
    """Join words as a person lists them: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def ordinal(number: int) -> str:
    """Count in order: 1st, 2nd, 3rd, 4th, 11th, 22nd."""
    is_teen = number % 100 in (11, 12, 13)
    ending = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def plain_line(text: str, longest: int) -> str:
    """Bring foreign text into one printable line of bounded length."""
    visible = "".join(
        " " if unicodedata.category(sign)[0] in "CZ" else sign
        for sign in unicodedata.normalize("NFC", text[: 4 * longest])
    )
    line = " ".join(visible.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def printable_title(title: str) -> str:
    """Keep a title that reads as a title; empty where a text better leaves it out."""
    line = plain_line(title, LONGEST_TITLE + 1)
    return "" if len(line) > LONGEST_TITLE or _NO_TITLE.search(line) else line.strip(" .\"'“”")


def printable_name(name: str) -> str:
    return re.sub(r"[<>{}\[\]`|\\]", "", plain_line(name, LONGEST_NAME)).strip()
