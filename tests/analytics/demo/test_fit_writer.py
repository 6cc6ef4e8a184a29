import io
from dataclasses import replace
from datetime import UTC, timedelta
from itertools import pairwise

import fitdecode
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.demo.fit_writer import HeadUnit, write_fit
from analytics.engine.decoding.fit import decode_fit
from analytics.engine.recording import (
    Channel,
    DeviceFigures,
    Lap,
    LapRole,
    LapTrigger,
    PlannedStep,
    Ride,
    Samples,
    TimeSpan,
)

START_AT_S = 1_750_000_000.0


def make_ride(power_w=(200.0, 210.0, 220.0), **changes):
    values = np.array(power_w, dtype=float)
    samples = Samples(START_AT_S + np.arange(float(values.size)), {Channel.POWER: values})
    return replace(Ride(number=0, sport="cycling", samples=samples), **changes)


def messages_of(data, name):
    """Read the messages of one name with the reference decoder, its CRC checks on."""
    reader = fitdecode.FitReader(
        io.BytesIO(data),
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.RAISE,
    )
    with reader:
        return [
            {field.name: field.value for field in frame.fields}
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == name
        ]


def test_power_arrives_with_its_times():
    records = messages_of(write_fit(make_ride()), "record")

    assert [record["power"] for record in records] == [200, 210, 220]
    assert [record["timestamp"].timestamp() - START_AT_S for record in records] == [0, 1, 2]


def test_every_channel_arrives_in_its_resolution():
    values = {
        Channel.POWER: 251.0,
        Channel.HEART_RATE: 143.0,
        Channel.CADENCE: 88.0,
        Channel.SPEED: 9.876,
        Channel.DISTANCE: 12345.67,
        Channel.ALTITUDE: -12.4,
        Channel.LATITUDE: -45.123456,
        Channel.LONGITUDE: 178.654321,
        Channel.TEMPERATURE: -7.0,
    }
    samples = Samples(
        np.array([START_AT_S]), {channel: np.array([value]) for channel, value in values.items()}
    )

    (ride,) = decode_fit(write_fit(make_ride(samples=samples))).rides

    for channel, value in values.items():
        assert ride.samples.channels[channel] == pytest.approx([value], abs=1e-6), channel


def test_missing_value_stays_missing_and_zero_stays_zero():
    records = messages_of(write_fit(make_ride((np.nan, 0.0))), "record")

    assert [record["power"] for record in records] == [None, 0]


def test_value_that_does_not_fit_becomes_missing():
    records = messages_of(write_fit(make_ride((-1.0, 70_000.0, 65_534.0))), "record")

    assert [record["power"] for record in records] == [None, None, 65_534]


def test_channel_without_values_is_left_out_of_the_file():
    channels = {Channel.POWER: np.full(2, np.nan), Channel.HEART_RATE: np.full(2, 120.0)}
    samples = Samples(START_AT_S + np.arange(2.0), channels)

    (record, _) = messages_of(write_fit(make_ride(samples=samples)), "record")

    assert set(record) == {"timestamp", "heart_rate"}


def test_samples_keep_their_order_when_the_clock_ran_backwards():
    at_s = START_AT_S + np.array([5.0, 6.0, 2.0, 3.0])
    ride = make_ride(samples=Samples(at_s, {Channel.POWER: np.array([1.0, 2.0, 3.0, 4.0])}))

    records = messages_of(write_fit(ride), "record")

    assert [record["power"] for record in records] == [1, 2, 3, 4]


def test_timer_events_stand_between_the_samples_where_they_happened():
    spans = (TimeSpan(START_AT_S, START_AT_S + 2), TimeSpan(START_AT_S + 5, START_AT_S + 7))
    at_s = START_AT_S + np.array([0.0, 1.0, 5.0, 6.0])
    samples = Samples(at_s, {Channel.POWER: np.full(4, 100.0)})
    data = write_fit(make_ride(samples=samples, timer_spans=spans))

    with fitdecode.FitReader(io.BytesIO(data)) as reader:
        frames = [
            frame.get_value("event_type") if frame.name == "event" else "record"
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name in ("event", "record")
        ]
    (session,) = messages_of(data, "session")

    assert frames == ["start", "record", "record", "stop", "start", "record", "record", "stop_all"]
    assert (session["total_elapsed_time"], session["total_timer_time"]) == (7.0, 4.0)


