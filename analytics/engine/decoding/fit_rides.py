"""One part of a FIT file as rides: samples, laps and timer spans given to their sessions."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analytics.engine.decoding.fit_blocks import IntArray
from analytics.engine.decoding.fit_laps import read_laps, read_timer_spans
from analytics.engine.decoding.fit_messages import Messages
from analytics.engine.decoding.fit_plan import Plan, number_steps, read_plan
from analytics.engine.decoding.fit_samples import read_samples
from analytics.engine.decoding.fit_sessions import SessionMessage, read_sessions
from analytics.engine.recording import FloatArray, Lap, Ride, Samples, TimeSpan

NO_SAMPLES = Samples(np.zeros(0), {})


def read_rides(messages: Messages, first_number: int) -> list[Ride]:
    """Read the rides of one part of a file, one per session and in their order.

    Parameters
    ----------
    messages : Messages
        The part's messages.
    first_number : int
        Number of the part's first session among all of the file.

    Returns
    -------
    list of Ride
        A session that owns no samples keeps its place, with empty columns.
    """
    sessions = read_sessions(messages)
    samples = read_samples(messages)
    if samples is None:
        return [
            Ride(first_number + position, session.sport, NO_SAMPLES)
            for position, session in enumerate(sessions)
        ]
    plan = read_plan(messages)
    laps = read_laps(messages)
    spans = _cut_at_starts(read_timer_spans(messages, samples), sessions)
    sample_owners = find_owners(sessions, samples.at_s)
    lap_owners = find_owners(sessions, np.array([lap.start_at_s for lap in laps]))
    span_owners = find_owners(sessions, np.array([span.start_at_s for span in spans]))
    rides = []
    for position, session in enumerate(sessions):
        own_laps = [laps[row] for row in np.flatnonzero(lap_owners == position)]
        has_plan = len(sessions) == 1 or any(lap.step_number is not None for lap in own_laps)
        rides.append(
            _make_ride(
                first_number + position,
                session,
                samples if len(sessions) == 1 else _select(samples, sample_owners == position),
                own_laps,
                [spans[row] for row in np.flatnonzero(span_owners == position)],
                plan if has_plan else Plan(),
            )
        )
    return rides


def find_owners(sessions: Sequence[SessionMessage], at_s: FloatArray) -> IntArray:
    """Find the session that each time belongs to.

    The latest that had started by then, unless it had ended and the next one's
    start is nearer. Times before all sessions belong to the first.

    Parameters
    ----------
    sessions : sequence of SessionMessage
        At least one; starts and ends may be unknown, overlap or be out of order.
    at_s : ndarray of float, shape (n,)
        Unix times. [s]

    Returns
    -------
    ndarray of int, shape (n,)
        Positions among the sessions.
    """
    starts = np.array([session.start_at_s for session in sessions])
    ends = np.array([session.end_at_s for session in sessions])
    order = np.argsort(starts, kind="stable")[: np.count_nonzero(~np.isnan(starts))]
    if order.size < 2:
        return np.full(at_s.size, order[0] if order.size else 0)
    starts, ends = starts[order], ends[order]
    before = np.maximum(np.searchsorted(starts, at_s, side="right") - 1, 0)
    after = np.minimum(before + 1, order.size - 1)
    since_end, until_start = at_s - ends[before], starts[after] - at_s
    is_nearer_next = (since_end > 0) & (until_start > 0) & (until_start < since_end)
    owners: IntArray = order[np.where(is_nearer_next, after, before)]
    return owners


def _cut_at_starts(spans: Sequence[TimeSpan], sessions: Sequence[SessionMessage]) -> list[TimeSpan]:
    """Cut timer spans where a session starts inside them."""
    starts = sorted(session.start_at_s for session in sessions)
    pieces: list[TimeSpan] = []
    for span in spans:
        inside = [start for start in starts if span.start_at_s < start < span.end_at_s]
        edges = [span.start_at_s, *(inside if len(sessions) > 1 else ()), span.end_at_s]
        pieces.extend(TimeSpan(start, end) for start, end in pairwise(edges) if end > start)
    return pieces


def _select(samples: Samples, mask: NDArray[np.bool_]) -> Samples:
    channels = {channel: values[mask] for channel, values in samples.channels.items()}
    return Samples(samples.at_s[mask], channels)


def _make_ride(
    number: int,
    session: SessionMessage,
    samples: Samples,
    laps: Sequence[Lap],
    spans: Sequence[TimeSpan],
    plan: Plan,
) -> Ride:
    return Ride(
        number=number,
        sport=session.sport,
        samples=samples,
        sub_sport=session.sub_sport,
        laps=number_steps(laps, plan),
        timer_spans=tuple(spans),
        plan=plan.steps,
        device_figures=session.figures,
        title=plan.title,
    )
