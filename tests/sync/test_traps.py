"""The traps of syncing. Each scenario passes, and fails once its trap is planted again."""

# ruff: noqa: ARG005 - a planted trap takes the arguments of what it replaces

import threading
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from core.crypto.cells import KeyRing
from core.crypto.seals import SealVerifier, leaf, row_mac, seal_batch
from core.domain.errors import ServerUnreachable, UserError
from core.domain.registry import BY_NAME
from core.store.outbox import feed_store, wire_row
from core.store.outbox.acknowledging import _Answered
from core.store.outbox.journal import Journal
from core.store.outbox.wire_row import canonical
from core.store.unit_of_work import settlement
from core.store.unit_of_work.settlement import Settled
from sync.remote import Result, Status
from sync.rows import apply_page as page_module
from sync.rows import pull as pull_module
from sync.rows import push as push_module
from sync.rows import resync, rollback_watch
from sync.rows.codec import Codec
from sync.rows.greeting import Greeting
from sync.rows.pull import Pull
from sync.rows.push import Push, Pushed
from sync.rows.run import allow_removal
from sync.rows.settler import Settler
from sync.rows.verify import Verify
from tests.sync.laptops import CELL_KEY, INDEX_KEY, NEVER, Laptop, Practice, field_of
from tests.sync.model_server import ModelServer
from tests.sync.sealed import rewrite

BASE = "Slept badly.\nGait normal.\nWalks daily."
Scenario = Callable[[Practice], None]
Plant = Callable[[pytest.MonkeyPatch], None]


class Killed(BaseException):
    """The process ended here."""


def cut(call: str, times: int = 1) -> Callable[[str], None]:
    """A fault that breaks the connection at one step, so many times."""
    left = [times]

    def fault(step: str) -> None:
        if step == call and left[0]:
            left[0] -= 1
            raise ServerUnreachable("No connection.")

    return fault


def good_day(step: str) -> None:
    """No fault."""


def two_with_a_note(practice: Practice) -> tuple[Laptop, Laptop, uuid.UUID]:
    one, two = practice.enrol(), practice.enrol()
    note = one.add_note(one.add_client(), plan=BASE)
    one.sync()
    two.sync()
    return one, two, note


def settle(*laptops: Laptop) -> None:
    for _ in range(3):
        for laptop in laptops:
            laptop.remote.fault = good_day
            laptop.sync()


def same(one: Laptop, two: Laptop) -> None:
    assert one.content() == two.content()
    assert one.dirty() == two.dirty() == 0


# scenarios


def unanswered_row(practice: Practice) -> None:
    """Our push took effect, its answer got lost, another device edited on, and a pull comes first."""
    one, two, note = two_with_a_note(practice)
    two.edit("sessions", note, plan=BASE.replace("badly", "well"))
    two.remote.fault = cut("push.answer")
    with pytest.raises(ServerUnreachable):
        two.sync()
    one.sync()
    one.edit("sessions", note, plan=BASE.replace("badly", "very well"))
    one.sync()
    session = two.session()
    session._pull.run(practice.head().epoch, NEVER, lambda *_: None)
    settle(two, one)
    same(one, two)
    assert one.open_conflicts() == []
    assert one.value("sessions", note, "plan") == BASE.replace("badly", "very well")


def lost_answer(practice: Practice) -> None:
    """The answer is lost, more is typed, the op is sent again: no conflict with ourselves."""
    one, two, note = two_with_a_note(practice)
    one.edit("sessions", note, plan=BASE + "\nPain 4/10.")
    one.remote.fault = cut("push.answer")
    with pytest.raises(ServerUnreachable):
        one.sync()
    one.edit("sessions", note, plan=BASE + "\nPain 5/10.")
    settle(one, two)
    same(one, two)
    assert one.open_conflicts() == []
    assert two.value("sessions", note, "plan") == BASE + "\nPain 5/10."


def typing_meanwhile(practice: Practice) -> None:
    """Something is typed while the answer is on the wire."""
    one, two, note = two_with_a_note(practice)
    one.edit("sessions", note, plan="First.")

    def type_on(step: str) -> None:
        if step == "push.answer":
            one.remote.fault = good_day
            one.edit("sessions", note, plan="First.\nSecond.")

    one.remote.fault = type_on
    one.sync()
    settle(one, two)
    same(one, two)
    assert two.value("sessions", note, "plan") == "First.\nSecond."


