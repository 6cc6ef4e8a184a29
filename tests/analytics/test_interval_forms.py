import pytest

from analytics.engine.layouts import Span
from analytics.interval_forms import StimulusForm, rows_for
from tests.make.forms import as_sent

ELAPSED_S = 3600


def send(*spans: Span, **changed: str):
    return rows_for(spans, elapsed_s=ELAPSED_S, data=as_sent(spans, **changed))


def test_what_is_sent_back_unchanged_is_the_same_layout():
    spans = [Span(0, 45, intensity="V"), Span(60, 3600, is_work=False, characteristic="-")]

    rows = send(*spans)

    assert rows.is_valid()
    assert rows.spans() == spans


def test_a_row_is_split_in_two():
    rows = send(Span(600, 900, intensity="T"), row0_split="12:30")

    assert rows.is_valid()
    assert rows.spans() == [Span(600, 750, intensity="T"), Span(750, 900, intensity="T")]


def test_a_row_is_deleted_and_a_spare_one_filled_in():
    rows = send(Span(0, 60), row0_DELETE="on", row1_start="2:00", row1_end="3:00")

    assert rows.is_valid()
    assert rows.spans() == [Span(120, 180)]


@pytest.mark.parametrize(
    ("changed", "row", "field", "message"),
    (
        ({"row0_start": "soon"}, 0, "start", "“soon” is not a time such as 12:30"),
        ({"row0_start": ""}, 0, "start", "required"),
        ({"row0_end": "0:30"}, 0, "end", "has to end after 1:00"),
        ({"row0_split": "2:00"}, 0, "split", "lies inside"),
        ({"row1_end": "1:00:01"}, 1, "end", "The ride ends at 1:00:00."),
        ({"row1_start": "1:59"}, 1, "start", "The interval before it ends at 2:00 only."),
        ({"row0_intensity": "X"}, 0, "intensity", "not one of the available choices"),
    ),
)
def test_each_fault_is_told_at_its_field(changed, row, field, message):
    rows = send(Span(60, 120), Span(120, 180), **changed)

    assert not rows.is_valid()
    assert message in rows.forms[row].errors[field][0]


def test_more_rows_than_anybody_needs_are_refused():
    data = {**as_sent([]), "interval-TOTAL_FORMS": "100000"}

    assert not rows_for([], elapsed_s=ELAPSED_S, data=data).is_valid()


def test_an_empty_stimulus_gives_the_word_back():
    given, chosen = StimulusForm({"stimulus": ""}), StimulusForm({"stimulus": "R"})

    assert given.is_valid()
    assert chosen.is_valid()
    assert (given.chosen(), chosen.chosen()) == (None, "R")
    assert not StimulusForm({"stimulus": "XX"}).is_valid()
