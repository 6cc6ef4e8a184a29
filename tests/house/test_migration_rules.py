"""The checker on made-up operations; what it finds in our own migrations is in test_migrations."""

import pytest
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

from tests.house.migration_rules import what_breaks

UNUSED = "Forget the nickname.\n\nUnused since release 1.4: pages show the name."


def before():
    state = ProjectState()
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=20)),
        ("nickname", models.CharField(max_length=20, null=True)),
    ]
    state.add_model(ModelState("stable", "Rider", fields))
    return state


def faults_of(*operations, docstring=None):
    made_up = type("Migration", (migrations.Migration,), {"operations": list(operations)})
    return what_breaks(made_up("0002_made_up", "stable"), before(), docstring)


def add(field, model="rider"):
    return migrations.AddField(model, "added", field)


def alter(field, name="name"):
    return migrations.AlterField("rider", name, field)


NEW_MODEL = migrations.CreateModel("Bicycle", [("id", models.BigAutoField(primary_key=True))])


@pytest.mark.parametrize(
    "operation",
    (
        migrations.RemoveField("rider", "nickname"),
        migrations.RenameField("rider", "nickname", "called"),
        migrations.DeleteModel("Rider"),
        migrations.RenameModel("Rider", "Cyclist"),
        migrations.AlterModelTable("Rider", "riders"),
        migrations.RunSQL("DROP TABLE rider"),
        alter(models.TextField()),
        alter(models.CharField(max_length=19)),
        alter(models.CharField(max_length=20, db_column="called")),
        migrations.SeparateDatabaseAndState([migrations.RemoveField("rider", "nickname")]),
    ),
    ids=lambda operation: operation.describe(),
)
def test_what_the_previous_release_uses_goes_once_a_release_without_it_is_named(operation):
    (fault,) = faults_of(operation)
    assert fault.endswith("the docstring names no release without it")

    assert faults_of(operation, docstring="Unused by now.") != []
    assert faults_of(operation, docstring=UNUSED) == []


@pytest.mark.parametrize(
    "operation",
    (
        add(models.IntegerField(default=0)),
        add(models.ForeignKey("stable.rider", models.CASCADE)),
        alter(models.CharField(max_length=20), name="nickname"),
    ),
)
def test_a_column_that_demands_a_value_has_no_excuse(operation):
    (fault,) = faults_of(operation, docstring=UNUSED)

    assert fault.endswith("not null, and no db_default")


@pytest.mark.parametrize(
    "operations",
    (
        [add(models.IntegerField(null=True))],
        [add(models.IntegerField(default=0, db_default=0))],
        [add(models.ManyToManyField("stable.rider"))],
        [alter(models.CharField(max_length=20, help_text="As on the jersey."))],
        [alter(models.CharField(max_length=20, null=True))],
        [NEW_MODEL, add(models.IntegerField(), model="bicycle")],
        [migrations.RunPython(migrations.RunPython.noop)],
        [migrations.SeparateDatabaseAndState([], [migrations.RemoveField("rider", "nickname")])],
    ),
)
def test_what_it_does_not_notice_is_fine(operations):
    assert faults_of(*operations) == []
