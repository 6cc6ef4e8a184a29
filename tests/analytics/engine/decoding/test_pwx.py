import csv

import pytest

from analytics.engine.decoding import pwx
from analytics.engine.decoding.pwx import decode_pwx
from analytics.engine.recording import (
    Channel,
    Lap,
    RecordingFormat,
    RecordingRefused,
    TimeSpan,
)

START_AT_S = 1591023160.0  # 2020-06-01T14:52:40Z

SAMPLE = """<sample><timeoffset>1.5</timeoffset><hr>140</hr><spd>7.5</spd><pwr>250</pwr>
<cad>90</cad><dist>12</dist><lat>52.5</lat><lon>-4.5</lon><alt>3</alt><temp>21</temp></sample>"""


def decode(*workouts):
    return decode_pwx(f"<pwx>{''.join(workouts)}</pwx>".encode())


def make_workout(content=SAMPLE, sport="Bike", time="2020-06-01T14:52:40Z"):
    head = f"<sportType>{sport}</sportType><title>Hills</title><time>{time}</time>"
    return f"<workout>{head}{content}</workout>"


def test_every_channel_is_read():
    recording = decode(make_workout())

    (ride,) = recording.rides
    assert (recording.format, recording.faults) == (RecordingFormat.PWX, ())
    assert (ride.number, ride.sport, ride.title, ride.is_cycling) == (0, "bike", "Hills", True)
    assert ride.samples.at_s.tolist() == [START_AT_S + 1.5]
    assert {channel: values[0] for channel, values in ride.samples.channels.items()} == {
        Channel.POWER: 250.0,
        Channel.HEART_RATE: 140.0,
        Channel.CADENCE: 90.0,
        Channel.SPEED: 7.5,
        Channel.DISTANCE: 12.0,
        Channel.LATITUDE: 52.5,
        Channel.LONGITUDE: -4.5,
        Channel.ALTITUDE: 3.0,
        Channel.TEMPERATURE: 21.0,
    }


def test_segments_are_laps_with_names():
    segment = """<segment><name>Lap 1</name><summarydata><beginning>10</beginning>
    <duration>20.5</duration><pwr avg="300"/></summarydata></segment><segment/>"""

    (ride,) = decode(make_workout(segment + SAMPLE)).rides

    assert ride.laps == (Lap(START_AT_S + 10, START_AT_S + 30.5, name="Lap 1"),)
    assert ride.device_figures.mean_power_w is None


def test_events_are_the_spans_of_the_timer():
    events = "".join(
        f"<event><timeoffset>{offset_s}</timeoffset><type>{what}</type></event>"
        for offset_s, what in (
            (0, "Starting"),
            (60, "Stopping"),
            (70, "Stopping"),
            (90, "Starting"),
            (95, "Starting"),
            (96, "Lap"),
            (99, "Stopping"),
        )
    )

    (ride,) = decode(make_workout(events + SAMPLE)).rides

    assert ride.timer_spans == (
        TimeSpan(START_AT_S, START_AT_S + 60),
        TimeSpan(START_AT_S + 90, START_AT_S + 99),
    )


def test_summary_is_what_the_device_said_of_the_ride():
    summary = """<summarydata><beginning>0</beginning><duration>3070</duration><work>688</work>
    <hr max="175.0" min="0.0" avg="146.0"/><pwr max="670" avg="224"/><cad avg="86" max="x"/>
    <dist>21390.0</dist><climbingelevation>142</climbingelevation></summarydata>"""

    (ride,) = decode(make_workout(summary + SAMPLE)).rides

    figures = ride.device_figures
    assert (figures.elapsed_s, figures.distance_m, figures.work_kj) == (3070.0, 21390.0, 688.0)
    assert (figures.mean_power_w, figures.max_power_w) == (224.0, 670.0)
    assert (figures.mean_heart_rate_bpm, figures.max_heart_rate_bpm) == (146.0, 175.0)
    assert (figures.mean_cadence_rpm, figures.elevation_gain_m) == (86.0, 142.0)
    assert (figures.weighted_power_w, figures.timer_s) == (None, None)


def test_device_is_make_and_model():
    device = "<device><make>Garmin</make><model>FR910XT</model></device>"

    assert decode(make_workout(device + SAMPLE)).device == "Garmin FR910XT"


def test_each_workout_is_a_ride_of_its_own():
    recording = decode(make_workout(sport="Run"), make_workout(""), make_workout())

    assert [(ride.number, ride.sport) for ride in recording.rides] == [(0, "running"), (2, "bike")]


def test_start_without_a_zone_is_told():
    recording = decode(make_workout(time="2020-06-01T14:52:40"))

    assert recording.rides[0].samples.at_s.tolist() == [START_AT_S + 1.5]
    assert recording.faults == ("The times carry no time zone and were read as UTC.",)


@pytest.mark.parametrize(
    ("document", "refusal"),
    (
        ("<pwx/>", "The file holds no samples."),
        (f"<pwx>{make_workout('')}</pwx>", "The file holds no samples."),
        (f"<pwx>{make_workout(time='')}</pwx>", "The samples of this PWX file carry no time."),
        ("<pwx><workout>", "The XML is faulty at line 1; only what came before was read."),
    ),
)
def test_file_without_a_ride_is_refused_by_name(document, refusal):
    with pytest.raises(RecordingRefused) as refused:
        decode_pwx(document.encode())

    assert str(refused.value) == refusal


def test_segments_and_workouts_are_counted(monkeypatch):
    monkeypatch.setattr(pwx, "MAX_LAPS", 1)
    monkeypatch.setattr(pwx, "MAX_RIDES", 1)

    with pytest.raises(RecordingRefused, match="more laps than"):
        decode(make_workout("<segment/><segment/>"))
    with pytest.raises(RecordingRefused, match="more than 1 rides"):
        decode(make_workout(), make_workout())


def test_figures_of_real_files_are_those_that_the_device_wrote(rides_dir):
    with (rides_dir / "device_values.csv").open() as table:
        rows = [row for row in csv.DictReader(table) if row["file"].endswith(".pwx")]

    assert rows
    for row in rows:
        recording = decode_pwx((rides_dir / "files" / row["file"]).read_bytes())
        figures = recording.rides[int(row["ride"])].device_figures
        assert figures.elapsed_s == pytest.approx(float(row["dev_elapsed"]), abs=0.01)
        assert figures.distance_m == pytest.approx(float(row["dev_distance"]), abs=0.01)
        assert figures.mean_power_w == _number(row["dev_avg_power"])
        assert figures.max_power_w == _number(row["dev_max_power"])
        assert figures.mean_heart_rate_bpm == _number(row["dev_avg_hr"])
        assert figures.elevation_gain_m == _number(row["dev_ascent"])


def _number(cell):
    return float(cell) if cell else None
