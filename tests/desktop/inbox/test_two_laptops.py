"""A person with the keyboard alone settles what two laptops wrote apart, and both laptops say the same."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from core.domain.enums import Resolution
from core.domain.errors import UserError
from core.domain.ids import ClientId
from desktop.inbox.compare import CompareView
from desktop.kit.theme import Theme
from desktop.notes.read_only_text import ReadingText
from tests.desktop.inbox.two_laptops import CLINIC, Meeting, Seat, meeting

CTRL = Qt.KeyboardModifier.ControlModifier
WAS, THERE, HERE = (f"Rest.\nIbuprofen {dose} mg." for dose in (400, 800, 600))
LONG = "\n".join(f"Visit {number}: exercises as planned." for number in range(120))


@pytest.fixture
def met(tmp_path: Path, theme: Theme) -> Iterator[Meeting]:
    with meeting(tmp_path, theme) as made:
        yield made


def open_questions(met: Meeting) -> list[int]:
    return [len(seat.practice.inbox.conflicts()) for seat in (met.there, met.here)]


def words(seat: Seat) -> str:
    """Everything that the question's page tells."""
    page = seat.screen.compare
    shown = [page.words.text(), page.safety.text(), page.caution.text if page.caution.isVisible() else ""]
    return " ".join(shown)


def test_someone_who_never_saw_such_a_page_is_told_what_happened(met: Meeting) -> None:
    met.dispute(WAS, THERE, HERE)
    page = met.here.look().compare
    assert page.title.text().endswith(": Plan")
    assert "changed on two laptops before they met" in words(met.here)
    assert "Nothing is lost either way" in words(met.here)
    left, right = page.columns.left, page.columns.right
    assert (left.title.text(), right.title.text()) == ("On this laptop", f"On {CLINIC}")
    assert (left.who.text(), right.who.text()) == ("Ruth Amsel · today, 10:20", "Ruth Amsel · today, 10:10")
    assert (left.stands.isVisible(), right.stands.isVisible()) == (False, True)
    assert page.texts() == (HERE, THERE)
    choices = page.choices
    shown = [one.text() for one in (choices.left, choices.right, choices.both, choices.edit)]
    assert shown == [
        "Keep this laptop's  (1)",
        f"Keep that of {CLINIC}  (2)",
        "Keep both  (3)",
        "Write it myself  (E)",
    ]
    assert all(one.toolTip() for one in (choices.left, choices.right, choices.both, choices.edit))


def passages(page: CompareView) -> list[str]:
    """The texts in the two columns, as far as they are in sight."""
    QApplication.processEvents()
    return [one.text() for one in page.columns.findChildren(ReadingText) if one.isVisible()]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_1, HERE),
        (Qt.Key.Key_2, THERE),
        (Qt.Key.Key_3, "Rest.\nIbuprofen 800 mg.\nIbuprofen 600 mg."),
    ],
)
def test_a_choice_stands_on_both_laptops_and_can_be_taken_back_after_it_was_synced(
    met: Meeting, key: Qt.Key, expected: str
) -> None:
    note = met.dispute(WAS, THERE, HERE)
    met.here.look()
    met.here.press(key)
    met.meet()
    assert [seat.plan(note) for seat in (met.there, met.here)] == [expected] * 2
    assert open_questions(met) == [0, 0]
    met.here.press(Qt.Key.Key_Z, CTRL)
    met.meet()
    assert [seat.plan(note) for seat in (met.there, met.here)] == [THERE, THERE]
    assert open_questions(met) == [1, 1]


def test_own_words_are_stored_while_they_are_typed_and_chosen_by_ctrl_enter(met: Meeting) -> None:
    note = met.dispute(WAS, THERE, HERE)
    screen = met.here.look()
    met.here.press(Qt.Key.Key_E)
    met.here.press(Qt.Key.Key_A, CTRL)
    met.here.type("Ask doctor 1 or 2?")
    met.here.press(Qt.Key.Key_Escape)
    (conflict,) = met.here.practice.inbox.conflicts()
    assert met.here.practice.inbox.wording(conflict.id) == "Ask doctor 1 or 2?"
    met.here.press(Qt.Key.Key_E)
    assert screen.compare.editor.text.text() == "Ask doctor 1 or 2?"
    met.here.press(Qt.Key.Key_Return, CTRL)
    met.meet()
    assert [seat.plan(note) for seat in (met.there, met.here)] == ["Ask doctor 1 or 2?"] * 2


