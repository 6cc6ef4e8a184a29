"""Rides by the weight that holds on their day: W/kg and the peaks after work go by it.

Weights are dated, and a ride was ridden at the one of its day whenever that was typed. What it
cost, its load, zones and labels, stays: that rests on thresholds, which change for the future.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

import numpy as np

from analytics.engine.peak_columns import unpack_peaks
from analytics.engine.peaks import FRESH_LEVEL, PeakPower
from analytics.engine.recording import Channel
from analytics.engine.session import find_worn_again
from analytics.engine.stream import Stream
from analytics.engine.stream_columns import decode_stream
from analytics.models import BodyMass, Session
from analytics.record_rows import keep_peaks, pack_missing

BEFORE_ANY_RIDE = date(1970, 1, 1)
AT_ONCE = 100

Weights = Sequence[tuple[date, float]]  # by day


@dataclass(frozen=True, slots=True)
class Weighed:
    """A ride whose weight is another one now, with all that follows from it."""

    session_id: int
    analysed_at: datetime  # of the analysis that the peaks are from
    mass_kg: float | None
    peaks: tuple[PeakPower, ...] | None  # None: it has no samples, and its peaks stay


def first_day_weighed(before: dict[date, float], after: dict[date, float]) -> date | None:
    """Give the first day on which another weight holds; None where none does.

    The earliest weight holds on the days before it, too.
    """
    changed = [day for day in before.keys() | after.keys() if before.get(day) != after.get(day)]
    if not changed:
        return None
    first = min(changed)
    return first if any(day < first for day in before) else BEFORE_ANY_RIDE


def weigh_rides(athlete_id: int, *, but: Collection[Weighed] = ()) -> list[Weighed]:
    """Work out what the dated weights change of an athlete's rides; writes nothing.

    Reading the samples of many rides takes longer than a transaction may last: do it before
    one, and inside it again for what is not among ``but`` as it now stands.
    """
    weights = list(
        BodyMass.objects.filter(athlete=athlete_id).order_by("date").values_list("date", "mass_kg")
    )
    known = {(each.session_id, each.analysed_at, each.mass_kg): each for each in but}
    rows = Session.objects.filter(athlete=athlete_id).order_by()
    found, wanted = [], {}
    for pk, day, mass_kg, at in rows.values_list("pk", "local_date", "mass_kg", "analysed_at"):
        holds_kg = weight_on(day, weights)
        if holds_kg == mass_kg:
            continue
        if (pk, at, holds_kg) in known:
            found.append(known[pk, at, holds_kg])
        else:
            wanted[pk] = holds_kg
    return found + [_weigh(session, wanted[session.pk]) for session in _with_samples(wanted)]


def keep_weights(athlete_id: int, weighed: Collection[Weighed], *, now: datetime) -> date | None:
    """Write what the weights change; gives the first day of a ride that changed.

    Call with the athlete's row locked, and decide the records in the same transaction.
    """
    first = None
    for each in weigh_rides(athlete_id, but=weighed):
        session = Session.objects.only("local_date", "mass_kg").get(pk=each.session_id)
        session.mass_kg, session.changed_at = each.mass_kg, now
        session.save(update_fields=["mass_kg", "changed_at"])
        if each.peaks is not None:
            keep_peaks(session, each.peaks)
        first = min(first or session.local_date, session.local_date)
    return first


def weight_on(day: date, weights: Weights) -> float | None:
    """Pick the weight of the latest day up to this one, else the earliest after it."""
    at = bisect_right(weights, day, key=itemgetter(0))
    return weights[max(at - 1, 0)][1] if weights else None


def _with_samples(session_ids: Iterable[int]) -> Iterable[Session]:
    """Load rides with stream, peaks and cuts, a part of them at a time."""
    wanted = sorted(session_ids)
    for first in range(0, len(wanted), AT_ONCE):
        rides = Session.objects.filter(pk__in=wanted[first : first + AT_ONCE])
        pack_missing(rides)
        yield from rides.select_related("stream", "peak_columns").prefetch_related("power_cuts")


def _weigh(session: Session, mass_kg: float | None) -> Weighed:
    return Weighed(session.pk, session.analysed_at, mass_kg, _peaks_at(session, mass_kg))


def _peaks_at(session: Session, mass_kg: float | None) -> tuple[PeakPower, ...] | None:
    """Keep a ride's fresh peaks, and find those after work by its weight."""
    if not hasattr(session, "stream"):
        return None
    stream = decode_stream(bytes(session.stream.columns))
    stored = unpack_peaks(bytes(session.peak_columns.columns))
    fresh = [PeakPower(*row) for row in stored[stored["level"] == FRESH_LEVEL].tolist()]
    worn = find_worn_again(stream, mass_kg=mass_kg, patched_s=_patched_seconds(session, stream))
    return (*fresh, *worn)


def _patched_seconds(session: Session, stream: Stream) -> list[int]:
    patches = session.quality.get("patches", ())
    patched = [patch["second"] for patch in patches if patch["channel"] == Channel.POWER]
    cut = [
        second
        for taken in session.power_cuts.all()
        for first, end in taken.spans
        for second in range(first, min(end, stream.elapsed_s))
    ]
    return patched + [second for second in cut if np.isfinite(stream.power_w[second])]
