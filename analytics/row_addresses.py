"""Addresses of many rows of one route: to reverse each of them takes a third of a long list."""

from collections.abc import Callable

from django.urls import reverse

PLACEHOLDER = 10**15


def addresses_of(route: str) -> Callable[[int], str]:
    """Give the function that tells a row's address by its number.

    Parameters
    ----------
    route : str
        Its name; it takes one whole number.
    """
    before, after = reverse(route, args=[PLACEHOLDER]).split(str(PLACEHOLDER))
    return lambda number: f"{before}{number}{after}"
