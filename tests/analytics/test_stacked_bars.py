from analytics.stacked_bars import HEIGHT, WIDTH, Bar, stack_bars


def test_parts_stand_on_one_another_and_the_highest_bar_fills_the_height():
    drawn = stack_bars(
        [
            Bar("first", [("aerobic", 30.0), ("race", 10.0)], "/a"),
            Bar("second", [("aerobic", 20.0)], "/b"),
        ]
    )

    first, second = drawn.bars
    assert drawn.highest == 40
    assert [(part.y, part.height) for part in first.parts] == [
        (HEIGHT / 4, HEIGHT * 3 / 4),
        (0, HEIGHT / 4),
    ]
    assert second.parts[0].height == HEIGHT / 2
    assert (first.x, second.x) == (0, WIDTH / 2)


def test_bars_of_nothing_have_no_parts():
    assert stack_bars([]).bars == []
    assert stack_bars([Bar("rest", [], "/")]).bars[0].parts == []
