"""Texts that go through Bedrock's batch jobs and a bucket, through real boto3."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from analytics.audit import Act
from summaries.batching import cancel_batch
from summaries.models import Parcel, Summary, TeamTexts, TextBatch, VendorCall
from summaries.models.parcel import LEASE
from summaries.providers.interface import ProviderFault
from summaries.tasks.batches import write_next
from tests.make import make_coach, make_team
from tests.summaries.providers.job_desk import JobDesk, answered, failed, s3_error
from tests.summaries.providers.vendor_server import (
    TRUE_DRAFT,
    Answer,
    bedrock_error,
    bedrock_message,
    vendor_server,
)
from tests.summaries.test_batching import started, told
from tests.summaries.test_parcels import handed_in, looked_at, states
from tests.summaries.vendor_settings import point_sdks_at

pytestmark = pytest.mark.django_db

MODEL = "eu.anthropic.claude-test-1:0"
DRAFT = json.loads(TRUE_DRAFT)
FULL_USD = (1300 * 2 + 80 * 10) / 1e6


@pytest.fixture
def vendor(monkeypatch, settings):
    settings.SUMMARY_PROVIDER = "bedrock"
    settings.BEDROCK_MODEL, settings.BEDROCK_REGION = MODEL, "eu-central-1"
    settings.BEDROCK_BATCH_URL = "s3://rides/texts"
    settings.BEDROCK_BATCH_ROLE = "arn:aws:iam::123456789012:role/texts"
    settings.BEDROCK_BATCH_FEWEST = 3
    settings.PROVIDER_RATES = {}
    settings.PROVIDER_TIMEOUT_S = 2.0
    settings.MODEL_PRICES = ["claude-test=2/10"]
    with vendor_server() as server:
        server.desk = JobDesk()
        server.script = [bedrock_message(DRAFT)]
        point_sdks_at(server, monkeypatch)
        yield server


@pytest.fixture
def team():
    return make_team()


def written_up(batch):
    """Write what waits until nothing does, or waits for later."""
    while write_next(batch) == 0.0:
        pass
    return states(batch)


def test_texts_go_through_the_bucket_together_and_cost_half(vendor, team):
    batch = handed_in(team)
    assert states(looked_at(batch)) == ["writing"] * 3

    vendor.desk.end(lambda _input: answered(DRAFT))
    batch = looked_at(batch)

    assert (batch.state, states(batch)) == (TextBatch.State.DONE, ["ready"] * 3)
    (job,) = vendor.desk.jobs.values()
    assert (job["modelId"], job["modelInvocationType"]) == (MODEL, "Converse")
    assert job["roleArn"] == "arn:aws:iam::123456789012:role/texts"
    assert (job["jobName"], job["timeoutDurationInHours"]) == (batch.parcels.get().name, 24)
    costs = VendorCall.objects.filter(provider="bedrock").values_list("cost_usd", flat=True)
    assert [float(cost) for cost in costs] == pytest.approx([FULL_USD / 2] * 3)
    assert not any(asked.path.endswith("/converse") for asked in vendor.asked)


def test_each_line_is_what_the_single_call_would_be(vendor, team):
    batch = handed_in(team)
    (path,) = vendor.desk.objects
    line = json.loads(vendor.desk.objects[path].splitlines()[0])
    assert path == f"/rides/texts/{batch.parcels.get().name}/texts.jsonl"

    vendor.desk.end(lambda _input: failed(500))
    looked_at(batch)
    first = batch.summaries.order_by("pk").first()
    Summary.objects.exclude(pk=first.pk).update(state=Summary.State.FAILED, failure="x")
    written_up(batch)

    (alone,) = [asked for asked in vendor.asked if asked.path.endswith("/converse")]
    assert line["recordId"] == f"text-{first.pk}-1"
    assert line["modelInput"] == alone.body


def test_too_few_for_a_job_are_written_one_by_one(vendor, team):
    told(team, 2)
    batch = started(team, provider="", pace=TextBatch.Pace.WITHIN_A_DAY)

    assert written_up(batch) == ["ready"] * 2
    assert vendor.desk.jobs == {}


def test_without_a_bucket_in_the_settings_all_are_written_one_by_one(vendor, team, settings):
    settings.BEDROCK_BATCH_URL = ""
    told(team, 3)
    batch = started(team, provider="", pace=TextBatch.Pace.WITHIN_A_DAY)

    assert written_up(batch) == ["ready"] * 3
    assert vendor.desk.jobs == {}


def test_texts_of_another_teams_provider_do_not_count_for_a_job(vendor, team):
    other = make_team(name="Offline")
    TeamTexts.objects.create(team=other, provider="offline")
    told(team, 2)
    told(other, 1)
    batch = started(None, provider="", pace=TextBatch.Pace.WITHIN_A_DAY)

    assert written_up(batch) == ["ready"] * 3
    assert vendor.desk.jobs == {}


def test_what_another_worker_took_is_not_handed_in_as_too_few(vendor, team):
    """Two workers choose the same rows; the one that comes second takes none."""
    batch = handed_in(team)
    parcel = batch.parcels.get()
    again = Parcel.objects.create(batch=batch, packed_at=timezone.now(), seen_at=timezone.now())

    assert Summary.objects.pack(batch.summaries.all(), again, now=timezone.now()) == []
    assert batch.summaries.filter(parcel=parcel).count() == 3


def test_a_job_that_failed_waits_again_and_tells_in_the_end(vendor, team):
    batch = handed_in(team)
    vendor.desk.end(lambda _input: answered(DRAFT), status="Failed")

    looked_at(batch)

    assert states(batch) == ["waiting"] * 3
    assert batch.parcels.get().state == Parcel.State.GIVEN_UP
    batch.summaries.update(attempt=4)
    assert write_next(batch) == 0.0
    vendor.desk.end(lambda _input: answered(DRAFT), status="Failed")
    looked_at(batch)
    assert states(batch) == ["failed"] * 3
    told = "The writing service could not finish the batch of this text."
    assert set(batch.summaries.values_list("failure", flat=True)) == {told}
    assert VendorCall.objects.count() == 0


@pytest.mark.parametrize("status", ("PartiallyCompleted", "Expired"))
def test_of_a_job_that_ended_early_what_was_answered_is_kept(vendor, team, status):
    batch = handed_in(team)
    vendor.desk.end(lambda _input: answered(DRAFT), status=status, answers=1)

    looked_at(batch)

    assert states(batch) == ["ready", "waiting", "waiting"]


def test_records_with_errors_wait_again_or_are_told(vendor, team):
    batch = handed_in(team, 4)
    results = [failed(400), failed(429), failed(503), answered(DRAFT)]
    vendor.desk.end(lambda _input: results.pop())

    looked_at(batch)

    assert states(batch) == ["failed", "ready", "waiting", "waiting"]
    assert batch.summaries.get(state="failed").failure == ProviderFault.BAD_REQUEST.sentence


def test_a_bucket_that_is_closed_is_told(vendor, team):
    vendor.desk.faults = {"PUT /rides/": s3_error(403, "AccessDenied")}

    batch = handed_in(team)

    assert states(batch) == ["failed"] * 3
    told = "The bucket for batches of texts is closed to us."
    assert set(batch.summaries.values_list("failure", flat=True)) == {told}


def test_answers_that_cannot_be_fetched_now_are_fetched_later(vendor, team):
    batch = handed_in(team)
    vendor.desk.end(lambda _input: answered(DRAFT))
    vendor.desk.faults = {"GET /rides/texts": Answer(hangs_up=True)}

    assert states(looked_at(batch)) == ["writing"] * 3
    assert states(looked_at(batch)) == ["ready"] * 3
    assert VendorCall.objects.count() == 3


@pytest.mark.parametrize("is_known", (True, False))
def test_a_worker_that_died_while_handing_in_is_found_out_by_name(vendor, team, is_known):
    batch = handed_in(team)
    batch.parcels.update(state=Parcel.State.PACKED, vendor_id="")
    if not is_known:
        vendor.desk.jobs["job000000001"]["jobName"] += "-of-another-database"

    batch = looked_at(batch, after=LEASE + timedelta(seconds=1))
    written_up(batch)
    vendor.desk.end(lambda _input: answered(DRAFT))

    assert states(looked_at(batch)) == ["ready"] * 3
    assert len(vendor.desk.jobs) == (1 if is_known else 2)


@pytest.mark.parametrize("has_ended", (False, True))
def test_a_cancelled_batch_stops_the_job_and_keeps_what_was_paid_for(vendor, team, has_ended):
    batch = handed_in(team)
    cancel_batch(batch, Act(make_coach(team), timezone.now()))
    if has_ended:
        vendor.desk.faults = {
            "POST /model-invocation-job/": bedrock_error(409, "ConflictException")
        }

    looked_at(batch)
    (job,) = vendor.desk.jobs.values()
    assert job["status"] == ("Submitted" if has_ended else "Stopping")
    vendor.desk.end(lambda _input: answered(DRAFT), status="Stopped", answers=1)
    looked_at(batch)

    assert states(batch) == ["ready"]
