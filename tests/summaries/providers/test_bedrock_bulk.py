import json
from datetime import UTC, datetime, timedelta

import pytest

from summaries.draft import read_draft, write_draft
from summaries.providers.bedrock_bulk import BedrockBulk
from summaries.providers.bulk import BatchFailed
from summaries.providers.interface import (
    AnswerUnusable,
    Completion,
    ProviderFault,
    ProviderRefused,
    ProviderUnavailable,
)
from summaries.voices import write_offline
from tests.summaries.providers.job_desk import JobDesk, answered, failed, s3_error
from tests.summaries.providers.vendor_server import Answer, bedrock_error, vendor_server
from tests.summaries.vendor_settings import point_sdks_at

MODEL = "eu.anthropic.test-1:0"
PUT, CREATE, GET = "PUT /rides/", "POST /model-invocation-job", "GET /model-invocation-job/"


@pytest.fixture
def vendor(monkeypatch):
    with vendor_server() as server:
        server.desk = JobDesk()
        point_sdks_at(server, monkeypatch)
        yield server


@pytest.fixture
def bulk(vendor):
    return BedrockBulk(
        model=MODEL,
        region="eu-central-1",
        folder_url="s3://rides",
        role_arn="arn:aws:iam::123456789012:role/texts",
        fewest=100,
        timeout_s=2.0,
    )


def test_answers_come_back_under_our_marks_with_model_and_tokens(vendor, bulk, prompt):
    draft = write_draft(write_offline(prompt.facts))

    job_id = bulk.hand_in("texts-1", {"text-7-1": prompt, "text-8-1": prompt})
    assert not bulk.is_done(job_id)
    vendor.desk.end(lambda _input: answered(json.loads(draft)))

    assert bulk.is_done(job_id)
    found = dict(bulk.answers(job_id))
    assert list(found) == ["text-8-1", "text-7-1"]
    assert found["text-7-1"].model == MODEL
    assert (found["text-7-1"].tokens_in, found["text-7-1"].tokens_out) == (1300, 80)
    assert read_draft(found["text-7-1"].text) == write_offline(prompt.facts)


@pytest.mark.parametrize(
    ("at", "answer", "kind", "fault"),
    (
        (PUT, s3_error(403, "AccessDenied"), ProviderRefused, "BUCKET_REFUSED"),
        (PUT, s3_error(404, "NoSuchBucket"), ProviderRefused, "BUCKET_REFUSED"),
        (PUT, s3_error(403, "SignatureDoesNotMatch"), ProviderRefused, "INVALID_KEY"),
        (PUT, s3_error(503, "SlowDown"), ProviderUnavailable, "RATE_LIMITED"),
        (PUT, s3_error(500, "InternalError"), ProviderUnavailable, "SERVER_ERROR"),
        (PUT, Answer(hangs_up=True), ProviderUnavailable, "NO_NETWORK"),
        (PUT, Answer(wait_s=9.0), ProviderUnavailable, "TIMEOUT"),
        (CREATE, bedrock_error(403, "AccessDeniedException"), ProviderRefused, "INVALID_KEY"),
        (CREATE, bedrock_error(400, "ValidationException"), ProviderRefused, "BAD_REQUEST"),
        (
            CREATE,
            bedrock_error(400, "ServiceQuotaExceededException"),
            ProviderUnavailable,
            "RATE_LIMITED",
        ),
        (CREATE, bedrock_error(429, "ThrottlingException"), ProviderUnavailable, "RATE_LIMITED"),
        (
            CREATE,
            bedrock_error(500, "InternalServerException"),
            ProviderUnavailable,
            "SERVER_ERROR",
        ),
        (CREATE, Answer(200, b'{"jobAr'), ProviderUnavailable, "SERVER_ERROR"),
        (GET, bedrock_error(500, "InternalServerException"), ProviderUnavailable, "SERVER_ERROR"),
        (GET, Answer(200, b'{"sta'), ProviderUnavailable, "SERVER_ERROR"),
        ("GET /rides?", s3_error(403, "AccessDenied"), ProviderRefused, "BUCKET_REFUSED"),
        ("GET /rides/texts-1", Answer(hangs_up=True), ProviderUnavailable, "NO_NETWORK"),
    ),
)
def test_each_fault_of_bucket_and_job_has_its_sentence(
    vendor, bulk, prompt, at, answer, kind, fault
):
    vendor.desk.faults = {at: answer}

    with pytest.raises(kind) as raised:
        hand_in_and_fetch(vendor, bulk, prompt)

    assert raised.value.fault is ProviderFault[fault]
    assert str(raised.value) == ProviderFault[fault].sentence
    assert "aws-test-secret" not in f"{raised.value} {raised.value.detail}"


