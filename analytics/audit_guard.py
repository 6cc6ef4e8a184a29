"""The audit trail is append-only for everyone: the database itself refuses the rest.

Held after every migration rather than made by one: SQLite drops a table's triggers when a later
migration remakes it. What an erasure and a closed account do stays allowed: a reference becomes
null, and nothing else.
"""

import logging
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

logger = logging.getLogger(__name__)

TABLE = "analytics_auditentry"
KEPT = ("at", "act", "actor_name", "subject", "detail", "address")
REFERENCES = ("athlete_id", "actor_id")
NOT_CHANGED = "An audit entry is never changed."
NOT_REMOVED = "An audit entry is never removed."


def triggers_for(vendor: str) -> list[str]:
    """Write the triggers in the words of SQLite or of MariaDB and MySQL."""
    equal = "IS" if vendor == "sqlite" else "<=>"
    kept = [f"NOT (OLD.{name} {equal} NEW.{name})" for name in KEPT]
    given = [
        f"(NEW.{name} IS NOT NULL AND NOT (OLD.{name} {equal} NEW.{name}))" for name in REFERENCES
    ]
    changed = " OR ".join([*kept, *given])
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS audit_not_changed BEFORE UPDATE ON {TABLE} "
            f"WHEN {changed} BEGIN SELECT RAISE(ABORT, '{NOT_CHANGED}'); END",
            f"CREATE TRIGGER IF NOT EXISTS audit_not_removed BEFORE DELETE ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{NOT_REMOVED}'); END",
        ]
    refuse = "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT ="
    return [
        f"CREATE TRIGGER IF NOT EXISTS audit_not_changed BEFORE UPDATE ON {TABLE} "
        f"FOR EACH ROW IF {changed} THEN {refuse} '{NOT_CHANGED}'; END IF",
        f"CREATE TRIGGER IF NOT EXISTS audit_not_removed BEFORE DELETE ON {TABLE} "
        f"FOR EACH ROW {refuse} '{NOT_REMOVED}'",
    ]


def guard_audit(*, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Make the triggers where they are missing; an account that may not make any is told of."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    try:
        with connection.cursor() as cursor:
            for trigger in triggers_for(connection.vendor):
                cursor.execute(trigger)
    except DatabaseError as error:
        logger.warning("The database does not guard the audit trail itself: %s", error)
