"""Bedrock's batch jobs and the bucket that they go through, as the local server speaks them."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.summaries.providers.vendor_server import Answer, bedrock_message

ACCOUNT = "arn:aws:bedrock:eu-central-1:123456789012"
JOB = re.compile(r"/model-invocation-job/(?P<job>\w+)(?P<stop>/stop)?")

Result = dict[str, Any]  # what stands in a line of answers beside the mark
Writer = Callable[[dict[str, Any]], Result]  # from a line's modelInput


def answered(tool_input: Any, **message: Any) -> Result:
    return {"modelOutput": json.loads(bedrock_message(tool_input, **message).body)}


def failed(status: int) -> Result:
    return {"error": {"errorCode": status, "errorMessage": "in its own words"}}


def s3_error(status: int, code: str) -> Answer:
    return Answer(status, f"<Error><Code>{code}</Code><Message>No.</Message></Error>".encode())


@dataclass
class JobDesk:
    """Keep objects and jobs until the test lets the jobs end."""

    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    objects: dict[str, bytes] = field(default_factory=dict)  # by path: /bucket/key
    faults: dict[str, Answer] = field(default_factory=dict)  # once, by "METHOD /beginning"

    def answer(self, method: str, path: str, body: Any) -> Answer | None:
        for beginning in self.faults:
            if f"{method} {path}".startswith(beginning):
                return self.faults.pop(beginning)
        address = urlsplit(path)
        if address.path.startswith("/model-invocation-job"):
            return self._job(method, address.path, parse_qs(address.query), body)
        if address.path.startswith("/rides/") or address.path == "/rides":
            return self._object(method, address.path, parse_qs(address.query), body)
        return None

    def end(self, write: Writer, *, status: str = "Completed", answers: int | None = None) -> None:
        """Let every job end, so many of its texts answered by ``write``; the last comes first."""
        for job_id, job in self.jobs.items():
            job["status"] = status
            sent = [json.loads(line) for line in self._sent(job).splitlines()]
            written = [{**line, **write(line["modelInput"])} for line in reversed(sent[:answers])]
            out = job["outputDataConfig"]["s3OutputDataConfig"]["s3Uri"].removeprefix("s3:/")
            self.objects[f"{out}{job_id}/manifest.json.out"] = b"{}"
            self.objects[f"{out}{job_id}/texts.jsonl.out"] = "\n".join(
                map(json.dumps, written)
            ).encode()

    def _sent(self, job: dict[str, Any]) -> bytes:
        url = job["inputDataConfig"]["s3InputDataConfig"]["s3Uri"]
        return self.objects[url.removeprefix("s3:/")]

    def _job(self, method: str, path: str, asked: dict[str, list[str]], body: Any) -> Answer:
        if path == "/model-invocation-job":
            job_id = f"job{len(self.jobs) + 1:09}"
            self.jobs[job_id] = {
                **body,
                "jobArn": f"{ACCOUNT}:model-invocation-job/{job_id}",
                "status": "Submitted",
                "submitTime": datetime.now(UTC).isoformat(),
            }
            return _json({"jobArn": self.jobs[job_id]["jobArn"]})
        if path == "/model-invocation-jobs":
            named = [
                job
                for job in reversed(self.jobs.values())
                if asked["nameContains"][0] in job["jobName"]
            ]
            return _json({"invocationJobSummaries": named})
        match = JOB.fullmatch(path)
        job = self.jobs[match["job"]] if match else {}
        if match and match["stop"]:
            job["status"] = "Stopping"
            return _json({})
        return _json(job)

    def _object(self, method: str, path: str, asked: dict[str, list[str]], body: Any) -> Answer:
        if method == "PUT":
            self.objects[path] = body
            return Answer(200, b"")
        if "list-type" in asked:
            below = f"/rides/{asked['prefix'][0]}"
            keys = [key.removeprefix("/rides/") for key in self.objects if key.startswith(below)]
            contents = "".join(f"<Contents><Key>{key}</Key></Contents>" for key in keys)
            return Answer(200, f"<ListBucketResult>{contents}</ListBucketResult>".encode())
        return Answer(200, self.objects[path])


def _json(content: Any) -> Answer:
    return Answer(200, json.dumps(content).encode())
