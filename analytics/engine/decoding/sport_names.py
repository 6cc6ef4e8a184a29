"""The many names of a sport -> the words of the FIT profile."""

from typing import NamedTuple

from analytics.engine.decoding.text_values import read_title


class Sport(NamedTuple):
    """A sport and what it is more precisely; "" where the file does not say."""

    sport: str
    sub_sport: str = ""


_CYCLING = Sport("cycling")
_VIRTUAL = Sport("cycling", "virtual_activity")
_INDOOR = Sport("cycling", "indoor_cycling")
_MOUNTAIN = Sport("cycling", "mountain")
_GRAVEL = Sport("cycling", "gravel_cycling")
_ROAD = Sport("cycling", "road")
_RUNNING = Sport("running")
_SWIMMING = Sport("swimming")

# Numbers are the activity types of Strava's exports.
_SPORTS = {
    "1": _CYCLING,
    "4": Sport("hiking"),
    "9": _RUNNING,
    "10": Sport("walking"),
    "16": _SWIMMING,
    "17": _VIRTUAL,
    "18": Sport("e_biking"),
    "cyclocross": Sport("cycling", "cyclocross"),
    "ebikeride": Sport("e_biking"),
    "emountainbikeride": Sport("e_biking"),
    "gravelcycling": _GRAVEL,
    "gravelride": _GRAVEL,
    "handcycle": Sport("cycling", "hand_cycling"),
    "hike": Sport("hiking"),
    "indoorcycling": _INDOOR,
    "lapswimming": _SWIMMING,
    "mountainbike": _MOUNTAIN,
    "mountainbiking": _MOUNTAIN,
    "mountainbikeride": _MOUNTAIN,
    "openwaterswimming": _SWIMMING,
    "roadbiking": _ROAD,
    "roadcycling": _ROAD,
    "run": _RUNNING,
    "swim": _SWIMMING,
    "trackcycling": Sport("cycling", "track_cycling"),
    "trailrunning": Sport("running", "trail"),
    "treadmillrunning": Sport("running", "treadmill"),
    "velomobile": _CYCLING,
    "virtualcycling": _VIRTUAL,
    "virtualride": _VIRTUAL,
    "virtualrun": Sport("running", "virtual_activity"),
    "walk": Sport("walking"),
}


def read_sport(text: str) -> Sport:
    """Translate a file's word for its sport; an unknown word is kept, in lower case."""
    word = "_".join(read_title(text).lower().split())[:50]
    return _SPORTS.get(word.replace("_", "").replace("-", ""), Sport(word))
