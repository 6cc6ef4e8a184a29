from dataclasses import replace

import pytest

from analytics.engine.intervals import label_stretches
from analytics.engine.layouts import (
    NO_CHARACTERISTIC,
    LayoutRefused,
    Span,
    check_layout,
    label_layout,
    spans_of,
    take_over,
)
from analytics.engine.rider import Rider
from analytics.engine.sets import detect_sets
from analytics.engine.stretches import Stretch
from analytics.engine.vocabulary import Characteristic, Intensity, IntervalSource
from tests.analytics.engine.interval_rides import CRITICAL_POWER_W, make_set, make_stream

RIDER = Rider(critical_power_w=CRITICAL_POWER_W)
EDGES = ((600, 900), (1020, 1320), (1440, 1740))  # of 3 x 5:00 / 2:00


@pytest.fixture
def stream():
    return make_stream(make_set(3, (300, 330.0), (120, 130.0)))


def detected(stream):
    stretches = [Stretch(a, b, True, IntervalSource.DETECTED, 0.8) for a, b in EDGES]
    return label_stretches(stretches, stream, RIDER)


def test_a_layout_that_nobody_changed_gives_the_same_intervals(stream):
    found = detected(stream)

    assert label_layout(spans_of(found), stream, RIDER) == found


def test_a_moved_edge_is_manual_and_certain_and_its_neighbours_keep_their_source(stream):
    known = spans_of(detected(stream))
    edited = [replace(known[0], end_s=890), *known[1:]]

    spans = take_over(edited, known)
    efforts = [each for each in label_layout(spans, stream, RIDER) if each.is_work]

    assert [(each.end_s, each.source, each.confidence) for each in efforts] == [
        (890, IntervalSource.MANUAL, 1.0),
        (1320, IntervalSource.DETECTED, 0.8),
        (1740, IntervalSource.DETECTED, 0.8),
    ]


def test_a_persons_labels_stand_over_the_computed_ones_and_the_reason_keeps_both(stream):
    spans = [
        Span(600, 900, intensity=Intensity.ANAEROBIC, characteristic=Characteristic.TORQUE),
        Span(1020, 1320, characteristic=NO_CHARACTERISTIC),
    ]

    first, second = (each for each in label_layout(spans, stream, RIDER) if each.is_work)

    assert (first.intensity, first.characteristic) == (Intensity.ANAEROBIC, Characteristic.TORQUE)
    assert first.reason.startswith("Anaerobic and Torque chosen by hand, 110 % of CP")
    assert (second.intensity, second.characteristic) == (Intensity.VO2MAX, None)


def test_a_rest_that_a_person_set_lies_between_recoveries_and_is_in_no_set(stream):
    spans = [Span(600, 900), Span(940, 980, is_work=False), Span(1020, 1320)]

    intervals = label_layout(spans, stream, RIDER)

    assert [(each.start_s, each.end_s, each.is_work) for each in intervals] == [
        (600, 900, True),
        (900, 940, False),
        (940, 980, False),
        (980, 1020, False),
        (1020, 1320, True),
    ]
    assert [found.efforts for found in detect_sets(intervals)] == [(0, 4)]


def test_what_lies_beyond_the_stream_is_cut_off(stream):
    spans = [Span(600, 900), Span(5000, 5100), Span(2300, 9999)]

    efforts = [each for each in label_layout(spans, stream, RIDER) if each.is_work]

    assert stream.elapsed_s == 2340
    assert [each.end_s for each in efforts] == [900, 2340]


@pytest.mark.parametrize(
    ("spans", "message"),
    (
        ([Span(10, 10)], "ends before it begins"),
        ([Span(-1, 10)], "The ride ends at"),
        ([Span(0, 101)], "The ride ends at 1:40"),
        ([Span(0, 60), Span(50, 90)], "begins before the one from 0 s ends"),
        ([Span(i, i + 1) for i in range(501)], "more than 500"),
    ),
)
def test_spans_that_are_no_layout_are_refused_by_name(spans, message):
    with pytest.raises(LayoutRefused, match=message):
        check_layout(spans, elapsed_s=100)


def test_neighbours_may_touch_in_any_order():
    check_layout([Span(50, 100), Span(0, 50)], elapsed_s=100)
