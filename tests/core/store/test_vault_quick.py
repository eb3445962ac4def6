"""Quick unlock of a vault: off at first, alone on the desktop, and over after a while."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.crypto.kdf import KdfParams
from core.crypto.quick_unlock import SecretStore
from core.domain.clock import FixedClock
from core.domain.errors import RuleBroken, StoreBusy, StoreDamaged, UserError, WrongPassphrase
from core.store.vault import document
from core.store.vault.quick_unlock import (
    LONGEST,
    USUAL,
    can_quick_unlock,
    disable_quick_unlock,
    enable_quick_unlock,
    open_with_keyring,
)
from core.store.vault.vault import Vault, create_vault, open_vault
from tests.keyrings import MemoryKeyring

FAST = KdfParams.FAST_FOR_TESTS
PHRASE = "acorn meadow violin"


@pytest.fixture(name="keyring")
def _keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture(name="secrets")
def _secrets(keyring: MemoryKeyring) -> SecretStore:
    return SecretStore("test", keyring)


@pytest.fixture(name="clock")
def _clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 22, 9, tzinfo=UTC))


@pytest.fixture(name="vault")
def _vault(tmp_path: Path) -> Iterator[Vault]:
    vault, _ = create_vault(tmp_path, PHRASE, params=FAST)
    yield vault
    vault.close()


def test_it_is_off_by_default(vault: Vault, secrets: SecretStore, clock: FixedClock) -> None:
    assert not can_quick_unlock(vault.path, secrets, clock)
    vault.close()
    with pytest.raises(WrongPassphrase, match="Type the passphrase"):
        open_with_keyring(vault.path, secrets, clock)


def test_it_opens_while_it_lasts(vault: Vault, secrets: SecretStore, clock: FixedClock) -> None:
    key = vault.db_key
    enable_quick_unlock(vault, secrets, clock)
    assert can_quick_unlock(vault.path, secrets, clock)
    with pytest.raises(StoreBusy):
        open_with_keyring(vault.path, secrets, clock)
    vault.close()
    with open_with_keyring(vault.path, secrets, clock) as again:
        assert again.db_key == key
    with open_vault(vault.path, PHRASE) as again:
        assert again.db_key == key


def test_it_is_over_after_a_while(vault: Vault, secrets: SecretStore, clock: FixedClock) -> None:
    enable_quick_unlock(vault, secrets, clock)
    vault.close()
    clock.advance(USUAL)
    assert not can_quick_unlock(vault.path, secrets, clock)
    with pytest.raises(WrongPassphrase):
        open_with_keyring(vault.path, secrets, clock)


def test_it_never_lasts_longer_than_a_month(vault: Vault, secrets: SecretStore, clock: FixedClock) -> None:
    enable_quick_unlock(vault, secrets, clock, timedelta(days=900))
    assert can_quick_unlock(vault.path, secrets, clock)
    clock.advance(LONGEST)
    assert not can_quick_unlock(vault.path, secrets, clock)


def test_a_clock_set_back_does_not_prolong_it(vault: Vault, secrets: SecretStore, clock: FixedClock) -> None:
    enable_quick_unlock(vault, secrets, clock)
    clock.advance(-LONGEST)
    assert not can_quick_unlock(vault.path, secrets, clock)


def test_disabling_forgets_the_secret(
    vault: Vault, secrets: SecretStore, clock: FixedClock, keyring: MemoryKeyring
) -> None:
    enable_quick_unlock(vault, secrets, clock)
    disable_quick_unlock(vault, secrets)
    assert keyring.kept == {}
    assert vault.document.keyring_slot is None
    enable_quick_unlock(vault, secrets, clock)
    disable_quick_unlock(vault, None)
    assert not can_quick_unlock(vault.path, secrets, clock)


def test_a_new_passphrase_ends_it(vault: Vault, secrets: SecretStore, clock: FixedClock) -> None:
    enable_quick_unlock(vault, secrets, clock)
    vault.set_passphrase("seventeen wet otters", FAST)
    assert not can_quick_unlock(vault.path, secrets, clock)


def test_a_forgotten_secret_asks_for_the_passphrase(
    vault: Vault, secrets: SecretStore, clock: FixedClock, keyring: MemoryKeyring
) -> None:
    enable_quick_unlock(vault, secrets, clock)
    vault.close()
    keyring.kept.clear()
    with pytest.raises(WrongPassphrase, match="no longer has"):
        open_with_keyring(vault.path, secrets, clock)


def test_another_keyring_than_the_remembered_one_is_not_asked(
    vault: Vault, secrets: SecretStore, clock: FixedClock, keyring: MemoryKeyring
) -> None:
    enable_quick_unlock(vault, secrets, clock)
    other = SecretStore("other", keyring)
    assert not can_quick_unlock(vault.path, other, clock)
    assert not can_quick_unlock(vault.path, None, clock)


def test_a_shared_desktop_has_none(
    vault: Vault, secrets: SecretStore, clock: FixedClock, tmp_path: Path, keyring: MemoryKeyring
) -> None:
    enable_quick_unlock(vault, secrets, clock)
    second, _ = create_vault(tmp_path, PHRASE, params=FAST)
    with second, pytest.raises(RuleBroken, match="share one desktop"):
        enable_quick_unlock(second, secrets, clock)
    assert len(keyring.kept) == 1
    assert not can_quick_unlock(vault.path, secrets, clock)
    vault.close()
    with pytest.raises(WrongPassphrase):
        open_with_keyring(vault.path, secrets, clock)


def test_a_failed_change_leaves_no_secret_behind(
    vault: Vault,
    secrets: SecretStore,
    clock: FixedClock,
    keyring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise UserError("full")

    monkeypatch.setattr(document, "write_atomically", full)
    with pytest.raises(UserError, match="full"):
        enable_quick_unlock(vault, secrets, clock)
    assert keyring.kept == {}


def test_a_damaged_vault_is_not_offered_it(vault: Vault, secrets: SecretStore, clock: FixedClock) -> None:
    (vault.path / "vault.json").write_bytes(b"")
    assert not can_quick_unlock(vault.path, secrets, clock)
    with pytest.raises(StoreDamaged):
        open_with_keyring(vault.path, secrets, clock)
