"""An adopted practice on its owner's laptop, and the old bucket; a real S3 server where one is installed."""

import importlib.util
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.terminal.conftest import Terminal
from tests.migrations.adopt.files.old_bucket import OldBucket

BUCKET = "old-files"
KEY_ID, SECRET = "invented-key", "invented-secret"


@pytest.fixture
def bucket(tmp_path: Path) -> OldBucket:
    made = OldBucket(Terminal(tmp_path / "laptop"), tmp_path / "old")
    made.found()
    return made


class S3:
    """A real S3 server on this computer, with one bucket."""

    def __init__(self, url: str, client: Any) -> None:
        self.url, self.client = url, client

    def fill(self, bucket: OldBucket) -> None:
        """Moves the folder's objects into it: nothing can come from the folder any more."""
        for path in sorted(bucket.objects.rglob("*")):
            if path.is_file():
                key = path.relative_to(bucket.objects).as_posix()
                self.client.put_object(Bucket=BUCKET, Key=key, Body=path.read_bytes())
                path.unlink()

    def where(self, bucket: OldBucket) -> list[str | Path]:
        path = bucket.folder / "credentials.txt"
        path.write_text(f"{KEY_ID}\n{SECRET}\n", encoding="utf-8")
        path.chmod(0o600)
        return ["--s3", self.url, "--bucket", BUCKET, "--credentials", path]


@pytest.fixture
def s3() -> Iterator[S3]:
    missing = [name for name in ("boto3", "moto", "flask_cors") if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"no S3 server here: {', '.join(missing)} not installed; the tests of folders run")
    import boto3  # noqa: PLC0415 - an extra
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id=KEY_ID,
        aws_secret_access_key=SECRET,
    )
    client.create_bucket(Bucket=BUCKET)
    yield S3(url, client)
    client.close()
    server.stop()
