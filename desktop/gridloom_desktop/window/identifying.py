"""The feature that was clicked, and the subjects that are linked to it: told on a page."""

from collections.abc import Callable, Sequence
from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal

from gridloom_analytics.selecting import Rows
from gridloom_analytics.selecting.lying import extent_of
from gridloom_analytics.selecting.rows import rows_of
from gridloom_desktop.canvas import Box
from gridloom_desktop.window.feature_panel import FeaturePanel
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.model.asking.history import History
from gridloom_desktop.window.model.asking.questions import with_table_shown
from gridloom_desktop.window.model.asking.subjects import Page, RelationTold, Subject, page
from gridloom_desktop.window.model.city_map import Hit, hit
from gridloom_desktop.window.model.identifying import Fact, facts, found_facts
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_layers.errors import BadInput, Where
from gridloom_layers.language import tr
from gridloom_layers.progress import Progress

ROOM = 200.0
"""Metres of the surroundings that are seen at least."""


class Identifying(QObject):
    """Tells what is known of the feature under a click, and selects it where it is a row.

    From there the user goes on to what is linked to it. ``found`` follows where there is one.
    """

    found = pyqtSignal()

    def __init__(
        self, session: Session, operations: Operations, canvas: MapCanvas, panel: FeaturePanel
    ) -> None:
        super().__init__(panel)
        self._session, self._operations = session, operations
        self._canvas, self._panel = canvas, panel
        self._hit: Hit | None = None
        self._page: Page | None = None
        self._found: Sequence[Fact] = ()
        self.history = History()
        canvas.clicked.connect(self.identify)
        session.shown.connect(self._forget_hidden)
        session.data_changed.connect(self._read_again)
        panel.followed.connect(self.open)
        panel.moved.connect(self._move)
        panel.picked.connect(self._select_linked)
        panel.located.connect(self.show_on_map)
        panel.asked_whole.connect(self._show_whole)

    def identify(self, x: float, y: float, tolerance: float) -> None:
        """Show what is known of the feature at a place; beside all features, of none."""
        found = hit(self._session.layers, x, y, tolerance)
        self._highlight(found)
        if found is None:
            self._panel.clear()
            self._session.clear_selection()
            return
        self.found.emit()
        self._operations.read(partial(self._facts, found), partial(self._show_facts, found))
        if found.layer.attributes is not None:
            return
        key = int(found.layer.row_keys[found.row])
        self._session.select(found.layer.table, Rows(keys=(key,)))
        subject = Subject(found.layer.table, key, found.layer.subject)
        self._read(self.history.opened(subject), found_facts(found.layer, found.row))

    def open(self, subject: Subject) -> None:
        """Show the page about a subject."""
        self._highlight(None)
        self.found.emit()
        self._read(self.history.opened(subject))

    def _read_again(self, _: object) -> None:
        """Tell of the subject what is so now; of one that is gone nothing any more."""
        subject = self.history.current
        if self._panel.page is not None and subject is not None:
            shown = partial(self._show_page, self.history, self._found)
            self._operations.read(partial(self._make, subject), shown, self._lose)

    def _lose(self, error: BaseException) -> None:
        if isinstance(error, BadInput):
            self._panel.clear()
        else:
            self._operations.report(error)

    def _move(self, steps: int) -> None:
        self._highlight(None)
        self._read(self.history.moved(steps))

    def _read(
        self,
        history: History,
        found: Sequence[Fact] = (),
        make: Callable[[Subject, Progress], Page] | None = None,
    ) -> None:
        """Read the page about the subject that a history is at; the latest that is asked counts."""
        self.history, self._found = history, found
        if (subject := history.current) is not None:
            work = partial(make or self._make, subject)
            self._operations.read(work, partial(self._show_page, history, found))

    def _make(self, subject: Subject, progress: Progress) -> Page:
        return page(self._session.store, subject.table, subject.row_key, progress)

    def _show_page(self, history: History, found: Sequence[Fact], told: Page) -> None:
        if self.history is history:
            self._page = told
            self._panel.show_page(told, found, history)

    def _show_whole(self, reason: str) -> None:
        """Show all that is known, by an act that is logged with its reason."""
        # late: the gate loads pandas, which a window does without until something is asked
        from gridloom_desktop.publishing.export import Permission

        permission = Permission(reason)

        def make(subject: Subject, progress: Progress) -> Page:
            store = self._session.store
            return page(store, subject.table, subject.row_key, progress, permission)

        self._read(self.history, make=make)

    def _select_linked(self, relation: RelationTold) -> None:
        """Select the rows of a relation; what only a reason shows, by their keys."""
        if self._page is None or not self._page.whole:
            self._session.select(relation.table, relation.selection)
            return
        work = partial(rows_of, self._session.store, relation.table, relation.selection)
        self._operations.read(
            work, lambda keys: self._session.select(relation.table, Rows.of(keys))
        )

    def show_on_map(self) -> None:
        """Show where the subject lies, and select it."""
        subject = self.history.current
        if subject is not None:
            self.go_to(subject.table, subject.row_key)

    def go_to(self, table: str, row_key: int) -> None:
        """Select a row and show where it lies."""
        self._session.keep(with_table_shown(self._session.document, table))
        self._session.select(table, Rows(keys=(row_key,)))
        work = partial(self._where, table, row_key)
        self._operations.read(work, partial(self._show_box, table))

    def _where(self, table: str, row_key: int, progress: Progress) -> Box | None:
        progress.report("extent", 0, 1)
        return extent_of(self._session.store, table, Rows(keys=(row_key,)).array)

    def _show_box(self, table: str, box: Box | None) -> None:
        if box is None:
            problem = tr("Nothing says where this row of “{table}” lies.", table=table)
            self._operations.report(BadInput("no-place", problem, Where(layer=table)))
        else:
            self._canvas.show_box(roomy(box))

    def _facts(self, found: Hit, _: Progress) -> list[Fact]:
        return facts(self._session.store, found.layer, found.row)

    def _forget_hidden(self) -> None:
        """Tell nothing of a feature whose layer is not visible any more."""
        if self._hit is None:
            return
        layer = self._session.layer(self._hit.layer.name)
        if layer is None or not layer.visible:
            self._highlight(None)
            self._panel.clear()

    def _highlight(self, found: Hit | None) -> None:
        """Highlight a feature, or none."""
        self._hit = found
        self._canvas.select(found.rings() if found else [])

    def _show_facts(self, found: Hit, told: list[Fact]) -> None:
        if self._hit is found:  # another may have been clicked meanwhile
            self._panel.show_feature(found.layer.subject, told)


def roomy(box: Box) -> Box:
    """Return a box with its surroundings where it is small, such as that of a point."""
    xmin, ymin, xmax, ymax = box
    x, y = max(ROOM - (xmax - xmin), 0) / 2, max(ROOM - (ymax - ymin), 0) / 2
    return xmin - x, ymin - y, xmax + x, ymax + y
