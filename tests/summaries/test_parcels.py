"""Texts that a vendor writes together at half the price, through its real SDK."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from analytics.audit import Act
from analytics.models import Session
from summaries.batching import cancel_batch
from summaries.models import Parcel, Summary, TeamTexts, TextBatch, VendorCall
from summaries.models.parcel import LEASE, LOOKED_AT_EVERY
from summaries.parcels import GIVEN_UP_AFTER
from summaries.providers.interface import ProviderFault
from summaries.tasks.batches import write_next
from summaries.tasks.parcels import look_after_text_batch_parcel_task
from tests.make import make_coach, make_team
from tests.summaries.providers.batch_desk import CANCELED, EXPIRED, BatchDesk, errored, succeeded
from tests.summaries.providers.vendor_server import (
    TRUE_DRAFT,
    Answer,
    anthropic_error,
    anthropic_message,
    vendor_server,
)
from tests.summaries.test_batching import started, told
from tests.summaries.vendor_settings import point_sdks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def vendor(monkeypatch, settings):
    settings.SUMMARY_PROVIDER = "anthropic"
    settings.PROVIDER_RATES = {}
    settings.PROVIDER_TIMEOUT_S = 2.0
    settings.MODEL_PRICES = ["claude-test=2/10"]
    with vendor_server() as server:
        server.desk = BatchDesk()
        server.script = [anthropic_message(TRUE_DRAFT)]
        point_sdks_at(server, monkeypatch)
        yield server


@pytest.fixture
def team():
    return make_team()


def handed_in(team, count=3):
    """A batch of texts, all of them with the vendor."""
    told(team, count)
    batch = started(team, provider="", pace=TextBatch.Pace.WITHIN_A_DAY)
    assert write_next(batch) == 0.0
    return batch


def looked_at(batch, *, after=LOOKED_AT_EVERY):
    """Let the time pass after which a parcel is looked at, and look."""
    Parcel.objects.filter(batch=batch).update(seen_at=timezone.now() - after)
    for parcel in batch.parcels.all():
        look_after_text_batch_parcel_task(parcel_id=parcel.pk)
    batch.refresh_from_db()
    return batch


def states(batch):
    return sorted(batch.summaries.values_list("state", flat=True))


def test_texts_are_handed_in_together_and_written_at_half_the_price(vendor, team):
    batch = handed_in(team)
    assert states(looked_at(batch)) == ["writing"] * 3
    assert write_next(batch) is None

    vendor.desk.end(lambda _params: succeeded(TRUE_DRAFT))
    batch = looked_at(batch)

    assert (batch.state, states(batch)) == (TextBatch.State.DONE, ["ready"] * 3)
    assert len(vendor.desk.batches) == 1
    full_usd = (1200 * 2 + 90 * 10) / 1e6
    costs = VendorCall.objects.filter(summary__batch=batch).values_list("cost_usd", flat=True)
    assert [float(cost) for cost in costs] == pytest.approx([full_usd / 2] * 3)
    assert float(batch.summaries.first().cost_usd) == pytest.approx(full_usd / 2)
    assert batch.summaries.first().model == "claude-test-1"


def test_each_request_is_what_the_single_call_would_be(vendor, team):
    told(team, 1)
    Session.objects.update(plan_text="2 x 20:00 at 250 W")
    handed_in(team, 0)

    request = next(iter(vendor.desk.batches.values())).requests[0]

    assert request["params"]["max_tokens"] == 4000
    assert request["params"]["output_config"]["format"]["type"] == "json_schema"
    content = request["params"]["messages"][0]["content"]
    assert '<data kind="facts">' in content
    assert '<data kind="plan">\n"2 x 20:00 at 250 W"\n</data>' in content


def test_answers_are_taken_in_once_whoever_looks_again(vendor, team):
    batch = handed_in(team)
    vendor.desk.end(lambda _params: succeeded(TRUE_DRAFT))
    looked_at(batch)
    Parcel.objects.update(state=Parcel.State.AWAY)

    looked_at(batch)

    assert VendorCall.objects.filter(summary__batch=batch).count() == 3


def test_a_worker_that_died_over_the_answers_costs_nothing(vendor, team):
    batch = handed_in(team)
    vendor.desk.end(lambda _params: succeeded(TRUE_DRAFT))
    first = batch.summaries.first()
    first.unpack(now=timezone.now() - timedelta(hours=1), answer="")
    first.keep(answer=json.dumps({"text": TRUE_DRAFT, "model": "claude-test-1"}))

    batch = looked_at(batch)
    while write_next(batch) == 0.0:
        pass

    assert states(batch) == ["ready"] * 3
    assert len(vendor.desk.batches) == 1
    assert not any(asked.path == "/v1/messages" for asked in vendor.asked)


@pytest.mark.parametrize("is_known", (True, False))
def test_a_worker_that_died_while_handing_in_is_found_out(vendor, team, is_known):
    batch = handed_in(team)
    batch.parcels.update(state=Parcel.State.PACKED, vendor_id="")
    if not is_known:
        vendor.desk.batches.clear()

    batch = looked_at(batch, after=LEASE + timedelta(seconds=1))
    while write_next(batch) == 0.0:
        pass
    vendor.desk.end(lambda _params: succeeded(TRUE_DRAFT))
    batch = looked_at(batch)

    assert states(batch) == ["ready"] * 3
    assert len(vendor.desk.batches) == 1, "nothing is paid for twice"


def test_what_was_found_but_is_somebody_elses_is_packed_anew(vendor, team):
    batch = handed_in(team)
    vendor.desk.batches["msgbatch_1"].requests = [
        request | {"custom_id": f"theirs-{number}"}
        for number, request in enumerate(vendor.desk.batches["msgbatch_1"].requests)
    ]
    vendor.desk.end(lambda _params: succeeded(TRUE_DRAFT))

    batch = looked_at(batch)

    assert states(batch) == ["waiting"] * 3
    assert VendorCall.objects.count() == 0


def test_expired_and_failed_requests_wait_again_and_final_ones_are_told(vendor, team):
    batch = handed_in(team, 4)
    results = [EXPIRED, errored("overloaded_error"), errored("invalid_request_error")]
    results.append(succeeded(TRUE_DRAFT))
    vendor.desk.end(lambda _params: results.pop())

    batch = looked_at(batch)

    assert states(batch) == ["failed", "ready", "waiting", "waiting"]
    failed = batch.summaries.get(state=Summary.State.FAILED)
    assert failed.failure == ProviderFault.BAD_REQUEST.sentence
    assert VendorCall.objects.count() == 1


def test_what_expires_again_and_again_fails_with_its_sentence(vendor, team):
    batch = handed_in(team, 1)
    batch.summaries.update(attempt=5)
    for request in vendor.desk.batches["msgbatch_1"].requests:
        request["custom_id"] = f"text-{batch.summaries.get().pk}-5"
    vendor.desk.end(lambda _params: EXPIRED)

    batch = looked_at(batch)

    assert batch.summaries.get().failure == "The writing service did not get to it within a day."
    assert batch.state == TextBatch.State.DONE


@pytest.mark.parametrize(
    ("result", "state", "said", "calls"),
    (
        (succeeded("No.", stop_reason="refusal"), "failed", "declined to write", 0),
        (succeeded(None), "ready", "", 2),
        (succeeded('{"sentences": [{"te', stop_reason="max_tokens"), "ready", "", 2),
        (succeeded("nonsense"), "ready", "", 2),
    ),
)
def test_an_answer_that_is_no_text_is_told_or_asked_for_by_itself(
    vendor, team, result, state, said, calls
):
    batch = handed_in(team, 1)
    vendor.desk.end(lambda _params: result)

    looked_at(batch)

    row = batch.summaries.get()
    assert row.state == state
    assert said in row.failure
    assert VendorCall.objects.filter(summary=row).count() == calls


@pytest.mark.parametrize(
    ("fault", "state", "said"),
    (
        (anthropic_error(429, "rate_limit_error", retry_after="90"), "waiting", ""),
        (anthropic_error(500, "api_error"), "waiting", ""),
        (anthropic_error(529, "overloaded_error"), "waiting", ""),
        (Answer(hangs_up=True), "waiting", ""),
        (Answer(200, b'{"id": "msgb'), "waiting", ""),
        (Answer(200, b"{}"), "waiting", ""),
        (anthropic_error(401, "authentication_error"), "failed", "does not accept our key"),
        (anthropic_error(402, "billing_error"), "failed", "has run out of credit"),
    ),
)
def test_a_parcel_that_is_not_taken_waits_or_ends(vendor, team, fault, state, said):
    vendor.desk.faults = [fault]

    batch = handed_in(team, 1)

    row = batch.summaries.get()
    assert (row.state, row.parcel) == (state, None)
    assert said in row.failure
    assert state != "waiting" or row.due_at > timezone.now() + timedelta(seconds=60)


def test_a_service_that_cannot_say_how_far_it_is_is_asked_again(vendor, team):
    batch = handed_in(team, 1)
    vendor.desk.faults = [anthropic_error(500, "api_error")]
    looked_at(batch)
    vendor.desk.end(lambda _params: succeeded(TRUE_DRAFT))

    assert states(looked_at(batch)) == ["ready"]


def test_what_never_comes_back_is_packed_anew_after_a_day(vendor, team):
    batch = handed_in(team, 1)
    batch.parcels.update(packed_at=timezone.now() - GIVEN_UP_AFTER - timedelta(minutes=1))

    looked_at(batch)

    assert states(batch) == ["waiting"]
    assert batch.parcels.get().state == Parcel.State.GIVEN_UP


def test_a_cancelled_batch_is_called_back_and_what_was_paid_for_is_kept(vendor, team):
    batch = handed_in(team, 2)
    cancel_batch(batch, Act(make_coach(team), timezone.now()))
    results = [CANCELED, succeeded(TRUE_DRAFT)]

    looked_at(batch)
    vendor.desk.end(lambda _params: results.pop())
    looked_at(batch)

    assert vendor.desk.batches["msgbatch_1"].is_canceling
    assert states(batch) == ["ready"]


def test_another_teams_provider_writes_its_own_meanwhile(vendor, team):
    other = make_team(name="Offline")
    TeamTexts.objects.create(team=other, provider="offline")
    told(team, 2)
    told(other, 1)
    batch = started(None, provider="", pace=TextBatch.Pace.WITHIN_A_DAY)

    while write_next(batch) == 0.0:
        pass

    assert states(batch) == ["ready", "writing", "writing"]
    assert batch.summaries.get(state="ready").provider == "offline"


def test_a_spent_budget_hands_nothing_in(vendor, team, settings):
    settings.MONTHLY_BUDGET_USD = 1.0
    told(team, 1)
    VendorCall.objects.create(
        provider="anthropic",
        model="m",
        team=team,
        at=timezone.now(),
        tokens_in=1,
        tokens_out=1,
        cost_usd=2,
    )
    batch = started(team, provider="", pace=TextBatch.Pace.WITHIN_A_DAY)

    while write_next(batch) == 0.0:
        pass

    assert vendor.desk.batches == {}
    assert "the budget for this month is spent" in batch.summaries.get().note
