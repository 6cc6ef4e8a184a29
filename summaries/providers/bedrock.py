"""AWS Bedrock's Converse API through boto3; the answer is a forced tool call."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ReadTimeoutError,
)

from summaries.prompt import Prompt
from summaries.providers.answers import MAX_TOKENS, seconds, usable
from summaries.providers.deadline import answer_within
from summaries.providers.interface import (
    AnswerUnusable,
    Completion,
    ProviderError,
    ProviderFault,
    ProviderRefused,
    ProviderUnavailable,
)

if TYPE_CHECKING:
    from mypy_boto3_bedrock_runtime.type_defs import ConverseResponseTypeDef

PARTS = {"output", "stopReason", "usage"}
TOOL = "write_note"
CUT_REASONS = ("max_tokens", "model_context_window_exceeded")
REFUSED_REASONS = ("content_filtered", "guardrail_intervened")

PASSING_FAULTS = {
    "ThrottlingException": ProviderFault.RATE_LIMITED,
    "TooManyRequestsException": ProviderFault.RATE_LIMITED,
    "ServiceUnavailableException": ProviderFault.OVERLOADED,
    "ModelNotReadyException": ProviderFault.OVERLOADED,
    "ModelTimeoutException": ProviderFault.TIMEOUT,
    "ModelErrorException": ProviderFault.SERVER_ERROR,
    "InternalServerException": ProviderFault.SERVER_ERROR,
    "ServiceQuotaExceededException": ProviderFault.RATE_LIMITED,
    "SlowDown": ProviderFault.RATE_LIMITED,
}
FINAL_FAULTS = {
    "AccessDenied": ProviderFault.BUCKET_REFUSED,  # S3's word; Bedrock's is the next
    "NoSuchBucket": ProviderFault.BUCKET_REFUSED,
    "InvalidAccessKeyId": ProviderFault.INVALID_KEY,
    "SignatureDoesNotMatch": ProviderFault.INVALID_KEY,
    "AccessDeniedException": ProviderFault.INVALID_KEY,
    "ExpiredTokenException": ProviderFault.INVALID_KEY,
    "InvalidSignatureException": ProviderFault.INVALID_KEY,
    "UnrecognizedClientException": ProviderFault.INVALID_KEY,
    "ResourceNotFoundException": ProviderFault.UNKNOWN_MODEL,
}


class BedrockProvider:
    """Ask a model on Bedrock; keys come from AWS's own chain."""

    name = "bedrock"

    def __init__(
        self, *, model: str, region: str, timeout_s: float, endpoint_url: str | None = None
    ) -> None:
        self._model = model
        self._region = region
        self._timeout_s = timeout_s
        self._endpoint_url = endpoint_url

    def complete(self, prompt: Prompt) -> Completion:
        client = boto3.session.Session().client(
            "bedrock-runtime",
            region_name=self._region,
            endpoint_url=self._endpoint_url,
            config=patience(self._timeout_s),
        )
        with translated_faults():
            response = answer_within(
                self._timeout_s,
                lambda: client.converse(modelId=self._model, **request_for(prompt)),
                hang_up=client.close,
            )
        return completion_of(response, self._model)


def patience(timeout_s: float) -> Config:
    """Wait that long, once: retries are the queue's business, which backs off by itself."""
    return Config(
        connect_timeout=timeout_s,
        read_timeout=timeout_s,
        retries={"total_max_attempts": 1, "mode": "standard"},
    )


def request_for(prompt: Prompt) -> dict[str, Any]:
    """Write a prompt as the Converse API takes it."""
    return {
        "system": [{"text": prompt.system}],
        "messages": [{"role": "user", "content": [{"text": prompt.data}]}],
        "inferenceConfig": {"maxTokens": MAX_TOKENS},
        "toolConfig": {
            "tools": [
                {
                    "toolSpec": {
                        "name": TOOL,
                        "description": "Hand in the note, sentence by sentence.",
                        "inputSchema": {"json": prompt.schema},
                    }
                }
            ],
            "toolChoice": {"tool": {"name": TOOL}},
        },
    }


def completion_of(response: "ConverseResponseTypeDef", model: str) -> Completion:
    """Read the answer out of what Converse has sent."""
    if not response.keys() >= PARTS:  # boto3 reads a cut body as an empty answer
        raise ProviderUnavailable(ProviderFault.SERVER_ERROR, "a body that is no message")
    tokens_in = response["usage"]["inputTokens"]
    tokens_out = response["usage"]["outputTokens"]
    reason = response["stopReason"]
    if reason in REFUSED_REASONS:
        raise ProviderRefused(ProviderFault.REFUSED)
    if reason in CUT_REASONS:
        raise AnswerUnusable(ProviderFault.CUT_SHORT, tokens_in=tokens_in, tokens_out=tokens_out)
    text = _tool_input(response["output"])
    return usable(Completion(text, model, tokens_in, tokens_out))


@contextmanager
def translated_faults() -> Iterator[None]:
    """Say boto3's exceptions in the product's words."""
    try:
        yield
    except ClientError as error:
        raise _client_error(error) from error
    except BotoCoreError as error:
        raise _core_error(error) from error
    except (AttributeError, TypeError) as error:  # botocore's parser on JSON of another shape
        raise ProviderUnavailable(ProviderFault.SERVER_ERROR, "a body of no shape") from error


def _tool_input(output: Any) -> str:
    """Take what the model handed to the tool; empty where it called none."""
    for block in output.get("message", {}).get("content", ()):
        if block.get("toolUse", {}).get("name") == TOOL:
            return json.dumps(block["toolUse"]["input"], ensure_ascii=False)
    return ""


def _client_error(error: ClientError) -> ProviderError:
    code = error.response.get("Error", {}).get("Code", "")
    metadata = error.response.get("ResponseMetadata", {})
    status = metadata.get("HTTPStatusCode", 0)
    if code in PASSING_FAULTS or status == 429 or status >= 500:
        fallback = ProviderFault.RATE_LIMITED if status == 429 else ProviderFault.SERVER_ERROR
        wait_s = seconds(metadata.get("HTTPHeaders", {}).get("retry-after"))
        fault = PASSING_FAULTS.get(code, fallback)
        return ProviderUnavailable(fault, code, retry_after_s=wait_s)
    return ProviderRefused(FINAL_FAULTS.get(code, ProviderFault.BAD_REQUEST), code)


def _core_error(error: BotoCoreError) -> ProviderError:
    if isinstance(error, ReadTimeoutError | ConnectTimeoutError):
        return ProviderUnavailable(ProviderFault.TIMEOUT, str(error))
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        return ProviderRefused(ProviderFault.NOT_CONFIGURED, str(error))
    if isinstance(error, HTTPClientError | EndpointConnectionError):
        return ProviderUnavailable(ProviderFault.NO_NETWORK, str(error))
    return ProviderRefused(ProviderFault.NOT_CONFIGURED, str(error))
