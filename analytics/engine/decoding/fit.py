"""FIT files: the format of Garmin, Wahoo, Zwift and most other devices."""

from analytics.engine.decoding.fit_container import find_parts
from analytics.engine.decoding.fit_device import read_device
from analytics.engine.decoding.fit_messages import Messages
from analytics.engine.decoding.fit_names import FILE_KINDS
from analytics.engine.decoding.fit_profile import ACTIVITY_FILE, WORKOUT_FILE, FileId, Message
from analytics.engine.decoding.fit_rides import read_rides
from analytics.engine.recording import Recording, RecordingFormat, RecordingRefused, Ride


def decode_fit(data: bytes) -> Recording:
    """Decode a FIT file, with all files that are chained behind it.

    Parameters
    ----------
    data : bytes
        The file as the device wrote it, decompressed.

    Returns
    -------
    Recording
        One ride per session message; a file without one is one ride. Of a
        damaged file every message before the damage, which ``faults`` tells.

    Raises
    ------
    RecordingRefused
        If the bytes are no FIT file, another kind than an activity, or hold no
        samples. Nothing else is raised, whatever the bytes.

    References
    ----------
    .. [1] Garmin, "Flexible and Interoperable Data Transfer (FIT) protocol,"
       https://developer.garmin.com/fit/protocol/
    """
    parts, faults = find_parts(data)
    if not parts:
        raise RecordingRefused("This is not a FIT file.")
    all_messages = [Messages(data, part) for part in parts]
    activities = [messages for messages in all_messages if _name_other_kind(messages) is None]
    if not activities:
        kind = _name_other_kind(all_messages[0])
        raise RecordingRefused(f"This FIT file is {kind}, not a ride.")
    faults[:0] = [fault for messages in all_messages for fault in messages.faults]
    rides = _read_all_rides(activities, faults)
    if not rides:
        raise RecordingRefused("The file holds no samples.")
    return Recording(
        format=RecordingFormat.FIT,
        rides=tuple(rides),
        device=read_device(activities[0]),
        faults=tuple(dict.fromkeys(faults)),
    )


def _read_all_rides(activities: list[Messages], faults: list[str]) -> list[Ride]:
    """Read the rides of all parts; a session without samples is told and keeps its number."""
    rides: list[Ride] = []
    for messages in activities:
        rides.extend(read_rides(messages, first_number=len(rides)))
    for ride in rides:
        if ride.samples.at_s.size == 0:
            faults.append(f"Session {ride.number + 1} ({ride.sport}) holds no samples.")
    return [ride for ride in rides if ride.samples.at_s.size]


def _name_other_kind(messages: Messages) -> str | None:
    """Say what a part is if it is no activity; None if it is one, or may be.

    Some devices write a wrong kind, or none: sessions with samples count for more.
    """
    if messages.has(Message.SESSION) and messages.has(Message.RECORD):
        return None
    rows = messages.rows(Message.FILE_ID)
    kind = None if rows is None else rows.codes(FileId.TYPE)[0]
    if kind is None or kind == ACTIVITY_FILE:
        return None
    if messages.has(Message.WORKOUT_STEP):
        return FILE_KINDS[WORKOUT_FILE]
    return FILE_KINDS.get(kind, "of another kind")
