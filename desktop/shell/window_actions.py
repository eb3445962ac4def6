"""What the palette can do and where it can go: the window's own actions, and those that each screen names."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QLocale

from desktop.kit.context import Navigator
from desktop.kit.dates import long_day
from desktop.kit.day_words import day_words
from desktop.kit.i18n import tr
from desktop.kit.screen import Command
from desktop.kit.typed_day import day_meant
from desktop.palette.presenter import PaletteEntry
from desktop.shell.main_window import MainWindow
from desktop.shell.rail import Destination


def window_actions(
    window: MainWindow, places: Sequence[Destination], lock: Callable[[], object]
) -> list[PaletteEntry]:
    """In the order of the list: places, then what can be done, then what is found only by typing."""
    found = [_place(window, place) for place in places]
    found += [_command(window, place.key, each) for place in places for each in _named(window, place)]
    found += _everywhere(window, lock)
    return sorted(found, key=lambda entry: (_groups().index(entry.group), entry.is_quiet))


def day_entries(text: str, today: date, navigator: Navigator) -> list[PaletteEntry]:
    """The calendar at a day that was typed."""
    # Qt counts weekdays from Monday as 1.
    day = day_meant(text, today, day_words(QLocale().firstDayOfWeek().value - 1))
    if day is None:
        return []
    return [
        PaletteEntry(
            long_day(day),
            lambda: navigator.open_calendar(day),
            icon="calendar",
            group=tr("Palette", "Go to"),
        )
    ]


def _groups() -> list[str]:
    return [tr("Palette", "Go to"), tr("Palette", "Do"), tr("Palette", "Settings")]


def _named(window: MainWindow, place: Destination) -> Sequence[Command]:
    screen = window.screens.get(place.key)
    return screen.commands() if screen is not None else ()


def _place(window: MainWindow, place: Destination) -> PaletteEntry:
    return PaletteEntry(place.label, lambda: window.navigate(place.key), icon=place.icon, group=_groups()[0])


def _command(window: MainWindow, key: str, command: Command) -> PaletteEntry:
    def run() -> None:
        window.navigate(key)
        command.run()

    group = _groups()[2 if command.is_setting else 1]
    return PaletteEntry(
        command.title,
        run,
        icon=command.icon,
        keys=command.keys,
        words=command.words,
        group=group,
        is_quiet=command.is_setting,
    )


def _everywhere(window: MainWindow, lock: Callable[[], object]) -> list[PaletteEntry]:
    group = _groups()[1]
    hide = tr("Palette", "Hide what others should not read")
    blur_words = tr("Palette", "blur privacy initials")
    return [
        PaletteEntry(tr("Palette", "Lock"), lambda: _drop(lock()), icon="lock", keys="Ctrl+L", group=group),
        PaletteEntry(hide, window.toggle_blur, icon="eye-off", keys="F9", group=group, words=blur_words),
        PaletteEntry(
            tr("Palette", "Keys"),
            window.show_help,
            icon="keyboard",
            keys="?",
            group=group,
            words=tr("Palette", "help shortcuts"),
        ),
    ]


def _drop(_: object) -> None:
    """An action answers nothing."""
