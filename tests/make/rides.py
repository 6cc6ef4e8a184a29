from datetime import UTC, datetime, timedelta

import numpy as np

from analytics.demo.fit_writer import write_fit
from analytics.engine.recording import Channel, Ride, Samples, TimeSpan

STARTED_AT = datetime(2026, 5, 3, 7, 30, tzinfo=UTC)


def make_ride(
    power_w: list[float] | None = None,
    *,
    started_at: datetime = STARTED_AT,
    sport: str = "cycling",
    title: str = "",
    timer_spans: tuple[TimeSpan, ...] = (),
) -> Ride:
    """Make a ride of one sample a second; ten steady minutes unless the power is given."""
    power = np.array([200.0] * 600 if power_w is None else power_w, dtype=float)
    size = power.size
    return Ride(
        number=0,
        sport=sport,
        title=title,
        timer_spans=timer_spans,
        samples=Samples(
            started_at.timestamp() + np.arange(size, dtype=float),
            {
                Channel.POWER: power,
                Channel.HEART_RATE: np.full(size, 140.0),
                Channel.CADENCE: np.full(size, 90.0),
                Channel.SPEED: np.full(size, 9.0),
                Channel.DISTANCE: 9.0 * np.arange(size, dtype=float),
                Channel.ALTITUDE: np.full(size, 100.0),
            },
        ),
    )


def make_fit(power_w: list[float] | None = None, **ride: object) -> bytes:
    """Write the FIT file of ``make_ride``."""
    return write_fit(make_ride(power_w, **ride))


def make_tcx(*, seconds: int = 120, started_at: datetime = STARTED_AT) -> bytes:
    """Write a TCX file of a steady ride."""
    points = "".join(
        f"<Trackpoint><Time>{started_at + timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}</Time>"
        f"<DistanceMeters>{8 * second}</DistanceMeters>"
        "<HeartRateBpm><Value>130</Value></HeartRateBpm></Trackpoint>"
        for second in range(seconds)
    )
    start = f"{started_at:%Y-%m-%dT%H:%M:%SZ}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">'
        f'<Activities><Activity Sport="Biking"><Id>{start}</Id>'
        f'<Lap StartTime="{start}"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
        f"<Track>{points}</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
    ).encode()