def killed_in_a_page(practice: Practice) -> None:
    """The process ends while a page is stored: the cursor must not have moved."""
    one, two, _ = two_with_a_note(practice)
    client = one.add_client("Later")
    one.sync()
    original = Settler.settle

    def die(*args: Any, **options: Any) -> Settled:
        raise Killed

    Settler.settle = die  # type: ignore[method-assign]
    try:
        with pytest.raises(Killed):
            two.sync()
    finally:
        Settler.settle = original  # type: ignore[method-assign]
    settle(two, one)
    assert client in two.rows("clients")
    same(one, two)


def refused_op(practice: Practice) -> None:
    """The server will never take an op: the next ones go on, and its text waits in the inbox."""
    one, two, note = two_with_a_note(practice)
    one.edit("sessions", note, duration_minutes=30)
    one.sync()
    two.sync()
    bad = two.add_note(uuid.uuid4(), plan="Of a client that nobody has.")
    good = two.add_client("Good")
    outcome = two.sync()
    assert (outcome.refused, outcome.waiting) == (1, 0)
    (kept,) = two.told("refused")
    assert "Of a client that nobody has." in kept["payload"]
    assert uuid.UUID(bytes=kept["row_id"]) == bad
    settle(one)
    assert good in one.rows("clients")


def group_of_two(practice: Practice) -> None:
    """Of two rows written together the server refuses one: the other is not applied alone at first."""
    one, two, note = two_with_a_note(practice)
    two.edit("sessions", note, plan="Other.")
    two.sync()
    with one.store.write() as db:
        writer = one._writer(db)
        writer.update("sessions", note, {"plan": "Mine."})
        client = writer.insert("clients", {"first_name": "With", "last_name": "it"})
    pushed = one.session()._push.run(practice.head().epoch, threading.Event())
    assert pushed.accepted == 0
    assert (BY_NAME["clients"].no, client) not in practice.head().rows
    settle(one, two)
    same(one, two)


def restored_server(practice: Practice) -> None:
    """The server comes back from last night's backup, with a new epoch: nothing typed since is lost."""
    one, two, note = two_with_a_note(practice)
    backup = practice.server.snapshot()
    one.edit("sessions", note, plan="Typed after the backup, and synced.")
    late = one.add_client("Late")
    one.sync()
    two.edit("sessions", note, duration_minutes=45)
    practice.server.restore(backup, practice.ids.new())
    settle(two, one, two)
    same(one, two)
    # Both came back with a second version of the note: what they agreed on is unknown: asked.
    (conflict,) = two.open_conflicts()
    assert field_of("conflicts", conflict, "ours") == "Typed after the backup, and synced."
    assert two.value("sessions", note, "duration_minutes") == 45
    assert late in two.rows("clients")


def wrongly_restored_server(practice: Practice) -> None:
    """A backup put back without a new epoch: the server's counter is behind our cursor."""
    one, two, note = two_with_a_note(practice)
    backup = practice.server.snapshot()
    one.edit("sessions", note, plan="After.")
    one.sync()
    practice.server.restore(backup, None)
    settle(one, two)
    same(one, two)
    assert two.value("sessions", note, "plan") == "After."


def restored_copy(practice: Practice) -> None:
    """An older copy of the store comes back: it must not number on as if nothing had been."""
    one, _, note = two_with_a_note(practice)
    with one.store.read() as db:
        before = feed_store.cursor(db, one.me.workspace_id).op_no
    one.edit("sessions", note, plan="New.")
    one.sync()
    with one.store.write() as db:
        one.journal.forget_sent(db, before)
    one.add_client("Typed in the copy")
    with pytest.raises(UserError) as refused:
        one.sync()
    assert refused.value.code == "restored_copy"
    assert one.dirty() == 1


def wipe_out(practice: Practice) -> None:
    """The server wants to remove most of what is here: a person is asked, and nothing is gone."""
    one, two = practice.enrol(), practice.enrol()
    clients = [one.add_client(f"C{number}") for number in range(60)]
    one.sync()
    two.sync()
    for client in clients:
        one.delete("clients", client)
    one.sync()
    with pytest.raises(UserError) as stopped:
        two.sync()
    assert stopped.value.code == "wipe_out"
    assert all(row.deleted_at is None for row in two.rows("clients").values())
    allow_removal(two.store)
    two.sync()
    same(one, two)


