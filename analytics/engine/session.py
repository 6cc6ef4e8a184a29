"""One recording through the whole engine: what the web and the command line share."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from analytics.engine.cuts import Span, cut_power
from analytics.engine.durability import find_worn_peaks
from analytics.engine.intervals import IntervalPreference, LabelledInterval, label_intervals
from analytics.engine.peaks import PeakPower, find_peak_powers
from analytics.engine.printing import clock
from analytics.engine.quality import Quality
from analytics.engine.record_checks import check_peaks, name_spike
from analytics.engine.recording import Channel, Recording, RecordingRefused, Ride
from analytics.engine.repair import Patch, PatchKey, repair_except
from analytics.engine.rider import Rider
from analytics.engine.sets import DetectedSet, detect_sets
from analytics.engine.stimulus import label_stimulus
from analytics.engine.stream import Stream, build_stream, refuse_implausible
from analytics.engine.totals import SessionTotals, add_up_session
from analytics.engine.vocabulary import Stimulus

NOTED_MISSING_SHARE = 0.01  # of the timer; less is not worth a note


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person decided of a ride's seconds."""

    kept_raw: Collection[PatchKey] = ()  # the seconds whose patch was undone
    cuts: Collection[Span] = ()  # the seconds whose power was taken out


NOTHING_CORRECTED: Mapping[int, Corrections] = {}


@dataclass(frozen=True, slots=True, eq=False)
class AnalysedSession:
    """Everything the engine says about one ride."""

    ride: Ride
    rider: Rider  # the thresholds and the mass that the figures used
    stream: Stream  # after repair
    totals: SessionTotals
    intervals: tuple[LabelledInterval, ...]
    sets: tuple[DetectedSet, ...]
    peaks: tuple[PeakPower, ...]
    stimulus: Stimulus
    stimulus_reason: str
    quality: Quality


def analyse_recording(
    recording: Recording,
    *,
    rider_at: Callable[[datetime], Rider],
    now: datetime,
    prefer: IntervalPreference = IntervalPreference.BEST,
    corrections: Mapping[int, Corrections] = NOTHING_CORRECTED,
) -> tuple[AnalysedSession, ...]:
    """Analyse every cycling ride of a recording.

    Parameters
    ----------
    recording : Recording
        What the file held.
    rider_at : callable
        Gives the thresholds and the mass that hold at a ride's start.
    now : datetime
        Rides that start later than a day from now are refused.
    prefer : IntervalPreference
        Which source of intervals to take.
    corrections : mapping of int to Corrections
        By number of the ride, what a person decided of its seconds.

    Returns
    -------
    tuple of AnalysedSession
        One per ride that can be analysed, in the order of the file; never empty.

    Raises
    ------
    RecordingRefused
        If no ride can be analysed; with the first reason.
    """
    faults = (*recording.faults, *_note_other_sports(recording))
    analysed = []
    refusals = []
    for ride in cycling_rides(recording):
        try:
            analysed.append(
                _analyse_ride(
                    ride,
                    rider_at,
                    now=now,
                    prefer=prefer,
                    faults=faults,
                    corrections=corrections.get(ride.number, Corrections()),
                )
            )
        except RecordingRefused as refusal:
            refusals.append(refusal)
    if not analysed:
        raise refusals[0]
    return tuple(analysed)


def cycling_rides(recording: Recording) -> tuple[Ride, ...]:
    """Pick the rides of a recording; other sports are refused by name when nothing else is there.

    Raises
    ------
    RecordingRefused
        If the recording holds no cycling.
    """
    rides = tuple(ride for ride in recording.rides if ride.is_cycling)
    if rides:
        return rides
    if not recording.rides:
        raise RecordingRefused("The file holds no ride.")
    raise RecordingRefused(
        f"This is a recording of {_name_other_sports(recording)}, not of cycling."
    )


def _note_other_sports(recording: Recording) -> tuple[str, ...]:
    """Tell what of a race of several sports was left out."""
    sports = _name_other_sports(recording)
    return (f"Not cycling, and left out: {sports}.",) if sports else ()


