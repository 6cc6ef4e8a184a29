import pytest
from django.urls import NoReverseMatch, reverse

from analytics.row_addresses import addresses_of


@pytest.mark.parametrize("route", ("analytics:athlete-detail", "analytics:upload"))
def test_a_rows_address_is_the_one_that_django_gives(route):
    address_of = addresses_of(route)

    assert [address_of(7), address_of(10**6)] == [reverse(route, args=[n]) for n in (7, 10**6)]


def test_an_unknown_route_is_refused():
    with pytest.raises(NoReverseMatch):
        addresses_of("analytics:nowhere")
