import pytest

from analytics.sparkline import HEIGHT, WIDTH, draw_sparkline


def test_the_line_runs_over_the_whole_width_and_keeps_inside():
    line = draw_sparkline([-10.0, 0.0, 10.0])

    points = [tuple(map(float, point.split(","))) for point in line.points.split()]
    assert [x for x, _ in points] == [0, WIDTH / 2, WIDTH]
    assert all(0 < y < HEIGHT for _, y in points)
    assert points[0][1] > points[-1][1]
    assert line.zero == points[1][1]
    assert line.text == "from -10 to 10, lowest -10, highest 10"


@pytest.mark.parametrize("values", ([], [5.0]))
def test_fewer_than_two_values_are_no_line(values):
    assert draw_sparkline(values) is None


def test_a_flat_line_is_drawn_without_a_zero():
    assert draw_sparkline([5.0, 5.0]).zero is None