def _name_other_sports(recording: Recording) -> str:
    sports = {ride.sport.replace("_", " ") for ride in recording.rides if not ride.is_cycling}
    return " and ".join(sorted(sports))


def find_worn_again(
    stream: Stream, *, mass_kg: float | None, patched_s: Iterable[int]
) -> tuple[PeakPower, ...]:
    """Find the peaks after work of an analysed ride by another body mass.

    Parameters
    ----------
    stream : Stream
        The ride at 1 Hz as its analysis left it, repaired.
    mass_kg : float or None
        The body mass that now holds. [kg]
    patched_s : iterable of int
        Seconds whose power was replaced, by ``repair`` or by a person. [s]

    Returns
    -------
    tuple of PeakPower
        As an analysis finds them, with what their seconds say against them.

    Raises
    ------
    ValueError
        If ``mass_kg`` is not positive.
    """
    patched = np.zeros(stream.elapsed_s, dtype=np.bool_)
    patched[list(patched_s)] = True
    worn = find_worn_peaks(stream, mass_kg=mass_kg, patched=patched)
    return check_peaks(worn, stream, patched=patched)


def _analyse_ride(
    ride: Ride,
    rider_at: Callable[[datetime], Rider],
    *,
    now: datetime,
    prefer: IntervalPreference,
    faults: tuple[str, ...],
    corrections: Corrections,
) -> AnalysedSession:
    raw, axis = build_stream(ride)
    refuse_implausible(raw, now)
    rider = rider_at(raw.started_at)
    cut, bridged = cut_power(raw, corrections.cuts)
    stream, patches, undone = repair_except(cut, rider.mass_kg, corrections.kept_raw)
    totals = add_up_session(stream, rider)
    intervals = label_intervals(ride, stream, rider, prefer=prefer)
    sets = detect_sets(intervals)
    stimulus, stimulus_reason = label_stimulus(intervals, sets, totals, rider)
    return AnalysedSession(
        ride=ride,
        rider=rider,
        stream=stream,
        totals=totals,
        intervals=intervals,
        sets=sets,
        peaks=_find_peaks(stream, rider, patches, bridged),
        stimulus=stimulus,
        stimulus_reason=stimulus_reason,
        quality=Quality(
            filled_s=axis.filled_s,
            missing_s=axis.missing_s,
            paused_s=axis.paused_s,
            patches=patches,
            undone=undone,
            notes=(*faults, *axis.notes, *_note_missing_power(stream)),
        ),
    )


def _note_missing_power(stream: Stream) -> tuple[str, ...]:
    """Tell of power that was recorded for a part of the ride only."""
    is_known = np.isfinite(stream.power_w)
    on_timer_s = int(np.count_nonzero(stream.is_on_timer))
    unknown_s = on_timer_s - int(np.count_nonzero(is_known & stream.is_on_timer))
    if not is_known.any() or unknown_s <= NOTED_MISSING_SHARE * on_timer_s:
        return ()
    told = f"Power is missing on {clock(unknown_s)} of {clock(on_timer_s)}"
    return (f"{told}; the training load counts them like the rest.",)


def _find_peaks(
    stream: Stream, rider: Rider, patches: tuple[Patch, ...], bridged: Sequence[int]
) -> tuple[PeakPower, ...]:
    """Find the peaks, fresh and after work, with what their seconds say against them."""
    patched = _patched_power(patches, stream.elapsed_s)
    patched[list(bridged)] = True
    fresh = find_peak_powers(stream, patched=patched)
    worn = find_worn_peaks(stream, mass_kg=rider.mass_kg, patched=patched, fresh=fresh)
    return name_spike(check_peaks((*fresh, *worn), stream, patched=patched), patches)


def _patched_power(patches: tuple[Patch, ...], elapsed_s: int) -> NDArray[np.bool_]:
    patched = np.zeros(elapsed_s, dtype=np.bool_)
    patched[[patch.second for patch in patches if patch.channel is Channel.POWER]] = True
    return patched
