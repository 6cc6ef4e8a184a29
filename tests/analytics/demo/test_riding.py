import io
from dataclasses import replace

import fitdecode
import numpy as np
import pytest

from analytics.demo import oddities
from analytics.demo.effort import lay_out
from analytics.demo.people import form_on
from analytics.demo.riding import ride_file, simulate_ride
from analytics.demo.season import LapStyle, Oddity
from analytics.demo.workout import RideKind
from analytics.engine.decoding.fit import decode_fit
from analytics.engine.recording import Channel, LapRole, LapTrigger

RESOLUTIONS = {  # half a step of what FIT stores
    Channel.POWER: 0.5,
    Channel.HEART_RATE: 0.5,
    Channel.CADENCE: 0.5,
    Channel.SPEED: 0.0005,
    Channel.DISTANCE: 0.005,
    Channel.ALTITUDE: 0.1,
    Channel.LATITUDE: 1e-7,
    Channel.LONGITUDE: 1e-7,
    Channel.TEMPERATURE: 0.5,
}


def form_of(planned):
    return form_on(planned.athlete, planned.local_date)


def shortest(season, *, is_indoor=False, **wanted):
    """Find the shortest ride that has the wanted values; reading it takes the least time."""
    rides = [
        ride
        for ride in season.rides
        if ride.is_indoor is is_indoor
        and all(getattr(ride, name) == value for name, value in wanted.items())
    ]
    return min(rides, key=lambda ride: ride.workout.duration_s)


def frames_of(planned):
    """Write a ride and read it with the reference decoder, its checks on."""
    reader = fitdecode.FitReader(
        io.BytesIO(ride_file(planned, form_of(planned))),
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.RAISE,
    )
    with reader:
        return [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]


def values_of(frames, name, field):
    return [frame.get_value(field, fallback=None) for frame in frames if frame.name == name]


def decoded(planned):
    recording = decode_fit(ride_file(planned, form_of(planned)))
    assert recording.faults == ()
    (ride,) = recording.rides
    return ride


@pytest.mark.parametrize("kind", RideKind)
def test_reference_decoder_reads_what_was_scripted(season, kind):
    planned = shortest(season, kind=kind, oddity=None)

    frames = frames_of(planned)

    seconds = planned.workout.duration_s
    assert len(values_of(frames, "record", "power")) == seconds
    assert values_of(frames, "session", "total_timer_time") == [seconds]
    assert values_of(frames, "session", "start_time") == [planned.starts_at]
    assert values_of(frames, "session", "sub_sport") == ["road"]
    assert values_of(frames, "event", "event_type") == ["start", "stop_all"]
    assert values_of(frames, "workout", "wkt_name") == [planned.title]
    laps_s = values_of(frames, "lap", "total_elapsed_time")
    assert sum(laps_s) == seconds
    power_w = np.array(values_of(frames, "record", "power"))
    segments = lay_out(planned.workout.segments)
    ftp_w = form_of(planned).ftp_w * planned.readiness
    for number, segment in enumerate(planned.workout.segments):
        if segment.role is LapRole.WORK and segment.duration_s >= 300:
            target_w = ftp_w * (segment.power + (segment.end_power or segment.power)) / 2
            assert power_w[segments.number == number].mean() == pytest.approx(target_w, rel=0.06)


@pytest.mark.parametrize("style", LapStyle)
def test_our_reader_gives_back_what_was_ridden(season, style):
    planned = shortest(season, kind=RideKind.MICRO_INTERVALS, lap_style=style)
    ridden = simulate_ride(planned, form_of(planned))

    read = decoded(planned)

    assert read.laps == ridden.laps
    assert read.plan == ridden.plan
    assert read.title == planned.title
    assert read.timer_spans == ridden.timer_spans
    np.testing.assert_array_equal(read.samples.at_s, ridden.samples.at_s)
    for channel, resolution in RESOLUTIONS.items():
        np.testing.assert_allclose(
            read.samples.channels[channel], ridden.samples.channels[channel], atol=resolution * 1.01
        )


def test_equal_arguments_give_equal_bytes_and_seeds_make_the_difference(season):
    planned = shortest(season, kind=RideKind.RECOVERY)
    form = form_of(planned)

    data = ride_file(planned, form)

    assert ride_file(planned, form) == data
    assert ride_file(replace(planned, seed=(9, 9, 9)), form) != data


def test_trainer_holds_the_plan_and_knows_no_place(season):
    planned = shortest(season, is_indoor=True, kind=RideKind.THRESHOLD)
    read = decoded(planned)

    assert read.sub_sport == "indoor_cycling"
    assert not {Channel.LATITUDE, Channel.LONGITUDE, Channel.ALTITUDE} & set(read.samples.channels)
    assert read.device_figures.elevation_gain_m is None
    assert len(read.plan) == len(read.laps) == len(planned.workout.segments)
    power_w = read.samples.channels[Channel.POWER]
    for lap, step in zip(read.laps, read.plan, strict=True):
        in_lap = (read.samples.at_s >= lap.start_at_s) & (read.samples.at_s < lap.end_at_s)
        assert step.target_low_w < power_w[in_lap].mean() < step.target_high_w
        if lap.role is LapRole.WORK:
            assert power_w[in_lap].std() / power_w[in_lap].mean() < 0.06


