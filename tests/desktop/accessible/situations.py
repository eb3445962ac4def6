"""Brings the program to what is to be looked at, and back; all of it as a reader or by keys."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from tests.desktop.accessible.atspi import Part, Role, State
from tests.desktop.accessible.stage import Show

PLACES = ("Today", "Calendar", "Clients", "Notes", "Inbox", "Settings")
SECTIONS = (
    "Practice",
    "Holidays",
    "Services",
    "Locations",
    "Note templates",
    "Text snippets",
    "Files",
    "Reminders",
    "Spelling",
    "Security",
    "Look and language",
    "Clinic and device",
    "Team and devices",
    "Backup and export",
    "Import",
    "History",
    "Who reads what",
    "About",
)
Situation = Callable[[Show], AbstractContextManager[object]]


def rail(show: Show) -> list[Part]:
    return show.window().find(Role.PANEL, show.said("Rail", "Places")).found(Role.RADIO_BUTTON)


def leave_dialogs(show: Show) -> None:
    """Whatever was begun is discarded."""

    def is_left() -> bool:
        window = show.window()
        if window.role == Role.FRAME:
            return True
        for discard in window.found(Role.BUTTON, "Discard"):
            discard.press()
            return False
        show.bus.key("Esc")
        return False

    show.bus.until(is_left)


def go(show: Show, place: str) -> None:
    """Through the rail; a count may follow the name of a place."""
    leave_dialogs(show)

    def button() -> Part | None:
        said = show.said("Rail", place)
        return next((part for part in rail(show) if part.name.startswith(said)), None)

    show.bus.until(button).press()
    show.bus.until(lambda: (now := button()) is not None and now.has(State.CHECKED))
    if place == "Today":
        show.see(Role.LABEL, show.said("Today", "Unsigned notes"))
    else:
        show.see(Role.LIST, show.said(place, place))


def place(name: str) -> Situation:
    @contextmanager
    def situation(show: Show) -> Iterator[None]:
        go(show, name)
        yield

    return situation


def form(name: str, title: str) -> Situation:
    """What Ctrl+N opens in a place."""

    @contextmanager
    def situation(show: Show) -> Iterator[None]:
        go(show, name)
        show.bus.key("n", "Ctrl")
        show.see(Role.LABEL, title)
        try:
            yield
        finally:
            show.see(Role.BUTTON, "Close").press()
            show.bus.until(lambda: _is_asked_or_left(show, title))
            leave_dialogs(show)
            show.lose(Role.LABEL, title)

    return situation


def section(name: str) -> Situation:
    @contextmanager
    def situation(show: Show) -> Iterator[None]:
        go(show, "Settings")
        show.focus(show.see(Role.LIST, "Settings"))
        for _ in SECTIONS:
            show.bus.key("Up")
        for _ in range(SECTIONS.index(name)):
            show.bus.key("Down")
        show.see(Role.LIST_ITEM, name, State.SELECTED)
        show.see(Role.LABEL, name)
        yield

    return situation


@contextmanager
def client(show: Show) -> Iterator[None]:
    go(show, "Clients")
    _choose(show, "Clients", "Mira Talbot")
    show.see(Role.LIST, "Timeline")
    show.see(Role.LIST, "Files")
    yield


def note(second_line: str) -> Situation:
    """The note of the list that says so."""

    @contextmanager
    def situation(show: Show) -> Iterator[None]:
        go(show, "Notes")
        _choose(show, "Notes", second_line)
        show.bus.key("Enter")
        show.see(Role.TEXT, "Subjective")
        try:
            yield
        finally:
            show.see(Role.BUTTON, "All notes").press()
            show.see(Role.LIST, "Notes")

    return situation


@contextmanager
def body_chart(show: Show) -> Iterator[None]:
    with note("Draft")(show):
        show.see(Role.BUTTON, "Body chart").press()
        show.see(Role.LIST, "Body chart")
        yield
        show.see(Role.BUTTON, "Body chart").press()


@contextmanager
def conflict(show: Show) -> Iterator[None]:
    go(show, "Inbox")
    show.see(Role.DOCUMENT, "Both texts")
    yield


def dialog(title: str, key: str, *held: str) -> Situation:
    @contextmanager
    def situation(show: Show) -> Iterator[None]:
        go(show, "Today")
        show.bus.key(key, *held)
        show.bus.until(lambda: show.window().role == Role.DIALOG and show.window().name == title)
        show.see(Role.LIST_ITEM)
        try:
            yield
        finally:
            leave_dialogs(show)

    return situation


@contextmanager
def waitlist(show: Show) -> Iterator[None]:
    """The form of a wish, which the empty list leads to."""
    go(show, "Calendar")
    show.focus(show.see(Role.LIST, "Calendar"))
    show.bus.key("q")
    show.bus.until(lambda: show.window().role == Role.DIALOG and show.window().name == "Waitlist")
    show.see(Role.BUTTON, "Put on the waitlist").press()
    show.see(Role.LABEL, "Days that suit")
    try:
        yield
    finally:
        show.see(Role.BUTTON, "Close").press()
        show.lose(Role.LABEL, "Days that suit")


@contextmanager
def question(show: Show) -> Iterator[None]:
    """Before what was typed is discarded."""
    with form("Clients", "New client")(show):
        show.see(Role.TEXT, "First name").write("Ada")
        show.see(Role.BUTTON, "Close").press()
        show.bus.until(lambda: show.window().role == Role.DIALOG)
        try:
            yield
        finally:
            show.see(Role.BUTTON, "Cancel").press()
            show.see(Role.TEXT, "First name")


def rows(show: Show, list_name: str, *states: State) -> list[str]:
    """The names of the rows of a list that are so."""
    return [row.name for row in show.window().find(Role.LIST, list_name).found(Role.LIST_ITEM, "", *states)]


def _choose(show: Show, list_name: str, words: str) -> None:
    """Down the list to the first row with these words."""
    show.bus.until(lambda: _place_of(show, list_name, words) is not None)
    show.focus(show.see(Role.LIST, list_name))
    for _ in rows(show, list_name):
        show.bus.key("Up")
    for _ in range(_place_of(show, list_name, words) or 0):
        show.bus.key("Down")
    show.bus.until(lambda: [name for name in rows(show, list_name, State.SELECTED) if words in name])


def _place_of(show: Show, list_name: str, words: str) -> int | None:
    names = rows(show, list_name, State.FOCUSABLE)
    return next((number for number, name in enumerate(names) if words in name), None)


def _is_asked_or_left(show: Show, title: str) -> bool:
    window = show.window()
    return window.role == Role.DIALOG or not window.found(Role.LABEL, title)


SITUATIONS: dict[str, Situation] = {
    **{name.lower(): place(name) for name in PLACES},
    **{f"settings, {name.lower()}": section(name) for name in SECTIONS},
    "new appointment": form("Calendar", "New appointment"),
    "new client": form("Clients", "New client"),
    "waitlist": waitlist,
    "client": client,
    "draft": note("Draft"),
    "signed note": note("Knee hurts."),
    "body chart": body_chart,
    "conflict": conflict,
    "palette": dialog("Search", "k", "Ctrl"),
    "help": dialog("Keys", "F1"),
    "reminders": dialog("Reminders", "r"),
    "question": question,
}