def test_unfinished_words_come_up_again_with_their_question(met: Meeting) -> None:
    met.dispute(WAS, THERE, HERE)
    met.here.look()
    met.here.press(Qt.Key.Key_E)
    met.here.type("More. ")
    typed = met.here.screen.compare.editor.text.text()
    met.here.screen.flush()
    met.here.settle()
    met.here.screen.compare.case = None
    met.here.screen.compare.editor.drop()
    met.here.screen.presenter.current = None
    met.here.look()
    assert met.here.screen.compare.editor.text.text() == typed
    assert met.here.screen.compare.editor.isVisible()


def test_a_question_settled_elsewhere_does_not_take_the_words_from_under_the_hands(met: Meeting) -> None:
    note = met.dispute(WAS, THERE, HERE)
    met.here.look()
    met.here.press(Qt.Key.Key_E)
    met.here.press(Qt.Key.Key_A, CTRL)
    met.here.type("Neither.")
    (conflict,) = met.there.practice.inbox.conflicts()
    met.there.practice.inbox.resolve(conflict.id, Resolution.THEIRS)
    met.meet()
    page = met.here.screen.compare
    assert page.editor.isVisible()
    assert page.editor.text.text() == "Neither."
    assert "Settled today" in words(met.here)
    met.here.press(Qt.Key.Key_Return, CTRL)
    met.meet()
    assert [seat.plan(note) for seat in (met.there, met.here)] == ["Neither."] * 2


def test_two_different_answers_given_apart_come_back_as_one_question(met: Meeting) -> None:
    note = met.dispute(WAS, THERE, HERE)
    for seat, key in ((met.here, Qt.Key.Key_1), (met.there, Qt.Key.Key_1)):
        met.later(1)
        seat.look()
        seat.press(key)
    met.meet()
    assert open_questions(met) == [1, 1]
    met.here.look()
    met.here.press(Qt.Key.Key_K)
    assert "settled in two ways" in words(met.here)
    assert met.here.screen.compare.columns.left.stands.isVisible()
    met.here.press(Qt.Key.Key_1)
    met.meet()
    assert [seat.plan(note) for seat in (met.there, met.here)] == [HERE, HERE]
    assert open_questions(met) == [0, 0]


def test_a_text_chosen_for_a_deleted_note_brings_it_back(met: Meeting) -> None:
    note = met.dispute(WAS, THERE, HERE)
    met.there.practice.notes.delete(note, "by mistake")
    met.meet()
    met.here.look()
    assert "deleted meanwhile" in words(met.here)
    assert not met.here.screen.compare.choices.record.isVisible()
    met.here.press(Qt.Key.Key_1)
    met.meet()
    assert [seat.plan(note) for seat in (met.there, met.here)] == [HERE, HERE]


def test_a_question_about_a_deleted_note_can_be_put_away(met: Meeting) -> None:
    note = met.dispute(WAS, THERE, HERE)
    met.there.practice.notes.delete(note, "wrong client")
    met.meet()
    met.here.look()
    met.here.press(Qt.Key.Key_0)
    met.meet()
    assert met.there.laptop.row("sessions", note).deleted_at is not None
    assert open_questions(met) == [0, 0]


