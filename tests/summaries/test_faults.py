"""Every way a vendor can fail, through its real SDK: state, sentence to the coach, calls made."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from summaries.draft import write_draft
from summaries.gathering import gather_session_facts
from summaries.models import ProviderStanding, Summary, TeamTexts, VendorCall
from summaries.models.vendor import FAULTS_THAT_OPEN
from summaries.tasks.attempt import attempt
from summaries.voices import write_offline
from tests.make import make_session
from tests.summaries.providers.vendor_server import (
    Answer,
    anthropic_error,
    anthropic_message,
    bedrock_error,
    bedrock_message,
    vendor_server,
)
from tests.summaries.vendor_settings import point_sdks_at

pytestmark = pytest.mark.django_db

LONG = json.dumps({"sentences": [{"text": "He rode on and on and on.", "facts": []}] * 40})
CUT = '{"sentences": [{"te'
REJECTED_TWICE = "Written offline: two drafts were rejected"


@pytest.fixture
def vendor(monkeypatch, settings):
    settings.PROVIDER_RATES = {}
    settings.PROVIDER_TIMEOUT_S = 0.5
    settings.BEDROCK_MODEL = "eu.anthropic.claude-sonnet-5-5"
    settings.BEDROCK_REGION = "eu-central-1"
    with vendor_server() as server:
        point_sdks_at(server, monkeypatch)
        yield server


@pytest.fixture
def summary():
    return Summary.objects.get(session=make_session(power_w=[220.0] * 1500))


def tried(summary, settings, provider):
    """Make one attempt; gives the row after it and the pause before the next."""
    settings.SUMMARY_PROVIDER = provider
    claimed = Summary.objects.claim(summary.pk, now=timezone.now())
    pause_s = attempt(claimed)
    summary.refresh_from_db()
    return summary, pause_s


PASSING = (
    ("anthropic", anthropic_error(429, "rate_limit_error", retry_after="17"), (17.0, 21.0)),
    ("anthropic", anthropic_error(429, "rate_limit_error"), (3.7, 6.3)),
    ("anthropic", anthropic_error(500, "api_error"), (3.7, 6.3)),
    ("anthropic", anthropic_error(529, "overloaded_error"), (3.7, 6.3)),
    ("anthropic", Answer(200, b"{}", wait_s=5.0), (3.7, 6.3)),
    ("anthropic", Answer(200, b" " * 1000, drips=True), (3.7, 6.3)),
    ("anthropic", Answer(200, b'{"id": "msg_01", "content": [{"ty'), (3.7, 6.3)),
    ("anthropic", Answer(hangs_up=True), (3.7, 6.3)),
    ("bedrock", bedrock_error(429, "ThrottlingException", retry_after="17"), (17.0, 21.0)),
    ("bedrock", bedrock_error(500, "InternalServerException"), (3.7, 6.3)),
    ("bedrock", bedrock_error(503, "ServiceUnavailableException"), (3.7, 6.3)),
    ("bedrock", Answer(200, b"{}", wait_s=5.0), (3.7, 6.3)),
    ("bedrock", Answer(200, b" " * 1000, drips=True), (3.7, 6.3)),
    ("bedrock", Answer(200, b'{"output": {"mess'), (3.7, 6.3)),
    ("bedrock", Answer(hangs_up=True), (3.7, 6.3)),
    ("bedrock", bedrock_error(429, "ThrottlingException"), (3.7, 6.3)),
)


@pytest.mark.parametrize(("provider", "answer", "pause"), PASSING)
def test_a_passing_fault_is_tried_again_after_a_spread_pause(
    vendor, summary, settings, provider, answer, pause
):
    vendor.script = [answer]

    row, pause_s = tried(summary, settings, provider)

    assert row.state == Summary.State.WAITING
    assert pause[0] <= pause_s <= pause[1]
    assert len(vendor.asked) == 1
    assert row.due_at > timezone.now() + timedelta(seconds=pause[0] - 2)


FINAL = (
    ("anthropic", anthropic_error(401, "authentication_error"), "does not accept our key"),
    ("anthropic", anthropic_error(402, "billing_error"), "has run out of credit"),
    ("anthropic", anthropic_error(404, "not_found_error"), "does not offer the model"),
    ("anthropic", anthropic_error(400, "invalid_request_error"), "does not understand"),
    ("anthropic", anthropic_message("No.", stop_reason="refusal"), "declined to write"),
    ("bedrock", bedrock_error(403, "AccessDeniedException"), "does not accept our key"),
    ("bedrock", bedrock_error(404, "ResourceNotFoundException"), "does not offer the model"),
    ("bedrock", bedrock_error(400, "ValidationException"), "does not understand"),
    ("bedrock", bedrock_message({}, stop_reason="guardrail_intervened"), "declined to write"),
)


@pytest.mark.parametrize(("provider", "answer", "sentence"), FINAL)
def test_a_final_fault_is_told_and_never_retried(
    vendor, summary, settings, provider, answer, sentence
):
    vendor.script = [answer]

    row, pause_s = tried(summary, settings, provider)

    assert pause_s is None
    assert row.state == Summary.State.FAILED
    assert sentence in row.failure
    assert "secret" not in row.failure
    assert len(vendor.asked) == 1


UNUSABLE = (
    ("anthropic", anthropic_message(None), "empty answer"),
    ("anthropic", anthropic_message(CUT, stop_reason="max_tokens"), "stopped in the middle"),
    ("anthropic", anthropic_message(CUT), "something that is not a text"),
    ("anthropic", anthropic_message(LONG), "Write 3 to 6 sentences, not 40."),
    ("bedrock", bedrock_message({}), "something that is not a text"),
    ("bedrock", bedrock_message({}, stop_reason="max_tokens"), "stopped in the middle"),
    ("bedrock", bedrock_message({}, tool="other"), "empty answer"),
)


@pytest.mark.parametrize(("provider", "answer", "sentence"), UNUSABLE)
def test_an_unusable_answer_is_asked_for_once_more_and_then_written_offline(
    vendor, summary, settings, provider, answer, sentence
):
    vendor.script = [answer]

    row, _pause_s = tried(summary, settings, provider)

    assert (row.state, row.provider) == (Summary.State.READY, "offline")
    assert REJECTED_TWICE in row.note
    assert sentence in row.note
    assert len(vendor.asked) == 2
    assert VendorCall.objects.filter(summary=row).count() == 2
    assert row.tokens_in > 0


@pytest.mark.parametrize("provider", ("anthropic", "bedrock"))
def test_no_network_is_told_after_the_last_attempt(
    vendor, summary, settings, monkeypatch, provider
):
    for address in ("ANTHROPIC_BASE_URL", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"):
        monkeypatch.setenv(address, "http://127.0.0.1:9")
    Summary.objects.filter(pk=summary.pk).update(attempt=4)

    row, pause_s = tried(summary, settings, provider)

    assert pause_s is None
    assert row.failure == "The writing service cannot be reached. Gave up after 5 attempts."


@pytest.mark.parametrize("provider", ("anthropic", "bedrock"))
def test_without_credentials_nobody_is_asked_and_it_is_said(
    vendor, summary, settings, monkeypatch, provider
):
    for secret in ("ANTHROPIC_API_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(secret, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")

    row, pause_s = tried(summary, settings, provider)

    assert (row.state, row.failure) == (Summary.State.FAILED, "No writing service is set up.")
    assert pause_s is None
    assert vendor.asked == []


def test_after_repeated_faults_texts_are_written_offline_and_say_so(vendor, summary, settings):
    vendor.script = [anthropic_error(529, "overloaded_error")]

    for _ in range(FAULTS_THAT_OPEN):
        assert tried(summary, settings, "anthropic")[0].state == Summary.State.WAITING
    row, _pause_s = tried(summary, settings, "anthropic")

    assert (row.state, row.provider) == (Summary.State.READY, "offline")
    assert "failed 4 times in a row" in row.note
    assert "The writing service is overloaded." in row.note
    assert len(vendor.asked) == FAULTS_THAT_OPEN


def test_a_service_that_answers_again_is_asked_again(vendor, summary, settings):
    now = timezone.now()
    for _ in range(FAULTS_THAT_OPEN):
        ProviderStanding.objects.note_fault("anthropic", "It failed.", now=now)
    ProviderStanding.objects.update(open_until=now)
    vendor.script = [anthropic_message(good_draft(summary))]

    row, _pause_s = tried(summary, settings, "anthropic")

    assert (row.provider, row.state) == ("anthropic", Summary.State.READY)
    assert ProviderStanding.objects.get(provider="anthropic").faults_in_a_row == 0


def good_draft(summary):
    return write_draft(write_offline(gather_session_facts(summary.session)))


def test_tokens_cost_and_parameters_are_stored_with_the_text(vendor, summary, settings):
    vendor.script = [anthropic_message(good_draft(summary))]
    settings.MODEL_PRICES = ["claude-test=2/10"]

    row, _pause_s = tried(summary, settings, "anthropic")

    assert (row.tokens_in, row.tokens_out) == (1200, 90)
    assert float(row.cost_usd) == pytest.approx((1200 * 2 + 90 * 10) / 1e6)
    assert row.parameters["max_tokens"] == 4000
    assert row.parameters["timeout_s"] == 0.5
    assert row.prompt_version
    assert "secret" not in json.dumps(row.parameters)


@pytest.mark.parametrize("whose", ("product", "team"))
def test_a_spent_budget_is_told_and_nobody_is_asked(vendor, summary, settings, whose):
    vendor.script = [anthropic_message(good_draft(summary))]
    VendorCall.objects.create(
        provider="anthropic",
        model="m",
        team=summary.session.athlete.team,
        at=timezone.now(),
        tokens_in=1,
        tokens_out=1,
        cost_usd=5,
    )
    if whose == "product":
        settings.MONTHLY_BUDGET_USD = 5.0
    else:
        TeamTexts.objects.create(team=summary.session.athlete.team, monthly_budget_usd=5)

    row, _pause_s = tried(summary, settings, "anthropic")

    assert vendor.asked == []
    assert row.note == "Written offline: the budget for this month is spent."


def test_a_budget_is_never_risked_on_a_model_of_unknown_price(vendor, summary, settings):
    settings.MONTHLY_BUDGET_USD = 5.0
    settings.ANTHROPIC_MODEL = "unheard-of"

    row, _pause_s = tried(summary, settings, "anthropic")

    assert vendor.asked == []
    assert row.note == (
        "Written offline: there is a budget, and the price of the chosen model is not known."
    )


def test_a_team_chooses_its_own_provider(vendor, summary, settings):
    vendor.script = [bedrock_message(json.loads(good_draft(summary)))]
    TeamTexts.objects.create(team=summary.session.athlete.team, provider="bedrock")

    row, _pause_s = tried(summary, settings, "anthropic")

    assert (row.provider, row.state) == ("bedrock", Summary.State.READY)


def test_an_answer_that_outlived_its_worker_is_not_paid_for_again(vendor, summary, settings):
    vendor.script = [anthropic_message(good_draft(summary))]
    settings.SUMMARY_PROVIDER = "anthropic"
    lost = Summary.objects.claim(summary.pk, now=timezone.now() - timedelta(hours=1))
    attempt(lost)
    Summary.objects.filter(pk=summary.pk).update(
        state=Summary.State.WRITING, text="", open_session=summary.session
    )

    row, _pause_s = tried(summary, settings, "anthropic")

    assert row.state == Summary.State.READY
    assert len(vendor.asked) == 1
