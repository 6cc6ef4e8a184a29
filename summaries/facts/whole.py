"""Facts about the whole ride: who, when, and its totals."""

from collections.abc import Callable, Iterator

from analytics.engine.printing import clock
from analytics.engine.totals import SessionTotals
from analytics.engine.vocabulary import Stimulus
from summaries.facts.brief import SessionBrief
from summaries.facts.fact import Fact, Span, state
from summaries.facts.kinds import Claim, FactKind
from summaries.facts.printing import (
    WEEKDAYS,
    amount,
    day,
    day_part,
    kilometres,
    known,
    printable_name,
    printable_title,
    speed,
)

COUPLED_BELOW_PERCENT = 5.0  # Friel: under 5 % counts as coupled
EASY = (Stimulus.AEROBIC, Stimulus.RECOVERY, Stimulus.ACTIVATION)
THIS_SESSION = ("session",)
LEAST_DISTANCE_M = 50.0
LEAST_GAIN_M = 30.0
LEAST_LOAD = 0.5
EVEN_UP_TO = 1.05  # variability of a ride at one effort
UNEVEN_FROM = 1.15


def tell_identity(brief: SessionBrief) -> Iterator[Fact]:
    """State who rode, when, under which title and what it trained."""
    if name := printable_name(brief.athlete_name):
        yield state(FactKind.ATHLETE, name, name, rows=("athlete",))
        yield state(FactKind.FIRST_NAME, name.split()[0], name.split()[0], rows=("athlete",))
    if title := printable_title(brief.title):
        yield state(FactKind.TITLE, title, f"“{title}”", rows=THIS_SESSION)
    weekday = WEEKDAYS[brief.local_date.weekday()]
    yield state(FactKind.WEEKDAY, weekday, weekday, rows=THIS_SESSION)
    date_text = day(brief.local_date)
    yield state(FactKind.DATE, brief.local_date.isoformat(), date_text, rows=THIS_SESSION)
    part = day_part(brief.started_at)
    yield state(FactKind.DAY_PART, part, part, rows=THIS_SESSION)
    if brief.stimulus is not None:
        yield from _tell_stimulus(brief.stimulus)


def _tell_stimulus(stimulus: Stimulus) -> Iterator[Fact]:
    supports = {Stimulus.RACE: (Claim.RACE,), Stimulus.TEST: (Claim.TEST,)}.get(stimulus, ())
    label = stimulus.label if stimulus is Stimulus.VO2MAX else stimulus.label.lower()
    article = "an" if label[0] in "aeiou" else "a"
    noun = "" if supports else "ride" if stimulus in EASY else "session"
    phrase = " ".join((article, label, noun)).strip()
    for kind, text in ((FactKind.STIMULUS, label), (FactKind.SESSION_PHRASE, phrase)):
        yield state(kind, stimulus.value, text, rows=THIS_SESSION, supports=supports)


def tell_totals(brief: SessionBrief) -> Iterator[Fact]:
    """State the ride's totals; what is unknown is not stated."""
    totals = brief.totals
    whole: tuple[Span, ...] = ((0, totals.elapsed_s),)
    yield state(FactKind.TIMER, totals.timer_s, clock(totals.timer_s), spans=whole)
    if brief.has_samples:
        yield state(FactKind.ELAPSED, totals.elapsed_s, clock(totals.elapsed_s), spans=whole)
        yield state(FactKind.MOVING, totals.moving_s, clock(totals.moving_s), spans=whole)
    for kind, value, as_text, supports in _scalars(totals):
        if (number := known(value)) is not None:
            yield state(kind, number, as_text(number), spans=whole, supports=supports)
    yield from _tell_zones(totals, whole)
    yield from _tell_w_prime(brief, whole)


