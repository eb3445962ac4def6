"""Which connections have to end, decided over invented ones."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from core.domain.ids import DeviceId, WorkspaceId
from migrations.operate.overstaying import Bounds, DeviceConnection, DeviceLogin, Reason, to_end

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PRACTICE = WorkspaceId(uuid.UUID(int=1))
BOUNDS = Bounds(transaction_s=60, session_s=3600, locks=100)


def _login(name: str = "a", *, is_known: bool = True, is_revoked: bool = False) -> DeviceLogin:
    device_id = DeviceId(uuid.uuid4()) if is_known else None
    return DeviceLogin(name, device_id, name, PRACTICE if is_known else None, is_revoked)


def _session(
    login: DeviceLogin | None = None,
    *,
    is_here: bool = True,
    is_at_home: bool = False,
    session_s: float = 100,
    transaction_s: float | None = None,
    locks: int = 1,
    began_s: float = 0,
) -> DeviceConnection:
    return DeviceConnection(
        pid=1,
        login=login or _login(),
        is_here=is_here,
        is_at_home=is_at_home,
        began=NOON + timedelta(seconds=began_s),
        session_s=session_s,
        transaction_s=transaction_s,
        locks=locks,
    )


def _reasons(*sessions: DeviceConnection, connections: int = 99) -> list[Reason]:
    return [reason for _, reason in to_end(sessions, BOUNDS, {PRACTICE: connections})]


@pytest.mark.parametrize(
    ("session", "reason"),
    [
        (_session(transaction_s=61), Reason.TRANSACTION),
        (_session(session_s=3601), Reason.SESSION),
        (_session(locks=101), Reason.LOCKS),
        (_session(is_here=False), Reason.PLACE),
        (_session(_login(is_known=False)), Reason.PLACE),
        (_session(is_here=False, is_at_home=True, transaction_s=61), Reason.TRANSACTION),
        (_session(is_here=False, is_at_home=True, locks=101), Reason.LOCKS),
        (_session(_login(is_revoked=True)), Reason.REVOKED),
    ],
)
def test_given_a_connection_beyond_a_bound_when_decided_then_it_ends_for_that(
    session: DeviceConnection, reason: Reason
) -> None:
    assert _reasons(session) == [reason]


@pytest.mark.parametrize(
    "session",
    [
        _session(),
        _session(transaction_s=60, locks=100),
        _session(session_s=3600),
        _session(is_here=False, session_s=60),
        _session(_login(is_known=False), is_here=False),
        _session(is_here=False, is_at_home=True),
        _session(_login(is_revoked=True), is_here=False, is_at_home=True),
        _session(_login(is_revoked=True), session_s=60),
    ],
)
def test_given_a_connection_within_its_bounds_or_of_another_clinic_at_home_when_decided_then_it_stays(
    session: DeviceConnection,
) -> None:
    assert _reasons(session) == []


def test_given_a_copy_of_a_clinic_when_connections_at_home_are_counted_then_they_are_not_its_own() -> None:
    greedy = _login("greedy")
    at_home = [_session(greedy, is_here=False, is_at_home=True, began_s=n) for n in range(3)]
    here = [_session(greedy, began_s=n) for n in range(3)]

    assert _reasons(*at_home, connections=1) == []
    assert _reasons(*here, connections=1) == [Reason.CONNECTIONS] * 2


def test_given_a_practice_with_too_many_connections_when_decided_then_every_device_keeps_its_first() -> None:
    greedy, late = _login("greedy"), _login("late")
    sessions = [_session(greedy, began_s=number) for number in range(4)]
    sessions.append(_session(late, began_s=9))

    ended = [session for session, _ in to_end(sessions, BOUNDS, {PRACTICE: 3})]

    assert ended == [sessions[2], sessions[3]]
    assert _reasons(*sessions, connections=5) == []


def test_given_one_that_ends_anyway_when_counted_then_it_takes_no_place_of_another() -> None:
    one = _login("one")
    assert _reasons(_session(one, transaction_s=61), _session(one, began_s=1), connections=1) == [
        Reason.TRANSACTION
    ]


def _crowded(*held: tuple[str, int], practices: bool = False) -> list[tuple[str, Reason]]:
    """Who ends of connections with so many locks each, on a server that has room for a thousand."""
    bounds = Bounds(transaction_s=60, session_s=3600, locks=600, lock_table=1000)
    logins = [
        DeviceLogin(name, DeviceId(uuid.uuid4()), name, WorkspaceId(uuid.uuid4()) if practices else PRACTICE)
        for name, _ in held
    ]
    sessions = [_session(login, locks=locks) for login, (_, locks) in zip(logins, held, strict=True)]
    return [(session.login.name, reason) for session, reason in to_end(sessions, bounds, {PRACTICE: 99})]


def test_given_a_practice_whose_connections_hold_half_of_all_locks_when_decided_then_the_worst_ends() -> None:
    assert _crowded(("a", 200), ("b", 290), ("c", 10)) == []
    assert _crowded(("a", 200), ("b", 290), ("c", 11)) == [("b", Reason.PRACTICE_LOCKS)]


def test_given_several_practices_that_fill_the_table_together_when_decided_then_the_worst_ends() -> None:
    held = (("a", 249), ("b", 250), ("c", 251))
    assert _crowded(*held, practices=True) == []
    assert _crowded(*held, ("d", 1), practices=True) == [("c", Reason.ALL_LOCKS)]


def test_given_one_that_holds_too_many_for_itself_when_the_others_are_counted_then_it_is_not() -> None:
    assert _crowded(("a", 601), ("b", 400)) == [("a", Reason.LOCKS)]


def test_given_a_server_whose_room_nobody_knows_when_decided_then_only_each_connection_is_bounded() -> None:
    assert _reasons(*(_session(_login(str(number)), locks=100) for number in range(50))) == []
