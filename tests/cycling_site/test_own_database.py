import environ
import pytest
from django.db import connection

from cycling_site.own_database import own_database


def test_an_address_keeps_what_it_says_and_gains_what_we_rely_on():
    address = environ.Env.db_url_config("mysql://me@localhost/x?unix_socket=/run/a.sock")

    completed = own_database(address, kept_s=5)

    assert completed["OPTIONS"]["unix_socket"] == "/run/a.sock"
    assert completed["OPTIONS"]["charset"] == "utf8mb4"
    assert completed["CONN_MAX_AGE"] == 5


@pytest.mark.django_db
def test_the_database_is_opened_as_we_rely_on():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)
        else:
            cursor.execute("SELECT @@sql_mode, @@time_zone, @@character_set_connection")
            mode, zone, charset = cursor.fetchone()
            assert ("STRICT_TRANS_TABLES" in mode, zone, charset) == (True, "+00:00", "utf8mb4")
