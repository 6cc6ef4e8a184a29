import numpy as np
import pytest

from analytics.engine.decoding import gpx
from analytics.engine.decoding.gpx import decode_gpx
from analytics.engine.recording import Channel, RecordingFormat, RecordingRefused, TimeSpan

START_AT_S = 1591023160.0  # 2020-06-01T14:52:40Z


def make_point(second, content=""):
    time = f"<time>2020-06-01T14:52:{second:02}Z</time>"
    return f'<trkpt lat="52.5" lon="-4.5">{time}{content}</trkpt>'


def make_track(*segments, content=""):
    body = "".join(f"<trkseg>{segment}</trkseg>" for segment in segments)
    return f"<trk>{content}{body}</trk>"


def decode(*tracks):
    return decode_gpx(f'<gpx creator="Edge">{"".join(tracks)}</gpx>'.encode())


def test_track_is_a_ride():
    content = "<name>Leiden\nby bike</name><type>cycling</type>"

    recording = decode(make_track(make_point(40, "<ele>-20.2</ele>"), content=content))

    (ride,) = recording.rides
    assert (recording.format, recording.device) == (RecordingFormat.GPX, "Edge")
    assert (ride.title, ride.sport, ride.timer_spans) == ("Leiden by bike", "cycling", ())
    assert ride.samples.at_s.tolist() == [START_AT_S]
    assert {channel: values.tolist() for channel, values in ride.samples.channels.items()} == {
        Channel.LATITUDE: [52.5],
        Channel.LONGITUDE: [-4.5],
        Channel.ALTITUDE: [-20.2],
    }


@pytest.mark.parametrize(
    "extensions",
    (
        "<power>250</power><gpxtpx:TrackPointExtension><gpxtpx:atemp>21</gpxtpx:atemp>"
        "<gpxtpx:hr>140</gpxtpx:hr><gpxtpx:cad>90</gpxtpx:cad></gpxtpx:TrackPointExtension>",
        "<ns3:TrackPointExtension><ns3:hr>140</ns3:hr><ns3:cad>90</ns3:cad>"
        "<ns3:atemp>21.0</ns3:atemp></ns3:TrackPointExtension>"
        "<pwr:PowerInWatts>250</pwr:PowerInWatts>",
        "<power>250</power><heartrate>140</heartrate><gpxdata:hr>141</gpxdata:hr>"
        "<gpxdata:cadence>90</gpxdata:cadence><gpxdata:temp>21</gpxdata:temp>",
    ),
)
def test_extensions_are_read_under_any_name(extensions):
    (ride,) = decode(make_track(make_point(40, f"<extensions>{extensions}</extensions>"))).rides

    channels = ride.samples.channels
    assert channels[Channel.POWER].tolist() == [250.0]
    assert channels[Channel.HEART_RATE].tolist() == [140.0]
    assert channels[Channel.CADENCE].tolist() == [90.0]
    assert channels[Channel.TEMPERATURE].tolist() == [21.0]


def test_missing_value_is_nan_and_never_zero():
    (ride,) = decode(make_track(make_point(40, "<power>0</power>") + make_point(41))).rides

    np.testing.assert_equal(ride.samples.channels[Channel.POWER], [0.0, np.nan])


def test_new_segment_means_that_the_timer_was_stopped():
    (ride,) = decode(
        make_track(make_point(10) + make_point(20), "", make_point(40) + make_point(50))
    ).rides

    assert ride.timer_spans == (
        TimeSpan(START_AT_S - 30, START_AT_S - 19),
        TimeSpan(START_AT_S, START_AT_S + 11),
    )


def test_segment_that_follows_at_once_is_no_pause():
    (ride,) = decode(make_track(make_point(10), make_point(11), make_point(40))).rides

    assert ride.timer_spans == (
        TimeSpan(START_AT_S - 30, START_AT_S - 28),
        TimeSpan(START_AT_S, START_AT_S + 1),
    )


def test_each_track_is_a_ride_of_its_own():
    recording = decode(
        make_track(make_point(10), content="<type>9</type>"),
        make_track(),
        make_track(make_point(40), content="<type>1</type>"),
    )

    assert [(ride.number, ride.sport) for ride in recording.rides] == [
        (0, "running"),
        (2, "cycling"),
    ]


def test_names_and_times_outside_the_track_are_not_the_rides():
    recording = decode(
        "<metadata><name>Wrong</name><time>1999-01-01T00:00:00Z</time></metadata>",
        make_track(make_point(40, "<name>TP0001</name><type>point</type>")),
    )

    (ride,) = recording.rides
    assert (ride.title, ride.sport) == ("", "")
    assert ride.samples.at_s.tolist() == [START_AT_S]


def test_time_inside_the_extensions_is_not_the_points():
    extensions = "<extensions><x:time>1999-01-01T00:00:00Z</x:time></extensions>"

    (ride,) = decode(make_track(make_point(40, extensions))).rides

    assert ride.samples.at_s.tolist() == [START_AT_S]


def test_point_outside_any_range_is_left_to_the_time_axis():
    point = make_point(40).replace("52.5", "152.5")

    (ride,) = decode(make_track(point)).rides

    assert ride.samples.channels[Channel.LATITUDE].tolist() == [152.5]


def test_time_without_a_zone_is_told():
    recording = decode(make_track(make_point(40).replace("40Z", "40")))

    assert recording.rides[0].samples.at_s.tolist() == [START_AT_S]
    assert recording.faults == ("The times carry no time zone and were read as UTC.",)


@pytest.mark.parametrize(
    ("body", "refusal"),
    (
        ("", "The file holds no samples."),
        (make_track(""), "The file holds no samples."),
        ("<wpt lat='1' lon='2'/>", "This GPX file holds waypoints, not a ride."),
        (
            "<wpt lat='1' lon='2'/><rte><rtept lat='1' lon='2'/></rte>",
            "This GPX file holds a route, not a ride.",
        ),
        (
            make_track("<trkpt lat='1' lon='2'/>"),
            "The points of this GPX file carry no time: it is a route, not a ride.",
        ),
    ),
)
def test_file_without_a_ride_is_refused_by_name(body, refusal):
    with pytest.raises(RecordingRefused) as refused:
        decode(body)

    assert str(refused.value) == refusal


def test_segments_and_tracks_are_counted(monkeypatch):
    monkeypatch.setattr(gpx, "MAX_LAPS", 1)
    monkeypatch.setattr(gpx, "MAX_RIDES", 1)

    with pytest.raises(RecordingRefused, match="more segments than"):
        decode(make_track("", ""))
    with pytest.raises(RecordingRefused, match="more than 1 rides"):
        decode(make_track(), make_track())