def test_device_says_the_threshold_that_the_team_knew(season):
    planned = shortest(season, kind=RideKind.TEST)
    known = [
        thresholds.ftp_w
        for thresholds in planned.athlete.thresholds
        if thresholds.from_date <= planned.local_date
    ]

    assert decoded(planned).device_figures.threshold_power_w == known[-1]


def test_low_cadence_work_is_ridden_below_sixty(season):
    planned = shortest(season, kind=RideKind.TORQUE)
    cadence_rpm = decoded(planned).samples.channels[Channel.CADENCE]
    is_work = lay_out(planned.workout.segments).is_work

    assert cadence_rpm[is_work].mean() < 60
    assert cadence_rpm[~is_work & (cadence_rpm > 0)].mean() > 75


def test_best_twenty_minutes_of_a_test_are_the_test(season):
    planned = shortest(season, kind=RideKind.TEST)
    power_w = decoded(planned).samples.channels[Channel.POWER]
    sums = np.concatenate(([0.0], np.cumsum(power_w)))
    means_w = (sums[1200:] - sums[:-1200]) / 1200
    course = lay_out(planned.workout.segments)
    start = np.flatnonzero(course.number == len(planned.workout.segments) - 2)[0]

    assert abs(means_w.argmax() - start) <= 5
    assert means_w.max() > 1.02 * form_of(planned).ftp_w


def test_sprint_is_the_peak_of_its_session(season):
    planned = shortest(season, kind=RideKind.SPRINTS)
    power_w = decoded(planned).samples.channels[Channel.POWER]

    assert power_w.max() > 0.8 * form_of(planned).sprint_w
    assert lay_out(planned.workout.segments).is_work[power_w.argmax()]


def test_automatic_laps_are_five_kilometres_long(season):
    ride = decoded(shortest(season, lap_style=LapStyle.EVERY_5_KM, kind=RideKind.ENDURANCE))
    distance_m = np.interp(
        [lap.end_at_s for lap in ride.laps],
        ride.samples.at_s,
        ride.samples.channels[Channel.DISTANCE],
    )

    assert {lap.trigger for lap in ride.laps[:-1]} == {LapTrigger.DISTANCE}
    assert np.diff(distance_m[:-1]) == pytest.approx(5000, abs=20)


def test_spike_is_the_only_second_above_every_sprint(season):
    power_w = decoded(shortest(season, oddity=Oddity.POWER_SPIKE)).samples.channels[Channel.POWER]

    assert (power_w == oddities.SPIKE_W).sum() == 1
    assert np.sort(power_w)[-2] < 500


def test_dropout_is_a_hole_while_the_timer_runs(season):
    planned = shortest(season, oddity=Oddity.DROPOUT)
    ride = decoded(planned)

    assert np.diff(ride.samples.at_s).max() == 91
    assert ride.samples.at_s.size == planned.workout.duration_s - 90
    assert len(ride.timer_spans) == 1
    assert ride.device_figures.timer_s == planned.workout.duration_s


def test_cafe_stop_is_a_pause_of_25_minutes(season):
    planned = shortest(season, oddity=Oddity.CAFE_STOP)

    frames = frames_of(planned)

    assert values_of(frames, "event", "event_type") == ["start", "stop", "start", "stop_all"]
    times = values_of(frames, "event", "timestamp")
    assert (times[2] - times[1]).total_seconds() == 1500
    (elapsed_s,) = values_of(frames, "session", "total_elapsed_time")
    (timer_s,) = values_of(frames, "session", "total_timer_time")
    assert (timer_s, elapsed_s - timer_s) == (planned.workout.duration_s, 1500)


def test_ride_without_power_says_so_by_silence(season):
    ride = decoded(shortest(season, oddity=Oddity.NO_POWER))

    assert Channel.POWER not in ride.samples.channels
    assert ride.samples.channels[Channel.HEART_RATE].mean() > 110
    assert ride.device_figures.mean_power_w is None
    assert ride.device_figures.work_kj is None


def test_signals_of_a_whole_week_are_those_of_a_person(season):
    for planned in season.rides[600:630]:
        channels = simulate_ride(planned, form_of(planned)).samples.channels
        name = f"{planned.title} of {planned.athlete.first_name}"
        assert all(np.isfinite(values).all() for values in channels.values()), name
        assert 0.35 < channels[Channel.POWER].mean() / form_of(planned).ftp_w < 1.0, name
        assert 90 < channels[Channel.HEART_RATE].mean() < 185, name
        assert 60 < channels[Channel.CADENCE].mean() < 110, name
        assert 5 < channels[Channel.SPEED].mean() < 13, name
        assert -20 < channels[Channel.TEMPERATURE].mean() < 38, name
