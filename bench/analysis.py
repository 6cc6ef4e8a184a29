"""The analysis of a 3-hour ride, decoded already: ours beside a script in pandas, in one run.

    python -m bench.analysis [hours]

The script resamples, takes 30-s weighted power, zones, W' balance and the peaks; it finds no
intervals and no sets, repairs nothing and knows no peaks after work. CPU time, medians.
"""

import sys
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import process_time

import numpy as np
import pandas as pd

from analytics.engine.decoding.detect import decode_recording
from analytics.engine.mean_maximal import mean_maximal_curve
from analytics.engine.peaks import STANDARD_DURATIONS_S, find_peak_powers
from analytics.engine.power import weighted_power
from analytics.engine.recording import Channel, Recording
from analytics.engine.rider import Rider
from analytics.engine.session import AnalysedSession, analyse_recording
from analytics.engine.w_prime import w_prime_balance_differential
from analytics.engine.zones import power_zone_seconds
from bench.chart import STARTED_AT, ride_of

HOURS = 3.0
ROUNDS = 9
CRITICAL_POWER_W, W_PRIME_J = 280.0, 20_000.0
RIDER = Rider(critical_power_w=CRITICAL_POWER_W, w_prime_j=W_PRIME_J, mass_kg=70.0)
ZONE_EDGES = (-1.0, 0.55, 0.75, 0.9, 1.05, 1.2, 1.5, 99.0)


def main(hours: float) -> None:
    recording = decode_recording(ride_of(hours))
    table = table_of(recording)
    (session,) = analyse(recording)
    power_w = session.stream.power_w
    series = table["power"]
    np.testing.assert_allclose(
        w_prime_balance_differential(power_w, CRITICAL_POWER_W, W_PRIME_J),
        balance_as_loop(series),
        rtol=1e-9,
    )
    every_s = range(1, len(power_w))
    print(f"{hours:g}-hour ride, CPU ms, medians of {ROUNDS}")
    compare("weighted power", lambda: weighted_power(power_w), lambda: weighted_as_usual(series))
    compare(
        "zones", lambda: power_zone_seconds(power_w, CRITICAL_POWER_W), lambda: zones_of(series)
    )
    compare(
        "W' balance",
        lambda: w_prime_balance_differential(power_w, CRITICAL_POWER_W, W_PRIME_J),
        lambda: balance_as_loop(series),
    )
    compare("standard peaks", lambda: find_peak_powers(session.stream), lambda: peaks_of(series))
    every_ms = cpu_ms(lambda: mean_maximal_curve(session.stream, every_s), rounds=3)
    print(f"  {'curve at every duration':24} {every_ms:8.2f}")
    compare("the whole analysis", lambda: analyse(recording), lambda: as_usual(table_of(recording)))


def analyse(recording: Recording) -> tuple[AnalysedSession, ...]:
    return analyse_recording(
        recording, rider_at=lambda _at: RIDER, now=STARTED_AT + timedelta(days=30)
    )


def table_of(recording: Recording) -> pd.DataFrame:
    samples = recording.rides[0].samples
    times = pd.to_datetime(samples.at_s, unit="s", utc=True)
    columns = {"power": Channel.POWER, "heart": Channel.HEART_RATE, "speed": Channel.SPEED}
    values = {name: samples.channels[channel] for name, channel in columns.items()}
    return pd.DataFrame(values, index=times).resample("1s").mean().interpolate(limit=3)


def as_usual(table: pd.DataFrame) -> None:
    table.mean()
    table.max()
    weighted_as_usual(table["power"])
    zones_of(table["power"])
    zones_of(table["heart"] * 2)
    balance_as_loop(table["power"])
    peaks_of(table["power"])


def weighted_as_usual(power_w: pd.Series) -> float:
    return float((power_w.rolling(30).mean() ** 4).mean() ** 0.25)


def zones_of(values: pd.Series) -> pd.Series:
    return pd.cut(values / CRITICAL_POWER_W, ZONE_EDGES).value_counts()


def balance_as_loop(power_w: pd.Series) -> list[float]:
    spent_j, balance_j = 0.0, []
    for watts in power_w:
        above_w = watts - CRITICAL_POWER_W
        spent_j = spent_j + above_w if above_w >= 0 else spent_j * np.exp(above_w / W_PRIME_J)
        balance_j.append(W_PRIME_J - spent_j)
    return balance_j


def peaks_of(power_w: pd.Series) -> list[float]:
    return [float(power_w.rolling(duration_s).mean().max()) for duration_s in STANDARD_DURATIONS_S]


def compare(what: str, ours: Callable[[], object], usual: Callable[[], object]) -> None:
    ours_ms, usual_ms = cpu_ms(ours), cpu_ms(usual)
    print(
        f"  {what:24} {ours_ms:8.2f}   as a script {usual_ms:8.1f}   {usual_ms / ours_ms:6.1f} x",
        flush=True,
    )


def cpu_ms(compute: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    took_s = []
    for _ in range(rounds):
        began_s = process_time()
        compute()
        took_s.append(process_time() - began_s)
    return 1000 * median(took_s)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else HOURS)
