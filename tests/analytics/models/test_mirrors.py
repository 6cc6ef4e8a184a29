"""The tables mirror the engine's values: a figure added there is stored here."""

from dataclasses import fields

import pytest

from analytics.engine.intervals import LabelledInterval
from analytics.engine.peaks import PeakPower
from analytics.engine.records import Record as EngineRecord
from analytics.engine.rider import Rider
from analytics.engine.sets import DetectedSet
from analytics.engine.totals import SessionTotals
from analytics.models import Interval, IntervalSet, Peak, Record, Session


@pytest.mark.parametrize(
    ("model", "value_type", "stored_elsewhere"),
    (
        (Session, SessionTotals, set()),
        (Session, Rider, set()),
        (Interval, LabelledInterval, set()),
        (IntervalSet, DetectedSet, {"efforts"}),  # the intervals point at their set
        (Peak, PeakPower, set()),
        (Record, EngineRecord, set()),
    ),
)
def test_every_figure_has_a_column(model, value_type, stored_elsewhere):
    columns = {field.name for field in model._meta.get_fields()}

    assert {field.name for field in fields(value_type)} - columns == stored_elsewhere
