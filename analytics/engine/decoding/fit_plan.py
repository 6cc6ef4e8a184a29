"""FIT workout steps as a plan with its repeats written out, and the laps that rode it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analytics.engine.decoding.fit_messages import Messages, Rows
from analytics.engine.decoding.fit_profile import (
    MESSAGE_INDEX,
    MESSAGE_INDEX_MASK,
    ROLES_BY_INTENSITY,
    STEP_LASTS_A_TIME,
    STEP_REPEATS,
    STEP_REPEATS_COUNTED,
    STEP_TARGETS_POWER,
    STEP_WATTS_OFFSET,
    Message,
    SessionField,
    StepField,
    WorkoutField,
    ZonesTarget,
)
from analytics.engine.recording import Lap, LapRole, LapTrigger, PlannedStep

MAX_STEPS = 1000  # written out
AUTOMATIC = (LapTrigger.DISTANCE, LapTrigger.TIME, LapTrigger.POSITION)  # a step goes on after it


@dataclass(frozen=True, slots=True)
class Plan:
    """A workout with its repeats written out; ``sources`` are the steps' indexes in the file."""

    title: str = ""
    steps: tuple[PlannedStep, ...] = ()
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _FileStep:
    """A step as the file has it: something to ride, or a jump back to an earlier step."""

    step: PlannedStep
    is_jump: bool = False
    back_to: int = 0
    times: int = 1  # that the steps from there are ridden in all


def read_plan(messages: Messages) -> Plan:
    """Read the workout that the device carried; an empty plan where there is none."""
    title = _first_text(messages.rows(Message.WORKOUT), WorkoutField.NAME)
    rows = messages.rows(Message.WORKOUT_STEP)
    if rows is None:
        return Plan(title)
    file_steps = _read_file_steps(rows, _find_threshold_w(messages))
    sources = _write_out(file_steps)
    return Plan(title, tuple(file_steps[source].step for source in sources), tuple(sources))


def number_steps(laps: Sequence[Lap], plan: Plan) -> tuple[Lap, ...]:
    """Replace each lap's step in the file by its position among the written-out steps.

    Laps ride the plan forwards. A lap that an automatic mark ended leaves its
    step unfinished, so the next lap may be in it too.
    """
    numbered: list[Lap] = []
    position, earliest = -1, 0
    for lap in laps:
        if lap.step_number is not None:
            position = _find_step(plan.sources, lap.step_number, earliest)
            lap = replace(lap, step_number=None if position < 0 else position)
            if position >= 0:
                earliest = position if lap.trigger in AUTOMATIC else position + 1
        numbered.append(lap)
    return tuple(numbered)


def _find_step(sources: Sequence[int], source: int, earliest: int) -> int:
    """Find a step at or after a position, else anywhere; -1 where the plan lacks it."""
    later = [place for place in range(earliest, len(sources)) if sources[place] == source]
    if later:
        return later[0]
    return sources.index(source) if source in sources else -1


def _write_out(file_steps: dict[int, _FileStep]) -> list[int]:
    """List the indexes of the steps in the order in which they are ridden."""
    indexes = sorted(file_steps)
    written: list[int] = []
    first_written = {}  # where the ride of each step, and of all after it, began
    for index in indexes:
        file_step = file_steps[index]
        first_written[index] = len(written)
        if not file_step.is_jump:
            written.append(index)
            continue
        body = written[first_written.get(file_step.back_to, len(written)) :]
        room = (MAX_STEPS - len(written)) // max(1, len(body))
        written.extend(body * min(file_step.times - 1, room))
    return written[:MAX_STEPS]


def _read_file_steps(rows: Rows, threshold_w: float | None) -> dict[int, _FileStep]:
    """Read the steps by their index; where the file gives none, by their position."""
    fields: dict[StepField, list[float | None]] = {
        field_number: rows.scalars(field_number)
        for field_number in StepField
        if field_number is not StepField.NAME
    }
    steps = {}
    for position, (index, name) in enumerate(
        zip(rows.codes(MESSAGE_INDEX), rows.texts(StepField.NAME), strict=True)
    ):
        values = {field_number: column[position] for field_number, column in fields.items()}
        key = position if index is None else index & MESSAGE_INDEX_MASK
        steps[key] = _read_file_step(name, values, threshold_w)
    return steps


def _read_file_step(
    name: str, values: Mapping[StepField, float | None], threshold_w: float | None
) -> _FileStep:
    kind = values[StepField.DURATION_KIND]
    duration = values[StepField.DURATION]
    low_w, high_w = _read_targets_w(values, threshold_w)
    step = PlannedStep(
        role=ROLES_BY_INTENSITY.get(_code(values[StepField.INTENSITY]), LapRole.UNKNOWN),
        name=name,
        duration_s=duration / 1000 if kind in STEP_LASTS_A_TIME and duration is not None else None,
        target_low_w=low_w,
        target_high_w=high_w,
    )
    if kind not in STEP_REPEATS:
        return _FileStep(step)
    times = _code(values[StepField.TARGET]) if kind == STEP_REPEATS_COUNTED else 1
    return _FileStep(step, is_jump=True, back_to=_code(duration), times=max(1, times))


def _code(value: float | None) -> int:
    return -1 if value is None else int(value)


def _read_targets_w(
    values: Mapping[StepField, float | None], threshold_w: float | None
) -> tuple[float | None, float | None]:
    """Read the target power; None where the step aims at something else or at a numbered zone."""
    if values[StepField.TARGET_KIND] not in STEP_TARGETS_POWER or values[StepField.TARGET]:
        return None, None
    return (
        _to_watts(values[StepField.TARGET_LOW], threshold_w),
        _to_watts(values[StepField.TARGET_HIGH], threshold_w),
    )


def _to_watts(value: float | None, threshold_w: float | None) -> float | None:
    """Turn a step's power into watts: percent of the threshold, or watts from 1000 on."""
    if value is None:
        return None
    if value >= STEP_WATTS_OFFSET:
        return value - STEP_WATTS_OFFSET
    return None if threshold_w is None else value * threshold_w / 100


def _find_threshold_w(messages: Messages) -> float | None:
    """Find the power that percentages refer to: the session's, else the rider's zones'."""
    for message, field_number in (
        (Message.SESSION, SessionField.THRESHOLD_POWER),
        (Message.ZONES_TARGET, ZonesTarget.THRESHOLD_POWER),
    ):
        rows = messages.rows(message)
        known = [] if rows is None else [value for value in rows.scalars(field_number) if value]
        if known:
            return known[0]
    return None


def _first_text(rows: Rows | None, field_number: int) -> str:
    return "" if rows is None else rows.texts(field_number)[0]
