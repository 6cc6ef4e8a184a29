"""The same structure again: sets and sessions compared by what was asked for, not by title."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Protocol, TypeVar

DURATION_RATIO = 1.12  # between two durations that a coach calls the same
FRACTION_STEP = 0.08  # of critical power
RECOVERY_RATIO = 1.5
RECOVERY_STEP_S = 30  # recoveries this close are alike, however short
LONGEST_STRUCTURE = 200


class HasRepetitions(Protocol):
    """A set, stored or just detected."""

    @property
    def repetitions(self) -> int: ...


T = TypeVar("T", bound=HasRepetitions)


@dataclass(frozen=True, slots=True)
class SetShape:
    """Repetitions x duration x share of critical power x recovery."""

    repetitions: int
    duration_s: float
    power_fraction: float | None  # None: unknown
    recovery_s: float | None  # None: a single effort

    @classmethod
    def of(
        cls,
        repetitions: int,
        duration_s: float,
        recoveries_s: Sequence[int],
        power_fraction: float | None,
    ) -> "SetShape":
        recovery_s = median_low(recoveries_s) if recoveries_s else None
        return cls(repetitions, duration_s, power_fraction, recovery_s)

    def is_like(self, other: "SetShape") -> bool:
        """Tell whether both were the same set to the coach who asked for them.

        Repetitions are equal, durations within 12 %, mean power within 8 % of
        critical power (where both are known), recoveries within a factor of 1.5
        or 30 s.
        """
        return (
            self.repetitions == other.repetitions
            and _ratio(self.duration_s, other.duration_s) <= DURATION_RATIO
            and _are_alike_fractions(self.power_fraction, other.power_fraction)
            and _are_alike_recoveries(self.recovery_s, other.recovery_s)
        )


def main_sets(sets: Sequence[T]) -> list[T]:
    """Keep the sets that a session is known for: those of several efforts, else its efforts."""
    return [each for each in sets if each.repetitions > 1] or list(sets)


def structure_of(sets: Sequence[HasRepetitions]) -> str:
    """Write the repetitions of a session's main sets in their order: "5x", "10x+10x".

    Equal for sessions of one structure, so that an index finds those that
    ``share_structure`` then compares by tolerance; "" without sets, and where
    there are more sets than anybody plans.
    """
    written = "+".join(f"{each.repetitions}x" for each in main_sets(sets))
    return written if len(written) <= LONGEST_STRUCTURE else ""


def share_structure(one: Sequence[SetShape], other: Sequence[SetShape]) -> bool:
    """Tell whether two sessions' main sets are alike, one by one; never without any."""
    return (
        bool(one)
        and len(one) == len(other)
        and all(mine.is_like(theirs) for mine, theirs in zip(one, other, strict=True))
    )


def _are_alike_fractions(one: float | None, other: float | None) -> bool:
    return one is None or other is None or abs(one - other) <= FRACTION_STEP


def _are_alike_recoveries(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= RECOVERY_STEP_S or _ratio(one, other) <= RECOVERY_RATIO


def _ratio(one: float, other: float) -> float:
    """The larger over the smaller; infinite where one is nothing."""
    return max(one, other) / min(one, other) if min(one, other) > 0 else float("inf")
