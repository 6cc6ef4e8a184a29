"""How Django opens the product's own database, on SQLite and on MariaDB or MySQL."""

from typing import Any

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
MYSQL = {
    "charset": "utf8mb4",
    "connect_timeout": 3,  # a lost database must not hold up a page
    "init_command": "SET sql_mode='STRICT_TRANS_TABLES', time_zone='+00:00'",
    "isolation_level": "read committed",
}


def own_database(address: dict[str, Any], *, kept_s: int) -> dict[str, Any]:
    """Complete what DATABASE_URL says; a connection to a server is kept for ``kept_s``."""
    if address["ENGINE"] == "django.db.backends.sqlite3":
        return {**address, "OPTIONS": SQLITE}
    return {
        **address,
        "OPTIONS": {**address.get("OPTIONS", {}), **MYSQL},
        "CONN_MAX_AGE": kept_s,
        "CONN_HEALTH_CHECKS": True,
    }
