"""The part of the FIT profile that we read: message and field numbers, enumerations, names.

Numbers are those of the public FIT protocol description (developer.garmin.com/fit).
"""

from enum import IntEnum

from analytics.engine.recording import LapRole, LapTrigger

FIT_EPOCH_AT_S = 631_065_600  # 1989-12-31T00:00:00Z: FIT counts seconds from here

TIMESTAMP = 253  # the same field number in every message
MESSAGE_INDEX = 254
MESSAGE_INDEX_MASK = 0x0FFF  # the high bits are flags


class Message(IntEnum):
    """Global message numbers."""

    FILE_ID = 0
    ZONES_TARGET = 7
    SPORT = 12
    SESSION = 18
    LAP = 19
    RECORD = 20
    EVENT = 21
    DEVICE_INFO = 23
    WORKOUT = 26
    WORKOUT_STEP = 27
    FIELD_DESCRIPTION = 206


class FileId(IntEnum):
    TYPE = 0
    MANUFACTURER = 1
    PRODUCT = 2
    PRODUCT_NAME = 8


class DeviceInfo(IntEnum):
    DEVICE_INDEX = 0  # 0 is the device that wrote the file
    MANUFACTURER = 2
    PRODUCT = 4
    PRODUCT_NAME = 27


class RecordField(IntEnum):
    LATITUDE = 0
    LONGITUDE = 1
    ALTITUDE = 2
    HEART_RATE = 3
    CADENCE = 4
    DISTANCE = 5
    SPEED = 6
    POWER = 7
    COMPRESSED_SPEED_DISTANCE = 8
    TEMPERATURE = 13
    CADENCE_256 = 52
    FRACTIONAL_CADENCE = 53
    ENHANCED_SPEED = 73
    ENHANCED_ALTITUDE = 78


class SessionField(IntEnum):
    START_TIME = 2
    SPORT = 5
    SUB_SPORT = 6
    ELAPSED = 7
    TIMER = 8
    DISTANCE = 9
    MEAN_HEART_RATE = 16
    MAX_HEART_RATE = 17
    MEAN_CADENCE = 18
    MEAN_POWER = 20
    MAX_POWER = 21
    ASCENT = 22
    WEIGHTED_POWER = 34
    THRESHOLD_POWER = 45
    WORK = 48
    MEAN_FRACTIONAL_CADENCE = 92


class LapField(IntEnum):
    START_TIME = 2
    ELAPSED = 7
    INTENSITY = 23
    TRIGGER = 24
    STEP_INDEX = 71


class EventField(IntEnum):
    EVENT = 0
    KIND = 1


class SportField(IntEnum):
    SPORT = 0
    SUB_SPORT = 1


class WorkoutField(IntEnum):
    NAME = 8


class StepField(IntEnum):
    NAME = 0
    DURATION_KIND = 1
    DURATION = 2
    TARGET_KIND = 3
    TARGET = 4
    TARGET_LOW = 5
    TARGET_HIGH = 6
    INTENSITY = 7


class ZonesTarget(IntEnum):
    THRESHOLD_POWER = 3


class DescriptionField(IntEnum):
    """Fields of a field_description: what a developer field means."""

    DEVELOPER_INDEX = 0
    FIELD_NUMBER = 1
    BASE_TYPE = 2
    FIELD_NAME = 3
    NATIVE_MESSAGE = 14
    NATIVE_FIELD = 15


TIMER_EVENT = 0
TIMER_START = 0
TIMER_STOPS = frozenset((1, 4, 8, 9))  # stop, stop_all, stop_disable, stop_disable_all

ACTIVITY_FILE = 4
WORKOUT_FILE = 5

LAP_TRIGGERS = {
    0: LapTrigger.HAND,
    1: LapTrigger.TIME,
    2: LapTrigger.DISTANCE,
    3: LapTrigger.POSITION,
    4: LapTrigger.POSITION,
    5: LapTrigger.POSITION,
    6: LapTrigger.POSITION,
    7: LapTrigger.SESSION_END,
    8: LapTrigger.WORKOUT,  # the trainer's programme went on
}

ROLES_BY_INTENSITY = {
    0: LapRole.WORK,
    1: LapRole.RECOVERY,
    2: LapRole.WARM_UP,
    3: LapRole.COOL_DOWN,
    4: LapRole.RECOVERY,
    5: LapRole.WORK,
}

STEP_LASTS_A_TIME = frozenset((0, 28, 31))  # time, repetition_time, time_only
STEP_REPEATS_COUNTED = 6
STEP_REPEATS = frozenset((*range(6, 14), 17, 18, 27))
STEP_TARGETS_POWER = frozenset((4, 7, 8, 9, 10))  # power, its mean over 3 s, 10 s, 30 s, a lap
STEP_WATTS_OFFSET = 1000  # from here on watts, below it percent of the threshold
