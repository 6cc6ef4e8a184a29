import numpy as np
import pytest

from analytics.demo import oddities
from analytics.demo.season import Oddity
from analytics.engine.recording import Channel, Samples, TimeSpan

SIZE = 1000


def recorded(oddity):
    power_w = np.full(SIZE, 150.0)
    power_w[::3] = 0
    channels = {Channel.POWER: power_w, Channel.HEART_RATE: np.full(SIZE, 130.0)}
    samples = Samples(np.arange(float(SIZE)), channels)
    return samples, oddities.as_recorded(samples, oddity, np.random.default_rng(1))


@pytest.mark.parametrize("oddity", (None, Oddity.CAFE_STOP))
def test_ride_arrives_as_ridden_where_nothing_was_lost(oddity):
    ridden, arrived = recorded(oddity)

    assert arrived is ridden


def test_spike_is_one_second_in_the_middle_of_pedalling():
    ridden, arrived = recorded(Oddity.POWER_SPIKE)

    (changed,) = np.flatnonzero(ridden.channels[Channel.POWER] != arrived.channels[Channel.POWER])
    assert arrived.channels[Channel.POWER][changed] == oddities.SPIKE_W > 1900
    assert 350 < changed < 650
    assert ridden.channels[Channel.POWER].max() == 150


def test_dropout_loses_ninety_seconds_of_every_channel():
    _, arrived = recorded(Oddity.DROPOUT)

    gaps_s = np.diff(arrived.at_s)
    assert sorted(gaps_s)[-2:] == [1, 91]
    assert arrived.channels[Channel.HEART_RATE].size == SIZE - 90


def test_ride_without_power_keeps_its_heart_rate():
    _, arrived = recorded(Oddity.NO_POWER)

    assert set(arrived.channels) == {Channel.HEART_RATE}


def test_cafe_stop_moves_what_comes_after_it():
    edge_at_s = oddities.edge_times(1e9, SIZE, Oddity.CAFE_STOP)

    spans = oddities.timer_spans(edge_at_s, Oddity.CAFE_STOP)

    assert edge_at_s.size == SIZE + 1
    assert edge_at_s[-1] - edge_at_s[0] == SIZE + 1500
    assert spans == (TimeSpan(1e9, 1e9 + 600), TimeSpan(1e9 + 2100, 1e9 + 2500))


def test_timer_runs_through_without_a_stop():
    edge_at_s = oddities.edge_times(1e9, SIZE, Oddity.DROPOUT)

    assert oddities.timer_spans(edge_at_s, Oddity.DROPOUT) == (TimeSpan(1e9, 1e9 + SIZE),)