def test_a_choice_in_a_note_signed_meanwhile_is_an_amendment_for_a_reason(met: Meeting) -> None:
    note = met.note(plan=WAS)
    met.meet()
    met.there.edited("sessions", note, plan=THERE)
    met.here.edited("sessions", note, plan=HERE)
    met.there.sync()
    met.here.sync()
    met.there.practice.notes.finalize(note)  # before the question comes there
    met.meet()
    met.here.look()
    assert "signed meanwhile" in words(met.here)
    met.here.press(Qt.Key.Key_1)
    met.here.press(Qt.Key.Key_Escape)
    assert open_questions(met) == [1, 1]
    met.here.press(Qt.Key.Key_1)
    met.here.type("Dose corrected")
    met.here.press(Qt.Key.Key_Return)
    met.meet()
    for seat in (met.there, met.here):
        told = [(each.plan, each.reason) for each in seat.practice.notes.versions(note)]
        assert told == [(THERE, None), (HERE, "Dose corrected")]


def test_what_was_written_since_is_shown_and_can_stay(met: Meeting) -> None:
    note = met.dispute(WAS, THERE, HERE)
    since = THERE + "\nSeen again."
    met.there.practice.notes.save_draft(note, plan=since)
    met.meet()
    page = met.here.look().compare
    assert page.now.isVisible()
    assert page.now.text() == since
    met.here.press(Qt.Key.Key_0)
    met.meet()
    assert [seat.plan(note) for seat in (met.there, met.here)] == [since, since]
    assert open_questions(met) == [0, 0]


def test_a_settled_question_is_found_again_and_answered_anew(met: Meeting) -> None:
    note = met.dispute(WAS, THERE, HERE)
    met.here.look()
    met.here.press(Qt.Key.Key_1)
    met.meet()
    met.there.look()
    met.there.press(Qt.Key.Key_H)
    page = met.there.screen.compare
    assert page.isVisible()
    assert page.texts() == (THERE, HERE)
    assert "by Ruth Amsel" in words(met.there)
    assert "you can choose anew" in words(met.there)
    met.there.press(Qt.Key.Key_1)
    met.meet()
    assert [seat.plan(note) for seat in (met.there, met.here)] == [THERE, THERE]
    met.there.press(Qt.Key.Key_H)
    assert not met.there.screen.presenter.settled_only


def test_a_late_edit_is_left_as_signed_and_can_still_be_added_later(met: Meeting) -> None:
    note = met.note(plan=WAS)
    met.meet()
    met.here.edited("sessions", note, plan=HERE)
    met.there.practice.notes.finalize(note)
    met.meet()
    met.there.look()
    assert "words were written in it that what was signed does not have" in words(met.there)
    met.there.press(Qt.Key.Key_2)
    met.meet()
    assert open_questions(met) == [0, 0]
    met.here.look()
    met.here.press(Qt.Key.Key_H)
    met.here.press(Qt.Key.Key_1)
    met.here.press(Qt.Key.Key_Return)
    met.meet()
    assert [each.plan for each in met.there.practice.notes.versions(note)] == [WAS, HERE]
    assert not met.here.screen.compare.choices.left.isVisible()
    assert "added as an amendment" in words(met.here)


def test_many_fields_of_one_note_are_asked_one_after_the_other(met: Meeting) -> None:
    note = met.note(plan="Rest.", objective="Stiff.", subjective="Tired.")
    apart = {"plan": "Rest 1.", "objective": "Stiff 1.", "subjective": "Tired 1."}
    met.disagree("sessions", note, apart, {name: text.replace("1", "2") for name, text in apart.items()})
    page = met.here.look().compare
    for title, key in (("Subjective", Qt.Key.Key_1), ("Objective", Qt.Key.Key_2), ("Plan", Qt.Key.Key_1)):
        assert page.title.text().endswith(f": {title}")
        met.here.press(key)
    met.meet()
    for seat in (met.there, met.here):
        made = seat.practice.notes.get(note)
        assert (made.subjective, made.objective, made.plan) == ("Tired 2.", "Stiff 1.", "Rest 2.")


