"""Many peaks as one array, and as bytes: a history of them is read in one go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from analytics.engine.peaks import PeakPower
from analytics.engine.record_checks import is_indoors
from analytics.engine.record_history import History

PEAK_ROW = np.dtype(
    [
        ("duration_s", "<u4"),
        ("level", "<u2"),
        ("power_w", "<f8"),
        ("start_s", "<u4"),
        ("unsure_s", "<u4"),
        ("eligible", "?"),
        ("doubts", "<u2"),
    ]
)
PEAK_FIELDS = tuple(field.name for field in fields(PeakPower))
values_of = attrgetter(*PEAK_FIELDS)  # ``astuple`` copies each value, and takes ten times as long
SERIES_OF_LEVEL = 1 << 32


@dataclass(frozen=True, slots=True)
class RiddenPeaks:
    """One session as the history wants it."""

    session_id: int
    day: int  # ordinal of the local day
    mass_kg: float | None
    device: str
    sub_sport: str
    columns: bytes
    started_at_s: int = 0  # Unix time; orders the ledger, and decides nothing


def pack_peaks(peaks: Iterable[PeakPower]) -> bytes:
    """Pack a session's peaks; ``unpack_peaks`` takes them back."""
    return np.array([values_of(peak) for peak in peaks], dtype=PEAK_ROW).tobytes()


def unpack_peaks(columns: bytes) -> NDArray[np.void]:
    """Give the rows that ``pack_peaks`` packed, shape (peaks,)."""
    return np.frombuffer(columns, dtype=PEAK_ROW)


def lay_out(
    rides: Sequence[RiddenPeaks],
    *,
    verdicts: dict[tuple[int, int, int], bool] | None = None,
    devices: Iterable[str] = (),
) -> History:
    """Put sessions, in ride order, on a grid of series.

    Parameters
    ----------
    rides : sequence of RiddenPeaks
        At least one.
    verdicts : mapping of (session, level, duration [s]) to bool, optional
        What a person accepted (True) or rejected.
    devices : iterable of str
        What the rides before these were recorded with.
    """
    rows = unpack_peaks(b"".join(ride.columns for ride in rides))
    counts = [len(ride.columns) // PEAK_ROW.itemsize for ride in rides]
    session = np.repeat(np.arange(len(rides)), counts)
    of_rows = _keys(rows["level"], rows["duration_s"])
    # A peak after work is held against the fresh best, also where its own ride has no fresh one.
    keys = np.union1d(of_rows, of_rows % SERIES_OF_LEVEL)
    series = np.searchsorted(keys, of_rows)
    shape = (len(rides), keys.size)
    doubts = np.zeros(shape, dtype=np.uint16)
    doubts[session, series] = rows["doubts"]
    powers_w = np.full(shape, np.nan)
    is_there = rows["eligible"] & (rows["power_w"] > 0)
    powers_w[session[is_there], series[is_there]] = rows["power_w"][is_there]
    accepted, rejected = np.zeros((2, *shape), dtype=np.bool_)
    places = {ride.session_id: number for number, ride in enumerate(rides)}
    for (session_id, level, duration_s), is_accepted in (verdicts or {}).items():
        column = int(np.searchsorted(keys, level * SERIES_OF_LEVEL + duration_s))
        if session_id in places and column < keys.size:
            (accepted if is_accepted else rejected)[places[session_id], column] = True
    return History(
        levels=keys // SERIES_OF_LEVEL,
        durations_s=keys % SERIES_OF_LEVEL,
        days=np.maximum.accumulate(np.array([ride.day for ride in rides])),
        masses_kg=np.array([ride.mass_kg or np.nan for ride in rides]),
        is_indoors=np.array([is_indoors(ride.sub_sport) for ride in rides]),
        is_new_device=np.array(_new_devices(rides, devices)),
        powers_w=powers_w,
        doubts=doubts,
        is_accepted=accepted,
        is_rejected=rejected,
    )


def _keys(levels: NDArray[np.integer], durations_s: NDArray[np.integer]) -> NDArray[np.int64]:
    return levels.astype(np.int64) * SERIES_OF_LEVEL + durations_s


def _new_devices(rides: Sequence[RiddenPeaks], known: Iterable[str]) -> list[bool]:
    seen = set(known)
    is_new = []
    for ride in rides:
        is_new.append(bool(seen) and ride.device != "" and ride.device not in seen)
        if ride.device:
            seen.add(ride.device)
    return is_new
