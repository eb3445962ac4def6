"""Credentials for the old store come from a private file, the environment or whoever types, in this order."""

import io
from pathlib import Path

import pytest
from typing_extensions import override

from desktop.session.console import Console
from desktop.terminal.command import CommandContext
from desktop.terminal.server_adopt_files import _credentials
from migrations.operate.adopting.files.bucket import Credentials


class Typing(Console):
    """Somebody sits there and types."""

    is_interactive = True

    @override
    def ask(self, prompt: str) -> str:
        return "typed key"

    @override
    def ask_secret(self, prompt: str) -> str:
        return "typed secret"


@pytest.fixture
def frame(tmp_path: Path) -> CommandContext:
    return CommandContext(tmp_path, Typing(io.StringIO(), io.StringIO(), io.StringIO()))


def test_given_a_file_the_environment_and_a_person_when_asked_then_the_nearest_is_taken(
    frame: CommandContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    assert _credentials(frame, None) == Credentials("typed key", "typed secret")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    assert _credentials(frame, None).key_id == "typed key"
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    assert _credentials(frame, None) == Credentials("key", "secret", "token")
    path = tmp_path / "credentials"
    path.write_text(" file key \r\nfile secret\n", encoding="utf-8")
    path.chmod(0o600)
    assert _credentials(frame, path) == Credentials("file key", "file secret")
    assert "secret" not in repr(_credentials(frame, path))
