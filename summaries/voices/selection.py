"""What to say about a session, in which order, whatever the voice."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from analytics.engine.vocabulary import Characteristic
from summaries.facts import SESSION, FactKind, SessionFacts
from summaries.voices.moments import Moment

FADE_FROM_PERCENT = 3.0
SHORT_EFFORT_TO_S = 45
LONG_EFFORT_FROM_S = 20 * 60
ABOVE_FROM_PERCENT = 103.0
COST_FROM_BPM = 8.0
SPREAD_FROM_PERCENT = 6.0
DECOUPLED_FROM_PERCENT = 5.0
LOAD_FROM_TIMES = 2.0
LOAD_FROM_FITNESS = 25.0
SHORT_BELOW_S = 15 * 60
LONG_PAUSE_FROM_S = 10 * 60
GAP_FROM_S = 10
TIRED_BELOW_PERCENT = -5.0
UNEVEN_FROM = 1.15
DURABILITY = "durability"
SAME_STRUCTURE = "same structure"
HARD_FROM_INTENSITY = 0.85
WHOLE_FROM_SHARE = 0.8  # of the timer
EASY_STIMULI = ("A", "RV", "AV")


@dataclass(frozen=True, slots=True)
class Option:
    """One moment that would do, and the things that its facts are about."""

    moment: Moment
    abouts: tuple[str, ...] = ()


Cue = tuple[Option, ...]  # one sentence: the first option whose facts exist


@dataclass(frozen=True, slots=True)
class Outline:
    """The sentences of a text, what it can spare last."""

    opening: Cue
    work: tuple[Cue, ...]
    again: tuple[Cue, ...]
    bests: tuple[Cue, ...]
    look: Cue
    condition: tuple[Cue, ...]


def outline(facts: SessionFacts) -> Outline:
    """Choose what to say of a session from what its facts hold."""
    return Outline(
        opening=(Option(Moment.OPENING),),
        work=tuple(_work(facts)),
        again=tuple(_again(facts)),
        bests=tuple(_bests(facts)),
        look=tuple(_look(facts)),
        condition=tuple(_condition(facts)),
    )


def sets_of(facts: SessionFacts) -> list[str]:
    """List what the repeated sets are about, the main one first.

    The main set is the longest of those that trained what the session trained.
    """
    stimulus = facts.find(FactKind.STIMULUS)

    def rank(about: str) -> tuple[bool, float]:
        intensity = facts.find(FactKind.SET_INTENSITY, about)
        is_main = bool(stimulus and intensity and stimulus.text == intensity.text)
        return (not is_main, -_value(facts, FactKind.SET_DURATION, about))

    return sorted(_abouts(facts, is_repeated=True), key=rank)


def _abouts(facts: SessionFacts, *, is_repeated: bool) -> list[str]:
    repetitions = facts.all_of(FactKind.SET_REPETITIONS)
    return [fact.about for fact in repetitions if (float(fact.value) > 1) is is_repeated]


def _work(facts: SessionFacts) -> Iterator[Cue]:
    sets = sets_of(facts)
    singles = sorted(
        _abouts(facts, is_repeated=False),
        key=lambda about: -_value(facts, FactKind.SET_DURATION, about),
    )
    if len(sets) > 2:
        yield (Option(Moment.MANY_SETS),)
        yield (Option(Moment.MAIN_SET, (sets[0],)),)
    elif len(sets) == 2:
        as_ridden = tuple(sorted(sets, key=lambda about: int(about.rpartition(" ")[2])))
        yield (Option(Moment.TWO_SETS, as_ridden),)
    elif sets:
        yield (Option(Moment.SET, (sets[0],)),)
    elif len(singles) > 1:
        yield (Option(Moment.EFFORTS, (singles[0], singles[1])),)
    elif singles and not _was_all_of_it(facts, singles[0]):
        yield (Option(Moment.EFFORT, (singles[0],)),)
    else:
        yield (Option(Moment.ENDURANCE if _was_easy(facts) else Moment.WHOLE),)


def _was_all_of_it(facts: SessionFacts, about: str) -> bool:
    """Tell whether one effort was nearly the whole ride, which is then told as a whole."""
    effort_s = _value(facts, FactKind.SET_DURATION, about)
    return effort_s >= WHOLE_FROM_SHARE * _value(facts, FactKind.TIMER)


def _was_easy(facts: SessionFacts) -> bool:
    """Tell endurance from a hard ride without a set: by what it trained, and by its intensity."""
    stimulus = facts.find(FactKind.STIMULUS)
    is_easy = stimulus is None or stimulus.value in EASY_STIMULI
    return is_easy and _value(facts, FactKind.INTENSITY_FACTOR) < HARD_FROM_INTENSITY


def _again(facts: SessionFacts) -> Iterator[Cue]:
    """Hold the session against the last of its structure, where the power of both is known."""
    if facts.find(FactKind.SAME_POWER_CHANGE, SAME_STRUCTURE):
        yield (Option(Moment.AGAIN, (SAME_STRUCTURE,)),)


def _bests(facts: SessionFacts) -> Iterator[Cue]:
    records = facts.all_of(FactKind.RECORD_DURATION)
    if records:
        yield (Option(Moment.RECORD, (records[0].about,)),)
    elif facts.all_of(FactKind.BASELINE_COUNT):
        told = _longest_first(facts, FactKind.BASELINE_DURATION, within_s=1200)
        yield (Option(Moment.BASELINE, told),)
    elif _needs_no_peaks(facts):
        pass
    elif facts.all_of(FactKind.NO_RECORD):
        told = _longest_first(facts, FactKind.PEAK_DURATION, within_s=1200)
        yield (Option(Moment.NO_RECORD, told),)
    else:
        told = _longest_first(facts, FactKind.PEAK_DURATION, within_s=1200)
        yield (Option(Moment.PEAKS, told),)
    candidates = facts.all_of(FactKind.CANDIDATE_DURATION)
    if candidates:
        yield (Option(Moment.CANDIDATE, (candidates[0].about,)),)


def _needs_no_peaks(facts: SessionFacts) -> bool:
    """Tell a ride whose peaks say nothing: a short one, or an easy one without efforts."""
    is_short = _value(facts, FactKind.TIMER) < SHORT_BELOW_S
    return is_short or (_was_easy(facts) and not facts.all_of(FactKind.SET_REPETITIONS))


def _longest_first(facts: SessionFacts, kind: FactKind, within_s: int) -> tuple[str, ...]:
    held = [fact for fact in facts.all_of(kind) if float(fact.value) <= within_s]
    held.sort(key=lambda fact: -float(fact.value))
    return tuple(fact.about for fact in held[:2])


def _look(facts: SessionFacts) -> Iterator[Option]:
    """List what a coach might look at, the most telling first."""
    sets = sets_of(facts)
    if _value(facts, FactKind.W_PRIME_LOW) < 0:
        yield Option(Moment.LOOK_THRESHOLD)
    efforts = sets or _abouts(facts, is_repeated=False)
    if efforts:
        yield from _look_at_effort(facts, efforts[0])
    abouts = _main_set(sets)
    if sets:
        yield from _look_at_set(facts, abouts)
    yield from _look_at_ride(facts)
    if sets:
        yield Option(Moment.LOOK_EVEN, abouts)
    yield from _look_at_rest(facts)


def _look_at_ride(facts: SessionFacts) -> Iterator[Option]:
    if abs(_value(facts, FactKind.DECOUPLING)) >= DECOUPLED_FROM_PERCENT:
        yield Option(Moment.LOOK_DECOUPLED)
    if _durability(facts) <= TIRED_BELOW_PERCENT:
        yield Option(Moment.LOOK_TIRED, (DURABILITY,))
    if _is_much_load(facts):
        yield Option(Moment.LOOK_LOAD)


def _look_at_rest(facts: SessionFacts) -> Iterator[Option]:
    """List what is left to say where nothing stands out."""
    yield Option(Moment.LOOK_COUPLED)
    if _durability(facts) > TIRED_BELOW_PERCENT:
        yield Option(Moment.LOOK_DURABLE, (DURABILITY,))
    if _value(facts, FactKind.TIMER) < SHORT_BELOW_S:
        yield Option(Moment.LOOK_SHORT)
    if _value(facts, FactKind.VARIABILITY) >= UNEVEN_FROM:
        yield Option(Moment.LOOK_UNEVEN)
    yield Option(Moment.LOOK_FORM)
    yield Option(Moment.LOOK_INTENSITY)
    yield Option(Moment.LOOK_PULSE)
    yield Option(Moment.LOOK_TIME)


def _look_at_effort(facts: SessionFacts, about: str) -> Iterator[Option]:
    is_long = _value(facts, FactKind.SET_MEAN_DURATION, about) >= LONG_EFFORT_FROM_S
    if is_long and _value(facts, FactKind.SET_POWER_SHARE, about) >= ABOVE_FROM_PERCENT:
        yield Option(Moment.LOOK_ABOVE_THRESHOLD, (about,))


def _main_set(sets: list[str]) -> tuple[str, ...]:
    """Name the main set, and once more as the second thing where it has to be told apart."""
    return (sets[0], sets[0]) if len(sets) > 1 else tuple(sets)


def _look_at_set(facts: SessionFacts, abouts: tuple[str, ...]) -> Iterator[Option]:
    about = abouts[0]
    fade = _value(facts, FactKind.SET_FADE, about)
    if fade <= -FADE_FROM_PERCENT:
        is_short = _value(facts, FactKind.SET_MEAN_DURATION, about) <= SHORT_EFFORT_TO_S
        yield Option(Moment.LOOK_FADE_SHORT if is_short else Moment.LOOK_FADE, abouts)
    if fade >= FADE_FROM_PERCENT:
        yield Option(Moment.LOOK_RISE, abouts)
    if _value(facts, FactKind.SET_HEART_RATE_CHANGE, about) >= COST_FROM_BPM:
        yield Option(Moment.LOOK_COST, abouts)
        if facts.find(FactKind.NO_POWER):
            yield Option(Moment.LOOK_SET_PULSE, abouts)
    if _value(facts, FactKind.SET_SPREAD, about) >= SPREAD_FROM_PERCENT:
        yield Option(Moment.LOOK_SPREAD, abouts)
    characteristic = facts.find(FactKind.SET_CHARACTERISTIC, about)
    if characteristic is not None and characteristic.value == Characteristic.TORQUE:
        yield Option(Moment.LOOK_TORQUE, abouts)


def _durability(facts: SessionFacts) -> float:
    """Take the change after work; NaN, which is on neither side, where a record told it."""
    if facts.all_of(FactKind.RECORD_LEVEL):
        return math.nan
    return _value(facts, FactKind.DURABILITY_CHANGE, DURABILITY)


def _is_much_load(facts: SessionFacts) -> bool:
    return (
        _value(facts, FactKind.LOAD_AGAINST_FITNESS) >= LOAD_FROM_TIMES
        and _value(facts, FactKind.FITNESS) >= LOAD_FROM_FITNESS
    )


def _condition(facts: SessionFacts) -> Iterator[Cue]:
    """List what a reader must know of the recording, the weightiest first."""
    if _value(facts, FactKind.MISSING) >= GAP_FROM_S:
        yield (Option(Moment.MISSING),)
    yield (Option(Moment.PATCHED),)
    yield (Option(Moment.NO_DATA), Option(Moment.NO_POWER), Option(Moment.NO_HEART_RATE))
    notes = facts.all_of(FactKind.NOTE)
    if notes:
        yield (Option(Moment.NOTE, (notes[0].about,)),)
    if _value(facts, FactKind.PAUSED) >= LONG_PAUSE_FROM_S:
        yield (Option(Moment.PAUSED),)


def _value(facts: SessionFacts, kind: FactKind, about: str = SESSION) -> float:
    """Take a fact's number; 0 where it is not known, which passes no threshold here."""
    fact = facts.find(kind, about)
    return 0.0 if fact is None else float(fact.value)
