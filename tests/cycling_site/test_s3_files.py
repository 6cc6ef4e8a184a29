import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.base import ContentFile

from cycling_site.processes import free_port
from cycling_site.s3_files import S3Files, StorageLost


class Bucket(BaseHTTPRequestHandler):
    """As much of S3 as a storage needs, kept in memory."""

    objects: dict[str, bytes] = {}

    def do_PUT(self):
        self.objects[self.path] = self.rfile.read(int(self.headers["content-length"]))
        self.answer(200)

    def do_GET(self):
        found = self.objects.get(self.path)
        if "list-type=2" in self.path:
            self.answer(200, self.listing(parse_qs(urlsplit(self.path).query)))
        elif found is None:
            self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            self.answer(200, found)

    def listing(self, asked: dict[str, list[str]]) -> bytes:
        """List one name a page, as S3 lists a thousand."""
        below, after = asked["prefix"][0], asked.get("continuation-token", [""])[0]
        keys = [path.removeprefix("/rides/") for path in self.objects]
        rests = [key.removeprefix(below) for key in keys if key.startswith(below)]
        names = sorted({rest.partition("/")[0] + "/" * ("/" in rest) for rest in rests})
        names = [name for name in names if name > after]
        kind, tag = ("CommonPrefixes", "Prefix") if names[0].endswith("/") else ("Contents", "Key")
        return (
            f"<ListBucketResult><{kind}><{tag}>{below}{names[0]}</{tag}></{kind}>"
            f"<IsTruncated>{str(len(names) > 1).lower()}</IsTruncated>"
            f"<NextContinuationToken>{names[0]}</NextContinuationToken></ListBucketResult>"
        ).encode()

    def do_HEAD(self):
        self.do_GET()

    def do_DELETE(self):
        self.objects.pop(self.path, None)
        self.answer(204)

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.send_header("last-modified", "Sun, 03 May 2026 07:30:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args):
        """Leave the tests' output alone."""


@pytest.fixture(autouse=True)
def credentials(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required")


@pytest.fixture
def storage():
    Bucket.objects = {}
    with ThreadingHTTPServer(("127.0.0.1", 0), Bucket) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield S3Files("s3://rides/kept", endpoint=f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()


def test_what_is_saved_is_found_under_the_prefix(storage):
    name = storage.save("7/ab.gz", ContentFile(b"bytes"))

    with storage.open(name) as file:
        assert file.read() == b"bytes"
    assert storage.exists("7/ab.gz")
    assert storage.size("7/ab.gz") == 5
    assert list(Bucket.objects) == ["/rides/kept/7/ab.gz"]


def test_what_is_deleted_is_gone(storage):
    storage.save("a", ContentFile(b"1"))

    storage.delete("a")

    assert not storage.exists("a")
    with pytest.raises(FileNotFoundError):
        storage.open("a")


def test_a_second_file_of_the_name_gets_another(storage):
    storage.save("a", ContentFile(b"1"))

    assert storage.save("a", ContentFile(b"2")) != "a"


def test_a_bucket_that_does_not_answer_is_an_error_of_the_system():
    lost = S3Files("s3://rides", endpoint=f"http://127.0.0.1:{free_port()}")

    with pytest.raises(StorageLost):
        lost.save("a", ContentFile(b"1"))
    assert issubclass(StorageLost, OSError)


def test_folders_and_files_are_listed_over_many_pages(storage):
    for name in ("7/a.gz", "7/b.gz", "7/c.gz", "12/a.gz"):
        storage.save(name, ContentFile(b"bytes"))

    assert storage.listdir("") == (["12", "7"], [])
    assert storage.listdir("7") == ([], ["a.gz", "b.gz", "c.gz"])


def test_a_file_tells_when_it_came(storage):
    storage.save("7/a.gz", ContentFile(b"bytes"))

    assert storage.get_modified_time("7/a.gz") == datetime(2026, 5, 3, 7, 30, tzinfo=UTC)
