import pytest

from analytics.engine.agenda import KINDS, count_fitting
from analytics.engine.vocabulary import AgendaKind


def test_every_kind_is_described_once_and_none_weighs_like_another():
    assert set(KINDS) == set(AgendaKind)
    assert len({kind.weight for kind in KINDS.values()}) == len(AgendaKind)


@pytest.mark.parametrize(
    ("minutes_each", "fitting"),
    (
        ([], 0),
        ([2, 3, 5], 3),
        ([2, 3, 6], 2),
        ([2, 9, 1], 1),  # the list is cut, not picked over
        ([60], 1),
    ),
)
def test_the_list_is_cut_where_the_minutes_end_but_never_before_the_first(minutes_each, fitting):
    assert count_fitting(minutes_each, minutes_a_day=10) == fitting
