import numpy as np
import pytest

from analytics.engine.decoding import tcx
from analytics.engine.decoding.tcx import decode_tcx
from analytics.engine.recording import (
    Channel,
    Lap,
    LapRole,
    LapTrigger,
    RecordingFormat,
    RecordingRefused,
    TimeSpan,
)

START_AT_S = 1591023160.0  # 2020-06-01T14:52:40Z


def make_point(second, content=""):
    return f"<Trackpoint><Time>2020-06-01T14:52:{second}Z</Time>{content}</Trackpoint>"


def make_lap(second, *tracks, content=""):
    body = "".join(f"<Track>{track}</Track>" for track in tracks)
    return f'<Lap StartTime="2020-06-01T14:52:{second}Z">{content}{body}</Lap>'


def make_activity(*laps, content="", sport="Biking"):
    return f'<Activity Sport="{sport}">{"".join(laps)}{content}</Activity>'


def make_tcx(*activities):
    body = "".join(activities)
    return f"<TrainingCenterDatabase><Activities>{body}</Activities></TrainingCenterDatabase>"


def decode(*activities):
    return decode_tcx(make_tcx(*activities).encode())


FULL_POINT = """
<Position><LatitudeDegrees>52.5</LatitudeDegrees><LongitudeDegrees>-4.5</LongitudeDegrees>
</Position><AltitudeMeters>-20.2</AltitudeMeters><DistanceMeters>6.59</DistanceMeters>
<HeartRateBpm><Value>154</Value></HeartRateBpm><Cadence>90</Cadence><Extensions><ns3:TPX>
<ns3:Speed>7.06</ns3:Speed><ns3:Watts>320</ns3:Watts></ns3:TPX></Extensions>"""


def test_every_channel_is_read():
    recording = decode(make_activity(make_lap(40, make_point(40, FULL_POINT) + make_point(41))))

    (ride,) = recording.rides
    assert recording.format is RecordingFormat.TCX
    assert recording.faults == ()
    assert (ride.number, ride.sport, ride.is_cycling) == (0, "biking", True)
    assert ride.samples.at_s.tolist() == [START_AT_S, START_AT_S + 1]
    assert {channel: values[0] for channel, values in ride.samples.channels.items()} == {
        Channel.POWER: 320.0,
        Channel.HEART_RATE: 154.0,
        Channel.CADENCE: 90.0,
        Channel.SPEED: 7.06,
        Channel.DISTANCE: 6.59,
        Channel.ALTITUDE: -20.2,
        Channel.LATITUDE: 52.5,
        Channel.LONGITUDE: -4.5,
    }
    assert all(np.isnan(values[1]) for values in ride.samples.channels.values())


def test_cadence_of_a_run_is_read():
    point = make_point(40, "<Extensions><TPX><RunCadence>80</RunCadence></TPX></Extensions>")

    (ride,) = decode(make_activity(make_lap(40, point), sport="Running")).rides

    assert ride.samples.channels[Channel.CADENCE].tolist() == [80.0]
    assert not ride.is_cycling


def test_laps_carry_trigger_and_role():
    first = "<Intensity>Active</Intensity><TriggerMethod>Distance</TriggerMethod>"
    second = "<Intensity>Resting</Intensity><TriggerMethod>Manual</TriggerMethod>"

    (ride,) = decode(
        make_activity(
            make_lap(40, make_point(40) + make_point(44), content=first),
            make_lap(45, make_point(45) + make_point(49), content=second),
        )
    ).rides

    assert ride.laps == (
        Lap(START_AT_S, START_AT_S + 4, LapTrigger.DISTANCE, LapRole.WORK),
        Lap(START_AT_S + 5, START_AT_S + 9, LapTrigger.HAND, LapRole.RECOVERY),
    )


def test_active_says_nothing_where_no_lap_is_a_rest():
    content = "<Intensity>Active</Intensity><TriggerMethod>HeartRate</TriggerMethod>"

    (ride,) = decode(make_activity(make_lap(40, make_point(40), content=content))).rides

    assert ride.laps[0].role is LapRole.UNKNOWN
    assert ride.laps[0].trigger is LapTrigger.UNKNOWN


def test_lap_ends_with_its_timer_and_never_after_the_next_begins():
    content = "<TotalTimeSeconds>30</TotalTimeSeconds>"

    (ride,) = decode(
        make_activity(
            make_lap(40, make_point(40), content=content),
            make_lap(50, make_point(50), content=content),
        )
    ).rides

    assert [lap.end_at_s - START_AT_S for lap in ride.laps] == [10.0, 40.0]


def test_totals_of_the_laps_are_what_the_device_said_of_the_ride():
    content = (
        "<TotalTimeSeconds>1.5</TotalTimeSeconds><DistanceMeters>10</DistanceMeters>"
        "<Calories>9</Calories>"
    )

    (ride,) = decode(
        make_activity(
            make_lap(40, make_point(40), content=content),
            make_lap(42, make_point(42), content=content),
        )
    ).rides

    assert ride.device_figures.timer_s == 3.0
    assert ride.device_figures.distance_m == 20.0


