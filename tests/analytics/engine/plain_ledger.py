"""The record book by the book: one session after the other, one peak after the other."""

from analytics.engine.record_history import WINDOWS
from analytics.engine.records import WINDOW_DAYS
from analytics.engine.vocabulary import Window

REACHED = 1.25
FEWEST = 8  # rides, before anything is held against their best


def beats(value: float, best: float, *, least: float) -> bool:
    gain = value - best
    return gain >= least and 100 * gain >= 0.5 * best


def windows_beaten(value, day, earlier, *, least):
    """Map each window that a value beats to what it beats; all time to None for a baseline."""
    found = {}
    bests = {
        window: max(
            (
                old
                for at, old in earlier
                if window not in WINDOW_DAYS or at >= day - WINDOW_DAYS[window]
            ),
            default=None,
        )
        for window in WINDOWS
    }
    if bests[Window.ALL_TIME] is None:
        return {Window.ALL_TIME: None}
    for window, best in bests.items():
        if best is not None and beats(value, best, least=least):
            found[window] = best
    return found


def see(seen, peaks, verdicts):
    for (level, duration_s), (power_w, _) in peaks.items():
        if level == 0 and verdicts.get((level, duration_s)) is not False:
            seen.setdefault(duration_s, []).append(power_w)


def is_beyond(power_w, earlier):
    return len(earlier) >= FEWEST and power_w / max(earlier) > REACHED


def decide_plainly(sessions):
    """Decide a history.

    sessions: (day, mass_kg or None, {(level, duration_s): (power_w, is_doubted)}, verdicts)
    Gives per session ({(key, window): previous_w}, {(key, window): previous per kg}, waiting keys).
    """
    counted_w, counted_kg, seen = {}, {}, {}
    told = []
    for day, mass_kg, peaks, verdicts in sessions:
        records_w, records_kg, waiting, entering = {}, {}, set(), []
        for key, (power_w, is_doubted) in peaks.items():
            if verdicts.get(key) is False:
                continue
            doubted = is_doubted or is_beyond(power_w, seen.get(key[1], []))
            watts = windows_beaten(power_w, day, counted_w.get(key, []), least=1.0)
            kilos = mass_kg and windows_beaten(
                power_w / mass_kg, day, counted_kg.get(key, []), least=1.0 / mass_kg
            )
            kilos = kilos or {}
            if doubted and verdicts.get(key) is not True and (watts or kilos):
                waiting.add(key)
                continue
            records_w.update({(key, window): best for window, best in watts.items()})
            records_kg.update({(key, window): best for window, best in kilos.items()})
            entering.append((key, power_w))
        for key, power_w in entering:
            counted_w.setdefault(key, []).append((day, power_w))
            counted_kg.setdefault(key, []).extend([(day, power_w / mass_kg)] if mass_kg else [])
        see(seen, peaks, verdicts)
        told.append((records_w, records_kg, waiting))
    return told
