"""Rows written by their columns: where saving a model's instance costs more than the row."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connections, models, router


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows given as values in the order of ``names``; every field without a default is in.

    For the tables that get a hundred rows a ride, where ``bulk_create`` takes longer
    than the ride's analysis. The values are None, bool, int, float or text, as the
    columns hold them.
    """
    values = list(rows)
    if not values:
        return
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    column_of = {field.name: str(field.column) for field in model._meta.concrete_fields}
    columns = ", ".join(quote(column_of[name]) for name in names)
    places = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})",  # noqa: S608 - names of our own models
            values,
        )


def insert_instance(instance: models.Model) -> None:
    """Insert an instance that is new, as ``save`` would: with its key, and without signals.

    A ride's tables have up to sixty columns, and ``save`` puts the statement together anew
    each time.
    """
    has_key = instance.pk is not None
    alias = router.db_for_write(type(instance))
    connection = connections[alias]
    fields, statement = _insertion(type(instance), alias, has_key=has_key)
    values = [
        field.get_db_prep_save(field.pre_save(instance, add=True), connection) for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        if not has_key:
            instance.pk = cursor.lastrowid
    instance._state.adding = False
    instance._state.db = alias


@cache
def _insertion(
    model: type[models.Model], alias: str, *, has_key: bool
) -> tuple[tuple[models.Field[Any, Any], ...], str]:
    quote = connections[alias].ops.quote_name
    fields = tuple(
        field for field in model._meta.concrete_fields if has_key or not field.primary_key
    )
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join("%s" for _ in fields)
    table = quote(model._meta.db_table)
    return fields, f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own models
