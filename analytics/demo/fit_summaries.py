"""The messages that close a FIT activity: laps, session, activity."""

from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from analytics.demo import fit_profile as profile
from analytics.demo.fit_encoding import BaseType, Field, encode_message, encode_messages
from analytics.demo.span_figures import add_up_spans, seconds_on_timer
from analytics.engine.recording import DeviceFigures, Lap, Ride, TimeSpan


def encode_laps(ride: Ride, laps: Sequence[Lap], spans: Sequence[TimeSpan]) -> bytes:
    start_at_s = np.array([lap.start_at_s for lap in laps])
    end_at_s = np.array([lap.end_at_s for lap in laps])
    figures = add_up_spans(ride.samples, start_at_s, end_at_s)
    table = encode_messages(
        profile.LAP,
        [
            (profile.MESSAGE_INDEX, np.arange(len(laps), dtype=float)),
            (profile.TIMESTAMP, end_at_s),
            (Field(0, BaseType.ENUM), [profile.LAP_EVENT] * len(laps)),
            (Field(1, BaseType.ENUM), [profile.EVENT_STOP] * len(laps)),
            (Field(2, BaseType.UINT32, offset=-profile.FIT_EPOCH_S), start_at_s),
            (Field(7, BaseType.UINT32, 1000), end_at_s - start_at_s),
            (Field(8, BaseType.UINT32, 1000), seconds_on_timer(start_at_s, end_at_s, spans)),
            (Field(9, BaseType.UINT32, 100), figures.distance_m),
            (Field(15, BaseType.UINT8), figures.mean_heart_rate_bpm),
            (Field(16, BaseType.UINT8), figures.max_heart_rate_bpm),
            (Field(17, BaseType.UINT8), figures.mean_cadence_rpm),
            (Field(19, BaseType.UINT16), figures.mean_power_w),
            (Field(20, BaseType.UINT16), figures.max_power_w),
            (Field(23, BaseType.ENUM), [profile.LAP_ROLES[lap.role] for lap in laps]),
            (Field(24, BaseType.ENUM), [profile.LAP_TRIGGERS[lap.trigger] for lap in laps]),
            (Field(41, BaseType.UINT32, 1000), figures.work_kj),
            (Field(71, BaseType.UINT16), [lap.step_number for lap in laps]),
        ],
    )
    return table.definition + table.encoded()


def encode_session(
    ride: Ride, whole: TimeSpan, spans: Sequence[TimeSpan], *, lap_count: int
) -> bytes:
    figures = _device_figures(ride, whole, spans)
    return encode_message(
        profile.SESSION,
        [
            (profile.MESSAGE_INDEX, 0),
            (profile.TIMESTAMP, whole.end_at_s),
            (Field(0, BaseType.ENUM), profile.SESSION_EVENT),
            (Field(1, BaseType.ENUM), profile.EVENT_STOP),
            (Field(2, BaseType.UINT32, offset=-profile.FIT_EPOCH_S), whole.start_at_s),
            (Field(5, BaseType.ENUM), profile.SPORTS[ride.sport]),
            (Field(6, BaseType.ENUM), profile.SUB_SPORTS[ride.sub_sport]),
            (Field(7, BaseType.UINT32, 1000), figures.elapsed_s),
            (Field(8, BaseType.UINT32, 1000), figures.timer_s),
            (Field(9, BaseType.UINT32, 100), figures.distance_m),
            (Field(16, BaseType.UINT8), figures.mean_heart_rate_bpm),
            (Field(17, BaseType.UINT8), figures.max_heart_rate_bpm),
            (Field(18, BaseType.UINT8), figures.mean_cadence_rpm),
            (Field(20, BaseType.UINT16), figures.mean_power_w),
            (Field(21, BaseType.UINT16), figures.max_power_w),
            (Field(22, BaseType.UINT16), figures.elevation_gain_m),
            (Field(26, BaseType.UINT16), lap_count),
            (Field(34, BaseType.UINT16), figures.weighted_power_w),
            (Field(45, BaseType.UINT16), figures.threshold_power_w),
            (Field(48, BaseType.UINT32, 1000), figures.work_kj),
        ],
    )


def _device_figures(ride: Ride, whole: TimeSpan, spans: Sequence[TimeSpan]) -> DeviceFigures:
    """Complete the figures that the ride brings with those of its samples."""
    edges = np.array([whole.start_at_s]), np.array([whole.end_at_s])
    added_up = add_up_spans(ride.samples, *edges)
    known = {
        "elapsed_s": whole.end_at_s - whole.start_at_s,
        "timer_s": float(seconds_on_timer(*edges, spans)[0]),
    }
    known |= {field.name: float(getattr(added_up, field.name)[0]) for field in fields(added_up)}
    given = ride.device_figures
    return DeviceFigures(
        **{
            field.name: known.get(field.name) if value is None else value
            for field in fields(given)
            for value in (getattr(given, field.name),)
        }
    )


def encode_activity(whole: TimeSpan, spans: Sequence[TimeSpan], utc_offset_s: int | None) -> bytes:
    edges = np.array([whole.start_at_s]), np.array([whole.end_at_s])
    local_s = None if utc_offset_s is None else whole.end_at_s + utc_offset_s
    return encode_message(
        profile.ACTIVITY,
        [
            (profile.TIMESTAMP, whole.end_at_s),
            (Field(0, BaseType.UINT32, 1000), float(seconds_on_timer(*edges, spans)[0])),
            (Field(1, BaseType.UINT16), 1),
            (Field(2, BaseType.ENUM), 0),
            (Field(3, BaseType.ENUM), profile.ACTIVITY_EVENT),
            (Field(4, BaseType.ENUM), profile.EVENT_STOP),
            (Field(5, BaseType.UINT32, offset=-profile.FIT_EPOCH_S), local_s),
        ],
    )
