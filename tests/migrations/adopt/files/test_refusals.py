"""Who and what is refused before any file is read: other records, other hands, an open network, no client."""

import json
import os
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.crypto.cells import new_key
from core.store.attachments.workspace_keys import save_key
from core.store.outbox import adoption
from core.store.outbox.adoption import Adoption
from migrations.operate.adopting.files.bucket import BucketPlace
from tests.migrations.adopt.files.conftest import S3
from tests.migrations.adopt.files.old_bucket import OldBucket

Spoil = Callable[[dict[str, Any]], object]


def cell_moved(told: dict[str, Any]) -> None:
    first, second = told["records"][:2]
    first[1], second[1] = second[1], first[1]


def cell_flipped(told: dict[str, Any]) -> None:
    cell = told["records"][0][1]
    told["records"][0][1] = cell[:-8] + ("A" if cell[-8] != "A" else "B") + cell[-7:]


CHANGED: dict[str, Spoil] = {
    "withheld": lambda told: told["records"].pop(),
    "all withheld": lambda told: told.update(records=[]),
    "twice": lambda told: told["records"].append(told["records"][0]),
    "moved": cell_moved,
    "flipped": cell_flipped,
    "planted": lambda told: told.update(
        digest="0:" + "0" * 64,
        records=[["00000000-0000-4000-8000-000000000000", b64encode(b"v1:" + bytes(60)).decode()]],
    ),
}


@pytest.mark.parametrize("how", CHANGED)
def test_given_records_that_the_server_changed_when_brought_in_then_none_is_used(
    bucket: OldBucket, how: str
) -> None:
    for _ in range(3):
        bucket.add()
    path = bucket.write_records()
    told = json.loads(path.read_text(encoding="utf-8"))
    CHANGED[how](told)
    path.write_text(json.dumps(told), encoding="utf-8")
    said = bucket.laptop(*bucket.argv("--from", bucket.objects, "--json"))
    assert (said.status, said.document["code"]) == (1, "tampered"), said.err
    assert bucket.held() == {}


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", "[" * 5000, '{"kind": "pazpaz/adopted-attachments/1"}',
     '{"kind": "pazpaz/adopted-attachments/1", "workspace": 1, "digest": "", "records": []}',
     '{"kind": "pazpaz/adopted-attachments/1", "workspace": "x", "digest": "", "records": [["x", "y"]]}'],
)  # fmt: skip
def test_given_another_file_in_place_of_the_records_when_read_then_one_sentence_says_so(
    bucket: OldBucket, text: str
) -> None:
    bucket.write_records().write_text(text, encoding="utf-8")
    said = bucket.laptop(*bucket.argv("--from", bucket.objects))
    assert "does not hold records" in said.refusal()


def test_given_records_of_another_practice_when_brought_in_then_they_are_refused(bucket: OldBucket) -> None:
    path = bucket.write_records()
    told = json.loads(path.read_text(encoding="utf-8"))
    told["workspace"] = "00000000-0000-4000-8000-000000000001"
    path.write_text(json.dumps(told), encoding="utf-8")
    assert "another practice" in bucket.laptop(*bucket.argv("--from", bucket.objects)).refusal()


def test_given_records_that_were_sealed_before_a_rotation_when_brought_in_then_they_open(
    bucket: OldBucket,
) -> None:
    row_id = bucket.add()
    bucket.write_records()
    with bucket.laptop.open() as opened, opened.store.write() as db:
        save_key(db, 2, new_key())
    assert bucket.laptop(*bucket.argv("--from", bucket.objects)).status == 0
    assert row_id in bucket.held()


def test_given_rows_that_wait_for_their_seal_when_brought_in_then_it_asks_to_sync_first(
    bucket: OldBucket,
) -> None:
    bucket.write_records()
    with bucket.laptop.open() as opened, opened.store.write() as db:
        adoption.set_standing(db, Adoption.HELD)
    assert "pazpaz sync" in bucket.laptop(*bucket.argv("--from", bucket.objects)).refusal()


