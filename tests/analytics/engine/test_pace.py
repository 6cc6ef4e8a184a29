import pytest

from analytics.engine.pace import Pace, estimate_rest


def test_the_rest_takes_as_long_a_piece_as_so_far():
    assert estimate_rest(finished=30, waiting=60, elapsed_s=10.0) == Pace(180.0, 20)


@pytest.mark.parametrize(("finished", "elapsed_s"), ((0, 100.0), (5, 1.0)))
def test_nothing_is_said_before_there_is_something_to_go_by(finished, elapsed_s):
    assert estimate_rest(finished=finished, waiting=9, elapsed_s=elapsed_s) == Pace(None, None)


def test_what_is_finished_has_no_rest():
    assert estimate_rest(finished=7, waiting=0, elapsed_s=70.0).rest_s == 0
