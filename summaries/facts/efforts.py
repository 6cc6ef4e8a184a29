"""Facts about sets and single efforts."""

import math
from collections.abc import Iterator, Sequence
from statistics import median

from analytics.engine.intervals import LabelledInterval
from analytics.engine.printing import clock
from analytics.engine.sets import DetectedSet
from analytics.engine.vocabulary import Intensity, IntervalSource
from summaries.facts.brief import SessionBrief
from summaries.facts.fact import Fact, Span, state
from summaries.facts.kinds import Claim, FactKind
from summaries.facts.printing import amount, count, known, speed

STEADY_WITHIN_PERCENT = 2.5  # a set whose last effort is this close to its first held its power
STEADY_WITHIN_BPM = 3.0
EVEN_UP_TO_PERCENT = 2.5
UNEVEN_FROM_PERCENT = 5.0
MOST_SHARE_PERCENT = 150.0  # a sprint says nothing as a share of critical power


def tell_sets(brief: SessionBrief) -> Iterator[Fact]:
    """State each set's figures; ``about`` numbers them in the order ridden."""
    repeated = [found for found in brief.sets if found.repetitions > 1]
    if repeated:
        spans = tuple(span for found in repeated for span in _spans(found, brief.intervals))
        number = sum(found.repetitions for found in repeated)
        total_s = sum(found.total_duration_s for found in repeated)
        yield state(FactKind.SET_COUNT, len(repeated), count(len(repeated), "set"), spans=spans)
        yield state(FactKind.EFFORT_COUNT, number, count(number, "effort"), spans=spans)
        yield state(FactKind.EFFORTS_DURATION, total_s, clock(total_s), spans=spans)
    for number, found in enumerate(brief.sets, 1):
        yield from _tell_set(found, f"set {number}", brief)


def _tell_set(found: DetectedSet, about: str, brief: SessionBrief) -> Iterator[Fact]:
    spans = _spans(found, brief.intervals)

    def told(kind: FactKind, value: float | str, text: str) -> Fact:
        return state(kind, value, text, about=about, spans=spans)

    yield told(FactKind.SET_TITLE, found.signature, found.title)
    repetitions = count(found.repetitions, "effort")
    yield told(FactKind.SET_REPETITIONS, found.repetitions, repetitions)
    intensity = _words(found.intensity)
    yield told(FactKind.SET_INTENSITY, found.intensity.value, intensity)
    if found.characteristic is not None:
        label = found.characteristic.label.lower()
        yield told(FactKind.SET_CHARACTERISTIC, found.characteristic.value, label)
    yield told(FactKind.SET_DURATION, found.total_duration_s, clock(found.total_duration_s))
    yield told(FactKind.SET_MEAN_DURATION, found.mean_duration_s, clock(found.mean_duration_s))
    if found.recoveries_s:
        recovery_s = median(found.recoveries_s)
        yield told(FactKind.SET_RECOVERY, recovery_s, clock(recovery_s))
    if _is_planned(found, brief.intervals):
        supports = (Claim.PLAN,)
        text = "the steps of the workout"
        yield state(FactKind.SET_PLAN, 1, text, about=about, spans=spans, supports=supports)
    for kind, value, text in _means(found, brief):
        yield told(kind, value, text)
    yield from _tell_course(found, about, brief.intervals)


def _is_planned(found: DetectedSet, intervals: Sequence[LabelledInterval]) -> bool:
    return all(intervals[position].source is IntervalSource.PLAN for position in found.efforts)


def _means(found: DetectedSet, brief: SessionBrief) -> Iterator[tuple[FactKind, float, str]]:
    if (power_w := known(found.mean_power_w)) is not None:
        yield FactKind.SET_POWER, power_w, amount(power_w, "W")
        if mass_kg := known(brief.rider.mass_kg):
            per_kg = power_w / mass_kg
            yield FactKind.SET_POWER_PER_KG, round(per_kg, 2), amount(per_kg, "W/kg", 1)
        threshold_w = known(brief.rider.critical_power_w)
        share = 100 * power_w / threshold_w if threshold_w else math.inf
        if share <= MOST_SHARE_PERCENT:
            yield FactKind.SET_POWER_SHARE, round(share, 1), f"{share:.0f} % of critical power"
    if (heart_rate_bpm := known(found.mean_heart_rate_bpm)) is not None:
        yield FactKind.SET_HEART_RATE, heart_rate_bpm, amount(heart_rate_bpm, "bpm")
    if cadence_rpm := known(found.mean_cadence_rpm):
        yield FactKind.SET_CADENCE, cadence_rpm, amount(cadence_rpm, "rpm")
    if torque_nm := known(found.mean_torque_nm):
        yield FactKind.SET_TORQUE, torque_nm, amount(torque_nm, "N m")
    if speed_mps := known(found.mean_speed_mps):
        yield FactKind.SET_SPEED, speed_mps, speed(speed_mps)


