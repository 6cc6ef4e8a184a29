"""Stimulus: what a session trained, from its efforts and its totals."""

from collections.abc import Sequence
from itertools import pairwise

from analytics.engine.intervals import LabelledInterval
from analytics.engine.rider import Rider
from analytics.engine.sets import DetectedSet
from analytics.engine.totals import SessionTotals
from analytics.engine.vocabulary import Characteristic, Intensity, Stimulus

# Work that makes a session of its kind [s]; half of it colours one.
FULL_DOSE_S = {
    Stimulus.NEUROMUSCULAR: 60.0,
    Stimulus.ANAEROBIC: 240.0,
    Stimulus.VO2MAX: 720.0,
    Stimulus.THRESHOLD: 1500.0,
}
LEAST_DOSE = 0.5
STIMULUS_OF = {
    Intensity.NEUROMUSCULAR: Stimulus.NEUROMUSCULAR,
    Intensity.ANAEROBIC: Stimulus.ANAEROBIC,
    Intensity.VO2MAX: Stimulus.VO2MAX,
    Intensity.THRESHOLD: Stimulus.THRESHOLD,
}
LONGEST_MICRO_S = 75
FEWEST_MICRO = 6
FEWEST_OVER_UNDER = 4
MICRO_REST_RATIO = 1.25  # of the effort; longer rests let the anaerobic system refill
RECOVERY_FACTOR = 0.60
THRESHOLD_FACTOR = 0.95
LEAST_THRESHOLD_RIDE_S = 1200
LONGEST_RECOVERY_RIDE_S = 5400
LONGEST_ACTIVATION_S = 5400
FATIGUE_KJ_PER_KG = 25.0
FATIGUE_KJ = 1750.0  # where body mass is unknown


def label_stimulus(
    intervals: Sequence[LabelledInterval],
    sets: Sequence[DetectedSet],
    totals: SessionTotals,
    rider: Rider,
) -> tuple[Stimulus, str]:
    """Say what a session trained, and why in a few words.

    Parameters
    ----------
    intervals : sequence of LabelledInterval
        The session's intervals, as ``label_intervals`` gives them.
    sets : sequence of DetectedSet
        Their sets, as ``detect_sets`` gives them.
    totals : SessionTotals
        The session's figures.
    rider : Rider
        Thresholds and mass on the day.

    Returns
    -------
    tuple of Stimulus and str
        Never Test and never Race: power alone does not tell them. Without any
        figure to judge by, Aerobic, said as such.

    Notes
    -----
    Seconds of work are measured against a full dose of each kind: 60 s of sprints,
    4 min anaerobic, 12 min VO2max, 25 min threshold. The largest share wins from
    one half on. Short efforts with shorter rests train VO2max, whatever their
    power. Efforts around critical power without rests are lactate clearance; a
    dose late in a long ride is fatigue resistance; a few efforts in a short ride
    are an activation.
    """
    efforts = [interval for interval in intervals if interval.is_work]
    doses = _doses(intervals, sets)
    stimulus = max(doses, key=lambda each: doses[each]) if doses else None
    if stimulus is None or doses[stimulus] < LEAST_DOSE:
        return _label_without_dose(efforts, doses, totals)
    seconds = doses[stimulus] * FULL_DOSE_S[stimulus]
    reason = f"{seconds / 60:.0f} min of {stimulus.label} work"
    if stimulus is Stimulus.NEUROMUSCULAR:
        reason = f"{seconds:.0f} s of sprints"
    if _comes_late(efforts, totals, rider):
        return Stimulus.FATIGUE_RESISTANCE, f"{reason}, late in a long ride"
    if stimulus in (Stimulus.THRESHOLD, Stimulus.VO2MAX) and _alternates(intervals, sets):
        return Stimulus.LACTATE_CLEARANCE, f"{reason}, over and under critical power"
    return stimulus, reason


