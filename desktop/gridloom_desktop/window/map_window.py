"""A window with the map of a city and room for all else, on the screen before all else is loaded.

What is imported here costs time until the first map: nothing that a map does without.
"""

from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from gridloom_desktop.window.keeping import Keeping
from gridloom_desktop.window.last_map import LastMap
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.pair import MapPair
from gridloom_desktop.window.map.status_line import StatusLine
from gridloom_desktop.window.mapping import Mapping
from gridloom_desktop.window.menus import Menus
from gridloom_desktop.window.model.carrying import Carrying
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_desktop.window.model.session import Session
from gridloom_desktop.window.model.watching import explained
from gridloom_desktop.window.navigating import Navigating
from gridloom_desktop.window.operations import Operation, Operations
from gridloom_desktop.window.panels import Panels
from gridloom_desktop.window.parts import Parts
from gridloom_desktop.window.showing import Showing
from gridloom_layers.language import Message
from gridloom_layers.progress import Progress

USUAL = (1280, 800)


class MapWindow(QMainWindow):
    """The map of a session between sides, menus and tools that are still empty.

    ``map_shown`` follows once, when the first map is painted, or it is clear that there is none.
    """

    map_shown = pyqtSignal()

    def __init__(self, session: Session, operations: Operations, preferences: Preferences) -> None:
        super().__init__()
        self.session, self.operations, self.preferences = session, operations, preferences
        operations.setParent(self)
        operations.explain = partial(explained, folder=session.store.path)
        self.canvas, self.status, self.middle = MapCanvas(), StatusLine(), QVBoxLayout()
        self.pair = MapPair(self.canvas)
        self._put_in_the_middle()
        self.menus, self.panels = Menus(self), Panels(self, preferences)
        self.showing = Showing(session, operations, self)
        self.carrying = Carrying(session, operations.read, operations.report)
        self.mapping = Mapping(session, self.canvas, self.carrying)
        self.navigating = Navigating(session, self.canvas)
        self.keeping = Keeping(session, self)
        self.last_map = LastMap(session, self.canvas)
        # once nothing is painted, grounds may close
        self.parts = Parts([self.last_map, self.pair, self.keeping])
        self._connect()

    def _put_in_the_middle(self) -> None:
        middle = QWidget()
        self.middle.setContentsMargins(0, 0, 0, 0)
        self.middle.setSpacing(0)
        self.middle.addWidget(self.pair, 1)
        middle.setLayout(self.middle)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)
        self.resize(*USUAL)

    def _connect(self) -> None:
        self.status.set_crs(self.session.store.crs)
        self.canvas.pointed.connect(self.status.show_place)
        self.canvas.moved.connect(self._show_scale)
        self.status.went.connect(self.navigating.go_to)
        self.status.scaled.connect(self.canvas.set_scale)
        self.status.cancelled.connect(self.operations.cancel)
        self.operations.started.connect(self._show_work)
        self.operations.stepped.connect(self._show_step)
        self.operations.ended.connect(self._show_work)

    def begin(self) -> None:
        """Show the map for the first time: as it was left, if nothing has changed."""
        if not self.last_map.show():
            self.mapping.first_shown.connect(self.navigating.begin)
            self.canvas.warm_up()  # while the layers are read; it would hold up the picture
        self.showing.show_layers()
        self.showing.find_selected()
        # behind what is read for the map, on the same thread
        self.operations.read(_nothing, self._wait_for_paint)

    def _wait_for_paint(self, _: None) -> None:
        self.canvas.let_go()
        if self.canvas.idle:
            self.map_shown.emit()
        else:
            self.canvas.painted.connect(self._end_waiting)

    def _end_waiting(self) -> None:
        self.canvas.painted.disconnect(self._end_waiting)
        self.map_shown.emit()

    def say(self, said: Message) -> None:
        """Tell something in the status line, for a while."""
        self.status.tell(said)

    def _show_scale(self) -> None:
        if self.canvas.view:
            self.status.show_scale(self.canvas.view)

    def _show_work(self, _: Operation) -> None:
        """Show the work that is done now; what waits follows in its turn."""
        if self.operations.under_way:
            self.status.start(self.operations.under_way[0].title)
        else:
            self.status.rest()

    def _show_step(self, operation: Operation) -> None:
        if operation.step is not None and operation is self.operations.under_way[0]:
            self.status.show_step(operation.step)


def _nothing(_: Progress) -> None:
    """Read nothing."""
