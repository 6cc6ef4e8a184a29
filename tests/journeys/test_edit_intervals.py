"""A coach drags an edge on the chart, saves, and finds the set changed; then takes it back."""

import pytest

from tests.journeys.test_ride_to_summary import sign_in
from tests.make import make_athlete, make_coach, make_session, make_team

pytestmark = pytest.mark.django_db(transaction=True)

RIDE = [*[150.0] * 600, *([330.0] * 300 + [120.0] * 120) * 3, *[140.0] * 600]


@pytest.fixture
def session(page):
    team = make_team()
    coach = make_coach(team)
    session = make_session(athlete=make_athlete(team=team), power_w=RIDE)
    sign_in(page, coach.username)
    page.goto(session.get_absolute_url())
    page.get_by_role("link", name="Edit the intervals").click()
    page.wait_for_selector("#edge-chart[data-ready]")
    return session


def test_an_edge_is_dragged_stepped_saved_and_taken_back(page, session):
    start = page.get_by_label("From, interval 1", exact=True)
    end = page.get_by_label("To, interval 1", exact=True)
    edges = session.intervals.filter(is_work=True).first()
    grip = page.locator("#edge-chart .edge-grip").nth(1).bounding_box()
    chart = page.locator("#edge-chart").bounding_box()
    middle = (grip["x"] + grip["width"] / 2, chart["y"] + 40)

    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - 60 / session.elapsed_s * chart["width"], middle[1], steps=4)
    page.mouse.up()
    dragged = seconds(end.input_value())
    assert dragged == pytest.approx(edges.end_s - 60, abs=6)

    start.press("ArrowUp")
    assert seconds(start.input_value()) == edges.start_s + 1

    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**{session.get_absolute_url()}*")
    first = session.intervals.filter(is_work=True).first()
    assert (first.start_s, first.end_s, first.source) == (edges.start_s + 1, dragged, "manual")

    page.get_by_role("button", name="Undo the last change").click()
    page.wait_for_selector("text=Edit the intervals")
    first = session.intervals.filter(is_work=True).first()
    assert (first.start_s, first.end_s) == (edges.start_s, edges.end_s)


def test_a_fault_keeps_what_was_written(page, session):
    page.get_by_label("Split at, interval 1", exact=True).fill("noon")
    page.get_by_role("button", name="Save").click()

    assert (
        page.get_by_role("alert").inner_text() == "“noon” is not a time such as 12:30 or 1:02:30."
    )
    assert page.get_by_label("Split at, interval 1", exact=True).input_value() == "noon"


def seconds(face: str) -> int:
    minutes, second = face.split(":")
    return 60 * int(minutes) + int(second)
