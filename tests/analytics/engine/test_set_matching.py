from dataclasses import dataclass

import pytest

from analytics.engine.set_matching import SetShape, main_sets, share_structure, structure_of

FIVE_BY_FIVE = SetShape.of(5, 300.0, [180] * 4, 1.08)


@dataclass(frozen=True)
class Bare:
    repetitions: int


@pytest.mark.parametrize(
    "other",
    (
        SetShape.of(5, 291.0, [175, 180, 200, 181], 1.03),
        SetShape.of(5, 330.0, [240] * 4, 1.16),
        SetShape.of(5, 300.0, [180] * 4, None),
    ),
)
def test_sets_within_the_tolerances_are_the_same(other):
    assert FIVE_BY_FIVE.is_like(other)
    assert other.is_like(FIVE_BY_FIVE)


@pytest.mark.parametrize(
    "other",
    (
        SetShape.of(4, 300.0, [180] * 3, 1.08),
        SetShape.of(5, 360.0, [180] * 4, 1.08),
        SetShape.of(5, 300.0, [300] * 4, 1.08),
        SetShape.of(5, 300.0, [180] * 4, 0.95),
        SetShape.of(5, 0.0, [180] * 4, 1.08),
    ),
)
def test_another_count_length_rest_or_intensity_is_another_set(other):
    assert not FIVE_BY_FIVE.is_like(other)
    assert not other.is_like(FIVE_BY_FIVE)


def test_short_rests_may_differ_by_seconds():
    assert SetShape.of(20, 30.0, [15] * 19, 1.3).is_like(SetShape.of(20, 30.0, [30] * 19, 1.3))


def test_efforts_that_stand_alone_do_not_matter_beside_sets():
    assert structure_of([Bare(1), Bare(10), Bare(10), Bare(1)]) == "10x+10x"
    assert structure_of([Bare(1)]) == "1x"
    assert structure_of([]) == ""
    assert main_sets([Bare(1), Bare(1)]) == [Bare(1), Bare(1)]


def test_a_structure_that_nobody_plans_is_none():
    assert structure_of([Bare(2)] * 200) == ""


def test_sessions_share_a_structure_set_by_set():
    single = SetShape.of(1, 1200.0, [], 0.95)

    assert share_structure([FIVE_BY_FIVE, single], [FIVE_BY_FIVE, single])
    assert not share_structure([FIVE_BY_FIVE, single], [single, FIVE_BY_FIVE])
    assert not share_structure([FIVE_BY_FIVE], [FIVE_BY_FIVE, single])
    assert not share_structure([], [])
