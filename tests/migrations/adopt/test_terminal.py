"""The page about adopting works as told: its commands, typed by the operator and the owner."""

import json
import re
import shlex
from pathlib import Path

import pytest

from core.store.attachments.listing import Where
from desktop.terminal.server_adopt import _HEADS
from tests.desktop.terminal.conftest import Said, Terminal
from tests.migrations.adopt.conftest import Case
from tests.migrations.adopt.files.old_bucket import JPEG, sealed
from tests.migrations.adopt.old_database import MASTER, small_practice

PAGE = Path(__file__).parents[3] / "docs" / "adopting.md"


def commands() -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


class Desk:
    """A table with both computers and the files that go from hand to hand."""

    def __init__(self, case: Case, folder: Path) -> None:
        self.case, self.folder = case, folder
        self.owner = Terminal(folder / "owner")
        self.operator = Terminal(folder / "operator")
        self.words = ""
        for name, url in (("operator.txt", case.target), ("old.txt", case.old.url)):
            (folder / name).write_text(url.render_as_string(hide_password=False), encoding="utf-8")
        (folder / "master.key").write_text(MASTER.hex(), encoding="utf-8")
        (folder / "s3.txt").write_text("invented-key\ninvented-secret\n", encoding="utf-8")
        (folder / "s3.txt").chmod(0o600)

    def type(self, line: str, *more: str) -> Said:
        argv = [self._place(word) for word in shlex.split(line.replace("$WORDS", self.words))[1:]]
        if argv[0] == "server" and "--records" not in argv:
            return self.operator.bare(*argv, *more)
        said = self.owner(*argv, *more)
        if "--to" in argv and argv[0] == "join":
            self.words = next(each.strip() for each in said.err.splitlines() if each.startswith("  "))
        return said

    def _place(self, word: str) -> str:
        is_ours = re.search(r"\.(txt|json|key)$", word) or word == "objects"
        return str(self.folder / word) if is_ours else word


@pytest.fixture
def desk(case18: Case, tmp_path: Path) -> Desk:
    small_practice(case18.old)
    (row,) = case18.old.inserted["session_attachments"]
    case18.old.flush()
    path = tmp_path / "objects" / row["s3_key"]
    path.parent.mkdir(parents=True)
    path.write_bytes(sealed(JPEG.ljust(row["file_size_bytes"], b".")))
    return Desk(case18, tmp_path)


def test_given_the_page_when_typed_from_top_to_bottom_then_the_owner_has_the_practice(desk: Desk) -> None:
    for line in commands():
        if "--s3" not in line:
            said = desk.type(line)
            assert said.status == 0, (line, said.err)
    with desk.owner.open() as opened:
        (held,) = opened.practice.attachments.all()
        assert (held.row.file_name, held.where) == ("צילום.jpg", Where.BOTH)
        assert len(opened.practice.contents.read(held.row.id)) == 12345
        names = {client.client.first_name for client in opened.practice.clients.list(include_archived=True)}
        assert names == {"דנה", ""}
        assert opened.practice.team.me().full_name == "Dana Demoson"
    paper = (desk.folder / "paper.txt").read_text(encoding="utf-8").strip()
    assert (desk.folder / "paper.txt").stat().st_mode & 0o077 == 0
    assert paper not in "".join(path.read_text(encoding="utf-8") for path in desk.folder.glob("*.json"))


def test_given_the_dry_run_when_asked_for_json_then_it_names_every_kind(desk: Desk) -> None:
    look = commands()[1]
    said = desk.type(look, "--json")
    assert said.status == 0, said.err
    assert (said.document["ok"], said.document["state"]) == (True, "new")
    assert said.document["counts"]["sessions"] == 5
    assert {one["kind"] for one in said.document["findings"]} == {
        "attachment", "attended", "final_without_time", "no_address",
    }  # fmt: skip
    plain = desk.type(look)
    assert any(head in plain.out for head in _HEADS.values())
    assert "Nothing was changed" in plain.out
    json.dumps(said.document)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ((" --request request.json", ""), "needs the request"),
        ((" --paper paper.txt", ""), "recovery code"),
        (("Asia/Jerusalem", "Moon/Base"), "no such time zone"),
        (("master.key --create", "missing.key --create"), "cannot be read"),
        (("--yes", "--yes --workspace nonsense"), "takes the id"),
        (('"$WORDS"', '"one two three four five six"'), "six words differ"),
    ],
)
def test_given_a_wrong_argument_when_typed_then_one_sentence_says_so(
    desk: Desk, change: tuple[str, str], sentence: str
) -> None:
    assert desk.type(commands()[0]).status == 0
    said = desk.type(commands()[2].replace(*change))
    assert sentence in said.refusal()
    assert not (desk.folder / "paper.txt").exists()


def test_given_obstacles_when_looked_at_then_they_are_listed_and_it_fails(desk: Desk) -> None:
    desk.case.old.run("UPDATE appointments SET status = 'PENDING' WHERE status = 'NO_SHOW'")
    said = desk.type(commands()[1])
    assert said.status == 1
    assert "unknown word" in said.out
    assert "status 'PENDING'" in said.refusal()
