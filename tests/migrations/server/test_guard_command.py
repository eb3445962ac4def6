"""`pazpaz server guard` as it is typed."""

import io
import json
import os
import signal
from collections.abc import Iterator

import pytest

from core.domain.errors import ServerUnreachable
from desktop.session.console import Console
from desktop.terminal.command import CommandContext
from desktop.terminal.main import main
from desktop.terminal.server_guard import keep_guarding
from migrations.operate.overstaying import Bounds
from tests.plugins_pg import TestClinic
from tests.server.raw import Raw


@pytest.fixture
def holding(clinic18: TestClinic) -> Iterator[Raw]:
    """The owner's device, with a transaction that it leaves open."""
    made = Raw(clinic18.owner)
    made.rows("SET idle_in_transaction_session_timeout = 0")
    made.rows("BEGIN")
    made.rows("SELECT pzapi.hello(1)")
    yield made
    made.close()


_END_GUARD = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE application_name = 'pazpaz guard' AND datname = current_database()"
)


def _typed(clinic: TestClinic, *arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    url = clinic.url.render_as_string(hide_password=False)
    status = main(["server", "guard", *arguments, "--url", url], console=Console(out, err))
    return status, out.getvalue(), err.getvalue()


def test_given_a_transaction_that_is_young_when_looked_once_then_it_stays_and_nothing_had_to_end(
    clinic18: TestClinic, holding: Raw
) -> None:
    assert _typed(clinic18, "--once")[:2] == (0, "No connection of a device had to end.\n")
    assert holding.state("SELECT 1") == "00000"


def test_given_a_transaction_beyond_the_limit_when_looked_once_then_it_says_whose_it_ended(
    clinic18: TestClinic, holding: Raw
) -> None:
    status, out, _ = _typed(clinic18, "--once", "--transaction-limit", "0", "--json")

    document = json.loads(out)
    assert (status, [each["reason"] for each in document["ended"]]) == (0, ["transaction"])
    assert document["ended"][0]["login"]["device_id"] == str(clinic18.owner.device_id)
    assert holding.state("SELECT 1") in {"57P01", "lost"}


def test_given_a_login_that_changed_its_own_settings_when_looked_once_then_they_are_put_back(
    clinic18: TestClinic,
) -> None:
    device = Raw(clinic18.owner)
    device.rows("ALTER ROLE CURRENT_USER SET statement_timeout = 0")
    device.rows(f"ALTER ROLE CURRENT_USER IN DATABASE {clinic18.database} SET work_mem = '1GB'")
    device.close()

    assert "Put back the settings of the login" in _typed(clinic18, "--once")[1]
    assert _typed(clinic18, "--once")[1] == "No connection of a device had to end.\n"
    device = Raw(clinic18.owner)
    assert device.rows("SHOW statement_timeout") == [("30s",)]
    device.close()


def test_given_a_server_that_goes_away_when_guarded_on_then_it_is_tried_again_until_told_to_stop(
    clinic18: TestClinic,
) -> None:
    out, err = io.StringIO(), io.StringIO()
    looks: list[str] = []

    def is_over() -> bool:
        looks.append("look")
        if len(looks) == 1:
            clinic18.as_superuser(_END_GUARD)
        return len(looks) == 3  # after the connection was lost, and after the first look of the next one

    frame = CommandContext(clinic18.server.data_dir, Console(out, err))
    assert keep_guarding(frame, clinic18.url, Bounds(), is_over) == 0
    assert err.getvalue().count("Looking after the connections of devices.") == 2
    assert "It is tried again." in err.getvalue()


def test_given_no_server_at_first_when_guarded_on_then_it_ends_with_the_reason(clinic18: TestClinic) -> None:
    frame = CommandContext(clinic18.server.data_dir, Console(io.StringIO(), io.StringIO()))
    with pytest.raises(ServerUnreachable):
        keep_guarding(frame, clinic18.url.set(port=1), Bounds(), lambda: False)


def test_given_a_connection_that_does_not_end_when_guarded_on_then_it_says_that_only_a_restart_ends_it(
    clinic18: TestClinic, holding: Raw
) -> None:
    """Its process stands still here; a statement that PostgreSQL does not end looks the same."""
    out, looks = io.StringIO(), iter((False, True))
    frame, pid = (
        CommandContext(clinic18.server.data_dir, Console(out, io.StringIO())),
        holding.connection.info.backend_pid,
    )
    os.kill(pid, signal.SIGSTOP)
    try:
        assert keep_guarding(frame, clinic18.url, Bounds(transaction_s=0), lambda: next(looks)) == 0
    finally:
        os.kill(pid, signal.SIGCONT)

    first, second = out.getvalue().splitlines()
    assert first.startswith("Ended a connection of Test laptop")
    assert second.startswith("Could not end a connection of Test laptop")
    assert "restart PostgreSQL at once" in second
