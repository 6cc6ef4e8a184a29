"""Recordings in an S3 bucket, or in anything that speaks S3: several machines share them."""

import io
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible
from django.utils.functional import cached_property

NOT_THERE = ("404", "NoSuchKey", "NotFound")


class StorageLost(OSError):
    """The bucket does not answer, or refuses us."""


@deconstructible
class S3Files(Storage):
    """Keep each file as one object; an object is there whole or not at all.

    ``location`` is s3://bucket/prefix. Keys and region come from where boto3
    looks for them; ``endpoint`` names another service than Amazon's.
    """

    def __init__(self, location: str, endpoint: str = "") -> None:
        parts = urlsplit(location)
        self._bucket, self._prefix = parts.netloc, parts.path.strip("/")
        self._endpoint = endpoint or None

    @cached_property
    def _client(self) -> BaseClient:
        # Amazon's default is to wait for a minute, five times over: a page cannot.
        patience = Config(connect_timeout=3, read_timeout=20, retries={"total_max_attempts": 2})
        client: BaseClient = boto3.client("s3", endpoint_url=self._endpoint, config=patience)
        return client

    def _call(self, operation: str, name: str, **options: Any) -> Any:
        key = "/".join(part for part in (self._prefix, name) if part)
        return self._call_bucket(operation, Key=key, **options)

    def _call_bucket(self, operation: str, **options: Any) -> Any:
        try:
            return getattr(self._client, operation)(Bucket=self._bucket, **options)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in NOT_THERE:
                raise FileNotFoundError(options.get("Key", self._bucket)) from error
            raise StorageLost(0, "The bucket refuses us") from error
        except BotoCoreError as error:
            raise StorageLost(0, "The bucket does not answer") from error

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        return File(io.BytesIO(self._call("get_object", name)["Body"].read()), name)

    def _save(self, name: str, content: File[bytes]) -> str:
        content.seek(0)
        self._call("put_object", name, Body=content.read())
        return name

    def delete(self, name: str) -> None:
        self._call("delete_object", name)

    def exists(self, name: str) -> bool:
        try:
            self._call("head_object", name)
        except FileNotFoundError:
            return False
        return True

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """List the folders and the files directly below a folder."""
        below = "".join(f"{part}/" for part in (self._prefix, path.strip("/")) if part)
        folders: list[str] = []
        files: list[str] = []
        page: dict[str, Any] = {"IsTruncated": True}
        while page["IsTruncated"]:
            token = page.get("NextContinuationToken")
            page = self._call_bucket(
                "list_objects_v2",
                Prefix=below,
                Delimiter="/",
                **({"ContinuationToken": token} if token else {}),
            )
            folders += [found["Prefix"] for found in page.get("CommonPrefixes", ())]
            files += [found["Key"] for found in page.get("Contents", ())]
        return (
            [name.removeprefix(below).rstrip("/") for name in folders],
            [name.removeprefix(below) for name in files],
        )

    def get_modified_time(self, name: str) -> datetime:
        modified_at: datetime = self._call("head_object", name)["LastModified"]
        return modified_at

    def size(self, name: str) -> int:
        return int(self._call("head_object", name)["ContentLength"])
