"""Efforts of the sessions that named_briefs tells of."""

from analytics.engine.vocabulary import Intensity
from tests.summaries.make_briefs import make_efforts

THRESHOLD = make_efforts(
    [281.0, 279.0, 280.0],
    duration_s=1200,
    rest_s=300,
    rates_bpm=[160.0, 161.0, 162.0],
    intensity=Intensity.THRESHOLD,
)
SPRINTS = make_efforts(
    [810.0, 770.0, 720.0, 700.0, 660.0, 640.0],
    duration_s=15,
    rest_s=180,
    intensity=Intensity.NEUROMUSCULAR,
)
BUILT = make_efforts(
    [300.0, 305.0, 311.0, 316.0],
    duration_s=240,
    rest_s=240,
    rates_bpm=[165.0, 168.0, 170.0, 172.0],
)
FADING = make_efforts([322.0, 315.0, 300.0], duration_s=300, rest_s=300)
UNEVEN = make_efforts([300.0, 372.0, 301.0], duration_s=240, rest_s=240)
TORQUE = make_efforts([240.0] * 4, duration_s=360, rest_s=180, intensity=Intensity.TEMPO)
TEST = make_efforts(
    [305.0], duration_s=1200, rest_s=0, rates_bpm=[174.0], intensity=Intensity.THRESHOLD
)
SHORT_EFFORTS = make_efforts([420.0, 431.0, 415.0, 440.0], duration_s=60, rest_s=60, first_s=5000)
PULSE_ONLY = make_efforts(
    [None] * 4,
    duration_s=480,
    rest_s=240,
    rates_bpm=[165.0, 168.0, 171.0, 174.0],
    intensity=Intensity.THRESHOLD,
)
BARE = make_efforts([None] * 2, duration_s=480, rest_s=240, intensity=Intensity.THRESHOLD)
