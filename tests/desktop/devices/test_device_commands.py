"""Devices by commands on a real PostgreSQL: listed, shut out, erased, and let in after the keys changed."""

import threading
from pathlib import Path

import pytest

from core.domain.errors import ServerUnreachable
from core.domain.program import program_version
from core.store.practice.practice import ClientDraft
from core.store.vault.listing import list_vaults
from tests.desktop.terminal.conftest import (  # noqa: F401 - fixtures
    Operator,
    Said,
    Terminal,
    connect,
    join,
    names,
    operator,
    words_of,
)

LONG_S = 60


@pytest.fixture
def laptop(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "laptop")


@pytest.fixture
def other(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "other")


@pytest.fixture
def owner(laptop: Terminal, operator: Operator) -> Terminal:  # noqa: F811 - the fixture
    laptop.new_practice()
    with laptop.open() as opened:
        opened.practice.clients.add(ClientDraft(first_name="Fern", last_name="Sampleton"))
    connect(laptop, operator)
    assert laptop("sync").status == 0
    return laptop


def _device(owner: Terminal, name: str) -> dict[str, object]:
    found = owner("--json", "devices").document["devices"]
    return next(one for one in found if one["name"] == name)


def test_the_list_names_devices_their_people_and_this_one(owner: Terminal, other: Terminal) -> None:
    assert join(owner, other).status == 0

    said = owner("devices")

    assert said.status == 0, said.err
    first, second = said.out.splitlines()
    version = f"version {program_version()}"
    assert f"Laptop A  Dana Demoson  OWNER  {version}  last seen 2" in first
    assert first.endswith("this device")
    assert f"Laptop B  Dana Demoson  OWNER  {version}  last seen 2" in second


def test_a_device_is_shut_out_the_key_changes_and_a_later_one_reads_everything(
    owner: Terminal, other: Terminal, tmp_path: Path
) -> None:
    assert join(owner, other).status == 0
    assert other("sync").status == 0

    said = owner("revoke", str(_device(owner, "Laptop B")["device_id"]), "--yes")

    assert said.status == 0, said.err
    assert "1 device holds key 2" in said.out
    assert owner("sync").status == 0
    assert "removed" in other("sync").refusal()
    assert names(other) == {"Fern"}
    third = Terminal(tmp_path / "third")
    assert join(owner, third).status == 0
    assert third("sync").status == 0
    assert names(third) == {"Fern"}


def test_without_an_answer_nobody_is_shut_out(owner: Terminal, other: Terminal) -> None:
    assert join(owner, other).status == 0
    device = str(_device(owner, "Laptop B")["device_id"])
    assert "--yes" in owner("revoke", device).refusal()
    assert "no such device" in owner("revoke", "00000000", "--yes").refusal()
    assert "working on" in owner("revoke", str(_device(owner, "Laptop A")["device_id"]), "--yes").refusal()
    assert other("sync").status == 0


def test_an_ordered_device_erases_the_practice_when_it_comes_online(owner: Terminal, other: Terminal) -> None:
    assert join(owner, other).status == 0
    assert other("sync").status == 0
    assert owner("revoke", str(_device(owner, "Laptop B")["device_id"]), "--yes", "--erase").status == 0

    said = other("sync")

    assert "erased" in said.refusal()
    assert list_vaults(other.home) == []
    assert not [path for path in other.home.rglob("*") if path.is_file() and path.suffix == ".db"]


def test_given_the_line_ends_before_the_order_when_it_is_removed_once_more_then_it_obeys(
    owner: Terminal, other: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert join(owner, other).status == 0
    assert other("sync").status == 0
    command = ("revoke", str(_device(owner, "Laptop B")["device_id"]), "--yes", "--erase")
    with monkeypatch.context() as cut:
        cut.setattr("desktop.session.device_admin.order_wipe", _unreachable)
        refusal = owner(*command).refusal()
    assert "is shut out, but it was not ordered to erase" in refusal
    assert "Remove it once more" in refusal

    assert owner(*command).status == 0

    assert "erased" in other("sync").refusal()
    assert list_vaults(other.home) == []


def _unreachable(*_args: object) -> None:
    raise ServerUnreachable("The clinic does not answer.")


@pytest.mark.parametrize("erase", [True, False])
def test_given_a_removed_device_when_it_watches_then_it_ends_and_obeys_only_an_order(
    owner: Terminal, other: Terminal, erase: bool
) -> None:
    assert join(owner, other).status == 0
    assert other("sync").status == 0
    order = ["--erase"] if erase else []
    assert owner("revoke", str(_device(owner, "Laptop B")["device_id"]), "--yes", *order).status == 0
    said: list[Said] = []
    watching = threading.Thread(target=lambda: said.append(other("sync", "--watch")), daemon=True)

    watching.start()
    watching.join(LONG_S)

    assert said, "it watches on"
    assert ("erased" if erase else "removed") in said[0].refusal()
    assert bool(list_vaults(other.home)) is not erase


def test_the_keys_can_be_changed_without_shutting_anyone_out(owner: Terminal, other: Terminal) -> None:
    assert join(owner, other).status == 0
    said = owner("--json", "rotate-key")
    assert said.document == {"ok": True, "generation": 1, "key_no": 2, "devices": 2}
    assert other("sync").status == 0
    assert names(other) == {"Fern"}
