"""How much room files may take, as an owner sets it for the whole practice."""

from typing import NamedTuple

from PySide6.QtWidgets import QSpinBox
from typing_extensions import override

from core.domain.enums import Role
from core.domain.file_limits import LARGEST_FILE, LARGEST_PRACTICE, MB, SETTING, FileLimits, Room
from core.domain.records import Workspace
from core.store.practice.practice import Done
from desktop.kit.context import ScreenContext
from desktop.kit.form_drafts import Content
from desktop.kit.i18n import tr
from desktop.settings.form_section import FormSection
from desktop.settings.section import line
from desktop.widgets.card import Card
from desktop.widgets.enter import EnterPresses
from desktop.widgets.fields import Field, roomy
from desktop.widgets.text import Text

_GB = 1024
"""Megabytes."""


class _Read(NamedTuple):
    """What the page shows, read on the worker."""

    limits: FileLimits
    taken: Room
    is_owner: bool


class FileLimitsSection(FormSection[_Read]):
    """Whoever is no owner reads how it stands."""

    def __init__(self, context: ScreenContext) -> None:
        sentence = tr(
            "Settings",
            "What may be added. Files that are there already stay, also where a limit is lowered. A clinic's "
            "server may have less room: then new files stay on the laptop until there is more.",
        )
        super().__init__(context, tr("Settings", "Files"), sentence)
        self.fields = {
            "file": _size_field(tr("Settings", "One file"), tr("Settings", "{n} MB"), LARGEST_FILE),
            "note": _size_field(
                tr("Settings", "All files of a note"), tr("Settings", "{n} MB"), LARGEST_PRACTICE
            ),
            "client": _size_field(
                tr("Settings", "All files of a client"), tr("Settings", "{n} MB"), LARGEST_PRACTICE
            ),
            "practice": _size_field(
                tr("Settings", "All files of the practice"),
                tr("Settings", "{n} GB"),
                LARGEST_PRACTICE // _GB,
            ),
        }
        self.taken = Text(tone="secondary", wrap=True)
        self._lay_out()
        self._enter = EnterPresses(self, self.save)
        for field in self.fields.values():
            field.editor.valueChanged.connect(self._on_edited)

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "attachments limit size room megabytes")

    @override
    def _look(self) -> _Read:
        practice = self.context.practice
        taken, limits = practice.attachments.room()
        with practice.desk.read() as db:
            return _Read(limits, taken, practice.desk.role(db) is Role.OWNER)

    @override
    def _shown(self) -> Content:
        return {name: field.editor.value() for name, field in self.fields.items()}

    @override
    def _show(self, content: Content) -> None:
        for name, field in self.fields.items():
            field.editor.setValue(content[name])
        self._on_edited()

    @override
    def _fill(self, found: _Read) -> None:
        limits = found.limits
        # A part of a gigabyte that something else set is kept as long as nobody types here.
        whole = max(1, limits.practice // _GB)
        self._show({"file": limits.file, "note": limits.note, "client": limits.client, "practice": whole})
        size = tr("Settings", "{n} MB", n=f"{found.taken.practice / MB:.1f}")
        self.taken.setText(tr("Settings", "All files together take {size}, the deleted ones too.", size=size))
        for widget in (*self.fields.values(), self.save):
            widget.setEnabled(found.is_owner)

    @override
    def _on_save(self) -> None:
        changed = self._changed()
        if "practice" in changed:
            changed["practice"] *= _GB
        self._send(lambda: self._write(changed))

    def _write(self, changed: Content) -> Done[Workspace]:
        """Those that were not touched stay as another laptop set them."""
        settings = self.context.practice.settings
        return settings.set(**{SETTING: {**(settings.get(SETTING) or {}), **changed}})

    def _lay_out(self) -> None:
        card = Card()
        card.body.addLayout(line(self.fields["file"], self.fields["note"]))
        card.body.addLayout(line(self.fields["client"], self.fields["practice"]))
        card.body.addWidget(self.taken)
        card.body.addWidget(self.error)
        card.body.addLayout(line(self.save, self.discard, stretch=True))
        self.body.addWidget(card)
        self.body.addStretch(1)


def _size_field(label: str, unit: str, most: int) -> Field[QSpinBox]:
    """`unit` has its place for the figure, as in "{n} MB"."""
    field = Field(label, roomy(QSpinBox()))
    field.editor.setRange(1, most)
    before, after = unit.split("{n}")
    field.editor.setPrefix(before)
    field.editor.setSuffix(after)
    return field
