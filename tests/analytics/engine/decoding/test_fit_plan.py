import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.decoding.fit import decode_fit
from analytics.engine.decoding.fit_plan import MAX_STEPS
from analytics.engine.recording import LapRole, PlannedStep, Ride
from tests.analytics.engine.decoding.fit_bytes import (
    FILE_ID,
    LAPS,
    RECORDS,
    SESSIONS,
    STEPS,
    TEXT,
    UINT16,
    data,
    definition,
    fit_file,
    lap,
    power_record,
    repeat,
    session,
    step,
)

WARM_UP, REST, WORK = 2, 1, 0
FIVE_TIMES = [step(0, 600, intensity=WARM_UP), step(1, 60), step(2, 30, intensity=REST)]


def ride_with(*messages: bytes) -> Ride:
    (ride,) = decode_fit(fit_file(FILE_ID, *messages, RECORDS, power_record(0, 200))).rides
    return ride


def lengths_of(*steps: bytes) -> list[float | None]:
    return [each.duration_s for each in ride_with(STEPS, *steps).plan]


def test_plan_by_hand():
    ride = ride_with(
        definition(3, 26, [(8, TEXT, 12)]),
        data(3, "12s", b"Sweet spot\0"),
        STEPS,
        step(0, 600, 1150, 1180, intensity=WARM_UP),
        step(1, 1200, 1250, 1270),
    )

    assert ride.title == "Sweet spot"
    assert ride.plan == (
        PlannedStep(LapRole.WARM_UP, "", 600, 150, 180),
        PlannedStep(LapRole.WORK, "", 1200, 250, 270),
    )


def test_ride_without_a_workout_has_no_plan():
    ride = ride_with()

    assert (ride.plan, ride.title) == ((), "")


def test_repeats_are_written_out():
    assert lengths_of(*FIVE_TIMES, repeat(3, 1, 3)) == [600, 60, 30, 60, 30, 60, 30]


def test_repeats_inside_repeats_are_written_out():
    lengths = lengths_of(
        step(0, 30), step(1, 15), repeat(2, 0, 2), step(3, 300), repeat(4, 0, 2), step(5, 900)
    )

    assert lengths == [30, 15, 30, 15, 300, 30, 15, 30, 15, 300, 900]


def test_steps_are_ordered_by_their_index():
    assert lengths_of(step(1, 60), step(0, 600)) == [600, 60]


def test_repeat_until_something_else_is_ridden_once():
    until_heart_rate = data(5, "HBIBIIIB", 1, 11, 0, 0xFF, 150, 0, 0, 0xFF)

    assert lengths_of(step(0, 60), until_heart_rate) == [60]


@pytest.mark.parametrize("back_to", (1, 9, 0xFFFFFFFF))
def test_repeat_that_leads_nowhere_is_passed_over(back_to):
    assert lengths_of(step(0, 60), repeat(1, back_to, 5)) == [60]


@given(times=st.lists(st.integers(0, 2**32 - 2), min_size=1, max_size=5))
def test_written_out_plan_is_bounded(times):
    repeats = [repeat(1 + index, 0, each) for index, each in enumerate(times)]

    assert 1 <= len(lengths_of(step(0, 60), *repeats)) <= MAX_STEPS


@pytest.mark.parametrize(
    ("low", "high", "threshold_w", "target"),
    (
        (1250, 1300, None, (250, 300)),
        (90, 110, 300, (270, 330)),
        (90, 110, None, (None, None)),
        (0xFFFFFFFF, 1300, None, (None, 300)),
    ),
)
def test_target_is_in_watts_or_percent_of_a_known_threshold(low, high, threshold_w, target):
    zones = definition(3, 7, [(3, UINT16)])
    known = [] if threshold_w is None else [zones, data(3, "H", threshold_w)]

    (planned,) = ride_with(*known, STEPS, step(0, 60, low, high)).plan

    assert (planned.target_low_w, planned.target_high_w) == target


def test_session_s_own_threshold_comes_first():
    zones = definition(3, 7, [(3, UINT16)])
    sessions = definition(2, 18, [(45, UINT16)])

    (planned,) = ride_with(
        zones, data(3, "H", 200), sessions, data(2, "H", 300), STEPS, step(0, 60, 100, 100)
    ).plan

    assert planned.target_low_w == 300


def test_numbered_zone_is_no_target():
    (planned,) = ride_with(STEPS, step(0, 60, 0, 0, zone=3)).plan

    assert (planned.target_low_w, planned.target_high_w) == (None, None)


@pytest.mark.parametrize(("kind", "length"), ((0, 60), (28, 60), (31, 60), (1, None), (5, None)))
def test_only_steps_by_time_have_a_length(kind, length):
    message = data(5, "HBIBIIIB", 0, kind, 60_000, 0xFF, 0, 0, 0, 0)

    assert lengths_of(message) == [length]


def steps_ridden(*laps: bytes) -> list[int | None]:
    ride = ride_with(STEPS, *FIVE_TIMES, repeat(3, 1, 3), LAPS, *laps)
    return [each.step_number for each in ride.laps]


def test_laps_are_numbered_by_the_written_out_steps():
    order = (0, 1, 2, 1, 2, 1, 2)

    assert steps_ridden(*(lap(at, 1, step=index) for at, index in enumerate(order))) == [
        0, 1, 2, 3, 4, 5, 6,
    ]  # fmt: skip


def test_automatic_lap_leaves_its_step_unfinished():
    assert steps_ridden(lap(0, 1, trigger=2, step=1), lap(1, 1, step=1), lap(2, 1, step=1)) == [
        1, 1, 3,
    ]  # fmt: skip


def test_skipped_steps_are_skipped():
    assert steps_ridden(lap(0, 1, step=0), lap(1, 1, step=2), lap(2, 1, step=2)) == [0, 2, 4]


def test_lap_without_or_with_an_unknown_step_has_no_number():
    assert steps_ridden(lap(0, 1), lap(1, 1, step=9), lap(2, 1, step=0)) == [None, None, 0]


def test_of_several_sessions_the_one_whose_laps_have_steps_has_the_plan():
    recording = decode_fit(
        fit_file(
            FILE_ID,
            STEPS,
            step(0, 60),
            RECORDS,
            power_record(0, 1),
            power_record(10, 1),
            LAPS,
            lap(0, 9),
            lap(10, 9, step=0),
            SESSIONS,
            session(0, 9, sport=1),
            session(10, 9, sport=2),
        )
    )

    assert [len(ride.plan) for ride in recording.rides] == [0, 1]
