"""Pictures of the Inbox, to look at: python -m tests.desktop.inbox.pictures FOLDER."""

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.kit.theme import Appearance, Theme
from tests.desktop.inbox.two_laptops import Meeting, meeting

SIZES = ((1280, 800), (1920, 1080))
PLAN = "\n".join(
    [
        "Ibuprofen 400 mg twice a day for one week.",
        "Walk 20 minutes a day.",
        "Heat in the evening.",
        "Home exercises: bridge, squat, calf raise.",
        "No lifting above 5 kg.",
        "Tape on the left knee before sport.",
        "Sleep with a pillow between the knees.",
        "Review on 16 March.",
    ]
)


def shoot(seat_screen: QWidget, theme: Theme, folder: Path, name: str) -> None:
    for look in (Appearance.LIGHT, Appearance.DARK):
        theme.set_look(look)
        for width, height in SIZES:
            seat_screen.resize(width - 64, height - 56)
            QTest.qWait(200)
            seat_screen.grab().save(str(folder / f"{name}-{look}-{width}.png"))
    theme.set_look(Appearance.LIGHT)


def text(met: Meeting) -> None:
    note = met.note(plan=PLAN, subjective="Sleeps badly.")
    met.disagree(
        "sessions",
        note,
        {"plan": PLAN.replace("400 mg twice", "600 mg once"), "subjective": "Sleeps badly since the fall."},
        {
            "plan": PLAN.replace("400 mg", "200 mg").replace("16 March", "23 March"),
            "subjective": "Sleeps well.",
        },
    )


def hebrew(met: Meeting) -> None:
    client = met.client("נועה", "בן-ארי")
    was = "איבופרופן 400 מ״ג פעמיים ביום.\nהליכה 20 דקות.\nכתף ימין: חימום בערב."
    note = met.note(client, plan=was)
    met.disagree(
        "sessions",
        note,
        {"plan": was.replace("400", "600").replace("פעמיים", "פעם")},
        {"plan": was.replace("400", "200") + "\nביקורת ב-16 במרץ (Dr. Levi)."},
    )


def value(met: Meeting) -> None:
    client = met.client()
    start = met.clinic.clock.now() + timedelta(days=1)
    booked = met.there.laptop.add(
        "appointments",
        client_id=client,
        timezone="Europe/Berlin",
        scheduled_start=start,
        scheduled_end=start + timedelta(hours=1),
    )
    slots = [
        {"scheduled_start": at, "scheduled_end": at + timedelta(minutes=length)}
        for at, length in ((start + timedelta(hours=2), 60), (start + timedelta(days=1), 90))
    ]
    met.disagree("appointments", booked, *slots)


def double(met: Meeting) -> None:
    met.book_at_once()


def late(met: Meeting) -> None:
    note = met.note(plan="Walk 20 minutes a day.\nHeat in the evening.")
    met.meet()
    met.later()
    met.there.practice.notes.finalize(note)
    met.here.edited("sessions", note, plan="Walk 30 minutes a day.\nHeat in the evening.\nReview in May.")
    met.meet()


def deleted(met: Meeting) -> None:
    note = met.dispute("Rest.\nIce.", "Rest.\nIce twice a day.", "Rest.\nIce and tape.")
    met.there.practice.notes.delete(note, "wrong client")
    met.meet()


def moved(met: Meeting) -> None:
    note = met.dispute("Rest.\nIce.", "Rest.\nIce twice a day.", "Rest.\nIce and tape.")
    met.there.practice.notes.save_draft(note, plan="Rest.\nIce twice a day.\nSeen again on Friday.")
    met.meet()


def settled(met: Meeting) -> None:
    met.dispute("Rest.\nIce.", "Rest.\nIce twice a day.", "Rest.\nIce and tape.")
    met.here.look()
    met.here.press(Qt.Key.Key_1)
    met.here.press(Qt.Key.Key_H)


def merged(met: Meeting) -> None:
    note = met.note(plan=PLAN, subjective="Pain at night. Sleeps badly. Works half days. Swims.")
    met.disagree(
        "sessions",
        note,
        {
            "plan": PLAN.replace("20 minutes", "30 minutes").replace("\nHeat in the evening.", ""),
            "subjective": "Pain at night. Sleeps badly. Works half days. Swims twice a week.",
        },
        {
            "plan": PLAN + "\nBring the X-ray.",
            "subjective": "Pain in the morning. Sleeps badly. Works half days. Swims.",
        },
    )
    met.here.look()
    met.here.press(Qt.Key.Key_K)


def merged_versions(met: Meeting) -> None:
    merged(met)
    met.here.press(Qt.Key.Key_B)


def restored(met: Meeting) -> None:
    note = met.note(plan=PLAN)
    met.meet()
    met.there.practice.notes.delete(note, "wrong client")
    met.here.edited("sessions", note, plan=PLAN + "\nBring the X-ray.")
    met.meet()
    met.here.look()
    met.here.press(Qt.Key.Key_K)


def hundred(met: Meeting) -> None:
    for number in range(34):
        client = met.client(f"Person {number}", "With-A-Rather-Long-Family-Name")
        note = met.note(client, plan="Rest.", objective="Stiff.", subjective="Tired.")
        met.there.sync()
        met.here.sync()
        met.there.edited("sessions", note, plan="Rest 1.", objective="Stiff 1.", subjective="Tired 1.")
        met.here.edited("sessions", note, plan="Rest 2.", objective="Stiff 2.", subjective="Tired 2.")
    met.meet()


def writing(met: Meeting) -> None:
    hebrew(met)
    met.here.look()
    met.here.press(Qt.Key.Key_E)


def reason(met: Meeting) -> None:
    late(met)
    met.here.look()
    met.here.press(Qt.Key.Key_1)


def asked_before(met: Meeting) -> None:
    text(met)
    met.here.look()
    met.here.press(Qt.Key.Key_B)


SCENES: tuple[Callable[[Meeting], None], ...] = (
    text, hebrew, value, double, late, deleted, moved, settled, merged, merged_versions, restored, hundred,
    writing, reason, asked_before,
)  # fmt: skip


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme = Theme(app, Appearance.LIGHT)
    for scene in SCENES:
        if arguments[1:] and scene.__name__ not in arguments[1:]:
            continue
        with tempfile.TemporaryDirectory() as home, meeting(Path(home), theme) as met:
            scene(met)
            if not met.here.screen.isVisible():
                met.here.look()
            shoot(met.here.screen, theme, folder, scene.__name__)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
