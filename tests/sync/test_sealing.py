"""An adopted practice gets its seals from its first laptop: all of them, and before anybody else comes."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.enums import Role
from core.domain.errors import ServerUnreachable, Tampered, UserError, VersionMismatch
from core.domain.registry import BY_NAME
from core.store.outbox.adoption import Adoption
from sync.events import PassPhase, SyncEvent, SyncProgress
from sync.keys.keychain import Keychain, trusted_devices
from sync.keys.manifest import KeyPapers, open_papers
from sync.remote import RemoteRow
from sync.rows import adopted_seals as sealing_module
from sync.rows.adopted_seals import refuse_guests
from tests.sync.adopted import AdoptedPractice, bare, copy_of, standing
from tests.sync.laptops import NEVER, Laptop, Practice
from tests.sync.lies import LIES, Truth
from tests.sync.rotating import lying_page, over
from tests.sync.test_keys import announce

CLIENTS = BY_NAME["clients"].no
BARE = "seal and signer stripped"


@pytest.fixture
def adopted(practice: Practice) -> AdoptedPractice:
    return AdoptedPractice(practice)


def papers_of(practice: Practice, laptop: Laptop) -> KeyPapers:
    head = practice.head()
    assert head.papers is not None
    return open_papers(
        head.papers, practice.workspace_id, trusted_devices(head.devices, laptop.identity), head.generation
    )


def kinds(laptop: Laptop) -> list[str]:
    return [notice["kind"] for notice in laptop.told("notices")]


def assert_sealed(adopted: AdoptedPractice, first: Laptop) -> None:
    """The end that every story comes to: all seals are there, it is signed, and the next laptop gets all."""
    head = adopted.practice.head()
    assert {row.sealed_by for row in head.rows.values()} == {first.me.device_id}
    assert papers_of(adopted.practice, first).all_sealed
    assert standing(first) is Adoption.OVER
    refuse_guests(first.store)
    second = adopted.practice.enrol()
    second.sync()
    assert second.content() == first.content()
    assert kinds(first) == kinds(second) == []
    assert (standing(second), first.dirty()) == (Adoption.OVER, 0)
    second.store.close()
    adopted.practice.laptops.remove(second)


def test_given_an_adopted_practice_when_its_first_laptop_syncs_then_every_row_is_sealed_as_it_was(
    adopted: AdoptedPractice,
) -> None:
    first = adopted.first()
    before = dict(adopted.practice.head().rows)
    assert first.sync().pulled == adopted.count > 20
    assert first.content() == adopted.content
    after = adopted.practice.head().rows
    assert {key: bare(row) for key, row in after.items()} == before
    assert_sealed(adopted, first)


def test_given_rows_without_seals_when_a_laptop_was_told_of_no_adoption_then_it_takes_none(
    adopted: AdoptedPractice,
) -> None:
    other = adopted.practice.enrol()
    other.sync()
    assert all(rows == {} for rows in other.content().values())
    assert kinds(other) == ["tampered"] * adopted.count
    assert standing(other) is Adoption.NONE
    assert not adopted.is_declared()
    refuse_guests(other.store)


def test_given_a_guest_when_rows_wait_for_their_seals_then_nobody_is_let_in_until_all_have_one(
    adopted: AdoptedPractice,
) -> None:
    first = adopted.first()
    with pytest.raises(UserError, match=r"not all of its rows have a seal.*Nothing was changed") as refused:
        refuse_guests(first.store)
    assert refused.value.code == "not_sealed"
    first.remote.fault = cut_at("seal_rows.answer")
    with pytest.raises(ServerUnreachable):
        first.sync()
    with pytest.raises(UserError, match="not all of its rows have a seal"):
        refuse_guests(first.store)
    first.remote.fault = lambda _step: None
    first.sync()
    refuse_guests(first.store)


def test_given_words_typed_meanwhile_when_all_is_sealed_then_they_go_and_not_before(
    adopted: AdoptedPractice,
) -> None:
    first = adopted.first()
    client = adopted.made["clients"][0]
    first.remote.fault = cut_at("pull.answer")
    with pytest.raises(ServerUnreachable):
        first.sync()
    first.remote.fault = lambda _step: None
    typed = first.add_client("Typed meanwhile")
    first.remote.calls.clear()
    first.sync()
    calls = first.remote.calls
    assert (
        calls.index("push")
        > calls.index("declare_sealed")
        > max(place for place, call in enumerate(calls) if call == "seal_rows")
    )
    first.edit("clients", client, alerts="Latex.")
    first.sync()
    assert (CLIENTS, typed) in adopted.practice.head().rows
    second = adopted.practice.enrol()
    second.sync()
    assert second.value("clients", client, "alerts") == "Latex."
    assert second.content() == first.content()


def test_given_a_row_deleted_here_before_its_seal_when_sealed_then_the_seal_is_of_what_was_adopted(
    adopted: AdoptedPractice,
) -> None:
    first = adopted.first()
    first.remote.fault = cut_at("unsealed_rows.request")
    with pytest.raises(ServerUnreachable):
        first.sync()
    first.remote.fault = cut_at("push.request")
    gone, changed = adopted.made["clients"][1], adopted.made["sessions"][0]
    first.delete("clients", gone)
    first.edit("sessions", changed, plan="Swim.")
    with pytest.raises(ServerUnreachable):
        first.sync()
    second = adopted.practice.enrol()
    second.sync()
    assert second.content() == adopted.content
    first.remote.fault = lambda _step: None
    first.sync()
    second.sync()
    assert second.content() == first.content()
    assert second.row("clients", gone).deleted_at is not None


# stopped anywhere


def cut_at(step: str) -> Callable[[str], None]:
    def fault(now: str) -> None:
        if now == step:
            raise ServerUnreachable("No connection.")

    return fault


class Cut:
    """Counts the steps of all calls, and breaks the connection at one of them."""

    def __init__(self, at: int = 0) -> None:
        self.count, self._at = 0, at

    def __call__(self, _step: str) -> None:
        self.count += 1
        if self.count == self._at:
            raise ServerUnreachable("No connection.")


def test_given_a_cut_at_any_call_when_started_again_then_it_ends_the_same(
    practice: Practice, adopted: AdoptedPractice, tmp_path: Path
) -> None:
    original = adopted.first()
    begun = practice.server.snapshot()
    whole = copy_of(original, tmp_path / "counted.db")
    whole.remote.fault = counted = Cut()
    whole.sync()
    assert counted.count > 80
    for at in range(1, counted.count + 1):
        practice.server.restore(begun, None)
        killed = copy_of(original, tmp_path / f"killed-{at}.db")
        killed.remote.fault = Cut(at)
        with pytest.raises(ServerUnreachable):
            killed.sync()
        again = copy_of(killed, tmp_path / f"again-{at}.db")
        again.sync()
        again.sync()
        head = practice.head()
        assert adopted.unsealed() == 0, at
        assert (standing(again), head.generation) == (Adoption.OVER, 1), at
        assert again.content() == adopted.content, at
        again.store.close()


def test_given_more_rows_than_one_batch_when_stopped_between_batches_then_it_goes_on_and_tells_how_far(
    adopted: AdoptedPractice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing_module, "BATCH", 1)
    first, stop, told = adopted.first(), threading.Event(), []

    def listen(event: SyncEvent) -> None:
        if isinstance(event, SyncProgress) and event.phase is PassPhase.SEAL:
            told.append((event.done, event.total))
            if len(told) == 5:
                stop.set()

    first.session().run_once(listen, stop)
    assert told == [(done, adopted.count) for done in range(1, 6)]
    assert adopted.unsealed() == adopted.count - 5
    assert not adopted.is_declared()
    assert BY_NAME["workspaces"].no in {
        row.table_no for row in adopted.practice.head().rows.values() if row.seal is None
    }
    stop.clear()
    first.session().run_once(listen, stop)
    left = adopted.count - 5
    assert told[5:] == [(done, left) for done in range(1, left + 1)]
    assert_sealed(adopted, first)


def test_given_a_stop_while_it_looks_the_rows_over_when_started_again_then_they_are_compared_first(
    adopted: AdoptedPractice,
) -> None:
    first, stop = adopted.first(), threading.Event()
    first.remote.fault = lambda step: stop.set() if step == "unsealed_rows.answer" else None
    first.session().run_once(first.events.append, stop)
    assert standing(first) is Adoption.TOLD
    assert adopted.unsealed() == adopted.count
    first.remote.fault = lambda _step: None
    first.sync()
    assert_sealed(adopted, first)


# another practice than was adopted


def _without_a_row(adopted: AdoptedPractice) -> None:
    del adopted.practice.head().rows[CLIENTS, adopted.made["clients"][0]]


def _renumbered(adopted: AdoptedPractice) -> None:
    rows, key = adopted.practice.head().rows, (CLIENTS, adopted.made["clients"][0])
    rows[key] = replace(rows[key], version=7)


def _altered(adopted: AdoptedPractice) -> None:
    rows, key = adopted.practice.head().rows, (CLIENTS, adopted.made["clients"][0])
    rows[key] = replace(rows[key], plain={**rows[key].plain, 24: False})


def _sealed_by_the_server(adopted: AdoptedPractice) -> None:
    rows, key = adopted.practice.head().rows, (CLIENTS, adopted.made["clients"][0])
    rows[key] = replace(rows[key], seal=b"\x01" * 67, sealed_by=adopted.practice.head().devices[0].device_id)


def _with_a_mac_of_no_length(adopted: AdoptedPractice) -> None:
    rows, key = adopted.practice.head().rows, (CLIENTS, adopted.made["clients"][0])
    rows[key] = replace(rows[key], mac=b"short")


@pytest.mark.parametrize(
    "change", [_without_a_row, _renumbered, _altered, _sealed_by_the_server, _with_a_mac_of_no_length]
)
def test_given_another_practice_than_was_adopted_when_compared_then_nothing_is_sealed_or_sent(
    adopted: AdoptedPractice, change: Callable[[AdoptedPractice], None]
) -> None:
    first = adopted.first()
    change(adopted)
    first.add_client("Typed here")
    for _ in range(2):
        with pytest.raises(Tampered, match=r"nothing (of it )?was sealed"):
            first.sync()
    assert "seal_rows" not in first.remote.calls
    assert not adopted.is_declared()
    assert (standing(first), first.dirty()) == (Adoption.TOLD, 1)
    with pytest.raises(UserError, match="Nothing was changed"):
        refuse_guests(first.store)


def test_given_a_server_that_hides_everything_when_it_lists_all_then_what_is_not_here_is_not_called_sealed(
    adopted: AdoptedPractice,
) -> None:
    first = adopted.first()
    with pytest.raises(Tampered, match="does not show what was taken over") as told:
        over(first, first.remote, pull=lying_page(lambda _rows: []))
    assert told.value.code == "not_adopted"
    assert not adopted.is_declared()


def test_given_a_row_shown_under_one_number_and_listed_under_another_when_compared_then_it_is_noticed(
    adopted: AdoptedPractice,
) -> None:
    first = adopted.first()
    key = CLIENTS, adopted.made["clients"][0]

    def renumbered(rows: list[RemoteRow]) -> list[RemoteRow]:
        return [replace(row, version=7) if (row.table_no, row.row_id) == key else row for row in rows]

    with pytest.raises(Tampered, match="does not show what was taken over"):
        over(first, first.remote, pull=lying_page(renumbered))
    assert not adopted.is_declared()


@pytest.mark.parametrize("name", LIES)
def test_given_a_first_laptop_when_a_row_comes_with_half_its_proof_then_it_does_not_come_in(
    adopted: AdoptedPractice, name: str
) -> None:
    """What lacks both seal and signer under a mac that holds is compared with the adoption as a whole."""
    first, (one, other) = adopted.first(), adopted.made["clients"]
    rows = adopted.practice.head().rows
    signed = {"seal": b"\x01" * 67, "sealed_by": first.me.device_id}
    row = replace(rows[CLIENTS, one], **signed)  # type: ignore[arg-type]
    lie = LIES[name](Truth(row, row, replace(rows[CLIENTS, other], **signed)))  # type: ignore[arg-type]
    page = lying_page(
        lambda rows: [
            replace(lie, seq=row.seq) if (row.table_no, row.row_id) == (CLIENTS, one) else row for row in rows
        ]
    )
    with pytest.raises(Tampered, match="does not show what was taken over"):
        over(first, first.remote, pull=page)
    renumbered = lie.mac == row.mac and lie.plain == row.plain and lie.deleted_at is None
    taken = lie.seal is None and lie.sealed_by is None and renumbered
    assert (one in first.rows("clients")) is taken
    assert adopted.unsealed() == adopted.count


def test_given_a_row_that_this_store_cannot_take_when_compared_then_the_others_get_their_seals(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopted = AdoptedPractice(practice)
    first, odd = adopted.first(), adopted.made["services"][0]
    with first.store.write() as db:
        db.exec_driver_sql(
            "CREATE TRIGGER odd BEFORE INSERT ON services WHEN NEW.name = 'Massage 1'"
            " BEGIN SELECT RAISE(ABORT, 'does not fit'); END"
        )
    first.sync()
    assert kinds(first) == ["unreadable"]
    rows = practice.head().rows
    assert [row.row_id for row in rows.values() if row.seal is None] == [odd]
    assert adopted.is_declared()


# while it goes on, and after it


def test_given_seals_under_way_when_a_row_comes_again_without_its_own_then_its_words_of_then_do_not(
    adopted: AdoptedPractice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing_module, "BATCH", 1)
    first, client = adopted.first(), adopted.made["clients"][0]
    key = CLIENTS, client
    adopted_row = adopted.practice.head().rows[key]
    first.remote.fault = cut_at("seal_rows.answer")
    with pytest.raises(ServerUnreachable):
        first.sync()
    first.remote.fault = lambda _step: None
    assert standing(first) is Adoption.HELD
    first.edit("clients", client, alerts="Latex.")
    session = first.session()
    session._push.run(adopted.practice.head().epoch, threading.Event())
    newest = adopted.practice.head().rows[key]
    assert newest.version == adopted_row.version + 1
    adopted.practice.server.touch(adopted.practice.workspace_id, *key)
    moved = adopted.practice.head().rows[key]
    rolled = replace(adopted_row, seq=moved.seq, version=newest.version + 1)
    over(first, first.remote, pull=lying_page(lambda _rows: [rolled]))
    assert first.value("clients", client, "alerts") == "Latex."
    assert "tampered" in kinds(first)


def test_given_the_word_that_all_is_sealed_when_an_older_program_lists_the_keys_anew_then_it_still_holds(
    practice: Practice, adopted: AdoptedPractice
) -> None:
    first = adopted.first()
    first.sync()
    announce(practice, first, key_no=1, generation=2)
    assert not papers_of(practice, first).all_sealed
    first.sync()
    assert standing(first) is Adoption.OVER


def test_given_an_old_copy_of_the_first_laptop_when_it_sees_the_list_then_its_time_is_over_too(
    practice: Practice, adopted: AdoptedPractice, tmp_path: Path
) -> None:
    original = adopted.first()
    first = copy_of(original, tmp_path / "first.db")
    old = copy_of(original, tmp_path / "old.db")
    first.sync()
    key = CLIENTS, adopted.made["clients"][0]
    practice.server.touch(practice.workspace_id, *key, seal=None, sealed_by=None)
    old.sync()
    assert standing(old) is Adoption.OVER
    assert key[1] not in old.rows("clients")
    assert kinds(old) == ["tampered"]


def test_given_another_list_first_when_declaring_then_it_is_refused_and_the_next_sync_does_it(
    practice: Practice, adopted: AdoptedPractice
) -> None:
    first = adopted.first()

    def announced_meanwhile(step: str) -> None:
        if step == "declare_sealed.request" and practice.head().generation == 0:
            announce(practice, first, key_no=1, generation=1)

    first.remote.fault = announced_meanwhile
    with pytest.raises(UserError, match="keys changed meanwhile"):
        first.sync()
    assert not papers_of(practice, first).all_sealed
    first.sync()
    assert (practice.head().generation, papers_of(practice, first).all_sealed) == (2, True)


# practices from before


def test_given_an_owners_laptop_that_an_older_program_filled_when_it_syncs_then_it_seals_what_it_holds(
    adopted: AdoptedPractice,
) -> None:
    upgraded = adopted.filled_by_an_older_program()
    assert standing(upgraded) is Adoption.HELD
    with pytest.raises(UserError, match="not all of its rows have a seal"):
        refuse_guests(upgraded.store)
    upgraded.sync()
    assert upgraded.content() == adopted.content
    assert_sealed(adopted, upgraded)


@pytest.mark.parametrize("table", ["clients", "workspaces"])
def test_given_a_row_that_the_server_changed_since_when_an_upgraded_laptop_seals_then_it_vouches_for_none(
    adopted: AdoptedPractice, table: str
) -> None:
    upgraded = adopted.filled_by_an_older_program()
    key = BY_NAME[table].no, adopted.made[table][0]
    rows = adopted.practice.head().rows
    rows[key] = replace(rows[key], version=9)
    upgraded.sync()
    assert [each for each, row in adopted.practice.head().rows.items() if row.seal is None] == [key]
    assert adopted.is_declared()
    assert upgraded.row(table, key[1]).version == 1


def test_given_a_therapists_upgraded_laptop_when_it_waits_for_the_owners_then_it_keeps_rows_and_is_calm(
    practice: Practice, adopted: AdoptedPractice
) -> None:
    therapist = adopted.filled_by_an_older_program(Role.THERAPIST)
    therapist.sync()
    assert (standing(therapist), adopted.unsealed()) == (Adoption.HELD, adopted.count)
    practice.head().tombstone_floor = practice.head().seq
    practice.server.touch(practice.workspace_id, CLIENTS, adopted.made["clients"][0])
    practice.head().tombstone_floor = practice.head().seq
    therapist.sync()
    assert therapist.content() == adopted.content
    assert kinds(therapist) == []
    owner = adopted.filled_by_an_older_program()
    owner.sync()
    therapist.sync()
    assert standing(therapist) is Adoption.OVER
    client = therapist.add_client("News")
    therapist.sync()
    owner.sync()
    assert client in owner.rows("clients")


def test_given_a_laptop_that_refused_rows_without_seals_when_they_have_them_then_it_gets_them(
    adopted: AdoptedPractice,
) -> None:
    owner, early = adopted.filled_by_an_older_program(), adopted.practice.enrol()
    news = owner.add_client("News")
    owner.session()._push.run(adopted.practice.head().epoch, threading.Event())
    session = early.session()
    session.run_once(early.events.append, NEVER)
    assert set(early.rows("clients")) == {news}
    owner.sync()
    session.run_once(early.events.append, NEVER)
    assert early.content() == owner.content()
    assert set(early.rows("clients")) == {news, *adopted.made["clients"]}


def test_given_a_server_from_before_when_an_upgraded_laptop_would_seal_then_sync_goes_on_without(
    adopted: AdoptedPractice,
) -> None:
    upgraded = adopted.filled_by_an_older_program()

    def old_server(step: str) -> None:
        if step == "unsealed_rows.request":
            raise VersionMismatch("The clinic's server has no PazPaz that this program knows.")

    upgraded.remote.fault = old_server
    client = upgraded.add_client("News")
    assert upgraded.sync().waiting == 0
    assert (CLIENTS, client) in adopted.practice.head().rows
    assert standing(upgraded) is Adoption.HELD
    upgraded.remote.fault = lambda _step: None
    upgraded.sync()
    assert standing(upgraded) is Adoption.OVER


def test_given_a_practice_that_began_with_this_program_then_nothing_waits_and_nothing_is_asked(
    practice: Practice,
) -> None:
    laptop = practice.enrol()
    laptop.add_client("Dana")
    laptop.sync()
    assert standing(laptop) is Adoption.NONE
    assert not {"unsealed_rows", "seal_rows", "declare_sealed"} & set(laptop.remote.calls)
    refuse_guests(laptop.store)
    keychain = Keychain(laptop.store, laptop.remote, laptop.identity)
    assert keychain.standing() is Adoption.NONE
