from datetime import timedelta

import pytest
from django.core.management.base import CommandError
from django.utils import timezone

from summaries.models import Summary
from tests.make import exit_code_of, make_session
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    session = make_session()
    Summary.objects.filter(session=session).update(
        state=Summary.State.READY, text="A ride.", open_session=None
    )
    return session


def test_a_session_is_written_and_counted(session, capsys):
    assert exit_code_of("write_summaries", "--session", str(session.pk)) == 0

    assert "1 written, 0 failed" in capsys.readouterr().out
    assert Summary.objects.latest_of(session).version == 2


def test_a_dry_run_writes_nothing(session, capsys):
    code = exit_code_of(
        "write_summaries", "--since", "2026-01-01", "--provider", "anthropic", "--dry-run"
    )

    assert code == 0
    assert "1 text by claude-sonnet-5-5, about 0.02 USD." in capsys.readouterr().out
    assert Summary.objects.latest_of(session).version == 1


@pytest.mark.parametrize(
    ("number", "told"),
    (
        (1, "1 text waits or is being written already."),
        (2, "2 texts wait or are being written already."),
    ),
)
def test_texts_that_wait_already_are_told_and_left_alone(session, capsys, number, told):
    Summary.objects.request(session, now=timezone.now())
    for day in range(1, number):
        make_session(athlete=session.athlete, started_at=STARTED_AT + timedelta(days=day))

    assert exit_code_of("write_summaries", "--since", "2026-01-01") == 0

    assert capsys.readouterr().out == f"{told}\nNothing to write.\n"
    assert Summary.objects.count() == number + 1


def test_a_text_that_fails_is_exit_code_one(session, capsys, settings):
    settings.BEDROCK_MODEL = ""

    code = exit_code_of("write_summaries", "--session", str(session.pk), "--provider", "bedrock")

    assert code == 1
    assert "0 written, 1 failed" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", (("--session", "999999"), ("--team", "999999"), ()))
def test_wrong_usage_is_exit_code_two(arguments):
    with pytest.raises(CommandError) as raised:
        exit_code_of("write_summaries", *arguments)

    assert raised.value.returncode == 2
