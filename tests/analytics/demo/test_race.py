import numpy as np
import pytest

from analytics.demo.race import make_race
from analytics.engine.recording import LapRole


@pytest.mark.parametrize("seed", range(5))
def test_race_has_many_surges_and_no_planned_repetitions(seed):
    workout = make_race(np.random.default_rng(seed))
    surges = [segment for segment in workout.segments if segment.power > 1.2]

    assert len(surges) > 25
    assert {segment.role for segment in workout.segments} == {LapRole.UNKNOWN}
    assert 80 * 60 < workout.duration_s < 140 * 60


def test_race_ends_with_one_sprint():
    segments = make_race(np.random.default_rng(1)).segments

    assert [segment.sprint is not None for segment in segments[-3:]] == [False, True, False]
    assert sum(segment.sprint is not None for segment in segments) == 1
