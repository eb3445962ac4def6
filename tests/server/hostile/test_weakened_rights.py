"""The hostile cases about what is clinical: each of these weakenings of a function makes one of them fail."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
import sqlalchemy as sa

from migrations.operate.embedded import EmbeddedServer
from tests.server.hostile import test_clinical
from tests.server.hostile.cases import check, check_push
from tests.server.hostile.hostile_fixture import Arena
from tests.server.hostile.test_clinical import CASES, PUSHES, furnished

Attack = Callable[[Arena], None]
_DEFINITION = sa.text("SELECT pg_get_functiondef(CAST(:name AS regproc))")


@pytest.fixture
def ward(pg18: EmbeddedServer) -> Iterator[Arena]:
    """One of its own: an attack that a weakened function lets through stays in its rows."""
    with furnished(pg18) as made:
        yield made


def _asks(test: Callable[[Arena, str], None], who: str) -> Attack:
    return lambda arena: test(arena, who)


def _push(name: str) -> Attack:
    (found,) = (case for case in PUSHES if case.name == name)
    return partial(check_push, case=found)


def _case(name: str) -> Attack:
    (found,) = (case for case in CASES if case.name == name)
    return partial(check, case=found)


_rows = test_clinical.test_given_no_clinician_when_it_pulls_then_no_row_of_a_clinical_table_comes
_cells = (
    test_clinical.test_given_no_clinician_when_it_pulls_then_clinical_cells_stay_away_and_contact_data_comes
)
_disputes = test_clinical.test_given_no_clinician_when_it_pulls_then_disputes_about_clinical_things_stay_away
_weights = (
    test_clinical.test_given_no_clinician_when_pages_are_cut_by_their_weight_then_no_length_of_a_text_shows
)
_files = test_clinical.test_given_no_clinician_when_it_asks_for_files_then_there_is_none
_old_cells = (
    test_clinical.test_given_cells_under_an_older_key_when_no_clinician_asks_then_clinical_ones_stay_away
)
_EVERYBODY = ("pz.my_clinical_workspaces", "AND (m.role IN (", "AND (true OR m.role IN (")
_WHOLE_CELLS = ("pz.shows_clinical_cells", "RETURN pz.reads_clinical", "RETURN true OR pz.reads_clinical")
_HISTORY = _push("a client's medical_history")
WEAKENINGS = (
    (*_EVERYBODY, _asks(_rows, "assistant")),
    (*_EVERYBODY, _asks(_disputes, "readonly")),
    (*_EVERYBODY, _asks(_files, "readonly")),
    (*_WHOLE_CELLS, _asks(_cells, "assistant")),
    (*_WHOLE_CELLS, _asks(_old_cells, "readonly")),
    ("pz.pull_rows", "p_limit, p_bytes, clinical)", "p_limit, p_bytes, true)", _asks(_weights, "assistant")),
    ("pz.pull_rows", "bounds.upto, clinical)", "bounds.upto, true)", _asks(_cells, "readonly")),
    ("pzapi.stale_cells", "pz.shows_clinical_cells(p_ws))", "true)", _asks(_old_cells, "assistant")),
    ("pz.verdicts", "WHEN pz.is_clinician(p_role) THEN", "WHEN true THEN", _HISTORY),
    ("pz.verdicts", "OR x.n IN (SELECT y.n FROM barred y)", "", _push("a medical history emptied")),
    ("pzapi.blob_put", "NOT pz.is_clinician(role) OR", "", _case("assistant: a chunk of a file")),
    (
        "pz.reseal_part",
        "NOT pz.is_clinician(p_role) AND",
        "false AND",
        _case("new cells for a medical history"),
    ),
)


@pytest.mark.parametrize(("function", "rule", "without", "attack"), WEAKENINGS)
def test_given_a_function_without_one_of_its_rules_when_what_is_clinical_is_asked_for_then_a_case_notices(
    ward: Arena, function: str, rule: str, without: str, attack: Attack
) -> None:
    attack(ward)
    whole = str(ward.watcher.scalar(_DEFINITION, {"name": function}))
    assert whole.count(rule) == 1
    ward.watcher.exec_driver_sql(whole.replace(rule, without), execution_options={"no_parameters": True})
    try:
        with pytest.raises(AssertionError):
            attack(ward)
    finally:
        ward.watcher.exec_driver_sql(whole, execution_options={"no_parameters": True})
