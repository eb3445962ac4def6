"""What the pages tell people to type is understood by the program, and the terminal's page works as told."""

import io
import json
import re
import shlex
import uuid
from pathlib import Path

import pytest

from core.crypto.kdf import KdfParams
from desktop.session.console import Console
from desktop.session.start import wants_window
from desktop.terminal.main import build_parser, main
from migrations.operate.embedded import EmbeddedServer

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
CLIENT = "019cadc6-9a80-7000-8000-000000000001"
_BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[str]:
    """Every `pazpaz ...` line of the page's blocks."""
    text = page.read_text(encoding="utf-8")
    lines = [line.strip() for block in _BLOCK.findall(text) for line in block.splitlines()]
    return [line for line in lines if line.startswith("pazpaz")]


@pytest.mark.parametrize(("page", "line"), [(page.name, line) for page in PAGES for line in commands(page)])
def test_every_command_of_a_page_is_understood(page: str, line: str) -> None:
    argv = shlex.split(line)[1:]
    if not wants_window(argv):
        assert callable(build_parser().parse_args(argv).run)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_named_on_a_page_are_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z-]+)`?", "\n".join(_code(page))))
    assert named <= targets


def _code(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [*_BLOCK.findall(text), *re.findall(r"`([^`\n]+)`", text)]


class Walk:
    """Types the page's commands one after the other, carrying words and ids over as a person does."""

    def __init__(self) -> None:
        self.words = ""
        self.device = ""
        self.file = ""

    def type(self, line: str) -> tuple[int, str, str]:
        told = {"$WORDS": self.words, "$DEVICE": self.device, "$FILE": self.file, "$CLIENT": CLIENT}
        for name, value in told.items():
            line = line.replace(name, value)
        argv = shlex.split(line)[1:]
        out, err = io.StringIO(), io.StringIO()
        status = main(argv, console=Console(out, err, io.StringIO()), kdf=KdfParams.FAST_FOR_TESTS)
        shown = [one.strip() for one in err.getvalue().splitlines() if one.startswith("  ")]
        self.words = shown[0] if shown else self.words
        return status, out.getvalue(), err.getvalue()


def test_the_terminals_page_works_from_top_to_bottom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pg18: EmbeddedServer
) -> None:
    monkeypatch.chdir(tmp_path)
    url = pg18.url(f"clinic_{uuid.uuid4().hex[:12]}").render_as_string(hide_password=False)
    Path("operator.txt").write_text(url, encoding="utf-8")
    Path("a.txt").write_text("purple kettles drift past the harbour\n", encoding="utf-8")
    Path("b.txt").write_text("seventeen lanterns under a quiet bridge\n", encoding="utf-8")
    Path("knee.png").write_bytes(b"an invented picture")
    row = {"table": "clients", "id": CLIENT, "first_name": "Moss", "last_name": "Testwood"}
    Path("clients.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    walk = Walk()

    for line in commands(ROOT / "docs" / "terminal.md"):
        if " demo" in line or "server doctor" in line:
            continue
        if "$DEVICE" in line:
            _, listed, _ = walk.type("pazpaz server devices --url-file operator.txt --json")
            walk.device = json.loads(listed)["devices"][1]["device_id"]
        status, out, err = walk.type(line)
        assert status == 0, (line, out, err)
        attached = re.match(r"Attached as (\S+)\.", out)
        walk.file = attached[1] if attached else walk.file

    assert (tmp_path / "everything" / "manifest.json").exists()
    assert (tmp_path / "copy.png").read_bytes() == b"an invented picture"
    status, _, err = walk.type("pazpaz --home laptop-b --passphrase-file b.txt sync")
    assert status == 1
    assert "removed this laptop" in err
