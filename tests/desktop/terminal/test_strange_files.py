"""Files that somebody made to break the program, or that broke by themselves: one sentence, and status 1."""

import json
import os
import random
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.domain.errors import BadInput
from core.store.database.private_files import private_replacement, write_atomically
from core.store.vault.scratch import scratch
from sync.enrolment.messages import JoinAnswer
from tests.desktop.terminal.conftest import Said, Terminal
from tests.draws import fresh

ASKED = os.environ.get("STRANGE_FILES")
SEEDS = [int(ASKED)] if ASKED else [*range(4), *fresh(2)]


@pytest.fixture
def practice(laptop: Terminal) -> Terminal:
    laptop.new_practice()
    return laptop


def refusal(said: Said) -> str:
    """Its one sentence, which is no confession of a fault."""
    told = said.refusal()
    assert "has a fault" not in told, told
    return told


def home_of(laptop: Terminal) -> list[str]:
    return sorted(path.name for path in (laptop.home / "vaults").iterdir())


# lines


LINES = [
    "{}",
    "[]",
    "1",
    "null",
    '"clients"',
    '{"table": []}',
    '{"table": {}}',
    '{"table": null}',
    '{"table": 5}',
    '{"table": "clients"}',
    '{"table": "clients", "id": []}',
    '{"table": "clients", "id": {}, "first_name": "Ada"}',
    '{"table": "clients", "first_name": [], "last_name": {}}',
    '{"table": "clients", "first_name": "Ada", "last_name": "Invented", "tags": [[]]}',
    '{"table": "clients", "first_name": "Ada", "last_name": "Invented", "tags": {"a": 1}}',
    '{"table": "workspaces", "settings": Infinity}',
    '{"table": "services", "name": "S", "default_duration_minutes": Infinity}',
    '{"table": "services", "name": "S", "default_duration_minutes": 1e400}',
    '{"table": "sessions", "client_id": 5, "session_date": []}',
    '{"table": "sessions", "client_id": "00000000-0000-0000-0000-000000000000", "session_date": 1e300}',
    '{"table": "appointments", "scheduled_start": "0001-01-01T00:00:00+14:00"}',
    '{"table": "session_attachments", "file_name": "x", "chunk_count": 1}',
    '{"table": "clients", "' + "a" * 100_000 + '": 1}',
    "[" * 100_000,
    '{"table": ' + "[" * 5_000 + "]" * 5_000 + "}",
    "\ufeff{}",
]


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_given_a_strange_line_when_imported_then_it_is_refused_in_one_sentence(
    practice: Terminal, line: str
) -> None:
    told = refusal(practice("import", practice.file("rows.jsonl", line + "\n")))
    assert "rows.jsonl, line 1" in told
    assert len(told) < 500


QUESTION = {
    "table": "conflicts",
    "table_no": 3,
    "row_id": "00000000-0000-0000-0000-000000000001",
    "field": "notes",
    "reason": "TEXT",
    "ours": "1",
    "theirs": "2",
    "noticed_at": "2026-03-01T09:00:00+00:00",
}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"table_no": 99}, "table_no"),
        ({"table_no": 0}, "table_no"),
        ({"reason": "PERHAPS"}, "reason"),
        ({"resolution": "MAYBE"}, "resolution"),
        ({"field": "shoe_size"}, "field"),
        ({"field": None}, "field"),
        ({"field": "notes,shoe_size"}, "field"),
    ],
)
def test_given_a_question_that_nobody_could_answer_when_imported_then_it_is_refused(
    practice: Terminal, change: dict[str, Any], named: str
) -> None:
    assert practice("import", practice.file("good.jsonl", json.dumps(QUESTION))).status == 0
    line = practice.file("rows.jsonl", json.dumps(QUESTION | change))
    assert named in refusal(practice("import", line))


def test_given_an_audit_event_of_no_known_kind_when_imported_then_it_is_refused(practice: Terminal) -> None:
    event = {
        "table": "audit_events",
        "event_type": "x.y",
        "action": "WAVE",
        "client_time": "2026-03-01T09:00Z",
    }
    assert "action" in refusal(practice("import", practice.file("rows.jsonl", json.dumps(event))))


# things that are no files


def fifo(folder: Path) -> Path:
    path = folder / "pipe.jsonl"
    os.mkfifo(path)
    return path


def endless(folder: Path) -> Path:
    path = folder / "zero.jsonl"
    path.symlink_to("/dev/zero")
    return path


def link_to_itself(folder: Path) -> Path:
    path = folder / "loop.jsonl"
    path.symlink_to(path)
    return path


def folder_with_a_pipe(folder: Path) -> Path:
    made = folder / "lines"
    made.mkdir()
    fifo(made)
    return made


def folder_in_a_folder(folder: Path) -> Path:
    (folder / "lines" / "clients.jsonl").mkdir(parents=True)
    return folder / "lines"


