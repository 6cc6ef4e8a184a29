from datetime import date

from analytics.curve_chart import CurvePoint, CurveSeries, draw_curves

DAY = date(2026, 5, 3)


def test_curves_share_the_durations_that_any_of_them_reaches():
    chart = draw_curves(
        "curve",
        "Curve",
        [
            CurveSeries("short", {5: CurvePoint(900.04, "/a/", DAY)}),
            CurveSeries("long", {300: CurvePoint(310.0, "/b/", DAY), 5: CurvePoint(800.0, "/c/")}),
            CurveSeries("model", {1: CurvePoint(1000.0), 5: CurvePoint(850.0)}, is_model=True),
        ],
    )

    assert chart.durations_s == [5, 300]
    assert chart.payload["series"][0]["values"] == [900.0, None]
    assert chart.payload["series"][1]["addresses"] == ["/c/", "/b/"]
    assert chart.rows[1] == (300, [None, CurvePoint(310.0, "/b/", DAY), None])
    assert "short: 900 W over 5 s to 900 W over 5 s." in chart.sentence


def test_a_chart_without_any_measured_point_is_empty():
    assert draw_curves("curve", "Curve", [CurveSeries("8 weeks", {})]).is_empty
