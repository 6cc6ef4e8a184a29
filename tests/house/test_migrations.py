"""Migrations run while the previous release is at work; migration_rules says what that asks."""

import re
import sys

import pytest
from django.db.migrations.loader import MigrationLoader

from tests.house.migration_rules import release_said, what_breaks
from tests.house.rooms import PRODUCT_ROOMS, PROJECT_DIR

BEFORE_ANY_RELEASE = {"analytics.0002_power_cuts", "analytics.0004_plan_text"}
RELEASE = re.compile(r"^## v?(\d+(?:\.\d+)+)", re.MULTILINE)


@pytest.fixture(scope="module")
def releases():
    return set(RELEASE.findall((PROJECT_DIR / "CHANGELOG.md").read_text()))


def later_migrations():
    """Yield each of ours after an app's first, the state before it, and its docstring."""
    loader = MigrationLoader(None)
    for key, migration in sorted(loader.disk_migrations.items()):
        if key[0] in PRODUCT_ROOMS and not migration.initial:
            before = loader.project_state(key, at_end=False)
            yield migration, before, sys.modules[type(migration).__module__].__doc__


def test_the_previous_release_can_live_with_every_later_migration():
    faults = {
        str(migration): what_breaks(migration, before, docstring)
        for migration, before, docstring in later_migrations()
    }

    assert {name for name, found in faults.items() if found} == BEFORE_ANY_RELEASE, faults


def test_a_release_that_a_migration_names_is_in_the_changelog(releases):
    named = {
        str(migration): release_said(docstring) for migration, _, docstring in later_migrations()
    }

    assert {name: one for name, one in named.items() if one not in {None, *releases}} == {}