def _tell_course(
    found: DetectedSet, about: str, intervals: Sequence[LabelledInterval]
) -> Iterator[Fact]:
    """State how the set went from its first effort to its last."""
    efforts = [intervals[position] for position in found.efforts]
    if len(efforts) < 2:
        return
    spans = tuple(_span(effort) for effort in efforts)
    ends = (spans[0], spans[-1])
    if (fade := known(found.fade_percent)) is not None:
        supports = (*direction(fade, STEADY_WITHIN_PERCENT), Claim.FIRST)
        text = amount(abs(fade), "%", 1)
        yield state(FactKind.SET_FADE, fade, text, about=about, spans=ends, supports=supports)
    if (spread := known(found.spread_percent)) is not None:
        text = amount(spread, "%", 1)
        claims = _evenness(spread)
        yield state(FactKind.SET_SPREAD, spread, text, about=about, spans=spans, supports=claims)
    yield from _tell_powers(efforts, about)
    first, last = (known(effort.mean_heart_rate_bpm) for effort in (efforts[0], efforts[-1]))
    if first is not None and last is not None:
        change = last - first
        supports = (*direction(change, STEADY_WITHIN_BPM), Claim.FIRST)
        text = amount(abs(change), "bpm")
        kind = FactKind.SET_HEART_RATE_CHANGE
        yield state(kind, round(change, 1), text, about=about, spans=ends, supports=supports)


def _tell_powers(efforts: Sequence[LabelledInterval], about: str) -> Iterator[Fact]:
    powered = [effort for effort in efforts if known(effort.mean_power_w) is not None]
    if len(powered) < len(efforts):
        return
    highest = max(powered, key=_power_w)
    lowest = min(powered, key=_power_w)
    for kind, effort, claims in (
        (FactKind.SET_FIRST_POWER, efforts[0], (Claim.FIRST,)),
        (FactKind.SET_LAST_POWER, efforts[-1], (Claim.FIRST,)),
        (FactKind.SET_HIGHEST_POWER, highest, (Claim.HIGHEST,)),
        (FactKind.SET_LOWEST_POWER, lowest, (Claim.LOWEST,)),
    ):
        power_w = _power_w(effort)
        text = amount(power_w, "W")
        yield state(kind, power_w, text, about=about, spans=(_span(effort),), supports=claims)


def direction(change: float, steady_within: float) -> tuple[Claim, ...]:
    """Say which way a change went, and whether it is too small to matter."""
    claims: list[Claim] = []
    if change > 0:
        claims.append(Claim.UP)
    if change < 0:
        claims.append(Claim.DOWN)
    if abs(change) <= steady_within:
        claims.append(Claim.STEADY)
    return tuple(claims)


def _evenness(spread_percent: float) -> tuple[Claim, ...]:
    if spread_percent <= EVEN_UP_TO_PERCENT:
        return (Claim.STEADY,)
    return (Claim.UNEVEN,) if spread_percent >= UNEVEN_FROM_PERCENT else ()


def _power_w(effort: LabelledInterval) -> float:
    return effort.mean_power_w or 0.0


def _words(intensity: Intensity) -> str:
    return intensity.label if intensity is Intensity.VO2MAX else intensity.label.lower()


def _span(effort: LabelledInterval) -> Span:
    return (effort.start_s, effort.end_s)


def _spans(found: DetectedSet, intervals: Sequence[LabelledInterval]) -> tuple[Span, ...]:
    return tuple(_span(intervals[position]) for position in found.efforts)
