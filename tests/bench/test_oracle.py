import numpy as np
import pytest

from bench import oracle

SHORT_LENGTHS_S = (0, 1, 29, 30, 31, 65, 2500)  # decoupling wants 40 min


@pytest.mark.parametrize("name", oracle.PAIRS)
def test_the_vectorised_function_equals_its_twin(name):
    assert oracle.disagreements(name, SHORT_LENGTHS_S) == []


def test_load_over_days_equals_its_twin():
    assert not oracle.load_disagrees()


@pytest.mark.parametrize(
    ("ours", "twin"),
    ((None, 0.0), (1.0, None), (1.0, 1.001), (np.zeros(3), [0.0, 0.0]), ((1, 2), [1, 3])),
)
def test_a_difference_is_seen(ours, twin):
    assert oracle.differ(ours, twin)
