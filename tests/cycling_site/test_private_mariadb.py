import pytest
from django.db import connection

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db]


def test_second_pass_really_runs_on_mariadb():
    assert connection.vendor == "mysql"
    assert "MariaDB" in _answer("SELECT version()")


def test_tables_hold_every_letter():
    assert _answer("SELECT @@character_set_database") == "utf8mb4"


def test_server_takes_no_connection_from_the_network():
    assert _answer("SELECT @@skip_networking") == 1


def _answer(question: str):
    with connection.cursor() as cursor:
        cursor.execute(question)
        (answer,) = cursor.fetchone()
    return answer
