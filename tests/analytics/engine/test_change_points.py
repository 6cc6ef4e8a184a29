from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.change_points import find_change_points


def squared_error(values, edges):
    return sum(((values[a:b] - values[a:b].mean()) ** 2).sum() for a, b in pairwise(edges))


def best_by_brute_force(values, penalty):
    """Optimal partitioning over every position."""
    best = [-penalty]
    for end in range(1, values.size + 1):
        best.append(
            min(best[start] + squared_error(values, [start, end]) + penalty for start in range(end))
        )
    return best[-1]


def test_steps_are_found_to_the_second():
    values = np.repeat([1.0, 3.0, 1.0], [40, 25, 60])

    assert find_change_points(values, 2.0).tolist() == [0, 40, 65, 125]


def test_flat_series_is_one_segment():
    assert find_change_points(np.full(500, 2.0), 0.1).tolist() == [0, 500]


def test_step_that_saves_less_than_the_penalty_is_left_alone():
    values = np.repeat([1.0, 1.2], [50, 50])

    assert find_change_points(values, 2.0).tolist() == [0, 100]


@pytest.mark.parametrize(("size", "edges"), ((0, [0]), (1, [0, 1])))
def test_shortest_series(size, edges):
    assert find_change_points(np.ones(size), 1.0).tolist() == edges


@given(st.lists(st.integers(0, 9), min_size=1, max_size=10), st.sampled_from((0.5, 3.0, 20.0)))
def test_short_series_are_split_as_brute_force_splits_them(values, penalty):
    values = np.array(values, dtype=float)

    edges = find_change_points(values, penalty)

    cost = squared_error(values, edges) + penalty * (edges.size - 2)
    assert cost == pytest.approx(best_by_brute_force(values, penalty))


@pytest.mark.parametrize("seed", range(5))
def test_screening_loses_little_against_every_position(seed):
    random = np.random.default_rng(seed)
    values = np.repeat(random.uniform(0, 2, 6), 25) + random.normal(0, 0.2, 150)

    edges = find_change_points(values, 1.0)

    cost = squared_error(values, edges) + edges.size - 2
    assert cost <= best_by_brute_force(values, 1.0) + 1.0


@pytest.mark.parametrize(
    ("values", "penalty", "message"),
    (
        (np.zeros((2, 2)), 1.0, "one-dimensional"),
        (np.array([1.0, np.nan]), 1.0, "finite"),
        (np.zeros(3), 0.0, "above 0"),
        (np.zeros(3), np.nan, "above 0"),
    ),
)
def test_invalid_input_is_named(values, penalty, message):
    with pytest.raises(ValueError, match=message):
        find_change_points(values, penalty)
