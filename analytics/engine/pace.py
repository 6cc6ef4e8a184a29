"""How fast a long job goes, and how long the rest of it may take."""

from dataclasses import dataclass

SETTLED_AFTER_S = 3.0  # before it, a rate is mostly chance


@dataclass(frozen=True, slots=True)
class Pace:
    """None where nothing can be said yet."""

    a_minute: float | None
    rest_s: int | None


def estimate_rest(*, finished: int, waiting: int, elapsed_s: float) -> Pace:
    """Estimate how long a job takes from how it went so far.

    Parameters
    ----------
    finished : int
        Pieces that were finished in ``elapsed_s``.
    waiting : int
        Pieces that are left.
    elapsed_s : float
        Time since the job began or was resumed. [s]

    Returns
    -------
    Pace
        Pieces a minute, and the seconds that the rest takes at that rate.
    """
    if finished <= 0 or elapsed_s < SETTLED_AFTER_S:
        return Pace(a_minute=None, rest_s=0 if waiting == 0 else None)
    return Pace(a_minute=60 * finished / elapsed_s, rest_s=round(waiting * elapsed_s / finished))
