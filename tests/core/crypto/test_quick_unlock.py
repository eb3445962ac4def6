"""Quick unlock is there only with a keyring that is known to keep secrets, and that does."""

import sys
from types import ModuleType

import pytest
from typing_extensions import override

from core.crypto import quick_unlock
from core.crypto.quick_unlock import ALLOWED, SecretStore, find_secret_store
from core.domain.errors import UserError


class MemoryKeyring:
    """Keeps what it is given."""

    priority = 5

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class NullKeyring(MemoryKeyring):
    """Keeps nothing, and says nothing: the library's null backend."""

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        return


class BrokenKeyring(MemoryKeyring):
    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("no bus")


def test_a_secret_is_kept_read_back_and_forgotten() -> None:
    keyring = MemoryKeyring()
    secrets = SecretStore("test", keyring)
    secret = secrets.put("vault-1")
    assert len(secret) == 32
    assert secrets.get("vault-1") == secret
    assert secrets.get("vault-2") is None
    secrets.forget("vault-1")
    secrets.forget("vault-1")
    assert keyring.kept == {}


def test_a_keyring_that_keeps_nothing_is_noticed() -> None:
    with pytest.raises(UserError, match="did not keep"):
        SecretStore("test", NullKeyring()).put("vault-1")


@pytest.mark.parametrize("text", ["not hex", "00ff", ""])
def test_something_else_under_our_name_is_no_secret(text: str) -> None:
    keyring = MemoryKeyring()
    keyring.set_password("PazPaz Desktop vault-1", "vault-1", text)
    assert SecretStore("test", keyring).get("vault-1") is None


def test_a_keyring_that_fails_says_so_in_a_sentence() -> None:
    with pytest.raises(UserError, match="did not answer") as caught:
        SecretStore("test", BrokenKeyring()).get("vault-1")
    assert caught.value.code == "keyring"


def test_an_unknown_platform_has_no_quick_unlock() -> None:
    assert find_secret_store("plan9") is None


def test_a_keyring_that_cannot_be_made_is_absent() -> None:
    def broken() -> MemoryKeyring:
        raise RuntimeError("no service")

    assert find_secret_store("here", {"here": ("broken", broken)}) is None


@pytest.mark.parametrize(
    ("platform", "module", "class_name", "name"),
    [
        ("win32", "Windows", "WinVaultKeyring", "windows-credential-manager"),
        ("darwin", "macOS", "Keyring", "macos-keychain"),
        ("linux", "SecretService", "Keyring", "secret-service"),
    ],
)
def test_each_platform_makes_its_own_class_alone(
    monkeypatch: pytest.MonkeyPatch, platform: str, module: str, class_name: str, name: str
) -> None:
    made = ModuleType(f"keyring.backends.{module}")
    setattr(made, class_name, MemoryKeyring)
    monkeypatch.setitem(sys.modules, made.__name__, made)
    found = find_secret_store(platform)
    assert found
    assert (found.name, type(found.backend)) == (name, MemoryKeyring)
    assert getattr(found.backend, "persist", None) == ("local machine" if platform == "win32" else None)


def test_a_class_whose_service_is_absent_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    class Absent(type):
        @property
        def priority(cls) -> float:
            raise RuntimeError("the daemon is not running")

    made = ModuleType("keyring.backends.SecretService")
    made.Keyring = Absent("Keyring", (), {})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, made.__name__, made)
    assert find_secret_store("linux") is None


def test_the_library_is_never_asked_to_choose() -> None:
    """Its choice may be a plaintext file, nothing, or code from a configuration file."""
    assert set(ALLOWED) == {"win32", "darwin", "linux"}
    assert "get_keyring" not in vars(quick_unlock)
