"""Settings > History: who did what, on which laptop, when."""

from collections.abc import Sequence
from dataclasses import dataclass

from typing_extensions import override

from core.domain.records import AuditEvent
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import tr
from desktop.settings.audit_words import KnownNames, event_row
from desktop.settings.section import Section, line
from desktop.widgets.buttons import Button
from desktop.widgets.card import Card
from desktop.widgets.rows import ListRow, RowsModel
from desktop.widgets.text import Text
from desktop.widgets.two_line import reading_list

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class _Page:
    events: Sequence[AuditEvent]
    known: KnownNames


class AuditSection(Section):
    """The newest first; earlier ones when asked for. Nothing here can be changed."""

    def __init__(self, context: ScreenContext) -> None:
        sentence = tr(
            "Audit",
            "Who did what, on which laptop, when, by the clock of that laptop. It is kept with the practice, "
            "holds no names of clients and no text of notes, and is in every export.",
        )
        super().__init__(context, tr("Audit", "History"), sentence)
        self._limit = _AT_ONCE
        self._known: KnownNames | None = None
        self.model = RowsModel(self._render, self, whole=True)
        self.list = reading_list(context.theme, tr("Audit", "History"))
        self.list.setModel(self.model)
        self.list.setSelectionMode(self.list.SelectionMode.NoSelection)
        self.nothing = Text(tr("Audit", "Nothing has been done yet."), tone="secondary")
        self.earlier = Button(tr("Audit", "Show earlier"), self._on_earlier)
        card = Card(padding=tokens.S)
        for part in (self.list, self.nothing):
            card.body.addWidget(part)
        self.body.addWidget(card)
        self.body.addLayout(line(self.earlier, stretch=True))
        self.body.addStretch(1)

    @classmethod
    @override
    def words(cls) -> str:
        return tr("Palette", "audit log who changed history protocol")

    @override
    def refresh(self) -> None:
        self._look_at(_AT_ONCE)

    def _on_earlier(self) -> None:
        self._look_at(self._limit + _AT_ONCE)

    def _look_at(self, limit: int) -> None:
        """All of them anew: several may share a moment, so a time cannot tell where the last page ended."""
        self._limit = limit
        self.context.jobs.run(lambda: self._read(limit), self._on_read)

    def _read(self, limit: int) -> _Page:
        """On the worker."""
        practice = self.context.practice
        people = {user.id: user.full_name for user in practice.team.list(include_inactive=True)}
        known = KnownNames(people, practice.team.device_names(), practice.me.device_id)
        return _Page(practice.audit.list(limit), known)

    def _on_read(self, page: _Page) -> None:
        events, self._known = page.events, page.known
        self.model.set_items(events)
        heights = sum(self.list.sizeHintForRow(row) for row in range(len(events)))
        # As tall as its rows: a list that scrolls inside a page that scrolls would catch the wheel.
        self.list.setFixedHeight(heights + 2)
        self.list.setVisible(bool(events))
        self.nothing.setVisible(not events)
        self.earlier.setVisible(len(events) == self._limit)

    def _render(self, event: AuditEvent) -> ListRow:
        if self._known is None:
            return ListRow(first="")
        return event_row(event, self._known, self.context.clock.now())
