"""Dated values that two sides write, the source and people: each leaves the other's alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Merge:
    """What to do with an athlete's values of one kind."""

    write: Mapping[date, float]
    drop: tuple[date, ...]


def merge_values(
    here: Mapping[date, float | None],
    wrote: Mapping[date, float],
    wanted: Mapping[date, float],
) -> Merge:
    """Follow the source without touching what a person typed, changed or removed here.

    Parameters
    ----------
    here : mapping of date to float or None
        What stands here; None where a row exists that holds no such value.
    wrote : mapping of date to float
        What the source had at the last sync.
    wanted : mapping of date to float
        What the source has now.

    Returns
    -------
    Merge
        A value is ours to change while it is still the one that the source wrote.
    """
    return Merge(
        write={
            day: value
            for day, value in wanted.items()
            if here.get(day) == wrote.get(day) and here.get(day) != value
        },
        drop=tuple(
            day
            for day, value in wrote.items()
            if day not in wanted and here.get(day) is not None and here[day] == value
        ),
    )


def as_stored(values: Mapping[date, float]) -> dict[str, float]:
    """Give dated values as JSON keeps them."""
    return {day.isoformat(): value for day, value in values.items()}


def as_dated(stored: Mapping[str, float]) -> dict[date, float]:
    return {date.fromisoformat(day): value for day, value in stored.items()}
