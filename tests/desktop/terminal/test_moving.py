"""Export, import, backup and restore by commands, with the bad lines and files that people have."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from core.store.practice.practice import ClientDraft
from core.store.vault.listing import list_vaults
from tests.desktop.terminal.conftest import Said, Terminal
from tests.disk import room_for, small_disk


@pytest.fixture
def practice(laptop: Terminal) -> Terminal:
    laptop.new_practice()
    return laptop


def lines(laptop: Terminal, *rows: dict[str, Any] | str) -> Path:
    text = "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    return laptop.file("rows.jsonl", text + "\n")


def client(first: str, **more: Any) -> dict[str, Any]:
    return {"table": "clients", "first_name": first, "last_name": "Sampleton", **more}


def first_names(laptop: Terminal) -> list[str]:
    with laptop.open() as opened:
        return sorted(one.client.first_name for one in opened.practice.clients.list())


def rows(laptop: Terminal) -> dict[str, int]:
    with laptop.open() as opened, opened.store.read() as db:
        return {
            table: db.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in ("clients", "appointments", "sessions", "journal")
        }


CLIENT_ID = "0196fc27-f800-77d2-9b87-d6edb751b966"
APPOINTMENT = {
    "table": "appointments",
    "client_id": CLIENT_ID,
    "scheduled_start": "2026-03-02T09:00:00+00:00",
    "scheduled_end": "2026-03-02T09:45:00+00:00",
}


def test_hand_written_lines_become_rows(practice: Terminal) -> None:
    file = lines(practice, APPOINTMENT, client("Fern", id=CLIENT_ID), client("רקפת", tags=["ספורט"]))

    said = practice("import", file)

    assert said.status == 0
    assert "Created 3" in said.out
    assert first_names(practice) == ["Fern", "רקפת"]
    with practice.open() as opened:
        assert opened.practice.waiting() > 3


def test_importing_the_same_lines_again_changes_nothing(practice: Terminal) -> None:
    file = lines(practice, client("Fern", id=CLIENT_ID))
    practice("import", file)
    before = rows(practice)
    assert "Created 0, edited 0, 1 as they were" in practice("import", file).out
    assert rows(practice) == before


def test_a_known_id_edits(practice: Terminal) -> None:
    practice("import", lines(practice, client("Fern", id=CLIENT_ID)))
    said = practice("import", "--json", lines(practice, client("Fern", id=CLIENT_ID, phone="+1 555 0100")))
    assert (said.document["created"], said.document["edited"]) == (0, 1)
    with practice.open() as opened:
        (one,) = opened.practice.clients.list()
    assert one.client.phone == "+1 555 0100"


def test_a_dry_run_tells_and_changes_nothing(practice: Terminal) -> None:
    before = rows(practice)
    said = practice("import", "--dry-run", lines(practice, client("Fern"), client("Moss")))
    assert "Would create 2" in said.out
    assert rows(practice) == before


BAD = {
    "not json": "{oops",
    "not an object": "[1, 2]",
    "unknown table": json.dumps({"table": "invoices", "id": CLIENT_ID}),
    "unknown column": json.dumps(client("Fern", shoe_size=43)),
    "id is no uuid": json.dumps(client("Fern", id="7")),
    "no last name": json.dumps({"table": "clients", "first_name": "Fern"}),
    "ends before it starts": json.dumps(APPOINTMENT | {"scheduled_start": "2026-03-02T10:00:00+00:00"}),
    "note over the limit": json.dumps(
        {
            "table": "sessions",
            "client_id": CLIENT_ID,
            "session_date": "2026-03-02T09:00:00+00:00",
            "plan": "x" * 5001,
        }
    ),
    "client that is not here": json.dumps(APPOINTMENT | {"client_id": CLIENT_ID[:-1] + "7"}),
    "wrong kind of value": json.dumps(client("Fern", is_active="perhaps")),
    "not utf-8": "",
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_line_is_named_by_number_and_nothing_is_imported(practice: Terminal, kind: str) -> None:
    file = lines(practice, client("Moss", id=CLIENT_ID), BAD[kind], client("Sage"))
    if kind == "not utf-8":
        file.write_bytes(file.read_bytes().replace(b"\n\n", b"\n\xff\xfe\n"))
    before = rows(practice)

    sentence = practice("import", file).refusal()

    assert sentence.startswith("rows.jsonl, line 2: ")
    assert "Nothing was imported" in sentence
    assert rows(practice) == before


def test_the_good_lines_go_in_only_when_asked(practice: Terminal) -> None:
    file = lines(practice, client("Moss"), "{oops", client("Sage"))
    practice("import", file).refusal()
    assert first_names(practice) == []
    said = practice("import", "--good-lines", file)
    assert said.status == 0
    assert "rows.jsonl, line 2" in said.out
    assert first_names(practice) == ["Moss", "Sage"]


def test_a_dry_run_with_bad_lines_lists_them_and_ends_with_one(practice: Terminal) -> None:
    said = practice("import", "--dry-run", "--json", lines(practice, "{oops", "{again"))
    assert said.status == 1
    listed = json.loads(said.out.splitlines()[0])["errors"]
    assert [error["line"] for error in listed] == [1, 2]
    assert "2 lines are bad" in said.err


def test_a_missing_file_is_one_sentence(practice: Terminal) -> None:
    assert "is not there" in practice("import", practice.folder / "missing.jsonl").refusal()
    assert "is not there" in practice("restore", practice.folder / "missing").refusal()


def _export(laptop: Terminal, name: str = "out") -> tuple[Path, Said]:
    folder = laptop.folder / name
    return folder, laptop("export", "--to", folder)


def test_an_export_is_readable_and_its_manifest_fits(practice: Terminal) -> None:
    practice("import", lines(practice, client("Fern", id=CLIENT_ID), APPOINTMENT))
    folder, said = _export(practice)
    assert said.status == 0
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name, told in manifest["files"].items():
        content = (folder / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == told["sha256"]
        exported = [json.loads(line) for line in content.splitlines()]
        assert len(exported) == manifest["tables"][name.removesuffix(".jsonl")]
        assert all({"table", "id", "version"} <= row.keys() for row in exported)
    assert manifest["tables"]["clients"] == 1


def test_an_export_goes_into_another_practice(practice: Terminal, other_laptop: Terminal) -> None:
    practice("import", lines(practice, client("Fern", id=CLIENT_ID), APPOINTMENT))
    folder, _ = _export(practice)
    other_laptop.new_practice()
    for table in ("clients", "appointments"):
        assert other_laptop("import", folder / f"{table}.jsonl").status == 0
    assert first_names(other_laptop) == ["Fern"]
    again, _ = _export(other_laptop)
    for table in ("clients", "appointments"):
        assert _content(again, table) == _content(folder, table)


def _content(folder: Path, table: str) -> list[dict[str, Any]]:
    stamps = {"created_at", "updated_at", "practitioner_user_id"}
    told = [json.loads(line) for line in (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [{name: value for name, value in row.items() if name not in stamps} for row in told]


def test_exporting_onto_a_file_is_refused(practice: Terminal) -> None:
    assert "not a folder" in practice("export", "--to", practice.secret).refusal()


def test_a_backup_holds_nothing_readable_and_comes_back_beside(practice: Terminal) -> None:
    practice("import", lines(practice, client("Fern"), client("Moss")))
    file = practice.folder / "monday.pazpaz"
    assert practice("backup", "--to", file).status == 0
    assert b"Sampleton" not in file.read_bytes()

    restored = practice("restore", file, "--json").document["vault"]

    assert len(list_vaults(practice.home)) == 2
    assert practice("--vault", restored, "doctor").status == 0
    folder = practice.folder / "restored"
    assert practice("--vault", restored, "export", "--to", folder).status == 0
    assert len(_content(folder, "clients")) == 2


def test_a_backup_needs_its_passphrase_and_all_of_its_bytes(practice: Terminal) -> None:
    file = practice.folder / "monday.pazpaz"
    practice("backup", "--to", file)
    wrong = practice.file("wrong", "another phrase altogether")
    assert "passphrase" in practice("restore", file, secret=wrong).refusal()
    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"GIF89a" * 300, whole[:3000] + b"\0" * 500 + whole[3500:]):
        file.write_bytes(damaged)
        practice("restore", file).refusal()
    assert len(list_vaults(practice.home)) == 1


def test_a_backup_into_a_folder_that_is_not_there_is_refused(practice: Terminal) -> None:
    assert "no place" in practice("backup", "--to", practice.folder / "none" / "x").refusal()
    assert "no place" in practice("backup", "--to", practice.folder).refusal()


def test_a_restored_practice_without_a_server_says_how_to_connect(practice: Terminal) -> None:
    with practice.open() as opened:
        opened.practice.clients.add(ClientDraft(first_name="Fern", last_name="Sampleton"))
    file = practice.folder / "monday.pazpaz"
    practice("backup", "--to", file)
    restored = practice("restore", file, "--json").document["vault"]
    assert "pazpaz connect" in practice("--vault", restored, "sync").refusal()


@pytest.mark.parametrize("room", [0, 20_000, 40_000])
def test_given_a_full_disk_when_exported_and_backed_up_to_another_then_both_are_whole(
    tmp_path: Path, room: int
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        laptop = Terminal(disk / "laptop")
        laptop.new_practice()
        laptop("import", lines(laptop, client("Fern")))
        with room_for(disk, room):
            exported = laptop("export", "--json", "--to", tmp_path / "out")
            saved = laptop("backup", "--to", tmp_path / "b.pazpaz")
            checked = laptop("doctor")
            refused = laptop("import", lines_at(tmp_path, client("Lily", notes="x" * 300_000)))
        assert (exported.status, saved.status) == (0, 0), (exported.err, saved.err)
        assert exported.document["counts"]["clients"] == 1
        assert "damaged" not in checked.out + checked.err
        assert "The disk is full" in refused.refusal()
        assert first_names(laptop) == ["Fern"]
    other = Terminal(tmp_path / "other")
    assert other("restore", tmp_path / "b.pazpaz").status == 0
    assert first_names(other) == ["Fern"]


def lines_at(folder: Path, row: dict[str, Any]) -> Path:
    path = folder / "elsewhere.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    return path
