"""How often a coach is asked: years of one athlete, peaks only, as another program found them."""

import gzip
import json
import re
from datetime import datetime

import pytest

from analytics.engine.peak_columns import RiddenPeaks, lay_out, pack_peaks
from analytics.engine.peaks import FRESH_LEVEL, PeakPower
from analytics.engine.record_history import decide_history

NAMED = re.compile(r"(\d+)([sm])_critical_power")
SECONDS = {"s": 1, "m": 60}
MOST_ASKED_PER_100_RIDES = 0.5


def peaks_of(metrics) -> list[PeakPower]:
    found = []
    for name, told in metrics.items():
        match = NAMED.fullmatch(name)
        power_w = float(told[0] if isinstance(told, list) else told) if match else 0.0
        if match and power_w > 0:
            duration_s = int(match[1]) * SECONDS[match[2]]
            found.append(PeakPower(duration_s, FRESH_LEVEL, power_w, 0, 0, eligible=True))
    return found


@pytest.fixture(scope="module")
def rides(rides_dir) -> list[RiddenPeaks]:
    (path,) = (rides_dir / "files" / "season").glob("gc_opendata_*.json.gz")
    told = json.loads(gzip.decompress(path.read_bytes()))["RIDES"]
    dated = sorted(
        (datetime.fromisoformat(ride["date"][:10].replace("/", "-")), number)
        for number, ride in enumerate(told)
    )
    rides = [
        RiddenPeaks(n, day.toordinal(), 85.0, "", "", pack_peaks(peaks_of(told[n]["METRICS"])))
        for day, n in dated
    ]
    return [ride for ride in rides if ride.columns]


def test_hardly_any_ride_of_years_is_asked_about(rides):
    decided = decide_history(lay_out(rides))

    asked = int((decided.doubts > 0).any(axis=1).sum())
    assert len(rides) > 500
    assert 100 * asked / len(rides) <= MOST_ASKED_PER_100_RIDES
    assert len(decided.records.session) > 500


def test_a_power_meter_that_reads_a_third_too_much_is_asked_about(rides):
    number = len(rides) // 2
    too_much = [
        PeakPower(peak.duration_s, FRESH_LEVEL, 1.33 * peak.power_w, 0, 0, eligible=True)
        for peak in best_of(rides[:number])
    ]
    last = rides[number]
    ride = RiddenPeaks(last.session_id, last.day, 85.0, "", "", pack_peaks(too_much))

    decided = decide_history(lay_out([*rides[:number], ride]))

    assert (decided.doubts[-1] > 0).sum() == len(too_much)
    assert not (decided.records.session == number).any()


def best_of(rides) -> list[PeakPower]:
    history = lay_out(rides)
    best_w = history.powers_w.max(axis=0, initial=0.0, where=history.powers_w > 0)
    pairs = zip(history.durations_s.tolist(), best_w.tolist(), strict=True)
    return [PeakPower(duration_s, 0, power_w, 0, 0, eligible=True) for duration_s, power_w in pairs]
