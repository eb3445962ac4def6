"""Who told the system to leave out movements sees none here."""

import pytest
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget
from typing_extensions import override

from desktop.system.motion import wants_calm


class Still(QProxyStyle):
    """Of a system whose animations are switched off."""

    @override
    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        return 0 if hint is QStyle.StyleHint.SH_Widget_Animation_Duration else 1


@pytest.mark.parametrize("is_still", [True, False])
def test_given_a_system_with_or_without_movements_then_it_is_asked_for_that(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, is_still: bool
) -> None:
    style = Still() if is_still else qapp.style()
    monkeypatch.setattr(QApplication, "style", lambda: style)
    assert wants_calm() == is_still
