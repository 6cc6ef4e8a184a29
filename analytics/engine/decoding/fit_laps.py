"""FIT lap messages and timer events."""

from collections.abc import Iterable

import numpy as np

from analytics.engine.decoding.fit_messages import Messages
from analytics.engine.decoding.fit_profile import (
    FIT_EPOCH_AT_S,
    LAP_TRIGGERS,
    MESSAGE_INDEX_MASK,
    ROLES_BY_INTENSITY,
    TIMER_EVENT,
    TIMER_START,
    TIMER_STOPS,
    EventField,
    LapField,
    Message,
)
from analytics.engine.recording import Lap, LapRole, LapTrigger, Samples, TimeSpan


def read_laps(messages: Messages) -> list[Lap]:
    """Read the laps in the order of the file; one without start or length is left out.

    ``Lap.step_number`` is the step's index in the file's workout.
    """
    rows = messages.rows(Message.LAP)
    if rows is None:
        return []
    written = messages.times_at_s(rows)
    starts = rows.numbers(LapField.START_TIME) + FIT_EPOCH_AT_S
    lengths = rows.numbers(LapField.ELAPSED) / 1000
    starts = np.where(np.isnan(starts), written - lengths, starts)
    ends = np.where(np.isnan(lengths), written, starts + lengths)
    columns = zip(
        starts.tolist(),
        ends.tolist(),
        rows.codes(LapField.TRIGGER),
        rows.codes(LapField.INTENSITY),
        rows.codes(LapField.STEP_INDEX),
        strict=True,
    )
    return [
        _make_lap(start_at_s, end_at_s, trigger, intensity, step)
        for start_at_s, end_at_s, trigger, intensity, step in columns
        if end_at_s >= start_at_s
    ]


def _make_lap(
    start_at_s: float,
    end_at_s: float,
    trigger_code: int | None,
    intensity_code: int | None,
    step_index: int | None,
) -> Lap:
    trigger = LAP_TRIGGERS.get(_or_none_code(trigger_code), LapTrigger.UNKNOWN)
    if step_index is not None and trigger in (LapTrigger.HAND, LapTrigger.UNKNOWN):
        trigger = LapTrigger.WORKOUT  # devices write "manual" when a programmed step ends
    return Lap(
        start_at_s=start_at_s,
        end_at_s=end_at_s,
        trigger=trigger,
        role=ROLES_BY_INTENSITY.get(_or_none_code(intensity_code), LapRole.UNKNOWN),
        step_number=None if step_index is None else step_index & MESSAGE_INDEX_MASK,
    )


def _or_none_code(code: int | None) -> int:
    return -1 if code is None else code


def read_timer_spans(messages: Messages, samples: Samples) -> list[TimeSpan]:
    """Read the stretches over which the timer ran, from its start and stop events.

    A stop before any start ends a span from the first sample; a start that
    nothing stops begins one that lasts to the second of the last sample.
    """
    rows = messages.rows(Message.EVENT)
    if rows is None:
        return []
    events = zip(
        messages.times_at_s(rows).tolist(),
        rows.codes(EventField.EVENT),
        rows.codes(EventField.KIND),
        strict=True,
    )
    timer = [(at_s, kind) for at_s, event, kind in events if event == TIMER_EVENT and at_s == at_s]
    first, last = float(samples.at_s.min()), float(samples.at_s.max())
    return [span for span in _pair(timer, first, last) if span.end_at_s > span.start_at_s]


def _pair(
    timer: Iterable[tuple[float, int | None]], first_at_s: float, last_at_s: float
) -> Iterable[TimeSpan]:
    running_since: float | None = None
    is_first = True
    for at_s, kind in timer:
        if kind == TIMER_START and running_since is None:
            running_since, is_first = at_s, False
        elif kind in TIMER_STOPS:
            if running_since is not None or is_first:
                yield TimeSpan(first_at_s if running_since is None else running_since, at_s)
            running_since, is_first = None, False
    if running_since is not None:
        yield TimeSpan(running_since, last_at_s + 1)
