from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from analytics.engine.recording import Channel, RecordingRefused
from analytics.engine.stream import SecondStatus, build_stream, refuse_implausible
from tests.analytics.engine.axis_rides import START_AT_S, anything, ride_at

NAN = np.nan
RECORDED, FILLED = SecondStatus.RECORDED, SecondStatus.FILLED
MISSING, PAUSED = SecondStatus.MISSING, SecondStatus.PAUSED


def test_one_sample_a_second_is_taken_as_it_is():
    stream, notes = build_stream(
        ride_at([0, 1, 2], spans=[(0, 3)], power_w=[200, 0, 210], heart_rate_bpm=[120, 121, 122])
    )

    assert stream.started_at == datetime(2026, 5, 1, 8, tzinfo=UTC)
    assert stream.power_w.tolist() == [200, 0, 210]
    assert stream.heart_rate_bpm.tolist() == [120, 121, 122]
    assert np.isnan(stream.cadence_rpm).all()
    assert stream.status.tolist() == [RECORDED] * 3
    assert notes.notes == ()


def test_several_samples_in_one_second_are_averaged_by_time_and_never_added():
    stream, _ = build_stream(ride_at([0, 0.25, 1], power_w=[100, 200, 300]))

    assert stream.power_w.tolist() == [175, 300]


def test_missing_value_does_not_weigh_in_its_second():
    stream, _ = build_stream(ride_at([0, 0.25, 1], power_w=[100, NAN, 300]))

    assert stream.power_w.tolist() == [100, 300]


def test_short_dropout_is_filled_and_a_long_one_stays_empty():
    seconds = [0, 1, 5, 6, 11, 12]
    stream, notes = build_stream(
        ride_at(seconds, spans=[(0, 13)], power_w=[100, 100, 180, 200, 300, 300])
    )

    assert stream.power_w[1:6].tolist() == [100, 120, 140, 160, 180]
    assert np.isnan(stream.power_w[7:11]).all()
    assert (
        stream.status.tolist()
        == [RECORDED] * 2 + [FILLED] * 3 + [RECORDED] * 2 + [MISSING] * 4 + [RECORDED] * 2
    )
    assert (notes.filled_s, notes.missing_s, notes.paused_s) == (3, 4, 0)


def test_gap_that_a_stop_event_spans_is_a_pause():
    stream, notes = build_stream(
        ride_at([0, 1, 4, 5], spans=[(0, 2), (4, 6)], power_w=[100, 100, 300, 300])
    )

    assert stream.status.tolist() == [RECORDED, RECORDED, PAUSED, PAUSED, RECORDED, RECORDED]
    assert np.isnan(stream.power_w[2:4]).all()
    assert stream.is_on_timer.tolist() == [True, True, False, False, True, True]
    assert notes.paused_s == 2


def test_samples_written_while_the_timer_stood_are_not_used():
    stream, _ = build_stream(
        ride_at(range(6), spans=[(0, 2), (4, 6)], power_w=[100, 100, 7, 7, 300, 300])
    )

    assert np.isnan(stream.power_w[2:4]).all()
    assert stream.status[2:4].tolist() == [PAUSED, PAUSED]


def test_events_that_leave_out_most_samples_are_not_believed():
    stream, notes = build_stream(ride_at(range(10), spans=[(0, 2)], power_w=[100] * 10))

    assert stream.status.tolist() == [RECORDED] * 10
    assert "events do not cover the samples" in notes.notes[0]


def test_ride_without_events_takes_long_gaps_for_pauses_and_says_so():
    stream, notes = build_stream(ride_at([0, 1, 2, 100, 101], power_w=[100] * 5))

    assert notes.paused_s == 97
    assert stream.is_on_timer.sum() == 5
    assert "no start and stop events" in notes.notes[0]


def test_power_missing_for_a_moment_is_filled_and_its_second_counts_as_filled():
    stream, _ = build_stream(ride_at(range(4), power_w=[100, NAN, 200, 200]))

    assert stream.power_w.tolist() == [100, 150, 200, 200]
    assert stream.status.tolist() == [RECORDED, FILLED, RECORDED, RECORDED]


def test_power_missing_for_long_is_not_zero():
    stream, _ = build_stream(ride_at(range(8), power_w=[100, *[NAN] * 6, 100]))

    assert np.isnan(stream.power_w[1:7]).all()


def test_device_that_writes_on_change_is_read_between_its_samples():
    seconds = [0, 5, 10, 24]
    stream, _ = build_stream(ride_at(seconds, speed_mps=[5, 10, 10, 3], spans=[(0, 25)]))

    assert stream.speed_mps[:6].tolist() == [5, 6, 7, 8, 9, 10]
    assert np.isfinite(stream.speed_mps).all()


def test_power_written_on_change_is_bridged_only_over_the_usual_spacing():
    seconds = [0, 4, 8, 12, 22]
    stream, _ = build_stream(ride_at(seconds, power_w=[100, 140, 140, 140, 90], spans=[(0, 23)]))

    assert stream.power_w[:5].tolist() == [100, 110, 120, 130, 140]
    assert np.isnan(stream.power_w[13:22]).all()


