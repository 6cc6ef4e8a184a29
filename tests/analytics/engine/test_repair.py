import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.recording import Channel
from analytics.engine.repair import (
    Patch,
    bridge,
    find_isolated,
    repair_except,
    repair_stream,
    undo_patches,
)
from tests.analytics.engine.axis_rides import stream_of

NAN = np.nan


def steady(*middle, before=20, after=20, power_w=200.0):
    return np.array([power_w] * before + list(middle) + [power_w] * after)


def test_a_second_that_a_person_let_stand_is_not_patched():
    spiked = stream_of(power_w=steady(3000.0, *[200.0] * 20, 2900.0))

    stream, patches, undone = repair_except(spiked, None, {("power_w", 20)})

    assert (stream.power_w[20], stream.power_w[41]) == (3000.0, 200.0)
    assert [patch.second for patch in patches] == [41]
    assert [patch.second for patch in undone] == [20]


def test_power_that_nobody_has_is_replaced_between_its_neighbours():
    stream, patches = repair_stream(stream_of(power_w=steady(2600.0, 230.0)), None)

    assert stream.power_w[20] == 215.0
    assert patches == (Patch(Channel.POWER, 20, 2600.0, 215.0, "impossible"),)


def test_bound_follows_the_rider_s_mass():
    stream = stream_of(power_w=steady(1300, 1700, 1300))

    assert repair_stream(stream, None)[1] == ()
    assert [patch.raw for patch in repair_stream(stream, 56.0)[1]] == [1700]


@pytest.mark.parametrize("mass_kg", (0.0, -70.0, NAN))
def test_mass_that_is_none_sets_no_bound(mass_kg):
    assert repair_stream(stream_of(power_w=steady(900, 1100, 900)), mass_kg)[1] == ()


@pytest.mark.parametrize(
    ("channel", "values", "raw"),
    (
        (Channel.CADENCE, [90, 254, 90], 254),
        (Channel.HEART_RATE, [150, 250, 150], 250),
        (Channel.POWER, [200, -40, 200], -40),
        (Channel.CADENCE, [90, np.inf, 90], np.inf),
    ),
)
def test_impossible_values_of_every_channel_are_replaced(channel, values, raw):
    stream, (patch,) = repair_stream(stream_of(**{channel.value: values}), 70.0)

    assert (patch.channel, patch.raw) == (channel, raw)
    assert getattr(stream, channel.value)[1] == values[0]


def test_second_that_stands_alone_is_isolated():
    stream, (patch,) = repair_stream(stream_of(power_w=steady(0, 0, 960, 0, 0)), None)

    assert stream.power_w[22] == 0
    assert patch.reason == "isolated"


@pytest.mark.parametrize(
    "sprint_w",
    (
        [1200] * 5,
        [700, 1200, 1150, 1000, 600],
        [900, 1250],
        [300, 650, 1100, 620, 300],
        [700],
    ),
)
def test_sprint_survives(sprint_w):
    stream = stream_of(power_w=steady(*sprint_w, power_w=250.0))

    assert repair_stream(stream, 70.0) == (stream, ())


@given(
    top_w=st.floats(700, 1800),
    shares=st.lists(st.floats(0.6, 1), min_size=2, max_size=12),
    around_w=st.floats(0, 400),
)
def test_uneven_sprint_of_two_seconds_or_more_survives(top_w, shares, around_w):
    stream = stream_of(power_w=steady(*(top_w * np.array(shares)), power_w=around_w))

    assert repair_stream(stream, 80.0) == (stream, ())


def test_second_that_the_effort_around_it_carries_is_not_isolated():
    assert repair_stream(stream_of(power_w=steady(440, 800, 440, power_w=400.0)), 70.0)[1] == ()


def test_long_run_of_impossible_seconds_becomes_missing():
    stream, patches = repair_stream(stream_of(power_w=steady(*[3000] * 4)), None)

    assert np.isnan(stream.power_w[20:24]).all()
    assert [patch.replaced_by for patch in patches] == [None] * 4


@pytest.mark.parametrize("power_w", ([9000, 200], [200, 9000], [9000], [NAN, 9000, 200]))
def test_spike_without_two_good_neighbours_becomes_missing(power_w):
    stream, (patch,) = repair_stream(stream_of(power_w=power_w), None)

    assert patch.replaced_by is None
    assert np.isnan(stream.power_w[patch.second])


@pytest.mark.parametrize("power_w", ([], [800], [0, 800], [0, 800, NAN]))
def test_second_without_two_neighbours_is_never_isolated(power_w):
    assert not find_isolated(np.array(power_w, dtype=float)).any()


def test_ride_without_spikes_is_the_same_object():
    stream = stream_of(power_w=[200, 210])

    assert repair_stream(stream, 70.0)[0] is stream
    assert undo_patches(stream, ()) is stream


def test_given_stream_is_not_changed():
    stream = stream_of(power_w=[200.0, 9000.0, 200.0])

    repaired, patches = repair_stream(stream, None)
    undo_patches(repaired, patches)

    assert stream.power_w.tolist() == [200, 9000, 200]
    assert repaired.power_w.tolist() == [200, 200, 200]


anything = st.floats(0, 400) | st.sampled_from([NAN, 0.0, 800.0, 1200.0, 3000.0, -5.0, np.inf])
rides = st.lists(st.tuples(anything, anything, anything), min_size=1, max_size=60)


@given(rides, st.none() | st.floats(40, 100))
def test_undone_patches_give_the_raw_ride_back(seconds, mass_kg):
    power_w, heart_rate_bpm, cadence_rpm = np.array(seconds).T
    raw = stream_of(power_w=power_w, heart_rate_bpm=heart_rate_bpm, cadence_rpm=cadence_rpm)

    restored = undo_patches(*repair_stream(raw, mass_kg))

    for channel in (Channel.POWER, Channel.HEART_RATE, Channel.CADENCE):
        before, after = getattr(raw, channel.value), getattr(restored, channel.value)
        np.testing.assert_array_equal(before, after)


@given(st.lists(anything, max_size=40).map(np.array))
def test_isolated_seconds_equal_brute_force(power_w):
    power_w = np.where((power_w > 2500) | (power_w < 0), NAN, power_w)
    expected = []
    for second, power in enumerate(power_w):
        around = power_w[max(second - 7, 0) : second + 8]
        around = around[np.isfinite(around)]
        beside = power_w[[second - 1, second + 1]] if 0 < second < power_w.size - 1 else [NAN]
        expected.append(
            bool(
                power > 700
                and all(power > 1.8 * other for other in beside)
                and power > 2.5 * np.median(around)
            )
        )

    assert find_isolated(power_w).tolist() == expected


def test_bridge_is_a_straight_line_by_hand():
    values = np.array([100.0, 9.0, 9.0, 9.0, 200.0])

    bridged = bridge(values, np.array([False, True, True, True, False]))

    assert bridged.tolist() == [100, 125, 150, 175, 200]
