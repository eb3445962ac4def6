"""Who of the practice reads what, in a sentence for each role, and the one choice that an owner has about
it."""

from typing import Any

from typing_extensions import override

from core.domain.enums import Role
from core.domain.rights import READERS_SETTING
from core.store.attachments.workspace_keys import waits_for_parting
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.settings.section import Section, column
from desktop.widgets.card import Card
from desktop.widgets.text import Text
from desktop.widgets.wrapped_check_box import WrappedCheckBox


def role_sentences(*, readers_read: bool) -> tuple[tuple[str, str], ...]:
    """By role, the one that may most first."""
    reads = (
        tr("Roles", "Reads everything that a therapist reads, and changes nothing.")
        if readers_read
        else tr("Roles", "Reads what an assistant reads, and changes nothing.")
    )
    return (
        (
            tr("Roles", "Owner"),
            tr(
                "Roles",
                "Reads and writes everything, lets people and laptops in, and decides who has which role.",
            ),
        ),
        (
            tr("Roles", "Therapist"),
            tr(
                "Roles",
                "Reads and writes all of the treatment: notes, files, medical histories, alerts, tags.",
            ),
        ),
        (
            tr("Roles", "Assistant"),
            tr(
                "Roles",
                "Keeps the calendar, clients' contact data, services and locations. Notes, their files, "
                "medical histories, alerts, tags and remarks about clients never reach their laptop.",
            ),
        ),
        (tr("Roles", "Reads only"), reads),
    )


class RolesSection(Section):
    """An owner may let those who only read see what is clinical; everybody may read how it stands."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(
            context,
            tr("Roles", "Who reads what"),
            tr(
                "Roles",
                "The clinic's server gives each laptop only what its person's role reads, and clinical texts "
                "are encrypted with keys that only owners and therapists have.",
            ),
        )
        self.sentences = [Text(tone="secondary", wrap=True) for _ in role_sentences(readers_read=False)]
        self.before = Text(
            tr(
                "Roles",
                "This practice's keys are from before: assistants' laptops still get medical histories, "
                "alerts and remarks about clients. Once all laptops have this program, the keys must be "
                "changed: letting in an assistant's laptop does it, and so does removing a laptop that "
                "nobody uses any more (Settings, Team and devices). Without either it takes an owner's "
                "laptop and a terminal: pazpaz rotate-key.",
            ),
            wrap=True,
        )
        self.readers = WrappedCheckBox(tr("Roles", "Whoever only reads also reads what is clinical"))
        self._lay_out()
        self.readers.box.toggled.connect(self._on_toggled)

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "roles rights assistant therapist reads only privacy")

    @override
    def refresh(self) -> None:
        self.context.jobs.run(self._look, self._on_read)

    def _look(self) -> tuple[bool, bool, bool]:
        practice = self.context.practice
        with practice.desk.read() as db:
            is_owner, waits = practice.desk.role(db) is Role.OWNER, waits_for_parting(db)
        return practice.settings.get(READERS_SETTING) is True, is_owner, waits

    def _on_read(self, found: tuple[bool, bool, bool]) -> None:
        readers_read, is_owner, waits = found
        self.before.setVisible(waits)
        # It is shown, not chosen: heard of, it would be saved once more.
        self.readers.box.blockSignals(True)
        self.readers.box.setChecked(readers_read)
        self.readers.box.blockSignals(False)
        self.readers.setVisible(is_owner)
        self._say(readers_read=readers_read)

    def _say(self, *, readers_read: bool) -> None:
        told = role_sentences(readers_read=readers_read)
        for text, (_, sentence) in zip(self.sentences, told, strict=True):
            text.setText(sentence)

    def _on_toggled(self, on: bool) -> None:
        self.do(lambda: self._write(on=on), tr("Roles", "Saved"))

    def _write(self, *, on: bool) -> Any:
        return self.context.practice.settings.set(**{READERS_SETTING: on})

    @override
    def _on_refused(self, error: Any) -> None:
        super()._on_refused(error)
        # Nothing was saved, so the box goes back to what holds.
        self.refresh()

    def _lay_out(self) -> None:
        card = Card()
        names = [name for name, _ in role_sentences(readers_read=False)]
        for name, sentence in zip(names, self.sentences, strict=True):
            pair = column(Text(name, strong=True), sentence)
            pair.setSpacing(tokens.XS)
            card.body.addLayout(pair)
        card.body.addWidget(self.before)
        self.before.hide()
        card.body.addWidget(self.readers)
        card.body.addWidget(self.error)
        self.readers.hide()
        self._say(readers_read=False)
        self.body.addWidget(card)
        self.body.addStretch(1)
