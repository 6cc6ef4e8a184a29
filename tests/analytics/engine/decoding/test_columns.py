import numpy as np

from analytics.engine.decoding.columns import SampleColumns
from analytics.engine.recording import Channel


def test_missing_value_is_nan_and_unrecorded_channel_is_left_out():
    columns = SampleColumns()
    columns.add_row(10.0, {Channel.POWER: 200.0})
    columns.add_row(11.0, {})

    samples = columns.to_samples()

    assert len(columns) == 2
    assert samples.at_s.tolist() == [10.0, 11.0]
    assert list(samples.channels) == [Channel.POWER]
    np.testing.assert_equal(samples.channels[Channel.POWER], [200.0, np.nan])


def test_times_of_some_rows_are_a_copy():
    columns = SampleColumns()
    for at_s in (10.0, 11.0, 12.0):
        columns.add_row(at_s, {})

    times_s = columns.times_s(1, 3)
    columns.add_row(13.0, {})

    assert times_s.tolist() == [11.0, 12.0]
