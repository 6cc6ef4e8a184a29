"""What a set is called: the title that a coach would write, and its canonical signature."""

from collections.abc import Sequence
from itertools import groupby

from analytics.engine.effort_groups import is_pyramid
from analytics.engine.printing import clock_face

# Up to a duration [s], the step to which a coach rounds it [s].
NOMINAL_STEPS_S = ((60, 5), (180, 15), (600, 30), (1800, 60))
LONGEST_STEP_S = 300
NOMINAL_TOLERANCE = 0.04  # 4:34 is called 4:30, but 12 s are not called 10
SIMILAR_DURATION = 1.2
PAIR_RATIO = 1.5  # between two durations that take turns
LONGEST_MICRO_S = 75  # repetitions up to here are told with their recovery
# Duration and recovery buckets of a signature [s], each about 1.4 times the one before.
BUCKETS_S = (
    5,
    10,
    15,
    20,
    30,
    45,
    60,
    90,
    120,
    180,
    240,
    300,
    480,
    600,
    900,
    1200,
    1800,
    2700,
    3600,
)
FRACTION_STEP = 0.1  # of critical power
HIGHEST_FRACTION = 2.0  # above it a sprint is a sprint


def write_title(durations_s: Sequence[int], recoveries_s: Sequence[int]) -> str:
    """Write a set as a coach would, durations rounded to what was meant.

    "5 x 5:00"; "10 x 0:30 / 0:15" where repetitions are short enough for the
    recovery to matter; "1:00 - 2:00 - 3:00" where durations change; "4 x (2:00 +
    1:00)" where two take turns without a rest.
    """
    if len(durations_s) == 1:
        return clock_face(nominal_duration_s(durations_s[0]))
    pair = _alternating_pair(durations_s)
    if pair:
        first, second = (clock_face(nominal_duration_s(each)) for each in pair)
        return f"{len(durations_s) // 2} x ({first} + {second})"
    if is_pyramid(durations_s):
        return " - ".join(clock_face(nominal_duration_s(each)) for each in durations_s)
    title = f"{len(durations_s)} x {clock_face(nominal_duration_s(_middle(durations_s)))}"
    if _middle(durations_s) > LONGEST_MICRO_S:
        return title
    return f"{title} / {clock_face(nominal_duration_s(_middle(recoveries_s)))}"


def write_structure(titles: Sequence[str]) -> str:
    """Write a session's sets in one line; the same set several times in a row is nested.

    "3 x (10 x 0:30 / 0:15), 5 x 1:00". Efforts that stand alone are never nested.
    """
    written = []
    for title, run in groupby(titles):
        count = len(list(run))
        is_nested = count > 1 and " x " in title
        written += [f"{count} x ({title})"] if is_nested else [title] * count
    return ", ".join(written)


def sign_set(
    durations_s: Sequence[int],
    recoveries_s: Sequence[int],
    power_fractions: Sequence[float | None],
) -> str:
    """Write a set's structure so that the same set is found again under any title.

    Repetitions x duration @ percent of critical power / recovery, by tolerance:
    durations and recoveries fall into the nearest bucket (in ratio), power into
    steps of 10 %. Changing durations are all written out.
    """
    fractions = sorted(each for each in power_fractions if each is not None)
    power = _percent(fractions[(len(fractions) - 1) // 2]) if fractions else "?"
    if is_pyramid(durations_s) or _alternating_pair(durations_s):
        lengths = "-".join(str(_bucket_s(duration_s)) for duration_s in durations_s)
    else:
        lengths = f"{len(durations_s)}x{_bucket_s(_middle(durations_s))}"
    rest = f"/{_bucket_s(_middle(recoveries_s))}" if recoveries_s else ""
    return f"{lengths}@{power}{rest}"


def nominal_duration_s(duration_s: float) -> int:
    """Round a duration to what a coach would have asked for, where that is near [s]."""
    step_s = next((step for up_to, step in NOMINAL_STEPS_S if duration_s <= up_to), LONGEST_STEP_S)
    nominal_s = round(duration_s / step_s) * step_s
    is_near = abs(nominal_s - duration_s) <= NOMINAL_TOLERANCE * duration_s
    return nominal_s if is_near else round(duration_s)


def _is_even(durations_s: Sequence[int]) -> bool:
    """Tell whether all durations are near their middle one."""
    middle_s = _middle(durations_s)
    return all(
        max(each, middle_s) <= SIMILAR_DURATION * min(each, middle_s) for each in durations_s
    )


def _alternating_pair(durations_s: Sequence[int]) -> tuple[int, int] | None:
    """Find the two durations that take turns; None where they do not."""
    odd_s, even_s = durations_s[::2], durations_s[1::2]
    if len(odd_s) != len(even_s) or len(odd_s) < 2 or not (_is_even(odd_s) and _is_even(even_s)):
        return None
    pair = _middle(odd_s), _middle(even_s)
    return pair if max(pair) > PAIR_RATIO * min(pair) else None


def _middle(values: Sequence[int]) -> int:
    """Take the lower median; 0 of nothing."""
    return sorted(values)[(len(values) - 1) // 2] if values else 0


def _bucket_s(duration_s: int) -> int:
    """Find the bucket that is nearest in ratio; 0 for nothing."""
    if duration_s <= 0:
        return 0
    return min(BUCKETS_S, key=lambda bucket: max(bucket, duration_s) / min(bucket, duration_s))


def _percent(fraction: float) -> str:
    """Write a fraction of critical power in steps of 10 %."""
    if fraction >= HIGHEST_FRACTION:
        return f"{100 * HIGHEST_FRACTION:.0f}+"
    return f"{100 * round(fraction / FRACTION_STEP) * FRACTION_STEP:.0f}"