def test_dates_times_and_consent_are_told_in_words_and_chosen_whole(met: Meeting) -> None:
    client = met.client(date_of_birth=date(1985, 1, 1), consent_status=True)
    given = met.clinic.clock.now() - timedelta(days=3)
    met.disagree(
        "clients",
        client,
        {"date_of_birth": date(1985, 4, 3), "consent_status": False},
        {"date_of_birth": date(1985, 3, 4), "consent_at": given},
    )
    page = met.here.look().compare
    shown = []
    for _ in range(2):
        assert not page.choices.both.isVisible()
        assert not page.choices.edit.isVisible()
        shown.append(page.texts()[0])
        met.here.press(Qt.Key.Key_1)
    assert any("4 March 1985" in text for text in shown)
    assert any("Consent: Yes" in text for text in shown)
    met.meet()
    row = met.there.practice.clients.get(ClientId(client))
    assert (row.date_of_birth, row.consent_status, row.consent_at) == (date(1985, 3, 4), True, given)


def test_a_phone_number_can_be_written_anew(met: Meeting) -> None:
    client = met.client(phone="050-1")
    met.disagree("clients", client, {"phone": "050-2"}, {"phone": "050-3"})
    met.here.look()
    met.here.press(Qt.Key.Key_E)
    met.here.press(Qt.Key.Key_A, CTRL)
    met.here.type("050-4")
    met.here.press(Qt.Key.Key_Return, CTRL)
    met.meet()
    assert met.there.practice.clients.get(ClientId(client)).phone == "050-4"


def test_a_status_is_told_in_the_calendars_words_and_chosen(met: Meeting) -> None:
    start = met.clinic.clock.now()
    booked = met.there.laptop.add(
        "appointments",
        client_id=met.client(),
        timezone="Europe/Berlin",
        scheduled_start=start,
        scheduled_end=start + timedelta(hours=1),
    )
    met.disagree("appointments", booked, {"status": "CANCELLED"}, {"status": "NO_SHOW"})
    page = met.here.look().compare
    assert page.texts() == ("No-show", "Cancelled")
    assert not page.choices.both.isVisible()
    assert not page.choices.edit.isVisible()
    met.here.press(Qt.Key.Key_E)
    assert not page.editor.isVisible()
    met.here.press(Qt.Key.Key_1)
    met.meet()
    assert met.there.laptop.value("appointments", booked, "status") == "NO_SHOW"


def test_long_texts_are_folded_where_they_are_alike(met: Meeting) -> None:
    met.dispute(f"Asthma.\n{LONG}", f"Asthma and gout.\n{LONG}", f"Asthma and hives.\n{LONG}")
    page = met.here.look().compare
    assert page.columns.can_unfold
    assert page.texts() == (f"Asthma and hives.\n{LONG}", f"Asthma and gout.\n{LONG}")
    assert page.choices.left.isVisible()
    assert not any("Visit 60:" in text for text in passages(page))
    met.here.press(Qt.Key.Key_A)
    assert any("Visit 60:" in text for text in passages(page))


def test_hebrew_texts_keep_their_direction_and_the_title_that_of_the_window(met: Meeting) -> None:
    client = met.client("נועה", "בן-ארי")
    note = met.note(client, plan="איבופרופן 400 מ״ג.")
    met.disagree("sessions", note, {"plan": "איבופרופן 600 מ״ג."}, {"plan": "איבופרופן 200 מ״ג."})
    page = met.here.look().compare
    assert page.texts() == ("איבופרופן 200 מ״ג.", "איבופרופן 600 מ״ג.")
    assert not page.title.text().isascii()
    assert page.title.text().startswith("\u2068")
    met.here.press(Qt.Key.Key_2)
    met.meet()
    assert met.there.plan(note) == "איבופרופן 600 מ״ג."


def test_a_hundred_questions_are_one_list_that_keys_go_through(met: Meeting) -> None:
    for number in range(34):
        note = met.note(met.client(f"P{number}"), plan="Rest.", objective="Stiff.", subjective="Tired.")
        met.there.sync()
        met.here.sync()
        for seat, mark in ((met.there, "1"), (met.here, "2")):
            seat.laptop.edit("sessions", note, plan=mark, objective=mark, subjective=mark)
    met.meet()
    screen = met.here.look()
    assert open_questions(met) == [102, 102]
    assert screen.compare.place.text().startswith("1 of ")
    met.here.press(Qt.Key.Key_K)
    assert screen.presenter.current == screen.presenter.items[-1]
    met.here.press(Qt.Key.Key_J)
    for _ in range(6):
        met.here.press(Qt.Key.Key_1)
    assert open_questions(met)[1] == 96
    titles = {item.row_id for item in screen.presenter.items[:3]}
    assert len(titles) == 1


