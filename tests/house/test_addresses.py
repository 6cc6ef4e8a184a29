from django.contrib import admin

from tests.house.address_policies import ADMIN_POLICIES, POLICIES
from tests.house.addresses import all_addresses

HOW = (
    "give it a row in tests/house/address_policies.py (and new parameters in tests/access/world.py)"
)


def test_every_address_has_a_name():
    nameless = [
        address.pattern
        for address in all_addresses()
        if not address.name and not address.pattern.startswith("admin/")
    ]

    assert nameless == []


def test_every_address_has_a_policy():
    without = sorted(
        address.name
        for address in all_addresses()
        if address.name and address.admin_page is None and address.name not in POLICIES
    )

    assert without == [], HOW


def test_every_model_of_the_admin_has_a_policy():
    registered = {model._meta.label_lower for model in admin.site._registry}

    assert sorted(registered - set(ADMIN_POLICIES)) == [], HOW
