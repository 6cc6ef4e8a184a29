"""FIT session messages: what the device says about each ride as a whole."""

from dataclasses import dataclass, field

import numpy as np

from analytics.engine.decoding.fit_messages import Messages, Rows, as_scalars
from analytics.engine.decoding.fit_names import SPORTS, SUB_SPORTS
from analytics.engine.decoding.fit_profile import (
    FIT_EPOCH_AT_S,
    Message,
    SessionField,
    SportField,
)
from analytics.engine.recording import DeviceFigures, FloatArray

# Figure of the device, the session's field, and its scale.
FIGURES = (
    ("elapsed_s", SessionField.ELAPSED, 1000),
    ("timer_s", SessionField.TIMER, 1000),
    ("distance_m", SessionField.DISTANCE, 100),
    ("mean_power_w", SessionField.MEAN_POWER, 1),
    ("max_power_w", SessionField.MAX_POWER, 1),
    ("weighted_power_w", SessionField.WEIGHTED_POWER, 1),
    ("work_kj", SessionField.WORK, 1000),
    ("mean_heart_rate_bpm", SessionField.MEAN_HEART_RATE, 1),
    ("max_heart_rate_bpm", SessionField.MAX_HEART_RATE, 1),
    ("elevation_gain_m", SessionField.ASCENT, 1),
    ("threshold_power_w", SessionField.THRESHOLD_POWER, 1),
)


@dataclass(frozen=True, slots=True)
class SessionMessage:
    """One session as the device summed it up."""

    sport: str
    sub_sport: str
    start_at_s: float = np.nan
    end_at_s: float = np.nan
    figures: DeviceFigures = field(default_factory=DeviceFigures)


def read_sessions(messages: Messages) -> list[SessionMessage]:
    """Read the sessions in the order of the file.

    Samples without a session message are one session of the sport that the
    sport message names, without figures.
    """
    rows = messages.rows(Message.SESSION)
    if rows is None:
        return [_session_without_message(messages)] if messages.has(Message.RECORD) else []
    starts, ends = _read_spans(messages, rows)
    sports = names_of(rows, SessionField.SPORT, SPORTS)
    sub_sports = names_of(rows, SessionField.SUB_SPORT, SUB_SPORTS)
    columns = zip(sports, sub_sports, starts, ends, _read_figures(rows), strict=True)
    return [SessionMessage(*values) for values in columns]


def _session_without_message(messages: Messages) -> SessionMessage:
    rows = messages.rows(Message.SPORT)
    if rows is None:
        return SessionMessage("", "")
    return SessionMessage(
        names_of(rows, SportField.SPORT, SPORTS)[0],
        names_of(rows, SportField.SUB_SPORT, SUB_SPORTS)[0],
    )


def names_of(rows: Rows, field_number: int, names: dict[int, str]) -> list[str]:
    """Name a field's codes; a code without a name is told by its number."""
    return [
        "" if code is None else names.get(code, f"sport_{code}")
        for code in rows.codes(field_number)
    ]


def _read_spans(messages: Messages, rows: Rows) -> tuple[list[float], list[float]]:
    """Read starts and ends; one that is missing follows from the other and the elapsed time."""
    written = messages.times_at_s(rows)
    elapsed = np.nan_to_num(rows.numbers(SessionField.ELAPSED)) / 1000
    starts = rows.numbers(SessionField.START_TIME) + FIT_EPOCH_AT_S
    starts = np.where(np.isnan(starts), written - elapsed, starts)
    ends = np.where(elapsed > 0, starts + elapsed, np.fmax(starts, written))
    return starts.tolist(), ends.tolist()


def _read_figures(rows: Rows) -> list[DeviceFigures]:
    columns = {
        name: as_scalars(rows.numbers(field_number) / scale)
        for name, field_number, scale in FIGURES
    }
    columns["mean_cadence_rpm"] = as_scalars(_read_mean_cadence(rows))
    return [
        DeviceFigures(**dict(zip(columns, values, strict=True)))
        for values in zip(*columns.values(), strict=True)
    ]


def _read_mean_cadence(rows: Rows) -> FloatArray:
    fraction = rows.numbers(SessionField.MEAN_FRACTIONAL_CADENCE) / 128
    return rows.numbers(SessionField.MEAN_CADENCE) + np.nan_to_num(fraction)