def test_sample_outside_of_every_timer_span_is_kept():
    spans = (TimeSpan(START_AT_S + 1, START_AT_S + 2),)

    assert len(messages_of(write_fit(make_ride(timer_spans=spans)), "record")) == 3


def test_laps_carry_their_trigger_role_and_figures():
    laps = (
        Lap(START_AT_S, START_AT_S + 2, LapTrigger.HAND, LapRole.WORK),
        Lap(START_AT_S + 2, START_AT_S + 3, LapTrigger.SESSION_END, LapRole.RECOVERY),
    )

    first, second = messages_of(write_fit(make_ride(laps=laps)), "lap")

    assert (first["lap_trigger"], first["intensity"]) == ("manual", "active")
    assert (first["avg_power"], first["max_power"], first["total_work"]) == (205, 210, 410)
    assert (second["lap_trigger"], second["intensity"]) == ("session_end", "rest")
    assert (second["message_index"], second["total_elapsed_time"]) == (1, 1.0)


def test_session_adds_up_what_the_ride_leaves_open_and_keeps_what_it_says():
    figures = DeviceFigures(mean_power_w=999.0, threshold_power_w=280.0)

    (session,) = messages_of(write_fit(make_ride(device_figures=figures)), "session")

    assert (session["avg_power"], session["max_power"], session["total_work"]) == (999, 220, 630)
    assert (session["threshold_power"], session["normalized_power"]) == (280, None)
    assert (session["sport"], session["sub_sport"], session["num_laps"]) == ("cycling", None, 1)


def test_plan_is_written_step_by_step():
    plan = (
        PlannedStep(LapRole.WARM_UP, "Warm up", 600.0, 120.0, 160.0),
        PlannedStep(LapRole.WORK, "Sprint à fond"),
    )

    data = write_fit(make_ride(plan=plan, title="Sprints"))

    (workout,) = messages_of(data, "workout")
    assert (workout["wkt_name"], workout["num_valid_steps"]) == ("Sprints", 2)
    assert decode_fit(data).rides[0].plan == plan


def test_title_too_long_for_its_field_is_cut_between_characters():
    (workout,) = messages_of(write_fit(make_ride(title="x" + "č" * 200)), "workout")

    assert workout["wkt_name"] == "x" + "č" * 124


def test_ride_without_plan_and_title_carries_no_workout():
    assert messages_of(write_fit(make_ride()), "workout") == []


def test_head_unit_and_local_time_sign_the_file():
    unit = HeadUnit(product=7, serial_number=42, product_name="Small one")

    data = write_fit(make_ride(), head_unit=unit, utc_offset_s=7200)

    (file_id,) = messages_of(data, "file_id")
    (activity,) = messages_of(data, "activity")
    assert (file_id["type"], file_id["serial_number"]) == ("activity", 42)
    assert file_id["product_name"] == "Small one"
    local = activity["local_timestamp"].replace(tzinfo=UTC)
    assert local - activity["timestamp"] == timedelta(hours=2)


def test_ride_without_samples_is_refused():
    with pytest.raises(ValueError, match="without samples"):
        write_fit(make_ride(()))


@pytest.mark.parametrize("changes", ({"sport": "curling"}, {"sub_sport": "moonlit"}))
def test_sport_unknown_to_the_profile_is_named(changes):
    with pytest.raises(ValueError, match=r"curling|moonlit"):
        write_fit(make_ride(**changes))


@given(
    power_w=st.lists(st.integers(0, 65_534) | st.just(np.nan), min_size=1, max_size=40),
    edges=st.sets(st.integers(1, 39), max_size=5),
    trigger=st.sampled_from([LapTrigger.HAND, LapTrigger.DISTANCE, LapTrigger.TIME]),
)
def test_what_is_written_is_read_again(power_w, edges, trigger):
    ride = make_ride(power_w)
    marks = [0, *sorted(edge for edge in edges if edge < len(power_w)), len(power_w)]
    laps = tuple(
        Lap(START_AT_S + start, START_AT_S + end, trigger) for start, end in pairwise(marks)
    )

    recording = decode_fit(write_fit(replace(ride, laps=laps)))

    (again,) = recording.rides
    assert recording.faults == ()
    assert again.laps == laps
    assert again.timer_spans == (TimeSpan(START_AT_S, START_AT_S + len(power_w)),)
    np.testing.assert_array_equal(again.samples.at_s, ride.samples.at_s)
    missing = np.full(len(power_w), np.nan)
    np.testing.assert_array_equal(again.samples.channels.get(Channel.POWER, missing), power_w)