COMMANDS: dict[str, Callable[[Path], list[str | Path]]] = {
    "import": lambda path: ["import", path],
    "restore": lambda path: ["restore", path],
    "restore_key": lambda path: ["restore", "--key-file", path],
    "join": lambda path: ["join", "--answer", path],
    "approve": lambda path: ["approve", path, "--words", "a b c d e f"],
    "attach": lambda path: ["attach", path, "--client", "00000000-0000-0000-0000-000000000001"],
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "thing",
    [fifo, endless, link_to_itself, folder_with_a_pipe, folder_in_a_folder],
    ids=lambda it: it.__name__,
)
def test_given_something_that_is_no_file_when_a_command_is_to_read_it_then_it_is_refused_at_once(
    practice: Terminal, tmp_path: Path, thing: Callable[[Path], Path], command: str
) -> None:
    before = home_of(practice)
    refusal(practice(*COMMANDS[command](thing(tmp_path))))
    assert home_of(practice) == before


@pytest.mark.parametrize("place", ["file/x", "lines", "taken"])
def test_given_a_place_that_cannot_be_written_when_exported_or_backed_up_then_it_is_named(
    practice: Terminal, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "lines" / "clients.jsonl" / "x").mkdir(parents=True)
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    to = tmp_path / place
    told = refusal(practice("export", "--to", to))
    assert str(to) in told
    assert "no practice" not in told
    if place == "file/x":
        told = refusal(practice("backup", "--to", to))
        assert "no practice" not in told


# answers


def answer(**changes: Any) -> str:
    good: dict[str, Any] = {
        "kind": "PazPaz join answer",
        "format": 1,
        "request": "0" * 64,
        "host": "clinic.example",
        "port": 5432,
        "dbname": "clinic",
        "ca_pem": None,
        "socket_dir": None,
        "workspace_id": "00000000-0000-0000-0000-000000000001",
        "user_id": "00000000-0000-0000-0000-000000000002",
        "root_pub": "A" * 43 + "=",
        "generation": 0,
    }
    return json.dumps(good | changes)


STRANGE: list[Any] = [
    None,
    True,
    -1,
    1e400,
    float("nan"),
    [],
    {},
    "",
    "\u200f",
    "a\0b",
    "\ud800",
    "x" * 70_000,
    "x" * 300,
    "\n",
]


@pytest.mark.parametrize(
    "name", ["host", "port", "dbname", "socket_dir", "ca_pem", "generation", "request", "root_pub"]
)
def test_given_an_answer_with_a_strange_value_when_joined_then_it_is_refused_in_one_sentence(
    practice: Terminal, name: str
) -> None:
    assert JoinAnswer.from_text(answer()).place.host == "clinic.example"
    for value in STRANGE:
        if value is None and name in ("socket_dir", "ca_pem"):
            continue
        with pytest.raises(BadInput):
            JoinAnswer.from_text(answer(**{name: value}))
    refusal(practice("join", "--answer", practice.file("answer.json", answer(**{name: "\u200f"}))))


# backups


@pytest.fixture
def backup(practice: Terminal, tmp_path: Path) -> Path:
    picture = practice.folder / "picture.png"
    picture.write_bytes(os.urandom(3_000))
    practice("import", practice.file("rows.jsonl", json.dumps(CLIENT)))
    assert practice("attach", picture, "--client", CLIENT["id"]).status == 0
    assert practice("backup", "--to", tmp_path / "good.pazpaz").status == 0
    return tmp_path / "good.pazpaz"


CLIENT = {
    "table": "clients",
    "id": "0196fc27-f800-77d2-9b87-d6edb751b966",
    "first_name": "Ada",
    "last_name": "Invented",
}


