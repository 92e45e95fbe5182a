"""The charts of a document side by side, linked to what is selected."""

from functools import partial

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QResizeEvent, QShowEvent
from PyQt6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.charts.dialog import ChartDialog
from gridloom_desktop.window.charts.frame import LEAST, ChartFrame
from gridloom_desktop.window.charts.leaving import Leaving
from gridloom_desktop.window.charts.linking import Linking
from gridloom_desktop.window.command import Command, Commands
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.model.carrying import Carrying
from gridloom_desktop.window.model.charts.making import ChartMaker, ReadyChart
from gridloom_desktop.window.model.charts.view import ChartView
from gridloom_desktop.window.model.document import Document
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.operations import Operations
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr

SOON_MS = 1000
"""After the window is furnished: until then it has enough to do."""


class ChartPanel(QWidget):
    """Shows the charts of a session's document; ``saved`` tells of each file that was written.

    ``wanted`` says that there is something new to see here.
    """

    saved = pyqtSignal(object)
    wanted = pyqtSignal()

    def __init__(
        self,
        session: Session,
        operations: Operations,
        carrying: Carrying,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._operations = session, operations
        self.maker = ChartMaker(session.store)
        self.frames: list[ChartFrame] = []
        self.linking = Linking(session, operations, carrying, self)
        self._leaving = Leaving(operations, self.saved.emit)
        self.add_button, self._empty = QPushButton(), QLabel()
        self._tiles, self._area = QWidget(), QScrollArea()
        self._grid = QGridLayout(self._tiles)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.linking.prepare)
        self._soon.start(SOON_MS)
        self._arrange()
        session.changed.connect(self._follow)
        session.data_changed.connect(self._reread)
        self._sync(session.document.charts)
        follow_language(self.retranslate)

    def _arrange(self) -> None:
        self._empty.setObjectName("caption")
        self._empty.setWordWrap(True)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._area.setWidget(self._tiles)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.addWidget(self.add_button)
        head.addWidget(self._empty, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        self.setMinimumSize(LEAST[0] + 40, LEAST[1] + 60)
        self.add_button.clicked.connect(self.ask)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.add_button.setText(str(tr("Add a chart …")))
        self._empty.setText(
            str(
                tr("Drag over a chart to select what it shows there; Shift adds, Ctrl removes.")
                if self.frames
                else tr("No chart yet: add one, and select in it or on the map.")
            )
        )

    # The charts of the document.

    def commands(self) -> Commands:
        """Return what can be done."""
        return [
            Command(
                "add-chart", "view", lambda: tr("Add a chart …"), "mdi6.chart-box-plus-outline",
                self.ask, "Shift+F9", group="charts", bar=True, terse=True,
            )
        ]  # fmt: skip

    def ask(self) -> None:
        """Ask for a chart to add."""
        self.wanted.emit()
        self._open_dialog(None)

    def _open_dialog(self, frame: ChartFrame | None) -> None:
        view = frame.view if frame else None
        dialog = ChartDialog(self.maker, self._operations, view, self)
        dialog.chosen.connect(partial(self._change, frame) if frame else self.add)
        dialog.open()

    def add(self, view: ChartView) -> None:
        """Add a chart to the document."""
        self._put(tr("Add a chart"), (*self._session.document.charts, view))

    def _change(self, frame: ChartFrame, view: ChartView) -> None:
        charts = [view if one is frame else one.view for one in self.frames]
        self._put(tr("Change the chart"), tuple(charts))

    def _close(self, frame: ChartFrame) -> None:
        charts = tuple(one.view for one in self.frames if one is not frame)
        self._put(tr("Close the chart"), charts)

    def _put(self, title: Message, charts: tuple[ChartView, ...]) -> None:
        document = self._session.document.model_copy(update={"charts": charts})
        self._session.apply(title, document)

    def _follow(self, before: Document, after: Document) -> None:
        if before.charts != after.charts:
            self._sync(after.charts)
        if len(after.charts) > len(before.charts):
            self.wanted.emit()

    def _sync(self, views: tuple[ChartView, ...]) -> None:
        """Show these charts; those that are shown already stay as they are."""
        left = list(self.frames)
        frames = []
        for view in views:
            known = next((one for one in left if one.view == view), None)
            if known is not None:
                left.remove(known)
            frames.append(known or self._new_frame(view))
        for frame in left:
            frame.hide()
            frame.deleteLater()
        self.frames = frames
        self.linking.frames = frames
        self._lay_out()
        self.retranslate()

    def _new_frame(self, view: ChartView) -> ChartFrame:
        frame = ChartFrame(view)
        frame.closed.connect(partial(self._close, frame))
        frame.changed.connect(partial(self._change, frame))
        frame.change_asked.connect(partial(self._open_dialog, frame))
        frame.left.connect(partial(self._leaving.leave, frame))
        self.linking.link(frame)
        self._read(frame)
        return frame

    def _reread(self, tables: frozenset[str]) -> None:
        """Read the charts of tables that changed."""
        for frame in self.frames:
            if frame.view.table in tables:
                self._read(frame)

    def _read(self, frame: ChartFrame) -> None:
        work = partial(self.maker.make, frame.view)
        self._operations.read(work, partial(self._take, frame), partial(self._refuse, frame))

    def _take(self, frame: ChartFrame, chart: ReadyChart) -> None:
        if frame in self.frames:
            frame.show_chart(chart)
            self.linking.show()

    def _refuse(self, frame: ChartFrame, error: BaseException) -> None:
        if not isinstance(error, BadInput):
            self._operations.report(error)
        elif frame in self.frames:
            frame.show_fault(error)

    @property
    def busy(self) -> bool:
        """Whether charts do not yet show what is selected."""
        return self.linking.busy

    def put_off(self) -> None:
        """Load what charts need in a pause of the user: while the map moves it would hold it up."""
        if self._soon.isActive():
            self._soon.start()

    def end(self) -> None:
        """Count no more."""
        self._soon.stop()
        self.linking.end()

    # Where they are.

    def showEvent(self, a0: QShowEvent | None) -> None:  # noqa: N802 - Qt's name
        """Show what was selected while the charts were hidden."""
        super().showEvent(a0)
        self.linking.show()

    def resizeEvent(self, a0: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        """Put as many beside each other as have room."""
        super().resizeEvent(a0)
        self._lay_out()

    def _lay_out(self) -> None:
        room = self.width() - 20 + self._grid.spacing()
        columns = max(1, min(room // (LEAST[0] + self._grid.spacing()), len(self.frames) or 1))
        for place, frame in enumerate(self.frames):
            self._grid.addWidget(frame, place // columns, place % columns)
            frame.show()
