"""A laptop at a server whose limits are reached: text waits and is kept, what others wrote still comes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.domain.errors import ServerRefused
from migrations.operate.embedded import EmbeddedServer
from migrations.operate.limits import limits
from tests.sync.test_two_devices_pg import Clinic


@pytest.fixture
def clinic(pg18: EmbeddedServer, tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(pg18, tmp_path)
    yield made
    made.close()


def _url(clinic: Clinic) -> sa.URL:
    return clinic.server.url(clinic.database)


def test_given_a_laptop_that_sent_enough_for_today_when_it_syncs_then_it_receives_and_keeps_what_waits(
    clinic: Clinic,
) -> None:
    one, other = clinic.enrol().laptop, clinic.enrol().laptop
    note = one.add_note(one.add_client("Dana"), subjective="Slept badly.")
    one.sync()
    other.sync()
    limits(_url(clinic), {"rows_day": 4})
    noa = other.add_client("Noa")
    other.sync()
    for words in ("Slept well.", "Slept well, walked."):
        one.edit("sessions", note, subjective=words)
        for _ in range(2):
            one.add_client("Gil")

        with pytest.raises(ServerRefused, match="goes tomorrow") as refused:
            one.sync()

    assert refused.value.code == "day_full"
    assert one.value("clients", noa, "first_name") == "Noa"
    assert one.value("sessions", note, "subjective") == "Slept well, walked."
    limits(_url(clinic), {"rows_day": 100})
    assert one.sync().waiting == 0
    other.sync()
    assert one.content() == other.content()


def test_given_a_limit_that_is_nearly_reached_when_a_pass_ends_then_it_tells_and_later_no_more(
    clinic: Clinic,
) -> None:
    one = clinic.enrol().laptop
    assert one.sync().scarce == ()
    limits(_url(clinic), {"rows_day": 2})
    one.add_client("Dana")
    one.add_client("Noa")
    one.sync()

    (told,) = one.sync().scarce

    assert (told.name, told.used, told.most) == ("rows_day", 2, 2)
    limits(_url(clinic), {"rows_day": 100})
    assert one.sync().scarce == ()
