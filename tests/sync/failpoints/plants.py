"""Faults that the strikes must bring to light, each planted on purpose."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from core.store.outbox.sent_op import Sent
from sync.rows.push import Push, Pushed
from tests.sync.test_traps import TRAPS


def _sent_again_as_something_new(patch: pytest.MonkeyPatch) -> None:
    """What has no answer yet gets other names instead of going again exactly as it was."""
    original = Push._next_batch

    def batch(self: Push, *, fresh: bool) -> Sequence[Sent]:
        with self._store.write() as db:
            db.exec_driver_sql("UPDATE outbox SET op_id = randomblob(16)")
        return original(self, fresh=fresh)

    patch.setattr(Push, "_next_batch", batch)


def _answers_in_two_steps(patch: pytest.MonkeyPatch) -> None:
    """The outbox is emptied first, and what the answers say is stored in another transaction."""
    original = Push._send

    def send(self: Push, batch: Sequence[Sent], *rest: Any) -> Pushed:
        push, remote = self._remote.push, self._remote

        def answered(*asked: Any) -> Any:
            answer = push(*asked)
            with self._store.write() as db:
                for sent in batch:
                    self._journal.forget(db, sent.table_no, sent.row_id)
            return answer

        patch.setattr(remote, "push", answered)
        done = original(self, batch, *rest)
        patch.setattr(remote, "push", push)
        return done

    patch.setattr(Push, "_send", send)


PLANTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "cursor_before_its_rows": TRAPS["cursor_before_its_rows"].plant,
    "op_forgotten_before_its_answer": TRAPS["op_forgotten_before_its_answer"].plant,
    "sent_again_as_something_new": _sent_again_as_something_new,
    "answers_in_two_steps": _answers_in_two_steps,
}
