"""The invented practice that windows are tested with holds together."""

from core.store.practice.practice import Practice


def test_given_the_invented_practice_when_read_then_it_has_clients_visits_and_notes(
    practice: Practice,
) -> None:
    assert len(practice.clients.list()) == 6
    assert len(practice.notes.drafts()) == 1
    assert practice.settings.workspace().timezone == "Europe/Berlin"
