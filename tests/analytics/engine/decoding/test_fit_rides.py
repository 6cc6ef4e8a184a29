import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.decoding.fit import decode_fit
from analytics.engine.decoding.fit_rides import find_owners
from analytics.engine.decoding.fit_sessions import SessionMessage
from analytics.engine.recording import Channel, DeviceFigures, TimeSpan
from tests.analytics.engine.decoding.fit_bytes import (
    ENUM,
    EVENTS,
    FILE_ID,
    LAPS,
    RECORDS,
    SESSIONS,
    START,
    START_AT_S,
    UINT8,
    UINT16,
    UINT32,
    data,
    definition,
    fit_file,
    lap,
    power_record,
    session,
    timer_event,
)

RECORDS_OF_30_S = [power_record(second, second) for second in range(30)]
TRIATHLON = [
    SESSIONS,
    session(0, 10, sport=5, sub_sport=18),
    session(10, 5, sport=3),
    session(15, 15, sport=2),
]


@pytest.mark.parametrize("summary_first", (False, True))
def test_samples_laps_and_spans_go_to_the_session_of_their_time(summary_first):
    rest = [
        RECORDS,
        *RECORDS_OF_30_S,
        LAPS,
        lap(0, 10),
        lap(10, 5),
        lap(15, 8),
        lap(23, 7),
        EVENTS,
        timer_event(0, 0),
        timer_event(30, 4),
    ]

    recording = decode_fit(
        fit_file(FILE_ID, *((*TRIATHLON, *rest) if summary_first else (*rest, *TRIATHLON)))
    )

    assert [(ride.number, ride.sport, ride.sub_sport) for ride in recording.rides] == [
        (0, "swimming", "open_water"),
        (1, "transition", "generic"),
        (2, "cycling", "generic"),
    ]
    assert [ride.samples.channels[Channel.POWER].size for ride in recording.rides] == [10, 5, 15]
    assert [len(ride.laps) for ride in recording.rides] == [1, 1, 2]
    assert [ride.timer_spans for ride in recording.rides] == [
        (TimeSpan(START_AT_S, START_AT_S + 10),),
        (TimeSpan(START_AT_S + 10, START_AT_S + 15),),
        (TimeSpan(START_AT_S + 15, START_AT_S + 30),),
    ]
    assert [ride.is_cycling for ride in recording.rides] == [False, False, True]


def test_only_session_owns_every_sample_whatever_its_span():
    recording = decode_fit(
        fit_file(FILE_ID, RECORDS, *RECORDS_OF_30_S, SESSIONS, session(1000, 5, sport=2))
    )

    assert recording.rides[0].samples.at_s.size == 30


def test_file_without_a_session_takes_its_sport_from_the_sport_message():
    sports = definition(2, 12, [(0, ENUM), (1, ENUM)])

    recording = decode_fit(
        fit_file(FILE_ID, sports, data(2, "BB", 2, 58), RECORDS, power_record(0, 100))
    )

    (ride,) = recording.rides
    assert (ride.sport, ride.sub_sport) == ("cycling", "virtual_activity")
    assert ride.device_figures == DeviceFigures()


def test_unknown_sport_is_told_by_its_number():
    recording = decode_fit(
        fit_file(FILE_ID, RECORDS, power_record(0, 1), SESSIONS, session(0, 1, sport=200))
    )

    assert recording.rides[0].sport == "sport_200"


def test_device_figures_have_their_scales():
    layout = definition(
        2,
        18,
        [
            (2, UINT32), (7, UINT32), (8, UINT32), (9, UINT32), (16, UINT8), (17, UINT8),
            (18, UINT8), (92, UINT8), (20, UINT16), (21, UINT16), (22, UINT16), (34, UINT16),
            (45, UINT16), (48, UINT32),
        ],
    )  # fmt: skip
    values = (
        START, 3_600_500, 3_500_250, 3_000_050, 140, 180, 88, 64, 210, 900, 450, 230, 280, 756_500,
    )  # fmt: skip

    recording = decode_fit(
        fit_file(FILE_ID, RECORDS, power_record(0, 1), layout, data(2, "IIIIBBBBHHHHHI", *values))
    )

    assert recording.rides[0].device_figures == DeviceFigures(
        elapsed_s=3600.5,
        timer_s=3500.25,
        distance_m=30000.5,
        mean_heart_rate_bpm=140,
        max_heart_rate_bpm=180,
        mean_cadence_rpm=88.5,
        mean_power_w=210,
        max_power_w=900,
        elevation_gain_m=450,
        weighted_power_w=230,
        threshold_power_w=280,
        work_kj=756.5,
    )


def test_missing_device_figures_are_none():
    recording = decode_fit(
        fit_file(FILE_ID, RECORDS, power_record(0, 1), SESSIONS, session(0, 9, sport=2))
    )

    assert recording.rides[0].device_figures == DeviceFigures(elapsed_s=9)


def sessions_at(*spans: tuple[float, float]) -> list[SessionMessage]:
    return [SessionMessage("cycling", "", start, end) for start, end in spans]


@pytest.mark.parametrize(
    ("spans", "at_s", "owners"),
    (
        ([(0, 10), (10, 20)], [-5, 0, 9, 10, 19, 25], [0, 0, 0, 1, 1, 1]),
        ([(10, 20), (0, 10)], [5, 15], [1, 0]),
        ([(0, 10), (100, 110)], [11, 54, 56, 99], [0, 0, 1, 1]),
        ([(0, 50), (10, 20)], [5, 15, 45], [0, 1, 1]),
        ([(np.nan, np.nan), (0, 10)], [5], [1]),
        ([(np.nan, np.nan), (np.nan, np.nan)], [5], [0]),
        ([(0, 10), (20, 30)], [], []),
    ),
)
def test_owner_is_the_latest_start_or_the_nearest_session(spans, at_s, owners):
    assert find_owners(sessions_at(*spans), np.array(at_s, dtype=float)).tolist() == owners


@given(
    starts=st.lists(st.integers(0, 50), min_size=1, max_size=5),
    at_s=st.lists(st.integers(-10, 80), max_size=20),
)
def test_every_time_has_one_owner(starts, at_s):
    sessions = sessions_at(*((start, start + 5) for start in starts))

    owners = find_owners(sessions, np.array(at_s, dtype=float))

    assert owners.size == len(at_s)
    assert set(owners.tolist()) <= set(range(len(sessions)))


def test_session_without_a_start_is_dated_from_its_end():
    layout = definition(2, 18, [(253, UINT32), (7, UINT32), (5, ENUM)])

    recording = decode_fit(
        fit_file(
            FILE_ID,
            RECORDS,
            *RECORDS_OF_30_S,
            layout,
            data(2, "IIB", START + 10, 10_000, 5),
            data(2, "IIB", START + 30, 20_000, 2),
        )
    )

    assert [ride.samples.at_s.size for ride in recording.rides] == [10, 20]