def test_distance_and_speed_come_from_positions_where_nothing_else_is_known():
    latitude_deg = 45 + np.arange(10) * 5 / 111_195.08
    stream, notes = build_stream(
        ride_at(range(10), latitude_deg=latitude_deg, longitude_deg=[7] * 10)
    )

    assert stream.distance_m[-1] == pytest.approx(45, abs=0.01)
    assert stream.speed_mps == pytest.approx(np.full(10, 5.0), abs=0.01)
    assert [note.split()[0] for note in notes.notes] == ["Distance", "Speed"]


def test_recorded_speed_gives_the_distance():
    stream, notes = build_stream(ride_at(range(4), speed_mps=[5, 5, 6, 6]))

    assert stream.distance_m.tolist() == [5, 10, 16, 22]
    assert notes.notes == ("Distance was not recorded and is computed from speed.",)


def test_what_the_device_recorded_is_not_computed_again():
    stream, notes = build_stream(
        ride_at([0, 1], speed_mps=[5, 5], distance_m=[1000, 1004], power_w=[0, 0])
    )

    assert stream.distance_m.tolist() == [1000, 1004]
    assert notes.notes == ()


def test_position_without_a_fix_is_unknown():
    stream, _ = build_stream(ride_at([0, 1], latitude_deg=[0, 45], longitude_deg=[0, 7]))

    assert np.isnan(stream.latitude_deg[0])
    assert stream.latitude_deg[1] == 45


def test_ride_across_the_date_line_is_filled_on_its_own_side():
    stream, _ = build_stream(
        ride_at([0, 2], latitude_deg=[-17, -17], longitude_deg=[179.9999, -179.9999])
    )

    assert abs(stream.longitude_deg[1]) == pytest.approx(180)
    assert stream.distance_m[-1] == pytest.approx(21.27, abs=0.01)


def test_clock_that_jumped_is_told():
    _, notes = build_stream(ride_at([0, 2e9, 2e9 + 1, 2e9], power_w=[100] * 4))

    assert notes.left_out_samples == 1
    assert notes.steps_back == 1
    assert [note.split()[0] for note in notes.notes] == ["The", "Steps"]


def test_samples_without_a_time_are_told():
    _, notes = build_stream(ride_at([0, NAN, 1], power_w=[100] * 3))

    assert notes.notes == ("Samples without a usable time, left out: 1.",)


@pytest.mark.parametrize(
    ("seconds", "power_w"), (([], []), ([NAN], [100]), ([0, 1], [NAN, np.inf]), ([0], [1e300]))
)
def test_ride_without_a_usable_sample_is_refused(seconds, power_w):
    with pytest.raises(RecordingRefused, match="holds no sample"):
        build_stream(ride_at(seconds, power_w=power_w))


NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("started_at", "why"),
    (
        (datetime(1989, 12, 31, tzinfo=UTC), "1989-12-31, which is before 1990"),
        (NOW + timedelta(days=1, seconds=1), "2026-05-02, which is in the future"),
    ),
)
def test_ride_of_an_impossible_date_is_refused(started_at, why):
    ride = ride_at([started_at.timestamp() - START_AT_S], power_w=[100])

    with pytest.raises(RecordingRefused, match=why):
        refuse_implausible(build_stream(ride)[0], NOW)


@pytest.mark.parametrize("started_at", (datetime(1990, 1, 1, tzinfo=UTC), NOW + timedelta(days=1)))
def test_ride_of_a_possible_date_passes(started_at):
    ride = ride_at([started_at.timestamp() - START_AT_S], power_w=[100])

    refuse_implausible(build_stream(ride)[0], NOW)


@pytest.mark.parametrize("seed", range(150))
def test_any_ride_becomes_a_whole_stream_or_is_refused(seed):
    rng = np.random.default_rng(seed)
    size = int(rng.choice([0, 1, 2, 3, 30, 300]))
    seconds = np.where(rng.random(size) < 0.9, rng.integers(0, 400, size), anything(rng, size))
    spans = zip(anything(rng, seed % 4), anything(rng, seed % 4), strict=True)
    channels = {channel.value: anything(rng, size) for channel in Channel if rng.random() < 0.7}
    try:
        stream, notes = build_stream(ride_at(seconds, spans=list(spans), **channels))
    except RecordingRefused:
        return

    columns = [getattr(stream, channel.value) for channel in Channel]
    assert {column.size for column in columns} == {stream.elapsed_s}
    assert not any(np.isinf(column).any() for column in columns)
    paused = stream.status == PAUSED
    assert all(np.isnan(column[paused]).all() for column in columns)
    counted = (notes.filled_s, notes.missing_s, notes.paused_s)
    assert counted == tuple((stream.status == status).sum() for status in (FILLED, MISSING, PAUSED))
