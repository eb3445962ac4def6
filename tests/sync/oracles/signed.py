"""What must hold of whatever stands beside a signed note: no person changes it who has the signature."""

from collections.abc import Iterator

from core.domain.registry import BODY_MARKS, MEASURES, SESSIONS
from tests.sync.oracles.eye import Seen, name_of
from tests.sync.oracles.finding import Finding, Oracle


def stay_beside_signed(before: Seen, after: Seen) -> Iterator[Finding]:
    """(c) `before` and `after` one command of a person. What comes from another laptop may come later."""
    for table in (MEASURES, BODY_MARKS):
        for key in after.of(table.name):
            note = (SESSIONS.no, after.value(key, "session_id"))
            is_signed = note in before.rows and before.value(note, "finalized_at") is not None
            if is_signed and after.rows[key] != before.rows.get(key):
                yield Finding(Oracle.NOTHING_INVENTED, f"{name_of(key)} changed beside a signed note")