def test_arrows_in_the_list_go_on_while_the_page_follows(met: Meeting) -> None:
    note = met.note(plan="Rest.", objective="Stiff.")
    met.disagree("sessions", note, {"plan": "A.", "objective": "A."}, {"plan": "B.", "objective": "B."})
    screen = met.here.look()
    first = screen.compare.title.text()
    met.here.press(Qt.Key.Key_Down)
    assert screen.compare.title.text() != first
    met.here.press(Qt.Key.Key_Up)
    assert screen.compare.title.text() == first


def test_a_text_that_was_put_together_shows_what_came_from_where(met: Meeting) -> None:
    was = "Rest.\nIce.\nReview in May."
    note = met.note(plan=was)
    met.disagree(
        "sessions",
        note,
        {"plan": was.replace("Rest", "Rest and tape")},
        {"plan": was.replace("May", "June")},
    )
    screen = met.here.look()
    met.here.press(Qt.Key.Key_K)
    page = screen.merged
    assert page.isVisible()
    assert f"on {CLINIC}" in page.words.text()
    assert page.legend.text().split("     ") == [
        "from this laptop",
        f"from {CLINIC}",
        "taken out on this laptop",
        f"taken out on {CLINIC}",
    ]
    told = page.text.accessibleDescription()
    assert f"from {CLINIC}: Rest and tape." in told
    assert "from this laptop: Review in June." in told
    assert "taken out on this laptop: Review in May." in told
    met.here.press(Qt.Key.Key_B)
    assert page.versions.texts() == (was.replace("May", "June"), was.replace("Rest", "Rest and tape"))
    met.here.press(Qt.Key.Key_O)
    assert met.here.navigator.asked[-1] == ("open_note", note)
    met.here.press(Qt.Key.Key_0)
    assert met.here.practice.inbox.notices() == []


def test_tags_that_were_put_together_show_what_came_from_where(met: Meeting) -> None:
    client = met.client(tags=["neck", "vip"])
    met.disagree("clients", client, {"tags": ["neck"]}, {"tags": ["neck", "vip", "sport"]})
    screen = met.here.look()
    told = screen.merged.text.accessibleDescription()
    assert f"taken out on {CLINIC}: vip" in told
    assert "from this laptop: sport" in told


def test_a_record_that_came_back_is_told_of_and_opened_by_key(met: Meeting) -> None:
    note = met.note(plan=WAS)
    met.meet()
    met.there.practice.notes.delete(note, "wrong client")
    met.here.edited("sessions", note, plan=HERE)
    met.meet()
    screen = met.here.look()
    met.here.press(Qt.Key.Key_K)
    assert "the record is back" in screen.message.words.text()
    met.here.press(Qt.Key.Key_O)
    assert met.here.navigator.asked[-1] == ("open_note", note)
    met.here.press(Qt.Key.Key_0)
    assert met.here.practice.inbox.notices() == []


def test_two_services_of_one_name_are_told_of_in_words(met: Meeting) -> None:
    met.meet()
    for seat in (met.there, met.here):
        seat.laptop.add("services", name="Massage", default_duration_minutes=30)
    met.meet()
    screen = met.here.look()
    assert "one name" in screen.message.words.text()
    shown = [text.text() for text in screen.message.findChildren(ReadingText)]
    assert shown == ["Massage", "Massage (2)"]