def hand_in_and_fetch(vendor, bulk, prompt, result=None, **ended):
    job_id = bulk.hand_in("texts-1", {"text-7-1": prompt})
    vendor.desk.end(lambda _input: result or failed(500), **ended)
    assert bulk.is_done(job_id)
    return dict(bulk.answers(job_id))


@pytest.mark.parametrize(
    ("result", "kind", "fault"),
    (
        (failed(400), ProviderRefused, "BAD_REQUEST"),
        (failed(429), ProviderUnavailable, "SERVER_ERROR"),
        (failed(503), ProviderUnavailable, "SERVER_ERROR"),
        (answered({}, stop_reason="content_filtered"), ProviderRefused, "REFUSED"),
        (answered({"sentences": []}, stop_reason="max_tokens"), AnswerUnusable, "CUT_SHORT"),
        (answered({}, tool="another"), AnswerUnusable, "EMPTY"),
        (answered({}), AnswerUnusable, "NOT_A_DRAFT"),
        ({"modelOutput": {}}, ProviderUnavailable, "SERVER_ERROR"),
    ),
)
def test_each_fault_of_one_record_is_that_records(vendor, bulk, prompt, result, kind, fault):
    found = hand_in_and_fetch(vendor, bulk, prompt, result)

    assert type(found["text-7-1"]) is kind
    assert found["text-7-1"].fault is ProviderFault[fault]


@pytest.mark.parametrize("result", ({"modelOutput": 7}, {"recordId": 7, "error": 5}, {"error": {}}))
def test_a_line_of_no_shape_is_no_answer(vendor, bulk, prompt, result):
    assert hand_in_and_fetch(vendor, bulk, prompt, result) == {}


def test_a_file_that_is_cut_gives_the_lines_before_the_cut(vendor, bulk, prompt):
    good = json.loads(write_draft(write_offline(prompt.facts)))
    job_id = bulk.hand_in("texts-1", {"text-7-1": prompt, "text-8-1": prompt})
    vendor.desk.end(lambda _input: answered(good))
    (path,) = [path for path in vendor.desk.objects if path.endswith(".jsonl.out")]
    vendor.desk.objects[path] = vendor.desk.objects[path][:-9]

    ((mark, answer),) = bulk.answers(job_id)

    assert (mark, type(answer)) == ("text-8-1", Completion)


def test_a_job_that_failed_says_so_in_the_vendors_words_for_the_log(vendor, bulk, prompt):
    job_id = bulk.hand_in("texts-1", {"text-7-1": prompt})
    vendor.desk.jobs[job_id] |= {"status": "Failed", "message": "The role cannot read."}

    with pytest.raises(BatchFailed) as raised:
        bulk.is_done(job_id)

    assert raised.value.detail == "The role cannot read."


def test_a_job_is_found_by_its_whole_name(vendor, bulk, prompt):
    since = datetime.now(UTC) - timedelta(minutes=5)
    bulk.hand_in("texts-12", {"text-1-1": prompt})
    job_id = bulk.hand_in("texts-1", {"text-1-1": prompt})

    assert bulk.find("texts-1", requests=1, since=since) == [job_id]
    assert bulk.find("texts-3", requests=1, since=since) == []
    assert "submitTimeAfter=" in vendor.asked[-1].path