def test_given_a_laptop_that_is_no_owners_when_brought_in_then_it_is_refused(bucket: OldBucket) -> None:
    bucket.add()
    bucket.write_records()
    with bucket.laptop.open() as opened, opened.store.write() as db:
        db.exec_driver_sql("UPDATE users SET role = 'THERAPIST'")
    assert "owner" in bucket.laptop(*bucket.argv("--from", bucket.objects)).refusal()
    assert bucket.held() == {}


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        ((), "--records FILE"),
        (("--records", "r.json"), "--from FOLDER"),
        (("--records", "r.json", "--s3", "http://127.0.0.1:1"), "--bucket NAME"),
        (("--records", "r.json", "--from", ".", "--url-file", "o.txt"), "--records FILE"),
        (("--records", "r.json", "--from", "."), "--plain"),
        (("--records", "nothing.json", "--from", ".", "--plain"), "cannot be read"),
        (("--url-file", "o.txt", "--to", "r.json", "--workspace", "x"), "cannot be read"),
    ],
)
def test_given_half_a_command_when_typed_then_it_says_what_each_of_the_two_gives(
    bucket: OldBucket, argv: tuple[str, ...], sentence: str
) -> None:
    assert sentence in bucket.laptop("server", "adopt-files", *argv).refusal()


@pytest.mark.parametrize(
    ("url", "is_good"),
    [
        ("https://s3.clinic.example", True),
        ("http://127.0.0.1:9000", True),
        ("http://localhost:9000/", True),
        ("http://[::1]:9000", True),
        ("http://minio:9000", False),
        ("http://127.0.0.1.evil.example", False),
        ("ftp://s3.clinic.example", False),
        ("https://key:secret@s3.clinic.example", False),
        ("s3.clinic.example", False),
        ("https://[", False),
        ("https://s3.clinic.example:port", False),
        ("", False),
    ],
)
def test_given_an_address_when_it_would_cross_a_network_in_clear_then_it_is_refused(
    url: str, is_good: bool
) -> None:
    if is_good:
        assert BucketPlace(url=url, bucket="files").url == url
        return
    with pytest.raises(Exception, match=r"[nN]othing was changed"):
        BucketPlace(url=url, bucket="files")


@pytest.mark.skipif(os.name == "nt", reason="permissions of this kind are not there")
def test_given_credentials_that_others_can_read_or_none_when_typed_then_it_is_refused(
    bucket: OldBucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.write_records()
    where = ["--s3", "http://127.0.0.1:9", "--bucket", "b"]
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert "needs credentials" in bucket.laptop(*bucket.argv(*where)).refusal()
    path = bucket.folder / "credentials.txt"
    for text, mode, sentence in (
        ("k\ns\n", 0o644, "Others can read"),
        ("k\n", 0o600, "second line"),
        ("", 0o600, "second line"),
    ):
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        said = bucket.laptop(*bucket.argv(*where, "--credentials", path))
        assert sentence in said.refusal()
    missing = bucket.laptop(*bucket.argv(*where, "--credentials", path.with_name("none")))
    assert "cannot be read" in missing.refusal()


def test_given_no_client_for_s3_when_asked_for_then_it_says_how_to_install_one_and_the_other_way(
    bucket: OldBucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.write_records()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "k")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s")
    monkeypatch.setitem(sys.modules, "boto3", None)
    said = bucket.laptop(*bucket.argv("--s3", "http://127.0.0.1:9", "--bucket", "b"))
    assert "packaging/requirements/s3.txt" in said.refusal()
    assert "--from FOLDER" in said.err
    assert (Path(__file__).parents[4] / "packaging/requirements/s3.txt").is_file()


def test_given_no_such_bucket_or_no_store_when_read_then_one_sentence_says_so(
    bucket: OldBucket, s3: S3
) -> None:
    bucket.add()
    bucket.write_records()
    _, url, _, _, *credentials = s3.where(bucket)
    said = bucket.laptop(*bucket.argv("--s3", url, "--bucket", "another-one", *credentials))
    assert "no such bucket" in said.refusal()
    said = bucket.laptop(*bucket.argv("--s3", "http://127.0.0.1:9", "--bucket", "b-b", *credentials))
    assert "does not answer" in said.refusal()
