"""A server that strips, mixes, replays and renumbers what proves a row: no laptop takes it, each notices."""

from dataclasses import replace

import pytest

from core.domain.enums import Role
from core.domain.registry import BY_NAME
from core.store.outbox.adoption import Adoption
from sync.remote import RemoteRow
from tests.sync.adopted import standing as standing_of
from tests.sync.laptops import Practice
from tests.sync.lies import LIES, Lie
from tests.sync.lying import Scene, said, stand
from tests.sync.rotating import lying_page, over

REFUSED = {"tampered", "superseded"}


@pytest.fixture
def scene(practice: Practice) -> Scene:
    # A therapist's laptop: one that waits for seals stays so, while an owner's would make them.
    writer, reader = practice.enrol(), practice.enrol(Role.THERAPIST)
    return Scene(writer, reader, reader.remote, lambda: dict(practice.head().rows))


@pytest.mark.parametrize("table", list(BY_NAME))
def test_given_a_row_that_is_here_when_the_server_lies_about_it_then_it_stays_and_every_lie_is_noticed(
    scene: Scene, table: str
) -> None:
    reader, row_id, truth = scene.reader, scene.made[table][0], scene.truths[table]
    right, told = said(reader, table, row_id), 0
    assert right is not None
    for standing in (Adoption.NONE, Adoption.HELD, Adoption.OVER):
        stand(reader, standing)
        for name, lie in LIES.items():
            scene.show(lie(truth))
            told += 1
            assert said(reader, table, row_id) == right, (standing, name)
            assert len(scene.told()) == told, (standing, name)
            assert set(scene.told()) <= REFUSED, (standing, name)
        assert standing_of(reader) is standing
    scene.tell_truth(table)


def test_given_a_new_laptop_when_the_server_lies_about_rows_of_every_table_then_none_of_them_comes_in(
    practice: Practice, scene: Scene
) -> None:
    keys = {(BY_NAME[table].no, ids[0]): table for table, ids in scene.made.items()}
    for name, lie in LIES.items():
        fresh = practice.enrol()

        def lying(rows: list[RemoteRow], lie: Lie = lie) -> list[RemoteRow]:
            table_of = [(row, keys.get((row.table_no, row.row_id))) for row in rows]
            return [
                replace(lie(scene.truths[table]), seq=row.seq) if table else row for row, table in table_of
            ]

        over(fresh, fresh.remote, pull=lying_page(lying))
        come = {table for (_, row_id), table in keys.items() if row_id in fresh.rows(table)}
        assert come == set(), name
        assert {ids[1] for ids in scene.made.values() if len(ids) > 1} <= {
            row_id for table in BY_NAME for row_id in fresh.rows(table)
        }
        scene.writer.add_client("News")
        scene.writer.sync()
        fresh.sync()
        assert {table for (_, row_id), table in keys.items() if row_id in fresh.rows(table)} == set(BY_NAME)
        fresh.store.close()
        practice.laptops.remove(fresh)


def test_given_a_held_row_when_it_comes_again_without_its_seal_then_only_who_waits_for_seals_is_calm(
    scene: Scene,
) -> None:
    truth = scene.truths["clients"]
    bare = replace(truth.now, seal=None, sealed_by=None)
    stand(scene.reader, Adoption.HELD)
    scene.show(bare)
    assert scene.told() == []
    stand(scene.reader, Adoption.OVER)
    scene.show(bare)
    assert scene.told() == ["tampered"]
    assert scene.reader.dirty() == 0
    scene.tell_truth("clients")
