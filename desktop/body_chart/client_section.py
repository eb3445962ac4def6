"""The section "Body chart" of a client's page: session by session, and how each place went. Only read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.domain.body_chart import place_of
from core.domain.changes import Changed
from core.domain.errors import UserError
from core.domain.ids import ClientId
from core.domain.records import BodyMark
from core.store.practice.body_marks import Chart
from desktop.body_chart.accessible import accessible_charts
from desktop.body_chart.canvas import BodyCanvas
from desktop.body_chart.change_words import first_text, since_text
from desktop.body_chart.chart_rows import rows_of_changes
from desktop.body_chart.client_presenter import ClientChartsPresenter, ShownCharts
from desktop.body_chart.course_row import CourseRow
from desktop.body_chart.courses import Course
from desktop.body_chart.layout import PAGES, page_of
from desktop.body_chart.mark_row import MarkRow
from desktop.body_chart.session_bar import SessionBar
from desktop.body_chart.words import chart_title, mark_place, mark_text, page_titles
from desktop.kit import tokens
from desktop.kit.context import ScreenContext
from desktop.kit.i18n import plural, tr
from desktop.widgets.buttons import Button
from desktop.widgets.clearing import clear
from desktop.widgets.painted_list import announce
from desktop.widgets.segmented import SegmentedControl
from desktop.widgets.text import ElidedText, Text

MOST_COURSES = 6
"""More places than these come by a button."""
_CANVAS_PX, _LEAST_CANVAS_PX = 400, 120


class ClientBodyChart(QFrame):
    """Implements ClientChartsView. Not there for a client without marks, nor while names are hidden.

    `left` when somebody steps out of the figures by Esc.
    """

    left = Signal()

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown = ShownCharts()
        self._shows_all = False
        self.rows: list[MarkRow] = []
        self.courses: list[CourseRow] = []
        self.setProperty("card", True)
        self._charts = accessible_charts()
        self._charts.install()
        self.presenter = ClientChartsPresenter(context.practice, context.jobs, context.clock, self)
        pages: list[tuple[str, object]] = [(title, number) for number, title in enumerate(page_titles())]
        self.pages = SegmentedControl(tr("BodyChart", "Figures"), pages, wraps=True)
        self.canvas = BodyCanvas(context.theme)
        self.canvas.setAccessibleName(tr("BodyChart", "Body chart"))
        self.canvas.setAccessibleDescription(_how())
        self.canvas.setMinimumWidth(_LEAST_CANVAS_PX)
        self.canvas.setFixedHeight(_CANVAS_PX)
        self.place = ElidedText(tone="secondary", size="small")
        self.sessions = SessionBar(context.theme)
        self.since = Text(wrap=True)
        self.open_note = Button(tr("BodyChart", "Open note"), self.open_session, compact=True)
        self.open_note.setToolTip("O")
        self.all = Button("", self._on_all, kind="quiet", compact=True)
        self._marks, self._course_box = QVBoxLayout(), QVBoxLayout()
        self.head, self.columns = QHBoxLayout(), QHBoxLayout()
        """One below the other where the page is narrow."""
        self._lay_out()
        self._connect()
        self.hide()

    def show_client(self, client_id: ClientId) -> None:
        """Nothing of the last client stays in sight."""
        self.presenter.show(client_id)

    def take_focus(self) -> None:
        """Onto the figures; nothing where the section is not there."""
        if self.isVisible():
            self.canvas.setFocus()

    def step_session(self, by: int) -> None:
        """To an earlier session; with a negative number to a later one."""
        if self.isVisible():
            self.sessions.step(by)

    def open_session(self) -> None:
        """The note whose marks are shown."""
        if self.isVisible() and (chart := self.chart) is not None:
            self._context.navigator.open_note(chart.note_id)

    @property
    def chart(self) -> Chart | None:
        """Of the session that is shown."""
        return self._shown.session(self.sessions.value)

    # What the presenter says.

    def show_charts(self, shown: ShownCharts) -> None:
        """The session in front stays there; else the newest is."""
        if not shown.charts:
            self._shows_all = False
        self._shown = shown
        now = self._context.clock.now()
        with self._focus_kept():
            self.sessions.show_sessions([(chart_title(chart, now), chart.note_id) for chart in shown.charts])
            self._show_courses()
            self._show_session()
        self.show_or_hide()

    def refuse(self, error: UserError) -> None:
        self._context.navigator.toast(error.sentence)

    def show_or_hide(self) -> None:
        """There are marks, and they may be seen."""
        self.setVisible(bool(self._shown.charts) and not self._context.bus.blurred)

    @contextmanager
    def _focus_kept(self) -> Iterator[None]:
        """On the row of the same mark or place while all are built anew; on the figures where it went."""
        before = next((key for key, row in self._focusable() if row.hasFocus()), None)
        yield
        if before is not None:
            row = next((row for key, row in self._focusable() if key == before), self.canvas)
            row.show()  # what has just come into a layout is hidden until the loop turns, and takes no focus
            row.setFocus()

    def _focusable(self) -> Iterator[tuple[object, QWidget]]:
        yield from ((row.mark.id, row) for row in self.rows)
        yield from ((row.course.key, row) for row in self.courses)

    def _show_session(self) -> None:
        chart = self.chart
        clear(self._marks)
        self.rows = []
        if chart is None:
            self.canvas.show_marks((), (), is_open=False)
            self._on_mark_chosen(None)
            return
        before, changes = self._shown.before(chart), self._shown.changes(chart)
        now = self._context.clock.now()
        self.since.setText(first_text() if before is None else since_text(before, changes, now))
        self.canvas.show_marks(chart.marks, () if before is None else before.marks, is_open=False)
        for each in rows_of_changes(changes):
            words = "" if before is None else each.words
            row = MarkRow(self._context.theme, each.mark, words, faint=each.is_faint)
            row.button.clicked.connect(partial(self._on_mark_pressed, each.mark))
            self.rows.append(row)
            self._marks.addWidget(row)
        self._on_mark_chosen(self.canvas.chosen_mark())

    def _show_courses(self) -> None:
        clear(self._course_box)
        found = self._shown.courses if self._shows_all else self._shown.courses[:MOST_COURSES]
        now = self._context.clock.now()
        self.courses = [CourseRow(self._context.theme, course, now) for course in found]
        for row in self.courses:
            row.clicked.connect(partial(self._on_course_pressed, row.course))
            self._course_box.addWidget(row)
        more = len(self._shown.courses) - len(found)
        self.all.setText(plural("BodyChart", "Show 1 more place", "Show {n} more places", more))
        self.all.setVisible(more > 0)

    def _choose(self, mark: BodyMark) -> None:
        point = place_of(mark.place)
        if point is not None:
            self._show_page(page_of(point.view))
        self.canvas.choose(mark.id)
        self.place.setText(mark_place(mark))

    def _show_page(self, page: int) -> None:
        self.pages.set_value(page)
        self.canvas.show_page(page)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(tokens.S, tokens.M, tokens.S, tokens.M)
        box.setSpacing(tokens.S)
        self.head.addWidget(Text(tr("BodyChart", "Body chart"), size="large"), 1)
        self.head.addWidget(self.open_note)
        box.addLayout(self.head)
        figures, told = QVBoxLayout(), QVBoxLayout()
        for column in (figures, told):
            column.setSpacing(tokens.S)
        for part in (self.pages, self.canvas, self.place):
            figures.addWidget(part)
        told.addWidget(self.sessions)
        told.addWidget(self.since)
        self._marks.setSpacing(tokens.XS)
        told.addLayout(self._marks)
        told.addStretch(1)
        self.columns.setSpacing(tokens.L)
        self.columns.addLayout(figures, 1)
        self.columns.addLayout(told, 1)
        box.addLayout(self.columns)
        box.addWidget(Text(tr("BodyChart", "Over time"), strong=True))
        self._course_box.setSpacing(0)
        box.addLayout(self._course_box)
        box.addWidget(self.all)

    def _connect(self) -> None:
        self.pages.chosen.connect(self._on_page_chosen)
        self.sessions.chosen.connect(self._on_session_chosen)
        self.canvas.chosen.connect(self._on_mark_chosen)
        self.canvas.place_told.connect(self.place.setText)
        self.canvas.page_stepped.connect(self._on_page_stepped)
        self.canvas.left.connect(self.left)
        self._context.bus.changed.connect(self._on_rows_changed)
        self._context.theme.changed.connect(self._on_theme_changed)

    def _on_page_chosen(self, page: object) -> None:
        self.canvas.show_page(page if isinstance(page, int) else 0)

    def _on_page_stepped(self, by: int) -> None:
        self._show_page((self.canvas.page + by) % len(PAGES))
        announce(self.canvas, page_titles()[self.canvas.page])

    def _on_session_chosen(self, _note_id: object) -> None:
        """Said as well: whoever listens does not see what changed on the figures."""
        self._show_session()
        if (chart := self.chart) is not None:
            title = chart_title(chart, self._context.clock.now())
            said = tr("BodyChart", "{session}. {since}", session=title, since=self.since.text())
            announce(self.canvas, said)

    def _on_mark_chosen(self, mark: BodyMark | None) -> None:
        for row in self.rows:
            row.button.setChecked(mark is not None and row.mark.id == mark.id)
        self.place.setText(self.canvas.keys_place() if mark is None else mark_text(mark))

    def _on_mark_pressed(self, mark: BodyMark, _checked: bool = False) -> None:
        self._choose(mark)

    def _on_course_pressed(self, course: Course, _checked: bool = False) -> None:
        """The session in which it was marked last, and the mark there."""
        self.sessions.go_to(course.last.chart.note_id)
        self._on_session_chosen(None)
        self._choose(course.last.mark)

    def _on_all(self) -> None:
        """The focus goes on to the first that came: the button is not there any more."""
        self._shows_all = True
        self._show_courses()
        first = self.courses[MOST_COURSES]
        first.show()  # what has just come into a layout is hidden until the loop turns, and takes no focus
        first.setFocus()

    def _on_rows_changed(self, changed: Sequence[Changed]) -> None:
        """Also while it is hidden, for the first mark; not while the whole page is out of sight."""
        page = self.parentWidget()
        if page is not None and page.isVisible():
            self.presenter.rows_changed(changed)

    def _on_theme_changed(self) -> None:
        """Rows hold pictures in the colours of the theme."""
        with self._focus_kept():
            self._show_courses()
            self._show_session()


def _how() -> str:
    return tr(
        "BodyChart",
        "The arrow keys go through the body, Page up and Page down through the figures, Ctrl with them "
        "through the sessions.",
    )