def unknown_columns(practice: Practice) -> None:
    """A newer program wrote columns that we do not know: they come back untouched."""
    one, two, note = two_with_a_note(practice)
    _write_as_newer(practice, one, note)
    two.sync()
    two.edit("sessions", note, plan="Edited by the older program.")
    two.sync()
    row = practice.head().rows[BY_NAME["sessions"].no, note]
    assert row.plain[90] == "new"
    assert 91 in row.cells
    settle(one)
    assert one.value("sessions", note, "plan") == "Edited by the older program."
    assert one.row("sessions", note).extra_cells == {91: b"newer secret"}
    assert one.told("notices") == []


def rolled_back_row(practice: Practice) -> None:
    """The server shows an older version of a row than we have seen: it is an alarm, not news."""
    one, two, note = two_with_a_note(practice)
    key = BY_NAME["sessions"].no, note
    old = practice.head().rows[key]
    one.edit("sessions", note, plan="Allergic to penicillin.")
    one.sync()
    two.sync()
    client = one.add_client("Untouched")
    practice.server.touch(
        practice.workspace_id, *key, version=old.version, cells=old.cells, mac=old.mac, seal=old.seal
    )
    one.sync()
    two.sync()
    assert two.value("sessions", note, "plan") == "Allergic to penicillin."
    assert "rolled_back" in [notice["kind"] for notice in two.told("notices")]
    assert client in two.rows("clients")


def swapped_cell(practice: Practice) -> None:
    """A cell was moved to another row: the row is refused and reported, the others come in."""
    one, two, _ = two_with_a_note(practice)
    first, second = one.add_client("A", alerts="Penicillin."), one.add_client("B", alerts="None known.")
    one.sync()
    number, alerts = BY_NAME["clients"].no, BY_NAME["clients"].by_name["alerts"].no
    rows = practice.head().rows
    swapped = {**rows[number, first].cells, alerts: rows[number, second].cells[alerts]}
    practice.server.touch(practice.workspace_id, number, first, cells=swapped)
    two.sync()
    assert second in two.rows("clients")
    assert first not in two.rows("clients")
    assert [notice["kind"] for notice in two.told("notices")] == ["tampered"]


def foreign_device(practice: Practice) -> None:
    """The server adds a device of its own: without a certificate to the root its rows do not count."""
    _, two, _ = two_with_a_note(practice)
    real_root, practice.root = practice.root, Ed25519PrivateKey.generate()
    stranger = practice.enrol()
    practice.root = real_root
    stranger.identity = _with_root(stranger, real_root)
    forged = stranger.add_client("Forged")
    stranger.session()._push.run(practice.head().epoch, threading.Event())
    two.sync()
    assert forged not in two.rows("clients")
    assert [notice["kind"] for notice in two.told("notices")] == ["tampered"]


def poison_row(practice: Practice) -> None:
    """A row that our table does not take: the page goes in without it, and it is reported."""
    one, two, _ = two_with_a_note(practice)
    good = one.add_client("Good")
    service = one.add("services", name="X", default_duration_minutes=30)
    one.sync()
    number = BY_NAME["services"].no
    row = practice.head().rows[number, service]
    rewrite(practice, one, "services", service, plain={**row.plain, 12: -5})
    two.sync()
    assert good in two.rows("clients")
    assert [notice["kind"] for notice in two.told("notices")] == ["unreadable"]


def interrupted_first_pull(practice: Practice) -> None:
    """A first sync breaks off at every page: each page is kept and none is read twice."""
    one, two = practice.enrol(), practice.enrol()
    for number in range(12):
        one.add_client(f"C{number}")
    one.sync()
    practice.server.page_limit = 3
    seen: list[int] = []
    for _ in range(12):
        two.remote.fault = _cut_second("pull.request")
        with suppress(ServerUnreachable):
            two.sync()
        seen.append(len(two.rows("clients")))
        if seen[-1] == 12:
            break
    assert seen == [3, 6, 9, 12]


def lost_row_is_found(practice: Practice) -> None:
    """A row vanished from our store: the digests after the next pull find it, and only its range is read."""
    one, two, note = two_with_a_note(practice)
    with two.store.write() as db:
        db.exec_driver_sql("DELETE FROM sessions")
    one.add_client("Wakes it")
    one.sync()
    two.sync()
    assert note in two.rows("sessions")


# helpers of scenarios