def _doses(
    intervals: Sequence[LabelledInterval], sets: Sequence[DetectedSet]
) -> dict[Stimulus, float]:
    """Add up work against the full dose of each kind."""
    doses: dict[Stimulus, float] = {}
    for interval_set in sets:
        is_micro = _is_micro(interval_set)
        is_over_under = _is_over_under(interval_set, intervals)
        for position in interval_set.efforts:
            stimulus = STIMULUS_OF.get(intervals[position].intensity)
            if is_over_under:
                stimulus = Stimulus.THRESHOLD  # its unders count, and its overs are no VO2max
            elif stimulus is Stimulus.ANAEROBIC and is_micro:
                stimulus = Stimulus.VO2MAX
            if stimulus is not None:
                share = intervals[position].duration_s / FULL_DOSE_S[stimulus]
                doses[stimulus] = doses.get(stimulus, 0.0) + share
    return doses


def _is_over_under(interval_set: DetectedSet, intervals: Sequence[LabelledInterval]) -> bool:
    """Tell efforts that take turns over and under critical power, without a rest."""
    if interval_set.repetitions < FEWEST_OVER_UNDER or any(interval_set.recoveries_s):
        return False
    fractions = [intervals[i].power_fraction for i in interval_set.efforts]
    is_over = [fraction is not None and fraction > 1 for fraction in fractions]
    return all(now != following for now, following in pairwise(is_over))


def _is_micro(interval_set: DetectedSet) -> bool:
    """Tell 30/15s and their like from repetitions with a full rest."""
    if interval_set.repetitions < FEWEST_MICRO:
        return False
    rests_s = sorted(interval_set.recoveries_s)
    usual_s = rests_s[(len(rests_s) - 1) // 2]
    return (
        interval_set.mean_duration_s <= LONGEST_MICRO_S
        and usual_s <= MICRO_REST_RATIO * interval_set.mean_duration_s
    )


def _label_without_dose(
    efforts: Sequence[LabelledInterval], doses: dict[Stimulus, float], totals: SessionTotals
) -> tuple[Stimulus, str]:
    """Label a session whose efforts, if any, are too little to be its purpose."""
    factor = totals.intensity_factor
    if doses and totals.timer_s <= LONGEST_ACTIVATION_S and factor is not None and factor < 0.85:
        noun = "effort" if len(efforts) == 1 else "efforts"
        return Stimulus.ACTIVATION, f"{len(efforts)} {noun} in an easy, short ride"
    if factor is None:
        return Stimulus.AEROBIC, "no threshold and no efforts to judge by"
    explained = f"intensity factor {factor:.2f}"
    if factor >= THRESHOLD_FACTOR and totals.timer_s >= LEAST_THRESHOLD_RIDE_S:
        return Stimulus.THRESHOLD, f"ridden at threshold throughout, {explained}"
    if factor < RECOVERY_FACTOR and totals.timer_s <= LONGEST_RECOVERY_RIDE_S and not efforts:
        return Stimulus.RECOVERY, f"short and easy, {explained}"
    return Stimulus.AEROBIC, f"steady riding, {explained}"


def _comes_late(
    efforts: Sequence[LabelledInterval],
    totals: SessionTotals,
    rider: Rider,
) -> bool:
    """Tell whether most of the work came after much work before it."""
    if not totals.mean_power_w or not totals.elapsed_s:
        return False
    limit_kj = FATIGUE_KJ_PER_KG * rider.mass_kg if rider.mass_kg else FATIGUE_KJ
    mean_elapsed_w = totals.mean_power_w * totals.timer_s / totals.elapsed_s
    late_after_s = 1000 * limit_kj / mean_elapsed_w if mean_elapsed_w else totals.elapsed_s
    total_s = sum(effort.duration_s for effort in efforts)
    late_s = sum(effort.duration_s for effort in efforts if effort.start_s >= late_after_s)
    return late_s > total_s / 2


def _alternates(intervals: Sequence[LabelledInterval], sets: Sequence[DetectedSet]) -> bool:
    """Tell whether most threshold work swings over and under critical power without a rest."""
    swinging_s = sum(
        intervals[i].duration_s
        for interval_set in sets
        for i in interval_set.efforts
        if _is_over_under(interval_set, intervals)
        or (
            intervals[i].characteristic is Characteristic.DYNAMIC
            and intervals[i].duration_s >= 4 * LONGEST_MICRO_S
        )
    )
    total_s = sum(interval_set.total_duration_s for interval_set in sets)
    return swinging_s > total_s / 2
