"""Where the code of a recovery paper is typed."""

from desktop.kit.i18n import tr
from desktop.kit.theme import Theme
from desktop.widgets.code_field import CodeField


def recovery_field(theme: Theme, *, lines: int = 0) -> CodeField:
    """Nine groups of four."""
    return CodeField(tr("FirstRun", "Recovery code"), theme.code_font(), groups=9, letters=4, lines=lines)
