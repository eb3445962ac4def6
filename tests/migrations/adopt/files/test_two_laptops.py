"""A takeover with its files: from the old bucket to a second laptop, and nothing readable in between."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from migrations.operate.connection import operator
from migrations.operate.embedded import EmbeddedServer
from tests.desktop.terminal.conftest import Terminal, words_of
from tests.migrations.adopt.conftest import Case
from tests.migrations.adopt.files.conftest import S3
from tests.migrations.adopt.files.old_bucket import JPEG, PDF, sealed
from tests.migrations.adopt.old_database import small_practice
from tests.migrations.adopt.test_terminal import Desk, commands


class Whole:
    """Operator and owner of `Desk`, an old database whose notes have files, and the bucket with them."""

    def __init__(self, case: Case, folder: Path) -> None:
        old, ws = case.old, small_practice(case.old)
        old.inserted["session_attachments"].clear()
        self.contents: dict[uuid.UUID, bytes] = {}
        notes = old.inserted["sessions"]
        for number, (note, content) in enumerate(
            zip(notes, (JPEG, PDF, JPEG + b"3", PDF + b"4"), strict=False)
        ):
            kind = "image/jpeg" if content[:1] == b"\xff" else "application/pdf"
            key = f"workspaces/{ws}/sessions/{note['id']}/attachments/{old.id()}.bin"
            row = old.insert(
                "session_attachments", session_id=note["id"], workspace_id=ws, s3_key=key, file_type=kind,
                file_name=f"Testowa {number}.bin", file_size_bytes=len(content),
                uploaded_by_user_id=old.inserted["users"][0]["id"],
            )  # fmt: skip
            self.contents[row] = content
            path = folder / "objects" / key
            path.parent.mkdir(parents=True)
            path.write_bytes(sealed(content, label=(b"", b"v1:")[number % 2]) if number else content)
        self.notes = {row["id"]: row["session_id"] for row in old.inserted["session_attachments"]}
        old.flush()
        self.desk, self.folder = Desk(case, folder), folder

    def adopt(self) -> None:
        """The page up to the files."""
        for line in commands():
            if "adopt-files" in line:
                return
            said = self.desk.type(line)
            assert said.status == 0, (line, said.err)

    def second_laptop(self) -> Terminal:
        other, owner = Terminal(self.folder / "other"), self.desk.owner
        request, answer = other.folder / "request.json", other.folder / "answer.json"
        words = words_of(other("join", "--device-name", "Laptop B", "--to", request))
        assert owner("approve", request, "--words", words, "--to", answer).status == 0
        assert other("join", "--answer", answer).status == 0
        return other

    def held_by(self, laptop: Terminal) -> dict[uuid.UUID, bytes]:
        with laptop.open() as opened:
            contents = opened.practice.contents
            return {held.row.id: contents.read(held.row.id) for held in opened.practice.attachments.all()}

    def server_dump(self) -> bytes:
        """All that the new database holds, as one who owns it sees it."""
        case = self.desk.case
        with operator(case.server.url(case.database, superuser=True)) as db:
            tables = db.scalars(
                sa.text("SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname LIKE 'pz%'")
            ).all()
            rows = [db.scalars(sa.text(f"SELECT t::text FROM {table} t")).all() for table in tables]
        return str(rows).encode()


def files_lines() -> list[str]:
    return [line for line in commands() if "adopt-files" in line and "--s3" not in line]


def test_given_an_adopted_practice_when_its_files_are_brought_in_then_a_second_laptop_reads_them_all(
    case: Case, tmp_path: Path
) -> None:
    whole = Whole(case, tmp_path)
    before = case.old.content()
    whole.adopt()
    for line in files_lines():
        said = whole.desk.type(line, "--json")
        assert said.status == 0, (line, said.err)
    assert (said.document["adopted"], said.document["objects"]) == (4, 4)
    assert whole.desk.owner("sync").status == 0
    assert whole.held_by(whole.desk.owner) == whole.contents

    other = whole.second_laptop()
    assert other("attachments", "--keep-all", "on").status == 0
    assert other("sync").status == 0
    assert whole.held_by(other) == whole.contents
    for laptop in (whole.desk.owner, other):
        with laptop.open() as opened:
            rows = [held.row for held in opened.practice.attachments.all()]
        assert {row.id: row.session_id for row in rows} == whole.notes
        assert {row.caption for row in rows} == {"In the earlier PazPaz since 2024-01-07."}
        assert None not in {row.uploaded_by_user_id for row in rows}
    dump = whole.server_dump()
    for word in (b"Testowa", b"invented finding", b"invented finding".hex().encode(), b"In the earlier"):
        assert word not in dump
    assert case.old.content() == before


def test_given_the_page_when_the_laptop_reads_the_old_store_itself_then_the_files_come_in(
    pg18: EmbeddedServer, make_case: Callable[[EmbeddedServer], Case], tmp_path: Path, s3: S3
) -> None:
    whole = Whole(make_case(pg18), tmp_path)
    whole.adopt()
    assert whole.desk.type(files_lines()[0]).status == 0
    for path in sorted((tmp_path / "objects").rglob("*.bin")):
        key = path.relative_to(tmp_path / "objects").as_posix()
        s3.client.put_object(Bucket="old-files", Key=key, Body=path.read_bytes())
    (line,) = [line for line in commands() if "--s3" in line]
    said = whole.desk.type(line.replace("https://s3.clinic.example", s3.url), "--json")
    assert said.status == 0, said.err
    assert said.document["adopted"] == 4
    assert whole.held_by(whole.desk.owner) == whole.contents


def test_given_a_server_that_withholds_a_record_when_handed_out_then_the_laptop_notices(
    case18: Case, tmp_path: Path
) -> None:
    whole = Whole(case18, tmp_path)
    whole.adopt()
    hand_out, bring_in = files_lines()
    with operator(case18.server.url(case18.database, superuser=True)) as db:
        gone: Any = sa.text("DELETE FROM pz_adopted.attachments WHERE id = :id")
        db.execute(gone, {"id": next(iter(whole.contents))})
        db.commit()
    assert whole.desk.type(hand_out, "--json").document["records"] == 3
    said = whole.desk.type(bring_in)
    assert "not all the records" in said.refusal()
    assert whole.held_by(whole.desk.owner) == {}


def test_given_a_database_into_which_nothing_was_adopted_when_asked_for_records_then_it_says_so(
    case18: Case, tmp_path: Path
) -> None:
    desk = Desk(case18, tmp_path)
    assert desk.operator.bare(
        "server", "init", "--url-file", tmp_path / "operator.txt", "--create-database"
    ).status == 0  # fmt: skip
    assert "No practice was adopted" in desk.type(files_lines()[0]).refusal()
    assert not (tmp_path / "records.json").exists()
