"""Words of an earlier note in the one that is being written: from beside it, by a button or by a key."""

from desktop.kit.context import Navigator
from desktop.kit.i18n import tr
from desktop.notes.page import SoapPage
from desktop.notes.presenter import EditorPresenter
from desktop.notes.side import PreviousSide


class Carrying:
    """What is carried is marked in its field until somebody edits it."""

    def __init__(
        self, presenter: EditorPresenter, page: SoapPage, previous: PreviousSide, navigator: Navigator
    ) -> None:
        self._presenter, self._page = presenter, page
        self._previous, self._navigator = previous, navigator
        previous.copy_requested.connect(self._carry)

    def by_key(self) -> None:
        """Into the field that is written in."""
        if not self._previous.copy(self._page.last_active):
            self._navigator.toast(tr("Notes", "The note before says nothing in this field"))

    def _carry(self, field: str, text: str) -> None:
        """Nothing where the field takes no words by now: it is being signed, or was deleted elsewhere."""
        edit = self._page.cards[field].text
        if not edit.isReadOnly():
            self._presenter.carry(text)
            edit.carry(text)
            self._page.go_to(field)
