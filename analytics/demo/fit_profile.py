"""The messages, fields and codes of the FIT profile that our files use.

Source: "FIT Profile", Garmin FIT SDK (numbers of messages, fields and types).
"""

from analytics.demo.fit_encoding import BaseType, Field, MessageKind
from analytics.engine.recording import Channel, LapRole, LapTrigger

FIT_EPOCH_S = 631065600  # 1989-12-31T00:00:00Z in Unix seconds
SEMICIRCLES_PER_DEGREE = 2**31 / 180
CUSTOM_WATTS_OFFSET = 1000  # a step's target below it means percent of FTP

FILE_ID = MessageKind(0, 0)
DEVICE_INFO = MessageKind(23, 1)
WORKOUT = MessageKind(26, 2)
WORKOUT_STEP = MessageKind(27, 3)
EVENT = MessageKind(21, 4)
RECORD = MessageKind(20, 5)
LAP = MessageKind(19, 6)
SESSION = MessageKind(18, 7)
ACTIVITY = MessageKind(34, 8)

TIMESTAMP = Field(253, BaseType.UINT32, offset=-FIT_EPOCH_S)
MESSAGE_INDEX = Field(254, BaseType.UINT16)

RECORD_FIELDS = {
    Channel.LATITUDE: Field(0, BaseType.SINT32, SEMICIRCLES_PER_DEGREE),
    Channel.LONGITUDE: Field(1, BaseType.SINT32, SEMICIRCLES_PER_DEGREE),
    Channel.DISTANCE: Field(5, BaseType.UINT32, 100),
    Channel.ALTITUDE: Field(78, BaseType.UINT32, 5, 500),
    Channel.SPEED: Field(73, BaseType.UINT32, 1000),
    Channel.POWER: Field(7, BaseType.UINT16),
    Channel.HEART_RATE: Field(3, BaseType.UINT8),
    Channel.CADENCE: Field(4, BaseType.UINT8),
    Channel.TEMPERATURE: Field(13, BaseType.SINT8),
}

ACTIVITY_FILE = 4
DEVELOPMENT_MANUFACTURER = 255

TIMER_EVENT = 0
SESSION_EVENT = 8
LAP_EVENT = 9
ACTIVITY_EVENT = 26
EVENT_START = 0
EVENT_STOP = 1
EVENT_STOP_ALL = 4

SPORTS = {
    "": None,
    "generic": 0,
    "running": 1,
    "cycling": 2,
    "transition": 3,
    "fitness_equipment": 4,
    "swimming": 5,
    "walking": 11,
    "hiking": 17,
    "e_biking": 21,
}
SUB_SPORTS = {
    "": None,
    "generic": 0,
    "indoor_cycling": 6,
    "road": 7,
    "mountain": 8,
    "cyclocross": 11,
    "track_cycling": 13,
    "gravel_cycling": 46,
    "virtual_activity": 58,
}

# A step of a workout ends its lap as a button does; what tells them apart is the lap's step.
LAP_TRIGGERS = {
    LapTrigger.HAND: 0,
    LapTrigger.WORKOUT: 0,
    LapTrigger.TIME: 1,
    LapTrigger.DISTANCE: 2,
    LapTrigger.POSITION: 4,
    LapTrigger.SESSION_END: 7,
    LapTrigger.UNKNOWN: None,
}
LAP_ROLES = {
    LapRole.WORK: 0,
    LapRole.RECOVERY: 1,
    LapRole.WARM_UP: 2,
    LapRole.COOL_DOWN: 3,
    LapRole.UNKNOWN: None,
}

STEP_BY_TIME = 0
STEP_OPEN = 5
TARGET_OPEN = 2
TARGET_POWER = 4