def test_total_that_one_lap_does_not_state_is_unknown():
    content = "<TotalTimeSeconds>1.5</TotalTimeSeconds>"

    (ride,) = decode(
        make_activity(make_lap(40, make_point(40), content=content), make_lap(42, make_point(42)))
    ).rides

    assert ride.device_figures.timer_s is None


def test_second_track_of_a_lap_is_a_pause():
    points = "".join(map(make_point, range(10, 20)))
    later = "".join(map(make_point, range(40, 50)))

    (ride,) = decode(make_activity(make_lap(10, points, later))).rides

    assert ride.timer_spans == (
        TimeSpan(START_AT_S - 30, START_AT_S - 20),
        TimeSpan(START_AT_S, START_AT_S + 10),
    )


def test_several_activities_keep_their_numbers():
    recording = decode(
        make_activity(make_lap(10, make_point(10)), sport="Running"),
        make_activity(),
        make_activity(make_lap(40, make_point(40))),
    )

    assert [(ride.number, ride.sport) for ride in recording.rides] == [
        (0, "running"),
        (2, "biking"),
    ]


def test_transition_between_two_sports_belongs_to_neither():
    transition = f"<Transition><Track>{make_point(20)}</Track></Transition>"

    recording = decode(
        make_activity(make_lap(10, make_point(10))),
        transition,
        make_activity(make_lap(40, make_point(40))),
    )

    assert [ride.samples.at_s.tolist() for ride in recording.rides] == [
        [START_AT_S - 30],
        [START_AT_S],
    ]


def test_device_and_notes_are_read():
    content = "<Notes>Tempo & co.\n</Notes><Creator><Name>Edge 1000</Name></Creator>"

    recording = decode(make_activity(make_lap(40, make_point(40)), content=content))

    assert recording.device == "Edge 1000"
    assert recording.rides[0].title == "Tempo & co."


def test_lap_without_a_start_begins_with_its_first_point():
    lap = make_lap(40, make_point(42)).replace("StartTime", "Start")

    (ride,) = decode(make_activity(lap)).rides

    assert ride.laps == (Lap(START_AT_S + 2, START_AT_S + 2),)


def test_cut_file_keeps_the_whole_points():
    document = make_tcx(make_activity(make_lap(40, "".join(map(make_point, range(40, 50))))))

    recording = decode_tcx(document[: document.index("14:52:45Z")].encode())

    assert recording.rides[0].samples.at_s.size == 5
    assert recording.faults == ("The XML is faulty at line 1; only what came before was read.",)


def test_points_without_time_are_left_out_and_told():
    point = "<Trackpoint><Cadence>80</Cadence></Trackpoint>"

    recording = decode(make_activity(make_lap(40, point + make_point(40))))

    assert recording.rides[0].samples.at_s.size == 1
    assert recording.faults == ("Points without a time were left out: 1.",)


def test_number_that_is_none_is_missing():
    points = make_point(40, "<Cadence>fast</Cadence><AltitudeMeters>NaN</AltitudeMeters>")

    (ride,) = decode(make_activity(make_lap(40, points))).rides

    assert ride.samples.channels == {}


@pytest.mark.parametrize(
    ("document", "refusal"),
    (
        (make_tcx(), "The file holds no samples."),
        (make_tcx(make_activity(make_lap(40, ""))), "The file holds no samples."),
        (
            make_tcx(make_activity(make_lap(40, "<Trackpoint/>"))),
            "The points of this TCX file carry no time.",
        ),
        (
            f"<T><Courses><Course><Track>{make_point(40)}</Track></Course></Courses></T>",
            "This TCX file holds a course, not a ride.",
        ),
        ("<T><Workouts/></T>", "This TCX file holds a workout, not a ride."),
        ("<T><Activities>", "The XML is faulty at line 1; only what came before was read."),
        ("<!DOCTYPE T []><T/>", "The XML declares a document type, which is refused."),
    ),
)
def test_file_without_a_ride_is_refused_by_name(document, refusal):
    with pytest.raises(RecordingRefused) as refused:
        decode_tcx(document.encode())

    assert str(refused.value) == refusal


def test_laps_and_rides_are_counted(monkeypatch):
    monkeypatch.setattr(tcx, "MAX_LAPS", 1)
    monkeypatch.setattr(tcx, "MAX_RIDES", 1)
    lap = make_lap(40, make_point(40))

    with pytest.raises(RecordingRefused, match="more laps than"):
        decode(make_activity(lap, lap))
    with pytest.raises(RecordingRefused, match="more than 1 rides"):
        decode(make_activity(lap), make_activity())


def test_points_outside_any_lap_are_a_ride_without_laps():
    track = f"<Track>{make_point(40)}{make_point(49)}</Track>"

    (ride,) = decode(make_activity(track)).rides

    assert ride.samples.at_s.size == 2
    assert ride.laps == ()
