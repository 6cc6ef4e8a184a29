"""Single values as text documents spell them."""

import math
from datetime import UTC, datetime

ABSURD = 1e9  # nothing that a ride is measured in is this large; squares stay finite
MAX_TITLE_CHARACTERS = 200


def read_number(text: str) -> float:
    """Read a decimal number; NaN for text that is none, for infinities and absurd sizes."""
    try:
        value = float(text)
    except ValueError:
        return math.nan
    return value if -ABSURD < value < ABSURD else math.nan


def read_time(text: str) -> tuple[float, bool]:
    """Read an ISO 8601 date and time.

    Parameters
    ----------
    text : str
        Such as ``2026-05-01T08:00:00.250+02:00``; without a zone it is taken for UTC.

    Returns
    -------
    tuple of float and bool
        Unix time, NaN if the text is no time [s]; whether it carries a zone.
    """
    try:
        moment = datetime.fromisoformat(text.strip().upper())
    except ValueError:
        return math.nan, True
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC).timestamp(), False
    return moment.timestamp(), True


def read_title(text: str) -> str:
    """Put a title from outside on one printable line of bounded length."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:MAX_TITLE_CHARACTERS]
