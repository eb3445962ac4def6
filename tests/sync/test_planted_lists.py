"""A stolen login of an owner's plants lists of keys: laptops go on, and one command puts it right."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.crypto.manifests import KeyManifest
from core.domain.clock import to_micros
from core.domain.errors import ServerRefused, Tampered
from migrations.operate.embedded import EmbeddedServer
from sync.keys.keychain import seen_generation
from sync.keys.manifest import KeyList, write_papers
from sync.keys.rotation import declare_sealed
from tests.sync.laptops import NEVER, START
from tests.sync.rotating import CLOCK, session, sync
from tests.sync.theft import StolenLaptop, stolen


@dataclass
class Theft(StolenLaptop):
    """The keys of its practice were changed twice."""

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Any SQL, as the stolen login."""
        return self.thief.pg._rows(query, self.clinic.practice.workspace_id, *values)

    def top(self) -> tuple[int, int]:
        """Number of the newest list, and of the key that the server takes for the current one."""
        ((generation, key_no, _),) = self.rows("SELECT * FROM pzapi.key_lists(%s, NULL)")
        return int(str(generation)), int(str(key_no))

    def rotate(self, papers: bytes, grace_s: int = 0) -> None:
        """What a rotation stores: keys for every device, which open nothing."""
        generation, key_no = self.top()
        keys = [[key_no + 1, str(device), "eA=="] for device in self._devices()]
        self.rows(
            "SELECT pzapi.rotate_keys(%s, %s, %s, %s, %s, %s)",
            generation + 1, key_no + 1, papers, json.dumps(keys), grace_s,
        )  # fmt: skip

    def rotate_often(self, papers: bytes) -> None:
        for _ in range(5):
            self.rotate(papers)

    def declare(self, papers: bytes) -> None:
        self.rows("SELECT pzapi.declare_sealed(%s, %s, %s)", self.top()[0] + 1, papers)

    def first_list(self) -> bytes:
        """A list that an owner signed, for another place."""
        ((_, _, papers),) = self.rows("SELECT * FROM pzapi.key_lists(%s, 2)")
        return bytes(papers)  # type: ignore[call-overload, no-any-return]

    def signed(self) -> bytes:
        """A list that the stolen laptop's own key signed, for the next place."""
        generation, key_no = self.top()
        me = self.thief.laptop.identity
        listed = KeyList(workspace_id=me.workspace_id, recipients={})
        manifest = KeyManifest(
            workspace_id=me.workspace_id,
            generation=generation + 1,
            current_key_no=key_no + 1,
            issued_at=to_micros(START),
            issuer_device_id=me.device_id,
            recipients=listed.digest(),
        )
        return write_papers(me.keys.sign, manifest, listed)

    def _devices(self) -> list[object]:
        entries = self.owner.pg.directory(self.clinic.practice.workspace_id)
        return [entry.device_id for entry in entries if entry.revoked_at is None]


