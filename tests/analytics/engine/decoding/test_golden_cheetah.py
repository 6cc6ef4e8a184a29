import json

import numpy as np
import pytest

from analytics.engine.decoding import golden_cheetah
from analytics.engine.decoding.golden_cheetah import decode_golden_cheetah, is_golden_cheetah
from analytics.engine.recording import Channel, Lap, RecordingFormat, RecordingRefused

START_AT_S = 1281833610.0  # 2010-08-15 00:53:30 UTC


def make_json(**changes):
    ride = {
        "STARTTIME": "2010/08/15 00:53:30 UTC ",
        "RECINTSECS": 1,
        "DEVICETYPE": "Polar CS600 ",
        "TAGS": {"Sport": "Bike ", "Workout Code": "Short"},
        "SAMPLES": [{"SECS": 0, "WATTS": 250}],
    }
    return json.dumps({"RIDE": ride | changes}).encode()


def test_every_channel_is_read_in_our_units():
    first = {"SECS": 1.5, "KM": 0.5, "WATTS": 250, "CAD": 90, "KPH": 36, "HR": 140}
    second = {"SECS": 2.5, "ALT": 200, "LAT": 52.5, "LON": -4.5, "TEMP": 21.5, "SLOPE": 3}

    recording = decode_golden_cheetah(make_json(SAMPLES=[first, second]))

    (ride,) = recording.rides
    channels = ride.samples.channels
    assert (recording.format, recording.device) == (RecordingFormat.GOLDEN_CHEETAH, "Polar CS600")
    assert (ride.sport, ride.title) == ("bike", "Short")
    assert ride.samples.at_s.tolist() == [START_AT_S + 1.5, START_AT_S + 2.5]
    np.testing.assert_equal(channels[Channel.DISTANCE], [500.0, np.nan])
    np.testing.assert_equal(channels[Channel.POWER], [250.0, np.nan])
    np.testing.assert_equal(channels[Channel.SPEED], [10.0, np.nan])
    np.testing.assert_equal(channels[Channel.HEART_RATE], [140.0, np.nan])
    np.testing.assert_equal(channels[Channel.CADENCE], [90.0, np.nan])
    np.testing.assert_equal(channels[Channel.ALTITUDE], [np.nan, 200.0])
    np.testing.assert_equal(channels[Channel.LATITUDE], [np.nan, 52.5])
    np.testing.assert_equal(channels[Channel.LONGITUDE], [np.nan, -4.5])
    np.testing.assert_equal(channels[Channel.TEMPERATURE], [np.nan, 21.5])


def test_the_programs_sign_for_no_temperature_is_missing():
    data = make_json(SAMPLES=[{"SECS": 0, "WATTS": 250, "TEMP": -255}])

    assert Channel.TEMPERATURE not in decode_golden_cheetah(data).rides[0].samples.channels


def test_intervals_are_laps_with_names():
    intervals = [{"NAME": "Hill 1", "START": 10, "STOP": 40.5}, {"NAME": "Odd"}, "nonsense"]

    (ride,) = decode_golden_cheetah(make_json(INTERVALS=intervals)).rides

    assert ride.laps == (Lap(START_AT_S + 10, START_AT_S + 40.5, name="Hill 1"),)


def test_value_that_is_no_number_is_missing():
    rows = [{"SECS": 0, "WATTS": "much", "HR": None}, {"SECS": "soon"}, 7, {"WATTS": 250}]
    data = make_json(SAMPLES=rows).replace(b'"CAD": 1', b'"CAD": NaN')

    (ride,) = decode_golden_cheetah(data).rides

    assert ride.samples.at_s.tolist() == [START_AT_S]
    assert ride.samples.channels == {}


@pytest.mark.parametrize("number", ("NaN", "Infinity", "1e999", "9" * 400))
def test_number_that_is_not_finite_is_missing(number):
    data = make_json(SAMPLES=[{"SECS": 0, "WATTS": 12345}]).replace(b"12345", number.encode())

    assert decode_golden_cheetah(data).rides[0].samples.channels == {}


def test_name_with_a_lone_surrogate_can_be_stored():
    (ride,) = decode_golden_cheetah(make_json(TAGS={"Workout Code": "Hill \ud800"})).rides

    assert ride.title.encode() == b"Hill"


@pytest.mark.parametrize(
    ("data", "refusal"),
    (
        (make_json()[:-20], "The JSON file is damaged or cut."),
        (make_json(SAMPLES=[]), "The file holds no samples."),
        (make_json(SAMPLES={"SECS": 1}), "The file holds no samples."),
        (make_json(STARTTIME=None), "The ride does not say when it started."),
        (make_json(STARTTIME="2010/13/15 00:53:30 UTC"), "The ride does not say when it started."),
        (b'{"RIDE": 3}', "This is JSON of another kind, which cannot be read as a ride."),
        (b'{"RIDE":{"X":' + b"[" * 20_000, "The JSON file is nested too deeply."),
        (b'{"RIDE":{"X":' + b"9" * 5_000 + b"}}", "The JSON file is damaged or cut."),
    ),
)
def test_file_without_a_ride_is_refused_by_name(data, refusal):
    with pytest.raises(RecordingRefused) as refused:
        decode_golden_cheetah(data)

    assert str(refused.value) == refusal


@pytest.mark.parametrize("limit", ("MAX_OBJECTS", "MAX_LISTS", "MAX_VALUES"))
def test_size_is_bounded_before_it_is_parsed(monkeypatch, limit):
    monkeypatch.setattr(golden_cheetah, limit, 0)

    with pytest.raises(RecordingRefused, match="more than a ride can hold"):
        decode_golden_cheetah(make_json())


def test_kind_is_known_by_its_first_key():
    assert is_golden_cheetah(b'\xef\xbb\xbf{\n\t"RIDE":{')
    assert not is_golden_cheetah(b'{"RIDES":[{')
