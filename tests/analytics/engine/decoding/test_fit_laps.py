import pytest

from analytics.engine.decoding.fit import decode_fit
from analytics.engine.recording import Lap, LapRole, LapTrigger, Ride
from tests.analytics.engine.decoding.fit_bytes import (
    ENUM,
    EVENTS,
    FILE_ID,
    LAPS,
    RECORDS,
    START,
    START_AT_S,
    UINT32,
    data,
    definition,
    fit_file,
    lap,
    power_record,
    timer_event,
)

MISSING = 0xFFFFFFFF


def ride_with(*messages: bytes) -> Ride:
    """Read a ride of ten seconds that has these messages too."""
    records = [power_record(second, 200) for second in range(10)]
    (ride,) = decode_fit(fit_file(FILE_ID, RECORDS, *records, *messages)).rides
    return ride


def spans_of(*events: tuple[int, int]) -> list[tuple[float, float]]:
    """Read the timer spans, in seconds from the first sample."""
    ride = ride_with(EVENTS, *(timer_event(second, kind) for second, kind in events))
    return [(span.start_at_s - START_AT_S, span.end_at_s - START_AT_S) for span in ride.timer_spans]


def test_lap_by_hand():
    ride = ride_with(LAPS, lap(2, 5))

    assert ride.laps == (Lap(START_AT_S + 2, START_AT_S + 7, LapTrigger.HAND),)


@pytest.mark.parametrize(
    ("code", "trigger"),
    (
        (0, LapTrigger.HAND),
        (1, LapTrigger.TIME),
        (2, LapTrigger.DISTANCE),
        (4, LapTrigger.POSITION),
        (7, LapTrigger.SESSION_END),
        (8, LapTrigger.WORKOUT),
        (99, LapTrigger.UNKNOWN),
        (0xFF, LapTrigger.UNKNOWN),
    ),
)
def test_trigger_is_named(code, trigger):
    assert ride_with(LAPS, lap(0, 5, trigger=code)).laps[0].trigger is trigger


@pytest.mark.parametrize(
    ("code", "role"),
    (
        (0, LapRole.WORK),
        (1, LapRole.RECOVERY),
        (2, LapRole.WARM_UP),
        (3, LapRole.COOL_DOWN),
        (4, LapRole.RECOVERY),
        (5, LapRole.WORK),
        (6, LapRole.UNKNOWN),
        (0xFF, LapRole.UNKNOWN),
    ),
)
def test_intensity_is_a_role(code, role):
    assert ride_with(LAPS, lap(0, 5, intensity=code)).laps[0].role is role


def test_lap_of_a_workout_step_is_no_hand_pressed_lap():
    assert ride_with(LAPS, lap(0, 5, trigger=0, step=0)).laps[0].trigger is LapTrigger.WORKOUT


def test_automatic_lap_of_a_workout_step_stays_automatic():
    assert ride_with(LAPS, lap(0, 5, trigger=2, step=0)).laps[0].trigger is LapTrigger.DISTANCE


@pytest.mark.parametrize(
    ("written", "start", "elapsed_ms", "span"),
    (
        (9, 2, 5000, (2, 7)),
        (9, None, 5000, (4, 9)),
        (9, 2, None, (2, 9)),
        (9, None, None, None),
        (1, 2, None, None),
    ),
)
def test_lap_needs_two_of_start_length_and_end(written, start, elapsed_ms, span):
    layout = definition(3, 19, [(253, UINT32), (2, UINT32), (7, UINT32), (24, ENUM)])
    message = data(
        3,
        "IIIB",
        START + written,
        MISSING if start is None else START + start,
        MISSING if elapsed_ms is None else elapsed_ms,
        0,
    )

    laps = ride_with(layout, message).laps

    ours = [(each.start_at_s - START_AT_S, each.end_at_s - START_AT_S) for each in laps]
    assert ours == ([] if span is None else [span])


STARTED, STOPPED, STOPPED_ALL = 0, 1, 4


@pytest.mark.parametrize(
    ("events", "spans"),
    (
        ([], []),
        ([(0, STARTED), (10, STOPPED_ALL)], [(0, 10)]),
        ([(0, STARTED), (3, STOPPED), (6, STARTED), (10, STOPPED_ALL)], [(0, 3), (6, 10)]),
        ([(0, STARTED)], [(0, 10)]),
        ([(4, STOPPED), (6, STARTED)], [(0, 4), (6, 10)]),
        ([(0, STARTED), (1, STARTED), (5, STOPPED), (8, STOPPED_ALL)], [(0, 5)]),
        ([(5, STARTED), (2, STOPPED)], []),
        ([(0, STARTED), (2, 3), (10, STOPPED)], [(0, 10)]),
    ),
)
def test_timer_runs_from_start_to_stop(events, spans):
    assert spans_of(*events) == spans


def test_events_of_other_kinds_do_not_stop_the_timer():
    other = data(4, "IBB", START + 5, 42, STOPPED)

    ride = ride_with(EVENTS, timer_event(0, STARTED), other, timer_event(10, STOPPED))

    assert len(ride.timer_spans) == 1
