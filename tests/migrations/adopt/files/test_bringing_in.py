"""The files of an old installation on the owner's laptop: all that is genuine comes in, the rest is named."""

import os
import socket
import subprocess
import uuid
from pathlib import Path
from typing import Any

import pytest

from core.domain.ids import AttachmentId
from migrations.operate.adopting.files.run import prefix_of, shown_key
from tests.desktop.terminal.conftest import everything_under
from tests.migrations.adopt.files.conftest import S3
from tests.migrations.adopt.files.old_bucket import JPEG, PDF, OldBucket, counts, sealed
from tests.migrations.adopt.old_database import MASTER


def test_given_files_of_every_kind_when_brought_in_then_each_is_at_its_note_as_it_was(
    bucket: OldBucket,
) -> None:
    found = [
        bucket.add(JPEG),
        bucket.add(PDF, sealed(PDF, label=b"v1:"), file_name="befund.pdf", file_type="application/pdf"),
        bucket.add(JPEG, JPEG),
        bucket.add(b"x", note=bucket.notes[1], file_name="..", file_type="odd"),
    ]
    said = bucket.bring_in("--plain", "--json")
    assert said.status == 0, said.err
    assert counts(said) == (4, 0, 0, 0, 0)
    assert bucket.held() == bucket.contents
    with bucket.laptop.open() as opened:
        rows = {held.row.id: held.row for held in opened.practice.attachments.all()}
        notes = [rows[AttachmentId(each)].session_id for each in found]
        assert notes == [bucket.notes[0], bucket.notes[0], bucket.notes[0], bucket.notes[1]]
        first, second, _, last = (rows[AttachmentId(each)] for each in found)
        assert (first.file_name, first.file_type) == ("צילום.jpg", "image/jpeg")
        assert first.caption == "In the earlier PazPaz since 2024-01-07."
        assert (second.file_name, second.file_type, second.chunk_count) == (
            "befund.pdf",
            "application/pdf",
            2,
        )
        assert (last.file_name, last.file_type) == (str(found[3]), "application/octet-stream")
        assert first.client_id != last.client_id
    assert bucket.leftovers() == []


