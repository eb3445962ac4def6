"""The same lies on real PostgreSQL, and a superuser who strips rows in its tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from migrations.operate.embedded import EmbeddedServer
from sync.remote import RemoteRow
from tests.sync.lies import LIES
from tests.sync.lying import Key, Scene, said
from tests.sync.rotating import RotatingClinic
from tests.sync.test_two_devices_pg import PgLaptop


@pytest.fixture
def clinic(any_server: EmbeddedServer, tmp_path: Path) -> Iterator[RotatingClinic]:
    made = RotatingClinic(any_server, tmp_path)
    yield made
    made.close()


def rows_on(clinic: RotatingClinic, by: PgLaptop) -> dict[Key, RemoteRow]:
    ws = clinic.practice.workspace_id
    (head,) = by.pg.hello().heads
    page = by.pg.pull(ws, head.epoch, 0, 1000)
    assert not page.more
    return {(row.table_no, row.row_id): row for row in page.rows}


def test_given_postgresql_when_it_lies_about_rows_of_every_table_then_they_stay_and_it_is_noticed(
    clinic: RotatingClinic,
) -> None:
    writer, reader = clinic.enrol(), clinic.enrol()
    scene = Scene(writer.laptop, reader.laptop, reader.pg, lambda: rows_on(clinic, writer))
    right = {table: said(reader.laptop, table, ids[0]) for table, ids in scene.made.items()}
    for number, (name, lie) in enumerate(LIES.items(), start=1):
        scene.show(*(lie(scene.truths[table]) for table in right))
        assert right == {table: said(reader.laptop, table, scene.made[table][0]) for table in right}, name
        assert len(scene.told()) == len(right) * number, name
        assert set(scene.told()) <= {"tampered", "superseded"}, name
    for table in right:
        scene.tell_truth(table)


STRIPPED = "mac = {mac}, seal = NULL, sealed_by = NULL, version = version + 1, seq = seq + 100"


@pytest.mark.parametrize("mac", ["NULL", "'{mac}'"], ids=["without_a_mac", "with_the_mac_of_then"])
def test_given_a_superuser_when_yesterdays_words_are_put_under_a_new_number_then_todays_stay(
    clinic: RotatingClinic, mac: str
) -> None:
    one, two = clinic.enrol(), clinic.enrol()
    client = one.laptop.add_client("Dana", alerts="None known.")
    service = one.laptop.add("services", name="Massage", default_duration_minutes=45)
    settle(one, two)
    ((cell, old),) = clinic.look("SELECT encode(alerts, 'hex'), encode(mac, 'hex') FROM pz.clients")
    one.laptop.edit("clients", client, alerts="Allergic to penicillin.")
    settle(one, two)

    stripped = STRIPPED.format(mac=mac.format(mac=f"\\x{old}"))
    clinic.tamper(f"UPDATE pz.clients SET alerts = '\\x{cell}', {stripped}")
    clinic.tamper(f"UPDATE pz.services SET default_duration_minutes = 5, {STRIPPED.format(mac='mac')}")
    clinic.tamper("UPDATE pz.sync_workspace SET seq = seq + 200")
    two.laptop.sync()

    assert two.laptop.value("clients", client, "alerts") == "Allergic to penicillin."
    assert two.laptop.value("services", service, "default_duration_minutes") == 45
    assert [notice["kind"] for notice in two.laptop.told("notices")] == ["superseded", "superseded"]
    news = one.laptop.add_client("News")
    one.laptop.sync()
    two.laptop.sync()
    assert news in two.laptop.rows("clients")


def settle(*laptops: PgLaptop) -> None:
    for each in laptops:
        each.laptop.sync()
