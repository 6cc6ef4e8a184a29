"""How Django opens the team's database: so that not even our own bugs can write to it."""

from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

ALIAS = "source"
CONNECT_TIMEOUT_S = 5
ANSWER_TIMEOUT_S = 300


class SourceIsReadOnly:
    """Routes no migration and no model to the source; it is read by SQL of our own."""

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool | None:
        return False if db == ALIAS else None


def time_zone_named(name: str) -> str:
    """Stop the start over a time zone that is not one."""
    if name not in available_timezones():
        raise ImproperlyConfigured(f"SOURCE_TIME_ZONE is {name!r}, which is no time zone.")
    return name


def source_database(address: dict[str, Any]) -> dict[str, Any]:
    """Complete what SOURCE_DATABASE_URL says.

    The server refuses writes of the whole session. A test run makes no test database
    for it: the alias is a mirror of the product's own there.
    """
    return {
        **address,
        "OPTIONS": {
            **address.get("OPTIONS", {}),
            "charset": "utf8mb4",
            "connect_timeout": CONNECT_TIMEOUT_S,
            "read_timeout": ANSWER_TIMEOUT_S,
            "init_command": "SET SESSION TRANSACTION READ ONLY",
            "isolation_level": "read committed",
        },
        "TEST": {"MIRROR": "default", "MIGRATE": False},
    }
