"""What was wrong with a ride and what was done about it."""

from dataclasses import dataclass

from analytics.engine.repair import Patch


@dataclass(frozen=True, slots=True)
class Quality:
    """Told with every session, so that no mended second goes unseen."""

    filled_s: int  # short dropouts, filled linearly
    missing_s: int  # longer dropouts, left empty
    paused_s: int
    patches: tuple[Patch, ...]
    notes: tuple[str, ...]  # one sentence each: cut file, clock that ran backwards, ...
    undone: tuple[Patch, ...] = ()  # patches that a person took back: the raw value stands
