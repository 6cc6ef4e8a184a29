import io
import json
import logging
from logging.config import dictConfig

import pytest
import structlog
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from cycling_site.log_lines import logging_config
from tests.make import make_athlete, make_coach, make_fit, make_staff, make_team
from tests.make.people import PASSWORD

CANARIES = ("Canarybird", "canary-token", "31.7 kg", PASSWORD, "canary.fit")


@pytest.fixture
def lines():
    """All that is logged from here on, as the product writes it."""
    config = logging_config(level="DEBUG", form="json")
    written = io.StringIO()
    config["handlers"]["console"]["stream"] = written
    dictConfig(config)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    dictConfig(settings.LOGGING)


def test_an_exception_is_told_by_kind_and_place_without_its_words(lines):
    try:
        try:
            raise ValueError("Canarybird weighs 31.7 kg")
        except ValueError as error:
            raise RuntimeError("canary-token") from error
    except RuntimeError:
        logging.getLogger("analytics.tasks").exception("Analysis of recording 3 failed")

    (line,) = lines()
    assert line["event"] == "Analysis of recording 3 failed"
    assert line["level"] == "error"
    assert line["exception"].startswith("RuntimeError at tests/cycling_site/test_log_lines.py:")
    assert " < ValueError at " in line["exception"]
    assert not any(canary in json.dumps(line) for canary in CANARIES)


@pytest.mark.parametrize(
    ("error", "told"),
    (
        (OSError(28, "No space left on device"), "OSError (No space left on device)"),
        (OperationalError(2002, "Can't connect as Canarybird"), "OperationalError (2002)"),
    ),
)
def test_errors_of_the_system_keep_what_helps(lines, error, told):
    try:
        raise error
    except type(error):
        logging.getLogger("x").exception("It failed")

    assert told in lines()[0]["exception"]
    assert "Canarybird" not in json.dumps(lines())


def test_celery_does_not_repeat_the_words_of_an_exception(lines):
    context = {"name": "some.task", "id": "7", "exc": "ValueError('Canarybird')", "args": "[1]"}
    logging.getLogger("celery.app.trace").error("Task %(name)s[%(id)s] raised: %(exc)s", context)

    assert lines()[0]["event"] == "Task some.task[7] raised: see exception"


@pytest.mark.django_db
def test_a_line_of_a_request_holds_its_id_and_route_and_no_canary(lines):
    team = make_team()
    athlete = make_athlete(team=team, last_name="Canarybird")
    coach = make_coach(team)
    client = Client()
    client.post("/sign-in/", {"login": coach.username, "password": PASSWORD})
    client.post("/sign-in/", {"login": "Canarybird", "password": "canary-token"})
    client.force_login(make_staff())
    file = io.BytesIO(make_fit())
    file.name = "canary.fit"
    client.post(f"/athletes/{athlete.pk}/upload/", {"recordings": file})
    client.get(f"/athletes/{athlete.pk}/?token=canary-token")
    client.get("/canary-token/")

    answer = client.get(f"/athletes/{athlete.pk}/")

    last = lines()[-1]
    assert last["event"] == "request"
    assert last["route"] == "/athletes/<int:athlete_id>/"
    assert last["request_id"] == answer.headers["X-Request-ID"]
    text = "\n".join(json.dumps(line) for line in lines())
    assert [canary for canary in CANARIES if canary in text] == []


@pytest.mark.django_db
def test_each_request_has_an_id_of_its_own_and_only_a_proxy_may_choose_it(settings):
    client = Client(headers={"X-Request-ID": "chosen-by-somebody"})

    assert client.get("/sign-in/").headers["X-Request-ID"] != "chosen-by-somebody"
    settings.BEHIND_PROXY = True
    assert client.get("/sign-in/").headers["X-Request-ID"] == "chosen-by-somebody"
    bad = Client(headers={"X-Request-ID": "a b\n"})
    assert bad.get("/sign-in/").headers["X-Request-ID"] != "a b\n"


def test_nothing_is_left_bound_after_a_request(client, db):
    client.get("/sign-in/")

    assert structlog.contextvars.get_contextvars() == {}
