import pytest
from django.core.management.base import CommandError

from summaries.models import Summary
from tests.make import exit_code_of, make_session

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
    assert "1 texts by claude-sonnet-5-5, about 0.02 USD." in capsys.readouterr().out
    assert Summary.objects.latest_of(session).version == 1


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