def _cut_second(call: str) -> Callable[[str], None]:
    seen = [0]

    def fault(step: str) -> None:
        if step == call:
            seen[0] += 1
            if seen[0] == 2:
                raise ServerUnreachable("No connection.")

    return fault


def _with_root(laptop: Laptop, root: Any) -> Any:
    return replace(laptop.identity, root_pub=root.public_key().public_bytes_raw())


def _write_as_newer(practice: Practice, laptop: Laptop, note: uuid.UUID) -> None:
    """What a newer program would push: a plain column 90 and a cell 91, sealed with the rest."""
    number = BY_NAME["sessions"].no
    ring = KeyRing(practice.workspace_id, {0: INDEX_KEY, 1: CELL_KEY})
    old = practice.head().rows[number, note]
    told = {**canonical(laptop.row("sessions", note)), 90: b'"new"', 91: b"newer secret"}
    mac = row_mac(INDEX_KEY, practice.workspace_id, number, note, False, told)
    leaves = [leaf(practice.workspace_id, number, note, old.version + 1, False, mac)]
    practice.server.touch(
        practice.workspace_id,
        number,
        note,
        version=old.version + 1,
        plain={**old.plain, 90: "new"},
        cells={**old.cells, 91: ring.seal(b"newer secret", number, note, 91)},
        mac=mac,
        seal=seal_batch(laptop.identity.keys.sign, laptop.me.device_id, leaves)[0],
        sealed_by=laptop.me.device_id,
    )


# the traps, planted again


def _step_over_unanswered(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pull_module, "before_unanswered", lambda db, rows, upto: (rows, upto))


def _clear_dirty_blindly(patch: pytest.MonkeyPatch) -> None:
    original = Journal.answers_ok

    def clear(self: Journal, db: Connection, answers: Sequence[tuple[int, int]]) -> None:
        sent = self.unanswered(db)
        original(self, db, answers)
        for each in sent:
            self.forget(db, each.table_no, each.row_id)

    patch.setattr(Journal, "answers_ok", clear)


def _forget_ops_when_sent(patch: pytest.MonkeyPatch) -> None:
    original = Push._send

    def send(self: Push, batch: Any, epoch: uuid.UUID) -> Pushed:
        with self._store.write() as db:
            for each in batch:
                self._journal.forget(db, each.table_no, each.row_id)
                self._journal.answer_stale(db, each.op_no)
        return original(self, batch, epoch)

    patch.setattr(Push, "_send", send)


def _cursor_before_rows(patch: pytest.MonkeyPatch) -> None:
    original = Pull._write

    def write(self: Pull, epoch: uuid.UUID, page: Any, *rest: Any) -> tuple[int, Settled]:
        with self._store.write() as db:
            feed_store.set_cursor(db, self._ground.me.workspace_id, page.upto, epoch)
        return original(self, epoch, page, *rest)

    patch.setattr(Pull, "_write", write)


def _refused_ops_vanish(patch: pytest.MonkeyPatch) -> None:
    def drop(self: Journal, db: Connection, op_no: int, code: str) -> None:
        for each in self.unanswered(db):
            if each.op_no == op_no:
                self.forget(db, each.table_no, each.row_id)
        self.answer_stale(db, op_no)

    patch.setattr(Journal, "answer_refused", drop)


def _refused_ops_block(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Journal, "answer_refused", lambda self, db, op_no, code: self.answer_stale(db, op_no))


def _groups_fall_apart(patch: pytest.MonkeyPatch) -> None:
    original = ModelServer.__init__
    patch.setattr(ModelServer, "__init__", lambda self, bugs=(): original(self, ("split_groups",)))


def _no_ledger(patch: pytest.MonkeyPatch) -> None:
    original = ModelServer.__init__
    patch.setattr(ModelServer, "__init__", lambda self, bugs=(): original(self, ("no_ledger",)))


def _restore_goes_unnoticed(patch: pytest.MonkeyPatch) -> None:
    """Neither by epoch and counter, nor by what was shown, nor by a version that was forgotten."""
    patch.setattr(resync, "reason_to_replace", lambda *_: None)
    patch.setattr(rollback_watch, "is_forgotten", lambda *_: False)
    patch.setattr(push_module, "WENT_BACK", "nothing")


