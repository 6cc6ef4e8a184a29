"""Riding a planned ride: from a workout to the file that a head unit would have written."""

from datetime import date

import numpy as np

from analytics.demo import laps, oddities
from analytics.demo.effort import (
    ON_TRAINER,
    OUTDOORS,
    Course,
    cadence_rpm,
    heart_rate_bpm,
    lay_out,
    ridden_power_w,
    road_power_w,
    target_power_w,
)
from analytics.demo.fit_writer import HeadUnit, write_fit
from analytics.demo.noise import lasting_noise
from analytics.demo.people import Athlete, Form
from analytics.demo.season import LapStyle, PlannedRide
from analytics.demo.terrain import climbing_grade, loop_position, ride_way, rolling_grade
from analytics.demo.workout import RideKind
from analytics.engine.power import weighted_power
from analytics.engine.recording import (
    Channel,
    DeviceFigures,
    FloatArray,
    Lap,
    Ride,
    Samples,
)

INDOOR_TEMPERATURE_C = 20.0
CLIMBED_KINDS = (RideKind.SWEET_SPOT, RideKind.THRESHOLD, RideKind.VO2MAX, RideKind.TORQUE)
CLIMBED_SHARE = 0.4

Channels = dict[Channel, FloatArray]


def ride_file(planned: PlannedRide, form: Form) -> bytes:
    """Ride a planned ride and give the FIT file of it.

    Parameters
    ----------
    planned : PlannedRide
        From the season.
    form : Form
        The athlete's, as ``form_on`` tells for the ride's day.

    Returns
    -------
    bytes
        A FIT activity. Equal arguments give equal bytes.
    """
    offset = planned.starts_at.utcoffset()
    return write_fit(
        simulate_ride(planned, form),
        head_unit=HeadUnit(product=2, serial_number=1000 + planned.seed[1]),
        utc_offset_s=None if offset is None else int(offset.total_seconds()),
    )


def simulate_ride(planned: PlannedRide, form: Form) -> Ride:
    """Ride a planned ride; ``ride_file`` writes the result down."""
    draw = np.random.default_rng(planned.seed)
    course = lay_out(planned.workout.segments)
    channels = _channels(planned, form, course, draw)
    edge_at_s = oddities.edge_times(planned.starts_at.timestamp(), course.size, planned.oddity)
    samples = oddities.as_recorded(Samples(edge_at_s[:-1], channels), planned.oddity, draw)
    known_ftp_w = _known_ftp_w(planned.athlete, planned.local_date)
    carries_plan = planned.lap_style is LapStyle.WORKOUT_STEPS
    return Ride(
        number=0,
        sport="cycling",
        sub_sport="indoor_cycling" if planned.is_indoor else "road",
        samples=samples,
        laps=_laps(planned, channels[Channel.DISTANCE], edge_at_s, draw),
        timer_spans=oddities.timer_spans(edge_at_s, planned.oddity),
        plan=laps.planned_steps(course.segments, known_ftp_w) if carries_plan else (),
        device_figures=_device_figures(samples, known_ftp_w),
        title=planned.title,
    )


def _channels(
    planned: PlannedRide, form: Form, course: Course, draw: np.random.Generator
) -> Channels:
    grade = _grade(planned, course, draw)
    power_w = _power_w(planned, form, course, grade, draw)
    way = ride_way(
        power_w,
        grade,
        mass_kg=form.mass_kg,
        home=planned.athlete.home,
        in_bunch=planned.kind is RideKind.RACE,
    )
    channels = {
        Channel.POWER: power_w,
        Channel.HEART_RATE: heart_rate_bpm(power_w, planned.athlete, form, draw),
        Channel.CADENCE: cadence_rpm(course, power_w, grade, planned.athlete, draw),
        Channel.SPEED: way.speed_mps,
        Channel.DISTANCE: way.distance_m,
        Channel.TEMPERATURE: _temperature_c(planned, course.size, draw),
    }
    if not planned.is_indoor:
        latitude_deg, longitude_deg = loop_position(way.distance_m, planned.athlete.home, draw)
        channels |= {
            Channel.ALTITUDE: way.altitude_m,
            Channel.LATITUDE: latitude_deg,
            Channel.LONGITUDE: longitude_deg,
        }
    return channels


def _grade(planned: PlannedRide, course: Course, draw: np.random.Generator) -> FloatArray:
    if planned.is_indoor:
        return np.zeros(course.size)
    rolling = rolling_grade(course.size, planned.athlete.home, draw)
    if planned.kind in CLIMBED_KINDS and draw.random() < CLIMBED_SHARE:
        return climbing_grade(rolling, course.is_work)
    return rolling


def _power_w(
    planned: PlannedRide, form: Form, course: Course, grade: FloatArray, draw: np.random.Generator
) -> FloatArray:
    """Ride by feel outdoors; on the trainer ride what the plan says."""
    sprint_w = form.sprint_w * planned.readiness
    if planned.is_indoor:
        ftp_w = _known_ftp_w(planned.athlete, planned.local_date)
        return ridden_power_w(course, target_power_w(course, ftp_w, sprint_w), ON_TRAINER, draw)
    target_w = target_power_w(course, form.ftp_w * planned.readiness, sprint_w)
    power_w = ridden_power_w(course, target_w, OUTDOORS, draw)
    if planned.kind is RideKind.RACE:
        return power_w
    return road_power_w(course, power_w, grade, draw)


def _known_ftp_w(athlete: Athlete, day: date) -> float:
    """Look up the FTP that the team knew on a day."""
    known = [dated.ftp_w for dated in athlete.thresholds if dated.from_date <= day]
    return known[-1] if known else athlete.thresholds[0].ftp_w


def _temperature_c(planned: PlannedRide, size: int, draw: np.random.Generator) -> FloatArray:
    hours = np.arange(size) / 3600
    wander = 0.8 * lasting_noise(size, 120.0, draw)
    if planned.is_indoor:
        return np.rint(INDOOR_TEMPERATURE_C + 3 * hours + 0.5 * wander)
    of_year = 2 * np.pi * (planned.local_date.timetuple().tm_yday - 20) / 365
    cooler_than_at_15 = 2.0 * ((planned.starts_at.hour - 15) / 6) ** 2
    of_day = 13.0 - 9.0 * float(np.cos(of_year)) - cooler_than_at_15 + float(draw.normal(0, 2))
    return np.rint(of_day + hours + wander)


def _laps(
    planned: PlannedRide, distance_m: FloatArray, edge_at_s: FloatArray, draw: np.random.Generator
) -> tuple[Lap, ...]:
    segments = planned.workout.segments
    match planned.lap_style:
        case LapStyle.WORKOUT_STEPS:
            return laps.workout_laps(segments, edge_at_s)
        case LapStyle.BY_HAND:
            return laps.pressed_laps(segments, edge_at_s, draw)
        case LapStyle.EVERY_5_KM:
            return laps.automatic_laps(distance_m, edge_at_s)
        case LapStyle.NONE:
            return laps.one_lap(edge_at_s)


def _device_figures(samples: Samples, known_ftp_w: float) -> DeviceFigures:
    """Compute what the head unit knows beyond the sums that the writer adds."""
    power_w = samples.channels.get(Channel.POWER)
    altitude_m = samples.channels.get(Channel.ALTITUDE)
    return DeviceFigures(
        weighted_power_w=None if power_w is None else weighted_power(power_w),
        elevation_gain_m=None
        if altitude_m is None
        else float(np.maximum(np.diff(altitude_m), 0).sum()),
        threshold_power_w=known_ftp_w,
    )