def test_given_a_real_s3_server_when_brought_in_then_all_is_as_from_a_folder(
    bucket: OldBucket, s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        bucket.add(PDF, file_type="application/pdf", file_name="befund.pdf")
    lost, damaged = bucket.add(), bucket.add(JPEG, b"y" * (len(JPEG) + 28))
    bucket.put(f"workspaces/{bucket.workspace_id}/sessions/left.bin", b"left over")
    bucket.put("workspaces/another/sessions/theirs.bin", b"another practice's")
    s3.fill(bucket)
    s3.client.delete_object(Bucket="old-files", Key=bucket.key_of(lost))
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    said = bucket.bring_in("--json", where=s3.where(bucket))
    assert counts(said) == (3, 0, 1, 1, 1)
    assert said.documents[0]["missing"] == [str(lost)]
    assert said.documents[0]["damaged"] == {"not_opened": [str(damaged)]}
    assert said.documents[1]["code"] == "files_left"
    assert said.documents[0]["objects"] == 5

    s3.client.put_object(Bucket="old-files", Key=bucket.key_of(lost), Body=sealed(JPEG))
    s3.client.put_object(Bucket="old-files", Key=bucket.key_of(damaged), Body=sealed(JPEG))
    said = bucket.bring_in("--json", where=s3.where(bucket))
    assert (said.status, counts(said)) == (0, (2, 3, 0, 0, 1))
    assert bucket.held() == bucket.contents


def test_given_more_objects_than_one_page_of_s3_when_listed_then_all_are_found(
    bucket: OldBucket, s3: S3
) -> None:
    bucket.add()
    for number in range(1_005):
        s3.client.put_object(Bucket="old-files", Key=f"workspaces/{bucket.workspace_id}/{number}", Body=b"x")
    s3.fill(bucket)
    said = bucket.bring_in("--json", where=s3.where(bucket))
    assert (said.status, counts(said)) == (0, (1, 0, 0, 0, 1_005))


BAD: list[tuple[str, dict[str, Any]]] = [
    ("not_opened", {"raw": sealed(JPEG, b"k" * 32)}),
    ("not_opened", {"raw": sealed(JPEG)[:-1] + b"\0"}),
    ("not_encrypted", {"raw": JPEG}),
    ("other_size", {"raw": sealed(JPEG)[:-40]}),
    ("other_size", {"raw": sealed(JPEG) + b"x" * 4096}),
    ("other_size", {"raw": sealed(JPEG + b"x" * 5)}),
    ("other_type", {"content": PDF}),
    ("other_type", {"content": b"<html>", "file_type": "application/PDF"}),
    ("empty", {"content": b"", "raw": b""}),
    ("empty", {"file_size_bytes": -1}),
    ("empty", {"raw": b""}),
    ("too_large", {"file_size_bytes": 2**31 - 1}),
    ("no_note", {"note": uuid.uuid4()}),
]


def test_given_damaged_and_hostile_objects_when_brought_in_then_each_is_named_and_none_stops_the_rest(
    bucket: OldBucket,
) -> None:
    first = bucket.add()
    bad = [(reason, str(bucket.add(**dict(what)))) for reason, what in BAD]
    last = bucket.add(PDF, file_type="application/pdf")
    said = bucket.bring_in("--json")
    told = said.documents[0]
    assert told["damaged"] == {
        reason: [row_id for other, row_id in bad if other == reason] for reason, _ in bad
    }
    assert counts(said) == (2, 0, 0, len(bad), 0)
    assert bucket.held() == {first: JPEG, last: PDF}
    assert bucket.leftovers() == []
    plain = bucket.bring_in()
    assert plain.status == 1
    assert all(row_id in plain.out for _, row_id in bad)
    assert "named above" in plain.err


@pytest.mark.skipif(os.name == "nt", reason="links and sockets of this kind are not there")
def test_given_what_is_no_file_in_the_export_when_brought_in_then_it_is_not_followed(
    bucket: OldBucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = bucket.add()
    linked, piped, folder = bucket.add(), bucket.add(), bucket.add()
    secret = tmp_path / "secret"
    secret.write_bytes(sealed(JPEG))
    for row_id in (linked, piped, folder):
        bucket.take_away(row_id)
    (bucket.objects / bucket.key_of(linked)).symlink_to(secret)
    os.mkfifo(bucket.objects / bucket.key_of(piped))
    (bucket.objects / bucket.key_of(folder)).mkdir()
    (bucket.objects / "loop").symlink_to(bucket.objects)
    outside = bucket.add(s3_key="../../secret")
    rooted = bucket.add(s3_key=str(secret))
    odd = bucket.add(s3_key="a//b")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(bucket.objects)  # a socket's path may not be long
        listening.bind("socket")
        said = bucket.bring_in("--json")
    assert set(said.documents[0]["missing"]) == {
        str(each) for each in (linked, piped, folder, outside, rooted, odd)
    }
    assert counts(said)[0] == 1
    assert bucket.held() == {good: JPEG}


def test_given_an_export_nested_deeper_than_a_program_can_follow_when_listed_then_the_rest_comes_in(
    bucket: OldBucket,
) -> None:
    good = bucket.add()
    here = os.open(bucket.objects, os.O_RDONLY)
    for _ in range(2500):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    try:
        said = bucket.bring_in("--json")
        assert (said.status, counts(said)[0]) == (0, 1), said.err
        assert good in bucket.held()
    finally:
        # No program of ours could follow it, pytest's clearing away included.
        subprocess.run(["rm", "-rf", bucket.objects / "d"], check=True)


def test_given_two_records_of_one_object_and_one_content_when_brought_in_then_both_are_there(
    bucket: OldBucket,
) -> None:
    one = bucket.add()
    other = bucket.add(s3_key=bucket.key_of(one))
    same = bucket.add()
    assert counts(bucket.bring_in("--json")) == (3, 0, 0, 0, 0)
    assert bucket.held().keys() == {one, other, same}


def test_given_files_that_the_old_program_deleted_when_brought_in_then_they_can_be_restored(
    bucket: OldBucket,
) -> None:
    kept = bucket.add(deleted_at=1)
    gone = bucket.add(deleted_at=1)
    bucket.take_away(gone)
    said = bucket.bring_in("--json")
    assert (said.status, counts(said)) == (0, (1, 0, 0, 0, 0))
    assert said.document["gone"] == [str(gone)]
    assert bucket.held() == {}
    with bucket.laptop.open() as opened:
        opened.practice.attachments.restore(AttachmentId(kept))
    assert bucket.held() == {kept: JPEG}


def test_given_a_file_deleted_here_when_the_command_is_repeated_then_it_stays_deleted(
    bucket: OldBucket,
) -> None:
    row_id = bucket.add()
    assert bucket.bring_in().status == 0
    assert bucket.laptop("detach", str(row_id)).status == 0
    assert counts(bucket.bring_in("--json")) == (0, 1, 0, 0, 0)
    assert bucket.held() == {}


def test_given_two_master_keys_when_brought_in_then_files_of_both_open(bucket: OldBucket) -> None:
    bucket.add(JPEG, sealed(JPEG, b"o" * 32))
    bucket.add()
    older = bucket.folder / "older.key"
    older.write_bytes((b"o" * 32).hex().encode())
    assert counts(bucket.bring_in("--master-key", older, "--json"))[0] == 2


def test_given_a_run_then_nothing_of_the_files_lies_readable_on_the_laptop(bucket: OldBucket) -> None:
    bucket.add(PDF, file_type="application/pdf", file_name="Testowa_Befund.pdf")
    bucket.put(f"workspaces/{bucket.workspace_id}/sessions/Testowa_MRI.pdf", b"x")
    said = bucket.bring_in()
    assert said.status == 0
    assert "Testowa" not in said.out + said.err
    files = everything_under(bucket.laptop.home)
    for word in (b"invented finding", b"Testowa", MASTER, MASTER.hex().encode()):
        assert not [name for name, content in files.items() if word in content]
    assert "Testowa" not in (bucket.folder / "records.json").read_text(encoding="utf-8")


def test_given_keys_when_shown_then_only_ids_of_them_are_told() -> None:
    ws, row = uuid.uuid4(), uuid.uuid4()
    assert shown_key(f"workspaces/{ws}/sessions/{row}.pdf") == f"workspaces/{ws}/sessions/{row}.pdf"
    shown = shown_key(f"{ws}/sessions/Testowa MRI.pdf")
    assert shown.startswith(f"{ws}/sessions/#")
    assert len(shown) == len(f"{ws}/sessions/#") + 16
    assert prefix_of(ws, []) == ""
