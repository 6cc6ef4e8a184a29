"""A plan in words: what the rider had on the screen, repeats folded again."""

from collections.abc import Sequence

from analytics.engine.printing import clock
from analytics.engine.recording import LapRole, PlannedStep

LONGEST_REPEATED = 12  # steps of one repeat


def tell_plan(steps: Sequence[PlannedStep]) -> str:
    """Tell a plan line by line: "5 x (5:00 at 340 W, 3:00 recovery at 150 W)".

    Steps that repeat are folded, the most steps first; empty without a plan.
    """
    told = [_tell_step(step) for step in steps]
    lines = []
    at = 0
    while at < len(told):
        size, times = _repeat_at(told, at)
        body = ", ".join(told[at : at + size])
        lines.append(
            body if times == 1 else f"{times} x ({body})" if size > 1 else f"{times} x {body}"
        )
        at += size * times
    return "\n".join(lines)


def _repeat_at(told: Sequence[str], at: int) -> tuple[int, int]:
    """Find the repeat at a step that covers the most: its size and how often it comes."""
    best = (1, 1)
    for size in range(1, LONGEST_REPEATED + 1):
        body = told[at : at + size]
        times = 1
        while told[at + size * times : at + size * (times + 1)] == body:
            times += 1
        if times > 1 and size * times > best[0] * best[1]:
            best = (size, times)
    return best


def _tell_step(step: PlannedStep) -> str:
    """Tell one step: "Warm up 15:00 at 150 to 200 W"."""
    role = "" if step.role in (LapRole.UNKNOWN, LapRole.WORK) else str(step.role)
    name = step.name if step.name.casefold() != role else ""
    duration = "until the lap button" if step.duration_s is None else clock(step.duration_s)
    return " ".join(part for part in (name or role, duration, _tell_target(step)) if part)


def _tell_target(step: PlannedStep) -> str:
    bounds_w = [w for w in (step.target_low_w, step.target_high_w) if w is not None]
    low_w, *more = dict.fromkeys(f"{bound_w:.0f}" for bound_w in bounds_w) or [""]
    return " to ".join(["at " + low_w, *more]) + " W" if low_w else ""
