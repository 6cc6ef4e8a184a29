"""Bedrock's batch inference through boto3: a file in a bucket, a job, half the price in a day."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import ClientError

from summaries.prompt import Prompt
from summaries.providers.bedrock import completion_of, patience, request_for, translated_faults
from summaries.providers.bulk import BatchFailed
from summaries.providers.deadline import answer_within
from summaries.providers.interface import (
    Completion,
    ProviderError,
    ProviderFault,
    ProviderRefused,
    ProviderUnavailable,
)

ENDED = ("Completed", "PartiallyCompleted", "Stopped", "Expired")
ANSWERS = ".jsonl.out"  # beside them lies a manifest
HOURS = 24
PASSING_STATUSES = (408, 424, 429)  # and 5xx; of one record of many
Found = TypeVar("Found")


class BedrockBulk:
    """Ask a model on Bedrock for many texts at once, through a folder of an S3 bucket."""

    name = "bedrock"

    def __init__(
        self,
        *,
        model: str,
        region: str,
        folder_url: str,
        role_arn: str,
        fewest: int,
        timeout_s: float,
    ) -> None:
        self.model = model
        self.fewest, self.most = fewest, max(250, 2 * fewest)
        self._region = region
        self._role_arn = role_arn
        self._timeout_s = timeout_s
        folder = urlsplit(folder_url)
        self._bucket, self._prefix = folder.netloc, folder.path.strip("/")

    def hand_in(self, name: str, prompts: Mapping[str, Prompt]) -> str:
        lines = [
            json.dumps({"recordId": mark, "modelInput": request_for(prompt)})
            for mark, prompt in prompts.items()
        ]
        folder = "/".join(part for part in (self._prefix, name) if part)
        key, url = f"{folder}/texts.jsonl", f"s3://{self._bucket}/{folder}"
        body = "\n".join(lines).encode()
        self._ask("s3", lambda s3: s3.put_object(Bucket=self._bucket, Key=key, Body=body))
        job = self._ask(
            "bedrock",
            lambda bedrock: bedrock.create_model_invocation_job(
                jobName=name,
                clientRequestToken=name,
                roleArn=self._role_arn,
                modelId=self.model,
                modelInvocationType="Converse",
                inputDataConfig={
                    "s3InputDataConfig": {"s3InputFormat": "JSONL", "s3Uri": f"{url}/texts.jsonl"}
                },
                outputDataConfig={"s3OutputDataConfig": {"s3Uri": f"{url}/answers/"}},
                timeoutDurationInHours=HOURS,
            ),
        )
        return _id_of(job)

    def find(self, name: str, *, requests: int, since: datetime) -> list[str]:
        listed = self._ask(
            "bedrock",
            lambda bedrock: bedrock.list_model_invocation_jobs(
                nameContains=name, submitTimeAfter=since
            ),
        )
        jobs = listed.get("invocationJobSummaries", ())
        return [_id_of(job) for job in jobs if job["jobName"] == name]

    def is_done(self, vendor_id: str) -> bool:
        job = self._job(vendor_id)
        if job["status"] == "Failed":
            raise BatchFailed(ProviderFault.BATCH_FAILED, job.get("message", ""))
        return job["status"] in ENDED

    def answers(self, vendor_id: str) -> Iterator[tuple[str, Completion | ProviderError]]:
        folder = urlsplit(self._job(vendor_id)["outputDataConfig"]["s3OutputDataConfig"]["s3Uri"])
        prefix = folder.path.lstrip("/")
        listed = self._ask("s3", lambda s3: s3.list_objects_v2(Bucket=folder.netloc, Prefix=prefix))
        for key in [found["Key"] for found in listed.get("Contents", ())]:
            if key.endswith(ANSWERS):
                lines = self._read(folder.netloc, key).splitlines()
                yield from filter(None, map(self._answer_of, lines))

    def call_back(self, vendor_id: str) -> None:
        self._ask("bedrock", lambda bedrock: _stop(bedrock, vendor_id))

    def _job(self, vendor_id: str) -> Any:
        job = self._ask(
            "bedrock", lambda bedrock: bedrock.get_model_invocation_job(jobIdentifier=vendor_id)
        )
        if "status" not in job:  # boto3 reads a cut body as an empty answer
            raise ProviderUnavailable(ProviderFault.SERVER_ERROR, "a body that is no job")
        return job

    def _read(self, bucket: str, key: str) -> bytes:
        content: bytes = self._ask(
            "s3", lambda s3: s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        )
        return content

    def _ask(self, service: Literal["s3", "bedrock"], call: Callable[[Any], Found]) -> Found:
        client: Any = boto3.client(  # its session reads the description of a service once
            service, region_name=self._region, config=patience(self._timeout_s)
        )
        with translated_faults():
            return answer_within(self._timeout_s, lambda: call(client), hang_up=client.close)

    def _answer_of(self, line: bytes) -> tuple[str, Completion | ProviderError] | None:
        """Read one line of the answers; None where it is cut or of no shape."""
        try:
            record = json.loads(line)
            mark = record["recordId"]
            if "error" in record:
                return mark, _fault_of(record["error"])
            return mark, completion_of(record["modelOutput"], self.model)
        except ProviderError as fault:
            return mark, fault
        except (AttributeError, KeyError, TypeError, ValueError):
            return None


def _id_of(job: Any) -> str:
    """Take a job's id out of its ARN; a whole answer has one."""
    arn = job.get("jobArn")
    if not arn:
        raise ProviderUnavailable(ProviderFault.SERVER_ERROR, "a body that is no job")
    return str(arn).rpartition("/")[2]


def _stop(bedrock: Any, vendor_id: str) -> None:
    try:
        bedrock.stop_model_invocation_job(jobIdentifier=vendor_id)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != "ConflictException":  # it has ended
            raise


def _fault_of(error: Any) -> ProviderError:
    status, detail = error["errorCode"], str(error.get("errorMessage", ""))
    if status in PASSING_STATUSES or status >= 500:
        return ProviderUnavailable(ProviderFault.SERVER_ERROR, detail)
    return ProviderRefused(ProviderFault.BAD_REQUEST, detail)
