import numpy as np
import pytest

from bench import oracle

SHORT_LENGTHS_S = (0, 1, 29, 30, 31, 65, 600)
LONG_ENOUGH_S = {"decoupling_percent": 2500}


@pytest.mark.parametrize("name", oracle.PAIRS)
def test_the_vectorised_function_equals_its_twin(name):
    longest_s = LONG_ENOUGH_S.get(name)
    lengths_s = SHORT_LENGTHS_S if longest_s is None else (*SHORT_LENGTHS_S, longest_s)

    assert oracle.disagreements(name, lengths_s) == []


def test_every_function_of_arrays_has_a_twin_or_a_reason():
    twins = {name.split(":")[0] for name in oracle.PAIRS}
    functions = oracle.functions_of_arrays()

    assert functions - twins - set(oracle.REASONS) == set()
    assert set(oracle.REASONS) - functions == set()
    assert set(oracle.REASONS) & twins == set()


def test_the_walk_finds_functions_of_every_kind():
    assert oracle.functions_of_arrays() >= {
        "weighted_power", "build_stream", "find_levels", "follow_load", "decide_history",
        "find_peaks_from", "bridge",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "twin"),
    ((None, 0.0), (1.0, None), (1.0, 1.001), (np.zeros(3), [0.0, 0.0]), ((1, 2), [1, 3])),
)
def test_a_difference_is_seen(ours, twin):
    assert oracle.differ(ours, twin)