def _restore_drops_ours(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(resync, "_send_again", resync._remove)


def _copies_go_unnoticed(patch: pytest.MonkeyPatch) -> None:
    """Neither the greeting nor the server's ledger looks at the numbers."""
    patch.setattr(Greeting, "prepared", lambda self, head: self.look())
    _no_ledger(patch)


def _no_guard(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pull_module, "check_removal", lambda db, removed, living: None)


def _drop_unknown(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(wire_row, "_dump_extra", lambda row: None)


def _trust_versions(patch: pytest.MonkeyPatch) -> None:
    original = page_module.plan_page

    def plan(rows: Any, known: Any, entries: Any, *, restored: bool = False) -> Any:
        return original(rows, {}, entries, restored=restored)

    patch.setattr(page_module, "plan_page", plan)


def _trust_every_device(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SealVerifier, "check", lambda self, device_id, leaf, seal: None)


def _cells_anywhere(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(KeyRing, "_aad", lambda self, *place: b"")
    patch.setattr(Codec, "_mac", lambda self, ring, row: b"m" * 32)


def _all_or_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(settlement, "POISON", ())


def _no_digests(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Verify, "_agrees", lambda self, seq: True)


def _later_version_as_base(patch: pytest.MonkeyPatch) -> None:
    """An answer that comes again names the row's present version; taking it as ours hides an edit."""
    original = ModelServer._replay

    def replay(self: Any, workspace: Any, ledger: Any, op: Any) -> Any:
        result = original(self, workspace, ledger, op)
        row = workspace.rows.get((op.table_no, op.row_id))
        return result and Result(op.op_no, Status.OK, row.version, result.code)

    def store(self: Push, db: Connection, answered: Any) -> Pushed:
        self._journal.answers_ok(db, [(sent.op_no, result.version) for sent, _, result in answered])
        return Pushed()

    patch.setattr(ModelServer, "_replay", replay)
    patch.setattr(_Answered, "version", property(lambda self: self.told_version))
    patch.setattr(Push, "_store_answers", store)


@dataclass(frozen=True)
class Trap:
    scenario: Scenario
    plant: Plant


TRAPS = {
    "cursor_past_an_unanswered_row": Trap(unanswered_row, _step_over_unanswered),
    "answer_with_a_later_version": Trap(unanswered_row, _later_version_as_base),
    "no_ledger": Trap(lost_answer, _no_ledger),
    "op_forgotten_before_its_answer": Trap(lost_answer, _forget_ops_when_sent),
    "answer_clears_newer_typing": Trap(typing_meanwhile, _clear_dirty_blindly),
    "cursor_before_its_rows": Trap(killed_in_a_page, _cursor_before_rows),
    "refused_op_disappears": Trap(refused_op, _refused_ops_vanish),
    "refused_op_blocks": Trap(refused_op, _refused_ops_block),
    "group_falls_apart": Trap(group_of_two, _groups_fall_apart),
    "restore_goes_unnoticed": Trap(restored_server, _restore_goes_unnoticed),
    "restore_drops_ours": Trap(restored_server, _restore_drops_ours),
    "older_counter_goes_unnoticed": Trap(wrongly_restored_server, _restore_goes_unnoticed),
    "restored_copy_numbers_on": Trap(restored_copy, _copies_go_unnoticed),
    "wipe_out_unasked": Trap(wipe_out, _no_guard),
    "unknown_columns_dropped": Trap(unknown_columns, _drop_unknown),
    "older_version_taken": Trap(rolled_back_row, _trust_versions),
    "swapped_cell_taken": Trap(swapped_cell, _cells_anywhere),
    "foreign_device_trusted": Trap(foreign_device, _trust_every_device),
    "poison_row_blocks": Trap(poison_row, _all_or_nothing),
    "lost_row_stays_lost": Trap(lost_row_is_found, _no_digests),
}


@pytest.mark.parametrize("name", TRAPS)
def test_trap_is_avoided(name: str, practice: Practice) -> None:
    TRAPS[name].scenario(practice)


@pytest.mark.parametrize("name", TRAPS)
def test_trap_planted_again_is_caught(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    TRAPS[name].plant(monkeypatch)
    planted = Practice(tmp_path)
    try:
        with pytest.raises(BaseException) as caught:  # noqa: PT011 - any oracle may notice it
            TRAPS[name].scenario(planted)
    finally:
        planted.close()
    assert not isinstance(caught.value, Killed | KeyboardInterrupt)


def test_a_first_pull_that_breaks_off_goes_on_where_it_was(practice: Practice) -> None:
    interrupted_first_pull(practice)