def rewritten(backup: Path, change: Callable[[dict[str, bytes]], None], **options: Any) -> Path:
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    made = backup.with_name("changed.pazpaz")
    with zipfile.ZipFile(made, "w", **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made


def many_empty(members: dict[str, bytes]) -> None:
    members.update({f"files/{'0' * 64}/{number}": b"" for number in range(100_000)})


def climbing(members: dict[str, bytes]) -> None:
    members["files/../../../escaped"] = b"x"


def stranger(members: dict[str, bytes]) -> None:
    members["readme.txt"] = b"x"


def no_store(members: dict[str, bytes]) -> None:
    del members["store.db"]


def empty_store(members: dict[str, bytes]) -> None:
    members["store.db"] = b""


def endless_generation(members: dict[str, bytes]) -> None:
    told = members["vault.json"]
    members["vault.json"] = re.sub(rb'"generation": \d+', b'"generation": Infinity', told)
    assert members["vault.json"] != told


def empty_object(members: dict[str, bytes]) -> None:
    members["vault.json"] = b"{}"


def as_it_was(members: dict[str, bytes]) -> None:
    """Only packed otherwise."""


@pytest.mark.parametrize(
    ("change", "options"),
    [
        (many_empty, {}),
        (climbing, {}),
        (stranger, {}),
        (no_store, {}),
        (empty_store, {}),
        (endless_generation, {}),
        (empty_object, {}),
        (as_it_was, {"compression": zipfile.ZIP_DEFLATED}),
    ],
    ids=lambda it: getattr(it, "__name__", ""),
)
def test_given_a_backup_that_we_did_not_write_when_restored_then_it_is_refused_and_nothing_is_left(
    practice: Terminal, backup: Path, change: Callable[[dict[str, bytes]], None], options: dict[str, Any]
) -> None:
    before = home_of(practice)
    refusal(practice("restore", rewritten(backup, change, **options)))
    assert home_of(practice) == before
    assert not list(practice.home.rglob("escaped"))


def test_given_a_backup_packed_anew_as_it_was_when_restored_then_it_is_taken(
    practice: Terminal, backup: Path
) -> None:
    assert practice("restore", rewritten(backup, as_it_was)).status == 0
    assert len(home_of(practice)) == 2


# what was killed


def test_given_a_restore_that_was_killed_when_the_program_starts_again_then_nothing_of_it_is_left(
    practice: Terminal,
) -> None:
    vaults = practice.home / "vaults"
    before = home_of(practice)
    killed = vaults / ".pazpaz-1"
    (killed / "files").mkdir(parents=True)
    (killed / "store.db").write_bytes(b"x" * 10_000)
    (vaults / ".pazpaz-1.lock").touch()
    (vaults / ".pazpaz-2.lock").touch()
    older = vaults / ".pazpaz-3"
    older.mkdir()
    os.utime(older, (0, 0))
    (vaults / ".erased-4").mkdir()
    (vaults / ".erased-4" / "vault.json").write_bytes(b"x")
    practice("doctor")
    assert home_of(practice) == before


def test_given_a_restore_at_work_when_another_program_starts_then_its_folder_stays(
    practice: Terminal,
) -> None:
    vaults = practice.home / "vaults"
    with scratch(vaults) as folder:
        (folder / "store.db").write_bytes(b"x")
        practice("doctor")
        assert (folder / "store.db").exists()
        (vaults / ".pazpaz-young").mkdir()
        practice("doctor")
        assert (vaults / ".pazpaz-young").exists()
    assert not folder.exists()
    assert [name for name in home_of(practice) if name.endswith(".lock")] == []


def test_given_files_half_written_by_killed_processes_when_written_again_then_only_held_ones_stay(
    tmp_path: Path,
) -> None:
    target = tmp_path / "b.pazpaz"
    (tmp_path / ".b.pazpaz.123.new").write_bytes(b"half")
    (tmp_path / ".c.pazpaz.123.new").write_bytes(b"another's")
    with private_replacement(target):
        write_atomically(target, b"first")
        assert len(list(tmp_path.glob(".b.pazpaz.*.new"))) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [".c.pazpaz.123.new", "b.pazpaz"]


# drawn damage


def damage(rnd: random.Random, raw: bytes) -> bytes:
    """Bytes flipped, cut, doubled, or put in."""
    changed = bytearray(raw)
    for _ in range(rnd.randrange(1, 6)):
        at = rnd.randrange(len(changed) or 1)
        how = rnd.randrange(5)
        if how == 0 and changed:
            changed[at % len(changed)] ^= 1 << rnd.randrange(8)
        elif how == 1:
            del changed[at : at + rnd.choice([1, 100, 10**9])]
        elif how == 2:
            changed[at:at] = changed[at : at + rnd.randrange(1, 300)]
        elif how == 3:
            changed[at:at] = rnd.choice([b"\0", b"NaN", b"[[", b'"', b"1e999", b"\xff", b"}", b"\n", b"{}"])
        else:
            changed[at : at + 8] = rnd.randbytes(8)
    return bytes(changed)


@pytest.mark.parametrize("seed", SEEDS)
def test_given_a_damaged_backup_when_restored_then_it_is_whole_or_refused_in_one_sentence(
    practice: Terminal, backup: Path, seed: int
) -> None:
    print(f"seed {seed}")
    rnd = random.Random(seed)  # noqa: S311 - a run that repeats itself
    raw = backup.read_bytes()
    for _ in range(6):
        broken = backup.with_name("broken.pazpaz")
        broken.write_bytes(damage(rnd, raw))
        before = home_of(practice)
        said = practice("restore", broken)
        if said.status:
            refusal(said)
            assert home_of(practice) == before


@pytest.mark.parametrize("seed", SEEDS)
def test_given_a_damaged_export_when_imported_then_it_is_taken_or_refused_in_one_sentence(
    practice: Terminal, backup: Path, tmp_path: Path, seed: int
) -> None:
    print(f"seed {seed}")
    rnd = random.Random(seed)  # noqa: S311 - a run that repeats itself
    practice("export", "--to", tmp_path / "out")
    for _ in range(6):
        broken = tmp_path / "broken"
        shutil.copytree(tmp_path / "out", broken, dirs_exist_ok=True)
        path = rnd.choice(sorted(broken.glob("*.jsonl")))
        path.write_bytes(damage(rnd, path.read_bytes()))
        said = practice("import", broken)
        if said.status:
            refusal(said)
