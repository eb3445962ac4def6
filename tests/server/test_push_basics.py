"""A push and a pull by an enrolled device, on both servers."""

from sync.remote import Status
from tests.plugins_pg import TestClinic, TestDevice


def test_given_a_pushed_client_when_another_device_pulls_then_it_gets_the_row_as_it_was_sent(
    clinic: TestClinic, owner: TestDevice
) -> None:
    op = owner.client(consent_at=1_700_000_000_123_456, consent_status=True, email_digest=b"\x01\x02")
    answer = owner.remote().push(owner.workspace_id, clinic.epoch(owner), [op])
    page = clinic.enrol(owner).remote().pull(owner.workspace_id, clinic.epoch(owner), 0, 100)

    assert [(result.status, result.version) for result in answer.results] == [(Status.OK, 1)]
    assert (answer.seq, page.upto, page.more) == (1, 1, False)
    (row,) = page.rows
    assert (row.row_id, row.version, row.seq, row.mac, row.seal) == (op.row_id, 1, 1, op.mac, op.seal)
    assert row.cells == {10: b"v1:first", 11: b"v1:last"}
    assert row.plain == {21: True, 22: 1_700_000_000_123_456, 24: True, 28: "0102"}
    assert row.sealed_by == owner.device_id
