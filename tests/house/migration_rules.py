"""What of a migration the code of the previous release cannot live with, as both run for a while.

A removal, a new name and a new type are for the release after the one whose code stopped using the
thing; the migration's docstring says so: "Unused since release 1.4." A column that is not null
without a `db_default` is never right, as the previous release inserts rows without it.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field, ManyToManyField
from django.db.models.fields import NOT_PROVIDED

SAID = re.compile(r"\bUnused since release (\d+(?:\.\d+)+)\b")
TAKES_AWAY = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
    migrations.RunSQL,  # nobody sees through it
)
OF_THE_TYPE = ("max_length", "max_digits", "decimal_places", "db_column", "to")


def release_said(docstring: str | None) -> str | None:
    """Give the release whose code stopped using what the migration takes away."""
    said = SAID.search(docstring or "")
    return said.group(1) if said else None


def what_breaks(
    migration: migrations.Migration, before: ProjectState, docstring: str | None
) -> list[str]:
    """Say of each operation that the previous release cannot live with what is wrong with it."""
    state = before.clone()
    known = set(before.models)
    excused = release_said(docstring) is not None
    found = []
    for operation in in_the_database(migration.operations):
        if is_of_a_new_model(operation, migration.app_label, known):
            operation.state_forwards(migration.app_label, state)
            continue
        earlier = field_of(operation, migration.app_label, state)
        operation.state_forwards(migration.app_label, state)
        later = field_of(operation, migration.app_label, state)
        if not excused and takes_away(operation, earlier, later):
            found.append(f"{operation.describe()}: the docstring names no release without it")
        if demands_a_value(operation, earlier, later):
            found.append(f"{operation.describe()}: not null, and no db_default")
    return found


def in_the_database(operations: list[Operation]) -> Iterator[Operation]:
    """Unfold what is done to the database apart from the state."""
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from in_the_database(operation.database_operations)
        else:
            yield operation


def is_of_a_new_model(operation: Operation, app: str, known: set[tuple[str, str]]) -> bool:
    name = getattr(operation, "model_name_lower", None)
    return name is not None and (app, name) not in known


def field_of(operation: Operation, app: str, state: ProjectState) -> Field[Any, Any] | None:
    """The field that the operation is about, as the state has it."""
    if not isinstance(operation, migrations.AddField | migrations.AlterField):
        return None
    field: Field[Any, Any] | None = state.models[app, operation.model_name_lower].fields.get(
        operation.name
    )
    return field


def takes_away(
    operation: Operation, earlier: Field[Any, Any] | None, later: Field[Any, Any] | None
) -> bool:
    if isinstance(operation, TAKES_AWAY):
        return True
    return earlier is not None and later is not None and type_of(earlier) != type_of(later)


def type_of(field: Field[Any, Any]) -> tuple[object, ...]:
    options = field.deconstruct()[3]
    return (field.get_internal_type(), *(options.get(name) for name in OF_THE_TYPE))


def demands_a_value(
    operation: Operation, earlier: Field[Any, Any] | None, later: Field[Any, Any] | None
) -> bool:
    """Tell whether a row without the value was fine before and is refused now."""
    if later is None or later.null or isinstance(later, ManyToManyField):
        return False
    was_free = earlier is None or earlier.null
    return was_free and getattr(later, "db_default", NOT_PROVIDED) is NOT_PROVIDED