@pytest.fixture
def theft(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[Theft]:
    with stolen(Theft, any_server, tmp_path, key_changes=2) as made:
        yield made


UNSIGNED: dict[str, Callable[[Theft], None]] = {
    "a list that nobody signed": lambda theft: theft.rotate(b"junk"),
    "several of them": lambda theft: theft.rotate_often(b"junk"),
    "nothing at all": lambda theft: theft.rotate(b""),
    "a declaration that nobody signed": lambda theft: theft.declare(b"junk"),
    "an older list once more": lambda theft: theft.declare(theft.first_list()),
    "an older list as a new one": lambda theft: theft.rotate(theft.first_list()),
}
SIGNED: dict[str, Callable[[Theft], None]] = {
    "a list signed by the stolen laptop, with keys that open nothing": lambda theft: theft.rotate(
        theft.signed()
    )
}


@pytest.mark.parametrize("plant", UNSIGNED.values(), ids=UNSIGNED)
def test_given_a_planted_list_when_laptops_sync_then_what_others_wrote_arrives_all_the_same(
    theft: Theft, plant: Callable[[Theft], None]
) -> None:
    client = theft.owner.laptop.add_client("Sent before")
    theft.owner.laptop.sync()

    plant(theft)

    assert theft.helper.laptop.sync().pulled == 1
    assert theft.helper.laptop.value("clients", client, "first_name") == "Sent before"
    assert theft.helper.laptop.told("notices") == []
    with theft.helper.laptop.store.read() as db:
        assert seen_generation(db) == 2


def test_given_a_planted_list_without_grace_when_something_waits_then_it_says_so_and_still_reads(
    theft: Theft,
) -> None:
    theft.owner.laptop.add_client("Sent before")
    theft.owner.laptop.sync()
    waiting = theft.helper.laptop.add_client("Typed meanwhile")
    theft.rotate(b"junk")

    with pytest.raises(ServerRefused, match="false list of keys") as told:
        theft.helper.laptop.sync()

    assert told.value.code == "false_keys"
    assert len(theft.helper.laptop.rows("clients")) == 3
    assert theft.helper.laptop.dirty() == 1
    theft.clinic.rotate(theft.owner)
    assert theft.helper.laptop.sync().pushed == 1
    theft.owner.laptop.sync()
    assert theft.owner.laptop.value("clients", waiting, "first_name") == "Typed meanwhile"


@pytest.mark.parametrize("plant", [*UNSIGNED.values(), *SIGNED.values()], ids=[*UNSIGNED, *SIGNED])
@pytest.mark.parametrize("is_removed", [True, False], ids=["the thief is removed first", "nobody is removed"])
def test_given_a_planted_list_when_an_owner_changes_the_keys_then_all_go_on_as_if_it_had_never_been(
    theft: Theft, plant: Callable[[Theft], None], is_removed: bool
) -> None:
    clinic, owner, helper = theft.clinic, theft.owner, theft.helper
    plant(theft)
    top = theft.top()
    if is_removed:
        clinic.revoke(owner, theft.thief)

    done = clinic.rotate(owner)

    assert (done.generation, done.key_no) == (top[0] + 1, top[1] + 1)
    ours, theirs = owner.laptop.add_client("Ours"), helper.laptop.add_client("Theirs")
    for each in (owner, helper, owner):
        assert each.laptop.sync().waiting == 0
    assert owner.laptop.value("clients", theirs, "first_name") == "Theirs"
    assert helper.laptop.value("clients", ours, "first_name") == "Ours"
    assert clinic.labels() == {f"v{done.key_no}:"}
    fresh = clinic.enrol()
    fresh.laptop.sync()
    assert fresh.laptop.content() == owner.laptop.content()


def test_given_a_planted_list_when_an_owner_declares_that_all_is_sealed_then_it_comes_above(
    theft: Theft,
) -> None:
    theft.declare(b"junk")

    laptop = theft.owner.laptop
    assert declare_sealed(laptop.store, theft.owner.pg, laptop.identity, CLOCK) == 4

    theft.helper.laptop.sync()
    with theft.helper.laptop.store.read() as db:
        assert seen_generation(db) == 4


def test_given_a_server_that_shows_only_planted_lists_when_asked_then_what_was_seen_before_is_missed(
    theft: Theft,
) -> None:
    """Passing over what does not hold must not become a way back behind what was seen."""
    theft.declare(b"junk")

    with pytest.raises(Tampered, match="no longer shows"):
        sync(theft.helper, key_lists=lambda lists: [each for each in lists if each.papers == b"junk"])


def test_given_a_planted_list_when_a_laptop_asks_again_and_again_then_it_looks_at_it_once(
    theft: Theft,
) -> None:
    theft.rotate(b"junk", grace_s=1000)
    asked: list[str] = []

    def counted(name: str) -> Callable[[object], object]:
        return lambda answer: (asked.append(name), answer)[1]  # type: ignore[func-returns-value]

    names = ("key_lists", "stale_cells", "replace_cells")
    passes = session(theft.helper, **{name: counted(name) for name in names})
    for _ in range(3):
        passes.run_once(theft.helper.laptop.events.append, NEVER)

    # The newest list and those below it; no cell is sealed anew under a key that nobody has.
    assert asked == ["key_lists", "key_lists"]
