"""An S3 store that lies, breaks off and refuses: each object for itself, and never a fault."""

import importlib.util
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from typing_extensions import override

from tests.migrations.adopt.files.old_bucket import OldBucket, counts

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("boto3") is None, reason="boto3 is not installed; the tests of folders run"
)


class Hostile:
    """Lists what the folder has; `ways` says by key what happens to whoever reads it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.listing = folder, b""
        self.ways: dict[str, str] = {}
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                key = unquote(parts.path).lstrip("/").partition("/")[2]
                outer.asked.append(self.headers.get("Authorization", ""))
                if not key:
                    self._answer(200, outer.listing or outer.listed())
                else:
                    self._object(key)

            def _object(self, key: str) -> None:
                way, raw = outer.ways.get(key, ""), (outer.folder / key).read_bytes()
                if way.isdigit():
                    self._answer(int(way), b"<Error><Code>AccessDenied</Code></Error>")
                elif way == "longer":
                    self._answer(200, raw + b"x" * 1_000_000)
                elif way == "broken off":
                    self._answer(200, raw[:100], len(raw))
                else:
                    self._answer(200, raw)

            def _answer(self, status: int, body: bytes, length: int | None = None) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body) if length is None else length))
                self.send_header("Content-Type", "application/xml")
                self.end_headers()
                self.wfile.write(body)
                self.close_connection = True

            @override
            def log_message(self, format: str, *_args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def listed(self) -> bytes:
        found = "".join(
            f"<Contents><Key>{path.relative_to(self.folder).as_posix()}</Key>"
            f"<Size>{path.stat().st_size}</Size></Contents>"
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode()


@pytest.fixture
def hostile(bucket: OldBucket, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hostile]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "k")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret of nobody")
    made = Hostile(bucket.objects)
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def test_given_objects_that_break_off_grow_or_are_refused_when_read_then_the_rest_comes_in(
    bucket: OldBucket, hostile: Hostile
) -> None:
    good = bucket.add()
    bad = {way: bucket.add() for way in ("broken off", "longer", "403", "404", "500")}
    last = bucket.add()
    hostile.ways = {bucket.key_of(row_id): way for way, row_id in bad.items()}
    said = bucket.bring_in("--json", where=["--s3", hostile.url, "--bucket", "old-files"])
    assert counts(said) == (2, 0, 0, len(bad), 0)
    told = said.documents[0]["damaged"]
    assert told["other_size"] == [str(bad["longer"])]
    assert set(told["unreadable"]) == {str(row_id) for way, row_id in bad.items() if way != "longer"}
    assert bucket.held().keys() == {good, last}
    assert all("a secret of nobody" not in each for each in hostile.asked)
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "listing",
    [
        b"not xml at all",
        b"<html><body>Welcome</body></html>",
        b"<ListBucketResult><Contents><Key>a</Key><Size>many</Size></Contents></ListBucketResult>",
        b"<ListBucketResult><Contents><Size>1</Size></Contents></ListBucketResult>",
        (
            b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><ListBucketResult><Contents><Key>&b;</Key>'
            b"<Size>1</Size></Contents></ListBucketResult>"
        ),
    ],
)
def test_given_a_listing_that_is_none_when_read_then_one_sentence_says_so(
    bucket: OldBucket, hostile: Hostile, listing: bytes
) -> None:
    bucket.add()
    hostile.listing = listing
    bucket.write_records()
    said = bucket.laptop(*bucket.argv("--s3", hostile.url, "--bucket", "old-files"))
    assert said.status == 1
    assert "fault" not in said.err, said.err
    assert bucket.held() == {}