def _scalars(
    totals: SessionTotals,
) -> Iterator[tuple[FactKind, float | None, Callable[[float], str], tuple[Claim, ...]]]:
    kind = FactKind
    yield kind.DISTANCE, _rolled(totals.distance_m), kilometres, ()
    yield kind.ELEVATION_GAIN, _climbed(totals.elevation_gain_m), _in("m"), (Claim.CLIMB,)
    yield kind.MEAN_SPEED, totals.mean_speed_mps or None, speed, ()
    yield kind.MEAN_POWER, totals.mean_power_w, _in("W"), ()
    yield kind.MAX_POWER, totals.max_power_w, _in("W"), (Claim.HIGHEST, Claim.BEST)
    yield kind.WEIGHTED_POWER, totals.weighted_power_w, _in("W"), ()
    yield kind.WORK, totals.work_kj, _in("kJ"), ()
    yield kind.MEAN_HEART_RATE, totals.mean_heart_rate_bpm, _in("bpm"), ()
    yield kind.MAX_HEART_RATE, totals.max_heart_rate_bpm, _in("bpm"), (Claim.HIGHEST,)
    yield kind.MEAN_CADENCE, totals.mean_cadence_rpm, _in("rpm"), ()
    yield kind.VARIABILITY, totals.variability, _in("", 2), _evenness(totals.variability)
    yield kind.INTENSITY_FACTOR, totals.intensity_factor, _in("", 2), ()
    yield kind.LOAD, _loaded(totals.training_load), _in(""), ()
    yield kind.TEMPERATURE, totals.mean_temperature_c, _in("°C"), (Claim.TEMPERATURE,)
    yield kind.DECOUPLING, totals.decoupling_percent, _size, _drift(totals.decoupling_percent)


def _rolled(distance_m: float | None) -> float | None:
    """Leave out a distance that would print as nothing."""
    return None if distance_m is None or distance_m < LEAST_DISTANCE_M else distance_m


def _climbed(gain_m: float | None) -> float | None:
    """Leave out climbing that is within the noise of an altimeter."""
    return None if gain_m is None or gain_m < LEAST_GAIN_M else gain_m


def _loaded(load: float | None) -> float | None:
    """Leave out a load that would print as nothing."""
    return None if load is None or load < LEAST_LOAD else load


def _in(unit: str, decimals: int = 0) -> Callable[[float], str]:
    return lambda value: amount(value, unit, decimals)


def _size(percent: float) -> str:
    return amount(abs(percent), "%", 1)


def _drift(decoupling_percent: float | None) -> tuple[Claim, ...]:
    """Say which way power per heartbeat went; positive decoupling means that it fell."""
    if decoupling_percent is None:
        return ()
    direction = Claim.DOWN if decoupling_percent > 0 else Claim.UP
    if abs(decoupling_percent) < COUPLED_BELOW_PERCENT:
        return (direction, Claim.STEADY, Claim.FIRST)
    return (direction, Claim.FIRST)


def _evenness(variability: float | None) -> tuple[Claim, ...]:
    if variability is None or EVEN_UP_TO < variability < UNEVEN_FROM:
        return ()
    return (Claim.STEADY,) if variability <= EVEN_UP_TO else (Claim.UNEVEN,)


def _tell_zones(totals: SessionTotals, whole: tuple[Span, ...]) -> Iterator[Fact]:
    zones_s = totals.power_zone_s
    if zones_s and sum(zones_s):
        share = 100 * sum(zones_s[:2]) / sum(zones_s)
        text = f"{amount(share, '%')} in zones 1 and 2"
        yield state(FactKind.LOW_ZONES, round(share, 1), text, spans=whole)


def _tell_w_prime(brief: SessionBrief, whole: tuple[Span, ...]) -> Iterator[Fact]:
    lowest_j = known(brief.totals.lowest_w_prime_balance_j)
    w_prime_j = known(brief.rider.w_prime_j)
    if lowest_j is not None and w_prime_j:
        share = 100 * lowest_j / w_prime_j
        yield state(
            FactKind.W_PRIME_LOW,
            round(share, 1),
            amount(share, "%"),
            spans=whole,
            supports=(Claim.LOWEST,),
        )


def tell_form(brief: SessionBrief) -> Iterator[Fact]:
    """State the load over days, where it is known."""
    form = brief.form
    if form is None:
        return
    freshness = (Claim.FRESHNESS,)
    days = (f"days to {brief.local_date.isoformat()}",)
    for kind, value in (
        (FactKind.FITNESS, form.fitness),
        (FactKind.FATIGUE, form.fatigue),
        (FactKind.FORM, form.form),
    ):
        yield state(kind, value, amount(value, ""), rows=days, supports=freshness)
    load = known(brief.totals.training_load)
    if load is not None and form.fitness >= 1:
        ratio = load / form.fitness
        text = f"{amount(ratio, '', 1)} times"
        kind = FactKind.LOAD_AGAINST_FITNESS
        yield state(kind, round(ratio, 2), text, rows=days, supports=freshness)