def test_two_settings_set_apart_are_told_one_a_line(met: Meeting) -> None:
    met.meet()
    practice = met.clinic.workspace_id
    there, here = ({"settings": {"slot_minutes": minutes}} for minutes in (30, 45))
    met.disagree("workspaces", practice, there, here)
    page = met.here.look().compare
    assert page.texts() == ("Slot minutes: 45", "Slot minutes: 30")
    met.here.press(Qt.Key.Key_1)
    met.meet()
    assert met.there.practice.settings.get("slot_minutes") == 45


def test_words_that_could_not_be_stored_hold_the_window(
    met: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise UserError("The disk is full; nothing was changed. Make room and try again.")

    met.dispute(WAS, THERE, HERE)
    screen = met.here.look()
    monkeypatch.setattr(met.here.practice.inbox, "keep_wording", full)
    met.here.press(Qt.Key.Key_E)
    met.here.press(Qt.Key.Key_A, CTRL)
    met.here.type("Neither of them.")
    screen.flush()
    met.here.settle()
    assert screen.unsaved
    assert screen.unsaved_text() == "Neither of them."
    monkeypatch.undo()
    met.here.type(" Ask.")
    screen.flush()
    met.here.settle()
    assert not screen.unsaved


def test_an_amendment_that_gave_way_is_told_and_added_with_its_own_reason(met: Meeting) -> None:
    note = met.note(plan=WAS)
    met.there.practice.notes.finalize(note)
    met.meet()
    met.there.practice.notes.amend(note, "Asked again", plan=THERE)
    met.here.practice.notes.amend(note, "Wrong dose written down", plan=HERE)
    met.meet()
    page = met.there.look().compare
    assert "amended on two laptops before they met" in words(met.there)
    assert "“Wrong dose written down”" in words(met.there)
    met.there.press(Qt.Key.Key_1)
    assert page.reason.line.text() == "Wrong dose written down"
    met.there.press(Qt.Key.Key_Return)
    met.meet()
    latest = met.here.practice.notes.versions(note)[-1]
    assert (latest.version_number, latest.plan, latest.reason) == (3, HERE, "Wrong dose written down")


def test_a_day_that_was_signed_meanwhile_can_only_be_left(met: Meeting) -> None:
    note = met.note(plan=WAS)
    day = met.clinic.clock.now()
    met.disagree(
        "sessions",
        note,
        {"session_date": day - timedelta(days=1)},
        {"session_date": day - timedelta(days=2)},
    )
    (asked,) = met.here.practice.inbox.conflicts()
    met.there.laptop.edit("sessions", note, is_draft=False, finalized_at=day)
    met.meet()
    choices = met.here.look().compare.choices
    assert "signed meanwhile" in words(met.here)
    assert [one.isVisible() for one in (choices.left, choices.right, choices.edit)] == [False] * 3
    met.here.press(Qt.Key.Key_0)
    assert met.here.practice.inbox.conflict(asked.id).resolution is Resolution.DISMISSED


def test_the_reason_of_a_delete_that_an_edit_won_over_stays_readable(met: Meeting) -> None:
    note = met.note(plan=WAS)
    met.meet()
    met.there.practice.notes.delete(note, "Written for the wrong client")
    met.here.practice.notes.save_draft(note, plan=HERE)
    met.meet()
    screen = met.there.look()
    met.there.press(Qt.Key.Key_H)
    assert screen.compare.title.text().endswith(": Reason for deleting")
    assert "Written for the wrong client" in passages(screen.compare)
    assert not screen.compare.choices.left.isVisible()


def test_given_two_booked_one_time_when_both_laptops_look_then_they_offer_the_same_and_one_answer_does(
    met: Meeting,
) -> None:
    start = met.book_at_once()
    offered = [[each.text() for each in seat.look().message.choices] for seat in (met.there, met.here)]
    assert offered[0] == offered[1]
    assert len(offered[0]) == 3
    assert all("Otto" in text for text in offered[0])
    met.here.press(Qt.Key.Key_1)
    met.meet()
    assert open_questions(met) == [0, 0]
    moved = met.there.practice.appointments.between(start, start + timedelta(hours=1))
    assert [each.client_name for each in moved] == ["Mira Talbot"]
