import pytest

from analytics.csv_cells import defused, write_csv


@pytest.mark.parametrize("cell", ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"))
def test_text_that_a_spreadsheet_would_run_is_defused(cell):
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize(("cell", "kept"), (("Ann", "Ann"), (-31, -31), (1.5, 1.5), (None, "")))
def test_other_cells_stay(cell, kept):
    assert defused(cell) == kept


def test_rows_are_quoted():
    assert write_csv(["a", "b"], [['say "hi"', "x,y"]]) == 'a,b\r\n"say ""hi""","x,y"\r\n'
